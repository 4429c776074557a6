"""Which verbs of a sentence each hold a clause, which words are its own, and which word led into it."""

from typing import Final

from dialogues.english import SWEARING, listed
from dialogues.grammar import Sentence, Word
from dialogues.trimming import leans
from dialogues.turning import SUBJECTS

CLIPPED_BY: Final = 2  # words that may stand before the verb of a clipped clause: "just moved out"


def heads(sentence: Sentence) -> list[Word]:
    """The verbs that each hold a clause, in the order they were said."""
    return [word for word in sentence.words if word.is_verb and is_clause(sentence, word)]


def is_clause(sentence: Sentence, word: Word) -> bool:
    """Whether this verb holds a clause with a subject of its own, or one it shares."""
    if not word.is_verb or word.role in _HOLDS_NONE:
        return False
    if sentence.child(word.at, *SUBJECTS, "expl", "csubj") is not None:
        return _is_finite(sentence, word)
    if word.role == "conj":
        first = sentence.words[word.head]
        finite = _is_finite(sentence, word)
        return finite and is_clause(sentence, first) and first.role != "ccomp"
    return word.role == "ROOT" and _lacks_its_i(sentence, word)


def core_of(sentence: Sentence, verb: Word) -> frozenset[int]:
    """The places of a clause's own words: without what leads into it, what is joined to it, and asides."""
    kept = sentence.whole(verb.at)
    subject = sentence.child(verb.at, *SUBJECTS, "expl", "csubj")
    start = min(sentence.whole(subject.at)) if subject is not None else verb.at
    for word in sentence.under(verb.at):
        if word.low in {"yes", "no", "sorry"} and word.at > verb.at:
            continue  # "I said yes"
        if word.role in _NOT_ITS_OWN or word.role == "mark":
            kept = kept - sentence.whole(word.at)
        elif word.at < start and word.low not in _STAYS_IN_FRONT and not leans(sentence, verb):
            kept = kept - sentence.whole(word.at) if word.role not in {"aux", "neg", "prt"} else kept
        elif word.role == "advmod" and word.low in _FILLERS and sentence.words[word.at - 1].low != "back":
            kept = kept - {word.at}
    for word in sentence.words:
        if word.role == "conj" and word.at in kept - {verb.at} and is_clause(sentence, word):
            kept = kept - sentence.whole(word.at)
    kept -= {word.at for word in sentence.words if word.lemma in SWEARING or word.low in _EXPLETIVES}
    return _without_loose_ands(sentence, kept)


def marker_of(sentence: Sentence, verb: Word) -> str:
    """The word that led into the clause: "but", "because", "when"; "" if none did."""
    mark = sentence.child(verb.at, "mark")
    if mark is not None and mark.at < verb.at:
        return "because" if mark.low in {"cause", "cos", "cuz", "coz"} else mark.low
    when = sentence.child(verb.at, "advmod")
    if when is not None and when.at < verb.at and when.low in {"when", "whenever"}:
        return when.low
    leading = sentence.child(verb.at, "cc")
    if leading is not None and leading.at < verb.at:
        return leading.low
    if verb.role == "conj" and verb.head != verb.at:
        joining = [word for word in sentence.under(verb.head) if word.role == "cc" and word.at < verb.at]
        return joining[-1].low if joining else ""
    return ""


def _is_finite(sentence: Sentence, verb: Word) -> bool:
    helped = sentence.child(verb.at, "aux", "auxpass") is not None
    return (
        verb.tag in {"VBD", "VBZ", "VBP", "MD"}
        or helped
        or (verb.tag == "VB" and verb.low != verb.lemma)
        or (verb.tag in {"VB", "VBN"} and sentence.child(verb.at, "nsubj") is not None)
    )


def _lacks_its_i(sentence: Sentence, verb: Word) -> bool:
    """Whether this is a clipped "moved out" or "don't sleep much", which can only be about the speaker."""
    if verb.at > CLIPPED_BY or any(
        word.low in {"me", "us", "i", "he", "she", "they", "we", "it", "my"} for word in sentence.words
    ):
        return False
    helper = sentence.child(verb.at, "aux")
    denied = sentence.child(verb.at, "neg") is not None and helper is not None and helper.low in _HELPERS
    before = sentence.words[: verb.at]
    return denied or (verb.tag == "VBD" and verb.lemma != "be" and all(word.role == "advmod" for word in before))


def _without_loose_ands(sentence: Sentence, kept: frozenset[int]) -> frozenset[int]:
    """Without the commas and joining words that lost what they joined."""
    loose = {
        word.at
        for word in sentence.words
        if word.at in kept
        and (word.tag in {",", ":", ".", "``", "''", "UH", "HYPH", "NFP"} or word.role in {"punct", "intj"})
        and word.low not in {"yes", "no", "sorry"}
    }
    for word in sentence.words:
        if word.role == "cc" and word.at in kept:
            joined = [o.at for o in sentence.words if o.role == "conj" and o.head == word.head and o.at > word.at]
            if not set(joined) & kept:
                loose.add(word.at)
    return kept - loose


_HOLDS_NONE: Final = ("aux", "auxpass", "xcomp", "relcl", "acl", "pcomp", "csubj", "amod", "compound")
_NOT_ITS_OWN: Final = ("parataxis", "punct", "intj", "dep", "meta", "preconj")
_STAYS_IN_FRONT: Final = listed("now never sometimes maybe once nobody still every always")
_FILLERS: Final = listed(
    "so then well anyway also plus like actually honestly basically really obviously literally just even though however"
)
_EXPLETIVES: Final = listed("bloody freaking fricking effing flipping sodding damn goddamn")
_HELPERS: Final = listed("do did does have ca can could wo will would")
