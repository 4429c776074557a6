"""What it means when there was speech while the program spoke: an "mm-hm", its own voice, or a person who wants the floor.

Pure: words in, answers out. Only the last takes the floor; after the others the program goes on with what it was saying.
"""

import re
from difflib import SequenceMatcher
from typing import Final

ENOUGH_WORDS: Final = 3  # with fewer, likeness says nothing: "I see" is in many replies
SAME: Final = 0.7  # share of the words, in order, that make it the program's own sentence misheard

_BACKCHANNEL: Final = re.compile(
    r"(?:\W*\b(?:m+|m+[- ]?h[mu]+|mhm|u[hm]+[- ]?hu[hm]+|u[hm]+|h+m+|ah+|oh+|aha|yeah|yep|yup|yes|ok|okay|right|sure|true|"
    r"i see|i know|of course|wow)\b)+\W*",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def is_backchannel(words: str) -> bool:
    """Whether this only says "I am with you": "mm-hm", "yeah", "right"."""
    return _BACKCHANNEL.fullmatch(words) is not None


def is_own_voice(words: str, reply: str) -> bool:
    """Whether what was heard while a reply sounded is that reply itself, perhaps misheard."""
    heard, said = (_WORD.findall(text.lower()) for text in (words, reply))
    if len(heard) < ENOUGH_WORDS:
        return False
    same = sum(block.size for block in SequenceMatcher(None, heard, said, autojunk=False).get_matching_blocks())
    return same >= SAME * len(heard)
