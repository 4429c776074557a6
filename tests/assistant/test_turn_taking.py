"""How long a person is waited for depends on how their words end, on the pace, and on how they pause themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.how_words_end import Ending, how_words_end
from assistant.turn_taking import HOLDS, MARGIN, MOMENT, MOST, OwnPauses, Pace, hold

COMPLETE = [
    "He came home late again last night.",
    "She lied to me about the money that I lent him.",
    "When I came home that evening, the door was open and her coat was gone.",
    "I kept it to myself, and nobody ever asked me why.",
]
DOUBTFUL = [
    "I don't know.",
    "Yes.",
    "Yeah, I think so.",
    "It hurt.",
    "My son doesn't want to talk to me about any of it",
]
UNFINISHED = [
    "He came home late and",
    "He came home late, and then.",
    "I just",
    "Because, um",
    "It was the",
    "So I told him that,",
    "and then...",
    "She's",
    "When I came home that evening.",
    "My sister",
    "I put it away in.",
    "Part of me wants to.",
    "What hurts the most is",
    "To be honest",
]
ADDRESSED = ["Do you think I should tell him?", "What do you mean by that?", "I would like to stop here, thank you."]
MOMENTS = ["Give me a moment.", "Hold on", "let me think", "Just a second", "It was, hang on, give me a minute please."]


@pytest.mark.parametrize(
    ("words", "ending"),
    [
        (words, ending)
        for ending, each in {
            Ending.COMPLETE: COMPLETE,
            Ending.DOUBTFUL: DOUBTFUL,
            Ending.UNFINISHED: UNFINISHED,
            Ending.ADDRESSED: ADDRESSED,
            Ending.MOMENT: MOMENTS,
        }.items()
        for words in each
    ],
)
def test_how_words_end_is_heard(words, ending):
    """By their grammar first, then by what the transcriber heard of the voice."""
    assert how_words_end(words) is ending


def test_what_was_asked_counts():
    """A part of a sentence can be a whole answer."""
    assert how_words_end("When I came home.") is Ending.UNFINISHED
    assert how_words_end("When I came home.", asked="When did you notice?") is Ending.DOUBTFUL


@pytest.mark.parametrize("told", ["She asked me, are you coming?", "He said why would you do that?"])
def test_a_question_in_a_story_is_not_put_to_the_program(told):
    """Somebody else asked it."""
    assert how_words_end(told) is not Ending.ADDRESSED


def test_the_paces_are_in_order():
    """Whatever the ending, spacious waits longest and brisk least; and the less finished, the longer."""
    for ending in set(Ending) - {Ending.MOMENT}:
        assert HOLDS[Pace.BRISK][ending] < HOLDS[Pace.UNHURRIED][ending] < HOLDS[Pace.SPACIOUS][ending]
    for waits in HOLDS.values():
        assert list(waits.values()) == sorted(waits.values())


def test_who_asks_for_a_moment_is_given_it():
    """At every pace."""
    assert {hold("Give me a moment.", pace) for pace in Pace} == {MOMENT}


pauses = st.lists(st.floats(0.2, 8.0), max_size=30)


@given(st.sampled_from(COMPLETE + DOUBTFUL), st.sampled_from(Pace), pauses)
def test_own_pauses_only_lengthen_a_wait_and_not_without_end(words, pace, lengths):
    """A quick talker is not hurried by it, and nobody is kept waiting for ever."""
    own = OwnPauses()
    for length in lengths:
        own = own.plus(length)
    usual = hold(words, pace)
    assert usual <= hold(words, pace, own=own) <= MOST * usual


@given(st.floats(1.2, 1.6))
def test_a_person_is_waited_for_a_little_longer_than_they_pause(length):
    """Once a few of their pauses are known."""
    own = OwnPauses((length,) * 5)
    assert hold(COMPLETE[0], Pace.UNHURRIED, own=own) == pytest.approx(min(length + MARGIN, MOST * 1.1))


@pytest.mark.parametrize("words", [*UNFINISHED, *MOMENTS])
def test_what_is_unfinished_anyway_is_not_changed_by_own_pauses(words):
    """It is waited for long enough."""
    assert hold(words, Pace.BRISK, own=OwnPauses((9.0,) * 5)) == hold(words, Pace.BRISK)
