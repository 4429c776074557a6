"""The journal: every session and turn a person chose to keep, each committed before it is answered.

All the SQL that reads and writes entries is here; the engine is in `assistant.store`, the tables in
`assistant.migrations`. Sessions are ordered by when they were begun, not by what the clock said: clocks go backwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from assistant.entries import Entry, Keeper, SessionSummary, TimedTurn
from assistant.errors import UsageError
from assistant.explaining import damaged, explained
from assistant.keys import Key
from assistant.migrations import MIGRATIONS, backups_of, recognise, upgrade
from assistant.store import Row, Store
from dialogues.moves import Move
from dialogues.transcript import Speaker, Transcript, Turn

FIRST_WORDS: Final = 60  # characters: about what fits on a line beside a date
_HIGHEST_NUMBER: Final = 2**63 - 1  # what SQLite can count to

__all__ = ["Entry", "Journal", "Keeper", "SessionSummary", "TimedTurn"]


class Journal:
    """A `Keeper` in one encrypted file, or in memory.

    Use as a context manager. No error that leaves it holds what was said, or a path beyond the file's own name.
    """

    def __init__(self, store: Store, path: Path | None = None) -> None:
        self._store = store
        self._path = path

    @property
    def store(self) -> Store:
        """The file beneath, for the modules that keep other things in it."""
        return self._store

    @classmethod
    def open(cls, path: Path, key: Key) -> Self:
        """The journal in this file, to write and read; made if there is none, upgraded if it is older.

        Raises:
            JournalBusy: it is open for writing elsewhere.
            JournalUnwritable: the disk is full, or the file may not be written.
            JournalDamaged: the file is not a journal, or the key is not its key.
            JournalNotSealed: the file is not encrypted.
            JournalTooNew: a newer program wrote it.
        """
        store = Store.writing(path, key)
        try:
            upgrade(store, path)
        except BaseException:
            store.close()
            raise
        return cls(store, path)

    @classmethod
    def read(cls, path: Path, key: Key) -> Self:
        """The journal in this file, to read only, beside a session that is being written; empty if there is no file."""
        with explained(path.name):
            is_there = path.exists()
        if not is_there:
            return cls.in_memory()
        store = Store.reading(path, key)
        try:
            version = recognise(store)
        except BaseException:
            store.close()
            raise
        if version < len(MIGRATIONS):
            store.close()
            cls.open(path, key).close()
            return cls.read(path, key)
        return cls(store, path)

    @classmethod
    def in_memory(cls) -> Self:
        """A journal that leaves nothing behind."""
        store = Store.in_memory()
        upgrade(store)
        return cls(store)

    def begin(self, door: str, opened_at: datetime) -> int:
        """Opens a session and gives its number, once its row is on the disk."""
        with self._store.transaction():
            ((session,),) = self._store.run(
                "INSERT INTO sessions (door, opened_at) VALUES (?, ?) RETURNING id", door, _stored(opened_at)
            )
        return int(session)

    def write(
        self,
        session: int,
        turn: Turn,
        said_at: datetime,
        start_seconds: float | None = None,
        end_seconds: float | None = None,
    ) -> None:
        """Keeps a finished turn, in a transaction of its own; one without words is not kept."""
        if not turn.text:
            return
        with self._store.transaction():
            self._require(session)
            self._store.run(
                "INSERT INTO turns (session, speaker, text, move, source, cut, said_at, start_seconds, end_seconds)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                session,
                turn.speaker,
                turn.text,
                turn.move,
                turn.source,
                int(turn.cut),
                _stored(said_at),
                start_seconds,
                end_seconds,
            )

    def close_session(self, session: int, closed_at: datetime) -> None:
        """Marks a session as having come to its end."""
        with self._store.transaction():
            self._require(session)
            self._store.run("UPDATE sessions SET closed_at = ? WHERE id = ?", _stored(closed_at), session)

    def sessions(self, limit: int | None = None) -> tuple[SessionSummary, ...]:
        """The sessions there are, newest first."""
        rows = self._store.run(
            f"{_SUMMARIES} ORDER BY id DESC LIMIT ?", _HIGHEST_NUMBER if limit is None else min(limit, _HIGHEST_NUMBER)
        )
        with self._as_written():
            return tuple(_summary(row) for row in rows)

    def entry(self, session: int) -> Entry:
        """A whole session."""
        self._require(session)
        (summary,) = self._store.run(f"{_SUMMARIES} WHERE id = ?", session)
        turns = self._store.run(f"{_TURNS} WHERE session = ? ORDER BY id", session)
        with self._as_written():
            return Entry(_summary(summary), tuple(_timed_turn(row) for row in turns))

    def transcripts(self) -> tuple[Transcript, ...]:
        """What was said in each session where anything was, oldest first."""
        rows = self._store.run(f"{_TURNS} ORDER BY session, id")
        with self._as_written():
            return tuple(
                Transcript(tuple(_timed_turn(row).turn for row in turns))
                for _, turns in groupby(rows, key=lambda row: row[0])
            )

    def delete(self, session: int) -> None:
        """Removes a session for good: from the file, its log, and the copies that upgrades made.

        Raises:
            JournalBusy: it is gone from the journal, but somebody is reading, so traces stay until they close it.
        """
        with self._store.transaction():
            self._require(session)
            self._store.run("DELETE FROM sessions WHERE id = ?", session)  # its turns go with it
        try:
            with explained(self._store.name):
                for backup in backups_of(self._path) if self._path else ():
                    backup.unlink()
        finally:
            self._store.forget_deleted()

    def verify(self) -> None:
        """Reads every page of the file.

        Raises:
            JournalDamaged: something in it is not as it was written.
        """
        if self._store.run("PRAGMA integrity_check") != [("ok",)] or self._store.run("PRAGMA foreign_key_check"):
            raise damaged(self._store.name)

    def close(self) -> None:
        """Closes the file. A session that was not closed stays, as one that was interrupted."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _require(self, session: int) -> None:
        if 0 < session <= _HIGHEST_NUMBER and self._store.run("SELECT 1 FROM sessions WHERE id = ?", session):
            return
        raise UsageError(f"There is no session {session} in the journal.", "Run: soundingboard journal list")

    @contextmanager
    def _as_written(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, TypeError, AttributeError):  # a time, a name or a kind of value that we never write
            raise damaged(self._store.name) from None


