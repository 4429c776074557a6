"""A person's own words as clauses that can be said back: cleaned of hesitation, cut apart, checked, and turned to "you".

There is no grammar parser here. A clause is let through only when its subject and verb are plain to see and its end is
sound; everything doubtful is dropped, because a clumsy reflection is worse than none.
"""

import re
from dataclasses import dataclass
from typing import Final

from dialogues.cleaning import cleaned
from dialogues.english import (
    ADVERBS,
    AUXILIARIES,
    BASE_VERBS,
    DETERMINERS,
    FEELINGS,
    JOINERS,
    NAME_LIKE,
    NUMBERS,
    PARTICLES,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    VERBS,
    WANTS_MORE,
    listed,
)
from dialogues.turning import turned
from dialogues.unfit import is_unfit

LONGEST: Final = 7  # words of a clause that is cut short: eight in a row would be parroting
LONGEST_WHOLE: Final = 10  # words of a clause left whole, for wordings that break it up
SHORTEST: Final = 3  # words: less says too little to be worth saying back


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that was said, turned to "you", ready to stand inside a sentence."""

    text: str
    """Without capital and full stop: "you believe him in the morning"."""
    joiner: str
    """The word that led into it: "but", "because", or ""."""
    sentence: int
    """Which sentence of the turn it stood in."""
    place: int
    """Which piece of the turn it was, counted from 0; what was said next to it has the next number."""
    is_whole: bool
    """Nothing was cut from its end."""


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a turn that can safely be said back, in the order they were said."""
    found: list[Clause] = []
    place = 0
    for number, sentence in enumerate(re.split(r"(?<=[.?!\u2026])\s+|\n+", cleaned(text))):
        if "?" in sentence or '"' in sentence or "\u201c" in sentence:
            continue
        conditional = False
        for joiner, piece in _pieces(sentence.rstrip(".!\u2026 ")):
            place += 1
            if joiner in {"if", "unless"} or piece.lower().startswith(("if ", "unless ", "what if")):
                conditional = True
                continue
            if re.search(
                r"\b(?:say|said|says|saying|told \w+|asked|goes|thought|like)(?: once| then| again| back| to \w+)?$",
                piece.lower(),
            ):
                break  # what follows is what somebody said, not what is so
            if not conditional:
                found += _clause(piece, joiner, number, place)
    return tuple(found)


_SUBJECT_START: Final = (
    r"(?:I|I'm|I've|I'd|I'll|he|she|we|they|he's|she's|we're|they're|they've|he'd|she'd|it's|there's|there was"
    r"|nobody|everyone|everybody|nothing|everything|my \w+|his \w+|her \w+)\b"
)
_SPLIT: Final = re.compile(
    r"\s*(?:,|;|:|\s[-\u2013\u2014]+\s|\u2014)\s*(?:(?P<a>and yet|even though|and then|and|but|so|because|cause|though|although|then|when|while|if|unless|except|which|who)\s+)?"
    r"|(?<!\bme)\s+(?P<b>and yet|even though|and then|and|but|because|cause|though|although|except|so|then)\s+(?=(?:(?:by|in|at|on) (?:the )?\w+ |now )?"
    + _SUBJECT_START
    + r")"
    r"|\s+about (?P<c>why|how)\s+(?=I\b)",
    re.IGNORECASE,
)
_LEAD_IN: Final = re.compile(
    r"^(?:(?:and yet|and then|and|but|so|because|cause|then|well|okay|ok|yeah|yes|no|right|fine|anyway|also|plus|oh|look|listen|sorry"
    r"|the thing is|it's (?:just )?that|it's like|it is like|it was like|i guess|i suppose|i mean|you know|all i know is|the point is|honestly|actually"
    r"|part of me thinks|even though|though|although|like(?=,)|underneath it)\b,?\s+)+",
    re.IGNORECASE,
)


def _pieces(sentence: str) -> list[tuple[str, str]]:
    """The sentence cut at commas and joining words: each piece with the word that led into it."""
    pieces, start, joiner = [], 0, ""
    for found in _SPLIT.finditer(sentence):
        pieces.append((joiner, sentence[start : found.start()]))
        start, joiner = found.end(), (found.group("a") or found.group("b") or found.group("c") or "").lower()
    pieces.append((joiner, sentence[start:]))
    return [(joiner, piece.strip()) for joiner, piece in pieces if piece.strip()]


