r"""Entries of Day One, from the JSON in its export.

    {"metadata": {...}, "entries": [{"uuid": "...", "creationDate": "2026-03-01T21:30:00Z", "text": "...", "tags": [...]}]}

Its text is Markdown with every sign escaped ("It was fine\."), and pictures are references to files beside it: the signs
are read as they were typed, and where a picture was, it says so.
"""

import re
from typing import Any, Final

from assistant.entries import Entry
from assistant.importing.written import entries_in, fingerprint, no_time, text_in, texts_in, written_entry
from assistant.journal_format import moment

DOOR = "day one"
PICTURE: Final = "(a picture)"
_PICTURE: Final = re.compile(r"!\[[^\]\n]{0,200}\]\(dayone-moment:[^)\n]{0,200}\)")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")


def is_day_one(data: object) -> bool:
    """Whether a parsed file is such an export."""
    entries = entries_in(data)
    return bool(entries) and all("creationDate" in each for each in entries)


def day_one_entries(data: object) -> tuple[Entry, ...]:
    """The entries, as sessions.

    Raises:
        ImportRefused: one of them does not say when it was written, or is too long.
    """
    return tuple(_entry(each, number) for number, each in enumerate(entries_in(data), start=1))


def _entry(entry: dict[str, Any], number: int) -> Entry:
    try:
        at = moment(entry.get("creationDate"))
    except ValueError:
        raise no_time(number) from None
    text = _ESCAPED.sub(r"\1", _PICTURE.sub(PICTURE, text_in(entry, "text"))).strip()
    uid = text_in(entry, "uuid") or fingerprint(at.isoformat(), text)
    return written_entry(DOOR, uid[:64], at, text, tags=texts_in(entry, "tags"))
