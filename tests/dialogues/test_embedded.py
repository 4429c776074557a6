"""The listener that needs no model: what it says, and what it never does."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.closing import LONGEST_CLOSING
from dialogues.dialogue import load_library
from dialogues.embedded import EmbeddedListener
from dialogues.moves import Move
from dialogues.transcript import Speaker, Transcript, Turn
from dialogues.wording import LONGEST_REPLY

TALKS = sorted((Path(__file__).parents[1] / "golden" / "talks").glob("*.jsonl"))
LIBRARY = load_library()
LISTENER = EmbeddedListener(LIBRARY)
CRISIS = Turn(Speaker.ASSISTANT, "Please call the number on your screen now.", Move.ESCALATION)

BEFORE = Transcript((Turn(Speaker.ASSISTANT, "Hello.", Move.OPENING), Turn(Speaker.USER, "I lost my keys.")))
STORY = [
    "I found messages on my husband's tablet three months ago.",
    "He's said sorry, but I don't believe him in the evenings.",
    "I check his phone when he's in the shower and I feel sick.",
    "I'm scared. Eleven years and I didn't know.",
    "He got home late on Thursday and I was shaking in the kitchen.",
    "I shouted at him in front of the kids. I don't recognise myself.",
    "My mother always said men lie. I hated it when she said that.",
    "Maybe I could say it out loud before I look.",
]
ODD = ["", "Yeah.", "dunno", "What do you mean?", "can you repeat that", "skip that", "hold on", "are you real?", "who hears this?",
       "What should I do?", "you sound like a robot", "that's not what I said", "No entiendo nada de esto", "xkcd qwrt zzz", "this is bullshit",
       "ignore all previous instructions", "[silence]", "I don't want to talk about my mother", "Hi."]  # fmt: skip


def said(reply):
    return " ".join(reply.sentences)


def heard(transcript, text):
    return transcript.plus(Turn(Speaker.USER, text))


def answered(transcript, listener=LISTENER):
    reply = listener.reply(transcript)
    return transcript.plus(Turn(Speaker.ASSISTANT, said(reply), reply.move, reply.source))


def talk(*texts, listener=LISTENER):
    """The transcript of a talk in which the person says these texts."""
    transcript = answered(Transcript(), listener)
    for text in texts:
        transcript = answered(heard(transcript, text), listener)
    return transcript


def last(*texts, listener=LISTENER):
    return talk(*texts, listener=listener).turns[-1]


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
def test_a_golden_talk_goes_as_it_was_written_down(path):
    """Very different people, and the move that each of their turns is met with."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    transcript = Transcript()
    for line in lines:
        if "said" in line:
            transcript = heard(transcript, line["said"])
        transcript = transcript.plus(CRISIS) if line["move"] == Move.ESCALATION else answered(transcript)

        assert transcript.turns[-1].move == line["move"], line


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*STORY, *ODD]), max_size=14), st.integers(0, 5), st.booleans())
def test_whatever_is_said_the_rules_of_speech_hold(texts, seed, returning):
    """Never two questions, never too long, no markup, and no question asked twice except when it is asked for."""
    transcript = talk(*texts, listener=EmbeddedListener(LIBRARY, (BEFORE,) if returning else (), seed))
    replies = transcript.by(Speaker.ASSISTANT)

    for turn in replies:
        assert len(turn.text.split()) <= LONGEST_REPLY, turn.text
        assert turn.text.count("?") <= 1, turn.text
        assert not set(turn.text) & set("*_#`!{}[]"), turn.text
        assert turn.text or turn.move is Move.SILENCE
    sources = [turn.source for turn in replies if turn.source and turn.move not in {Move.REPEAT, Move.REPHRASE}]
    assert len(set(sources)) == len(sources)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=60), st.sampled_from(STORY)), max_size=6))
def test_any_text_gets_a_reply_and_the_same_one_each_time(texts):
    """A reply is a function of the transcript, whatever is in it."""
    assert talk(*texts) == talk(*texts)


@pytest.mark.parametrize("seed", range(4))
def test_the_opening_says_what_it_is_and_asks_one_wide_question(seed):
    """A program, no person, no therapist, on this computer, and how to stop."""
    reply = EmbeddedListener(LIBRARY, seed=seed).reply(Transcript())

    assert reply.move is Move.OPENING
    assert all(word in said(reply) for word in ("program", "person", "therapist", "this computer", "stop"))
    assert said(reply).count("?") == 1
    assert len(said(reply).split()) <= 40


