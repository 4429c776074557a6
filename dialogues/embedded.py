"""The listener that needs no model: it says back one thing it heard, asks one open question, and waits.

A reply is a function of the transcript, the transcripts of earlier sessions, the library and a seed. In the order of
who goes first:

    an exercise         the one that is going on, asked for, or said yes to (`dialogues.exercising`)
    silence             one soft line, then silence
    a request           repeat, rephrase, skip, pause, stop, who are you, who hears this, what should I do, that's wrong
    after a crisis      no work on trust: what would help right now
    a heavy load        once: that a professional could carry some of it
    a long talk         once: that they may stop here
    five turns          what was heard, gathered, in their words
    otherwise           a reflection, and mostly one question

What earlier sessions left (the step chosen last time, what was asked, what was refused, who is who) is read from their
transcripts once (`dialogues.remembering`).
"""

from dataclasses import dataclass, field
from typing import Final

from dialogues.choosing import filled
from dialogues.dialogue import Library, Line, Question
from dialogues.english import words
from dialogues.exercise import Exercise
from dialogues.exercise_progress import READ_BACK_SOURCE, begun_or_offered, kept_in, offered, progress
from dialogues.exercise_wishes import (
    Control,
    accepts,
    asks_for_memory,
    asks_how_long,
    asks_if_ever,
    read_control,
    wants_exercise,
    wants_reading_back,
)
from dialogues.exercising import asked_for, begin, fitting, lead, may_be_done, offer, read_back, worth_offering
from dialogues.heard import has_swearing
from dialogues.language import is_other_language
from dialogues.listener import Reply
from dialogues.memory import Memory
from dialogues.moves import Move
from dialogues.reflecting import Reflection, touches
from dialogues.remembering import planned_step, remember
from dialogues.requests import Request, read_listed, read_request
from dialogues.telling import is_silence, is_telling, is_unclear, nod
from dialogues.transcript import Speaker, Transcript
from dialogues.wording import Wording, count

LONGEST_REPLY: Final = 45  # words, about sixteen seconds: nobody should have to wait longer to go on
LONGEST_CLOSING: Final = 40  # words: a goodbye is short
TURNS_TO_A_SUMMARY: Final = 5
LONG_STORY: Final = 45  # words of the user: after this much, being heard comes before being asked
WEIGHTY_DETAIL: Final = 4.0  # weight of a reflection that is better left to stand alone
TOO_LIGHT: Final = 2.6  # weight of a reflection that would sound lost without a question
QUESTIONS_IN_A_ROW: Final = 2  # after so many, one reply asks nothing: a talk is not an interview
SOON: Final = 2  # turns of telling, before which there is nothing to look back to
BOTH: Final = 2  # facts that a gathering holds
SIGNS_OF_TOLL: Final = 2  # cues in one turn that the load has become too heavy
LONG_TALK: Final = 14  # turns that tell something: about twenty minutes of speaking, after which people tire
LONG_TALK_SOURCE: Final = "long-talk"
NO_WISHES: Final = frozenset({Request.STOP, Request.SKIP, Request.PAUSE, Request.REPEAT, Request.CORRECTION})
"""What is asked of the talk itself, even where an exercise is named beside it."""


@dataclass(frozen=True, slots=True)
class EmbeddedListener:
    """Listens with the library alone. Pure: the same transcript always gets the same reply."""

    library: Library
    earlier: tuple[Transcript, ...] = ()
    """The earlier sessions of this person, oldest first."""
    seed: int = 0
    """Varies the wording from person to person; from session to session it varies by itself."""
    memory: Memory = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "memory", remember(self.earlier, self.library))

    def reply(self, transcript: Transcript) -> Reply:
        """The reply to a transcript that is empty, or ends with a turn of the user."""
        return _Replying(self, transcript).reply()


