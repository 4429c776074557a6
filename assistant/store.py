"""One encrypted SQLite file and the engine that keeps it: only this module and `assistant.explaining` know which.

What goes in and comes out is plain Python; what goes wrong is a `JournalError`. The SQL is written in `assistant.journal`
and `assistant.migrations`, and holds nothing that another build of SQLite would not take.

How it keeps its promise: a write-ahead log with synchronous=FULL, so that a transaction is on the disk before `commit`
returns; what is deleted is overwritten; nothing spills into temporary files.

How it keeps its secret: every page is sealed with ChaCha20-Poly1305 before it is written. The engine has had releases in
which a key given in another way than by PRAGMA was silently not used, so it is given that way only; another database
cannot be attached, the key of a file is never changed (`assistant.keys` wraps it instead), and a copy is a VACUUM INTO.
And it is not believed: whoever opens a file looks whether a word is readable in it, and stops if one is.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

import apsw

from assistant.errors import JournalBusy, JournalError, JournalNotSealed, JournalUnwritable
from assistant.explaining import cannot_be_sealed, explained
from assistant.keys import Key
from assistant.places import claim, make_private, private_file, private_folder

Value: TypeAlias = str | int | float | bytes | None
Row: TypeAlias = tuple[Any, ...]

ENGINE: Final[str] = apsw.mc_version  # type: ignore[attr-defined]  # its types are those of an engine without encryption
"""What encrypts, and which version of it, for those who look for a fault."""
CIPHER: Final = "chacha20"
CANARY: Final = "kittiwake over slack water"  # kept in every journal: were it readable in a file, so would be all else
PATIENCE: Final = 1000  # milliseconds to wait for a reader that is in the middle of something

_PLAIN: Final = b"SQLite format 3\0"  # what a file begins with that is not encrypted
_NEAR: Final = (
    262_144  # bytes from a file's beginning: the canary is among the first things written, before and after tidying
)
_PRAGMAS: Final = (
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",  # macOS: an ordinary sync does not reach the platter
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -32768",  # KiB of pages that need not be read and decrypted again while it is open
    "PRAGMA temp_store = MEMORY",  # no temporary file ever holds words
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",  # notices more kinds of damage
)
_TO_WRITE: Final = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
_TO_READ: Final = apsw.SQLITE_OPEN_READWRITE  # a reader takes part in the log's bookkeeping, and so must write that


class Store:
    """An open SQLite file. May be used from any thread; one transaction at a time."""

    def __init__(
        self, database: str, name: str, key: Key | None = None, *, flags: int = _TO_WRITE, vfs: str | None = None
    ) -> None:
        self.name = name
        """What the file is called, for messages; never its folder."""
        self._one_at_a_time = threading.RLock()
        self._closing = ExitStack()
        self._copies = False
        with explained(name):
            self._connection = apsw.Connection(database, flags=flags, vfs=vfs)
            self._closing.callback(self._connection.close)
            self._connection.set_busy_timeout(PATIENCE)
        try:
            if key:
                self._seal_with(key)
            self._connection.authorizer = self._allows
            self._set(*_PRAGMAS)
        except BaseException:
            self.close()
            raise

    @classmethod
    def writing(cls, path: Path, key: Key, *, vfs: str | None = None) -> Self:
        """The file at this path, made if need be; nothing has been written to it yet.

        Args:
            path: Where it is.
            key: What it is encrypted with.
            vfs: Which of the engine's ways to the disk to take; None for its usual one.

        Raises:
            JournalBusy: another program, or another part of this one, has it open for writing.
            JournalUnwritable: it cannot be opened or made.
            JournalDamaged: it is not ours, or the key is not its key.
            JournalNotSealed: it is not encrypted, or cannot be.
        """
        refuse_plain(path)
        with ExitStack() as undo:
            with explained(path.name):
                private_folder(path.parent)
                undo.callback(os.close, claim(beside(path, ".lock")))
                private_file(path)
                for companion in (beside(path, "-wal"), beside(path, "-shm")):
                    if companion.exists():
                        make_private(companion)
            store = cls(os.fspath(path), path.name, key, vfs=vfs)
            undo.callback(store._closing.close)  # runs before the claim is given up
            store._closing = undo.pop_all()
        return store

    @classmethod
    def reading(cls, path: Path, key: Key) -> Self:
        """The file at this path, which must exist, to read only; beside a program that writes to it, if there is one."""
        refuse_plain(path)
        try:
            return cls._opened_to_read(os.fspath(path), path, key, _TO_READ)
        except JournalUnwritable:
            with explained(path.name):
                log = beside(path, "-wal")
                unread = log.exists() and log.stat().st_size > 0
                is_file = path.is_file()
            if unread or not is_file:
                raise  # its newest turns are in the log, and that cannot be read without writing beside it
            # A write-protected place: nobody can be writing, so it may be read without the usual precautions.
            address = path.absolute().as_uri() + "?immutable=1"
            return cls._opened_to_read(address, path, key, apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)

    @classmethod
    def in_memory(cls) -> Self:
        """A store that is gone when it is closed."""
        return cls(":memory:", "the journal in memory")

    @classmethod
    def _opened_to_read(cls, database: str, path: Path, key: Key, flags: int) -> Self:
        store = cls(database, path.name, key, flags=flags)
        try:
            store._set("PRAGMA query_only = ON", "SELECT count(*) FROM sqlite_master")
            require_sealed(path)
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

    def copy_to(self, path: Path) -> None:
        """Writes a copy, under the same key, into an empty file."""
        self._copies = True
        try:
            self.run("VACUUM INTO ?", os.fspath(path))
        finally:
            self._copies = False
        require_sealed(path)

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

    @contextmanager
    def together(self) -> Iterator[None]:
        """As `transaction`, but part of the one that is going on, if there is one."""
        with self._one_at_a_time:
            if self._connection.in_transaction:
                yield
            else:
                with self.transaction():
                    yield

    def forget_deleted(self) -> None:
        """Takes what was deleted out of every corner of the file, and out of the log.

        The engine overwrites what is deleted, but not what it left lying when it moved rows from page to page. So every
        page is written anew, from what is still there.

        Raises:
            JournalBusy: somebody is reading; the traces go when the file is next closed.
            JournalUnwritable: there is no room for that; it is deleted, but traces may stay.
        """
        tidied = True
        try:
            self._copies = True  # the engine does this by way of a copy, in memory
            self.run("VACUUM")
        except JournalUnwritable:
            tidied = False
        finally:
            self._copies = False
        ((held, _, _),) = self.run("PRAGMA wal_checkpoint(TRUNCATE)")
        if held:
            raise JournalBusy(
                f"It is deleted, but traces of it stay in {self.name} while another Sounding Board is reading there.",
                "Close the other one. The traces go when the last one is closed.",
            )
        if not tidied:
            raise JournalUnwritable(
                f"It is deleted, but traces of it may stay in {self.name}: there was no room to write that anew.",
                "Free as much space as the journal takes. The traces go with the next deletion.",
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

    def _seal_with(self, key: Key) -> None:
        """Gives the engine the key. It is in no statement that is kept, and in no error."""
        try:
            answers = [
                self._connection.execute(pragma, can_cache=False).fetchall()
                for pragma in (f"PRAGMA cipher = '{CIPHER}'", f"PRAGMA key = 'raw:{key.secret.hex()}'")
            ]
        except apsw.Error:
            answers = []
        if answers != [[(CIPHER,)], [("ok",)]]:
            raise cannot_be_sealed(self.name)

    def _allows(self, operation: int, first: str | None, *_more: str | None) -> int:
        """What the engine may be asked to do: nothing that it has been known to forget the key over."""
        attaches = operation == apsw.SQLITE_ATTACH and not self._copies  # a copy is made through one
        rekeys = operation == apsw.SQLITE_PRAGMA and "key" in (first or "").lower().replace("foreign_key", "")
        return apsw.SQLITE_DENY if attaches or rekeys else apsw.SQLITE_OK


def refuse_plain(path: Path) -> None:
    """Stops at a file that is there and is not encrypted.

    Raises:
        JournalNotSealed: it is such a file. It is left as it is.
    """
    with explained(path.name):
        if _beginning(path, len(_PLAIN)) == _PLAIN:
            raise JournalNotSealed(
                f"{path.name} is not encrypted: it is from an early version of Sounding Board, or another program's.",
                "Anyone who can open it can read it. Move it to a safe place, or delete it, and start again.",
            )


def require_sealed(path: Path) -> None:
    """Looks into the files of an open store as a stranger would.

    Raises:
        JournalNotSealed: something in them can be read.
    """
    with explained(path.name):
        found = [_beginning(each, _NEAR) for each in (path, beside(path, "-wal"))]
    if any(content.startswith(_PLAIN) or CANARY.encode() in content for content in found):
        raise cannot_be_sealed(path.name)


def beside(path: Path, suffix: str) -> Path:
    """One of the files that stand beside a store and bear its name."""
    return path.with_name(path.name + suffix)


def _beginning(path: Path, size: int) -> bytes:
    """How a file begins, as it is on the disk.

    Read through the engine: on POSIX systems, closing an ordinary descriptor of a file drops every lock that this program
    holds on it, and another program might then clear the log away beneath us. The engine knows that, and closes later.
    """
    if not path.is_file():
        return b""
    file = apsw.VFSFile("", os.fspath(path), [apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_READONLY, 0])
    try:
        return file.xRead(min(size, file.xFileSize()), 0)
    finally:
        file.xClose()


def _storable(value: Value) -> Value:
    """Text as valid Unicode: half a surrogate pair, as a terminal can send, becomes the replacement character."""
    if not isinstance(value, str):
        return value
    return str(value).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
