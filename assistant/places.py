"""Where things live: the settings, the journal, and what can be made again.

Every folder made here is open to its owner only (0700), every file likewise (0600), whatever the umask says. Folders
that were there before keep their mode: they are the person's, and may hold other things.

Several people at one computer each have a vault of their own: a journal with its keys and settings. The first has its
things directly in the folders of this program, the others in folders named 2, 3, ... within them. A number says nothing about
a person, in a list of files as little as in the history of a shell.
"""

import errno
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FOLDER: Final = "soundingboard"  # what a person who wants to remove everything would look for
SETTINGS: Final = "settings.toml"
JOURNAL: Final = "data.db"  # says nothing of what is in it
KEYS: Final = "data.keys"
DEVICE_KEY: Final = "device.key"
CACHE: Final = "cache"
BACKUPS: Final = "backups"
FIRST: Final = 1  # the number of the vault that is there without being asked for

_NUMBER: Final = re.compile(r"[2-9]|[1-9][0-9]{1,3}").fullmatch
_AT_ONCE: Final = 1_048_576  # bytes that are written over in one go
FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600


@dataclass(frozen=True, slots=True)
class Places:
    """Where one person's things are. Nothing exists until it is first needed."""

    settings: Path
    """A TOML file."""
    journal: Path
    """One file, with two more beside it (-wal, -shm) while it is open, and an empty one that marks it as in use (.lock)."""
    cache: Path
    """A folder of what can be made again, such as joined models. Never holds words."""

    @property
    def keys(self) -> Path:
        """A small file beside the journal, without which nobody can read it."""
        return self.journal.with_name(KEYS)

    @property
    def device_key(self) -> Path:
        """A file beside the settings that opens the journal where no passphrase was chosen."""
        return self.settings.with_name(DEVICE_KEY)

    @property
    def backups(self) -> Path:
        """The folder for encrypted copies of the journal, where no other is named."""
        return self.journal.with_name(BACKUPS)

    def of_vault(self, number: int) -> "Places":
        """The places of the vault with this number, given those of the first one. What can be made again is shared."""
        if number == FIRST:
            return self
        inner = str(number)
        return Places(self.settings.parent / inner / SETTINGS, self.journal.parent / inner / JOURNAL, self.cache)

    def vaults(self) -> tuple[int, ...]:
        """The numbers of the vaults there are, given the places of the first one.

        Raises:
            OSError: the folder may not be looked into.
        """
        folder = self.journal.parent
        named = [int(each.name) for each in folder.iterdir() if _NUMBER(each.name)] if folder.is_dir() else []
        return tuple(number for number in sorted({FIRST, *named}) if self.of_vault(number).hold_a_journal)

    @property
    def hold_a_journal(self) -> bool:
        """Whether there is a journal here, or a key for one that is yet to be written."""
        return self.keys.exists() or (self.journal.exists() and self.journal.stat().st_size > 0)

    @classmethod
    def default(cls) -> "Places":
        """Where this system keeps such things for the person who is logged in."""
        return cls(
            settings=platformdirs.user_config_path(FOLDER, appauthor=False) / SETTINGS,
            journal=platformdirs.user_data_path(FOLDER, appauthor=False) / JOURNAL,
            cache=platformdirs.user_cache_path(FOLDER, appauthor=False),
        )

    @classmethod
    def under(cls, home: Path) -> "Places":
        """Everything beneath one folder: a USB stick, or a test."""
        home = home.expanduser().absolute()
        return cls(settings=home / SETTINGS, journal=home / JOURNAL, cache=home / CACHE)


def private_folder(folder: Path) -> None:
    """Makes a folder, and those above it, for its owner only; leaves one that is there as it is."""
    if folder.is_dir():
        return
    private_folder(folder.parent)
    folder.mkdir(exist_ok=True)  # a file in its place is an error, a folder made meanwhile by another program is not
    folder.chmod(FOLDER_MODE)


def private_file(file: Path) -> None:
    """Makes an empty file for its owner only; one that is there is closed to others and otherwise left as it is.

    A file that is there is never opened: closing it again would drop the locks that this program holds on it.
    """
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
    except FileExistsError:
        make_private(file)
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    file.chmod(FILE_MODE)
    sync_folder(file.parent)


def replace_file(file: Path, content: bytes) -> None:
    """Puts a file for its owner only where another may be, whole or not at all, and on the disk when it returns."""
    private_folder(file.parent)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        Path(name).chmod(FILE_MODE)  # it is made so, but an umask can take even the owner's right away
        with os.fdopen(descriptor, "wb") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def destroy_file(file: Path) -> None:
    """Writes over a file and removes it, if it is there. A disk may still hold an older copy of it."""
    try:
        with file.open("r+b") as old:
            left = file.stat().st_size
            while left > 0:
                left -= old.write(bytes(min(left, _AT_ONCE)))
            old.flush()
            os.fsync(old.fileno())
    except FileNotFoundError:
        return
    file.unlink()
    sync_folder(file.parent)


def make_private(file: Path) -> None:
    """Closes a file that is there to all but its owner."""
    if file.is_dir():
        raise IsADirectoryError
    mode = file.stat().st_mode & 0o777
    if mode & ~FOLDER_MODE:
        file.chmod(mode & FOLDER_MODE)  # what its owner may do is the owner's business


def sync_folder(folder: Path) -> None:
    """Returns when the folder's list of names is on the disk, where the system can promise that."""
    if os.name == "nt":
        return  # Windows cannot open a folder for this, and does not need it
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def claim(lock: Path) -> int:
    """An open descriptor that nobody else can have for this file until it is closed, or its program ends, however it ends.

    The file is empty and stays behind: were it removed, two programs could hold two different files of one name.

    Raises:
        BlockingIOError: somebody has it.
    """
    private_file(lock)
    descriptor = os.open(lock, os.O_RDWR)
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if error.errno in {errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLOCK}:  # the last two are what Windows says
            raise BlockingIOError(errno.EWOULDBLOCK, "in use") from None
        raise
    return descriptor
