"""What talks were like, in figures: how much is said back, how much is asked, what repeats, how long a reply takes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from statistics import mean
from typing import Any, Final

from dialogues.english import content_words, words
from dialogues.moves import Move
from dialogues.reflecting import is_echo
from dialogues.sentences import sentences

OPENING_WORDS: Final = 3  # words of a reply that make it begin like another
LOOKED_BACK: Final = 3  # turns of the person in which a detail that is said back may stand
TOP: Final = 5  # of the commonest openings that are printed

Talk = Mapping[str, Any]
Figures = Iterator[tuple[str, str]]


def figures(talks: Sequence[Talk], seconds: Iterable[float]) -> Figures:
    """Each figure with its name."""
    replies = [[turn["text"] for turn in talk["turns"] if _is_reply(turn)] for talk in talks]
    yield "sessions, replies", f"{len(talks)}, {sum(map(len, replies))}"
    yield from _said_back(talks, replies)
    yield from _lengths(talks, replies)
    yield from _openings(replies)
    yield from _questions(replies)
    yield from _times(seconds)


def _is_reply(turn: Mapping[str, Any]) -> bool:
    """Whether it was said for this turn: not the opening, which is the same for all, and not what was to be repeated."""
    return bool(turn["role"] == "assistant" and turn["text"] and turn["move"] not in {Move.OPENING, Move.REPEAT})


def _said_back(talks: Sequence[Talk], replies: list[list[str]]) -> Figures:
    """How often something of theirs is said back, against how often something is asked."""
    grounded, echoes, everything = 0, 0, 0
    for talk in talks:
        told: list[str] = []
        for turn in talk["turns"]:
            if turn["role"] == "user":
                told.append(turn["text"])
            elif _is_reply(turn):
                back = " ".join(each for each in sentences([turn["text"]]) if not each.endswith("?"))
                everything += 1
                grounded += bool(content_words(back) & content_words(" ".join(told[-LOOKED_BACK:])))
                echoes += is_echo(back, words(told[-1])) if told and back else 0
    asking = [("?" in text) for talk in replies for text in talk]
    yield "replies that say something of theirs back", f"{grounded / everything:.0%}"
    yield "replies that ask nothing", f"{1 - mean(asking):.0%}"
    yield "said back for each question", f"{grounded / max(1, sum(asking)):.2f}"
    yield "replies with two questions", f"{mean(text.count('?') > 1 for talk in replies for text in talk):.1%}"
    yield "echoes of their words", f"{echoes / everything:.1%}"


def _lengths(talks: Sequence[Talk], replies: list[list[str]]) -> Figures:
    lengths = sorted(len(text.split()) for talk in replies for text in talk)
    ours, theirs = (
        sum(len(turn["text"].split()) for talk in talks for turn in talk["turns"] if turn["role"] == role)
        for role in ("assistant", "user")
    )
    yield "words in a reply: mean, p95, most", f"{mean(lengths):.1f}, {_at(lengths, 0.95):.0f}, {lengths[-1]}"
    yield "share of all words, opening and goodbye counted", f"{ours / (ours + theirs):.0%}"


def _openings(replies: list[list[str]]) -> Figures:
    each = [Counter(" ".join(words(text)[:OPENING_WORDS]) for text in talk) for talk in replies]
    everywhere = sum(each, Counter[str]())
    yield "commonest opening of a session, its share", f"{mean(max(o.values()) / o.total() for o in each if o):.0%}"
    commonest = ", ".join(f"{opening} ({many})" for opening, many in everywhere.most_common(TOP))
    yield "commonest openings of all", commonest


def _questions(replies: list[list[str]]) -> Figures:
    asked = [
        [sentence for text in talk for sentence in sentences([text]) if sentence.endswith("?")] for talk in replies
    ]
    everything = Counter(question for talk in asked for question in set(talk))
    shared = [len(set(one) & set(other)) for one, other in combinations(asked, 2)]
    yield "questions asked, distinct ones", f"{sum(map(len, asked))}, {len(everything)}"
    yield "asked twice within a session", f"{sum(len(talk) - len(set(talk)) for talk in asked)}"
    also = mean(everything[question] > 1 for talk in asked for question in talk)
    yield "also asked in another of these sessions", f"{also:.0%}"
    yield "questions that any two sessions share, on average", f"{mean(shared) if shared else 0:.2f}"
    yield "the most asked one, in sessions", f"{max(everything.values(), default=0)}"


def _times(seconds: Iterable[float]) -> Figures:
    ordered = sorted(second * 1000 for second in seconds)
    spread = ", ".join(f"{_at(ordered, share):.1f}" for share in (0.5, 0.95, 0.99, 1.0))
    yield "milliseconds of one core: p50, p95, p99, most", spread


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
