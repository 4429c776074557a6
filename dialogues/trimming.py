"""What of a clause may be left out, so that little is said and it still stands: when, where and why go first.

What a denial reaches over stays ("I can't trust anyone in that building"), and so does what a verb cannot do without
("I keep my passport in my bag").
"""

from collections.abc import Iterator
from typing import Final

from dialogues.english import listed
from dialogues.grammar import Sentence, Word


def trimmings(sentence: Sentence, verb: int, core: frozenset[int]) -> Iterator[frozenset[int]]:
    """The clause whole, and then with less and less at its end; each of them a sound clause."""
    kept = core
    while True:
        if _ends_well(sentence, kept):
            yield kept
        last = max(kept)
        loose = next(_loose_ends(sentence, verb, kept, last), None)
        if loose is None:
            return
        kept = kept - sentence.whole(loose)
        while kept and sentence.words[max(kept)].tag in {",", "CC", ":"}:
            kept = kept - {max(kept)}


def denies_in(sentence: Sentence, places: frozenset[int] | set[int]) -> bool:
    """Whether something is denied there: "not", "never", "nobody"."""
    return any(word.low in _DENYING or word.role == "neg" for word in sentence.words if word.at in places)


def leans(sentence: Sentence, verb: Word) -> bool:
    """Whether it needs the clause before it to mean anything: "and by the evening I don't", "but my body hasn't"."""
    after = [word for word in sentence.under(verb.at) if word.at > verb.at and word.tag not in {".", ","}]
    return verb.lemma in {"do", "have", "be", "can", "will"} and [word.role for word in after] == ["neg"]


def _loose_ends(sentence: Sentence, verb: int, kept: frozenset[int], last: int) -> Iterator[int]:
    """What reaches to the end of the clause and can go, the longest first."""
    for word in reversed((sentence.words[last], *sentence.above(last))):
        if word.at not in kept or word.at == verb or min(sentence.whole(word.at) & kept) <= verb:
            continue
        reaches = denies_in(sentence, kept - sentence.whole(word.at))  # a denial goes with what it stands in
        if max(sentence.whole(word.at) & kept) == last and _can_go(sentence, word, denies=reaches):
            yield word.at


def _can_go(sentence: Sentence, word: Word, *, denies: bool) -> bool:  # noqa: C901, PLR0911 - one way out for each kind of end
    head = sentence.words[word.head]
    if word.low in {"than", "as"} or any(child.low == "than" for child in sentence.under(word.at)):
        return False  # "more | than myself"
    if (
        denies
        and word.low not in {"anymore", "more"}
        and not _tells_why(sentence, word)
        and not _tells_when(sentence, word)
    ):
        return False
    match word.role:
        case "advcl":
            marker = sentence.child(word.at, "mark", "advmod")
            return marker is not None and marker.at < word.at and marker.low not in {"if", "unless", "like", "as"}
        case "relcl" | "acl" if _is_empty(sentence, head) or _is_one_of_many(sentence, head):
            return False
        case "relcl" | "appos":
            return head.tag in {"NN", "NNS", "NNP"} and sentence.child(head.at, "det", "poss") is not None
        case "dobj" | "ccomp" if head.lemma in _TELLING:
            # "my sister told my husband | something I said": whom it was told is the point
            told = sentence.child(head.at, "dative", "dobj")
            return told is not None and told.at < word.at and (word.role == "ccomp" or word.lemma in _EMPTY)
        case "npadvmod":
            return True
        case "prep" if _tells_when(sentence, word):
            return sentence.words[word.at - 1].lemma not in TIMES  # not from "two weekends in a month"
        case "prep" if head.is_verb:
            return _is_extra(sentence, head, word)
        case "prep" if head.is_noun and head.lemma not in TIMES:
            return (
                sentence.words[head.head].low != "with"  # "with my elbow in the butter"
                and word.low not in {"of", "about", "between", "to"}
                and sentence.child(head.at, "det", "nummod") is not None
            )
        case "advmod":
            return head.is_verb and word.tag == "RB" and word.low not in _NEEDED_ADVERBS
        case _:
            return False


