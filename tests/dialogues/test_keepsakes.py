"""What a session leaves to keep."""

from dialogues.dialogue import Role, load_library
from dialogues.embedded import EmbeddedListener
from dialogues.heard import hear
from dialogues.keepsakes import keepsakes
from dialogues.moves import Move
from dialogues.transcript import Speaker, Transcript, Turn

LIBRARY = load_library()
LISTENER = EmbeddedListener(LIBRARY)
PLAN = [
    "help me make a plan",
    "I want us to eat together again.",
    "What I cook, and asking.",
    "I'll ask her.",
    "tomorrow",
    "next week",
]


def session(*texts):
    transcript = Transcript()
    for text in texts:
        transcript = transcript.plus(Turn(Speaker.USER, text))
        reply = LISTENER.reply(transcript)
        said = Turn(Speaker.ASSISTANT, " ".join(reply.sentences), reply.move, reply.source)
        transcript = transcript.plus(said)
    return transcript


def test_a_letter_is_kept_word_for_word_however_long_it_is():
    """Every turn of it, and nothing that the program said."""
    letter = [f"Dear Dad, this is line {number}, and I was on the stairs again." for number in range(60)]
    (kept,) = keepsakes(
        session("help me write a letter", "To my father", *letter, "that's all", "It was hard."), LIBRARY
    )

    assert (kept.exercise, kept.title) == ("unsent-letter", "A letter that is not sent")
    assert kept.text.splitlines() == letter


def test_a_plan_is_kept_as_it_was_read_back():
    """With the words they used, and no date of its own."""
    (kept,) = keepsakes(session(*PLAN, "Nothing."), LIBRARY)

    assert kept.exercise == "plan"
    assert "you want you both to eat together again" in kept.text
    assert "?" not in kept.text


def test_what_was_left_half_way_is_kept_as_far_as_it_came():
    """Nobody loses a letter by stopping."""
    (kept,) = keepsakes(
        session("help me write a letter", "To Ana", "Dear Ana, I miss you.", "stop the exercise"), LIBRARY
    )

    assert kept.text == "Dear Ana, I miss you."


def test_a_talk_without_exercises_leaves_none():
    """It is in the transcript already."""
    assert keepsakes(session("My brother lied to me.", "Goodbye."), LIBRARY) == ()


def test_a_step_for_tomorrow_is_not_for_tomorrow_the_next_time():
    """The day has passed by then."""
    opening = " ".join(EmbeddedListener(LIBRARY, (session(*PLAN, "Nothing."),)).reply(Transcript()).sentences)

    assert "ask her" in opening
    assert "tomorrow" not in opening


def test_a_weekday_stays_with_its_step():
    """So that the next session can name it."""
    later = EmbeddedListener(LIBRARY, (session(*PLAN[:4], "on Thursday, after work", "the Sunday after"),))

    assert "ask her on Thursday" in " ".join(later.reply(Transcript()).sentences)


def test_who_was_hurt_and_did_hurt_may_be_asked_from_both_sides():
    """It is heard, and neither side is left out."""
    told = ("He cheated on me.", "I did the same to him after. I lied about it.")
    heard = hear(Transcript(tuple(Turn(Speaker.USER, text) for text in told)), LIBRARY)

    assert heard.role is Role.BOTH


def test_the_end_of_an_exercise_asks_nothing_more():
    """It is kept; they may stop there or go on."""
    last = session(*PLAN, "It feels lighter.").turns[-1]

    assert last.move is Move.EXERCISE
    assert "?" not in last.text
