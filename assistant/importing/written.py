"""An entry that was written elsewhere, as a session with one turn."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from assistant.entries import Entry, SessionSummary, TimedTurn
from assistant.errors import ImportRefused
from dialogues.transcript import Speaker, Turn

LONGEST: Final = 1_000_000  # characters of one entry: a thick book


def written_entry(door: str, uid: str, at: datetime, text: str, *, title: str = "", tags: Iterable[str] = ()) -> Entry:
    """What somebody wrote at one time.

    Args:
        door: Where it comes from.
        uid: What tells it from all others, there and here.
        at: When it was written.
        text: What was written.
        title: What it is called.
        tags: As they were there.
    """
    if len(text) > LONGEST:
        raise ImportRefused(
            "One entry in that file is longer than a thick book.",
            "Nothing was taken in. Look whether it is what you meant.",
        )
    turns = (TimedTurn(Turn(Speaker.USER, text), at, None, None),) if text else ()
    summary = SessionSummary(0, door, at, at, len(turns), "", uid=f"{door}:{uid}", title=title, tags=tuple(tags))
    return Entry(summary, turns)


def fingerprint(*parts: object) -> str:
    """The same for the same entry, where its program gives it no name."""
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()


def entries_in(data: object) -> list[dict[str, Any]]:
    """The entries that both programs keep under that name; empty if there are none, or they are something else."""
    entries = data.get("entries") if isinstance(data, dict) else None
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        return []
    return entries


def text_in(entry: dict[str, Any], key: str) -> str:
    """A text; "" if it is missing, or something else."""
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def texts_in(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    """The texts in a list; those that are something else are left out."""
    values = entry.get(key)
    return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()


def no_time(number: int) -> ImportRefused:
    """What to say of an entry that does not say when it was written."""
    return ImportRefused(
        f"Entry {number} of that file does not say when it was written, or says it in a way I cannot read.",
        "Nothing was taken in. Export it again from the program it comes from.",
    )
