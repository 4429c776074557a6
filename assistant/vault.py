"""The journal's keys as a whole: made once, opened each time, changed when asked, destroyed at the end.

Asks nobody anything; `assistant.unlocking` does that.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from nacl.utils import random

from assistant import backups, recovery, slots
from assistant.errors import JournalKeysLost, JournalLocked, UsageError
from assistant.explaining import explained
from assistant.keys import SHORTEST_PASSPHRASE, Cost, Key, Kind, Slot, passphrase_bytes, unwrap, wrap
from assistant.places import Places, claim, destroy_file, private_folder, replace_file
from assistant.store import beside, refuse_plain

DEVICE_KEY_BYTES: Final = 32


class Vault:
    """The keys of the journal in these places.

    Args:
        places: Where everything is.
        cost: What a passphrase made here costs to try; None to find out what this computer can bear.
    """

    def __init__(self, places: Places, cost: Cost | None = None) -> None:
        self._places = places
        self._cost = cost

    @property
    def is_set_up(self) -> bool:
        """Whether there are keys. Where there are none, there must be no journal either.

        Raises:
            JournalNotSealed: there is a journal, and it is not encrypted.
            JournalKeysLost: there is a journal, and the file with its keys is gone.
        """
        journal, keys = self._places.journal, self._places.keys
        refuse_plain(journal)
        with explained(journal.name):
            has_keys = keys.exists()
            has_journal = journal.exists() and journal.stat().st_size > 0
        if has_journal and not has_keys:
            slots.read(keys)  # says that they are missing
        return has_keys

    @property
    def kinds(self) -> frozenset[Kind]:
        """What opens it.

        Raises:
            JournalKeysLost: the file with the keys is missing or damaged.
        """
        return frozenset(slot.kind for slot in slots.read(self._places.keys))

    def make(self, passphrase: str) -> tuple[Key, str]:
        """Makes a key that this passphrase opens; gives it with the recovery code that opens it too.

        Raises:
            UsageError: the passphrase is too short, or there is a key already.
        """
        _require_long(passphrase)
        key, secret = Key.fresh(), recovery.fresh_secret()
        self._save_first(self._slots_for(key, passphrase, secret))
        return key, recovery.written(secret)

    def make_with_device_key(self) -> Key:
        """Makes a key that a file on this computer opens.

        Raises:
            UsageError: there is a key already.
        """
        key, secret = Key.fresh(), random(DEVICE_KEY_BYTES)
        self._save_first([wrap(key, Kind.DEVICE, secret)], device_key=secret)
        return key

    def open_with_passphrase(self, passphrase: str) -> Key:
        """The key.

        Raises:
            JournalLocked: that is not the passphrase.
        """
        return unwrap(self._slot(Kind.PASSPHRASE), passphrase_bytes(passphrase))

    def open_with_recovery_code(self, code: str) -> Key:
        """The key.

        Raises:
            JournalLocked: that is not the code.
        """
        return unwrap(self._slot(Kind.RECOVERY), recovery.read(code))

    def open_with_device_key(self) -> Key:
        """The key.

        Raises:
            JournalLocked: the file that opens it is not there, or belongs to another journal.
        """
        slot = self._slot(Kind.DEVICE)
        with explained(self._places.device_key.name):
            try:
                secret = self._places.device_key.read_bytes()
            except FileNotFoundError:
                raise JournalLocked(
                    f"The journal is locked: its key file ({self._places.device_key.name}) is not on this computer.",
                    "Put back the file that was made with this journal.",
                ) from None
        return unwrap(slot, secret)

    def change_passphrase(self, key: Key, passphrase: str) -> str | None:
        """Lets a new passphrase open the journal, and the old one, or the device key, no longer. The journal stays as it is.

        Returns:
            A recovery code, where there was none; an earlier one stays valid.

        Raises:
            UsageError: the passphrase is too short.
        """
        _require_long(passphrase)
        with self._alone():
            kept = [slot for slot in slots.read(self._places.keys) if slot.kind is Kind.RECOVERY]
            secret = None if kept else recovery.fresh_secret()
            slots.save(self._places.keys, [*self._slots_for(key, passphrase, secret), *kept])
            with explained(self._places.device_key.name):
                destroy_file(self._places.device_key)
        return recovery.written(secret) if secret else None

    def erase(self) -> None:
        """Destroys the keys, and then the journal, its log and its copies.

        Raises:
            JournalBusy: it is open. Nothing was erased.
        """
        places = self._places
        with explained(places.journal.name):
            if not places.journal.parent.exists():
                return
        with self._alone():
            with explained(places.keys.name):  # from here on, whatever happens next, nobody can read the journal
                for file in (*_named_after(places.keys), *_named_after(places.device_key)):
                    destroy_file(file)
                backups.destroy_all(places)  # they hold the keys too
            with explained(places.journal.name):
                for file in _named_after(places.journal):
                    if file != beside(places.journal, ".lock"):  # held just now, and always empty
                        file.unlink(missing_ok=True)

    def _slot(self, kind: Kind) -> Slot:
        for slot in slots.read(self._places.keys):
            if slot.kind is kind:
                return slot
        if kind is Kind.DEVICE:
            raise JournalLocked("The journal is locked with a passphrase.", "Start again, and give it.")
        raise JournalKeysLost(
            f"The journal has no {_CALLED[kind]}, or that part of {self._places.keys.name} is damaged.",
            "If it has another way in, use that. If you have a copy of that file, put it in its place.",
        )

    def _slots_for(self, key: Key, passphrase: str, secret: bytes | None) -> list[Slot]:
        made = [wrap(key, Kind.PASSPHRASE, passphrase_bytes(passphrase), self._cost)]
        return [*made, wrap(key, Kind.RECOVERY, secret)] if secret else made

    def _save_first(self, made: list[Slot], device_key: bytes | None = None) -> None:
        with self._alone():
            if self.is_set_up:
                raise UsageError(
                    "The journal has its keys already.", "To change the passphrase: soundingboard journal passphrase"
                )
            if device_key:
                with explained(self._places.device_key.name):
                    replace_file(self._places.device_key, device_key)
            slots.save(self._places.keys, made)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Holds what an open journal holds, so that no other program changes keys or writes meanwhile."""
        journal = self._places.journal
        with explained(journal.name):
            private_folder(journal.parent)
            claimed = claim(beside(journal, ".lock"))
        try:
            yield
        finally:
            os.close(claimed)


_CALLED: Final = {Kind.PASSPHRASE: "passphrase", Kind.RECOVERY: "recovery code"}


def _require_long(passphrase: str) -> None:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UsageError(
            f"That passphrase is too short: it needs {SHORTEST_PASSPHRASE} characters at least.",
            "Four or five words that do not belong together are good, and easy to keep in mind.",
        )


def _named_after(file: Path) -> list[Path]:
    """A file and those that stand beside it and bear its name, such as one that was left half written."""
    if not file.parent.is_dir():
        return []
    return sorted(each for each in file.parent.iterdir() if each.name.startswith(file.name) and each.is_file())
