"""Takes names out of what is to be shown to somebody else.

Names are found by how they are written (with a capital letter where no sentence begins), by how they were introduced ("my
sister Ana"), and by the grammar (`assistant.exporting.recognising`). That still misses some and takes some words for names,
so the person sees what was found and says what else is one.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from dialogues.english import listed
from dialogues.people import introduced

_SENTENCE_END: Final = re.compile(r"[.?!…:;\n\"“”]\s*$")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_ENDING: Final = re.compile(r"['\u2019](?:s|ll|d|m|re|ve)$", re.IGNORECASE)
_NOT_NAMES: Final = listed(
    "I God OK Okay TV AI Christmas Easter Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May"
    " June July August September October November December English American Internet Facebook Instagram WhatsApp Google"
)


def names_in(texts: Iterable[str], recognised: Iterable[str] = ()) -> dict[str, str]:
    """The names in these, and what to say instead of each: who it is where that was said, else a number.

    Args:
        texts: What was said.
        recognised: Names that were found in it by other means.
    """
    texts = tuple(texts)
    relations = introduced(texts)
    others = (_ENDING.sub("", name.strip()) for name in recognised)
    found = dict.fromkeys([*relations, *(name for text in texts for name in _capitalised(text)), *others])
    return instead_of([name for name in found if _WORD.search(name)], relations)


def on_page(names: Mapping[str, str], texts: Iterable[str]) -> dict[str, str]:
    """Those of the names that stand in these texts."""
    texts = tuple(texts)
    return {name: word for name, word in names.items() if any(redacted(text, {name: word}) != text for text in texts)}


def instead_of(names: Iterable[str], relations: Mapping[str, str] | None = None) -> dict[str, str]:
    """What to say instead of each of these names; a number where there are no relations, or two of them the same."""
    relations = relations or {}
    taken: dict[str, str] = {}
    for name in names:
        relation = relations.get(name, "")
        word = f"[{relation}]" if relation and f"[{relation}]" not in taken.values() else f"[name {len(taken) + 1}]"
        taken[name] = word
    return taken


def redacted(text: str, names: Mapping[str, str]) -> str:
    """The text with other words for these names, in small letters or large."""
    if not names:
        return text
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    known = {name.casefold(): word for name, word in names.items()}
    return pattern.sub(lambda match: known.get(match[0].casefold(), "[name]"), text)


def _capitalised(text: str) -> Iterable[str]:
    for match in _WORD.finditer(text):
        word = _ENDING.sub("", match[0])
        before = text[: match.start()]
        begins = not before.strip() or bool(_SENTENCE_END.search(before))
        if word[:1].isupper() and word not in _NOT_NAMES and not begins:
            yield word
