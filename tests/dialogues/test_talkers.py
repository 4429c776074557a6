"""Very different people, talking as people do: what every one of them is owed."""

from collections import Counter

from dialogues.dialogue import load_library
from dialogues.moves import Move

LIBRARY = load_library()
KINDS = {
    "repeat", "clarify", "human", "privacy", "stop", "skip", "advice", "thanks", "silence", "offtopic", "help_sign", "challenge",
}  # fmt: skip
SELDOM = 12  # sessions of different people, of the forty and more, in which one question may come up


def test_there_are_fifty_and_more_of_them(talkers):
    """Each with ten to fifteen turns, and with probes that point at a turn that is there."""
    assert len(talkers) >= 50
    assert len({talker["id"] for talker in talkers}) == len(talkers)
    for talker in talkers:
        assert 10 <= len(talker["turns"]) <= 15, talker["id"]
        assert talker["anchors"], talker["id"]
        for probe in talker["probes"]:
            assert 0 <= probe["turn"] < len(talker["turns"]), talker["id"]
            assert probe["kind"] in KINDS, talker["id"]


def test_each_kind_of_hard_turn_is_among_them(talkers):
    """Silence, arguing, "what should I do", another language, and the rest."""
    assert {probe["kind"] for talker in talkers for probe in talker["probes"]} == KINDS


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
