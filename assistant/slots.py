"""The file that holds the slots: a few lines of JSON beside the journal, with nothing secret in them.

    {"format": "soundingboard keys", "version": 1}
    {"slot": "passphrase", "passes": 3, "memory_bytes": 268435456, "salt": "...", "nonce": "...", "wrapped": "...", "check": "..."}
    {"slot": "recovery", "salt": "...", "nonce": "...", "wrapped": "...", "check": "..."}

"slot" says how its wrapping key is made (Argon2id for a passphrase, else BLAKE2b) and "wrapped" holds the journal's key
under XChaCha20-Poly1305; bytes are in hexadecimal. "check" is the beginning of the SHA-256 of the line without it: it tells
a damaged slot from a wrong passphrase. Each line stands alone, so damage to one leaves the others.

The file is replaced whole or not at all.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from assistant.errors import JournalKeysLost, JournalTooNew
from assistant.explaining import explained
from assistant.keys import KEY_BYTES, MIB, NONCE_BYTES, SALT_BYTES, Cost, Kind, Slot
from assistant.places import replace_file

FORMAT: Final = "soundingboard keys"
VERSION: Final = 1

MOST_PASSES: Final = 100  # what a damaged or hostile file may make this computer do
MOST_MEMORY: Final = 2048 * MIB
_TAG_BYTES: Final = 16
_CHECK_LETTERS: Final = 16


def read(path: Path) -> tuple[Slot, ...]:
    """The slots that can be read.

    Raises:
        JournalKeysLost: there is no such file, or no slot in it can be read.
        JournalTooNew: a newer program wrote it.
        JournalUnwritable: the file cannot be opened.
    """
    with explained(path.name):
        try:
            lines = path.read_bytes().split(b"\n")
        except FileNotFoundError:
            raise _missing(path.name) from None
    version = _table(lines[0]).get("version") if _table(lines[0]).get("format") == FORMAT else None
    if isinstance(version, int) and version > VERSION:
        raise JournalTooNew(
            f"The journal's keys ({path.name}) were written by a newer Sounding Board.",
            "Update the program, then open it again. The keys were left as they are.",
        )
    slots = tuple(slot for line in lines if (slot := _slot(_table(line))))
    if not slots:
        raise _damaged(path.name)
    return slots


def save(path: Path, slots: Iterable[Slot]) -> None:
    """Puts these slots in the place of those that were there.

    Raises:
        JournalUnwritable: they cannot be written. Those that were there still are.
    """
    lines = [{"format": FORMAT, "version": VERSION}, *map(_record, slots)]
    with explained(path.name):
        replace_file(path, "".join(json.dumps(line) + "\n" for line in lines).encode())


def _record(slot: Slot) -> dict[str, Any]:
    record: dict[str, Any] = {"slot": slot.kind.value}
    if slot.cost:
        record |= {"passes": slot.cost.passes, "memory_bytes": slot.cost.memory_bytes}
    record |= {"salt": slot.salt.hex(), "nonce": slot.nonce.hex(), "wrapped": slot.wrapped.hex()}
    return record | {"check": _check(record)}


def _slot(record: Mapping[str, Any]) -> Slot | None:
    """The slot that a line describes; None if it is not one, or not as it was written."""
    match record:
        case {"slot": str(kind), "salt": str(salt), "nonce": str(nonce), "wrapped": str(wrapped), "check": str(check)}:
            if check != _check({name: value for name, value in record.items() if name != "check"}):
                return None
        case _:
            return None
    try:
        slot = Slot(Kind(kind), _cost(record), bytes.fromhex(salt), bytes.fromhex(nonce), bytes.fromhex(wrapped))
    except ValueError:
        return None
    sizes = (len(slot.salt), len(slot.nonce), len(slot.wrapped))
    is_whole = sizes == (SALT_BYTES, NONCE_BYTES, KEY_BYTES + _TAG_BYTES)
    return slot if is_whole and (slot.cost is not None) == (slot.kind is Kind.PASSPHRASE) else None


def _cost(record: Mapping[str, Any]) -> Cost | None:
    match record:
        case {"passes": int(passes), "memory_bytes": int(memory)}:
            if not (1 <= passes <= MOST_PASSES and 8 * 1024 <= memory <= MOST_MEMORY):
                raise ValueError
            return Cost(passes, memory)
    return None


def _check(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:_CHECK_LETTERS]


def _table(line: bytes) -> Mapping[str, Any]:
    try:
        table = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}


def _missing(name: str) -> JournalKeysLost:
    return JournalKeysLost(
        f"The file with the journal's keys ({name}) is not beside the journal, and nobody can read it without.",
        "If you have a copy of that file, put it back. To begin anew without it: soundingboard journal erase",
    )


def _damaged(name: str) -> JournalKeysLost:
    return JournalKeysLost(
        f"The file with the journal's keys ({name}) is damaged, and nobody can read the journal without it.",
        "If you have a copy of that file, put it in its place. To begin anew without it: soundingboard journal erase",
    )
