"""How long a person is waited for depends on what they last said."""

import pytest

from assistant.turn_taking import ASKED_FOR_TIME, FINISHED, UNFINISHED, Pace, hold

COMPLETE = ["He came home late.", "I don't know", "She lied to me about the money", "Yes.", "It hurt."]
INCOMPLETE = [
    "He came home late and",
    "I just",
    "Because, um",
    "It was the",
    "So I told him that,",
    "and then...",
    "She's",
]
MOMENT = ["Give me a moment.", "Hold on", "let me think", "Just a second"]


@pytest.mark.parametrize("words", COMPLETE)
def test_a_finished_sentence_is_answered_soonest(words):
    """What sounds complete is waited for least."""
    assert hold(words, Pace.UNHURRIED) == FINISHED[Pace.UNHURRIED]


@pytest.mark.parametrize("words", INCOMPLETE)
def test_an_unfinished_thought_is_given_longer(words):
    """A conjunction, a filler or a comma at the end means that more is coming."""
    assert hold(words, Pace.UNHURRIED) == UNFINISHED[Pace.UNHURRIED]


@pytest.mark.parametrize("words", MOMENT)
def test_who_asks_for_a_moment_is_given_it(words):
    """At every pace."""
    assert {hold(words, pace) for pace in Pace} == {ASKED_FOR_TIME}


def test_the_paces_are_in_order():
    """Spacious waits longest, brisk least."""
    for wait in (FINISHED, UNFINISHED):
        assert wait[Pace.BRISK] < wait[Pace.UNHURRIED] < wait[Pace.SPACIOUS]
