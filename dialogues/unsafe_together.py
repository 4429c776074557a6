"""Which sentences work on what is between two people: said to nobody who may be in danger from the other one.

Where somebody is afraid, hurt or controlled, or has hurt the other, nothing may be suggested that the two do together, that
one opens up to the other with, or that brings them nearer: no couples work, no openness about phones and places, no practised
apology, no rebuilding. `dialogues.risk` says when that holds, and for how long.
"""

import re
from typing import Final

COUPLE_DIALOGUES: Final = frozenset({"broken-trust", "forgiving", "living-with-it", "repairing"})
"""Dialogues about mending what is between two people: none of their questions is asked then."""


def is_couple_work(sentence: str) -> bool:
    """Whether a sentence works on what is between two people."""
    return _COUPLE_WORK.search(sentence.lower().replace("\u2019", "'")) is not None


_THEM: Final = r"(?:him|her|them|each other|one another|(?:your|his|her|their) (?:partner|husband|wife|boyfriend|girlfriend|fianc\w+|spouse|ex))"
_COUPLE_WORK: Final = re.compile(
    r"\b(?:"
    r"(?:re)?(?:build|building|built) (?:(?:the|your|that|this|up|some|more) )*(?:trust|relationship|marriage|bridges?)|rebuil\w+|(?:repair|mend|restor|sav|fix)\w* (?:(?:the|your|that|this|what \w+ \w+) )*(?:trust|relationship|marriage|things|it)\b"
    rf"|trust (?:{_THEM} )?(?:again|back|more)|(?:win|get|earn)\w* (?:{_THEM}|(?:your|his|her|their) (?:trust|love|heart)) back|(?:earn|regain)\w* (?:back )?(?:the|your|his|her|their) trust"
    r"|you two|(?:the )?two of you|both of you|between you\b(?! and (?:me|this))|as a couple|couples?'? (?:therap|counsel)\w+|(?:marriage|relationship) (?:therap|counsel)\w+"
    rf"|apolog\w+ (?:to {_THEM}|together)|(?:say|saying|said) (?:you(?:'re| are) )?sorry|forgiv\w+ {_THEM}|make (?:it )?up (?:with|to) {_THEM}|make amends"
    rf"|(?:tell|telling|ask|asking|show|showing|let|letting|reassur\w+|confront\w*|listen\w* to|talk\w* (?:to|with)|sit\w* down with|open\w* up to|honest with|closer to|nearer to|explain\w* (?:it )?to|(?:say|speak|write) (?:it )?to) {_THEM}"
    r"|(?:share|swap|exchange|hand over|show)\w* (?:(?:your|the|all|each other's) )*(?:passwords?|phones?|location|messages)|transparen\w+"
    rf"|(?:second|another|one more) chance|give {_THEM} (?:a|another|time)|try (?:it )?again together|work\w* (?:on|at) (?:it|this|things|the relationship|your marriage) together|meet {_THEM} half ?way"
    r")\b"
)
