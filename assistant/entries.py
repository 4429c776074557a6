"""What a journal keeps, as facts, and what a keeper of them is."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from dialogues.exercise_progress import Kept
from dialogues.screening import Label, Tier
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
    uid: str = ""
    """Tells it from every other session, in this journal or any: an exported session is known again by it."""
    title: str = ""
    """What the person calls it; "" if they have given it no name."""
    tags: tuple[str, ...] = ()
    """In alphabetical order."""
    dialogue: str = ""
    """Which dialogue led it; "" if none did, or nobody has looked yet."""
    themes: tuple[str, ...] = ()
    """What it was about, in alphabetical order, as far as the dialogue's own themes tell."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person really said, where something else was heard."""

    text: str
    corrected_at: datetime


@dataclass(frozen=True, slots=True)
class TimedTurn:
    """A turn as it was written down."""

    turn: Turn
    said_at: datetime
    start_seconds: float | None
    """Where it began, counted from the start of the session; None where there was no sound."""
    end_seconds: float | None
    corrections: tuple[Correction, ...] = ()
    """Oldest first. `turn.text` stays what was heard."""
    tier: Tier | None = None
    """How urgent screening found it; None where the person did not agree that this is kept."""
    label: Label | None = None
    """Which kind of danger it found; None as above."""

    @property
    def text(self) -> str:
        """What was said, as far as is known: the latest correction, or else what was heard."""
        return self.corrections[-1].text if self.corrections else self.turn.text


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole session."""

    summary: SessionSummary
    turns: tuple[TimedTurn, ...]
    results: tuple[Kept, ...] = ()
    """What was kept in exercises: letters, plans, words of one's own."""

    @property
    def transcript(self) -> Transcript:
        """What was said, corrections included, without the times."""
        return Transcript(tuple(replace(timed.turn, text=timed.text) for timed in self.turns))


@dataclass(frozen=True, slots=True)
class Findings:
    """What a session was about, and what was made in it: read from its transcript."""

    dialogue: str = ""
    themes: tuple[str, ...] = ()
    results: tuple[Kept, ...] = ()


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
        *,
        with_tier: bool = False,
    ) -> None:
        """Keeps a finished turn; one without words is not kept. It is safe once this returns.

        Args:
            session: The session's number.
            turn: The turn.
            said_at: When it was over.
            start_seconds: Where it began, counted from the start of the session; None where there was no sound.
            end_seconds: Where it ended.
            with_tier: Whether what screening found in it is kept too.

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
