"""The parts a reply is made of: lines of the library, reflections, facts, questions, each said only once."""

from functools import cached_property
from typing import Final
from zlib import crc32

from dialogues.choosing import Asked, choose_question
from dialogues.details import Found, ask_about, concrete_things, details_in, kind_of
from dialogues.dialogue import Library
from dialogues.english import words
from dialogues.exercise_progress import without_answers
from dialogues.heard import Heard, hear
from dialogues.lines import Detail, Line, slots_of
from dialogues.listener import Reply
from dialogues.memory import Memory
from dialogues.moves import Move
from dialogues.reflecting import Reflection, facts, opening_of, reflect, touches
from dialogues.sentences import sentences
from dialogues.telling import is_telling
from dialogues.transcript import Speaker, Transcript, Turn
from dialogues.understanding import likely

TERSE_REFLECTION: Final = 10  # words: to someone who says little, little is said
LATELY: Final = 2  # turns of telling: what was named in them has not been away, so it does not come back
SHORT_FACT: Final = 7  # words: what is gathered must not become a speech
FELT: Final = 0.5  # likelihood that a feeling is in a turn, named or not
AT_HAND: Final = 3  # turns of telling back to which a thing is still at hand
GATHERED: Final = 2  # facts of a gathering: two stand for a talk, three are a list
LONGEST_REPLY: Final = 45  # words, about sixteen seconds: nobody should have to wait longer to go on


def count(*parts: str) -> int:
    """How many words these are together."""
    return sum(len(part.split()) for part in parts)


