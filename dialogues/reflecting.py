"""Turns one detail of what a person said into a short reflection in their own words.

It says less than was said, and says it back as theirs: a feeling they named, two things that pull against each other, a
clause that carries weight. It never says eight of their words in a row and never adds a guess. Where nothing can be said
back safely it says None, and the listener does something plainer.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from dialogues.clauses import Clause, clauses
from dialogues.english import FEELINGS, PEOPLE, WEIGHTY, content_words, words
from dialogues.naming import bare_feelings, clipped, feelings_about, own_words
from dialogues.rewording import fronted, rewordings, without_just

PARROTING: Final = 8  # words in a row: more than memory keeps by chance, so it sounds like a machine
MOSTLY_THEIRS: Final = 0.7  # of a reflection in one unbroken run of their words: an echo, even when short
SHORT_RUN: Final = 5  # words: below this a run is too short to sound like an echo
LONG_REFLECTION: Final = 18  # words, of about seven seconds
LONG_PAIR: Final = 13  # words of two clauses together, so that they stay one breath
SOLID_CLAUSE: Final = 4  # words: "he ended it" is less than that, and carries less
SHORT_CLAUSE: Final = 7  # words: as much as may follow a feeling
WORTH_KEEPING: Final = 2.6  # weight of a clause below which it is small talk ("it was late")
FRAMED: Final = 0.6  # weight that a clause loses when it needs a frame around it: two of its own are better
WORTH_PAIRING: Final = 3.3  # weight of a clause that can hold its own beside another


class Kind(Enum):
    """What sort of detail is taken up."""

    FEELING = auto()
    CONTRADICTION = auto()
    PAIR = auto()
    """Two clauses of one turn, side by side."""
    CLAUSE = auto()
    THING = auto()


@dataclass(frozen=True, slots=True)
class Reflection:
    """One sentence that says something back."""

    text: str
    kind: Kind
    weight: float
    """How much the detail carries; from about 0 to 10."""


def reflect(
    text: str, *, openings_used: Collection[str] = (), closed: Collection[str] = (), turn: int = 0
) -> Reflection | None:
    """The best reflection of this turn, or None if nothing can be said back safely.

    Args:
        text: What the person said.
        openings_used: First two words of recent replies, so that this one begins otherwise.
        closed: Stems of words they asked not to talk about.
        turn: Changes which of several equally good wordings is taken.
    """
    said = words(text)
    best: Reflection | None = None
    for number, candidate in enumerate(_candidates(text, closed, turn)):
        if opening_of(candidate.text) in openings_used or is_echo(candidate.text, said):
            continue
        if touches(candidate.text, closed) or len(words(candidate.text)) > LONG_REFLECTION:
            continue
        weight = candidate.weight - 0.01 * number  # of two alike, the one that comes first
        if best is None or weight > best.weight:
            best = Reflection(candidate.text, candidate.kind, weight)
    return best


def facts(text: str, closed: Collection[str] = ()) -> tuple[str, ...]:
    """The clauses of a turn that best stand for it later on, turned to "you", weightiest first."""

    def standing(clause: Clause) -> float:
        return weight_of(clause) - 1.5 * bool({"that", "it", "this"} & set(words(clause.text)))

    kept = [clause for clause in _fit(text, closed) if content_words(clause.text)]
    return tuple(clause.text for clause in sorted(kept, key=standing, reverse=True))


def opening_of(text: str) -> str:
    """The first two words of a reply: what is noticed when replies begin alike."""
    return " ".join(words(text)[:2])


def touches(text: str, closed: Collection[str]) -> bool:
    """Whether a text holds one of these words or stems."""
    return bool(closed) and not (content_words(text) | frozenset(words(text))).isdisjoint(closed)


def is_echo(reflection: str, said: Iterable[str]) -> bool:
    """Whether a reflection repeats their words in so long a run that it parrots."""
    back = [_SAME.get(word, word) for word in words(reflection)]
    run = _longest_run(back, [_SAME.get(word, word) for word in said])
    return run >= PARROTING or (run >= SHORT_RUN and run >= MOSTLY_THEIRS * len(back))


def weight_of(clause: Clause) -> float:
    """How much a clause carries: feelings, wishes, negations and their own "I" weigh most."""
    said = words(clause.text)
    weight = 2.0
    weight += 2.5 * any(word in FEELINGS for word in said) + 1.8 * any(word in WEIGHTY for word in said)
    weight += 1.2 * _denies(said)
    weight += 0.8 * said[0].startswith("you") + 0.6 * any(word in PEOPLE for word in said)
    weight += 0.35 * min(4, len(content_words(clause.text)))
    weight -= 1.6 * said[0].startswith(("it", "there", "that")) + 0.4 * (not clause.is_whole)
    weight -= 0.8 * (said[0] in {"maybe", "perhaps"}) + 0.3 * (len(said) < SOLID_CLAUSE)
    return weight


def _fit(text: str, closed: Collection[str]) -> list[Clause]:
    """The clauses of a turn that are worth saying back and touch nothing that is closed."""
    return [
        clause
        for clause in clauses(text)
        if weight_of(clause) >= WORTH_KEEPING and not _points_away(clause) and not touches(clause.text, closed)
    ]


def _candidates(text: str, closed: Collection[str], turn: int) -> Iterator[Reflection]:
    fit = _fit(text, closed)
    yield from _contradictions(text, turn)
    yield from _pairs(fit, turn)
    yield from _singles(fit, turn)
    yield from (Reflection(_sentence(about), Kind.FEELING, 8.0) for about in feelings_about(text))
    yield from _feelings(text, fit, turn)
    for order, named in enumerate(_rotated(tuple(own_words(text)), turn)):
        yield Reflection(_sentence(named), Kind.THING, (8.0 if named.startswith("not ") else 3.7) - 0.1 * order)
    yield from (Reflection(_sentence(fragment), Kind.THING, 1.5) for fragment in clipped(text))


def _contradictions(text: str, turn: int) -> Iterator[Reflection]:
    """Both sides of an "X but Y", with nothing decided between them."""
    link = _rotated((", and at the same time ", ", and yet "), turn)[0]
    found = clauses(text)
    for one in found:
        for other in found:
            if other.place - one.place == 1 and other.joiner in _AGAINST and content_words(other.text):
                weight = weight_of(one) + weight_of(other) + 2.0
                yield Reflection(_sentence(f"{one.text}{link}{other.text}"), Kind.CONTRADICTION, weight)


def _pairs(fit: list[Clause], turn: int) -> Iterator[Reflection]:
    """Two neighbouring clauses of the turn, joined by a plain "and"."""
    for at, one in enumerate(fit):
        for other in fit[at + 1 : at + 4]:
            if not _go_together(one, other):
                continue
            near = 0.5 if other.sentence - one.sentence <= 1 else 0.0
            weight = (weight_of(one) + weight_of(other)) * 0.75 + near
            both = f"{one.text}, and {other.text}"
            yield from (Reflection(_sentence(text), Kind.PAIR, weight) for text in _rotated((both, f"so {both}"), turn))
            if near and all(_LEANING.search(clause.text) for clause in (one, other)):
                both = f"{one.text}, and at the same time {other.text}"
                yield Reflection(_sentence(both), Kind.PAIR, weight - 0.1)


def _go_together(one: Clause, other: Clause) -> bool:
    if one.place == other.place or other.joiner == "because" or _needs_its_place(other):
        return False
    if content_words(one.text) & content_words(other.text):
        return False
    if len(words(one.text)) + len(words(other.text)) > LONG_PAIR:
        return False
    return min(weight_of(one), weight_of(other)) >= WORTH_PAIRING


def _singles(fit: list[Clause], turn: int) -> Iterator[Reflection]:
    """One clause: reworded where that can be done safely, bare when it is short, else in a plain frame."""
    for clause in fit:
        weight = weight_of(clause)
        yield from (Reflection(_sentence(new), Kind.CLAUSE, weight + 0.2) for new in rewordings(clause.text))
        for order, frame in enumerate(_rotated(_BARE, turn)):
            yield Reflection(_sentence(frame.format(fronted(clause.text))), Kind.CLAUSE, weight - 0.1 * order)
        if not _needs_its_place(clause):
            plain = without_just(clause.text) or clause.text
            for order, frame in enumerate(_rotated(_FRAMES, turn)):
                yield Reflection(_sentence(frame.format(plain)), Kind.CLAUSE, weight - FRAMED - 0.05 * order)


def _feelings(text: str, fit: list[Clause], turn: int) -> Iterator[Reflection]:
    """A feeling they named, beside the weightiest other thing they said, or alone."""
    for plain, name in bare_feelings(text):
        others = [
            clause for clause in fit if plain.split()[-1] not in words(clause.text) and not _needs_its_place(clause)
        ]
        if others and len(words((other := max(others, key=weight_of)).text)) <= SHORT_CLAUSE:
            yield Reflection(_sentence(f"{plain}, and {other.text}"), Kind.FEELING, 6.0 + 0.3 * weight_of(other))
        yield Reflection(_sentence(plain), Kind.FEELING, 5.4)
        if " " not in name:
            for frame in _rotated(("so there is {} in this", "there is {} in it"), turn):
                yield Reflection(_sentence(frame.format(name)), Kind.FEELING, 5.3)


_LEANING: Final = re.compile(r"^you (?:still |really )?(?:don't |do not )?(?:want|love|miss|hate|need|trust|believe)")
_AGAINST: Final = frozenset({"but", "and yet", "though", "although", "even though", "except"})
_BARE: Final = ("{}", "so {}")
_FRAMES: Final = (
    # Wordings for a clause that would be an echo if it stood alone. Each leaves the word with them.
    "so part of it is that {}",
    "so the thing is, {}",
    "so for you it's that {}",
    "then there is this: {}",
    "so what you're saying is that {}",
    "and it's also that {}",
    "so as you tell it, {}",
    "from where you stand, {}",
)
_SAME: Final = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "am": "are", "was": "were",
    "wasn't": "weren't", "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "we": "you", "us": "you",
    "our": "your", "we're": "you're", "we've": "you've",
}  # fmt: skip


def _needs_its_place(clause: Clause) -> bool:
    """Whether the clause says too little away from where it stood: "it was yellow"."""
    said = words(clause.text)
    return said[0].startswith(("it", "that", "there")) or not (content_words(clause.text) or _denies(said))


def _points_away(clause: Clause) -> bool:
    """Whether it ends on a "this" or "that" whose meaning is left behind: "you've never done this"."""
    ends_open = words(clause.text)[-1] in {"this", "that", "it", "there", "so"}
    return ends_open and len(content_words(clause.text)) <= 1


def _denies(said: list[str]) -> bool:
    return any(word.endswith("n't") or word in {"not", "never", "nothing", "nobody"} for word in said)


def _longest_run(one: list[str], other: list[str]) -> int:
    """How many words in a row the two have in common."""
    best, before = 0, [0] * (len(other) + 1)
    for left in one:
        row = [0] * (len(other) + 1)
        for at, right in enumerate(other, 1):
            if left == right:
                row[at] = before[at - 1] + 1
                best = max(best, row[at])
        before = row
    return best


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _rotated(choices: tuple[str, ...], turn: int) -> tuple[str, ...]:
    """The choices, beginning with another one each turn."""
    at = turn % len(choices) if choices else 0
    return choices[at:] + choices[:at]
