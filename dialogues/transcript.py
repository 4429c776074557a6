"""Who said what, in order: the one thing a listener reads before it replies."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dialogues.moves import Move
from dialogues.screening.result import Screening


class Speaker(StrEnum):
    """Whose turn it was."""

    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one party said before the other had the floor."""

    speaker: Speaker
    text: str
    """What was said; for the user, "" is a silence that was long enough to be noticed."""
    move: Move | None = None
    """What an assistant turn was for; None for the user."""
    source: str = ""
    """Which line of the library an assistant turn came from, so that it is not asked twice."""
    cut: bool = False
    """The user spoke over it: `text` ends where they stopped hearing it."""
    screening: Screening | None = field(default=None, compare=False, repr=False)
    """What screening found in a turn of the user, while the session lasts. No transcript of the journal has it."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of a session, in order. Immutable: adding a turn makes a new transcript."""

    turns: tuple[Turn, ...] = ()

    def __iter__(self) -> Iterator[Turn]:
        return iter(self.turns)

    def __len__(self) -> int:
        return len(self.turns)

    def plus(self, turn: Turn) -> "Transcript":
        """This transcript with one more turn at its end."""
        return replace(self, turns=(*self.turns, turn))

    def by(self, speaker: Speaker) -> tuple[Turn, ...]:
        """The turns of one party, oldest first."""
        return tuple(turn for turn in self.turns if turn.speaker is speaker)

    def last(self, speaker: Speaker) -> Turn | None:
        """The latest turn of one party, or None if they have not had one."""
        return next((turn for turn in reversed(self.turns) if turn.speaker is speaker), None)
