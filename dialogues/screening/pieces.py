"""Cuts plain words into the pieces that the meaning model was taught with, and pieces into windows that it can read.

The cutting is WordPiece: the longest piece of the vocabulary that fits, then the next, until the word is used up.
"""

from collections.abc import Iterator, Mapping
from typing import Final

PAD: Final = "[PAD]"
UNKNOWN: Final = "[UNK]"
START: Final = "[CLS]"
END: Final = "[SEP]"
INSIDE: Final = "##"
"""What the name of a piece begins with that goes on a word."""

LONGEST: Final = 96
"""Pieces that the model reads at once, its start and end marks included: about 75 spoken words."""
WINDOW: Final = 60
"""Words in one window of a longer turn."""
STEP: Final = 40
"""Words from the start of one window to the start of the next, so that a sentence of 20 words stands whole in one."""


def windows(words: list[str]) -> Iterator[list[str]]:
    """All the words, in overlapping windows; a turn of ordinary length is one window."""
    for start in range(0, max(1, len(words) - (WINDOW - STEP)), STEP):
        yield words[start : start + WINDOW]


def encoded(words: list[str], vocabulary: Mapping[str, int]) -> list[int]:
    """The numbers of the pieces of these words, between the marks for start and end."""
    pieces = [piece for word in words for piece in _cut(word, vocabulary)]
    return [vocabulary[START], *pieces[: LONGEST - 2], vocabulary[END]]


def _cut(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    pieces: list[int] = []
    start = 0
    while start < len(word):
        mark = INSIDE if start else ""
        fitting = (end for end in range(len(word), start, -1) if mark + word[start:end] in vocabulary)
        end = next(fitting, None)
        if end is None:
            return [vocabulary[UNKNOWN]]
        pieces.append(vocabulary[mark + word[start:end]])
        start = end
    return pieces
