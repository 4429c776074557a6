"""What kind of turn this is: silence, a bare yes or no, another language, no words at all, or something that is told."""

import re
from typing import Final

from dialogues.language import is_other_language
from dialogues.requests import Request, read_listed, read_request

SHORTEST_NOISE: Final = 3  # letters: "hm" and "pff" are not noise


def is_silence(text: str) -> bool:
    """Whether nothing was said."""
    return not re.search(r"\w", re.sub(r"\[[^\]]*\]", " ", text))


def is_telling(text: str, *, roughly: bool = False) -> bool:
    """Whether a turn tells something, rather than asking for something or only nodding.

    Args:
        text: The turn.
        roughly: Go by the listed wordings alone: hundreds of turns of earlier sessions must not hold up a start.
    """
    request = read_listed(text) if roughly else read_request(text)
    if is_silence(text) or request not in {Request.NONE, Request.CORRECTION}:
        return False
    return nod(text) is None and not is_other_language(text) and not is_unclear(text)


def nod(text: str) -> str | None:
    """Which kind of bare answer a turn is: "yes", "no", "unsure", "thanks" or "hello"; None if it says more."""
    said = re.sub(
        r"\b(?:um+|uh+|er+m?|hm+|well|so|oh|like|really|just|i guess|i suppose|i think)\b|[^\w' ]",
        " ",
        text.lower().replace("\u2019", "'"),
    )
    said = " ".join(said.split())
    for kind, pattern in _NODS.items():
        if pattern.fullmatch(said):
            return kind
    return "yes" if not said and text.strip() else None


_NODS: Final = {
    "yes": re.compile(r"(?:(?:yeah|yes|yep|yup|mm|mhm|uh huh|ok|okay|right|true|sure|exactly|i know|fine|i do|i did|it is|it does|probably|of course|alright|sorry|i'm here|still here|i'm back|huh|wow|oh)(?: |$))+"),
    "no": re.compile(r"(?:(?:no|nope|nah|not really|nothing|never|no one|nobody|neither|whatever|i don't|i didn't)(?: |$))+"),
    "unsure": re.compile(r"(?:(?:i )?(?:dunno|don't know|do not know|no idea|not sure|i'm not sure|can't say|hard to say|maybe|who knows|have no idea|couldn't say|not a clue)(?: (?:yet|how|what|why|really))?(?: |$))+"),
    "thanks": re.compile(r"(?:(?:many )?(?:thank you|thanks|cheers|ta)(?: (?:so much|very much|a lot|you|for (?:waiting|bearing with me|your patience|being patient|asking|that|saying (?:that|so))))*(?: |$))+"),
    "hello": re.compile(r"(?:(?:hi|hello|hey|good (?:morning|evening|afternoon)|hiya|hi there|hello there|hey there)(?: |$))+"),
}  # fmt: skip


def is_unclear(text: str) -> bool:
    """Whether the turn is no words at all, as far as can be seen."""
    said = re.findall(r"[a-z']+", text.lower())
    if not said:
        return True
    odd = [word for word in said if not re.search(r"[aeiouy]", word) or re.search(r"[^aeiouy']{5}", word)]
    return len(odd) * 2 > len(said) and len("".join(said)) > SHORTEST_NOISE
