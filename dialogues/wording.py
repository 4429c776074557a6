"""The parts a reply is made of: lines of the library, reflections, facts, questions, each said only once."""

from typing import Final
from zlib import crc32

from dialogues.choosing import Asked, choose_question
from dialogues.dialogue import Library, Line
from dialogues.english import words
from dialogues.exercise_progress import without_answers
from dialogues.heard import Heard, hear
from dialogues.listener import Reply
from dialogues.memory import Memory
from dialogues.moves import Move
from dialogues.reflecting import Reflection, facts, opening_of, reflect
from dialogues.sentences import sentences
from dialogues.telling import is_telling
from dialogues.transcript import Speaker, Transcript, Turn

TERSE_REFLECTION: Final = 7  # words: to someone who says little, little is said
LATELY: Final = 2  # turns of telling: what was named in them has not been away, so it does not come back
SHORT_FACT: Final = 7  # words: what is gathered must not become a speech


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

    def question(self, *, simply: bool = False, other_door: bool = False) -> Asked | None:
        """The question that comes next; after a crisis only what would help now."""
        if self.heard.after_danger:
            ask = self.after_danger_ask()
            return Asked(ask, "") if ask else None
        return choose_question(self.library, self.heard, self.key, simply=simply, other_door=other_door)

    def earlier(self) -> str | None:
        """Something they said before the last turn, that was not said back yet."""
        for text in reversed(self.heard.told[:-1]):
            for fact in facts(text, self.heard.closed):
                if len(words(fact)) <= SHORT_FACT and not self.heard.has_said(fact):
                    return self.line(Line.EARLIER, fact=fact)
        return None

    def facts(self, count: int) -> list[str]:
        """What stands for the talk so far: its weightiest short clauses, from different turns, in the order they were said."""
        found: list[tuple[int, str]] = []
        for at, text in enumerate(self.told_since_danger()):
            fact = next((fact for fact in facts(text, self.heard.closed) if len(words(fact)) <= SHORT_FACT), None)
            if fact and fact not in {other for _, other in found}:
                found.append((at, fact))
        recent = [
            pair for pair in found if not any(pair[1].lower() in turn.text.lower() for turn in self.gathered())
        ] or found
        if len(recent) <= count:
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
        wordings = [wording for wording in self.lines(line) if wording.count("{") == len(slots)]
        fresh = [wording for wording in wordings if not self.heard.has_said(wording.split("{")[0] or wording)]
        other = [wording for wording in fresh if opening_of(wording) not in self.heard.openings]
        chosen = other or fresh or wordings
        return self.pick(chosen).format(**slots) if chosen else ""

    def pick(self, choices: list[str]) -> str:
        """One of these, another one each time."""
        return choices[crc32(f"{self.key}/{choices[0]}".encode()) % len(choices)]

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
