"""What one session leaves for the next: the step, the questions, what is closed, who is who."""

import pytest

from dialogues.closing import LONGEST_CLOSING
from dialogues.dialogue import OPEN_THEME, load_library
from dialogues.embedded import EmbeddedListener
from dialogues.hearing_out import LONG_TALK, LONG_TALK_SOURCE
from dialogues.memory import NOTHING_YET
from dialogues.moves import Move
from dialogues.remembering import remember
from dialogues.transcript import Speaker, Transcript, Turn

LIBRARY = load_library()
CRISIS = Turn(Speaker.ASSISTANT, "Please call the number on your screen now.", Move.ESCALATION)
PLAN = ["Help me make a plan.", "I want to be honest about money.", "My own part.", "I will show her the letter.", "On Friday.", "A week later.", "Nothing."]  # fmt: skip
STORY = [
    "I found messages on my husband's tablet three months ago.",
    "He's said sorry, but I don't believe him in the evenings.",
    "I'm scared. Eleven years and I didn't know.",
    "He got home late on Thursday and I was shaking in the kitchen.",
    "I shouted at him in front of the kids. I don't recognise myself.",
    "The radio was on and nobody said a word.",
]


def session(*texts, earlier=()):
    """The transcript of a session in which the person says these texts."""
    listener, transcript = EmbeddedListener(LIBRARY, tuple(earlier)), Transcript()
    for text in (None, *texts):
        transcript = transcript if text is None else transcript.plus(Turn(Speaker.USER, text))
        reply = listener.reply(transcript)
        transcript = transcript.plus(Turn(Speaker.ASSISTANT, " ".join(reply.sentences), reply.move, reply.source))
    return transcript


def opening(*earlier):
    return session(earlier=earlier).turns[0].text


def questions(transcript):
    return [turn.source for turn in transcript if LIBRARY.question(turn.source) and turn.move is not Move.REPHRASE]


def test_somebody_new_has_left_nothing():
    """Memory of no sessions is empty."""
    assert remember((), LIBRARY) == NOTHING_YET


def test_a_later_session_opens_with_the_step_that_was_planned():
    """And asks how it went, once."""
    text = opening(session("I lied to my wife.", *PLAN))

    assert "to show her the letter" in text.lower()
    assert text.count("?") == 1
    assert len(text.split()) <= 40


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Maybe I could say it out loud before I look.", "say it out loud before you look"),
        ("I'll call my sister tomorrow, I think.", "call your sister"),  # "tomorrow" is another day by then
        ("So I'm going to tell him about the loan.", "tell him about the loan"),
    ],
)
def test_a_step_named_in_passing_is_taken_up_too(said, meant):
    """As it was said, turned to "you"."""
    assert f"to {meant}." in opening(session(STORY[0], said)).lower()


@pytest.mark.parametrize(
    "said",
    ["I'm going to kill him.", "I'll never forgive him.", "I could hear them laughing.", "I'm going to be fifty.", "I'll be honest.", "She said I'll call.", "I'll tell you something.", "I'll think about it.", "I'm going to lose my mind."],
)  # fmt: skip
def test_what_is_no_step_is_not_taken_for_one(said):
    """Threats, turns of phrase, and what others said."""
    assert "meant to" not in opening(session(STORY[0], said))


def test_after_a_crisis_nothing_from_before_is_brought_up():
    """Not the step, and nothing that was said."""
    before = session("I lied to my wife.", *PLAN)
    after = Transcript((*before.turns, Turn(Speaker.USER, "I can't go on."), CRISIS))

    assert "meant to" not in opening(after)
    assert "letter" not in session("do you remember what I said?", earlier=(after,)).turns[-1].text


def test_a_session_in_which_nothing_was_said_does_not_hide_the_one_before():
    """The step is still known."""
    assert "show her the letter" in opening(session("I lied to my wife.", *PLAN), session(), session(""))


def test_do_you_remember_is_answered_with_what_was_said_last_time():
    """The step if there was one, else something of it; and plainly, where there is nothing."""
    asked = "Do you remember what I told you last time?"

    assert "show her the letter" in session(asked, earlier=(session("I lied.", *PLAN),)).turns[-1].text
    assert "husband's tablet" in session(asked, earlier=(session("I found my husband's tablet."),)).turns[-1].text
    assert "nothing" in session(asked).turns[-1].text.lower()


def test_the_plan_of_last_time_can_be_read_back():
    """On request, whole."""
    text = session("What was my plan?", earlier=(session("I lied to my wife.", *PLAN),)).turns[-1].text

    assert all(part in text for part in ("you want to be honest about money", "show her the letter", "On Friday"))


