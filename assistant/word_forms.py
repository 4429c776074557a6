"""The regular forms of an English word: somebody who looks for "apology" means "apologies" too.

Only what a search needs: forms that nobody uses are simply never found, so there may be some among them. What is irregular
("thought" for "think") is left to the person.
"""

from collections.abc import Iterator
from typing import Final

SHORTEST: Final = 3  # letters: shorter words have no forms that are worth looking for
_VOWELS: Final = frozenset("aeiouy")


def forms(word: str) -> tuple[str, ...]:
    """The word itself first, and then its other forms; only itself where it is not made of English letters."""
    if not (word.isascii() and word.isalpha()) or len(word) < SHORTEST:
        return (word,)
    word = word.lower()
    bases = dict.fromkeys((word, *(base for base in _bases(word) if len(base) >= SHORTEST)))
    return tuple(dict.fromkeys((*bases, *(form for base in bases for form in _forms_of(base)))))


def _bases(word: str) -> Iterator[str]:
    """What the word may be a form of."""
    for ending in ("ies", "ied"):
        if word.endswith(ending):
            yield word.removesuffix(ending) + "y"
    for ending in ("ing", "ed", "es"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield from (stem, stem + "e")
            if stem[-1:] == stem[-2:-1]:
                yield stem[:-1]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]


def _forms_of(base: str) -> Iterator[str]:
    yield from (base + ending for ending in ("s", "es", "ed", "ing"))
    if base.endswith("e"):
        yield from (base + "d", base[:-1] + "ing")
    if base.endswith("y") and base[-2] not in _VOWELS:
        yield from (base[:-1] + ending for ending in ("ies", "ied"))
    if base[-1] not in _VOWELS and base[-2] in _VOWELS:
        yield from (base + base[-1] + ending for ending in ("ed", "ing"))
