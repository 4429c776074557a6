"""Encrypted copies of the journal: made and read back at once, looked into, and put in the journal's place.

A backup is one ZIP file that holds the journal as it is encrypted and the slots that open it, so whatever opened the journal
on the day of the backup opens it, on any computer. The first part of its name is made from the journal's key and tells nothing
about it: it keeps the backups of several journals in one folder apart. Nobody needs this program to take one apart.
"""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from nacl.encoding import RawEncoder
from nacl.hash import blake2b

from assistant.errors import JournalDamaged, UsageError
from assistant.explaining import explained
from assistant.keys import Key
from assistant.migrations import recognise
from assistant.packing import LOG, PART, clear_leftovers, not_a_backup, pack, unpack, workplace
from assistant.places import (
    JOURNAL,
    KEYS,
    Places,
    claim,
    destroy_file,
    make_private,
    private_file,
    private_folder,
    sync_folder,
)
from assistant.store import Store, beside

KEEP: Final = 5  # backups of one journal in one folder, so that a forgotten one does not stay for ever
MARK_BYTES: Final = 4
REPLACED: Final = "replaced"  # stands in the name of what a restored backup took the place of

_NAME: Final = re.compile(r"data-(?:[0-9a-f]{8}|replaced)-\d{8}-\d{6}(?:-\d+)?\.zip")
_TIME: Final = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a journal, in numbers."""

    sessions: int
    turns: int
    first_at: datetime | None
    """When the earliest session began; None where there is none."""
    last_at: datetime | None
    newest_session: int
    """The highest number of a session; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that may hold a session."""

    path: Path
    is_there: bool
    """Whether it can be reached now: a stick may not be plugged in."""


def contents(store: Store) -> Contents:
    """What is in this store, counted.

    Raises:
        JournalDamaged: something that is needed to count cannot be read.
    """
    ((sessions, first_at, last_at, newest),) = store.run(
        "SELECT count(*), min(opened_at), max(opened_at), coalesce(max(id), 0) FROM sessions"
    )
    ((turns,),) = store.run("SELECT count(*) FROM turns")
    return Contents(
        sessions,
        turns,
        datetime.fromisoformat(first_at) if first_at else None,
        datetime.fromisoformat(last_at) if last_at else None,
        newest,
    )


def verify(store: Store) -> Contents:
    """Reads every page of a store.

    Raises:
        JournalDamaged: something in it is not as it was written.
    """
    if store.run("PRAGMA integrity_check") != [("ok",)] or store.run("PRAGMA foreign_key_check"):
        raise JournalDamaged(
            f"{store.name} is damaged: not all of it is as it was written.",
            "Leave it as it is. If there is an earlier backup, look into that: soundingboard journal verify FILE",
        )
    return contents(store)


def back_up(store: Store, places: Places, key: Key, folder: Path | None, *, now: datetime, keep: int = KEEP) -> Path:
    """Writes a backup, reads all of it back, and lets those go that are older than the last few.

    Args:
        store: The journal, open for writing.
        places: Where it lives.
        key: What it is encrypted with.
        folder: Where to; None for the usual folder beside the journal.
        now: What the backup is named for.
        keep: How many backups of this journal stay in that folder.

    Raises:
        UsageError: the folder is not there.
        JournalUnwritable: there is no room, or nothing may be written there. What was there before still is.
        JournalDamaged: the journal cannot be read whole.
    """
    if folder is None:
        folder = places.backups
        with explained(folder.name):
            private_folder(folder)
    elif not folder.is_dir():
        raise UsageError("The folder for the backup is not there.", "Plug in the stick or make the folder, then again.")
    mark = blake2b(key.secret, digest_size=MARK_BYTES, person=b"backup", encoder=RawEncoder).hex()
    backup = _fresh_name(folder, mark, now)
    with workplace(places) as inner, explained(backup.name):
        private_file(inner.journal)
        store.copy_to(inner.journal)
        pack(backup, {KEYS: places.keys, JOURNAL: inner.journal})
        try:
            inner.journal.unlink()
            unpack(backup, inner)
            _require_same(store, inner, key, backup.name)
        except BaseException:
            backup.unlink(missing_ok=True)
            raise
    _note(store, backup)
    earlier = [each for each in _of_one_journal(folder, mark) if each != backup.absolute()]
    for each in earlier[: max(0, len(earlier) - keep + 1)]:
        _destroy(store, each)
    return backup


def restore(inner: Places, places: Places, now: datetime) -> Path | None:
    """Puts an unpacked backup, which was looked into, in the place of the journal.

    Returns:
        Where the journal is now that was there before, with its keys; None if there was none.

    Raises:
        JournalBusy: the journal is open.
        JournalUnwritable: there is no room. The journal that was there still is, or is where this would have said.
    """
    with explained(places.journal.name):
        private_folder(places.journal.parent)
        claimed = claim(beside(places.journal, ".lock"))
        try:
            replaced = _set_aside(places, now) if places.hold_a_journal else None
            for suffix in ("-wal", "-shm"):
                beside(places.journal, suffix).unlink(missing_ok=True)
            inner.keys.replace(places.keys)
            inner.journal.replace(places.journal)
            for file in (places.keys, places.journal):
                make_private(file)
            sync_folder(places.journal.parent)
        finally:
            os.close(claimed)
    return replaced


def that_may_hold(store: Store, places: Places, session: int) -> tuple[Backup, ...]:
    """The backups that were made with this session in the journal, as far as they are known."""
    noted = {Path(folder) / name: newest for folder, name, newest in store.run(_NOTED)}
    beside_it = _all_in(places.backups)
    held = {
        path
        for path in (*noted, *beside_it)
        if noted.get(path, session) >= session and (path.is_file() or not path.parent.is_dir())
    }
    return tuple(Backup(path, path.is_file()) for path in sorted(held))


def purge(store: Store, backup: Backup) -> None:
    """Removes one backup, as far as it can be reached.

    Raises:
        JournalUnwritable: it may not be removed.
    """
    _destroy(store, backup.path)


def destroy_all(places: Places) -> None:
    """Removes the backups in the usual folder, their slots first, and whatever was being looked into."""
    for file in _all_in(places.backups):
        destroy_file(file)
    if places.backups.is_dir() and not any(places.backups.iterdir()):
        places.backups.rmdir()
    clear_leftovers(places)


def _require_same(store: Store, inner: Places, key: Key, name: str) -> None:
    with Store.reading(inner.journal, key) as copy:
        recognise(copy)
        if verify(copy) != contents(store):
            raise not_a_backup(name)


def _set_aside(places: Places, now: datetime) -> Path:
    """Packs the journal as it is, opened or not, whole or not."""
    private_folder(places.backups)
    beside_it = {KEYS: places.keys, JOURNAL: places.journal, LOG: places.journal.with_name(LOG)}
    replaced = _fresh_name(places.backups, REPLACED, now)
    pack(replaced, {name: path for name, path in beside_it.items() if path.exists()})
    return replaced


def _note(store: Store, backup: Path) -> None:
    _clear_note(store, backup)
    with store.transaction():
        store.run(
            "INSERT INTO backups (folder, name, newest_session) SELECT ?, ?, coalesce(max(id), 0) FROM sessions",
            os.fspath(backup.parent.absolute()),
            backup.name,
        )


def _clear_note(store: Store, backup: Path) -> None:
    with store.transaction():
        store.run("DELETE FROM backups WHERE folder = ? AND name = ?", os.fspath(backup.parent.absolute()), backup.name)


def _destroy(store: Store, backup: Path) -> None:
    with explained(backup.name):
        if backup.parent.is_dir():
            destroy_file(backup)
            _clear_note(store, backup)


def _fresh_name(folder: Path, mark: str, now: datetime) -> Path:
    stem = f"data-{mark}-{now.astimezone().strftime(_TIME)}"
    path, number = folder / f"{stem}.zip", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.zip"
    return path


def _of_one_journal(folder: Path, mark: str) -> list[Path]:
    """The backups of one journal in a folder, oldest first."""
    ours = [file for file in _all_in(folder) if file.name.startswith(f"data-{mark}-")]
    return sorted(ours, key=lambda file: (file.stat().st_mtime_ns, file.name))


def _all_in(folder: Path) -> list[Path]:
    """The backups in a folder, of whatever journal, and what was left of them half written."""
    if not folder.is_dir():
        return []
    names = (file for file in folder.iterdir() if _NAME.fullmatch(file.name.removesuffix(PART)))
    return sorted(file.absolute() for file in names if file.is_file())


_NOTED: Final = "SELECT folder, name, newest_session FROM backups"
