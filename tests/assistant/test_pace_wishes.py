"""A person can say how long they want to be waited for."""

import pytest

from assistant.pace_wishes import pace_wish
from assistant.turn_taking import Pace

SLOWER = [
    "Slow down.",
    "Take your time with me.",
    "Can you slow down a bit, please?",
    "Please don't rush me.",
    "Sorry, could you give me more time?",
    "You keep interrupting me.",
    "Let me finish.",
    "You're too fast for me.",
    "I wasn't finished.",
]
QUICKER = ["You can be quicker.", "You can be a bit quicker with me.", "Could you answer faster?", "You're too slow."]
STORIES = [
    "He told me to slow down.",
    'She said, "take your time."',
    "I slow down whenever I pass her house.",
    "My father never let me finish a sentence.",
    "I take my time with people.",
    "He could be quicker at saying sorry.",
]


@pytest.mark.parametrize("words", SLOWER)
def test_more_room_is_understood(words):
    """Whichever way it is asked for."""
    assert pace_wish(words, Pace.UNHURRIED).pace is Pace.SPACIOUS
    assert pace_wish(words, Pace.BRISK).pace is Pace.UNHURRIED


@pytest.mark.parametrize("words", QUICKER)
def test_less_waiting_is_understood(words):
    """Whichever way it is asked for."""
    assert pace_wish(words, Pace.UNHURRIED).pace is Pace.BRISK
    assert pace_wish(words, Pace.SPACIOUS).pace is Pace.UNHURRIED


@pytest.mark.parametrize("words", STORIES)
def test_a_story_changes_no_pace(words):
    """What somebody else did, or said, is not asked of the program."""
    assert pace_wish(words, Pace.UNHURRIED) is None


def test_a_wish_beside_other_words_is_told_from_one_alone():
    """So that what else was said is answered too."""
    assert pace_wish("Sorry, slow down, please.", Pace.UNHURRIED).is_all
    assert not pace_wish("Slow down. He lied to me again last night.", Pace.UNHURRIED).is_all


@pytest.mark.parametrize(("words", "pace"), [("Slow down.", Pace.SPACIOUS), ("You can be quicker.", Pace.BRISK)])
def test_what_cannot_change_any_more_is_said(words, pace):
    """A wish for what is so already is not answered as a change."""
    wish = pace_wish(words, pace)
    assert wish.pace is pace
    assert not wish.answer.startswith("All right")
