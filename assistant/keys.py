"""The journal's key, and the slots that hold it: each wraps the same key under something that only the person has.

The journal is encrypted once, with a random key that never changes. What the person has (a passphrase, a recovery code, a
device key) opens a slot with that key in it. So a passphrase can be changed without writing the journal again, and without
its slots the journal is noise to everyone.

    passphrase ── Argon2id, slow on purpose ──┐
    recovery code ─────────── BLAKE2b ────────┼─> wrapping key ── XChaCha20-Poly1305 ──> the journal's key
    device key ────────────── BLAKE2b ────────┘
"""

import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.pwhash import argon2id
from nacl.utils import random

from assistant.errors import JournalLocked

KEY_BYTES: Final = 32
SALT_BYTES: Final = argon2id.SALTBYTES
NONCE_BYTES: Final = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES

MIB: Final = 1_048_576  # bytes
PASSES: Final = 3  # over the memory: with 64 MiB and more, what RFC 9106 recommends
MOST_MEMORY: Final = 256 * MIB  # each guess at a passphrase costs as much; about half a second here
LEAST_MEMORY: Final = 64 * MIB  # on a small or slow computer; never less
LONGEST: Final = 2.0  # seconds that unlocking may take before less memory is tried
SHORTEST_PASSPHRASE: Final = 8  # characters


class Kind(StrEnum):
    """What opens a slot."""

    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"
    DEVICE = "device"


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """What the journal is encrypted with. Has no repr, so that it is in no error text."""

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:  # a shorter one would be taken for a passphrase by the engine
            raise ValueError("A key has 32 bytes.")

    @classmethod
    def fresh(cls) -> "Key":
        """A new key, from the system's own source of chance."""
        return cls(random(KEY_BYTES))


@dataclass(frozen=True, slots=True)
class Cost:
    """What it costs to try one passphrase."""

    passes: int
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Slot:
    """The key, wrapped. Holds nothing secret."""

    kind: Kind
    cost: Cost | None
    """For a passphrase; the others are too long to be guessed."""
    salt: bytes
    nonce: bytes
    wrapped: bytes


def wrap(key: Key, kind: Kind, secret: bytes, cost: Cost | None = None) -> Slot:
    """A slot that this secret opens.

    Args:
        key: What to put into it.
        kind: What the secret is.
        secret: A passphrase as `passphrase_bytes` gives it, a recovery code's or a device key's bytes.
        cost: For a passphrase, and only for one; None to find out what this computer can bear.
    """
    salt, nonce = random(SALT_BYTES), random(NONCE_BYTES)
    if kind is not Kind.PASSPHRASE:
        wrapping = _stretched(kind, secret, salt)
    elif cost:
        wrapping = _slowly(secret, salt, cost)
    else:
        cost, wrapping = bearable(lambda memory: _slowly(secret, salt, Cost(PASSES, memory)))
    wrapped = crypto_aead_xchacha20poly1305_ietf_encrypt(key.secret, _label(kind, cost), nonce, wrapping)
    return Slot(kind, cost, salt, nonce, wrapped)


def unwrap(slot: Slot, secret: bytes) -> Key:
    """The key in a slot.

    Raises:
        JournalLocked: the secret does not open it.
    """
    wrapping = (
        _slowly(secret, slot.salt, slot.cost) if slot.cost is not None else _stretched(slot.kind, secret, slot.salt)
    )
    label = _label(slot.kind, slot.cost)
    try:
        return Key(crypto_aead_xchacha20poly1305_ietf_decrypt(slot.wrapped, label, slot.nonce, wrapping))
    except (CryptoError, ValueError):
        raise JournalLocked(_REFUSED[slot.kind], _WHAT_NOW[slot.kind]) from None


def passphrase_bytes(passphrase: str) -> bytes:
    """A passphrase as bytes: the same ones from every keyboard that can write it."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def bearable(attempt: Callable[[int], bytes], clock: Callable[[], float] = time.perf_counter) -> tuple[Cost, bytes]:
    """The most memory with which an attempt does not take too long here, and what that attempt gave."""
    memory = MOST_MEMORY
    while True:
        began = clock()
        try:
            given = attempt(memory)
            if memory == LEAST_MEMORY or clock() - began <= LONGEST:
                return Cost(PASSES, memory), given
        except (CryptoError, MemoryError):  # there is not so much
            if memory == LEAST_MEMORY:
                raise JournalLocked(_NO_MEMORY, _CLOSE_OTHERS) from None
        memory //= 2


def _slowly(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    return argon2id.kdf(KEY_BYTES, secret, salt, opslimit=cost.passes, memlimit=cost.memory_bytes)


def _stretched(kind: Kind, secret: bytes, salt: bytes) -> bytes:
    return blake2b(secret, digest_size=KEY_BYTES, salt=salt, person=kind.encode(), encoder=RawEncoder)


def _label(kind: Kind, cost: Cost | None) -> bytes:
    """What is sealed in with the key, so that nobody can present a slot as another than it is."""
    parts = ["soundingboard slot 1", kind.value]
    if cost:
        parts += [str(cost.passes), str(cost.memory_bytes)]
    return "|".join(parts).encode()


_NO_MEMORY: Final = "There is too little free memory on this computer to unlock the journal safely."
_CLOSE_OTHERS: Final = "Close other programs, then try again."
_REFUSED: Final = {
    Kind.PASSPHRASE: "That is not the passphrase.",
    Kind.RECOVERY: "That is not the recovery code of this journal.",
    Kind.DEVICE: "The key file on this computer does not belong to this journal.",
}
_WHAT_NOW: Final = {
    Kind.PASSPHRASE: "If you have the recovery code, choose a new one: soundingboard journal passphrase --recovery-code",
    Kind.RECOVERY: "Look whether each letter is as you wrote it down.",
    Kind.DEVICE: "Put back the file device.key that was made with this journal.",
}
