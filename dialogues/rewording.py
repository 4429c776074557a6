"""Safe ways to say a clause otherwise: same meaning, fewer of the same words in a row.

Each takes a clause that is already turned to "you" and gives it back reworded, or None where that could go wrong.
"""

import re
from typing import Final

from dialogues.english import NUMBERS, words

LONG_CLAUSE: Final = 8  # words: as many in a row would be parroting, so only then is "the" worth changing
SHORTEST_CLAUSE: Final = 3  # words that still make a clause
CLEFT_CLAUSE: Final = 5  # words: a shorter clause is better left as it is


def rewordings(text: str) -> list[str]:
    """All that apply, the best first."""
    return [new for new in (cleft(text), participle(text), pointing(text), without_just(text)) if new is not None]


def cleft(text: str) -> str | None:
    """Turns "you wanted to say the sea" into "what you wanted was to say the sea"."""
    found = _CLEFT.match(text)
    if len(text.split()) < CLEFT_CLAUSE or found is None:
        return None
    verb = found.group("verb")
    return f"what you {verb} {'was' if verb in _PAST else 'is'} {found.group('what')}"


def participle(text: str) -> str | None:
    """Turns "she was texting your flatmate" into "texting your flatmate"."""
    found = re.match(r"(?:he|she|they)(?:'s|'re| was| were| is| are)? (?P<rest>(?!going)\w+ing (?:\S+ ?){1,5})$", text)
    return found.group("rest") if found else None


def pointing(text: str) -> str | None:
    """Turns "the phone", in a long clause, into "that phone": pointing to a thing marks that it was heard of."""
    if len(text.split()) < LONG_CLAUSE or fronted(text) != text:
        return None
    found = _THE_THING.search(text)
    return f"{text[: found.start('the')]}that{text[found.end('the') :]}" if found else None


def without_just(text: str) -> str | None:
    """Drops "just", "really" or a last "now", which people say without meaning them."""
    plain = re.sub(r" (?:just|really|actually|even)(?= )| (?:now|anyway|too)$", "", text)
    return plain if plain != text and len(plain.split()) >= SHORTEST_CLAUSE else None


def fronted(text: str) -> str:
    """The clause with the time it ends on put first: "in the morning, you believe him"; unchanged if it has none."""
    if (found := _TIME_AT_END.match(text)) is None or words(found.group("rest"))[-1] in NUMBERS:
        return text
    return f"{found.group('time')}, {found.group('rest')}"


_CLEFT: Final = re.compile(
    r"you (?:(?:really|just|still|always|only) )?"
    r"(?P<verb>want|wanted|need|needed|learned|learnt|remember|hate|hated|miss|missed|dread|saw|heard)"
    r" (?P<what>(?:(?:to|not to|the|a|an|your|his|their|this) \S+|that \S+ \S+).*)$"
)
_PAST: Final = frozenset({"wanted", "needed", "learned", "learnt", "hated", "missed", "saw", "heard"})
_THE_THING: Final = re.compile(
    # One thing, after a verb: not "in the same way", not "the kids".
    r"(?<!\bin )(?<!\bat )(?<!\bon )(?<!\bto )(?<!\bof )(?<!\bfor )(?<!\bwith )(?<!\bfrom )(?<!\bby )(?<!\bthrough )(?<=\w )(?P<the>the)"
    r" (?!same|way|only|first|last|other|truth|worst|best|time|point|end|most|whole)[a-z]+[a-rt-z]\b"
)
_TIME_AT_END: Final = re.compile(
    r"^(?P<rest>(?:\S+ ){2,}\S+) (?P<time>(?:in the (?:morning|evening|afternoon|end|beginning)|at night"
    r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|last (?:week|night|year|month)|every (?:day|night|morning|week)"
    r"|(?:\w+ )?(?:days|weeks|months|years) ago|this (?:morning|week)|for (?:weeks|months|years)))$",
    re.IGNORECASE,
)