def test_three_sessions_on_the_same_trouble_share_no_question():
    """What was asked lately is asked last."""
    held = ()
    for _ in range(3):
        held = (*held, session(*STORY, earlier=held))
    asked = [question for each in held for question in questions(each)]

    assert len(set(asked)) == len(asked)


def test_two_sessions_do_not_sound_the_same():
    """The wording varies with how often they have been here."""
    first = session(*STORY)
    second = session(*STORY, earlier=(first,))

    assert first.turns[2::2] != second.turns[2::2]


def test_what_was_refused_stays_closed_in_later_sessions_until_they_open_it():
    """Neither asked about nor said back; open again once they speak of it."""
    refused = session("My father gambled.", "I don't want to talk about my father.")
    later = [
        "I sit in the kitchen and I listen to the radio.",
        "My brother called, I feel tired.",
        "My mother was there too.",
    ]
    memory = remember((refused,), LIBRARY)
    opened = remember((refused, session("My father called again.", earlier=(refused,))), LIBRARY)

    assert "father" in memory.closed
    assert "father" not in opened.closed
    assert not any("father" in turn.text for turn in session(*later, earlier=(refused,)).by(Speaker.ASSISTANT))


def test_what_was_refused_for_today_is_open_tomorrow():
    """They said so."""
    assert not remember((session("My father gambled.", "I don't want to talk about my father today."),), LIBRARY).closed


def test_a_question_that_was_refused_closes_its_themes_for_later():
    """A bare skip counts."""
    told = session(STORY[0], STORY[1])
    asked = next(question for question in LIBRARY.dialogues[2].questions if OPEN_THEME not in question.themes)
    told = told.plus(Turn(Speaker.ASSISTANT, asked.ask, Move.QUESTION, asked.id)).plus(Turn(Speaker.USER, "skip that"))

    assert set(asked.themes) <= remember((told,), LIBRARY).closed_themes


def test_a_thing_that_was_asked_about_and_refused_is_not_named_again():
    """A bare skip after "what is it about the yellow bag?" closes the bag."""
    told = Transcript((Turn(Speaker.USER, "I remember the bag, it was yellow."),))
    asked = Turn(Speaker.ASSISTANT, "What is it about the bag that stays with you?", Move.QUESTION, "detail/thing/0")

    assert "bag" in remember((told.plus(asked).plus(Turn(Speaker.USER, "skip that")),), LIBRARY).closed


@pytest.mark.parametrize(
    "said",
    ["My sister Ana took the ring.", "Ana is my sister.", "It was my older sister, Ana.", "My sister is called Ana."],
)
def test_who_is_who_is_known_once_it_was_said(said):
    """Also in later sessions, so that Ana is "she"."""
    assert remember((session(said),), LIBRARY).names == {"Ana": "sister"}


@pytest.mark.parametrize(
    "said",
    ["This is my wife.", "Recently, my wife left.", "My wife, Monday morning, was gone.", "Obviously my dad, Sunday."],
)
def test_what_is_no_name_is_not_taken_for_one(said):
    """A capital letter does not make a name."""
    assert remember((session(said),), LIBRARY).names == {}


def test_a_name_from_an_earlier_session_is_spoken_of_rightly():
    """The sister's name alone is enough."""
    first = session("My sister Ana took the ring.")
    replies = session("Ana called.", "Ana wants the house.", "I said no.", earlier=(first,)).by(Speaker.ASSISTANT)
    named = EmbeddedListener(LIBRARY, (first,)).memory.names

    assert named["Ana"] == "sister"
    assert not any(" they " in turn.text for turn in replies if "Ana" in turn.text)


def test_after_a_long_talk_it_is_said_once_that_they_may_stop():
    """As an offer, with no question and no push."""
    told = [f"On day {n} I sat in the kitchen and counted the {n} cups again." for n in range(LONG_TALK + 4)]
    offers = [turn for turn in session(*told) if turn.source == LONG_TALK_SOURCE]

    assert len(offers) == 1
    assert "?" not in offers[0].text
    assert not any(turn.source == LONG_TALK_SOURCE for turn in session(*told[: LONG_TALK - 1]))


def test_the_goodbye_names_the_step_that_was_planned_and_stays_short():
    """In their words."""
    turn = session("I lied to my wife.", *PLAN, "goodbye").turns[-1]

    assert turn.move is Move.CLOSING
    assert "show her the letter" in turn.text
    assert len(turn.text.split()) <= LONGEST_CLOSING
