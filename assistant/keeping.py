"""Commits each finished turn to the journal before it is answered, and loses none if the journal cannot take it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.commands import Write
from assistant.entries import Keeper
from assistant.errors import JournalError
from audio.frames import seconds
from dialogues.transcript import Turn


@dataclass(frozen=True, slots=True)
class _Pending:
    write: Write
    said_at: datetime


class Keeping:
    """Writes the turns of one session.

    A turn that cannot be written waits, and is tried again, in order, with every later one.

    Args:
        journal: Where to.
        session: The session's id in it.
        trouble: Told, once each time it begins, that turns cannot be written.
        with_tiers: Whether what screening found in a turn is kept with it: only where the person agreed.
    """

    def __init__(
        self,
        journal: Keeper,
        session: int,
        trouble: Callable[[JournalError], None],
        *,
        with_tiers: bool = False,
    ) -> None:
        self._journal = journal
        self._session = session
        self._trouble = trouble
        self._with_tiers = with_tiers
        self._pending: list[_Pending] = []

    @property
    def session(self) -> int:
        """The session's id in the journal."""
        return self._session

    @property
    def unsaved(self) -> tuple[Turn, ...]:
        """The turns that could not be written, oldest first."""
        return tuple(pending.write.turn for pending in self._pending)

    def keep(self, write: Write) -> None:
        """Commits a turn, and before it any that are waiting."""
        had_trouble = bool(self._pending)
        self._pending.append(_Pending(write, datetime.now(UTC)))
        try:
            self._write_pending()
        except JournalError as error:
            if not had_trouble:
                self._trouble(error)

    def close(self) -> None:
        """Tries once more what is waiting, and marks the session as over."""
        try:
            self._write_pending()
            self._journal.close_session(self._session, datetime.now(UTC))
        except JournalError as error:
            self._trouble(error)

    def discard(self) -> None:
        """Removes the session for good, and what was still to be written of it."""
        self._pending.clear()
        try:
            self._journal.delete(self._session)
        except JournalError as error:
            self._trouble(error)

    def _write_pending(self) -> None:
        while self._pending:
            write, said_at = self._pending[0].write, self._pending[0].said_at
            start = None if write.start is None else seconds(write.start)
            end = None if write.end is None else seconds(write.end)
            self._journal.write(self._session, write.turn, said_at, start, end, with_tier=self._with_tiers)
            del self._pending[0]
