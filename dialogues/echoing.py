"""Whether something said back is only an echo: too much of it in the very words, in the very order."""

from collections.abc import Iterable
from typing import Final

from dialogues.english import words

PARROTING: Final = 8  # words in a row: more than memory keeps by chance, so it sounds like a machine
MOSTLY_THEIRS: Final = 0.7  # of a reflection in one unbroken run of their words: an echo, even when short
SHORT_RUN: Final = 5  # words: below this a run is too short to sound like an echo


def is_echo(reflection: str, said: Iterable[str]) -> bool:
    """Whether a reflection repeats their words in so long a run that it parrots."""
    back = [_SAME.get(word, word) for word in words(reflection)]
    theirs = [_SAME.get(word, word) for word in said]
    run = _longest_run(back, theirs)
    return run >= PARROTING or (run >= SHORT_RUN and run >= MOSTLY_THEIRS * len(back))


def _longest_run(one: list[str], other: list[str]) -> int:
    """How many words in a row the two have in common."""
    best, before = 0, [0] * (len(other) + 1)
    for left in one:
        row = [0] * (len(other) + 1)
        for at, right in enumerate(other, 1):
            if left == right:
                row[at] = before[at - 1] + 1
                best = max(best, row[at])
        before = row
    return best


_SAME: Final = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "am": "are", "was": "were",
    "wasn't": "weren't", "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "we": "you", "us": "you",
    "our": "your", "we're": "you're", "we've": "you've",
}  # fmt: skip
