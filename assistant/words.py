"""When each word of a person was said: found when it is first asked for, from the sound that was kept, and kept from then on.

A word stands only in its turn; here is its place there and its time. Without sound there is nothing to play, and so no times.
"""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.journal import Journal
from assistant.sounds import SpokenTurn, spoken_turns
from assistant.store import Store
from audio.aligning import Span
from audio.frames import Samples
from dialogues.transcript import Turn

Align = Callable[[Samples, str], tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word, and when it was said, in seconds from the start of the session."""

    word: str
    start: float
    end: float


def timed_words(journal: Journal, session: int, align: Callable[[], Align]) -> list[tuple[Turn, tuple[TimedWord, ...]]]:
    """The words of each turn of the person of which there is sound.

    Args:
        journal: Open for writing.
        session: Its number.
        align: Gives what finds words in sound; asked only if there are words whose time is not known.

    Raises:
        UsageError: There is no such session, or no sound of it is kept.
    """
    found = []
    finder: Align | None = None
    for turn in spoken_turns(journal, session):
        spans = _kept(journal.store, turn.id)
        if not spans:
            finder = finder or align()
            spans = _found(turn, finder)
            _keep(journal.store, turn.id, spans)
        words = zip(turn.turn.text.split(), spans, strict=False)  # an empty place is better than a wrong one
        found.append((turn.turn, tuple(TimedWord(word, span.start, span.end) for word, span in words)))
    return found


def _found(turn: SpokenTurn, align: Align) -> tuple[Span, ...]:
    return tuple(
        Span(round(turn.start + span.start, 2), round(turn.start + span.end, 2))
        for span in align(turn.sound, turn.turn.text)
    )


def _kept(store: Store, turn: int) -> tuple[Span, ...]:
    rows = store.run("SELECT start_seconds, end_seconds FROM words WHERE turn = ? ORDER BY number", turn)
    return tuple(Span(start, end) for start, end in rows)


def _keep(store: Store, turn: int, spans: tuple[Span, ...]) -> None:
    with store.transaction():
        for number, span in enumerate(spans):
            store.run("INSERT INTO words VALUES (?, ?, ?, ?)", turn, number, span.start, span.end)
