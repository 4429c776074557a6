"""Turns what a person says of themselves to "you": "I was sure of my wife" to "you were sure of your wife"."""

import re
from typing import Final

from dialogues.english import AUXILIARIES, DETERMINERS, NAME_LIKE, SUBJECT_PRONOUNS


def turned(text: str) -> str:
    """The text with "I" turned to "you", the verb agreeing; capitals stay only where they mark a name."""
    text = re.sub(
        r"\bI ((?:lied|promised|told|hate|hated|trust|asked|forgive|forgave)(?: to)?) me\b", r"I \1 myself", text
    )
    result: list[str] = []
    subject_is_user = False
    for number, token in enumerate(text.split()):
        low = token.lower()
        if low in SUBJECT_PRONOUNS or low in DETERMINERS or low in NAME_LIKE or low.endswith(("'s", "'re")):
            subject_is_user = low in {"i", "we", "we're"}
        if low in {"i", "i'm", "i've", "i'd", "we", "we're", "we've"}:
            subject_is_user = True
        if low in _TURN:
            result.append(_TURN[low])
        elif subject_is_user and low in _WAS:
            result.append(_WAS[low])
        elif low in NAME_LIKE:
            result.append(low if result and result[-1] in DETERMINERS | {"your"} else f"your {low}")
        elif number == 0 and (
            low in DETERMINERS | SUBJECT_PRONOUNS | AUXILIARIES
            or "'" in low
            or low.endswith("ing")
            or low in {"there", "that"}
        ):
            result.append(low)
        else:
            result.append(token)
    return " ".join(result)


_TURN: Final = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "we": "you", "us": "you", "our": "your",
    "ours": "yours", "ourselves": "yourselves", "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll",
    "we're": "you're", "we've": "you've", "we'd": "you'd", "we'll": "you'll", "am": "are",
}  # fmt: skip
_WAS: Final = {"was": "were", "wasn't": "weren't"}
