"""Screens one text. Reads it with every layer there is, keeps the most urgent finding, and never raises.

Two layers: the explicit floor, rules as data in `floor/`, and the model that reads what is meant, in `model/`. A further
one is another `Reader` in `_readers`. None can take away what another found; only where the floor is in doubt, and the
model sees no danger at all, a plain question takes the place of an alarm.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Final, TypeAlias

from dialogues.screening.meaning import ModelBroken, meaning
from dialogues.screening.result import Label, Screening, Tier
from dialogues.screening.rules import Rulebook, load_rulebook
from dialogues.screening.windows import WINDOW
from dialogues.screening.wording import plain

Reader: TypeAlias = Callable[[str], Screening]
"""Finds signs of danger in a text. Pure; may raise."""

LONGEST_READ: Final = 6_000
"""Characters: about seven minutes of speech. Longer text is read in pieces, so that time grows with length only."""
OVERLAP: Final = 300
"""Characters that two pieces share, so that no phrase is cut in two."""

HARMLESS: Final = 0.05
"""Danger that the model holds for less likely than this is none: far below the share of danger in what it has learnt."""
BARE: Final = 6
"""Words. In fewer, nothing is said that could take the danger out of "I'm scared of him", so the rules decide alone."""


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
    unsure = next((finding for finding in findings if finding.is_unsure), None)
    if unsure and not worst.is_crisis:
        return replace(worst, label=unsure.label, signs=tuple(signs), is_unsure=True)
    return replace(worst, signs=tuple(signs), is_unsure=False)


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


def warm_up() -> None:
    """Loads both layers, which takes about a second the first time. Never raises: `screen` says it where one is broken."""
    screen("hello")


def _readers() -> tuple[Reader, ...]:
    return (_read_floor, _read_meaning)


def _read_floor(text: str) -> Screening:
    found = floor().read(text)
    if found.is_crisis and floor().is_doubtful(found) and _seems_harmless(text):
        return replace(found, tier=Tier.T0, is_unsure=True)
    return found


def _seems_harmless(text: str) -> bool:
    try:
        return len(plain(text).split()) >= BARE and meaning().scores(text).danger < HARMLESS
    except ModelBroken:  # then the rules decide alone
        return False


def _read_meaning(text: str) -> Screening:
    # The model is loaded within its reader: if it cannot be, what the floor finds still stands.
    found = meaning().read(text)
    return Screening() if (found.is_crisis or found.is_unsure) and _is_settled(text) else found


def _is_settled(text: str) -> bool:
    """Whether the floor knows what a short text is.

    Danger that was said outright keeps the tier of its rule. An idiom, a negation or a film stays calm.
    """
    return len(plain(text).split()) <= WINDOW and (floor().read(text).is_crisis or floor().excuses(text))


def _pieces(text: str) -> Iterable[str]:
    step = LONGEST_READ - OVERLAP
    return (text[start : start + LONGEST_READ] for start in range(0, max(1, len(text) - OVERLAP), step))
