"""One SQLite file and the engine that keeps it: the only module that knows which engine that is.

What goes in and comes out is plain Python; what goes wrong is a `JournalError`. The SQL is written in `assistant.journal`
and `assistant.migrations`, and holds nothing that another build of SQLite would not take.

How it keeps its promise: a write-ahead log with synchronous=FULL, so that a transaction is on the disk before `commit`
returns; what is deleted is overwritten; nothing spills into temporary files.
"""

import errno
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

from assistant.errors import JournalBusy, JournalDamaged, JournalError, JournalUnwritable
from assistant.places import claim, make_private, private_file, private_folder

Value: TypeAlias = str | int | float | None
Row: TypeAlias = tuple[Any, ...]

PATIENCE: Final = 1.0  # seconds to wait for a reader that is in the middle of something
PRIMARY: Final = 0xFF  # SQLite's extended codes carry the plain code in their low byte

_PRAGMAS: Final = (
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",  # macOS: an ordinary sync does not reach the platter
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",  # no temporary file ever holds words
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",  # notices more kinds of damage
)


class Store:
    """An open SQLite file. May be used from any thread; one transaction at a time."""

    def __init__(self, database: str, name: str, *, uri: bool = False) -> None:
        self.name = name
        """What the file is called, for messages; never its folder."""
        self._one_at_a_time = threading.RLock()
        self._closing = ExitStack()
        with explained(name):
            self._connection = sqlite3.connect(
                database, timeout=PATIENCE, isolation_level=None, check_same_thread=False, uri=uri
            )
        self._closing.callback(self._connection.close)
        # A flipped bit may leave text that is not UTF-8. The rest of it can still be read.
        self._connection.text_factory = _text

    @classmethod
    def writing(cls, path: Path) -> Self:
        """The file at this path, made if need be; nothing has been written to it yet.

        Raises:
            JournalBusy: another program, or another part of this one, has it open for writing.
            JournalUnwritable: it cannot be opened or made.
            JournalDamaged: it is not an SQLite file.
        """
        with ExitStack() as undo:
            with explained(path.name):
                private_folder(path.parent)
                undo.callback(os.close, claim(_beside(path, ".lock")))
                private_file(path)
                for companion in (_beside(path, "-wal"), _beside(path, "-shm")):
                    if companion.exists():
                        make_private(companion)
            store = cls(os.fspath(path), path.name)
            undo.callback(store._closing.close)  # runs before the claim is given up
            store._set(*_PRAGMAS)
            store._closing = undo.pop_all()
        return store

    @classmethod
    def reading(cls, path: Path) -> Self:
        """The file at this path, which must exist, to read only; beside a program that writes to it, if there is one."""
        try:
            return cls._opened_to_read(os.fspath(path), path.name)
        except JournalUnwritable:
            with explained(path.name):
                log = _beside(path, "-wal")
                unread = log.exists() and log.stat().st_size > 0
            if unread:
                raise  # its newest turns are in the log, and that cannot be read without writing beside it
            # A write-protected place: nobody can be writing, so it may be read without the usual precautions.
            return cls._opened_to_read(path.absolute().as_uri() + "?immutable=1", path.name, uri=True)

    @classmethod
    def in_memory(cls) -> Self:
        """A store that is gone when it is closed."""
        store = cls(":memory:", "the journal in memory")
        store._set(*_PRAGMAS)
        return store

    @classmethod
    def _opened_to_read(cls, database: str, name: str, *, uri: bool = False) -> Self:
        store = cls(database, name, uri=uri)
        try:
            store._set(*_PRAGMAS, "PRAGMA query_only = ON", "SELECT count(*) FROM sqlite_master")
        except JournalError:
            store.close()
            raise
        return store

    def use_log(self) -> None:
        """Turns on the write-ahead log. Where a file system cannot have one, the rollback journal is as safe, but slower."""
        self._set("PRAGMA journal_mode = WAL")

    def run(self, sql: str, *values: Value) -> list[Row]:
        """Runs one statement and gives all its rows."""
        with self._one_at_a_time, explained(self.name):
            return self._connection.execute(sql, tuple(map(_storable, values))).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is run inside is on the disk when it ends, or none of it is."""
        with self._one_at_a_time:
            self.run("BEGIN IMMEDIATE")
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # SQLite may have rolled back by itself
                    self.run("ROLLBACK")
                raise

    def forget_deleted(self) -> None:
        """Takes what was deleted out of the log too.

        Raises:
            JournalBusy: somebody is reading; the traces go when the file is next closed.
        """
        ((held, _, _),) = self.run("PRAGMA wal_checkpoint(TRUNCATE)")
        if held:
            raise JournalBusy(
                f"It is deleted, but traces of it stay in {self.name} while another Sounding Board is reading there.",
                "Close the other one. The traces go when the last one is closed.",
            )

    def close(self) -> None:
        """Closes the file; does nothing the second time."""
        with self._one_at_a_time, explained(self.name):
            self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _set(self, *statements: str) -> None:
        for statement in statements:
            self.run(statement)


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turns what the engine or the file system raises inside into a `JournalError` that names this file.

    The cause is left behind on purpose: its text may hold a path, or what was said. Only its kind is noted.
    """
    problem: JournalError
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning) as error:
        problem = _from_engine(error, name)
        problem.add_note(getattr(error, "sqlite_errorname", type(error).__name__))
    except (
        UnicodeError
    ) as error:  # what we give is valid: so what is in the file is not, and the engine tried to quote it
        problem = damaged(name)
        problem.add_note(type(error).__name__)
    except OSError as error:
        problem = _from_system(error.errno, name)
        problem.add_note(errno.errorcode.get(error.errno or 0, type(error).__name__))
    else:
        return
    raise problem from None


