"""The listener that needs no model: it says back one thing it heard, asks one open question, and waits.

A reply is a function of the transcript, the library and two settings. In the order of who goes first:

    silence             one soft line, then silence
    a request           repeat, rephrase, skip, pause, stop, who are you, who hears this, what should I do, that's wrong
    after a crisis      no work on trust: what would help right now
    a heavy load        once: that a professional could carry some of it
    five turns          what was heard, gathered, in their words
    otherwise           a reflection, and mostly one question
"""

from dataclasses import dataclass
from typing import Final
from zlib import crc32

from dialogues.choosing import Asked, choose_question, filled
from dialogues.dialogue import Library, Line, Question
from dialogues.english import words
from dialogues.heard import Heard, has_swearing, hear, is_other_language, is_silence, is_telling, is_unclear, nod
from dialogues.listener import Reply
from dialogues.moves import Move
from dialogues.reflecting import Reflection, facts, opening_of, reflect, touches
from dialogues.requests import Request, read_request
from dialogues.sentences import sentences
from dialogues.transcript import Speaker, Transcript, Turn

LONGEST_REPLY: Final = 45  # words, about sixteen seconds: nobody should have to wait longer to go on
LONGEST_CLOSING: Final = 40  # words: a goodbye is short
TURNS_TO_A_SUMMARY: Final = 5
LONG_STORY: Final = 45  # words of the user: after this much, being heard comes before being asked
WEIGHTY_DETAIL: Final = 4.0  # weight of a reflection that is better left to stand alone
TOO_LIGHT: Final = 2.6  # weight of a reflection that would sound lost without a question
SHORT_FACT: Final = 7  # words: what is gathered must not become a speech
TERSE_REFLECTION: Final = 7  # words: to someone who says little, little is said
QUESTIONS_IN_A_ROW: Final = 2  # after so many, one reply asks nothing: a talk is not an interview
SOON: Final = 2  # turns of telling, before which there is nothing to look back to
BOTH: Final = 2  # facts that a gathering holds
SIGNS_OF_TOLL: Final = 2  # cues in one turn that the load has become too heavy


@dataclass(frozen=True, slots=True)
class EmbeddedListener:
    """Listens with the library alone. Pure: the same transcript always gets the same reply."""

    library: Library
    returning: bool = False
    """Whether this person has talked with the program before."""
    seed: int = 0
    """Varies the wording from session to session."""

    def reply(self, transcript: Transcript) -> Reply:
        """The reply to a transcript that is empty, or ends with a turn of the user."""
        return _Replying(self, transcript).reply()


