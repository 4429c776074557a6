"""A person's own words as clauses that can be said back: cut apart by grammar, checked, and turned to "you".

A clause is let through only when its subject and verb are plain to see and its end is sound; what somebody else said,
what is asked and what hangs on an "if" is not theirs to be told. Everything doubtful is dropped, because a clumsy
reflection is worse than none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dialogues.cleaning import cleaned
from dialogues.english import BASE_VERBS, FEELINGS, SWEARING, listed
from dialogues.grammar import Sentence, Word, read
from dialogues.quoting import SAYING, quoted
from dialogues.trimming import denies_in, leans, trimmings
from dialogues.turning import SUBJECTS, is_mine, said_back, subject_of
from dialogues.unfit import is_unfit

LONGEST: Final = 11  # words: a longer clause is cut, or left
SHORTEST: Final = 3  # words: less says too little to be worth saying back
VARIANTS: Final = 3  # lengths of one clause that are offered


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that was said, turned to "you", ready to stand inside a sentence."""

    text: str
    """Without capital and full stop: "you believe him in the morning"."""
    joiner: str
    """The word that led into it: "but", "because", or ""."""
    number: int
    """Which sentence of the turn it stood in."""
    place: int
    """Which clause of the turn it was; what was said next to it has the next number."""
    is_whole: bool
    """Nothing was cut from its end."""
    sentence: Sentence
    verb: int
    """The place of the verb that holds it."""
    places: frozenset[int]
    """Of the words that are said back."""
    is_the_point: bool
    """They said themselves that it is what matters: "the worst part is that he knew"."""

    @property
    def subject(self) -> Word | None:
        """Who or what does it; None for a clipped "moved out"."""
        return subject_of(self.sentence, self.sentence.words[self.verb])

    @property
    def is_mine(self) -> bool:
        """Whether the speaker is its subject."""
        return self.subject is None or is_mine(self.sentence, self.subject)

    @property
    def denies(self) -> bool:
        """Whether it says what is not so."""
        return denies_in(self.sentence, self.places)

    @property
    def hangs_on_an_if(self) -> bool:
        """Whether it is so only if something else is: then it is said back with its "if", or not at all."""
        return any(
            word.role == "advcl" and marker_of(self.sentence, word) in {"if", "unless"}
            for word in self.sentence.under(self.verb)
        )

    @property
    def is_scant(self) -> bool:
        """Whether it is too short to be said back without what it hangs on: "you freeze"."""
        return len(self.text.split()) < SHORTEST and self.text.split()[-1] not in FEELINGS

    @property
    def leans(self) -> bool:
        """Whether it means nothing without the clause before it: "by the evening you don't"."""
        return leans(self.sentence, self.sentence.words[self.verb])

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that are said back, as they were said."""
        return tuple(word for word in self.sentence.words if word.at in self.places)


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a turn that can safely be said back, in the order they were said."""
    return _clauses(cleaned(text))


@lru_cache(maxsize=256)
def _clauses(text: str) -> tuple[Clause, ...]:
    found: list[Clause] = []
    place = 0
    sentences = read(text)
    for number, sentence in enumerate(sentences):
        if sentence.ends_with == "?" or any(word.low in {'"', "\u201c", "``", "''"} for word in sentence.words):
            place += 1
            continue
        told_on = (
            sentence.words[0].low == "like"
            and number
            and any(word.lemma in SAYING | {"feel"} for word in sentences[number - 1].words)
        )
        barred = quoted(sentence) if not told_on else frozenset(range(len(sentence.words)))
        for verb in _heads(sentence):
            place += 1
            if verb.at in barred or not _is_so(sentence, verb):
                continue
            found += _said(sentence, verb, number, place, barred)
    return tuple(found)


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
        elif word.role == "advmod" and word.low in _FILLERS:
            kept = kept - {word.at}
    for word in sentence.words:
        if word.role == "conj" and word.at in kept - {verb.at} and _is_clause(sentence, word):
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