class Wording:
    """What a reply to this transcript can be made of."""

    def __init__(self, library: Library, memory: Memory, seed: int, transcript: Transcript) -> None:
        self.library = library
        self.memory = memory
        self.transcript = transcript
        self.heard: Heard = hear(without_answers(transcript, library.exercises), library, memory)
        first = next((turn.text for turn in transcript.by(Speaker.USER) if turn.text), "")
        self.key = f"{seed + memory.sessions}/{crc32(first.encode())}/{len(transcript)}"
        self.turn = crc32(self.key.encode()) % 97

    def reflection(self) -> Reflection | None:
        """One detail of what was said last, said back; None where that would be clumsy, long or said already."""
        found = reflect(
            self.heard.last,
            earlier=self.heard.told[:-LATELY],
            openings_used=self.heard.openings,
            closed=self.heard.closed,
            turn=self.turn,
        )
        if found and self.heard.is_terse and len(words(found.text)) > TERSE_REFLECTION:
            return None
        return found if found and not self.heard.has_said(found.text) else None

    @cached_property
    def hurts(self) -> bool:
        """Whether a feeling, pain, shame or a loss, is in what was said last: that is never waved on."""
        return 1 - likely(self.heard.last, "feeling")["-"] > FELT

    def follow_up(self, said_back: str, named: str = "") -> Asked | None:
        """A question about what was just said back, or else about a detail of the last turn; None if there is none.

        Args:
            said_back: What the question follows; "" if nothing was said back.
            named: A thing that was said back by its name alone.
        """
        if self.heard.after_danger or self.heard.told[-1:] != (self.heard.last,):
            return None
        found = tuple(details_in(said_back, self.heard.last, self.heard.person, thing_first=bool(self.turn % 2)))
        if named:
            about_it = Found(Detail.NAMED, self.heard.person.slots if self.heard.person else {})
            found = (about_it, *(each for each in found if each.kind is not Detail.THING))
        return ask_about(
            found,
            self.library.lending_details(self.heard.dialogue),
            avoided=self.heard.asked,
            lately=self.heard.asked_lately,
            closed=self.heard.closed,
            key=self.key,
            briefly=self.heard.is_terse,
        )

    def same_in_other_words(self, asked: Turn) -> Asked | None:
        """Another question about the same detail, as short as they come; None if there is none."""
        if not self.heard.told:
            return None
        kind = kind_of(asked.source)
        found = details_in(asked.text.rpartition(". ")[0], self.heard.told[-1], self.heard.person)
        return ask_about(
            [detail for detail in found if detail.kind is kind],
            self.library.lending_details(self.heard.dialogue),
            avoided=self.heard.asked,
            closed=self.heard.closed,
            key=self.key,
            briefly=True,
        )

    def question(self, *, simply: bool = False, other_door: bool = False) -> Asked | None:
        """The question that comes next; after a crisis only what would help now."""
        if self.heard.after_danger:
            ask = self.after_danger_ask()
            return Asked(ask, "") if ask else None
        return choose_question(self.library, self.heard, self.key, simply=simply, other_door=other_door)

    def named(self) -> str:
        """A thing of the last turn, said back by its name alone; "" if there is none."""
        for thing in concrete_things(self.heard.last):
            if not touches(thing, self.heard.closed) and not self.heard.has_said(thing):
                said = self.line(Line.NAMED, thing=thing)
                return f"{said[:1].upper()}{said[1:]}"
        return ""

    def earlier(self) -> str | None:
        """Something they said before the last turn, that was not said back yet."""
        for text in reversed(self.heard.told[:-1]):
            for fact in facts(text, self.heard.closed):
                if len(words(fact)) <= SHORT_FACT and not self.heard.has_said(fact):
                    return self.line(Line.EARLIER, fact=fact)
        return None

    def facts(self, many: int = GATHERED) -> list[str]:
        """What stands for the talk so far: its weightiest short clauses, from different turns, in the order they were said."""
        found: list[tuple[int, str]] = []
        for at, text in enumerate(self.told_since_danger()):
            fact = next((fact for fact in facts(text, self.heard.closed) if len(words(fact)) <= SHORT_FACT), None)
            if fact and fact not in {other for _, other in found}:
                found.append((at, fact))
        recent = [
            pair for pair in found if not any(pair[1].lower() in turn.text.lower() for turn in self.gathered())
        ] or found
        if len(recent) <= many:
            return [fact for _, fact in recent]
        first, last = recent[: len(recent) // 2], recent[len(recent) // 2 :]
        return [first[self.turn % len(first)][1], last[-1][1]]

    def told_since_danger(self) -> tuple[str, ...]:
        """What was told; after a crisis only what came after it, so that nothing from before is stirred up."""
        if not self.heard.after_danger:
            return self.heard.told
        at = max(at for at, turn in enumerate(self.transcript) if turn.move is Move.ESCALATION)
        return tuple(t.text for t in self.transcript.turns[at:] if t.speaker is Speaker.USER and is_telling(t.text))

    def gathered(self) -> list[Turn]:
        """The replies that have gathered something already."""
        return [turn for turn in self.heard.replies if turn.move in {Move.SUMMARY, Move.CHOICE}]

    def lines(self, line: Line) -> tuple[str, ...]:
        """All wordings of a line."""
        return self.library.lines(self.heard.dialogue, line)

    def line(self, line: Line, **slots: str) -> str:
        """A wording of the line that can be filled, has not been said, and begins unlike the latest replies."""
        known = {**self.own, **slots}
        wordings = [each for each in self.lines(line) if slots.keys() <= slots_of(each) <= known.keys()]
        fresh = [each for each in wordings if not self.heard.has_said(each.split("{")[0] or each)]
        unheard = [each for each in fresh if each.format(**known).lower() not in self.memory.said]
        other = [each for each in unheard if opening_of(each) not in self.heard.openings]
        chosen = other or unheard or fresh or wordings
        return self.pick(chosen).format(**known) if chosen else ""

    @cached_property
    def own(self) -> dict[str, str]:
        """What may stand in the braces of any line: whom they speak of, and a thing they named."""
        named = [
            thing
            for text in reversed(self.heard.told[-AT_HAND:])
            for thing in concrete_things(text)
            if not touches(thing, self.heard.closed)
        ]
        return (self.heard.person.slots if self.heard.person else {}) | ({"thing": named[0]} if named else {})

    def pick(self, choices: list[str]) -> str:
        """One of these, another one each time; one that takes up something of theirs twice as often."""
        theirs = [each for each in choices if slots_of(each) & self.own.keys()]
        likely = theirs if theirs and self.turn % 3 else choices
        return likely[crc32(f"{self.key}/{likely[0]}".encode()) % len(likely)]

    def with_question(self, move: Move, lead: str, asked: Asked | None) -> Reply:
        """A reply that ends with this question; without one, the lead alone."""
        if asked is None:
            return self.say(Move.REFLECTION if move is Move.QUESTION else move, lead or self.line(Line.GO_ON))
        return self.say(move, lead, asked.sentence, source=asked.source)

    def say(self, move: Move, *parts: str, source: str = "") -> Reply:
        """A reply made of these parts, as whole sentences; empty ones are left out."""
        return Reply(move, tuple(sentence for part in parts if part for sentence in sentences([part])), source)

    def after_danger_ask(self) -> str:
        """What would help now, in words not used yet; "" if all were."""
        asks = [line for line in self.lines(Line.AFTER_DANGER) if not self.heard.has_said(line)]
        return self.pick(asks) if asks else ""