def _clause(piece: str, joiner: str, sentence: int, place: int) -> list[Clause]:
    """What of this piece can be said back: whole, cut short, or both; often nothing."""
    if lead := _LEAD_IN.match(piece):
        first = lead.group().split()[0].lower().strip(",")
        joiner = joiner or (first if first in {"but", "because", "so", "even", "though", "although"} else "")
        piece = piece[lead.end() :]
    if joiner in {"which", "who", "when", "while"}:
        return []
    tokens = piece.replace(",", " ").split()
    if tokens and joiner == "" and _lacks_its_i(tokens):
        tokens = ["I", tokens[0].lower(), *tokens[1:]]
    verb = _verb_at(tokens)
    if verb is None or is_unfit(tokens):
        return []
    found = []
    if len(tokens) <= LONGEST_WHOLE and _ends_well([token.lower() for token in tokens], cut=False):
        found.append(Clause(turned(" ".join(tokens)), joiner, sentence, place, is_whole=True))
    if len(tokens) > LONGEST and (kept := _cut_short(tokens, verb)):
        found.append(Clause(turned(" ".join(kept)), joiner, sentence, place, is_whole=False))
    return found


def _lacks_its_i(tokens: list[str]) -> bool:
    """Whether this is a clipped "moved out" or "don't sleep much", which can only be about the speaker."""
    first, rest = tokens[0].lower(), {token.lower() for token in tokens[1:]}
    if rest & {"me", "us", "i", "he", "she", "they", "we"} or not tokens[0][0].isupper() or not rest:
        return False
    return first in {"don't", "didn't", "can't", "couldn't", "haven't", "won't"} or first in _CLIPPED


_CLIPPED: Final = listed(
    "moved lost found left quit went came stayed tried kept stopped slept cried walked drove waited told asked gave"
)


def _verb_at(tokens: list[str]) -> int | None:  # noqa: PLR0911 - one way out for each way to begin a clause
    """Where the verb of the clause stands, if its subject and verb are plain to see."""
    low = [token.lower() for token in tokens]
    if len(low) < SHORTEST and not (len(low) == SHORTEST - 1 and low[-1] in FEELINGS):
        return None
    first = low[0]
    if re.fullmatch(r"(?:i|he|she|we|they|it|there|that)'(?:m|s|ve|d|ll|re)", first):
        return 0
    if first in _BEFORE_A_SUBJECT and low[1] in SUBJECT_PRONOUNS:
        return _next_verb(low, 2, anything=low[1] in _PERSONS)
    if first in SUBJECT_PRONOUNS or first in {"there", "that"}:
        return _next_verb(low, 1, anything=first in _PERSONS)
    if low[:2] == ["me", "and"]:
        return next((at for at in range(3, min(6, len(low))) if low[at] in _OF_SEVERAL or _is_verb(low[at])), None)
    if first in DETERMINERS:
        return _verb_after_noun(low)
    if first.endswith("ing"):
        return next((at for at in range(1, min(4, len(low))) if low[at] in _STATES), None)
    return _next_verb(low, 1, anything=False) if _is_name(tokens[0]) else None


def _verb_after_noun(low: list[str]) -> int | None:
    """The verb after "my husband", "the kids", "his new boss"."""
    for at in range(2, min(5, len(low))):
        if low[at - 1] in DETERMINERS | PREPOSITIONS | JOINERS | SUBJECT_PRONOUNS:
            return None
        if _is_verb(low[at]):
            is_plural = low[at - 1].endswith("s") or low[at - 1] in {"children", "people", "police", "family"}
            return None if low[at] in _OF_SEVERAL and not is_plural else at
    return None


def _is_name(token: str) -> bool:
    """Whether a first word that is no pronoun and no "the" may still be a subject: "Mark", "Nan"."""
    low = token.lower()
    if low in NAME_LIKE:
        return True
    other = AUXILIARIES | ADVERBS | JOINERS | PREPOSITIONS | BASE_VERBS | VERBS | NUMBERS | FEELINGS.keys()
    return token[0].isupper() and low not in other and not low.endswith(("s", "ly"))


