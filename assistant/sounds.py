"""The sound of what a person said, kept in the journal if they want that: a second a row, in the same encrypted file.

It is there by itself: it can be deleted and the words stay, and it goes after the days that were chosen, or with its session.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Final

import numpy as np

from assistant.errors import UsageError
from assistant.explaining import damaged
from assistant.journal import Journal
from assistant.store import Store
from audio.frames import SAMPLE_RATE, Samples
from audio.opus import decoded
from dialogues.transcript import Speaker, Turn

TAIL: Final = 0.2  # seconds after the last frame of speech: a word's end is softer than its beginning


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sound without a gap."""

    start: int
    """Seconds from the start of the session."""
    sound: Samples

    @property
    def end(self) -> int:
        """Seconds from the start of the session."""
        return self.start + -(-len(self.sound) // SAMPLE_RATE)


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn of the person, and how it sounded."""

    id: int
    """The turn's own number in the journal, which no person sees."""
    turn: Turn
    start: float
    """Seconds from the start of the session."""
    sound: Samples


def keep_second(store: Store, session: int, second: int, opus: bytes) -> None:
    """Keeps one second, in a transaction of its own; one that is kept already is replaced."""
    with store.transaction():
        store.run("INSERT OR REPLACE INTO sounds (session, second, opus) VALUES (?, ?, ?)", session, second, opus)


def drop_seconds(store: Store, session: int, seconds: Iterable[int]) -> None:
    """Removes seconds in which nothing was said after all."""
    with store.transaction():
        for second in seconds:
            store.run("DELETE FROM sounds WHERE session = ? AND second = ?", session, second)


def require_sound(journal: Journal, session: int) -> None:
    """Returns if sound of this session is kept.

    Raises:
        UsageError: There is no such session, or no sound of it is kept.
    """
    journal.entry(session)
    if not journal.store.run("SELECT 1 FROM sounds WHERE session = ? LIMIT 1", session):
        raise UsageError(
            f"No sound of session {session} is kept.",
            "To read its words: soundingboard journal show. To keep the sound of a talk: soundingboard talk --keep-audio",
        )


def stretches(journal: Journal, session: int) -> tuple[Stretch, ...]:
    """All the sound of a session, in order.

    Raises:
        UsageError: There is no such session, or no sound of it is kept.
        JournalDamaged: What is kept is not sound.
    """
    require_sound(journal, session)
    rows = journal.store.run("SELECT second, opus FROM sounds WHERE session = ? ORDER BY second", session)
    found = []
    try:
        for _, run in groupby(enumerate(rows), key=lambda pair: pair[1][0] - pair[0]):  # a gap changes the difference
            seconds = [row for _, row in run]
            found.append(Stretch(seconds[0][0], decoded(opus for _, opus in seconds)))
    except (ValueError, TypeError):
        raise damaged(journal.store.name) from None
    return tuple(found)


def whole(journal: Journal, session: int) -> Samples:
    """All the sound of a session from its first turn on; silence where none is kept. Raises as `stretches`."""
    found = stretches(journal, session)
    return between(found, found[0].start, found[-1].end)


def spoken_turns(journal: Journal, session: int) -> tuple[SpokenTurn, ...]:
    """What the person said in a session, with its sound, as far as that is kept. Raises as `stretches`."""
    found = stretches(journal, session)
    rows = journal.store.run(
        "SELECT id, text, start_seconds, end_seconds FROM turns"
        " WHERE session = ? AND speaker = ? AND start_seconds IS NOT NULL AND end_seconds IS NOT NULL ORDER BY id",
        session,
        Speaker.USER,
    )
    turns = (
        SpokenTurn(number, Turn(Speaker.USER, text), start, between(found, start, end + TAIL))
        for number, text, start, end in rows
    )
    return tuple(each for each in turns if each.sound.any())


def between(found: tuple[Stretch, ...], start: float, end: float) -> Samples:
    """The sound from `start` to `end`, in seconds; what is not kept of it is silence."""
    first, last = round(start * SAMPLE_RATE), round(end * SAMPLE_RATE)
    sound = np.zeros(max(0, last - first), np.float32)
    for each in found:
        offset = each.start * SAMPLE_RATE - first
        piece = each.sound[max(0, -offset) : max(0, len(sound) - offset)]
        at = max(0, offset)
        sound[at : at + len(piece)] = piece
    return sound


def delete_sound(store: Store, session: int) -> None:
    """Removes the sound of a session for good, and when each word was said with it. The words stay.

    Raises:
        JournalBusy: It is gone from the journal, but somebody is reading, so traces stay until they close it.
    """
    with store.transaction():
        store.run("DELETE FROM sounds WHERE session = ?", session)
        store.run("DELETE FROM words WHERE turn IN (SELECT id FROM turns WHERE session = ?)", session)
    store.forget_deleted()


def delete_old_sound(store: Store, days: int, now: datetime) -> int:
    """Removes the sound of sessions that are older than so many days, for good; 0 days keep it.

    Returns:
        Of how many sessions.
    """
    if not days:
        return 0
    before = (now.astimezone(UTC) - timedelta(days=days)).isoformat()
    rows = store.run(
        "SELECT DISTINCT session FROM sounds JOIN sessions ON sessions.id = session WHERE opened_at < ?", before
    )
    for (session,) in rows:
        delete_sound(store, session)
    return len(rows)
