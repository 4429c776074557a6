"""Makes any text fit to be shown: nothing in it acts on a terminal, hides, or passes for something else.

What is kept stays to the letter; only what is shown is changed. Letters of every script stay as they are, and so do the
invisible joiners that some scripts and emoji need.
"""

import json
import re
import unicodedata
from typing import Any, Final

INSTEAD: Final = "\ufffd"  # the sign for what cannot be shown
_KEPT: Final = frozenset("\n\u200c\u200d")  # line breaks, and the two joiners
_TAB: Final = "    "
_HIDDEN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})  # Unicode's kinds of what a terminal acts on, or cannot write
_UNSEEN: Final = "Cf"  # what only turns text round, joins, or hides


def shown(text: str) -> str:
    """The text as a person may see it, on one line or several."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", _TAB)
    return "".join(_sign(each) for each in text)


def on_one_line(text: str) -> str:
    """The text as a person may see it, on one line."""
    return " ".join(shown(text).split())


def indented(text: str, indent: str = "  ") -> str:
    """The text as a person may see it; no line of it but the first begins at the margin, where a speaker's name stands."""
    return shown(text).replace("\n", f"\n{indent}")


def as_json(value: Any) -> str:  # noqa: ANN401  whatever JSON can hold
    """A value as one line of JSON, to the letter; what a terminal would act on is written as a number."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _ACTED_ON.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


_ACTED_ON: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def _sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if sign in _KEPT or kind not in {_UNSEEN, *_HIDDEN}:
        return sign
    return "" if kind == _UNSEEN else INSTEAD
