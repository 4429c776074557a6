"""How long to wait, after a person falls silent, before taking it that they have finished.

Pure: words in, seconds out. Being cut off while thinking is the first complaint about every voice system, so what sounds
unfinished is given much longer, and a person who asks for a moment is given it.
"""

import re
from enum import StrEnum
from typing import Final


class Pace(StrEnum):
    """How much room a person wants."""

    BRISK = "brisk"
    UNHURRIED = "unhurried"
    SPACIOUS = "spacious"


FINISHED: Final = {Pace.BRISK: 0.7, Pace.UNHURRIED: 1.2, Pace.SPACIOUS: 2.4}  # seconds after what sounds complete
UNFINISHED: Final = {Pace.BRISK: 1.6, Pace.UNHURRIED: 2.6, Pace.SPACIOUS: 4.5}  # seconds after what does not
ASKED_FOR_TIME: Final = 10.0  # seconds after "give me a moment"
LONG_SILENCE: Final = 14.0  # seconds with nobody speaking before one soft line: therapists let ten pass

_MOMENT = re.compile(
    r"\b(?:(?:give|gimme|let) me (?:a|one|just a) (?:moment|second|sec|minute)|let me think|hold on|hang on|"
    r"(?:just )?(?:a|one) (?:moment|second|sec|minute)|i(?:'m| am) thinking)\W*$",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"(?:\b(?:and|but|or|so|because|cause|cos|that|which|who|when|if|then|than|like|the|a|an|my|his|her|their|our|your|to|"
    r"of|in|on|at|for|with|from|about|into|just|really|very|is|was|are|were|he's|she's|it's|i'm|i've|"
    r"u[hm]+|e[rh]m*|hm+|you know|i mean|i guess)|,|-|–|—|\.\.\.|…)\W*$",  # noqa: RUF001  the dashes Whisper writes
    re.IGNORECASE,
)


def hold(words: str, pace: Pace) -> float:
    """Seconds of silence after these words before the person may be answered."""
    if _MOMENT.search(words):
        return ASKED_FOR_TIME
    return (UNFINISHED if _DANGLING.search(words) else FINISHED)[pace]
