"""Hears "stop and hide", also as a transcriber mishears it: the wish to have all of this gone from sight at once."""

import re
from typing import Final

LONGEST_REST: Final = 6  # words: the wish is at the end of what was said, and short


def without_hiding(text: str) -> tuple[str, bool]:
    """What was said before the wish to hide, and whether there was one.

    Only at the end of a turn, and as a wish of its own: "I had to stop and hide in the shed" is a story.
    """
    words = list(_WORD.finditer(text))
    for many in range(min(LONGEST_REST * 2, len(words)), 0, -1):
        start = words[-many].start()
        if _is_wish(" ".join(word.group().lower() for word in words[-many:])) and _stands_alone(text[:start]):
            return text[:start].rstrip(" ,;:\u2014-"), True
    return text, False


def _is_wish(said: str) -> bool:
    return _HIDING.fullmatch(said.replace("\u2019", "'")) is not None


def _stands_alone(before: str) -> bool:
    """Whether a sentence ended before it, or there was nothing."""
    return not before.strip() or before.rstrip()[-1] in ".?!,;:\u2026\u2014-"


_WORD: Final = re.compile(r"[\w'\u2019]+|&")
_STOP: Final = r"(?:stop|stopped|stops|stopping|top|stock|shop|step)"
_AND: Final = r"(?:and|an|in|on|n|&|at|then|it and)"
_HIDE: Final = r"(?:hide|hides|hiding|hyde|high|hi|height|hied|hind|hit|hired|heid|hight|aside)"
_CERTAINLY_HIDE: Final = r"(?:hide|hides|hyde|hied|hight|height)"
_SOFTENED: Final = r"(?:(?: it| this| everything| all| now| please| quick| quickly)*)"
_ONCE: Final = (
    rf"(?:{_STOP} {_AND} {_HIDE}{_SOFTENED}|{_STOP} {_CERTAINLY_HIDE}{_SOFTENED}"
    rf"|(?:please )?hide(?: it| this| everything| all of (?:it|this)| the screen)? (?:now|quick|quickly)|quick,? hide(?: it| this| everything)?"
    rf"|hide (?:everything|the screen|this screen|all of this)|(?:clear|blank) (?:the|this) screen(?: now)?)"
)
_HIDING: Final = re.compile(rf"(?:(?:please|now|okay|ok|quick|no|oh god|sounding board) )*{_ONCE}(?: {_ONCE})*")