_OF_SEVERAL: Final = listed("were weren't are aren't have haven't do don't")
_PERSONS: Final = frozenset({"i", "he", "she", "we", "they"})
_BEFORE_A_SUBJECT: Final = listed("sometimes maybe perhaps now never once suddenly usually inside")
_STATES: Final = listed("is isn't was wasn't doesn't didn't does feels felt makes made helps helped hurts hurt")


def _next_verb(low: list[str], at: int, *, anything: bool) -> int | None:
    while at < len(low) and low[at] in ADVERBS:
        at += 1
    if at == len(low):
        return None
    if _is_verb(low[at]) or (anything and low[at] in BASE_VERBS):
        return at
    return None


def _is_verb(word: str) -> bool:
    return (
        word in AUXILIARIES
        or word in VERBS
        or (word.endswith("ed") and word not in {"bed", "red", "need", "kid", "wed", "tired", "hundred"})
    )


def _cut_short(tokens: list[str], verb: int) -> list[str] | None:
    """The clause without its tail; None if that would leave it unsound."""
    low = [token.lower() for token in tokens]
    for end in range(LONGEST, max(verb + 1, SHORTEST) - 1, -1):
        if _starts_a_tail(low, end) and _ends_well(low[:end], cut=low[end] != "to"):
            return tokens[:end]
    return None


_TAIL_STARTS: Final = listed(
    # What comes from here on tells when, where or why: the clause stands without it.
    "in on at for before after since until during with without from when because while which where but so every last"
)


_WANTS_MORE_AFTER_HIM: Final = listed(
    "let make made makes keep kept find found put get got gave give than like had have thought knew wanted saw see"
)


_DENYING: Final = listed(
    "not never nobody nothing don't doesn't didn't can't couldn't won't wouldn't isn't aren't wasn't weren't haven't hasn't hadn't cannot"
)
_TAILS_OF_A_DENIAL: Final = listed("because while but so to")
_PLACING: Final = listed("keep keeps kept put puts hide hides hid leave leaves sleep sleeps slept live lives lived")


def _starts_a_tail(low: list[str], at: int) -> bool:
    """Whether the clause may end before this word."""
    if low[at] == "to" and {"want", "wanted", "need", "like", "expect", "ask", "asked", "tell", "told", "let"} & set(
        low[:at]
    ):
        return False  # "I don't want my son | to learn this" says another thing when cut
    if _DENYING & set(low[:at]):
        return (
            low[at] in _TAILS_OF_A_DENIAL and low[at - 1] not in BASE_VERBS | VERBS | WANTS_MORE
        )  # "I can't trust anyone | in that building" says too much when cut
    if low[at] in {"in", "on", "at", "with", "from", "without"} and _PLACING & set(low[:at]):
        return False  # "I keep my passport | in my bag" says too little
    if low[at] in _TAIL_STARTS:
        return True
    # "told everyone | about it", "said something | to him": only after a noun, never after "talk" or "listen".
    return (
        low[at] in {"about", "to"}
        and at > SHORTEST
        and low[at - 1] not in VERBS | BASE_VERBS | WANTS_MORE | ADVERBS | AUXILIARIES | FEELINGS.keys()
    )


def _ends_well(low: list[str], *, cut: bool) -> bool:
    last = low[-1]
    if last in DETERMINERS - {"this", "that", "her", "some"} or last in JOINERS - {"that", "why", "how"}:
        return False
    if (
        last in AUXILIARIES
        or last in (ADVERBS - {"again", "now", "once", "ever", "too", "already"})
        or last in SUBJECT_PRONOUNS - {"it", "nothing", "everything", "everyone", "nobody"}
    ):
        return False
    if (
        last in PREPOSITIONS - PARTICLES - {"since", "before", "inside", "outside"}
        or re.search(r"'(?:m|ve|d|ll|re)$", last)
        or re.fullmatch(r"(?:he|she|it|that|there|who|what)'s", last)
    ):
        return False
    if cut:
        if last in {"him", "her", "them", "me"}:
            return low[-2] not in _WANTS_MORE_AFTER_HIM
        return last not in WANTS_MORE and last not in PARTICLES
    return last not in {
        "of",
        "said",
        "told",
        "want",
        "wanted",
        "feel",
        "felt",
        "know",
        "knew",
        "think",
        "thought",
        "guess",
        "like",
    }