def _tells_why(sentence: Sentence, word: Word) -> bool:
    """Whether it gives a reason, which a denial does not reach: "I can't go | because she's there"."""
    marker = sentence.child(word.at, "mark")
    return (
        word.role == "advcl"
        and marker is not None
        and marker.low in {"because", "cause", "though", "although", "while"}
    )


def _is_empty(sentence: Sentence, noun: Word) -> bool:
    """Whether the noun says nothing by itself: "the one", but not "the good one"."""
    return noun.lemma in _EMPTY and not (noun.low == "one" and sentence.child(noun.at, "amod"))


def _is_one_of_many(sentence: Sentence, noun: Word) -> bool:
    """Whether what follows says which one: "the worst mistake I have made"."""
    return any(
        word.tag in {"JJS", "RBS"} or word.low in {"only", "first", "last", "kind", "sort"}
        for word in sentence.under(noun.at)
    )


def _is_extra(sentence: Sentence, verb: Word, prep: Word) -> bool:
    """Whether the verb has all it needs without this "in", "with" or "from"."""
    if (
        (verb.lemma in _PLACING and prep.low != "from")
        or verb.lemma == "be"
        or prep.low in {"about", "as", "like", "of", "into"}
    ):
        return False
    what = sentence.child(verb.at, "dobj", "acomp", "attr", "ccomp", "xcomp")
    if what is None or what.at > prep.at or what.tag in {"PRP", "DT", "WP"}:
        return False
    return what.role == "dobj" and verb.lemma not in _NEEDS_MORE


def _tells_when(sentence: Sentence, word: Word) -> bool:
    """Whether it tells a time: "in the morning", "for weeks", "last March"."""
    if word.role == "prep":
        noun = sentence.child(word.at, "pobj")
        return noun is not None and (noun.lemma in TIMES or noun.low in TIMES)
    return word.role == "npadvmod" and (word.lemma in TIMES or word.low in TIMES)


def _ends_well(sentence: Sentence, places: frozenset[int]) -> bool:  # noqa: PLR0911 - one way out for each last word
    """Whether the last word can be a last word."""
    if not places:
        return False
    last = sentence.words[max(places)]
    if last.tag in {"DT", "CC", "PRP$", "MD", "TO", "WDT", "WP$", "POS", ",", "WP", "WRB", "EX", "PDT", "HYPH", ":"}:
        return last.low in {"this", "that", "some", "all", "both", "each"}
    if last.tag == "IN" and last.role not in {"prt", "advmod"}:
        return last.role == "prep" and any(word.role == "relcl" for word in sentence.above(last.at))
    if last.role == "prt" and sentence.words[last.head].lemma in {"find", "turn"}:
        return False
    if last.low in {"n't", "not"}:
        return leans(sentence, sentence.words[last.head])
    if last.low in {
        "n't",
        "not",
        "'m",
        "'re",
        "'ve",
        "'d",
        "'ll",
        "'s",
        "a",
        "very",
        "so",
        "really",
        "just",
        "like",
        "i",
        "he",
        "she",
        "we",
        "they",
    }:
        return False
    if last.is_verb:
        return (
            last.role not in {"aux", "auxpass"}
            and (last.lemma not in _NEEDS_MORE or last.tag == "VBN")
            and last.lemma not in {"be", "say"}
        )
    return True


TIMES: Final = listed(
    "morning evening afternoon night day week month year hour minute weekend today tonight yesterday tomorrow monday tuesday"
    " wednesday thursday friday saturday sunday january february march april may june july august september october november"
    " december christmas easter summer autumn winter spring age end beginning days weeks months years hours mornings nights"
    " time lunchtime teatime birthday moment ago second decade"
)
_DENYING: Final = listed("not n't never nobody nothing none neither nor hardly barely no without cannot")
_PLACING: Final = listed(
    "keep put leave hide find have take lay stick throw see live sit stand sleep go come look get be walk talk listen"
)
_NEEDED_ADVERBS: Final = listed(
    "back home out away together alone there here apart off up down well right wrong else enough much again"
)
_TELLING: Final = frozenset({"tell", "show"})
_EMPTY: Final = listed(
    "thing one person place way reason man woman someone somebody anything something kind sort everything all part"
)
_NEEDS_MORE: Final = listed(
    "want need make think feel mean tell put find keep let get give seem become call use have do"
)
