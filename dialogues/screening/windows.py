"""Cuts the words of a long turn into overlapping windows that the model of `meaning` can read at once."""

from collections.abc import Iterator
from typing import Final

WINDOW: Final = 60
"""Words in one window of a longer turn."""
STEP: Final = 40
"""Words from the start of one window to the start of the next, so that a sentence of 20 words stands whole in one."""


def windows(words: list[str]) -> Iterator[list[str]]:
    """All the words, in overlapping windows; a turn of ordinary length is one window."""
    for start in range(0, max(1, len(words) - (WINDOW - STEP)), STEP):
        yield words[start : start + WINDOW]