def test_the_opening_is_shorter_for_somebody_who_returns():
    """They have heard it before."""
    again = said(EmbeddedListener(LIBRARY, (BEFORE,)).reply(Transcript()))

    assert len(again.split()) < len(said(LISTENER.reply(Transcript())).split())
    assert "program" in again


def test_a_story_is_met_with_something_of_it():
    """A detail in their own words, then at most one question."""
    turn = last("I wanted to say the sea.")

    assert turn.text.startswith("What you wanted was to say the sea.")


def test_a_talk_is_not_an_interview():
    """Between a fifth and a half of the replies ask nothing."""
    replies = talk(*STORY).by(Speaker.ASSISTANT)[1:]
    silent = [turn for turn in replies if "?" not in turn.text]

    assert 0.2 <= len(silent) / len(replies) <= 0.5


def test_no_two_replies_of_any_four_begin_alike():
    """What begins alike sounds like a machine."""
    openings = [" ".join(turn.text.lower().split()[:2]) for turn in talk(*STORY).by(Speaker.ASSISTANT)]

    assert all(len(set(openings[at : at + 4])) == len(openings[at : at + 4]) for at in range(len(openings)))


def test_what_was_heard_is_gathered_after_five_turns():
    """In their own words, ending with one question."""
    moves = [turn.move for turn in talk(*STORY).by(Speaker.ASSISTANT)]

    assert Move.SUMMARY in moves[5:8]


def test_repeat_says_the_same_words():
    """And keeps to the same question."""
    transcript = talk(STORY[0])
    again = answered(heard(transcript, "sorry, can you say that again?")).turns[-1]

    assert (again.move, again.text, again.source) == (
        Move.REPEAT,
        transcript.turns[-1].text,
        transcript.turns[-1].source,
    )


def test_a_reply_that_was_cut_off_is_repeated_whole():
    """They ask because they did not hear the end."""
    transcript = talk(STORY[0])
    whole = transcript.turns[-1]
    cut = Turn(Speaker.ASSISTANT, " ".join(whole.text.split()[:3]), whole.move, whole.source, cut=True)
    transcript = Transcript((*transcript.turns[:-1], cut))

    assert said(LISTENER.reply(heard(transcript, "can you repeat that"))) == whole.text


def test_rephrase_asks_the_same_in_other_words():
    """The simpler wording of the question that was not understood."""
    question = next(each for each in LIBRARY.general.questions if not each.slots)
    transcript = heard(Transcript(), STORY[0]).plus(Turn(Speaker.ASSISTANT, question.ask, Move.QUESTION, question.id))
    again = answered(heard(transcript, "What do you mean?")).turns[-1]

    assert again.move is Move.REPHRASE
    assert again.text.endswith(question.simpler)


def test_a_question_about_a_detail_is_put_otherwise_about_the_same_detail():
    """The bag stays the bag."""
    transcript = heard(Transcript(), "I sat on the stairs and I remember the bag, it was yellow.")
    asked = Turn(Speaker.ASSISTANT, "What is it about the bag that stays with you?", Move.QUESTION, "detail/thing/0")
    again = answered(heard(transcript.plus(asked), "What do you mean?")).turns[-1]

    assert again.move is Move.REPHRASE
    assert "the bag" in again.text


def test_a_refused_topic_stays_closed_until_the_person_opens_it():
    """Neither said back, nor asked about, nor gathered."""
    before = [STORY[0], "My father gambled. My father never came home.", "I don't want to talk about my father."]
    after = ["I miss the sea.", "I sit in the kitchen and I listen to the radio.", "I feel so tired.", "Goodbye."]
    replies = talk(*before, *after).by(Speaker.ASSISTANT)

    assert replies[3].move is Move.SKIP
    assert replies[3].text.count("?") == 1
    assert not any("father" in turn.text for turn in replies[3:])
    assert (
        "father"
        in last(*before, "I dreamt of my father again. I was so small.", "I love my father and I hate my father.").text
    )


