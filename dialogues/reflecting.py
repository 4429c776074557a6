"""Turns one detail of what a person said into a short reflection in their own words.

It says less than was said, and says it back as theirs: a feeling they named, two things that pull against each other, a
clause that carries weight, a thing from before that has come up again. It never says eight of their words in a row and
never adds a guess. Where nothing can be said back safely it says None, and the listener does something plainer.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from dialogues.clauses import Clause, clauses
from dialogues.cleaning import cleaned
from dialogues.echoing import is_echo
from dialogues.english import PEOPLE, content_words, listed, words
from dialogues.grammar import read
from dialogues.naming import amounts, bare_feelings, clipped, come_back, feelings_about, moved_by, own_words
from dialogues.rewording import event, rewordings, time_first
from dialogues.weighing import needs_its_place, points_away, unclear_pronouns, weight_of

LONG_REFLECTION: Final = 14  # words, of about five seconds
LONG_PAIR: Final = 12  # words of two clauses together, so that they stay one breath
LONG_CONTRADICTION: Final = 13  # words of both its sides: what pulls two ways is worth one word more
SHORT_CLAUSE: Final = 7  # words: as much as may follow a feeling
WORTH_KEEPING: Final = 2.2  # weight of a clause below which it is small talk ("it was late")
CUT: Final = 0.6  # weight that a clause loses with what is cut from it
NAMED: Final = 0.3  # weight that a clause loses when it is named or framed in the way that suits it
AWKWARD: Final = 0.6  # weight that it loses where it is named although it happened once
FRAMED: Final = 0.6  # weight that it loses in the other way
LENIENCE: Final = 0.2  # weight by which that is lowered for somebody who says little: there is less to choose from
A_FEW_WORDS: Final = 12
TOO_SLIGHT: Final = 1.9  # weight of a reflection that is worse than none
WORTH_PAIRING: Final = 3.2  # weight of a clause that can hold its own beside another
WORTH_RECALLING: Final = 3.2  # weight of a clause that may be brought up later


class Kind(Enum):
    """What sort of detail is taken up."""

    FEELING = auto()
    CONTRADICTION = auto()
    PAIR = auto()
    """Two clauses of one turn, side by side."""
    CLAUSE = auto()
    THING = auto()
    AGAIN = auto()
    """Something that was named some turns before."""


@dataclass(frozen=True, slots=True)
class Reflection:
    """One sentence that says something back."""

    text: str
    kind: Kind
    weight: float
    """How much the detail carries; from about 0 to 10."""


def reflect(
    text: str,
    *,
    earlier: Sequence[str] = (),
    openings_used: Collection[str] = (),
    closed: Collection[str] = (),
    turn: int = 0,
) -> Reflection | None:
    """The best reflection of this turn, or None if nothing can be said back safely.

    Args:
        text: What the person said.
        earlier: What they told before the last few turns, oldest first.
        openings_used: First two words of recent replies, so that this one begins otherwise.
        closed: Stems of words they asked not to talk about.
        turn: Changes which of several equally good wordings is taken.
    """
    said = words(text)
    best: Reflection | None = None
    for number, candidate in enumerate(_candidates(text, earlier, closed, turn)):
        if opening_of(candidate.text) in openings_used or is_echo(candidate.text, said):
            continue
        if candidate.weight < TOO_SLIGHT and candidate.kind is not Kind.THING:
            continue
        if touches(candidate.text, closed) or len(words(candidate.text)) > LONG_REFLECTION:
            continue
        weight = candidate.weight - 0.01 * number  # of two alike, the one that comes first
        if best is None or weight > best.weight:
            best = Reflection(candidate.text, candidate.kind, weight)
    return best


def facts(text: str, closed: Collection[str] = ()) -> tuple[str, ...]:
    """The clauses of a turn that best stand for it later on, turned to "you", weightiest first."""
    kept: dict[str, float] = {}
    for clause in _fit(text, closed):
        said = {word.low for word in clause.words}
        if (
            said & _POINTING
            or clause.hangs_on_an_if
            or clause.leans
            or clause.is_scant
            or not content_words(clause.text)
            or clause.joiner == "that"
        ):
            continue
        weight = weight_of(clause)
        if weight >= WORTH_RECALLING:
            kept[_named(clause, text)] = weight
    return tuple(sorted(kept, key=lambda fact: -kept[fact]))


def opening_of(text: str) -> str:
    """The first two words of a reply: what is noticed when replies begin alike."""
    return " ".join(words(text)[:2])


def touches(text: str, closed: Collection[str]) -> bool:
    """Whether a text holds one of these words or stems."""
    return bool(closed) and not (content_words(text) | frozenset(words(text))).isdisjoint(closed)


def _fit(text: str, closed: Collection[str]) -> list[Clause]:
    """The clauses of a turn that are worth saying back and touch nothing that is closed."""
    weights = _weights(text, _unclear(text))
    return [
        clause
        for clause in clauses(text)
        if weights[clause.text] >= WORTH_KEEPING - LENIENCE * (len(words(text)) <= A_FEW_WORDS)
        and not points_away(clause)
        and not touches(clause.text, closed)
    ]


def _candidates(text: str, earlier: Sequence[str], closed: Collection[str], turn: int) -> Iterator[Reflection]:
    fit, unclear = _fit(text, closed), _unclear(text)
    weights = _weights(text, unclear)
    yield from _contradictions(text, weights, turn)
    yield from _pairs(fit, weights, turn)
    yield from _singles(fit, weights, turn)
    yield from (Reflection(_sentence(about), Kind.FEELING, 8.0) for about in (*feelings_about(text), *moved_by(text)))
    yield from _feelings(text, fit, weights, turn)
    for order, named in enumerate(_rotated(tuple(own_words(text)), turn)):
        yield Reflection(_sentence(named), Kind.THING, (8.0 if named.startswith("not ") else 3.7) - 0.1 * order)
    yield from (Reflection(_sentence(amount), Kind.THING, 2.0) for amount in amounts(text))
    for thing in come_back(text, earlier):
        for form in _rotated(_AGAIN[: 2 if thing.endswith("s") else 3], turn):
            yield Reflection(_sentence(form.format(thing)), Kind.AGAIN, 3.9)
    yield from (Reflection(_sentence(fragment), Kind.THING, 1.5) for fragment in clipped(text))


def _contradictions(text: str, weights: dict[str, float], turn: int) -> Iterator[Reflection]:
    """Both sides of an "X but Y", with nothing decided between them."""
    found = clauses(text)
    for one in found:
        for other in found:
            if one.hangs_on_an_if or other.hangs_on_an_if or one.is_scant:
                continue
            if (
                not _is_next(one, other, found)
                or other.joiner not in _AGAINST
                or not (content_words(other.text) - content_words(one.text) or other.denies)
            ):
                continue
            if len(words(one.text)) + len(words(other.text)) > LONG_CONTRADICTION:
                continue
            weight = max(weights[one.text], 2.0) + weights[other.text] + 1.0
            for order, link in enumerate(_rotated((", but ", ", and yet "), turn)):
                yield Reflection(_sentence(f"{one.text}{link}{other.text}"), Kind.CONTRADICTION, weight - 0.05 * order)


def _is_next(one: Clause, other: Clause, found: Sequence[Clause]) -> bool:
    """Whether nothing else was said between the two that can be said back by itself."""
    between = [each for each in found if one.place < each.place < other.place and not each.places <= one.places]
    if one.number != other.number and other.sentence.words[0].low not in _AGAINST:
        return False  # the "but" stands against something that is not said back
    overlap = one.number == other.number and bool(one.places & other.places)
    return 1 <= other.place - one.place <= _NEAR and not between and not overlap


def _pairs(fit: list[Clause], weights: dict[str, float], turn: int) -> Iterator[Reflection]:
    """Two neighbouring clauses of the turn, joined by a plain "and"."""
    for at, one in enumerate(fit):
        for other in fit[at + 1 :]:
            if not _go_together(one, other, weights):
                continue
            weight = (weights[one.text] + weights[other.text]) * 0.72 + 0.3 * (other.place - one.place == 1)
            weight += 3.0 * other.leans  # without it, the first would say the opposite of what was meant
            both = f"{one.text}, and {other.text}"
            forms = _rotated((both, f"so {both}"), turn)
            if (before := time_first(one)) is not None:
                forms = (f"{before}, and {other.text}", *forms)
            yield from (Reflection(_sentence(text), Kind.PAIR, weight) for text in forms)


def _go_together(one: Clause, other: Clause, weights: dict[str, float]) -> bool:
    """Whether two clauses can stand side by side: told together, each with its own weight, and about two things."""
    if any(clause.hangs_on_an_if or clause.is_scant for clause in (one, other)) or one.leans:
        return False
    if len(words(one.text)) + len(words(other.text)) > LONG_PAIR or not 1 <= other.place - one.place <= _NEAR:
        return False
    if other.leans:
        return one.number == other.number and not one.places & other.places
    alone = not (needs_its_place(one) or needs_its_place(other) or {one.joiner, other.joiner} & {"because"})
    overlap = one.number == other.number and bool(one.places & other.places)
    apart = other.number - one.number > 1 or overlap or other.joiner == "that"
    same = bool(content_words(one.text) & content_words(other.text))
    return alone and not apart and not same and min(weights[one.text], weights[other.text]) >= WORTH_PAIRING


def _singles(fit: list[Clause], weights: dict[str, float], turn: int) -> Iterator[Reflection]:
    """One clause: reworded where that can be done safely, bare when it is short, else in a plain frame."""
    for clause in fit:
        if clause.leans:
            continue
        weight = weights[clause.text]
        yield from (Reflection(_sentence(new), Kind.CLAUSE, weight + 0.3) for new in rewordings(clause))
        if clause.hangs_on_an_if or clause.is_scant:
            continue
        text = f"the worst of it is that {clause.text}" if _is_the_worst(clause) else clause.text
        for order, frame in enumerate(_rotated(_BARE, turn)):
            yield Reflection(_sentence(frame.format(text)), Kind.CLAUSE, weight - 0.1 * order)
        if needs_its_place(clause):
            continue
        is_a_state = _is_a_state(clause)
        if text == clause.text and clause.is_mine and "only" not in clause.text and (happening := event(clause)):
            # never of somebody else: nobody says "him leaving the folder open"
            yield Reflection(_sentence(happening), Kind.CLAUSE, weight - (FRAMED if is_a_state else AWKWARD))
        if clause.text.startswith(("you think ", "you guess ", "you suppose ")):
            continue
        frames = _TENTATIVE if clause.is_mine and is_a_state else _TOLD
        for order, frame in enumerate(_rotated(frames, turn)):
            less = (NAMED if is_a_state else FRAMED) + 0.05 * order
            yield Reflection(_sentence(frame.format(text)), Kind.CLAUSE, weight - less)


def _is_a_state(clause: Clause) -> bool:
    """Whether it is how they feel or what they want, of which one can only say what it sounds like."""
    verb = clause.sentence.words[clause.verb]
    if verb.lemma == "be":
        return clause.is_mine and clause.sentence.child(verb.at, "acomp") is not None
    return verb.lemma in _STATES


def _feelings(text: str, fit: list[Clause], weights: dict[str, float], turn: int) -> Iterator[Reflection]:
    """A feeling they named, beside the weightiest other thing they said, or alone."""
    for plain, name in bare_feelings(text):
        others = [
            clause
            for clause in fit
            if plain.split()[-1] not in words(clause.text)
            and not needs_its_place(clause)
            and not (clause.hangs_on_an_if or clause.leans or clause.is_scant)
            and len(words(clause.text)) <= SHORT_CLAUSE
        ]
        if others and weights[(other := max(others, key=lambda clause: weights[clause.text])).text] >= WORTH_PAIRING:
            yield Reflection(_sentence(f"{plain}, and {other.text}"), Kind.FEELING, 6.0 + 0.3 * weights[other.text])
        pleasant = plain.split()[-1] in {"calm", "happy", "proud", "grateful", "relieved", "hopeful"}
        yield Reflection(_sentence(plain), Kind.FEELING, 3.4 if pleasant else 5.4)
        if " " not in name and not pleasant:
            for frame in _rotated(("so there is {} in this", "there is {} in it"), turn):
                yield Reflection(_sentence(frame.format(name)), Kind.FEELING, 5.3)


_AGAINST: Final = frozenset({"but", "yet", "though", "although", "except"})
_NEAR: Final = 2  # clauses apart: further, and two things stand side by side that were not told so
_BARE: Final = ("{}", "so {}", "and {}")
_TENTATIVE: Final = (
    # Around a state of theirs that would be an echo if it stood alone. Each leaves the word with them.
    "it sounds like {}",
    "so it sounds like {}",
)
_TOLD: Final = (
    # Around what happened.
    "if I've got it right, {}",
    "from what you say, {}",
    "so you're saying that {}",
    "the way you tell it, {}",
)
_STATES: Final = listed(
    "feel want need know think believe trust love hate miss like wish hope understand remember mean seem"
)
_AGAIN: Final = ("{} again", "back to {}", "and there's {} again")
_POINTING: Final = frozenset(
    {"it", "this", "that", "these", "those", "today", "tonight", "now", "tomorrow", "yesterday", "there", "one"}
)


def _weights(text: str, unclear: Collection[str]) -> dict[str, float]:
    """What each clause carries; one that was cut carries little less than when it was whole."""
    weights: dict[str, float] = {}
    whole: dict[int, float] = {}
    for clause in clauses(text):
        own = weight_of(clause, unclear)
        whole.setdefault(clause.place, own)
        weights[clause.text] = max(own, whole[clause.place] - CUT)
    return weights


def _unclear(text: str) -> frozenset[str]:
    return unclear_pronouns(read(cleaned(text)))


def _is_the_worst(clause: Clause) -> bool:
    """Whether they called it the worst or the hardest of it."""
    above = clause.sentence.words[clause.sentence.words[clause.verb].head]
    return clause.is_the_point and any(word.low in {"worst", "hardest"} for word in clause.sentence.words[: above.at])


def _named(clause: Clause, text: str) -> str:
    """The clause with whom "he" or "she" means, if only one person of the turn can be meant."""
    subject = clause.subject
    if subject is None or subject.low not in {"he", "she"} or min(clause.places) != subject.at:
        return clause.text
    told = {
        word.low
        for sentence in read(cleaned(text))[: clause.number + 1]
        for word in sentence.words
        if word.low in PEOPLE
        and PEOPLE[word.low] in {subject.low, "they"}
        and word.tag in {"NN", "NNP"}
        and (sentence is not clause.sentence or word.at < subject.at)
        and getattr(sentence.child(word.at, "poss"), "low", "my") == "my"
    }
    return re.sub(r"^\w+", f"your {told.pop()}", clause.text, count=1) if len(told) == 1 else clause.text


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _rotated(choices: tuple[str, ...], turn: int) -> tuple[str, ...]:
    """The choices, beginning with another one each turn."""
    at = turn % len(choices) if choices else 0
    return choices[at:] + choices[:at]