def _said(sentence: Sentence, verb: Word, number: int, place: int, barred: frozenset[int]) -> Iterator[Clause]:
    """The clause at several lengths, each of them sound."""
    core = core_of(sentence, verb)
    subject = subject_of(sentence, verb)
    shared = subject is not None and subject.at not in core
    if shared and subject is not None:
        core |= sentence.whole(subject.at)
    if core & barred or (subject is not None and not _is_plain(sentence, subject)):
        return
    joiner, offered = marker_of(sentence, verb), 0
    for places in trimmings(sentence, verb.at, core):
        if any(sentence.words[at].is_verb for at in set(range(min(places), max(places))) - core - places):
            continue  # two things were taken apart, and this one reaches round the other
        said = sentence.written(places)
        count = len(said.split())
        if count > LONGEST:
            continue
        if (
            count < SHORTEST
            and not _has_a_side(sentence, verb)
            and not (count == SHORTEST - 1 and said.split()[-1].lower() in FEELINGS)
        ):
            return
        lows = {sentence.words[at].low for at in places}
        if "never" in lows and lows & {"not", "n't"}:
            return
        if is_unfit(said.split()) or offered == VARIANTS:
            return
        text = said_back(sentence, places)
        if subject is None:
            text = f"you {text[:1].lower()}{text[1:]}"
        yield Clause(
            text, joiner, number, place, places == core, sentence, verb.at, places, _is_the_point(sentence, verb)
        )
        offered += 1


def _has_a_side(sentence: Sentence, verb: Word) -> bool:
    """Whether it says when, or if, so that even "I freeze" says enough together with that."""
    sides = [word for word in sentence.under(verb.at) if word.role == "advcl"]
    return bool(sides) or (
        verb.role == "ccomp" and marker_of(sentence, sentence.words[verb.head]) in {"when", "whenever"}
    )


def _heads(sentence: Sentence) -> list[Word]:
    """The verbs that each hold a clause, in the order they were said."""
    return [word for word in sentence.words if word.is_verb and _is_clause(sentence, word)]


def _is_clause(sentence: Sentence, word: Word) -> bool:
    if not word.is_verb or word.role in {
        "aux",
        "auxpass",
        "xcomp",
        "relcl",
        "acl",
        "pcomp",
        "csubj",
        "amod",
        "compound",
    }:
        return False
    if sentence.child(word.at, *SUBJECTS, "expl", "csubj") is not None:
        return _is_finite(sentence, word)
    if word.role == "conj":
        first = sentence.words[word.head]
        finite = _is_finite(sentence, word)
        return finite and _is_clause(sentence, first) and first.role != "ccomp"
    return word.role == "ROOT" and _lacks_its_i(sentence, word)


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
    if verb.at > 2 or any(
        word.low in {"me", "us", "i", "he", "she", "they", "we", "it", "my"} for word in sentence.words
    ):
        return False
    helper = sentence.child(verb.at, "aux")
    denied = sentence.child(verb.at, "neg") is not None and helper is not None and helper.low in _HELPERS
    before = sentence.words[: verb.at]
    return denied or (verb.tag == "VBD" and verb.lemma != "be" and all(word.role == "advmod" for word in before))


def _is_so(sentence: Sentence, verb: Word) -> bool:
    """Whether the clause says what is so for them: not what is asked, supposed, thought, hoped for or reported."""
    if verb.low in FEELINGS and verb.tag in {"VB", "VBD", "VBP"}:
        return False  # "he sad he would" is a mishearing
    if _asks(sentence, verb) or (verb.tag == "VB" and sentence.child(verb.at, "aux", *SUBJECTS) is None):
        return False
    if verb.role != "advcl" and marker_of(sentence, verb) in {"when", "whenever"}:
        return False
    if marker_of(sentence, verb) in {"if", "unless", "than", "as", "like", "whether", "how", "what"}:
        return False
    wished = sentence.child(verb.at, "ccomp")
    if verb.lemma == "want" and wished is not None and sentence.child(wished.at, "aux") is None:
        return False
    if (
        verb.tag in {"VB", "VBP"}
        and verb.low in BASE_VERBS
        and sentence.child(verb.at, "aux") is None
        and _is_one(sentence, verb)
    ):
        return False  # "he take the money": said back it would be mimicry
    if verb.role == "ROOT" and sentence.child(verb.at, "mark") is not None:
        return False  # "not that I was lonely"
    if verb.role == "advcl":
        return marker_of(sentence, verb) in {"because", "although", "though"} and _holds(sentence, verb)
    if verb.role in {"ccomp", "parataxis"}:
        return _is_stated(sentence, verb)
    if verb.role == "conj":
        return _holds(sentence, verb)
    return verb.role in {"ROOT", "dep"}


