"""Screens one text. Reads it with every layer there is, keeps the most urgent finding, and never raises.

Today there is one layer: the explicit floor, rules as data in `floor/`. A further layer is another `Reader` in
`_readers`, and can only add to what the floor found.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final, TypeAlias

from dialogues.screening.result import Label, Screening, Tier
from dialogues.screening.rules import Rulebook, load_rulebook

Reader: TypeAlias = Callable[[str], Screening]
"""Finds signs of danger in a text. Pure; may raise."""

LONGEST_READ: Final = 6_000
"""Characters: about seven minutes of speech. Longer text is read in pieces, so that time grows with length only."""
OVERLAP: Final = 300
"""Characters that two pieces share, so that no phrase is cut in two."""


def screen(text: str) -> Screening:
    """What a transcript or typed turn shows of danger. Never raises: where reading fails, help is offered all the same."""
    return screen_with(_readers, text)


def screen_with(readers: Callable[[], Iterable[Reader]], text: str) -> Screening:
    """The most urgent finding of these readers over all of a text; at least T2 if any of them, or finding them, fails."""
    try:
        findings = [finding for read in readers() for finding in _read(read, text)]
    except Exception:  # noqa: BLE001 - whatever fails, help is still offered
        return SCREENING_FAILED
    worst = max(findings, key=lambda finding: finding.tier, default=Screening())
    signs = dict.fromkeys((*worst.signs, *(sign for finding in findings for sign in finding.signs)))
    return replace(worst, signs=tuple(signs))


def _read(read: Reader, text: str) -> tuple[Screening, ...]:
    """What one reader finds. One that fails takes nothing away from what the others found."""
    try:
        return tuple(read(piece) for piece in _pieces(text))
    except Exception:  # noqa: BLE001 - no error may carry the text on, and none may leave the person without an answer
        return (SCREENING_FAILED,)


SCREENING_FAILED: Final = Screening(Tier.T2, Label.NONE, ("screening failed",))
"""What is reported when screening itself fails: nothing is known, so help of every kind is offered."""


@cache
def floor() -> Rulebook:
    """The explicit floor. Reading its files takes a moment the first time: screen something before it matters."""
    folder = files("dialogues.screening") / "floor"
    return load_rulebook(
        sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    )


def _readers() -> tuple[Reader, ...]:
    return (floor().read,)


def _pieces(text: str) -> Iterable[str]:
    step = LONGEST_READ - OVERLAP
    return (text[start : start + LONGEST_READ] for start in range(0, max(1, len(text) - OVERLAP), step))
