"""What a journal keeps, as facts, and what a keeper of them is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dialogues.transcript import Transcript, Turn


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One line about a session."""

    id: int
    door: str
    """How it was held: microphone, WAV or typed."""
    opened_at: datetime
    closed_at: datetime | None
    """None if it was never closed: interrupted, and kept all the same (or still going on)."""
    turn_count: int
    first_words: str
    """How the person began, on one line; "" if nobody has said anything yet."""


@dataclass(frozen=True, slots=True)
class TimedTurn:
    """A turn as it was written down."""

    turn: Turn
    said_at: datetime
    start_seconds: float | None
    """Where it began, counted from the start of the session; None where there was no sound."""
    end_seconds: float | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole session."""

    summary: SessionSummary
    turns: tuple[TimedTurn, ...]

    @property
    def transcript(self) -> Transcript:
        """What was said, without the times."""
        return Transcript(tuple(timed.turn for timed in self.turns))


class Keeper(Protocol):
    """Keeps sessions for a person."""

    def begin(self, door: str, opened_at: datetime) -> int:
        """Opens a session and gives its number. It is kept from now on, before anything is heard."""
        ...

    def write(
        self,
        session: int,
        turn: Turn,
        said_at: datetime,
        start_seconds: float | None = None,
        end_seconds: float | None = None,
    ) -> None:
        """Keeps a finished turn; one without words is not kept. It is safe once this returns.

        Raises:
            JournalUnwritable: it is not kept, and may be tried again; everything before it is safe.
        """
        ...

    def close_session(self, session: int, closed_at: datetime) -> None:
        """Marks a session as having come to its end."""
        ...

    def sessions(self, limit: int | None = None) -> tuple[SessionSummary, ...]:
        """The sessions there are, newest first."""
        ...

    def entry(self, session: int) -> Entry:
        """A whole session."""
        ...

    def transcripts(self) -> tuple[Transcript, ...]:
        """What was said in each session where anything was, oldest first."""
        ...

    def delete(self, session: int) -> None:
        """Removes a session for good."""
        ...

    def close(self) -> None:
        """Nothing is kept after this; closing twice does no harm."""
        ...
