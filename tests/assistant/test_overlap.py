"""Speech over a reply is told apart: an "mm-hm", the program itself, or a person who wants the floor."""

import pytest

from assistant.overlap import is_backchannel, is_own_voice

REPLY = "That she told your mother before she told you, that sounds lonely. What was that evening like?"


@pytest.mark.parametrize(
    "words", ["Mm-hm.", "mhm", "Yeah.", "Yeah, yeah.", "Uh-huh.", "Right. Okay.", "Hmm...", "I see.", "Um."]
)
def test_what_only_says_i_am_with_you(words):
    """Alone or doubled, however it is written down."""
    assert is_backchannel(words)


@pytest.mark.parametrize(
    "words", ["", "No.", "Yeah but", "Right, that's it.", "Stop.", "Okay wait", "I see him", "Homer"]
)
def test_what_says_more(words):
    """A word of their own is a wish for the floor."""
    assert not is_backchannel(words)


@pytest.mark.parametrize(
    "words",
    [
        "What was that evening like?",
        "she told your mother before she told you",
        "That she told your brother before she told you, that sounds lovely.",
    ],
)
def test_its_own_sentence_is_known_even_misheard(words):
    """Most of the words, in their order."""
    assert is_own_voice(words, REPLY)


@pytest.mark.parametrize(
    "words",
    [
        "What was",
        "lonely",
        "It was not my mother, it was my sister.",
        "that evening I just drove around",
        "wait wait wait",
    ],
)
def test_a_person_who_takes_up_a_word_is_not_the_program(words):
    """A word or two of the reply in an answer is how people talk."""
    assert not is_own_voice(words, REPLY)
