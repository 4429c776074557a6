"""A backup as one file: packed whole or not at all, and taken apart where nobody else looks.

    data-3f9a1c2b-20260301-120000.zip
        data.keys    the slots
        data.db      the journal

Both as they are, uncompressed: what is encrypted has nothing to compress. Whatever is taken apart is encrypted still, lies in a
folder of its own beside the journal, and goes when it was looked into.
"""

import errno
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from assistant.errors import JournalDamaged
from assistant.explaining import explained
from assistant.places import JOURNAL, KEYS, Places, private_file, private_folder, sync_folder

LOG: Final = f"{JOURNAL}-wal"  # in a backup of a journal that nobody had closed
PART: Final = ".part"  # what a backup's name ends in until it is whole

_MEMBERS: Final = frozenset({KEYS, JOURNAL, LOG})
_MOST_KEYS: Final = 65_536  # bytes
_AT_WORK: Final = ".check-"  # between the journal's name and what tells two programs apart


@contextmanager
def unpacked(file: Path, places: Places) -> Iterator[Places]:
    """A backup, taken apart for as long as somebody looks into it; given as the places of a journal, still locked.

    Raises:
        JournalDamaged: it is not a backup, or not whole.
    """
    with workplace(places) as inner:
        with explained(file.name):
            unpack(file, inner)
        yield inner


@contextmanager
def workplace(places: Places) -> Iterator[Places]:
    """An empty folder beside the journal for as long as it is needed. What is put there is encrypted."""
    with explained(places.journal.name):
        private_folder(places.journal.parent)
        folder = Path(tempfile.mkdtemp(prefix=places.journal.name + _AT_WORK, dir=places.journal.parent))
    try:
        yield Places(places.settings, folder / JOURNAL, places.cache)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_leftovers(places: Places) -> None:
    """Removes what was left when a program was killed while it looked into a backup."""
    if places.journal.parent.is_dir():
        for each in places.journal.parent.glob(f"{places.journal.name}{_AT_WORK}*"):
            shutil.rmtree(each, ignore_errors=True)


def pack(backup: Path, members: Mapping[str, Path]) -> None:
    """Writes a backup whole or not at all."""
    part = backup.with_name(backup.name + PART)
    private_file(part)
    try:
        with part.open("r+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
                for name, source in members.items():
                    packed.write(source, name)
            file.flush()
            os.fsync(file.fileno())
        part.replace(backup)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(backup.parent)


def unpack(file: Path, inner: Places) -> None:
    """Takes a backup apart, into an empty folder."""
    try:
        with zipfile.ZipFile(file) as packed:
            found = {each.filename: each for each in packed.infolist()}
            if not ({KEYS, JOURNAL} <= found.keys() <= _MEMBERS) or found[KEYS].file_size > _MOST_KEYS:
                raise not_a_backup(file.name)
            if any(each.compress_type != zipfile.ZIP_STORED for each in found.values()):
                raise not_a_backup(file.name)  # ours are not, and what is can grow without end
            for name, each in found.items():
                target = inner.journal.with_name(name)
                private_file(target)
                with packed.open(each) as source, target.open("r+b") as whole:
                    shutil.copyfileobj(source, whole)
                    whole.flush()
                    os.fsync(whole.fileno())
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, ValueError):
        raise not_a_backup(file.name) from None
    except OSError as error:
        if error.errno == errno.EINVAL:  # its list of contents points before its beginning
            raise not_a_backup(file.name) from None
        raise


def not_a_backup(name: str) -> JournalDamaged:
    """What to say of a file that is none."""
    return JournalDamaged(
        f"{name} is not a backup of a journal, or is not whole.",
        "Nothing was changed. If there is an earlier backup, try that.",
    )
