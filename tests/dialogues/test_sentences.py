"""A stream of text into whole sentences, and sentences into words fit to be spoken."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dialogues.sentences import LONG_SENTENCE, first_clause, sentences, spoken

PIECES = st.lists(
    st.one_of(st.text(max_size=12), st.sampled_from([". ", "? ", "... ", "Dr. ", "\n", "a.m. ", "Yes", "no"]))
)


@given(PIECES)
def test_no_word_is_lost_or_added(pieces):
    """The words of all sentences together are the words of the text."""
    assert " ".join(sentences(pieces)).split() == "".join(pieces).split()


@given(PIECES)
def test_where_the_text_is_cut_makes_no_difference(pieces):
    """Whole, in pieces, or letter by letter: the same sentences."""
    text = "".join(pieces)

    assert list(sentences(pieces)) == list(sentences([text])) == list(sentences(text))


def test_a_sentence_is_given_before_the_next_piece_is_asked_for():
    """Speaking can begin while the rest is still being composed."""

    def stream():
        yield "I hear you. "
        pytest.fail("the first sentence was complete already")

    assert next(sentences(stream())) == "I hear you."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Lee called. He was late.", ["Dr. Lee called.", "He was late."]),
        ("He said no. I left.", ["He said no.", "I left."]),
        ("I waited... and waited. Nothing.", ["I waited... and waited.", "Nothing."]),
        ("It was 5 p.m. on Friday. Then it rained.", ["It was 5 p.m. on Friday.", "Then it rained."]),
        ("It cost 3.50 and that was that.", ["It cost 3.50 and that was that."]),
        ('"Go." She went.', ['"Go."', "She went."]),
        ("One line\nAnother line", ["One line", "Another line"]),
    ],
)
def test_full_stops_that_end_nothing_are_left_alone(text, expected):
    """Titles, numbers and trailing-off are not ends."""
    assert list(sentences([text])) == expected


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Call 988 now.", "Call 9 8 8 now."),
        ("Samaritans, on 116 123, at any hour.", "Samaritans, on 1 1 6, 1 2 3, at any hour."),
        ("Call 1-800-799-7233.", "Call 1, 8 0 0, 7 9 9, 7 2 3 3."),
        ("Text HOME to 741741.", "Text HOME to 7 4 1, 7 4 1."),
        ("In France, call 3114.", "In France, call 3 1 1 4."),
        ("Lifeline is 13 11 14.", "Lifeline is 1 3, 1 1, 1 4."),
        ("Ring 112 or 999.", "Ring 1 1 2 or 9 9 9."),
    ],
)
def test_telephone_numbers_are_read_digit_by_digit(written, said):
    """A number to call must be heard as digits, its groups set apart."""
    assert spoken(written) == said


@pytest.mark.parametrize(
    "text",
    [
        "In 1998 we met.",
        "She is 41.",
        "It was 10:30.",
        "A 10-minute talk.",
        "From 2019-2021.",
        "On 2024-05-06.",
        "999 people came.",
    ],
)
def test_other_numbers_stay_as_they_are(text):
    """Years, ages, times and counts are not telephone numbers."""
    assert spoken(text) == text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("- **Bold** and *soft* 😊", "Bold and soft"),
        ("1. First thing", "First thing"),
        ("## A heading", "A heading"),
        ("See [this page](https://example.org/a).", "See this page."),
        ("See https://example.org/help?x=1.", "See example dot org."),
        ("Write to help@example.org.", "Write to help at example dot org."),
        ("Well — perhaps.", "Well, perhaps."),
    ],
)
def test_what_only_an_eye_can_use_is_taken_out_or_said(written, said):
    """No markup, list mark, emoji or bare address reaches the voice."""
    assert spoken(written) == said


@given(st.text(alphabet=st.sampled_from("ab 0123456789-.,*#😊\n"), max_size=40))
def test_what_was_made_fit_to_be_spoken_stays_as_it_is(text):
    """Making it fit twice changes nothing more, once list marks at its start are gone."""
    assume(not re.search(r"\d[*#]+\d", text))  # no number is written so, and it is two numbers or one
    once = spoken("I " + text)

    assert spoken(once) == once


@given(st.lists(st.from_regex(r"[a-z]{1,8}[,;]?", fullmatch=True), max_size=30))
def test_the_first_clause_and_the_rest_are_the_sentence(parts):
    """Nothing is lost where a sentence is split, and a short one is not split at all."""
    sentence = " ".join(parts)
    first, rest = first_clause(sentence)

    assert f"{first} {rest}".split() == parts
    assert not rest or len(parts) >= LONG_SENTENCE


def test_a_long_sentence_is_split_at_its_first_pause():
    """So that its beginning can sound while the rest is rendered."""
    sentence = "So in the morning his sorry is enough, and by evening it has worn off."

    assert first_clause(sentence) == ("So in the morning his sorry is enough,", "and by evening it has worn off.")


def test_a_telephone_number_is_never_split():
    """Its groups belong to one breath."""
    first, rest = first_clause("You can ring 1 1 6, 1 2 3 at any hour of the day or the night, whoever you are.")

    assert not re.search(r"\d,?$", first) or not re.match(r"\d", rest)
