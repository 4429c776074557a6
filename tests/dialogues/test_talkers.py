"""Very different people, talking as people do: what every one of them is owed."""

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.conversing import Script, converse
from assistant.parts import session_for
from assistant.settings import Settings
from dialogues.dialogue import load_library
from dialogues.embedded import EmbeddedListener
from dialogues.moves import Move

LIBRARY = load_library()
FILES = sorted((Path(__file__).parents[1] / "golden" / "talkers").glob("*.jsonl"))
TALKERS = [json.loads(line) for path in FILES for line in path.read_text(encoding="utf-8").splitlines()]
KINDS = {
    "repeat", "clarify", "human", "privacy", "stop", "skip", "advice", "thanks", "silence", "offtopic", "help_sign", "challenge",
}  # fmt: skip
SELDOM = 12  # sessions of different people, of the forty and more, in which one question may come up


def held(talker):
    """The replies to this talker, through the session and the journal, the opening left out."""
    settings = Settings()
    talk = converse(
        Script(talker["id"], tuple(talker["turns"])),
        lambda _journal: EmbeddedListener(LIBRARY),
        lambda: session_for(settings),
    )
    return [turn for turn in talk["turns"][1:] if turn["role"] == "assistant"]


@pytest.fixture(scope="module")
def talks():
    """What was said to each of them."""
    return {talker["id"]: held(talker) for talker in TALKERS}


def test_there_are_forty_and_more_of_them():
    """Each with ten to fifteen turns, and with probes that point at a turn that is there."""
    assert len(TALKERS) >= 40
    assert len({talker["id"] for talker in TALKERS}) == len(TALKERS)
    for talker in TALKERS:
        assert 10 <= len(talker["turns"]) <= 15, talker["id"]
        assert talker["anchors"], talker["id"]
        for probe in talker["probes"]:
            assert 0 <= probe["turn"] < len(talker["turns"]), talker["id"]
            assert probe["kind"] in KINDS, talker["id"]


def test_each_kind_of_hard_turn_is_among_them():
    """Silence, arguing, "what should I do", another language, and the rest."""
    assert {probe["kind"] for talker in TALKERS for probe in talker["probes"]} == KINDS


def test_nobody_is_asked_two_things_at_once_or_talked_at(talks):
    """At most one question a reply, and none longer than a breath or two."""
    replies = [turn for turns in talks.values() for turn in turns if turn["move"] != Move.ESCALATION]

    assert all(turn["text"].count("?") <= 1 for turn in replies)
    assert all(len(turn["text"].split()) <= 45 for turn in replies)


def test_nobody_is_asked_the_same_twice(talks):
    """Unless they asked for it to be repeated."""
    for name, turns in talks.items():
        asked = [turn["text"].split(". ")[-1] for turn in turns if "?" in turn["text"] and turn["move"] != Move.REPEAT]

        assert len(set(asked)) == len(asked), name


def test_their_talks_are_not_interviews(talks):
    """Over all of them, between a fifth and a half of the replies ask nothing."""
    replies = [turn["text"] for turns in talks.values() for turn in turns if turn["text"]]

    assert 0.2 <= sum("?" not in text for text in replies) / len(replies) <= 0.5


def test_no_question_of_the_library_is_everybodys(talks):
    """What is asked of one is asked of few others."""
    wordings = {wording for dialogue in LIBRARY.dialogues for q in dialogue.questions for wording in (q.ask, q.simpler)}
    asked = Counter(
        wording
        for turns in talks.values()
        for wording in {w for turn in turns for w in wordings if turn["text"].endswith(w)}
    )

    assert asked.most_common(1)[0][1] <= SELDOM