_SUMMARIES: Final = (
    "SELECT id, door, opened_at, closed_at, (SELECT count(*) FROM turns WHERE session = sessions.id),"
    " (SELECT text FROM turns WHERE session = sessions.id AND speaker = 'user' ORDER BY id LIMIT 1) FROM sessions"
)
_TURNS: Final = "SELECT session, speaker, text, move, source, cut, said_at, start_seconds, end_seconds FROM turns"
_MOVES: Final = frozenset(Move)


def _summary(row: Row) -> SessionSummary:
    session, door, opened_at, closed_at, turn_count, first_said = row
    return SessionSummary(
        session,
        door,
        datetime.fromisoformat(opened_at),
        None if closed_at is None else datetime.fromisoformat(closed_at),
        turn_count,
        _first_words(first_said or ""),
    )


def _timed_turn(row: Row) -> TimedTurn:
    _, speaker, text, move, source, cut, said_at, start_seconds, end_seconds = row
    known = Move(move) if move in _MOVES else None  # a later program may know more moves: its sessions stay readable
    return TimedTurn(
        Turn(Speaker(speaker), text, known, source, bool(cut)),
        datetime.fromisoformat(said_at),
        start_seconds,
        end_seconds,
    )


def _first_words(said: str) -> str:
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())
    return line if len(line) <= FIRST_WORDS else line[: FIRST_WORDS - 1].rstrip() + "…"


def _stored(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
