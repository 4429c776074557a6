"""A turn as numbers: what it means, how it is built, and which words stand in it.

The meaning alone cannot tell "can we drop that" from "we dropped that": who is spoken to, whether it asks, and what is over
is in the small words. Punctuation and capitals are left out, because transcripts differ in both.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogues.encoder import DIMENSIONS, encode
from dialogues.english import listed

MEANING_WEIGHT: Final = 6.0  # a row of length 1 has entries of about 0.05: brought to the size of the others
WORDS_WEIGHT: Final = 1.5
LENGTHS: Final = (2, 4, 8, 14)  # words: a bare request, a short one, a sentence, a long one


def plainly(text: str) -> str:
    """The turn in lower case, without punctuation, hesitation and stage directions; commas stay."""
    said = re.sub(r"\[[^\]]*\]", " ", text.lower().replace("\u2019", "'"))
    said = re.sub(r"(?:,\s*)?\b(?:u+m+|u+h+|e+rm+|er|h+m+|mm+|ah+|oh+)\b[,.]*", " ", said)
    said = re.sub(r"[^\w', ]", " ", said)
    return " ".join(re.sub(r"\s+,", ",", re.sub(r"\s*,[\s,]*", ", ", said)).strip(" ,").split())


def word_runs(said: str) -> frozenset[str]:
    """Single words and pairs of neighbours; "<" and ">" stand for the ends."""
    found = said.replace(",", "").split()
    return frozenset(found) | frozenset(" ".join(pair) for pair in pairwise(["<", *found, ">"]))


def features(texts: Sequence[str], vocabulary: dict[str, int]) -> NDArray[np.float32]:
    """One row for each text, of `DIMENSIONS` + the shape + one for each word run of the vocabulary."""
    said = [plainly(text) for text in texts]
    shapes = np.array([_shape(each) for each in said], np.float32).reshape(len(said), len(_shape("")))
    runs = np.zeros((len(said), len(vocabulary)), np.float32)
    for row, each in zip(runs, said, strict=True):
        known = [vocabulary[run] for run in word_runs(each) if run in vocabulary]
        if known:
            row[known] = WORDS_WEIGHT / np.sqrt(len(known))
    return np.hstack([encode(said) * MEANING_WEIGHT, shapes, runs])


def width(vocabulary: dict[str, int]) -> int:
    """How many numbers a turn becomes."""
    return DIMENSIONS + len(_shape("")) + len(vocabulary)


def _shape(said: str) -> list[bool]:
    """Who is spoken of, how it begins, whether it is over, and how long it is."""
    found = said.replace(",", "").split()
    there = set(found)
    first, second = (*found, "", "")[:2]
    to_you, of_them = bool(there & _YOU), bool(there & _THEM)
    over = bool(there & _OVER) or any(len(word) > len("died") and word.endswith("ed") for word in found)
    return [
        to_you,
        of_them,
        bool(there & _ME),
        bool(there & _US),
        bool(there & _THIS),
        over,
        over and of_them,
        over and not to_you,
        "please" in there,
        "," in said,
        first in _ASKING,
        first in _INVERTED,
        first in _INVERTED and second in _YOU | _ME | _US,
        first in _INVERTED and second in _THEM,
        first in _TELLING_TO,
        first in _YOU,
        first in _ME,
        first in _THEM,
        first in _THIS,
        first.endswith("ing"),
        *(len(found) <= length for length in LENGTHS),
    ]


_YOU: Final = listed("you your yours you're you've you'd you'll yourself")
_THEM: Final = listed(
    "he she they him her them his hers their theirs he's she's they're he'd she'd they'd he'll she'll they'll"
)
_ME: Final = listed("i me my mine myself i'm i've i'd i'll")
_US: Final = listed("we us our ours we're we've let's")
_THIS: Final = listed("this that it these those that's it's this's there")
_ASKING: Final = listed("what who where when why how which whose what's who's where's how's whats whos")
_INVERTED: Final = listed(
    "can could would will shall should do does did is are am was were have has had may must don't isn't aren't"
)
_OVER: Final = listed(
    "said told was were had did didn't went came knew thought kept left felt saw got took gave made found lost sat stood"
    " wasn't weren't hadn't heard read rang wrote broke chose began meant ran"
)
_TELLING_TO: Final = listed(
    "say tell give let help stop skip pass repeat explain hold hang wait ask read play write show put leave drop change move"
    " pause forget ignore turn switch shut make speak keep delete erase end remind"
)
