"""The journal: every session and turn a person chose to keep, each committed before it is answered.

The SQL that reads and writes sessions and turns is here; what stands beside them is in `assistant.marking`, the index in
`assistant.searching`, the engine in `assistant.store`, the tables in `assistant.migrations`. Sessions are ordered by when
they were begun, not by what the clock said: clocks go backwards.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from assistant import marking, rows, searching
from assistant.entries import Entry, Findings, Keeper, SessionSummary, TimedTurn
from assistant.errors import UsageError
from assistant.explaining import damaged, explained
from assistant.keys import Key
from assistant.migrations import MIGRATIONS, backups_of, recognise, upgrade
from assistant.store import Store
from dialogues.transcript import Transcript, Turn

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
                f"INSERT INTO sessions (door, opened_at, uid) VALUES (?, ?, {rows.FRESH_UID}) RETURNING id",
                door,
                rows.stored(opened_at),
            )
        return int(session)

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
        """Keeps a finished turn, in a transaction of its own; one without words is not kept."""
        if not turn.text:
            return
        timed = TimedTurn(turn, said_at, start_seconds, end_seconds)
        if with_tier and turn.screening:
            timed = replace(timed, tier=turn.screening.tier, label=turn.screening.label)
        with self._store.transaction():
            self._require(session)
            self._insert(session, timed)

    def close_session(self, session: int, closed_at: datetime) -> None:
        """Marks a session as having come to its end."""
        with self._store.transaction():
            self._require(session)
            self._store.run("UPDATE sessions SET closed_at = ? WHERE id = ?", rows.stored(closed_at), session)

    def add(self, entry: Entry) -> int | None:
        """Keeps a whole session that comes from elsewhere, and gives its number; None if it is here already.

        What it holds is kept to the letter, but for its number; without a `uid` it is given one. To keep several, or
        none of them, call this inside `together`.
        """
        summary = entry.summary
        with self.together():
            if summary.uid and self.number_of(summary.uid) is not None:
                return None
            ((session,),) = self._store.run(
                "INSERT INTO sessions (door, opened_at, closed_at, title, uid)"
                f" VALUES (?, ?, ?, ?, coalesce(?, {rows.FRESH_UID})) RETURNING id",
                summary.door,
                rows.stored(summary.opened_at),
                None if summary.closed_at is None else rows.stored(summary.closed_at),
                marking.one_line(summary.title),
                summary.uid or None,
            )
            marking.add_names(self._store, "tags", session, filter(None, map(marking.tag_of, summary.tags)))
            for timed in entry.turns:
                turn = self._insert(session, timed)
                for each in timed.corrections:
                    marking.correct(self._store, turn, each.text, rows.stored(each.corrected_at))
            if summary.dialogue or summary.themes or entry.results:
                found = Findings(summary.dialogue, summary.themes, entry.results)
                marking.add_findings(self._store, session, found)
        return int(session)

    def number_of(self, uid: str) -> int | None:
        """The number of the session that is known by this; None if there is none."""
        found = self._store.run("SELECT id FROM sessions WHERE uid = ?", uid)
        return int(found[0][0]) if found else None

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is kept inside is kept when it ends, or none of it is; may stand inside another of its kind."""
        with self._store.together():
            yield

    def sessions(
        self, limit: int | None = None, within: searching.Within = searching.ANYWHERE
    ) -> tuple[SessionSummary, ...]:
        """The sessions there are, newest first."""
        condition, values = searching.in_sessions(within)
        found = self._store.run(
            f"{rows.SUMMARIES}{f' WHERE {condition}' if condition else ''} ORDER BY id DESC LIMIT ?",
            *values,
            _HIGHEST_NUMBER if limit is None else min(limit, _HIGHEST_NUMBER),
        )
        with self._as_written():
            return tuple(rows.summary(row) for row in found)

    def entry(self, session: int) -> Entry:
        """A whole session."""
        self._require(session)
        (summary,) = self._store.run(f"{rows.SUMMARIES} WHERE id = ?", session)
        turns = self._store.run(f"{rows.TURNS} WHERE session = ? ORDER BY id", session)
        with self._as_written():
            corrected = marking.corrections(self._store, session)
            results = marking.results(self._store, session)
            return Entry(rows.summary(summary), tuple(rows.timed_turn(row, corrected) for row in turns), results)

    def search(self, query: searching.Query) -> tuple[searching.Found, ...]:
        """The turns in which something was said, newest first."""
        with self._as_written():
            return searching.search(self._store, query)

    def transcripts(self) -> tuple[Transcript, ...]:
        """What was said in each session where anything was, corrections included, oldest first."""
        found = self._store.run(f"{rows.TURNS} ORDER BY session, id")
        with self._as_written():
            corrected = marking.corrections(self._store)
            return tuple(
                Transcript(tuple(rows.as_corrected(rows.timed_turn(row, corrected)) for row in turns))
                for _, turns in groupby(found, key=lambda row: row[1])
            )

    def set_title(self, session: int, title: str) -> None:
        """Names a session; "" takes its name away."""
        with self._changing(session):
            marking.set_title(self._store, session, title)

    def tag(self, session: int, tags: Iterable[str]) -> None:
        """Adds tags to a session; those that are there stay."""
        with self._changing(session):
            marking.add_names(self._store, "tags", session, filter(None, map(marking.tag_of, tags)))

    def untag(self, session: int, tags: Iterable[str]) -> None:
        """Takes tags away from a session; those that are not there are left out of it."""
        with self._changing(session):
            marking.remove_tags(self._store, session, map(marking.tag_of, tags))

    def correct(self, session: int, turn: int, text: str, corrected_at: datetime) -> None:
        """Puts what was really said beside what was heard, which stays.

        Args:
            session: The session's number.
            turn: Which of its turns, counted from 1; it must be the person's.
            text: What was really said; "" takes every correction of that turn away.
            corrected_at: When.
        """
        with self._changing(session):
            number = marking.turn_to_correct(self._store, session, turn)
            if text:
                marking.correct(self._store, number, text, rows.stored(corrected_at))
            else:
                marking.take_back(self._store, number)
            marking.not_read(self._store, session)

    def require_own_turn(self, session: int, turn: int) -> None:
        """Does nothing where that turn can be corrected.

        Raises:
            UsageError: there is no such session or turn, or the turn is the program's.
        """
        self._require(session)
        marking.turn_to_correct(self._store, session, turn)

    def unread(self) -> list[int]:
        """The sessions in which nobody has looked for themes and results yet, or which were corrected since."""
        return marking.unread(self._store)

    def set_findings(self, session: int, found: Findings) -> None:
        """Keeps what was found in a session in place of what was found there before."""
        with self._changing(session):
            marking.set_findings(self._store, session, found)

    def sessions_with_results(self) -> list[int]:
        """The sessions in which something was kept from an exercise, newest first."""
        return marking.sessions_with_results(self._store)

    def delete(self, session: int) -> None:
        """Removes a session for good: from the file, its log, and the copies that upgrades made.

        Raises:
            JournalBusy: it is gone from the journal, but somebody is reading, so traces stay until they close it.
        """
        with self._store.transaction():
            self._require(session)
            self._store.run("DELETE FROM sessions WHERE id = ?", session)  # its turns, and all beside them, go with it
            searching.forget_words(self._store)
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

    @contextmanager
    def _changing(self, session: int) -> Iterator[None]:
        with self._store.together():
            self._require(session)
            yield

    def _insert(self, session: int, timed: TimedTurn) -> int:
        turn = timed.turn
        ((number,),) = self._store.run(
            "INSERT INTO turns (session, speaker, text, move, source, cut, said_at, start_seconds, end_seconds,"
            " tier, label) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            session,
            turn.speaker,
            turn.text,
            turn.move,
            turn.source,
            int(turn.cut),
            rows.stored(timed.said_at),
            timed.start_seconds,
            timed.end_seconds,
            timed.tier,
            timed.label,
        )
        return int(number)

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
