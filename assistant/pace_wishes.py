"""What a person says about how long they are waited for: "slow down", "take your time with me", "you can be quicker".

Pure: words in, a pace out. The wish must be a clause of its own in the person's own voice (`dialogues.own_clauses`), so
that a story in which somebody slows down changes nothing. What is changed is said back in one sentence.
"""

import re
from dataclasses import dataclass
from typing import Final

from assistant.turn_taking import Pace
from dialogues.own_clauses import own_clauses


@dataclass(frozen=True, slots=True)
class PaceWish:
    """A wish for another pace, understood."""

    pace: Pace
    """The pace from now on."""
    answer: str
    """What is said back."""
    is_all: bool
    """Nothing else was said in the turn."""


def pace_wish(words: str, pace: Pace) -> PaceWish | None:
    """The wish in a turn, given the pace so far; None if there is none."""
    clauses = own_clauses(words)
    wishes = [(clause, kind) for clause in clauses for kind, pattern in _KINDS.items() if pattern.fullmatch(clause)]
    if not wishes:
        return None
    kind = wishes[-1][1]
    wished = {"slower": _SLOWER[pace], "quicker": _QUICKER[pace], "usual": Pace.UNHURRIED}[kind]
    rest = [clause for clause in clauses if clause not in dict(wishes) and not _ASIDE.fullmatch(clause)]
    return PaceWish(wished, _ANSWERS[kind][wished is pace], is_all=not rest)


_SLOWER: Final = {
    Pace.BRISK: Pace.UNHURRIED,
    Pace.UNHURRIED: Pace.SPACIOUS,
    Pace.SPACIOUS: Pace.SPACIOUS,
}
_QUICKER: Final = {slow: quick for quick, slow in _SLOWER.items() if quick is not slow} | {Pace.BRISK: Pace.BRISK}
_ANSWERS: Final = {
    # What changes, or that it is so already.
    "slower": (
        "All right, I will leave you more room.",
        "I am leaving you all the room I can, so go on when you like.",
    ),
    "quicker": ("All right, I will answer sooner.", "I am answering as soon as I can."),
    "usual": ("All right, I will wait as I usually do.", "I will go on as before."),
}
_CAN_YOU: Final = r"(?:(?:can|could|will|would) you |(?:i(?:'d| would)? (?:like|want|need) you to )|you (?:can|could|should|need to|may) |try to )?(?:just )?"
_BIT: Final = r"(?: (?:a )?(?:little|bit|lot|much)(?: (?:bit|more))?)?"
_WITH_ME: Final = r"(?: with me| for me| before (?:you )?(?:answer|answering|reply|replying|speak|speaking)| here)*"
_KINDS: Final = {
    "slower": re.compile(
        rf"{_CAN_YOU}(?:slow(?: it)? down|go{_BIT} (?:slower|more slowly)|(?:be|take it){_BIT} slow(?:er|ly)?|take (?:your|more) time"
        rf"|wait(?:{_BIT} longer)|give me{_BIT} (?:more )?(?:time|room|space)(?: to think)?|leave me{_BIT} more (?:time|room|space)"
        rf"|be more patient|don't (?:rush|hurry)(?: me)?|stop (?:rushing|hurrying|interrupting|cutting)(?: me)?(?: off)?|let me finish)"
        rf"{_BIT}{_WITH_ME}"
        rf"|(?:please )?(?:don't|do not) (?:rush|hurry|interrupt) me|you(?:'re| are) (?:going |being )?(?:too|a bit|so) (?:fast|quick)(?: for me)?"
        rf"|you (?:keep|kept|are|were) (?:on )?(?:interrupting|cutting|rushing)(?: me)?(?: off| short)?|you (?:keep )?(?:cut|interrupt(?:ed)?) me(?: off| short)?"
        rf"|i (?:wasn't|was not|hadn't|had not|haven't) (?:finished|done)(?: yet| speaking| talking)?|i need (?:more|a bit more|a little more) (?:time|room|space)(?: to think)?{_WITH_ME}"
    ),
    "quicker": re.compile(
        rf"{_CAN_YOU}(?:be{_BIT} (?:quicker|faster|brisker)|(?:go|answer|reply|respond|speak){_BIT} (?:quicker|faster|sooner|more quickly)"
        rf"|speed(?: it)? up|hurry up|quicken up|wait{_BIT} less|not wait so long){_BIT}{_WITH_ME}"
        rf"|you(?:'re| are) (?:going |being )?(?:too|a bit|so) slow(?: for me)?|you (?:don't|do not) (?:have|need) to wait so long"
    ),
    "usual": re.compile(
        rf"{_CAN_YOU}(?:go back to|use|take) (?:the |your )?(?:usual|normal|first|old) (?:pace|speed)|(?:normal|usual) (?:pace|speed)"
    ),
}
_ASIDE: Final = re.compile(
    r"(?:okay|ok|sorry|please|thanks|thank you|hey|no|yes|wait|hang on|hold on|excuse me|i'm sorry|that's too fast|too fast|too slow)"
)