def _is_one(sentence: Sentence, verb: Word) -> bool:
    subject = sentence.child(verb.at, "nsubj")
    lone = subject is not None and subject.tag in {"NN", "NNP"} and sentence.child(subject.at, "conj") is None
    many = {"people", "everybody", "police", "family", "team", "nobody", "everyone"}
    return subject is not None and (subject.low in {"he", "she", "it"} or (lone and subject.low not in many))


def _holds(sentence: Sentence, verb: Word) -> bool:
    """Whether what it hangs on is so itself."""
    above = sentence.words[verb.head]
    return above.at == verb.at or not above.is_verb or above.role in {"ROOT", "conj", "dep"} or _is_so(sentence, above)


def _is_stated(sentence: Sentence, verb: Word) -> bool:
    """Whether a clause inside another is given as a fact: "it's that she listened", "I found out he lied"."""
    above = sentence.words[verb.head]
    if verb.role == "parataxis":
        return not above.is_verb or verb.at > above.at
    if above.at < verb.at and marker_of(sentence, above) in {"when", "whenever"}:
        return above.role == "ROOT"  # "when the phone buzzes my stomach drops"
    if above.at > verb.at and above.lemma not in {"know", "think", "guess", "mean", "suppose", "swear", "say"}:
        return above.is_verb  # a run-on: "he was late, I was shaking"
    if _is_the_point(sentence, verb):
        return True
    theirs = is_mine(sentence, sentence.child(above.at, "nsubj"))
    thinks = above.lemma == "think" and is_mine(sentence, sentence.child(verb.at, "nsubj"))  # "I think I wanted"
    hedges = (thinks or above.lemma in _HEDGES) and not denies_in(
        sentence, {w.at for w in sentence.under(above.at) if w.role == "neg"}
    )
    asked = any(w.tag in {"WP", "WRB", "WDT"} for w in sentence.under(verb.at))
    return theirs and hedges and not asked and above.role in {"ROOT", "conj", "parataxis"}


def _is_the_point(sentence: Sentence, verb: Word) -> bool:
    """Whether they say of this clause that it is what matters."""
    above = sentence.words[verb.head]
    if verb.role != "ccomp" or above.lemma != "be" or marker_of(sentence, verb) not in {"that", "because", ""}:
        return False
    subject = sentence.child(above.at, *SUBJECTS, "csubj")
    asks = any(word.tag in {"WP", "WRB", "WDT"} for word in sentence.under(verb.at))
    if subject is None or asks or sentence.child(above.at, "neg") is not None:
        return False
    return subject.low == "it" or subject.role == "csubj" or subject.lemma in _POINTS


def _asks(sentence: Sentence, verb: Word) -> bool:
    """Whether it is a question, with or without its mark."""
    subject = sentence.child(verb.at, *SUBJECTS)
    if subject is None:
        return False
    helpers = [w for w in (*sentence.under(verb.at), verb) if w.role in {"aux", "auxpass"} or w is verb]
    if any(word.at < subject.at for word in helpers):
        return True
    asking = [w for w in sentence.under(verb.at) if w.tag in {"WP", "WRB", "WDT", "WP$"} and w.at < subject.at]
    return verb.role == "ROOT" and bool(asking)


def _is_plain(sentence: Sentence, subject: Word) -> bool:
    """Whether the subject can be said back: short, and not a word that only points at another clause."""
    if subject.tag in {"WP", "WDT", "WRB"} or subject.low in {"this", "these", "which"}:
        return False
    if subject.low == "me" and not is_mine(sentence, subject):
        return False
    return len(sentence.whole(subject.at)) <= _LONGEST_SUBJECT


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


_NOT_ITS_OWN: Final = ("parataxis", "punct", "intj", "dep", "meta", "preconj")
_STAYS_IN_FRONT: Final = listed("now never sometimes maybe once nobody still every always")
_FILLERS: Final = listed(
    "so then well anyway also plus like actually honestly basically really obviously literally just even though however"
)
_EXPLETIVES: Final = listed("bloody freaking fricking effing flipping sodding damn goddamn")
_HELPERS: Final = listed("do did does have ca can could wo will would")
_HEDGES: Final = listed("guess suppose mean reckon swear find discover realise realize notice learn see hear")
_POINTS: Final = listed("thing part bit point problem truth fact worst issue reason trouble")
_LONGEST_SUBJECT: Final = 6  # words
