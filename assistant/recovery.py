"""The recovery code: what a person writes on paper, and types again when they have forgotten their passphrase.

Seven groups of four, from an alphabet in which nothing looks like something else. The last four check the others, so a
slip of the pen is told from a wrong code:

    7K3Q-MX0V-92HD-T5RN-C8WA-J6PE-Y4ZG
"""

import hashlib
from typing import Final

from nacl.utils import random

from assistant.errors import JournalLocked

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O or U
SECRET_BYTES: Final = 15  # 120 bits: too many to guess, whatever a guess costs
CHECK_LETTERS: Final = 4  # 20 bits: one slip in a million goes unnoticed, and then the slot still refuses it
GROUP: Final = 4

_LETTERS: Final = SECRET_BYTES * 8 // 5
_READ_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def fresh_secret() -> bytes:
    """What a new code stands for."""
    return random(SECRET_BYTES)


def written(secret: bytes) -> str:
    """A secret as it is written on paper."""
    letters = _letters(int.from_bytes(secret), _LETTERS) + _check(secret)
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def read(code: str) -> bytes:
    """The secret of a code as somebody typed it: in any case, grouped in any way.

    Raises:
        JournalLocked: it is not such a code, or there is a slip in it.
    """
    letters = code.strip().upper().translate(_READ_AS)
    if len(letters) == _LETTERS + CHECK_LETTERS and set(letters) <= set(ALPHABET):
        number = 0
        for letter in letters[:_LETTERS]:
            number = number * len(ALPHABET) + ALPHABET.index(letter)
        secret = number.to_bytes(SECRET_BYTES)
        if _check(secret) == letters[_LETTERS:]:
            return secret
    raise JournalLocked(
        "That is not a recovery code, or there is a slip in it.",
        f"It has {(_LETTERS + CHECK_LETTERS) // GROUP} groups of {GROUP} letters and digits. Look at each again.",
    )


def _check(secret: bytes) -> str:
    return _letters(int.from_bytes(hashlib.sha256(b"soundingboard recovery" + secret).digest()[:4]), CHECK_LETTERS)


def _letters(number: int, count: int) -> str:
    """The last `count` digits of a number, written with the alphabet."""
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(count)))