class _Replying:
    """One reply in the making."""

    def __init__(self, listener: EmbeddedListener, transcript: Transcript) -> None:
        self.listener = listener
        self.library = listener.library
        self.transcript = transcript
        self.heard: Heard = hear(transcript, self.library)
        first = next((turn.text for turn in transcript.by(Speaker.USER) if turn.text), "")
        self.key = f"{listener.seed}/{crc32(first.encode())}/{len(transcript)}"
        self.turn = crc32(self.key.encode()) % 97

    def reply(self) -> Reply:
        if not self.transcript.by(Speaker.USER):
            line = Line.OPENING_RETURNING if self.listener.returning else Line.OPENING
            return self._say(Move.OPENING, self._line(line))
        if is_silence(self.heard.last):
            return self._silence()
        if (answer := self._request(read_request(self.heard.last))) is not None:
            return answer
        if self.heard.after_danger:
            return self._after_danger()
        return self._nod() or self._not_understood() or self._guidance() or self._summary() or self._listen()

    # ------------------------------------------------------------ silence, and what is asked of the program

    def _silence(self) -> Reply:
        since_words = []
        for turn in reversed(self.transcript.turns):
            if turn.speaker is Speaker.USER and not is_silence(turn.text):
                break
            since_words.append(turn)
        waiting = any(turn.move in {Move.PRESENCE, Move.PAUSE, Move.SILENCE} for turn in since_words)
        fresh = [line for line in self._lines(Line.PRESENCE) if not self.heard.has_said(line)]
        if waiting or not fresh:
            return Reply(Move.SILENCE)
        return self._say(Move.PRESENCE, self._pick(fresh))

    def _request(self, request: Request) -> Reply | None:  # noqa: C901, PLR0911 - one answer for each request
        match request:
            case Request.NONE:
                return None
            case Request.STOP:
                return self._closing()
            case Request.PAUSE:
                return self._say(Move.PAUSE, self._line(Line.PAUSE))
            case Request.REPEAT:
                return self._repeat()
            case Request.REPHRASE:
                return self._rephrase()
            case Request.SKIP:
                return self._with_question(Move.SKIP, self._line(Line.SKIP), self._question(other_door=True))
            case Request.IDENTITY:
                return self._say(Move.IDENTITY, self._line(Line.IDENTITY), self._line(Line.BACK_TO_YOU))
            case Request.PRIVACY:
                return self._say(Move.PRIVACY, self._line(Line.PRIVACY), self._line(Line.BACK_TO_YOU))
            case Request.OFF_TOPIC:
                return self._say(Move.QUESTION, self._line(Line.OFF_TOPIC), self._line(Line.BACK_TO_YOU))
            case Request.CORRECTION | Request.COMPLAINT:
                return self._put_right(request)
            case Request.ADVICE:
                return self._choice()

    def _repeat(self) -> Reply:
        """The same words again; the whole of them, if they were cut off."""
        for at in range(len(self.transcript) - 1, -1, -1):
            turn = self.transcript.turns[at]
            if (
                turn.speaker is Speaker.ASSISTANT
                and turn.text
                and turn.move not in {Move.PRESENCE, Move.PAUSE, Move.SILENCE}
            ):
                whole = turn.text
                if turn.cut:
                    again = " ".join(self.listener.reply(Transcript(self.transcript.turns[:at])).sentences)
                    whole = again if again.startswith(turn.text.rstrip(" \u2014-.")) else turn.text
                return self._say(Move.REPEAT, whole, source=turn.source)
        return self._say(Move.QUESTION, self._line(Line.BACK_TO_YOU))

    def _rephrase(self) -> Reply:
        """The last question in simpler words; another one, if it was put simply already."""
        lead = self._line(Line.REPHRASE)
        recent = [turn for turn in self.heard.replies if turn.move not in {Move.PRESENCE, Move.PAUSE, Move.SILENCE}][
            -2:
        ]
        for turn in reversed(recent):
            question = self.library.question(turn.source)
            if question is not None and turn.move is not Move.REPHRASE and self._is_askable(question):
                for simply in (True, False):
                    asked = filled(question, self.heard, simply=simply)
                    if not self.heard.has_said(asked.sentence):
                        return self._with_question(Move.REPHRASE, lead, asked)
        return self._with_question(Move.REPHRASE, lead, self._question(simply=True))

    def _is_askable(self, question: Question) -> bool:
        return not question.slots or self.heard.person is not None

    def _put_right(self, request: Request) -> Reply:
        if request is Request.COMPLAINT:
            wordings = [
                line
                for line in self._lines(Line.COMPLAINT)
                if touches(line, words(self.heard.last) and {"side"} & set(words(self.heard.last)))
            ]
            return self._say(
                Move.QUESTION, wordings[0] if wordings else self._line(Line.COMPLAINT), self._line(Line.COMPLAINT_ASK)
            )
        line, reflection = self._line(Line.CORRECTION), self._reflection()
        if reflection is not None:
            return self._say(Move.REFLECTION, line, reflection.text)
        return self._say(Move.QUESTION, line, self._line(Line.CORRECTION_ASK))

    def _choice(self) -> Reply:
        """The choice is theirs; what they said on each side; one thing that some people do; what they make of it."""
        parts = [self._line(Line.CHOICE)]
        gathered = self._facts(BOTH)
        if len(gathered) > 1:
            parts.append(self._line(Line.CHOICE_SIDES, fact=gathered[0], other=gathered[1]))
        if not self.heard.told:
            return self._with_question(Move.CHOICE, parts[0], self._question())
        ask = self._line(Line.CHOICE_ASK)
        themes = self.heard.dialogue.themes_in(" . ".join([*self.heard.told[-3:], self.heard.last]))
        offers = [
            offer
            for offer in (*self.heard.dialogue.offers, *self.library.general.offers)
            if offer.id not in self.heard.asked
        ]
        offers.sort(key=lambda offer: -sum(themes.get(theme, 0) for theme in offer.themes))
        if offers and not self.heard.after_danger:
            for kept in (parts, parts[:1]):
                if _count(*kept, offers[0].say, ask) <= LONGEST_REPLY:
                    return self._say(Move.CHOICE, *kept, offers[0].say, ask, source=offers[0].id)
        return self._say(Move.CHOICE, *parts, ask)

    def _closing(self) -> Reply:
        """One sentence in their words, that it is saved and can be deleted, and goodbye."""
        goodbye = self._line(Line.CLOSING)
        gathered = self._facts(BOTH)
        for count in range(len(gathered), 0, -1):
            slots = dict(zip(("fact", "other"), gathered[:count], strict=False))
            gathering = self._line(Line.CLOSING_WORDS, **slots)
            if gathering and _count(gathering, goodbye) <= LONGEST_CLOSING:
                return self._say(Move.CLOSING, gathering, goodbye)
        return self._say(Move.CLOSING, goodbye)

    # ------------------------------------------------------------ listening

    def _after_danger(self) -> Reply:
        """Stays with the person: a gentle reflection, and what would help now. Nothing about trust or the couple."""
        reflection = self._reflection()
        asks = [line for line in self._lines(Line.AFTER_DANGER) if not self.heard.has_said(line)]
        if not asks or (self.heard.questions_in_a_row >= 1 and reflection):
            return self._say(Move.REFLECTION, reflection.text if reflection else self._line(Line.GO_ON))
        return self._say(Move.QUESTION, reflection.text if reflection else self._line(Line.GO_ON), self._pick(asks))

    def _nod(self) -> Reply | None:
        """After a bare yes, no, hello or "dunno": room first, then something from before."""
        match nod(self.heard.last):
            case None:
                return None
            case "hello":
                return self._say(Move.QUESTION, self._line(Line.GREETING))
            case "unsure":
                return self._with_question(Move.QUESTION, self._line(Line.UNSURE), self._question(simply=True))
            case _:
                if self.heard.questions_in_a_row > 0:
                    return self._say(Move.REFLECTION, self._line(Line.GO_ON))
                return self._with_question(Move.QUESTION, self._earlier() or "", self._question(simply=True))

    def _not_understood(self) -> Reply | None:
        said = self.heard.last
        if is_other_language(said):
            return self._say(Move.REFLECTION, self._line(Line.OTHER_LANGUAGE))
        if is_unclear(said):
            return self._say(Move.REFLECTION, self._line(Line.UNCLEAR))
        if has_swearing(said) and self._reflection() is None:
            return self._with_question(Move.QUESTION, self._line(Line.SWEARING), self._question(simply=True))
        return None

    def _guidance(self) -> Reply | None:
        """Once a session, when the load has become too heavy: that there is help for it."""
        toll = self.library.general.themes["toll"].hits(self.heard.last)
        if toll < SIGNS_OF_TOLL or any(turn.move is Move.GUIDANCE for turn in self.heard.replies):
            return None
        reflection = self._reflection()
        return self._say(
            Move.GUIDANCE,
            reflection.text if reflection else "",
            self._line(Line.GUIDANCE),
            self._line(Line.GUIDANCE_ASK),
        )

    def _summary(self) -> Reply | None:
        if self.heard.replies_since_summary < TURNS_TO_A_SUMMARY or self.heard.is_terse:
            return None
        gathered = self._facts(BOTH)
        if len(gathered) < BOTH:
            return None
        return self._say(
            Move.SUMMARY, self._line(Line.SUMMARY, fact=gathered[0], other=gathered[1]), self._line(Line.SUMMARY_ASK)
        )

    def _listen(self) -> Reply:
        reflection = self._reflection()
        if reflection is not None and self._may_stand_alone(reflection):
            return self._say(Move.REFLECTION, reflection.text)
        lead = reflection.text if reflection else ""
        if not lead and len(self.heard.told) > SOON:
            lead = self._earlier() or ""
        return self._with_question(Move.QUESTION, lead, self._question(simply=self.heard.is_terse))

    def _may_stand_alone(self, reflection: Reflection) -> bool:
        """Whether to say it back and ask nothing: after two questions, or after one when it weighs much."""
        if reflection.weight < TOO_LIGHT:
            return False
        in_a_row = self.heard.questions_in_a_row
        weighs = reflection.weight >= WEIGHTY_DETAIL or len(words(self.heard.last)) >= LONG_STORY
        return in_a_row >= QUESTIONS_IN_A_ROW or (in_a_row == 1 and weighs and len(self.heard.told) > 1)

    # ------------------------------------------------------------ the parts of a reply

    def _reflection(self) -> Reflection | None:
        found = reflect(self.heard.last, openings_used=self.heard.openings, closed=self.heard.closed, turn=self.turn)
        if found and self.heard.is_terse and len(words(found.text)) > TERSE_REFLECTION:
            return None
        return found if found and not self.heard.has_said(found.text) else None

    def _question(self, *, simply: bool = False, other_door: bool = False) -> Asked | None:
        if self.heard.after_danger:
            asks = [line for line in self._lines(Line.AFTER_DANGER) if not self.heard.has_said(line)]
            return Asked(self._pick(asks), "") if asks else None
        return choose_question(self.library, self.heard, self.key, simply=simply, other_door=other_door)

    def _earlier(self) -> str | None:
        """Something they said before the last turn, that was not said back yet."""
        for text in reversed(self.heard.told[:-1]):
            for fact in facts(text, self.heard.closed):
                if len(words(fact)) <= SHORT_FACT and not self.heard.has_said(fact):
                    return self._line(Line.EARLIER, fact=fact)
        return None

    def _facts(self, count: int) -> list[str]:
        """What stands for the talk so far: its weightiest short clauses, from different turns, in the order they were said."""
        found: list[tuple[int, str]] = []
        for at, text in enumerate(self._told_since_danger()):
            fact = next((fact for fact in facts(text, self.heard.closed) if len(words(fact)) <= SHORT_FACT), None)
            if fact and fact not in {other for _, other in found}:
                found.append((at, fact))
        recent = [
            pair for pair in found if not any(pair[1].lower() in turn.text.lower() for turn in self._gathered())
        ] or found
        if len(recent) <= count:
            return [fact for _, fact in recent]
        first, last = recent[: len(recent) // 2], recent[len(recent) // 2 :]
        return [first[self.turn % len(first)][1], last[-1][1]]

    def _told_since_danger(self) -> tuple[str, ...]:
        """What was told; after a crisis only what came after it, so that nothing from before is stirred up."""
        if not self.heard.after_danger:
            return self.heard.told
        at = max(at for at, turn in enumerate(self.transcript) if turn.move is Move.ESCALATION)
        return tuple(t.text for t in self.transcript.turns[at:] if t.speaker is Speaker.USER and is_telling(t.text))

    def _gathered(self) -> list[Turn]:
        return [turn for turn in self.heard.replies if turn.move in {Move.SUMMARY, Move.CHOICE}]

    def _lines(self, line: Line) -> tuple[str, ...]:
        return self.library.lines(self.heard.dialogue, line)

    def _line(self, line: Line, **slots: str) -> str:
        """A wording of the line that can be filled, has not been said, and begins unlike the latest replies."""
        wordings = [wording for wording in self._lines(line) if wording.count("{") == len(slots)]
        fresh = [wording for wording in wordings if not self.heard.has_said(wording.split("{")[0] or wording)]
        other = [wording for wording in fresh if opening_of(wording) not in self.heard.openings]
        chosen = other or fresh or wordings
        return self._pick(chosen).format(**slots) if chosen else ""

    def _pick(self, choices: list[str]) -> str:
        return choices[crc32(f"{self.key}/{choices[0]}".encode()) % len(choices)]

    def _with_question(self, move: Move, lead: str, asked: Asked | None) -> Reply:
        if asked is None:
            return self._say(Move.REFLECTION if move is Move.QUESTION else move, lead or self._line(Line.GO_ON))
        return self._say(move, lead, asked.sentence, source=asked.source)

    def _say(self, move: Move, *parts: str, source: str = "") -> Reply:
        return Reply(move, tuple(sentence for part in parts if part for sentence in sentences([part])), source)


def _count(*parts: str) -> int:
    return sum(len(part.split()) for part in parts)
