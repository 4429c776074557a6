"""Example sentences of a theme: what somebody might say who speaks of it, in whatever words.

A turn touches a theme when it means nearly what one of its examples means. What the shipped examples mean was worked out
beforehand, so that a start need not wait; those in a file of one's own are read when it is loaded, 8 ms each.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogues.encoder import encode
from dialogues.turn_features import plainly

NEAR: Final = 0.35  # cosine: below it, two sentences of people talking about trust have little in common
BESIDE_THE_NEAREST: Final = 0.05  # themes this little further away than the nearest are touched too
AT_LEAST_WORDS: Final = 3  # a sentence of fewer words means too little
FAR: Final = 0.25  # cosine: how near a turn about anything else comes by chance
NEAREST_FEW: Final = 3  # examples that together say how near a dialogue is: one alone may be chance
EXAMPLES_FILE: Final = "examples.npz"

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Examples:
    """The example sentences of a dialogue, by theme."""

    sentences: Mapping[str, tuple[str, ...]]
    meanings: Array = field(init=False, repr=False, compare=False)
    """One row for each sentence, in their order."""
    themes: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The theme of each row."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "themes", tuple(theme for theme, theirs in self.sentences.items() for _ in theirs))
        object.__setattr__(self, "meanings", _meanings([each for theirs in self.sentences.values() for each in theirs]))

    def touched(self, turn: str) -> frozenset[str]:
        """The themes of the examples that mean nearly what is said in the turn."""
        near = self._nearness(turn)
        least = max(NEAR, float(near.max(initial=0)) - BESIDE_THE_NEAREST)
        return frozenset(theme for theme, each in zip(self.themes, near, strict=True) if each >= least)

    def nearness(self, turn: str) -> float:
        """How near the turn is to what these examples speak of: 0 for anything else, about 0.3 for the same."""
        near = np.sort(self._nearness(turn))[-NEAREST_FEW:]
        return max(0.0, float(near.mean()) - FAR) if near.size else 0.0

    def _nearness(self, turn: str) -> Array:
        """For each example, how near the nearest sentence of the turn is to it."""
        pieces = [plainly(piece) for piece in re.split(r"[.?!\u2026]+(?:\s|$)", turn)]
        pieces = [piece for piece in pieces if len(piece.split()) >= AT_LEAST_WORDS]
        if not pieces or not self.themes:
            return np.zeros(len(self.themes), np.float32)
        nearest: Array = (encode(pieces) @ self.meanings.T).max(axis=0)
        return nearest


def as_kept(sentences: Sequence[str], meanings: Array) -> dict[str, NDArray[np.generic]]:
    """Sentences and what they mean as arrays, to be written to a file; in half precision."""
    return {"sentences": np.array(sentences), "meanings": meanings.astype(np.float16)}


def _meanings(sentences: Sequence[str]) -> Array:
    known = _known()
    fresh = [each for each in dict.fromkeys(sentences) if each not in known]
    read = dict(zip(fresh, encode([plainly(each) for each in fresh]), strict=True))
    rows = [known[each] if each in known else read[each] for each in sentences]
    return np.stack(rows) if rows else encode([])


@cache
def _known() -> Mapping[str, Array]:
    """What the shipped examples mean."""
    path = resources.files("dialogues") / EXAMPLES_FILE
    if not path.is_file():
        return {}
    with resources.as_file(path) as file, np.load(file, allow_pickle=False) as kept:
        return dict(zip(map(str, kept["sentences"]), kept["meanings"].astype(np.float32), strict=True))
