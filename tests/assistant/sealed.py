"""A key for journals in tests, and what somebody who has it can read: the engine alone, without our store."""

from contextlib import closing
from pathlib import Path

import apsw

from assistant.keys import Key

KEY = Key(bytes(range(32)))
ANOTHER = Key(bytes(32))


def engine(path: Path, key: Key = KEY) -> apsw.Connection:
    """The file, opened by the engine with the key."""
    connection = apsw.Connection(str(path))
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", f"raw:{key.secret.hex()}")
    return connection


def decrypted(path: Path, key: Key = KEY) -> bytes:
    """Every page of the file as it is beneath the encryption, pages that are no longer in use too."""
    with closing(engine(path, key)) as connection:
        return bytes(connection.serialize("main"))


def readable(folder: Path) -> bytes:
    """What somebody without the key can read in a folder: every byte of every file."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())
