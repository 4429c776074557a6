"""Reads the labelled turns in `training/turns/`, and makes turns from its patterns."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "turns"
FROM_A_REQUEST: Final = 14  # turns made from one pattern of a request
FROM_A_STORY: Final = 30  # and from one of what only sounds like it: a wrong "stop" is worse than a missed one
_CHOICE: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A turn, and what it is labelled with."""

    labels: tuple[str, ...]
    text: str


def sections(name: str) -> list[Labelled]:
    """The lines of a file of sections; each takes the words of the "[heading]" above it, or asks nothing where there is none."""
    labels: tuple[str, ...] = ("none",)
    found = []
    for line in _lines(name):
        if line.startswith("["):
            labels = tuple(line.strip("[]").split())
        else:
            found.append(Labelled(labels, line))
    return found


def rows(name: str) -> list[Labelled]:
    """The lines of a file in which the labels stand before a bar."""
    return [
        Labelled(tuple(labels.split()), text.strip()) for labels, text in (line.split("|") for line in _lines(name))
    ]


def from_patterns(name: str, seed: int) -> list[Labelled]:
    """Turns made from each pattern, with other choices each time."""
    chance = random.Random(seed)
    made = []
    for pattern in sections(name):
        wanted = FROM_A_STORY if pattern.labels == ("none",) else FROM_A_REQUEST
        texts = dict.fromkeys(_filled(pattern.text, chance) for _ in range(wanted * 2))
        made += [Labelled(pattern.labels, text) for text in list(texts)[:wanted]]
    return made


def _filled(pattern: str, chance: random.Random) -> str:
    filled = _CHOICE.sub(lambda choice: chance.choice(choice.group(1).split("|")), pattern)
    return " ".join(filled.split())


def _lines(name: str) -> Iterator[str]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()
