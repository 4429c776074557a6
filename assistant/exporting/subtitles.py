"""A session as subtitles, with who speaks: WebVTT and SubRip.

Where there was sound, a turn is shown while it sounded. Where there was none, it is shown from when it was written, for as
long as it takes to read, and never beyond the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from assistant.entries import Entry, TimedTurn
from assistant.plain_text import shown
from assistant.showing import speaker_name

READING: Final = 0.4  # seconds a word: an unhurried reader
LEAST: Final = 1.0  # seconds that a cue is shown
FAR: Final = 99 * 3600 - 1  # seconds: SubRip counts hours in two digits


@dataclass(frozen=True, slots=True)
class Cue:
    """Words, and when to show them."""

    start: float
    """Seconds from the start of the session."""
    end: float
    who: str
    text: str


def cues(entry: Entry) -> tuple[Cue, ...]:
    """The turns of a session, in order, each beginning no earlier than the one before it."""
    made: list[Cue] = []
    for timed in entry.turns:
        start = min(FAR, max(_start(entry, timed), made[-1].start if made else 0.0))
        if made and made[-1].end > start:
            made[-1] = Cue(made[-1].start, max(start, made[-1].start + 0.001), made[-1].who, made[-1].text)
        end = start + max(LEAST, READING * len(timed.text.split()))
        if timed.end_seconds is not None and timed.end_seconds > start:
            end = timed.end_seconds
        made.append(Cue(start, min(end, FAR + LEAST), speaker_name(timed.turn.speaker), timed.text))
    return tuple(made)


def as_vtt(entry: Entry) -> str:
    """WebVTT: who speaks is marked as its voice."""
    blocks = [
        "WEBVTT",
        *(f"{_times(cue, '.')}\n<v {cue.who}>{escape(_lines(cue), quote=False)}" for cue in cues(entry)),
    ]
    return "\n\n".join(blocks) + "\n"


def as_srt(entry: Entry) -> str:
    """SubRip: who speaks stands before the words."""
    return "\n".join(_srt(entry))


def _srt(entry: Entry) -> Iterator[str]:
    for number, cue in enumerate(cues(entry), start=1):
        yield f"{number}\n{_times(cue, ',')}\n{cue.who}: {_lines(cue).replace('-->', '->')}\n"


def _lines(cue: Cue) -> str:
    """The words, without the empty lines that would end a cue."""
    return "\n".join(line for line in shown(cue.text).split("\n") if line.strip())


def _start(entry: Entry, timed: TimedTurn) -> float:
    if timed.start_seconds is not None:
        return timed.start_seconds
    return max(0.0, (timed.said_at - entry.summary.opened_at).total_seconds())


def _times(cue: Cue, point: str) -> str:
    return f"{_clock(cue.start, point)} --> {_clock(cue.end, point)}"


def _clock(seconds: float, point: str) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{point}{rest % 1000:03d}"
