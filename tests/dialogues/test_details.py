"""Questions about the very thing that was just said."""

import pytest

from dialogues.details import concrete_things, details_in, kind_of
from dialogues.dialogue import load_library
from dialogues.embedded import EmbeddedListener
from dialogues.lines import Detail, slots_of
from dialogues.moves import Move
from dialogues.people import Person
from dialogues.transcript import Speaker, Transcript, Turn

LIBRARY = load_library()
TOLD = [
    "My brother sold the piano without asking me.",
    "He said that nobody played it any more.",
    "I feel so angry when I see the empty wall.",
    "I never told my wife what it was worth.",
    "I could write to him about the piano.",
    "I keep the key of the piano in my pocket.",
    "My mother taught us both.",
    "I want him to say that he knew.",
]


def session(*texts, earlier=(), seed=0):
    listener, transcript = EmbeddedListener(LIBRARY, earlier, seed), Transcript()
    for text in texts:
        transcript = transcript.plus(Turn(Speaker.USER, text))
        reply = listener.reply(transcript)
        said = Turn(Speaker.ASSISTANT, " ".join(reply.sentences), reply.move, reply.source)
        transcript = transcript.plus(said)
    return transcript


def asked(transcript):
    return [turn.source for turn in transcript if turn.move in {Move.QUESTION, Move.SKIP} and turn.source]


@pytest.mark.parametrize(("said_back", "kind"), [
    ("You feel so angry.", Detail.FEELING),
    ("What you wanted was to say the sea.", Detail.WISH),
    ("So you can't go back in.", Detail.CANNOT),
    ("You think you're the problem.", Detail.THOUGHT),
    ("You've never told him.", Detail.NOT),
    ("On Sunday, you told him.", Detail.OWN_WORDS),
    ("You carried the coffin.", Detail.OWN_PAST),
    ("So part of it is that you check his phone.", Detail.OWN_NOW),
    ("You could tell him one thing.", Detail.COULD),
    ("He said that it was nothing.", Detail.THEIR_WORDS),
    ("Your wife looked at you.", Detail.THEIR_ACT),
    ("You love him, and yet you check.", Detail.BOTH),
])  # fmt: skip
def test_a_question_is_about_what_was_said_back(said_back, kind):
    """Whose act it is, and what sort."""
    assert next(details_in(said_back, "", None)).kind is kind


def test_what_she_did_is_asked_of_her():
    """The words in braces follow whoever was spoken of."""
    found = next(details_in("Your wife looked at you.", "", Person("your wife", "she")))

    assert found.slots == {"they": "she", "them": "her", "their": "her", "person": "your wife"}


@pytest.mark.parametrize(("told", "things"), [
    ("I remember the bag, it was yellow.", ("the bag",)),
    ("I lost my keys.", ("your keys",)),
    ("I found a letter.", ("that letter",)),
    ("I sat in the kitchen.", ()),  # where it was, not what it is about
    ("It is the way my husband is.", ()),
])  # fmt: skip
def test_a_thing_is_something_that_can_be_pictured(told, things):
    """Not a place it happened in, not a person, not a way or a lot."""
    assert concrete_things(told) == things


def test_every_kind_of_detail_has_enough_wordings():
    """And each wording is only asked when what it names is known."""
    for kind in Detail:
        wordings = LIBRARY.dialogues[[each.id for each in LIBRARY.dialogues].index("follow-ups")].details[kind]
        assert len(wordings) >= 10
        assert kind_of(f"detail/{kind}/0") is kind
    assert not [each for each in LIBRARY.dialogues if each.id == "follow-ups" and each.questions]
    assert slots_of("What is it about {thing}?") == {"thing"}


def test_ten_sessions_on_the_same_trouble_ask_nothing_twice():
    """The same person, the same story, ten times."""
    earlier: tuple[Transcript, ...] = ()
    for _ in range(10):
        earlier = (*earlier, session(*TOLD, earlier=earlier))
    questions = [source for each in earlier for source in asked(each)]

    assert len(questions) >= 30
    assert len(set(questions)) == len(questions)


def test_different_people_are_asked_different_things():
    """Where several questions fit equally well, the seed decides."""
    sessions = [frozenset(asked(session(*TOLD[:3], seed=seed))) for seed in range(8)]

    assert len(set(sessions)) >= 6
