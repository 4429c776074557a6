"""When each word was said: what was heard and the words of it, laid beside each other.

This is not done while somebody talks. It takes Whisper about a third of the time of a transcription, and is only of use to
who plays the sound again; so it is done when somebody first asks, from the sound that was kept.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.frames import Samples, samples, seconds
from audio.transcribing import LEVEL_SECONDS, LONGEST_SECONDS, WhisperTranscriber, pieces, quiet_parts, runs

PAUSE: Final = 0.2  # seconds of quiet that are no part of any word
_WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, in seconds from the beginning of the sound."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Timed:
    word: str
    span: Span


class Aligner:
    """Finds the words of a text in its sound.

    Args:
        transcriber: The model that wrote the text down.
    """

    def __init__(self, transcriber: WhisperTranscriber) -> None:
        self._transcriber = transcriber

    def spans(self, sound: Samples, text: str) -> tuple[Span, ...]:
        """One span for each word of the text (what lies between blanks), in order; none for a text without words."""
        words = text.split()
        if not words or not sound.size:
            return ()
        if len(sound) <= samples(LONGEST_SECONDS):
            found = list(self._timed(sound, text, 0.0))
        else:
            found = list(self._timed_in_pieces(sound))
        return placed(words, [(each.word, each.span) for each in found], seconds(len(sound)))

    def _timed_in_pieces(self, sound: Samples) -> Iterator[_Timed]:
        """A sound that does not fit Whisper's window: it says again what is in each piece."""
        offset = 0
        for piece in pieces(sound):
            yield from self._timed(piece, self._transcriber.transcribe(piece), seconds(offset))
            offset += len(piece)

    def _timed(self, sound: Samples, text: str, offset: float) -> Iterator[_Timed]:
        """The words of a text in at most `LONGEST_SECONDS` of sound."""
        length = seconds(len(sound))
        said = [each for each in self._transcriber.align(sound, " ".join(text.split())) if each.text.strip()]
        quiet = quiet_parts(sound)
        whole = "".join(each.text for each in said)
        starts = [sum(len(each.text) for each in said[:number]) for number in range(len(said))]
        for match in _WORD.finditer(whole):
            parts = [
                each
                for at, each in zip(starts, said, strict=True)
                if at < match.end() and at + len(each.text) > match.start()
            ]
            sounding = [each for each in parts if any(sign.isalnum() for sign in each.text)] or parts
            start = min(each.start for each in sounding)
            end = min(max(each.end for each in sounding), length)
            span = without_pause(Span(min(start, end), end), quiet)
            yield _Timed(match[0], Span(offset + span.start, offset + span.end))


def without_pause(span: Span, quiet: NDArray[np.bool_]) -> Span:
    """The part of a span in which a word was said. Whisper lays a pause into the word before or after it.

    Args:
        span: Where a word is said to be.
        quiet: Which hundredths of a second of the sound are quiet.
    """
    first, last = round(span.start / LEVEL_SECONDS), round(span.end / LEVEL_SECONDS)
    within = quiet[first:last]
    pauses = [(start, end) for start, end in runs(within) if end - start >= PAUSE / LEVEL_SECONDS]
    if not pauses:
        return span
    start, end = max(pauses, key=lambda pause: pause[1] - pause[0])
    is_after = np.count_nonzero(~within[end:]) > np.count_nonzero(~within[:start])
    if is_after:
        return Span(span.start + end * LEVEL_SECONDS, span.end)
    return Span(span.start, span.start + max(start, 1) * LEVEL_SECONDS)


def placed(words: Sequence[str], found: Sequence[tuple[str, Span]], length: float) -> tuple[Span, ...]:
    """A span for each word: that of the same word where it was found, else between its neighbours; never going back.

    Args:
        words: The words of a text.
        found: Words and when they were said, in order; they need not be quite the same words.
        length: Seconds that the sound lasts.
    """
    times: list[Span | None] = [None] * len(words)
    matcher = SequenceMatcher(
        None, [_plain(word) for word, _ in found], [_plain(word) for word in words], autojunk=False
    )
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            times[block.b + step] = found[block.a + step][1]
    return tuple(_filled(times, length))


def _filled(times: Sequence[Span | None], length: float) -> Iterator[Span]:
    at = 0.0
    for number, span in enumerate(times):
        if span is None:
            unknown = next((n for n, each in enumerate(times[number:]) if each is not None), len(times) - number)
            following = times[number + unknown] if number + unknown < len(times) else None
            until = max(at, following.start if following else length)
            end = at + (until - at) / unknown
            yield Span(at, end)
        else:
            end = min(max(at, span.end), max(at, length))
            yield Span(min(max(at, span.start), end), end)
        at = end


def _plain(word: str) -> str:
    return "".join(sign for sign in word.casefold() if sign.isalnum()) or word
