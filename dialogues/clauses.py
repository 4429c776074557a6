"""A person's own words as clauses that can be said back: cut apart by grammar, checked, and turned to "you".

A clause is let through only when its subject and verb are plain to see and its end is sound; what somebody else said,
what is asked and what hangs on an "if" is not theirs to be told. Everything doubtful is dropped, because a clumsy
reflection is worse than none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dialogues.cleaning import cleaned
from dialogues.english import FEELINGS
from dialogues.grammar import Sentence, Word, read
from dialogues.heads import core_of, heads, marker_of
from dialogues.quoting import SAYING, quoted
from dialogues.told import is_so, is_the_point
from dialogues.trimming import denies_in, leans, trimmings
from dialogues.turning import is_mine, said_back, subject_of
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
        for verb in heads(sentence):
            place += 1
            if verb.at in barred or not is_so(sentence, verb):
                continue
            said = _said(sentence, verb, number, place, barred)
            found += (clause for clause in said if not _COLLIDES.search(clause.text))
    return tuple(found)


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
        if ("never" in lows and lows & {"not", "n't"}) or _denies_a_detail(sentence, places):
            return
        if is_unfit(said.split()) or offered == VARIANTS:
            return
        text = said_back(sentence, places)
        if subject is None:
            text = f"you {text[:1].lower()}{text[1:]}"
        yield Clause(
            text, joiner, number, place, places == core, sentence, verb.at, places, is_the_point(sentence, verb)
        )
        offered += 1


def _denies_a_detail(sentence: Sentence, places: frozenset[int]) -> bool:
    """Whether a "not" stands before something other than the verb: "they turned round, not with their heads"."""
    return any(
        word.role == "neg" and sentence.words[word.head].tag == "IN" for word in sentence.words if word.at in places
    )


def _has_a_side(sentence: Sentence, verb: Word) -> bool:
    """Whether it says when, or if, so that even "I freeze" says enough together with that."""
    sides = [word for word in sentence.under(verb.at) if word.role == "advcl"]
    return bool(sides) or (
        verb.role == "ccomp" and marker_of(sentence, sentence.words[verb.head]) in {"when", "whenever"}
    )


def _is_plain(sentence: Sentence, subject: Word) -> bool:
    """Whether the subject can be said back: short, and not a word that only points at another clause."""
    if subject.tag in {"WP", "WDT", "WRB"} or subject.low in {"this", "these", "which"}:
        return False
    if subject.low == "me" and not is_mine(sentence, subject):
        return False
    return len(sentence.whole(subject.at)) <= _LONGEST_SUBJECT


_COLLIDES: Final = re.compile(r"^(?:he|she|it|they|you) (?:is|are|was|were) (?:you|he|she|they)(?:'ve|'d|'re|'s)?\b")
"""Two clauses that were run into one: "he is you've lost count"."""
_LONGEST_SUBJECT: Final = 6  # words
