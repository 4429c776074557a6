"""The power goes: what may then be on the disk.

A way to the disk for the engine (an SQLite "VFS") notes everything that a store does to its files. From the notes, any
number of disks can be made as they may lawfully be after a power cut: what was synced is there; of what was not, any part
may be there or not, in any order, and a write may be torn between two sectors.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import apsw

SECTOR = 512  # bytes: the least that a disk writes whole


@dataclass(frozen=True)
class Wrote:
    file: str
    at: int
    data: bytes


@dataclass(frozen=True)
class Cut:
    file: str
    size: int


@dataclass(frozen=True)
class Synced:
    file: str


@dataclass(frozen=True)
class Removed:
    file: str


@dataclass(frozen=True)
class Told:
    """The store said that something is safe."""

    what: object


Note = Wrote | Cut | Synced | Removed | Told


@dataclass
class Notes:
    """What was done, in order."""

    all: list[Note] = field(default_factory=list)

    def tell(self, what: object) -> None:
        self.all.append(Told(what))


class NotedFile(apsw.VFSFile):
    def __init__(self, base: str, name: apsw.URIFilename | str, flags: list[int], notes: Notes) -> None:
        super().__init__(base, name, flags)
        self._name = Path(name if isinstance(name, str) else name.filename()).name
        self._notes = notes

    def xWrite(self, data, offset):  # noqa: N802  the engine's name
        self._notes.all.append(Wrote(self._name, offset, bytes(data)))
        return super().xWrite(data, offset)

    def xTruncate(self, newsize):  # noqa: N802
        self._notes.all.append(Cut(self._name, newsize))
        return super().xTruncate(newsize)

    def xSync(self, flags):  # noqa: N802
        self._notes.all.append(Synced(self._name))
        return super().xSync(flags)

    def xDeviceCharacteristics(self):  # noqa: N802
        return 0  # a disk that promises nothing

    def xSectorSize(self):  # noqa: N802
        return SECTOR


class NotedDisk(apsw.VFS):
    """The system's own way to the disk, noted, and known to the engine by a name of its own.

    It stays for as long as Python runs: the engine puts its encryption around it, and never lets go of that.
    """

    _ever: ClassVar[list["NotedDisk"]] = []

    def __init__(self, notes: Notes) -> None:
        self._base = next(each for each in apsw.vfs_names() if not each.startswith("multipleciphers"))
        self._notes = notes
        self.sealed_name = f"multipleciphers-noted-{len(self._ever)}"
        super().__init__(self.sealed_name.removeprefix("multipleciphers-"), self._base)
        self._ever.append(self)

    def xOpen(self, name, flags):  # noqa: N802
        return NotedFile(self._base, name, flags, self._notes)

    def xDelete(self, filename, syncdir):  # noqa: N802
        self._notes.all.append(Removed(Path(filename).name))
        return super().xDelete(filename, syncdir)


def disks(notes: Notes, count: int, chance: random.Random) -> Iterator[tuple[dict[str, bytes], list[object]]]:
    """Disks as they may be when the power goes, each at a moment of its own, with what had been told by then."""
    for _ in range(count):
        done = notes.all[: chance.randrange(1, len(notes.all) + 1)]
        yield _disk(done, chance), [note.what for note in done if isinstance(note, Told)]


def _disk(done: list[Note], chance: random.Random) -> dict[str, bytes]:
    synced = {note.file: at for at, note in enumerate(done) if isinstance(note, Synced)}
    loses = chance.choice([1.0, 0.5, 0.0])  # all that was not synced, some of it, or none
    files: dict[str, bytearray] = {}
    for at, note in enumerate(done):
        if isinstance(note, Told | Synced):
            continue
        if isinstance(note, Removed):
            files.pop(note.file, None)
            continue
        is_safe = at < synced.get(note.file, -1)
        if is_safe or chance.random() >= loses:
            _apply(files.setdefault(note.file, bytearray()), note, chance, may_tear=not is_safe)
    return {name: bytes(content) for name, content in files.items()}


def _apply(content: bytearray, note: Wrote | Cut, chance: random.Random, *, may_tear: bool) -> None:
    if isinstance(note, Cut):
        del content[note.size :]
        return
    data = note.data
    if may_tear and len(data) > SECTOR and chance.random() < 0.2:
        data = data[: SECTOR * chance.randrange(1, -(-len(data) // SECTOR))]
    content.extend(bytes(max(0, note.at - len(content))))
    content[note.at : note.at + len(data)] = data
