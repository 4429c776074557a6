"""Text on its way to the voice: a stream into whole sentences, and each sentence into words fit to be spoken.

Three steps, each usable alone: `sentences` says when a sentence is complete, `spoken` takes out what only an eye can use
and reads telephone numbers digit by digit, and `first_clause` finds where a long sentence may be begun early.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

LONG_SENTENCE: Final = 11  # words: a shorter sentence is rendered sooner than it could be split
SHORT_CLAUSE: Final = 3  # words: less than this sounds chopped when spoken alone
LONG_CLAUSE: Final = 10  # words: more than this takes as long to render as it saves

_NEVER_END: Final = frozenset(
    [
        "mr.",
        "mrs.",
        "ms.",
        "dr.",
        "prof.",
        "st.",
        "rev.",
        "sr.",
        "jr.",
        "vs.",
        "e.g.",
        "i.e.",
        "cf.",
        "approx.",
        "dept.",
        "messrs.",
        "mx.",
        "hon.",
        "fr.",
        "br.",
    ]
)
_MAY_END: Final = frozenset(["etc.", "a.m.", "p.m.", "u.s.", "u.k.", "ph.d.", "m.d.", "inc.", "ltd.", "co."])
_CLOSERS: Final = "\"')]}\u2019\u201d\u00bb*_"
_ENDERS: Final = ".!?\u2026"


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Whole sentences from pieces of text, each as soon as it is certain to be complete.

    No word is lost or added, and where the text was cut into pieces makes no difference.
    """
    waiting = ""
    for piece in pieces:
        waiting += piece
        while (end := _end_of_first(waiting)) is not None:
            if sentence := waiting[:end].strip():
                yield sentence
            waiting = waiting[end:]
    if sentence := waiting.strip():
        yield sentence


def _end_of_first(text: str) -> int | None:
    """Where the first sentence ends, or None while more text could still belong to it."""
    start = len(text) - len(text.lstrip())
    for space in re.finditer(r"\s+", text[start:]):
        at, after = start + space.start(), start + space.end()
        if "\n" in space.group():
            return at + space.group().index("\n") + 1
        word = text[start:at].rsplit(maxsplit=1)[-1]
        core = word.rstrip(_CLOSERS)
        if not core or core[-1] not in _ENDERS or _is_short_form(core):
            continue
        if re.fullmatch(r"\d{1,2}\.", text[start:at]):
            continue  # the number of a list item
        if _needs_a_look_ahead(core):
            if after == len(text):
                return None
            if text[after].islower():
                continue
        return at
    return None


def _is_short_form(word: str) -> bool:
    """Whether its full stop belongs to the word: a title or an initial."""
    bare = word.lstrip("\"'([{\u2018\u201c*_").lower()
    return bare in _NEVER_END or re.fullmatch(r"[a-hj-z]\.", bare) is not None


def _needs_a_look_ahead(word: str) -> bool:
    """Whether only the next word can tell: a trailing-off, or a short form that may also end a sentence."""
    return word.endswith(("..", "\u2026")) or word.lower() in _MAY_END


def spoken(text: str) -> str:
    """The text as a voice should read it: no markup, list marks, emoji or addresses; telephone numbers digit by digit."""
    text = _without_markup(text)
    text = _with_addresses_said(text)
    text = re.sub(r"\s+", " ", _without_pictures(text))
    text = _PHONE.sub(_digits, text)
    text = _SHORT_CODE.sub(lambda found: found.group("before") + _digits(found), text)
    text = _EMERGENCY.sub(_digits, text)
    text = re.sub(r"\s*%", " percent", text)
    text = re.sub(r"\s&\s", " and ", text)
    text = re.sub(r"\s+(?:[-\u2013\u2014]+\s+)+|\u2014", ", ", text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


def first_clause(sentence: str) -> tuple[str, str]:
    """A long sentence as its first clause and the rest, cut at a natural pause; a short one whole, and "".

    The words of both together are the words of the sentence.
    """
    words = sentence.split()
    if len(words) < LONG_SENTENCE:
        return sentence, ""
    for count in range(SHORT_CLAUSE, min(LONG_CLAUSE, len(words) - SHORT_CLAUSE) + 1):
        last, following = words[count - 1], words[count]
        if last[0].isdigit() and following[0].isdigit():
            continue  # a telephone number is one breath
        if last[-1] in ",;:\u2014\u2013" or following in {"-", "\u2013", "\u2014"}:
            return " ".join(words[:count]), " ".join(words[count:])
    return sentence, ""


def _without_markup(text: str) -> str:
    text = re.sub(r"```.*?```", " ", text, flags=re.DOTALL)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"</?[A-Za-z][^<>]*>", " ", text)
    text = re.sub(r"(?m)^\s*(?:[-*+\u2022\u2023\u25aa>]+|#{1,6}|\d{1,2}[.)])\s+", "", text)
    text = re.sub(r"(?m)^\s*(?:[-*_=]\s*){3,}$", " ", text)
    text = re.sub(r"[*`~#|\\]+", " ", text)
    return re.sub(r"(?<!\w)_+|_+(?!\w)", "", text)


