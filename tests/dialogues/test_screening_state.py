"""Across turns: what was heard stays heard, one taking back clears nothing, and two hints are more than one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.moves import Move
from dialogues.screening import Label, Risk, Screening, TalkScreening, Tier, screen, screen_turn
from dialogues.screening.reading import SCREENING_FAILED
from dialogues.screening.state import GATHERED, HINTS_LAST, TAKEN_BACK
from dialogues.transcript import Speaker, Transcript, Turn

TELLING = "he said he was working late and I wanted to believe him"
FOUND = {
    "danger": Screening(Tier.T2, Label.SUICIDE, ("a rule",)),
    "emergency": Screening(Tier.T3, Label.PARTNER_VIOLENCE, ("a rule",)),
    "control": Screening(Tier.T2, Label.COERCIVE_CONTROL, ("a rule",)),
    "own": Screening(Tier.T2, Label.HARM_TO_OTHERS, ("a rule",)),
    "broken": SCREENING_FAILED,
}
HINTED = {"a hint": Label.SUICIDE, "another hint": Label.SUICIDE, "a different hint": Label.SELF_HARM}
TAKEN = [
    "you misunderstood",
    "forget it, I'm fine",
    "I was only joking",
    "I didn't mean it",
    "can we talk about something else",
]


def after(*said):
    """The transcript of a person who has said this so far."""
    return Transcript(tuple(Turn(Speaker.USER, text) for text in said))


def a_talk(**more):
    """A talk whose readers know only the words above, so that each rule is seen by itself."""
    return TalkScreening(lambda text: FOUND.get(text, Screening()), lambda text: HINTED.get(text, Label.NONE), **more)


@pytest.mark.parametrize("words", TAKEN)
def test_the_first_taking_back_after_danger_is_answered_with_help_once_more(words):
    """One denial or "you misunderstood" does not clear what was said (R9)."""
    finding = a_talk()(words, after("danger"))

    assert (finding.tier, finding.label) == (Tier.T2, Label.SUICIDE)
    assert TAKEN_BACK in finding.signs


@pytest.mark.parametrize("words", TAKEN)
def test_without_danger_before_it_taking_back_means_nothing(words):
    """People change the subject all the time."""
    assert not a_talk()(words, after(TELLING)).is_crisis
    assert not screen_turn(words, after(TELLING)).is_crisis


def test_a_second_taking_back_is_left_to_the_listener():
    """Help was named twice; a third time would be nagging. The danger stays in the state."""
    talk = a_talk()

    assert not talk(TAKEN[1], after("danger", TAKEN[0])).is_crisis
    assert talk.risk(after("danger", *TAKEN)).labels == (Label.SUICIDE,)


def test_danger_that_comes_up_again_after_a_denial_can_be_taken_back_only_into_help_again():
    """Each new telling counts anew."""
    assert a_talk()(TAKEN[0], after("danger", TAKEN[0], "danger")).is_crisis


def test_ordinary_words_after_danger_raise_no_alarm_of_their_own():
    """The listener keeps the topic open; screening does not shout it."""
    assert not a_talk()("I'll ring them tomorrow, thank you", after("danger")).is_crisis


def test_two_hints_at_the_same_danger_are_a_finding():
    """Risk gathers: neither turn would have been enough."""
    finding = a_talk()("another hint", after("a hint", TELLING))

    assert (finding.tier, finding.label, finding.signs) == (Tier.T2, Label.SUICIDE, (GATHERED,))


def test_a_single_hint_or_hints_at_different_dangers_are_no_finding():
    """One chance likeness is nothing, and neither are two unlike ones."""
    assert not a_talk()("a hint", after(TELLING)).is_crisis
    assert not a_talk()("a different hint", after("a hint")).is_crisis


def test_a_hint_is_forgotten_after_some_turns():
    """Otherwise a long talk would gather chance."""
    assert not a_talk()("another hint", after("a hint", *[TELLING] * HINTS_LAST)).is_crisis


def test_gathered_hints_are_answered_once_and_then_begin_afresh():
    """The turn after the answer is not answered again for the same old hints."""
    assert not a_talk()("a hint", after("a hint", "another hint")).is_crisis


@pytest.mark.parametrize("words", ["emergency", "control", "own"])
def test_violence_and_control_block_work_on_the_couple_for_the_rest_of_the_talk(words):
    """Whatever is said afterwards (R13)."""
    talk = a_talk()

    assert talk.risk(after(words, TELLING, *TAKEN)).blocks_couple_work
    assert not talk.risk(after("danger", TELLING)).blocks_couple_work


def test_what_an_earlier_talk_showed_still_blocks_work_on_the_couple():
    """As long as it is stored."""
    earlier = a_talk().risk(after("control"))

    assert a_talk(before=earlier).risk(after(TELLING)).blocks_couple_work


def test_a_reading_that_fails_offers_help_and_then_lets_the_talk_go_on():
    """A broken model must not answer every sentence with a crisis line."""
    answered = after("broken").plus(Turn(Speaker.ASSISTANT, "Help is there.", Move.ESCALATION, "crisis.unknown.T2"))

    assert a_talk()("broken", after(TELLING)) == SCREENING_FAILED
    assert not a_talk()("broken", answered).is_crisis
    assert a_talk().risk(answered).labels == ()


@given(st.lists(st.sampled_from([*FOUND, *HINTED, *TAKEN, TELLING]), max_size=12))
def test_danger_once_heard_never_leaves_the_state_and_no_state_hides_a_finding(said):
    """The state only adds: to itself, and to what the readers found."""
    talk = a_talk()
    before = Risk()
    for number, words in enumerate(said):
        found = FOUND.get(words, Screening())
        if found.is_crisis and found != SCREENING_FAILED:
            assert talk(words, after(*said[:number])) == found
        risk = talk.risk(after(*said[: number + 1]))
        assert set(before.labels) <= set(risk.labels)
        assert risk.tier >= before.tier
        before = risk


@pytest.mark.parametrize("words", ["I want to die", "my husband hits me", TELLING])
def test_the_first_turn_of_a_talk_is_read_as_a_text_by_itself(words):
    """With nothing before it, there is nothing to add."""
    assert screen_turn(words, Transcript()) == screen(words)


def test_real_readers_keep_the_topic_open_after_a_denial():
    """The whole path: floor, model and state."""
    finding = screen_turn("no forget it, I was only joking", after("I've been thinking about suicide"))

    assert (finding.tier, finding.label) == (Tier.T2, Label.SUICIDE)
