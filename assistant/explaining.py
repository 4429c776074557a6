"""What the engine or the file system says goes wrong, in sentences for a person. See `assistant.store`."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import apsw

from assistant.errors import JournalBusy, JournalDamaged, JournalError, JournalNotSealed, JournalUnwritable

PRIMARY: Final = 0xFF  # SQLite's extended codes carry the plain code in their low byte


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turns what the engine or the file system raises inside into a `JournalError` that names this file.

    The cause is left behind on purpose: its text may hold a path, or what was said. Only its kind is noted.
    """
    problem: JournalError
    try:
        yield
    except apsw.Error as error:
        problem = _from_engine(error, name)
        problem.add_note(type(error).__name__)
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


def _from_engine(error: apsw.Error, name: str) -> JournalError:
    if isinstance(error, apsw.ConnectionClosedError):
        return JournalUnwritable(f"The journal ({name}) is closed.", "Open it again.")
    extended = getattr(error, "extendedresult", 0)  # what the layer above the engine raises bears no code
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
        f"The journal ({name}) is damaged, is not a journal, or belongs to other keys than those beside it.",
        "Leave the file as it is and make a copy of it. If you have an earlier copy, put that in its place.",
    )


def cannot_be_sealed(name: str) -> JournalNotSealed:
    """What to say where encryption does not work."""
    return JournalNotSealed(
        f"The journal ({name}) is not encrypted as it should be, so nothing was written to it.",
        "Please report this, and do not use this version. It holds nothing that you said just now.",
    )


def _refused(name: str) -> JournalUnwritable:
    return JournalUnwritable(
        f"The journal ({name}) could not be written: the disk would not take it.",
        "The disk may be full or failing. Free some space and go on: everything saved before is safe.",
    )


_SAID: Final[dict[int, Callable[[str], JournalError]]] = {
    apsw.SQLITE_FULL: _full,
    apsw.SQLITE_READONLY: _read_only,
    apsw.SQLITE_PERM: _read_only,
    apsw.SQLITE_AUTH: _read_only,
    apsw.SQLITE_CANTOPEN: _cannot_open,
    apsw.SQLITE_BUSY: _busy,
    apsw.SQLITE_LOCKED: _busy,
    apsw.SQLITE_PROTOCOL: _busy,
    apsw.SQLITE_CORRUPT: damaged,
    apsw.SQLITE_NOTADB: damaged,
    apsw.SQLITE_IOERR_READ: damaged,
    apsw.SQLITE_IOERR_SHORT_READ: damaged,
    apsw.SQLITE_IOERR_CORRUPTFS: damaged,
    apsw.SQLITE_ERROR: damaged,  # our statements are fixed: if one does not fit the tables, they are not ours any more
}
