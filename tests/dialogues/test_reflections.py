"""Some hundred and fifty things that people say aloud about trust, and what every reflection of them owes its speaker."""

import json
from pathlib import Path

import pytest

from dialogues.cleaning import cleaned
from dialogues.echoing import PARROTING, is_echo
from dialogues.english import FEELINGS, words
from dialogues.grammar import read
from dialogues.reflecting import LONG_REFLECTION, reflect

FOLDER = Path(__file__).parents[1] / "golden" / "reflections"


def lines(name):
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def lemmas(text):
    return {word.lemma for sentence in read(cleaned(text)) for word in sentence.words}


SPOKEN = lines("spoken.jsonl")
NOTHING = [line["said"] for line in lines("nothing_to_say_back.jsonl")]
SAID_BACK = 0.65  # share of these turns of which something can be said back: what is left gets a question alone
RIGHT_DETAIL = 0.9  # share of those in which it is what a careful listener would take up
THEIRS_TO_SAY = frozenset({"i", "i'm", "i've", "me", "my", "mine", "myself", "we", "us", "our", "am"})
MAY_BE_ADDED = frozenset(
    [
        "you",
        "your",
        "yours",
        "yourself",
        "are",
        "were",
        "aren't",
        "weren't",
        "you're",
        "you've",
        "you'd",
        "you'll",
        "so",
        "and",
        "but",
        "yet",
        "then",
        "that",
        "that's",
        "what",
        "why",
        "is",
        "was",
        "it",
        "sounds",
        "like",
        "if",
        "i've",
        "got",
        "right",
        "from",
        "say",
        "saying",
        "way",
        "tell",
        "the",
        "not",
        "being",
        "able",
        "to",
        "having",
        "for",
        "him",
        "her",
        "them",
        "the",
        "fear",
        "worry",
        "worst",
        "of",
        "there",
        "there's",
        "in",
        "this",
        "back",
        "again",
        "keep",
        "coming",
        "comes",
        "maybe",
        "does",
        "doesn't",
        "feel",
        "feeling",
        "when",
    ]
) | frozenset(FEELINGS.values())


@pytest.mark.parametrize("turn", [0, 1, 2, 5])
def test_every_reflection_keeps_the_rules(turn):
    """Short, a statement, turned to "you", no parroting, whichever wording is taken."""
    for line in SPOKEN:
        if (found := reflect(line["said"], turn=turn)) is None:
            continue
        back = list(words(found.text.replace("If I've got it right, ", "")))
        assert len(back) <= LONG_REFLECTION, found.text
        assert found.text.endswith("."), found.text
        assert "?" not in found.text, found.text
        assert not THEIRS_TO_SAY & set(back), found.text
        assert not is_echo(found.text, words(line["said"])), found.text
        assert len(back) < PARROTING or " ".join(back) not in " ".join(words(line["said"])), found.text


def test_nothing_is_said_that_was_not_said():
    """Each word was theirs, is theirs in another form, or is one of the small words that hold a reflection together."""
    for turn, line in enumerate(SPOKEN):
        if (found := reflect(line["said"], turn=turn)) is None:
            continue
        theirs = lemmas(line["said"]) | set(words(line["said"]))
        back = [word for sentence in read(found.text) for word in sentence.words if word.tag not in {".", ","}]
        added = (
            {word.low for word in back if not {word.low, word.lemma} & theirs}
            - MAY_BE_ADDED
            - {"n't", "'ve", "'re", "'s", "ca", "i"}
        )
        assert not added, (line["said"], found.text)


def test_mostly_the_right_detail_is_taken_up():
    """What a careful listener would take up was written down before any of it was reflected."""
    found = [(reflect(line["said"], turn=turn), line["detail"]) for turn, line in enumerate(SPOKEN)]
    back = [(reflection.text.lower(), details) for reflection, details in found if reflection is not None]
    right = [text for text, details in back if any(detail in text for detail in details)]

    assert len(back) >= SAID_BACK * len(SPOKEN)
    assert len(right) >= RIGHT_DETAIL * len(back)


@pytest.mark.parametrize("text", NOTHING)
def test_a_remark_or_somebody_elses_words_are_left_alone(text):
    """About the talk itself, about the speaker's voice, or quoted."""
    assert all(reflect(text, turn=turn) is None for turn in range(4))


def test_a_thing_from_before_is_taken_up_again():
    """With the name it had then, unless it has just been spoken of."""
    before = ("I'd sit on the stairs with my bag. I remember the yellow bag.",)

    assert "yellow bag" in reflect("Last night I dreamt of the bag.", earlier=before).text
