"""Saying back one detail of what was said: short, turned, whole, and never an echo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.cleaning import cleaned
from dialogues.echoing import is_echo
from dialogues.english import words
from dialogues.naming import feelings, things
from dialogues.reflecting import LONG_REFLECTION, facts, opening_of, reflect
from dialogues.turning import turned

SPOKEN = [
    "I check. I check everything. And then I feel sick, because I find nothing, and finding nothing doesn't help.",
    "I, I believe him in the morning and by the evening I don't.",
    "so um i miss her and i hate her you know",
    "She was texting my flatmate.",
    "I learned not to want things out loud.",
    "I suppose I'm scared my daughter will wait at a window.",
    "he says dani is his cousin but i met all the cousins at the wedding",
    "My father used to say Saturday. I remember the bag, it was yellow.",
    "That's, that's a violation, that is.",
    "I'd have put the phone through the wall.",
    "Don't sleep much.",
    "the, the little step counter app because it shows where he ran",
]


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("I wanted to say the sea.", "What you wanted was to say the sea."),
        ("She was texting my flatmate.", "If I've got it right, she was texting your flatmate."),
        (
            "I suppose I'm scared my daughter will wait at a window.",
            "So the fear is that your daughter will wait at a window.",
        ),
        ("I'm ashamed that I didn't see it.", "What you're ashamed of is that you didn't see it."),
        ("That's, that's a violation, that is.", "You call it a violation."),
        ("I'd have put the phone through the wall.", "You'd have put that phone through the wall."),
        ("Don't sleep much.", "You don't sleep much."),
        ("What she found is not the point.", "So what she found is beside the point for you."),
        (
            "It's not the money. Well, it is the money. But it's the Sundays.",
            "Not the money so much as the Sundays.",
        ),
        ("It's like a flood. We're both just stood in it.", "Like a flood, then."),
        ("i've got the card in me wallet", "You've got that card in your wallet."),
    ],
)
def test_one_detail_is_said_back_in_their_words(said, back):
    """The detail that carries, turned to "you", and worded so that it is no echo."""
    assert reflect(said).text == back


def test_a_clause_is_not_cut_where_that_would_turn_its_meaning():
    """Not wanting a child to learn something is not the same as not wanting the child."""
    reflection = reflect("I don't want my son to learn this from us.")

    assert reflection is None or "learn" in reflection.text
    assert not any(fact.endswith("son") for fact in facts("I don't want my son to learn this from us, not at his age."))


def test_both_sides_of_a_contradiction_are_said_back():
    """X but Y: neither side is dropped, and nothing is decided between them."""
    reflection = reflect("he says dani is his cousin but i met all the cousins at the wedding")

    assert "cousin" in reflection.text
    assert "you met all the cousins" in reflection.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yeah.",
        "What?",
        "So what else do I not know?",
        "You never listen.",
        "It is what it is.",
        "He said, I love you.",
        "If he'd asked, I'd have told him.",
        "And she goes, oh love, I'm worried about you.",
        "Not that I was lonely.",
        "Evening all.",
        "I'm a horrible person.",
        "I'm just a liar, basically.",
        "He told me once, you bring me the ideas and I'll open the doors.",
    ],
)
def test_what_cannot_be_said_back_safely_is_not(text):
    """Questions, what somebody else said, what hangs on an if, what people call themselves, what says nothing."""
    assert reflect(text) is None


@pytest.mark.parametrize("turn", range(6))
@pytest.mark.parametrize("text", SPOKEN)
def test_no_reflection_is_long_an_echo_or_speaks_as_i(text, turn):
    """Every wording keeps the rules, whichever one is taken."""
    reflection = reflect(text, turn=turn)

    if reflection is not None:
        said = words(reflection.text)
        assert len(said) <= LONG_REFLECTION
        assert not is_echo(reflection.text, words(text))
        assert "?" not in reflection.text
        assert not {"my", "me", "i'm", "um", "mine", "myself"} & set(said)


@given(
    st.lists(st.sampled_from([*" ".join(SPOKEN).split(), "but", "and", "I", "my", "was", ",", "."]), max_size=40),
    st.integers(0, 20),
)
def test_scrambled_speech_never_makes_an_echo_or_an_error(tokens, turn):
    """However badly it was heard, the rules hold."""
    text = " ".join(tokens)
    reflection = reflect(text, turn=turn)

    assert reflection is None or not is_echo(reflection.text, words(text))


@given(st.text(max_size=120))
def test_any_text_can_be_reflected_on(text):
    """No text raises."""
    assert reflect(text) is None or reflect(text).text.endswith(".")


def test_an_opening_that_was_just_used_is_not_used_again():
    """Replies that begin alike are noticed."""
    first = reflect("I don't trust myself any more.")

    assert opening_of(
        reflect("I don't trust myself any more.", openings_used={opening_of(first.text)}).text
    ) != opening_of(first.text)


def test_what_was_closed_is_not_said_back():
    """A topic that was refused stays out of reflections."""
    text = "I miss my father. I still wear his watch on Sundays."

    assert "father" in reflect(text).text
    assert "father" not in reflect(text, closed={"father"}).text


@pytest.mark.parametrize(
    ("mine", "yours"),
    [
        ("I was sure of my wife", "you were sure of your wife"),
        ("I wasn't myself", "you weren't yourself"),
        ("he was with me and I was tired", "he was with you and you were tired"),
        ("we had our house", "you had your house"),
        ("Mark asked me", "Mark asked you"),
        ("I lied to me", "you lied to yourself"),
        ("I am what I've done", "you are what you've done"),
    ],
)
def test_i_becomes_you_and_its_verb_agrees(mine, yours):
    """Only the verb that belongs to "I" is changed."""
    assert turned(mine) == yours


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("So I, um, I found messages", "So I found messages"),
        ("the, the little app", "the little app"),
        ("He is, he's reliable.", "he's reliable."),
        ("It went on since, I think, March.", "It went on since, March."),
        ("im tired and i dont know", "I'm tired and I don't know"),
        ("[laughs] I was there", "I was there"),
    ],
)
def test_hesitation_and_restarts_are_taken_out(said, meant):
    """What is left is what was meant to be said."""
    assert cleaned(said) == meant


def test_facts_are_clauses_that_stand_alone():
    """They are quoted later, far from where they stood."""
    assert facts("It was late. I cried outside the door. That was it.") == ("you cried outside the door",)


def test_a_feeling_that_is_denied_is_not_named():
    """Being "not angry" names no anger."""
    assert [feeling.word for feeling in feelings("I'm not angry, I was so lonely.")] == ["lonely"]


def test_things_are_named_as_theirs():
    """Turned to "you", and only where the words are plainly a thing."""
    assert things("I was standing there holding my mat and the kids were there.") == ("your mat", "the kids")