def _from_engine(error: Exception, name: str) -> JournalError:
    extended = getattr(error, "sqlite_errorcode", None)
    if extended is None:  # raised by Python's own layer, which says so only of a store that was closed
        return JournalUnwritable(f"The journal ({name}) is closed.", "Open it again.")
    said = _SAID.get(extended) or _SAID.get(extended & PRIMARY, _refused)
    return said(name)


def _from_system(number: int | None, name: str) -> JournalError:
    match number:
        case errno.EWOULDBLOCK:
            return _busy(name)
        case errno.ENOSPC | errno.EDQUOT:
            return _full(name)
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return _read_only(name)
        case _:
            return _cannot_open(name)


def _busy(name: str) -> JournalBusy:
    return JournalBusy(
        f"Another Sounding Board has the journal ({name}) open.", "Finish the other session first, then start again."
    )


def _full(name: str) -> JournalUnwritable:
    return JournalUnwritable(
        f"The disk is full, so the journal ({name}) could not be written.",
        "Free some space and go on: everything saved before is safe.",
    )


def _read_only(name: str) -> JournalUnwritable:
    return JournalUnwritable(
        f"The journal ({name}) may not be changed: it, its folder or its disk is read-only for you.",
        "Allow writing there, or choose another place for it. Everything saved before is safe.",
    )


def _cannot_open(name: str) -> JournalUnwritable:
    return JournalUnwritable(
        f"The journal ({name}) cannot be opened or made where it should be.",
        "Look whether its folder is there, is a folder, and is yours, and that nothing else has the journal's name.",
    )


def damaged(name: str) -> JournalDamaged:
    """What to say of a file that does not hold what it should."""
    return JournalDamaged(
        f"The journal ({name}) is damaged, or is not a journal.",
        "Leave the file as it is and make a copy of it. If you have an earlier copy, put that in its place.",
    )


def _refused(name: str) -> JournalUnwritable:
    return JournalUnwritable(
        f"The journal ({name}) could not be written: the disk would not take it.",
        "The disk may be full or failing. Free some space and go on: everything saved before is safe.",
    )


_SAID: Final[dict[int, Callable[[str], JournalError]]] = {
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_READONLY: _read_only,
    sqlite3.SQLITE_PERM: _read_only,
    sqlite3.SQLITE_AUTH: _read_only,
    sqlite3.SQLITE_CANTOPEN: _cannot_open,
    sqlite3.SQLITE_BUSY: _busy,
    sqlite3.SQLITE_LOCKED: _busy,
    sqlite3.SQLITE_PROTOCOL: _busy,
    sqlite3.SQLITE_CORRUPT: damaged,
    sqlite3.SQLITE_NOTADB: damaged,
    sqlite3.SQLITE_IOERR_READ: damaged,
    sqlite3.SQLITE_IOERR_SHORT_READ: damaged,
    sqlite3.SQLITE_IOERR_CORRUPTFS: damaged,
    sqlite3.SQLITE_ERROR: damaged,  # our statements are fixed: if one does not fit the tables, they are not ours any more
}


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "replace")


def _storable(value: Value) -> Value:
    """Text as valid Unicode: half a surrogate pair, as a terminal can send, becomes the replacement character."""
    if not isinstance(value, str):
        return value
    return str(value).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