def _with_addresses_said(text: str) -> str:
    """A web address as its site, and an e-mail address, in words."""

    def site(found: re.Match[str]) -> str:
        return found.group(1).removeprefix("www.").replace(".", " dot ")

    def mail(found: re.Match[str]) -> str:
        return f"{found.group(1)} at {found.group(2)}".replace(".", " dot ")

    text = re.sub(r"\b([\w+-]+(?:\.[\w+-]+)*)@([\w-]+(?:\.[\w-]+)+)", mail, text)
    text = re.sub(r"\bhttps?://([\w-]+(?:\.[\w-]+)*)(?::\d+)?(?:[/?#]\S*?(?=[.,;!?)]*(?:\s|$)))?", site, text)
    return re.sub(r"\b(www(?:\.[\w-]+)+)(?:/\S*?(?=[.,;!?)]*(?:\s|$)))?", site, text)


def _without_pictures(text: str) -> str:
    """Without emoji and other signs that have no sound."""
    text = text.replace("\u00b0", " degrees ")
    return "".join(" " if _is_picture(character) else character for character in text)


def _is_picture(character: str) -> bool:
    joiners = "\u200d\ufe0e\ufe0f\u20e3"
    skin_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    return character in joiners or skin_tone or unicodedata.category(character) in {"So", "Cn", "Co", "Cs"}


# Two or more groups and six or more digits in all ("116 123", "1-800-799-7233"), or one long run ("08001111").
# A date (2024-05-06) or a span of years (2019-2021) is neither.
_PHONE: Final = re.compile(
    r"(?<![\w.,/:\u00a3$\u20ac-])(?<!\d )(?!\d{4}-\d\d-\d\d\b)(?!(?:19|20)\d\d[-\u2013](?:19|20)\d\d\b)"
    r"(?P<number>\+?\(?(?=(?:[ ()-]*\d){6})(?:\d{1,4}\)?[ -]\(?)(?:\d{2,5}[ -])*\d{2,5}|0\d{2,}|\+?\d{7,})(?![\w%/:-]|[.,]\d)"
)
# Three to six digits after a word that asks to call ("text HOME to 741741", "call 3114").
_SHORT_CODE: Final = re.compile(
    r"(?P<before>\b(?:call|calling|dial|dialling|ring|phone|text)\b(?: (?!\d)[\w']+){0,3} )(?P<number>\d{3,6})"
    r"(?![\w%/:-]|[.,]\d| (?:people|times|days|hours|minutes|pounds|dollars|years))",
    re.IGNORECASE,
)
_EMERGENCY: Final = re.compile(
    r"(?<![\w.,/:\u00a3$\u20ac-])(?<!\d )(?P<number>911|999|988|112|000|111)(?![\w%/:-]|[.,]\d"
    r"| (?:people|times|days|nights|weeks|months|years|hours|minutes|pounds|dollars|euros|miles|messages|of)\b)"
)


def _digits(found: re.Match[str]) -> str:
    """A number digit by digit, with a short pause between its groups."""
    groups = re.findall(r"\d+", found.group("number"))
    if len(groups) == 1 and len(groups[0]) > len("0800"):
        groups = re.findall(r"\d{1,3}", groups[0])
    return ", ".join(" ".join(group) for group in groups)
