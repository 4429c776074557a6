"""Entries of jrnl, as `jrnl --export json` writes them.

    {"tags": {...}, "entries": [{"title": "...", "body": "...", "date": "2026-03-01", "time": "21:30", "tags": ["@work"], ...}]}

Its times have no zone: they are taken for times on this computer's clock.
"""

from datetime import UTC, datetime
from typing import Any

from assistant.entries import Entry
from assistant.importing.written import entries_in, fingerprint, no_time, text_in, texts_in, written_entry

DOOR = "jrnl"


def is_jrnl(data: object) -> bool:
    """Whether a parsed file is such an export."""
    entries = entries_in(data)
    return bool(entries) and all("date" in each and "time" in each for each in entries)


def jrnl_entries(data: object) -> tuple[Entry, ...]:
    """The entries, as sessions.

    Raises:
        ImportRefused: one of them does not say when it was written, or is too long.
    """
    return tuple(_entry(each, number) for number, each in enumerate(entries_in(data), start=1))


def _entry(entry: dict[str, Any], number: int) -> Entry:
    date, time = text_in(entry, "date"), text_in(entry, "time")
    try:
        at = datetime.fromisoformat(f"{date}T{time}").astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise no_time(number) from None
    title, body = text_in(entry, "title").strip(), text_in(entry, "body").strip()
    uid = fingerprint(date, time, title, body)
    text = f"{title}\n{body}" if title and body else title or body
    return written_entry(DOOR, uid, at, text, title=title, tags=texts_in(entry, "tags"))