class _Replying(Wording):
    """One reply in the making."""

    def __init__(self, listener: EmbeddedListener, transcript: Transcript) -> None:
        super().__init__(listener.library, listener.memory, listener.seed, transcript)
        self.listener = listener

    def reply(self) -> Reply:
        if not self.transcript.by(Speaker.USER):
            return self._opening()
        if (next_step := self._exercise()) is not None:
            return next_step
        if is_silence(self.heard.last):
            return self._silence()
        if (answer := self._request(read_request(self.heard.last))) is not None:
            return answer
        if self.heard.after_danger:
            return self._after_danger()
        return (
            self._nod()
            or self._not_understood()
            or self._guidance()
            or self._long_talk()
            or self._summary()
            or self._listen()
        )

    def _opening(self) -> Reply:
        """The first words of a session; where a step was chosen last time, they ask how it went."""
        if (trying := self.library.exercise(self.library.leading)) is not None:
            return begin(trying)
        if not self.memory.sessions:
            return self.say(Move.OPENING, self.line(Line.OPENING))
        if self.memory.step:
            return self.say(Move.OPENING, self.line(Line.OPENING_STEP, fact=self.memory.step))
        return self.say(Move.OPENING, self.line(Line.OPENING_RETURNING))

    # ------------------------------------------------------------ exercises, and what was kept

    def _exercise(self) -> Reply | None:
        """The next turn of an exercise, or its beginning; None where the turn has nothing to do with one."""
        said = self.heard.last
        going = progress(self.transcript, self.library.exercises)
        if going is not None:
            match read_control(said, dictating=going.step.dictate):
                case Control.REPEAT:
                    return self._repeat()
                case Control.GOODBYE:
                    return self._closing()
                case _ if (reply := lead(going, said, self.line)) is not None:
                    return reply
        pending = self.library.exercise(offered(self.transcript))
        if pending is not None and (answer := accepts(said)) is not None:
            if answer and may_be_done(pending, self.heard, self.memory):
                return begin(pending)
            return self.with_question(Move.QUESTION, self.line(Line.EXERCISE_DECLINED), self.question())
        return None if read_listed(said) in NO_WISHES else self._wish(said)

    def _wish(self, said: str) -> Reply | None:
        """An exercise that is asked for begins; one that is only named, or any that fits, is offered."""
        used = begun_or_offered(self.transcript)
        if (named := asked_for(said, self.library.exercises)) is not None:
            exercise, is_wish = named
            may = may_be_done(exercise, self.heard, self.memory)
            if is_wish:
                return begin(exercise) if may else self._no_exercise()
            if may and not self.heard.after_danger and exercise.id not in used:
                return offer(exercise, self.line)
        if wants_exercise(said):
            found = fitting(self.library, self.heard, self.memory, used)
            return offer(found[0], self.line) if found else self._no_exercise()
        return None if self.heard.after_danger else self._asked_about(said)

    def _asked_about(self, said: str) -> Reply | None:
        """What was kept, what was said before, and how long such things take: short answers, then back to them."""
        if wants_reading_back(said):
            return self._read_back()
        if asks_for_memory(said):
            return self._recall()
        for asks, line in ((asks_how_long, Line.HOW_LONG), (asks_if_ever, Line.EVER_AGAIN)):
            if asks(said):
                return self.with_question(Move.QUESTION, self.line(line), self.question())
        return None

    def _no_exercise(self) -> Reply:
        back = self.after_danger_ask() if self.heard.after_danger else self.line(Line.BACK_TO_YOU)
        return self.say(Move.QUESTION, self.line(Line.EXERCISE_NONE), back)

    def _read_back(self) -> Reply:
        """What was kept last, in this session or the one before."""
        kept = kept_in(self.transcript, self.library.exercises)
        texts = read_back([each for each in kept if each.exercise == kept[-1].exercise], self.library)
        texts = texts or self.memory.plan
        if texts:
            return self.say(Move.SUMMARY, self.line(Line.READ_BACK), *texts, source=READ_BACK_SOURCE)
        if gathered := self.facts(BOTH):
            return self.say(Move.SUMMARY, *(self.line(Line.EARLIER, fact=fact) for fact in gathered[:1]))
        return self.say(Move.QUESTION, self.line(Line.NOTHING_KEPT), self.line(Line.BACK_TO_YOU))

    def _recall(self) -> Reply:
        """What there is from earlier sessions: the step, or something that was said."""
        if self.memory.step:
            remembered = self.line(Line.STEP_CHOSEN, fact=self.memory.step)
        elif self.memory.facts:
            remembered = self.line(Line.REMEMBERED, fact=self.memory.facts[0])
        else:
            remembered = self.earlier() or self.line(Line.NOT_REMEMBERED)
        return self.say(Move.SUMMARY, remembered, self.line(Line.BACK_TO_YOU))

    # ------------------------------------------------------------ silence, and what is asked of the program

    def _silence(self) -> Reply:
        since_words = []
        for turn in reversed(self.transcript.turns):
            if turn.speaker is Speaker.USER and not is_silence(turn.text):
                break
            since_words.append(turn)
        waiting = any(turn.move in {Move.PRESENCE, Move.PAUSE, Move.SILENCE} for turn in since_words)
        fresh = [line for line in self.lines(Line.PRESENCE) if not self.heard.has_said(line)]
        if waiting or not fresh:
            return Reply(Move.SILENCE)
        return self.say(Move.PRESENCE, self.pick(fresh))

    def _request(self, request: Request) -> Reply | None:  # noqa: C901, PLR0911 - one answer for each request
        match request:
            case Request.NONE:
                return None
            case Request.STOP:
                return self._closing()
            case Request.PAUSE:
                return self.say(Move.PAUSE, self.line(Line.PAUSE))
            case Request.REPEAT:
                return self._repeat()
            case Request.REPHRASE:
                return self._rephrase()
            case Request.SKIP:
                return self.with_question(Move.SKIP, self.line(Line.SKIP), self.question(other_door=True))
            case Request.IDENTITY:
                return self.say(Move.IDENTITY, self.line(Line.IDENTITY), self.line(Line.BACK_TO_YOU))
            case Request.PRIVACY:
                return self.say(Move.PRIVACY, self.line(Line.PRIVACY), self.line(Line.BACK_TO_YOU))
            case Request.OFF_TOPIC:
                return self.say(Move.QUESTION, self.line(Line.OFF_TOPIC), self.line(Line.BACK_TO_YOU))
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
                return self.say(Move.REPEAT, whole, source=turn.source)
        return self.say(Move.QUESTION, self.line(Line.BACK_TO_YOU))

    def _rephrase(self) -> Reply:
        """The last question in simpler words; another one, if it was put simply already."""
        lead = self.line(Line.REPHRASE)
        recent = [turn for turn in self.heard.replies if turn.move not in {Move.PRESENCE, Move.PAUSE, Move.SILENCE}][
            -2:
        ]
        for turn in reversed(recent):
            question = self.library.question(turn.source)
            if question is not None and turn.move is not Move.REPHRASE and self._is_askable(question):
                for simply in (True, False):
                    asked = filled(question, self.heard, simply=simply)
                    if not self.heard.has_said(asked.sentence):
                        return self.with_question(Move.REPHRASE, lead, asked)
        return self.with_question(Move.REPHRASE, lead, self.question(simply=True))

    def _is_askable(self, question: Question) -> bool:
        return not question.slots or self.heard.person is not None

    def _put_right(self, request: Request) -> Reply:
        if request is Request.COMPLAINT:
            wordings = [
                line
                for line in self.lines(Line.COMPLAINT)
                if touches(line, words(self.heard.last) and {"side"} & set(words(self.heard.last)))
            ]
            return self.say(
                Move.QUESTION, wordings[0] if wordings else self.line(Line.COMPLAINT), self.line(Line.COMPLAINT_ASK)
            )
        line, reflection = self.line(Line.CORRECTION), self.reflection()
        if reflection is not None:
            return self.say(Move.REFLECTION, line, reflection.text)
        return self.say(Move.QUESTION, line, self.line(Line.CORRECTION_ASK))

    def _choice(self) -> Reply:
        """The choice is theirs; what they said on each side; one thing that some people do; what they make of it."""
        parts = [self.line(Line.CHOICE)]
        gathered = self.facts(BOTH)
        if len(gathered) > 1:
            parts.append(self.line(Line.CHOICE_SIDES, fact=gathered[0], other=gathered[1]))
        if not self.heard.told:
            return self.with_question(Move.CHOICE, parts[0], self.question())
        ask = self.line(Line.CHOICE_ASK)
        themes = self.heard.dialogue.themes_in(" . ".join([*self.heard.told[-3:], self.heard.last]))
        offers = [
            offer
            for offer in (*self.heard.dialogue.offers, *self.library.general.offers)
            if offer.id not in self.heard.asked
        ]
        offers.sort(key=lambda offer: -sum(themes.get(theme, 0) for theme in offer.themes))
        if offers and not self.heard.after_danger:
            for kept in (parts, parts[:1]):
                if count(*kept, offers[0].say, ask) <= LONGEST_REPLY:
                    return self.say(Move.CHOICE, *kept, offers[0].say, ask, source=offers[0].id)
        return self.say(Move.CHOICE, *parts, ask)

    def _closing(self) -> Reply:
        """One sentence in their words, that it is saved and can be deleted, and goodbye."""
        goodbye = self.line(Line.CLOSING)
        step = planned_step(self.transcript, self.library)
        chosen = self.line(Line.STEP_CHOSEN, fact=step) if step else ""
        gathered = self.facts(BOTH)
        for many in range(len(gathered), -1, -1):
            slots = dict(zip(("fact", "other"), gathered[:many], strict=False))
            gathering = self.line(Line.CLOSING_WORDS, **slots) if many else ""
            if (gathering or chosen) and count(gathering, chosen, goodbye) <= LONGEST_CLOSING:
                return self.say(Move.CLOSING, gathering, chosen, goodbye)
        return self.say(Move.CLOSING, goodbye)

    # ------------------------------------------------------------ listening

    def _after_danger(self) -> Reply:
        """Stays with the person: a gentle reflection, and what would help now. Nothing about trust or the couple."""
        reflection = self.reflection()
        ask = self.after_danger_ask()
        if not ask or (self.heard.questions_in_a_row >= 1 and reflection):
            return self.say(Move.REFLECTION, reflection.text if reflection else self.line(Line.GO_ON))
        return self.say(Move.QUESTION, reflection.text if reflection else self.line(Line.GO_ON), ask)

    def _nod(self) -> Reply | None:
        """After a bare yes, no, hello or "dunno": room first, then something from before."""
        match nod(self.heard.last):
            case None:
                return None
            case "hello":
                return self.say(Move.QUESTION, self.line(Line.GREETING))
            case "unsure":
                return self.with_question(Move.QUESTION, self.line(Line.UNSURE), self.question(simply=True))
            case _:
                if self.heard.questions_in_a_row > 0:
                    return self.say(Move.REFLECTION, self.line(Line.GO_ON))
                return self.with_question(Move.QUESTION, self.earlier() or "", self.question(simply=True))

    def _not_understood(self) -> Reply | None:
        said = self.heard.last
        if is_other_language(said):
            return self.say(Move.REFLECTION, self.line(Line.OTHER_LANGUAGE))
        if is_unclear(said):
            return self.say(Move.REFLECTION, self.line(Line.UNCLEAR))
        if has_swearing(said) and self.reflection() is None:
            return self.with_question(Move.QUESTION, self.line(Line.SWEARING), self.question(simply=True))
        return None

    def _guidance(self) -> Reply | None:
        """Once a session, when the load has become too heavy: that there is help for it."""
        toll = self.library.general.themes["toll"].hits(self.heard.last)
        if toll < SIGNS_OF_TOLL or any(turn.move is Move.GUIDANCE for turn in self.heard.replies):
            return None
        reflection = self.reflection()
        return self.say(
            Move.GUIDANCE,
            reflection.text if reflection else "",
            self.line(Line.GUIDANCE),
            self.line(Line.GUIDANCE_ASK),
        )

    def _long_talk(self) -> Reply | None:
        """Once, when they have talked for about twenty minutes: that they may stop. Asks nothing, and pushes nowhere."""
        told = sum(is_telling(turn.text) for turn in self.transcript.by(Speaker.USER))
        if told < LONG_TALK or LONG_TALK_SOURCE in self.heard.asked:
            return None
        reflection = self.reflection()
        lead_in = reflection.text if reflection else ""
        return self.say(Move.REFLECTION, lead_in, self.line(Line.LONG_TALK), source=LONG_TALK_SOURCE)

    def _summary(self) -> Reply | None:
        if self.heard.replies_since_summary < TURNS_TO_A_SUMMARY or self.heard.is_terse:
            return None
        gathered = self.facts(BOTH)
        if len(gathered) < BOTH:
            return None
        return self.say(
            Move.SUMMARY, self.line(Line.SUMMARY, fact=gathered[0], other=gathered[1]), self.line(Line.SUMMARY_ASK)
        )

    def _listen(self) -> Reply:
        reflection = self.reflection()
        if reflection is not None and self._may_stand_alone(reflection):
            return self.say(Move.REFLECTION, reflection.text)
        if (fits := self._fitting_exercise()) is not None:
            return offer(fits, self.line, reflection.text if reflection else "")
        lead = reflection.text if reflection else ""
        if not lead and len(self.heard.told) > SOON:
            lead = self.earlier() or ""
        return self.with_question(Move.QUESTION, lead, self.question(simply=self.heard.is_terse))

    def _fitting_exercise(self) -> Exercise | None:
        return worth_offering(self.library, self.heard, self.memory, begun_or_offered(self.transcript))

    def _may_stand_alone(self, reflection: Reflection) -> bool:
        """Whether to say it back and ask nothing: after two questions, or after one when it weighs much."""
        if reflection.weight < TOO_LIGHT:
            return False
        in_a_row = self.heard.questions_in_a_row
        weighs = reflection.weight >= WEIGHTY_DETAIL or len(words(self.heard.last)) >= LONG_STORY
        return in_a_row >= QUESTIONS_IN_A_ROW or (in_a_row == 1 and weighs and len(self.heard.told) > 1)
