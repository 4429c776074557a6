"""Reads a file from outside: tells what it is, and gives the sessions in it.

What it is, is told by what is in it, never by its name. Sizes are limited before anything is parsed.
"""

import json
import os
import zipfile
import zlib
from pathlib import Path
from typing import Final

from assistant import journal_format
from assistant.entries import Entry
from assistant.errors import ImportRefused
from assistant.importing.day_one import day_one_entries, is_day_one
from assistant.importing.jrnl import is_jrnl, jrnl_entries

MOST_BYTES: Final = 256 * 2**20  # of text: decades of journal; parsed, it takes several times as much memory
MOST_FILES: Final = 200  # journals in one archive
_START: Final = 64  # bytes, enough to see what a file is
_BOM: Final = b"\xef\xbb\xbf"


def is_text(path: Path) -> bool:
    """Whether it is one of the files that are read here: JSON, or an archive with JSON in it; else it may be a recording.

    Raises:
        ImportRefused: it cannot be read at all.
    """
    start = _bytes(path, _START).removeprefix(_BOM).lstrip()
    return start[:1] in {b"{", b"["} or start.startswith(b"PK\x03\x04")


def read_entries(path: Path, most: int = MOST_BYTES) -> tuple[Entry, ...]:
    """The sessions in a file of ours, of jrnl, or of Day One, as JSON or in Day One's archive.

    Args:
        path: The file.
        most: How many bytes of text it may hold.

    Raises:
        ImportRefused: it is none of these, is too large, or something in it is wrong.
    """
    content = _bytes(path, most + 1)
    if content.startswith(b"PK\x03\x04"):
        return tuple(entry for text in _archived(path, most) for entry in _entries(text))
    if len(content) > most:
        raise _too_large()
    return _entries(content)


def _entries(content: bytes) -> tuple[Entry, ...]:
    try:
        data = json.loads(content.removeprefix(_BOM).decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ImportRefused(
            "That file is not valid JSON.", "Nothing was taken in. Export it again, and import the whole file."
        ) from None
    if is_day_one(data):
        return day_one_entries(data)
    if is_jrnl(data):
        return jrnl_entries(data)
    return journal_format.read(data)


def _archived(path: Path, most: int) -> list[bytes]:
    """The JSON files in an archive, none of which may be larger than a file of its own."""
    found: list[bytes] = []
    room = most
    try:
        with zipfile.ZipFile(path) as archive:
            for name in [each for each in archive.namelist() if each.lower().endswith(".json")][:MOST_FILES]:
                with archive.open(name) as member:
                    found.append(member.read(room + 1))
                room -= len(found[-1])
                if room < 0:
                    raise _too_large()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise ImportRefused(
            "That archive cannot be read: it is damaged, or has a password.", "Nothing was taken in. Export it again."
        ) from None
    if not found:
        raise ImportRefused("There is no journal in that archive.", "Nothing was taken in. A journal is a JSON file.")
    return found


def _bytes(path: Path, most: int) -> bytes:
    """How a file begins, up to so many bytes."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise ImportRefused(
            f"That file cannot be read: {os.strerror(error.errno or 0)}.",
            "Look whether it is there, and is yours to read.",
        ) from None


def _too_large() -> ImportRefused:
    return ImportRefused(
        "There is more text in that file than I take in at once.", "Nothing was taken in. Export a part at a time."
    )


def _no_number(_: str) -> float:
    raise ValueError
