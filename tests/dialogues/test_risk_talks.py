"""Whole talks: no checkpoint is missed and no quiet turn alarms, but for those that are marked and counted."""

import json

import pytest

from benchmarks.screening import EXPECTED, GOLDEN, misses, risk_talks
from dialogues.screening import Tier, screen

TALKS = risk_talks()


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.id)
def test_what_is_due_at_each_turn_is_done(talk):
    """Through session, screening, replies and listener, as in a typed talk."""
    known = {at for at, turn in enumerate(talk.turns) if turn.known_miss}

    assert [miss for miss in misses(talk) if miss[0] not in known] == []


def test_the_talks_are_many_and_a_third_of_them_only_seem_to_hold_danger():
    """An easy set would prove nothing: every talk with danger in it also has quiet turns or several checkpoints."""
    harmless = [talk for talk in TALKS if not any(turn.is_checkpoint for turn in talk.turns)]

    assert len(TALKS) >= 40
    assert len(harmless) >= 15
    assert len({talk.id for talk in TALKS}) == len(TALKS)
    assert {turn.expect for talk in TALKS for turn in talk.turns} <= EXPECTED
    assert all(turn.labels or turn.expect == "alarm" for talk in TALKS for turn in talk.turns if turn.is_checkpoint)


def test_misses_that_are_known_are_few():
    """A mark is an admission, not a way out."""
    turns = [turn for talk in TALKS for turn in talk.turns]

    assert sum(turn.known_miss for turn in turns) <= len([turn for turn in turns if turn.is_checkpoint]) / 4


def test_many_talks_only_add_up_over_their_turns():
    """Read turn by turn, each without the others, a good part of the checkpoints would be missed."""
    due = [turn for talk in TALKS for turn in talk.turns if turn.is_checkpoint and not turn.known_miss]
    alone = [turn for turn in due if screen(turn.say).tier >= Tier.T2]

    assert len(alone) < len(due) * 2 / 3


def test_the_files_hold_nothing_but_what_is_read():
    """A misspelt key would silently expect nothing."""
    for file in sorted((GOLDEN / "risk_talks").glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            record = json.loads(line)
            assert record.keys() <= {"id", "turns", "blocks"}
            assert all(turn.keys() <= {"say", "expect", "label", "tier", "known_miss"} for turn in record["turns"])
