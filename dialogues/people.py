"""Whom the person speaks of, by which name, and as he, she or they."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from dialogues.english import AUXILIARIES, PEOPLE, SMALL_WORDS, VERBS, content_words, listed, words

TWICE: Final = 2  # times a pronoun must be heard before it is taken up


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the person speaks of."""

    name: str
    """As said back: "your husband", "Mark"."""
    they: str

    @property
    def slots(self) -> dict[str, str]:
        """What to put into a question's braces."""
        them = {"he": "him", "she": "her", "they": "them"}[self.they]
        their = {"he": "his", "she": "her", "they": "their"}[self.they]
        return {"person": self.name, "they": self.they, "them": them, "their": their}


def introduced(told: Iterable[str]) -> dict[str, str]:
    """Who is who, where it was said: {"Ana": "sister"} for "my sister Ana" and "Ana, my sister"."""
    found = {}
    for text in told:
        for match in _INTRODUCED.finditer(text):
            name = match.group("after") or match.group("before") or match.group("beside")
            relation = match.group("relation") or match.group("kin") or match.group("also")
            if name.lower() not in _NOT_NAMES and not name.endswith("ly"):
                found[name] = relation.lower()
    return found


def person_in(told: tuple[str, ...], closed: Collection[str], names: Mapping[str, str]) -> Person | None:
    """Whom the talk is about: the one named most lately who has not been put aside.

    Args:
        told: What was told, oldest first.
        closed: Words that are not to be talked about.
        names: Who is who, as `introduced` finds it.
    """
    everything = " . ".join(told)
    for text in reversed(told):
        for name, they in reversed(_people_in(text, names)):
            if not (set(words(name)) | content_words(name)) & set(closed) and they not in closed:
                return Person(name, _pronoun(they, everything))
    return None


def _people_in(text: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    people = [
        (found.start(), f"your {found.group(1).lower()}", PEOPLE[found.group(1).lower()])
        for found in _MINE.finditer(text)
    ]
    people += [
        (found.start(), found.group(1), "they")
        for found in _NAMED.finditer(text)
        if found.group(1).lower() not in _NOT_NAMES
        and found.group(1) not in names
        and not (found.start() == found.start(1) and text[found.end(1) : found.end(1) + 1] in {".", ","})  # "Tuna."
    ]
    people += [
        (found.start(), name, PEOPLE[relation])
        for name, relation in names.items()
        for found in re.finditer(rf"\b{re.escape(name)}\b", text)
    ]
    return [(name, they) for _, name, they in sorted(people)]


_MINE: Final = re.compile(
    r"\bmy (?:\w+ )?(" + "|".join(sorted(PEOPLE, key=len, reverse=True)) + r")\b(?!'s)", re.IGNORECASE
)
_NAMED: Final = re.compile(
    r"(?:\bname(?: is|'s) |\bcalled |\bmy \w+,? |(?<=[.!?,] )|^|\b[Aa]nd |\b[Bb]ut |\b[Ww]ith )([A-Z][a-z]{2,})(?= (?:"
    + "|".join(sorted((VERBS | AUXILIARIES | {"asked", "called", "texted"}), key=len, reverse=True))
    + r")\b|[.,])"
)
_NOT_NAMES: Final = SMALL_WORDS | listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november"
    " december christmas easter god okay nan mum mom dad people sometimes something everyone everything nothing nobody somebody anyway wrong right fine"
    " people trust love work because sorry banter physically actually honestly eventually suddenly basically then well three two four five yesterday"
    " tomorrow tonight moved left lost quiet letter family girlfriend boyfriend husband wife listen eleven answer happy christian"
)


def _pronoun(they: str, everything: str) -> str:
    """He, she or they, as the person says it."""
    if they != "they":
        return they
    said = words(everything)
    he = sum(word in {"he", "him", "his", "he's", "he'd"} for word in said)
    she = sum(word in {"she", "her", "she's", "she'd", "hers"} for word in said)
    if he >= TWICE and he > 2 * she:
        return "he"
    if she >= TWICE and she > 2 * he:
        return "she"
    return "they"


_RELATIONS: Final = "|".join(sorted(PEOPLE, key=len, reverse=True))
_INTRODUCED: Final = re.compile(
    rf"\b[Mm]y (?:\w+ )?(?P<relation>{_RELATIONS})(?:,| is called| called|'s name is|'s called)? (?P<after>[A-Z][a-z]+)(?![\w'])"
    rf"|\b(?P<before>[A-Z][a-z]+)(?: is|,? who is|,? that's) my (?:\w+ )?(?P<kin>{_RELATIONS})\b(?!'s)"
    rf"|\b(?P<beside>[A-Z][a-z]+), my (?:\w+ )?(?P<also>{_RELATIONS})(?=[,.])"
)