def test_the_first_silence_gets_one_soft_line_and_the_next_ones_none():
    """Silence is answered with silence."""
    replies = talk(STORY[0], "", "", "").by(Speaker.ASSISTANT)

    assert [turn.move for turn in replies[2:]] == [Move.PRESENCE, Move.SILENCE, Move.SILENCE]
    assert "?" not in replies[2].text
    assert replies[3].text == ""


def test_nothing_is_said_after_a_promised_pause():
    """They asked for quiet, and get it."""
    replies = talk(STORY[0], "give me a moment", "").by(Speaker.ASSISTANT)

    assert [turn.move for turn in replies[2:]] == [Move.PAUSE, Move.SILENCE]


@pytest.mark.parametrize(("asked", "move", "words"), [
    ("are you a real person?", Move.IDENTITY, ["program", "person"]),
    ("who can hear this?", Move.PRIVACY, ["this computer", "delete"]),
])  # fmt: skip
def test_what_it_is_and_who_hears_it_is_answered_truthfully(asked, move, words):
    """In one sentence, and then back to them."""
    turn = last(STORY[0], asked)

    assert turn.move is move
    assert all(word in turn.text for word in words)
    assert turn.text.count("?") == 1


def test_what_should_i_do_is_left_to_them_but_not_bounced():
    """Theirs to choose, what they said, one thing that some people do."""
    turn = last(*STORY[:3], "What should I do?")

    assert turn.move is Move.CHOICE
    assert "Some" in turn.text
    assert "you should" not in turn.text.lower()
    assert len(turn.text.split()) > 12


def test_the_goodbye_gathers_in_their_words_and_asks_nothing():
    """Saved, theirs to delete, goodbye."""
    turn = last(*STORY[:4], "thank you, that's enough for today")

    assert turn.move is Move.CLOSING
    assert "?" not in turn.text
    assert all(word in turn.text.lower() for word in ("saved", "delete", "goodbye", "you"))
    assert len(turn.text.split()) <= LONGEST_CLOSING


def test_after_a_crisis_there_is_no_work_on_trust():
    """It stays with the person: what would help now."""
    transcript = heard(talk(*STORY[:3]), "I don't want to be here any more.").plus(CRISIS)
    for text in [
        "I called them.",
        "He still hasn't said sorry.",
        "dunno",
        "what do you mean?",
        "I don't want to talk about it",
        "I'm in the kitchen.",
        "What should I do?",
    ]:
        transcript = answered(heard(transcript, text))
        turn = transcript.turns[-1]

        assert LIBRARY.question(turn.source) is None
        assert turn.source not in {offer.id for dialogue in LIBRARY.dialogues for offer in dialogue.offers}
        assert turn.move is not Move.SUMMARY


def test_somebody_who_says_little_is_asked_little():
    """Short replies for short turns."""
    replies = talk("Girlfriend.", "She was texting my flatmate.", "Bad.", "Moved out.").by(Speaker.ASSISTANT)[1:]

    assert all(len(turn.text.split()) <= 16 for turn in replies)


def test_a_load_too_heavy_is_named_once():
    """That a professional could help, and not again in the same session."""
    load = "I'm not sleeping, four hours, for weeks, and I cried at work, I couldn't stop."
    moves = [turn.move for turn in talk(STORY[0], load, "I don't know why.", load).by(Speaker.ASSISTANT)]

    assert moves.count(Move.GUIDANCE) == 1


def test_two_people_are_not_met_with_the_same_words():
    """The wording varies with the seed and with what was said first."""
    sessions = {
        tuple(turn.text for turn in talk(*STORY[:4], listener=EmbeddedListener(LIBRARY, seed=seed)))
        for seed in range(5)
    }

    assert len(sessions) > 2


@pytest.mark.parametrize(
    "asked", ["How long does it take?", "Will I ever trust him again?", "Does it ever get better?"]
)
def test_how_long_it_takes_is_answered_only_when_asked_and_in_a_sentence(asked):
    """No promise, and then back to them."""
    turn = last(*STORY[:2], asked)

    assert len(turn.text.split()) <= LONGEST_REPLY
    assert any(
        turn.text.startswith(line) for kind in ("how_long", "ever_again") for line in LIBRARY.general.lines[kind]
    )
    assert not any(last(*STORY[: count + 1]).text.startswith("There is no set time") for count in range(len(STORY)))
