"""Exercises by voice: each can be walked through, always left, and never forgets where it was."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dialogues
from assistant.turn_taking import LONG_SILENCE
from dialogues.dialogue import check, load_library
from dialogues.embedded import EmbeddedListener
from dialogues.exercise import load_exercise
from dialogues.exercise_progress import OVER, in_exercise, kept_in, progress
from dialogues.moves import Move
from dialogues.transcript import Speaker, Transcript, Turn

LIBRARY = load_library()
LISTENER = EmbeddedListener(LIBRARY)
CRISIS = Turn(Speaker.ASSISTANT, "Please call the number on your screen now.", Move.ESCALATION)
SHIPPED = sorted((Path(dialogues.__file__).parent / "library" / "exercises").glob("*.toml"))
HOW_TO_ASK = {
    "apology": "can you help me practise an apology",
    "breathing": "could we do some breathing",
    "evening-check-in": "let's rehearse the evening check-in",
    "feel-safe": "can we do the one about what I need to feel safe",
    "friends-voice": "help me be kinder to myself",
    "ground-rules": "help me prepare the talk",
    "i-statement": "help me rephrase something",
    "letting-go": "can we do the one about letting go",
    "mantra": "help me find a mantra",
    "pause-and-name": "can we do pause and name",
    "plan": "help me make a plan",
    "roots": "can we look at where this comes from",
    "ten-minute-talk": "let's rehearse the ten minute talk",
    "unsent-letter": "help me write a letter",
    "urge-to-check": "help me with the urge to check",
}
APOLOGY = [
    "help me practise an apology",
    "I am so sorry, Jo.",
    "I lied to you about the money.",
    "You felt like a stranger at home.",
]
PLAN = ["help me make a plan", "I want us to eat together again.", "What I cook, and asking.", "I'll ask her on Sunday.", "Sunday at noon", "the Sunday after"]  # fmt: skip
WORDS_A_MINUTE = 165


def said(reply):
    return " ".join(reply.sentences)


def go_on(transcript, *texts, listener=LISTENER):
    for text in texts:
        transcript = transcript.plus(Turn(Speaker.USER, text))
        reply = listener.reply(transcript)
        transcript = transcript.plus(Turn(Speaker.ASSISTANT, said(reply), reply.move, reply.source))
    return transcript


def talk(*texts, listener=LISTENER):
    return go_on(Transcript(), *texts, listener=listener)


def last(*texts, listener=LISTENER):
    return talk(*texts, listener=listener).turns[-1]


def source(*texts):
    return last(*texts).source


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_exercise_has_no_fault(path):
    """Short, one question a step, and nothing read back that was not kept."""
    assert check(path) == []


@pytest.mark.parametrize("exercise", LIBRARY.exercises, ids=lambda exercise: exercise.id)
def test_every_exercise_begins_when_it_is_asked_for_and_goes_through_to_its_end(exercise):
    """Each of its steps is said, in their order, and then the talk goes on."""
    transcript = talk(HOW_TO_ASK[exercise.id])
    for _ in exercise.steps:
        answer = "that's all" if progress(transcript, LIBRARY.exercises).step.dictate else "I feel it in my own way."
        transcript = go_on(transcript, "I feel that.", answer) if answer == "that's all" else go_on(transcript, answer)
    steps = [turn.source.split("/")[2] for turn in transcript if turn.move is Move.EXERCISE]

    assert list(dict.fromkeys(steps)) == [*(step.id for step in exercise.steps), OVER]
    assert "?" not in transcript.turns[-1].text
    assert not in_exercise(transcript)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(HOW_TO_ASK)),
    st.lists(
        st.sampled_from(
            ["skip", "go back", "repeat that", "hold on", "what do you mean?", "dunno", "", "who hears this?", "read it back",
             "I will call her. I'm sorry but it hurt.", "that's all", "yes", "[silence]", "what should I say?"]
        ), max_size=12),
)  # fmt: skip
def test_whatever_is_said_in_an_exercise_the_rules_of_speech_hold(name, texts):
    """One question at most, nothing left in braces, and stopping it always works."""
    transcript = talk(HOW_TO_ASK[name], *texts)
    replies = transcript.by(Speaker.ASSISTANT)

    own = [turn.text.replace("what should I say?", "") for turn in replies]  # read back from a letter, it is theirs
    assert all(text.count("?") <= 1 and not set(text) & set("{}*_#!") for text in own)
    assert all(turn.text or turn.move is Move.SILENCE for turn in replies)
    assert not in_exercise(go_on(transcript, "stop the exercise"))
    assert go_on(transcript, "stop the exercise", "goodbye").turns[-1].move is Move.CLOSING


def test_a_but_in_an_apology_is_pointed_out_once_and_gently():
    """A second one is left to them."""
    first = last(*APOLOGY[:1], "I'm sorry but I was stressed.")
    second = last(*APOLOGY[:1], "I'm sorry but I was stressed.", "I'm sorry but still.")

    assert first.source == "exercise/apology/remorse/again"
    assert second.source == "exercise/apology/act"


def test_an_apology_is_read_back_word_for_word():
    """All three parts, as they were said."""
    turn = last(*APOLOGY)

    assert all(part in turn.text for part in APOLOGY[1:])


def test_a_letter_of_any_length_is_dictated_and_read_back_whole():
    """Only "go on" comes between, whatever it says, and it can be found again as a letter."""
    lines = ["Dear Dad.", "I waited at the window, and I don't want to talk about that any more.", "Why did you stop?", *(f"Line {n}." for n in range(30))]  # fmt: skip
    transcript = talk(HOW_TO_ASK["unsent-letter"], "My father.", *lines)
    between = [turn.text for turn in transcript.by(Speaker.ASSISTANT)[2:]]
    transcript = go_on(transcript, "that's all")
    letter = next(kept for kept in kept_in(transcript, LIBRARY.exercises) if kept.step == "letter")

    assert all(len(text.split()) <= 4 or text.startswith("Begin with Dear") for text in between)
    assert " ".join(lines) in transcript.turns[-1].text
    assert letter.turns == tuple(lines)


def test_what_is_said_in_a_letter_is_not_said_back_as_if_it_had_been_told():
    """It was said to somebody else."""
    transcript = talk(HOW_TO_ASK["unsent-letter"], "My father.", "You lied to me about the boat.", "that's all", "Sad.")
    after = go_on(transcript, "I feel tired.", "My house is quiet.", "goodbye")

    assert not any("boat" in turn.text for turn in after.turns[len(transcript.turns) :])


def test_go_back_asks_the_step_before_and_the_new_answer_counts():
    """What was said first is gone."""
    transcript = talk(*APOLOGY[:3], "go back", "I hid the letters from the bank.")
    kept = {each.step: each.text for each in kept_in(transcript, LIBRARY.exercises)}

    assert transcript.turns[-3].source == "exercise/apology/act"
    assert kept["act"] == "I hid the letters from the bank."


def test_pause_and_repeat_leave_the_exercise_where_it_is():
    """After them the answer still belongs to the same step."""
    assert last(*APOLOGY[:2], "hold on").move is Move.PAUSE
    assert last(*APOLOGY[:2], "can you say that again?").move is Move.REPEAT
    assert source(*APOLOGY[:2], "hold on", "", "can you say that again?", "I lied.") == "exercise/apology/impact"


def test_what_is_skipped_is_not_read_back():
    """Nor is an empty place left for it."""
    turn = last(*PLAN[:2], "skip", *PLAN[3:])

    assert "you want you both to eat together again" in turn.text
    assert "In your own hands" not in turn.text
    assert "ask her on Sunday" in turn.text


def test_a_bare_dunno_gets_the_step_in_other_words_and_then_the_next_one():
    """Nobody is held in a step."""
    assert source(*PLAN[:1], "dunno") == "exercise/plan/goal/hint"
    assert source(*PLAN[:1], "dunno", "dunno") == "exercise/plan/own"


def test_the_hard_voice_of_an_exercise_is_not_gathered_at_the_end():
    """It was said for practice."""
    transcript = talk(HOW_TO_ASK["friends-voice"], "I am such an idiot.", "You are brave.", "I feel warm.", "goodbye")

    assert "idiot" not in transcript.turns[-1].text
    assert transcript.turns[-1].move is Move.CLOSING


@pytest.mark.parametrize(
    "told",
    ["Can you believe she wrote me a letter.", "He said can we make a plan and I laughed.", "She could help me plan it but she won't.",
     "I told him to calm down.", "Is there an apology in that, I wonder.", "My mantra used to be say nothing.", "I can't let go of it.",
     "Let's say the plan fell through.", "We had a check-in at the hotel."],
)  # fmt: skip
def test_a_story_with_a_letter_in_it_begins_no_exercise(told):
    """Naming one is not asking for it."""
    assert last("My sister lied.", told).move is not Move.EXERCISE


def test_musing_on_one_gets_it_offered_not_begun():
    """They may have meant something else."""
    assert source("My sister lied.", "I want to write her a letter.") == "exercise/unsent-letter/offer"
    assert source("My sister lied.", "I want to write her a letter.", "yes") == "exercise/unsent-letter/to-whom"


def test_thats_all_ends_an_answer_and_never_the_session():
    """Also at the last step, where it is a natural thing to say."""
    end = last(*PLAN, "Nothing, that's all.")

    assert source(*PLAN[:2], "That's all.") == "exercise/plan/step"
    assert end.move is not Move.CLOSING
    assert last(*PLAN, "That's all.").source == "exercise/plan/over"


def test_asking_for_any_exercise_gets_one_offered_and_yes_begins_it():
    """A no is taken as a no, and another subject as another subject."""
    offer = last("My father lied.", "is there an exercise I could do?")
    name = offer.source.split("/")[1]

    assert (offer.move, offer.source.split("/")[2]) == (Move.EXERCISE, "offer")
    assert source("My father lied.", "is there an exercise I could do?", "yes please").startswith(f"exercise/{name}/")
    for answer in ("no thanks", "maybe later", "I dreamt of the sea last night."):
        assert not in_exercise(talk("My father lied.", "is there an exercise I could do?", answer))


STORY = [
    "I found messages on my husband's tablet three months ago and I said nothing for days.",
    "He has said sorry so often, and in the mornings I believe him.",
    "My mother always said that men lie, and I hated it when she said that.",
    "He got home late on Thursday and I was shaking in the kitchen.",
    "Eleven years together, and I did not know what I was living in.",
    "I sit in the bath with the door locked so that the boys don't see.",
    "I check his phone when he is in the shower, and then I feel sick.",
    "It never helps, and I check his phone again the next day all the same.",
    "I can't stop checking and I keep checking even when he is kind.",
]


def test_an_exercise_is_offered_once_at_most_and_only_after_a_while():
    """As an offer, where it fits what was just told."""
    offers = [at for at, turn in enumerate(talk(*STORY).by(Speaker.ASSISTANT)) if turn.source.endswith("/offer")]

    assert len(offers) == 1
    assert offers[0] >= 5


def test_after_a_crisis_only_breathing_is_left_and_only_on_request():
    """Nothing goes on, nothing is offered, and nothing that works on the couple begins."""
    for texts in (APOLOGY[:2], [HOW_TO_ASK["breathing"]], STORY):
        before = talk(*texts, "I don't want to be here any more.")
        crisis = Transcript((*before.turns[:-1], CRISIS))
        for text in [
            "I am so sorry, Jo.",
            *(ask for name, ask in HOW_TO_ASK.items() if name != "breathing"),
            *STORY[6:],
        ]:
            crisis = go_on(crisis, text)
            assert not crisis.turns[-1].source.startswith("exercise/"), text
        assert go_on(crisis, HOW_TO_ASK["breathing"]).turns[-1].source == "exercise/breathing/first"


def test_after_a_crisis_in_an_earlier_session_nothing_that_works_on_the_couple_begins():
    """Who was in danger then may be in danger still."""
    listener = EmbeddedListener(LIBRARY, (Transcript((Turn(Speaker.USER, "He hit me."), CRISIS)),))
    for exercise in LIBRARY.exercises:
        begins = last(HOW_TO_ASK[exercise.id], listener=listener).source.startswith("exercise/")

        assert begins is not exercise.for_two


def test_the_couple_exercises_are_marked_as_such():
    """What works on two people is named here by hand, so that a new file is thought about."""
    alone = {"breathing", "friends-voice", "i-statement", "mantra", "pause-and-name", "plan", "roots", "unsent-letter", "urge-to-check"}  # fmt: skip

    assert {exercise.id for exercise in LIBRARY.exercises if not exercise.for_two} == alone
    assert {exercise.id for exercise in LIBRARY.exercises if exercise.after_danger} == {"breathing"}


def test_breathing_goes_on_in_silence_and_takes_a_minute_at_most():
    """Speech and silences together; any word moves it on too."""
    exercise = LIBRARY.exercise("breathing")
    spoken = sum(len(step.say.split()) for step in exercise.steps if step.paced) * 60 / WORDS_A_MINUTE
    transcript = talk(HOW_TO_ASK["breathing"], "", "", "")

    assert [turn.source.split("/")[2] for turn in transcript.by(Speaker.ASSISTANT)] == [
        step.id for step in exercise.steps
    ]
    assert spoken + LONG_SILENCE * sum(step.paced for step in exercise.steps) <= 60


def test_a_plan_can_be_read_back_later_and_is_named_at_the_goodbye():
    """What they want, what is theirs, the step, the day."""
    transcript = talk(*PLAN, "Nothing.", "I feel lighter.", "what was my plan?")

    assert "ask her on Sunday" in transcript.turns[-1].text
    assert "you want you both to eat together again" in transcript.turns[-1].text
    assert "ask her on Sunday" in go_on(transcript, "goodbye").turns[-1].text


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=6), st.sampled_from(sorted(HOW_TO_ASK)))
def test_any_answer_is_taken(texts, name):
    """The same transcript gets the same turn, whatever is in it."""
    assert talk(HOW_TO_ASK[name], *texts) == talk(HOW_TO_ASK[name], *texts)


SMALL = """id = "small"
title = "A small one"
source = "nobody"
about = "To be broken on purpose."
offer = "There is a small exercise."

[applies]
asked = ["small one"]

[[steps]]
id = "first"
say = "What is it like?"
hint = "How is it?"
keep = true
unless = ["but"]
mend = "How is it without the but?"

[[steps]]
id = "end"
say = "You said this. {first} How was that?"
"""


def problems(tmp_path, text):
    path = tmp_path / "small.toml"
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in check(path)]


def test_the_smallest_exercise_is_sound_and_loads(tmp_path):
    """Two steps are enough."""
    assert problems(tmp_path, SMALL) == []
    assert load_exercise(tmp_path / "small.toml").steps[1].slots == ("first",)


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ('title = "A small one"', "", 1, "title"),
        ('asked = ["small one"]', 'fits = ["small one"]', 7, "asked"),
        ('asked = ["small one"]', 'asked = ["small one"]\nrole = "both"', 9, "hurt, broke, either"),
        ("There is a small exercise.", "Do you want an exercise?", 5, "must not ask"),
        ("What is it like?", "What is it? How is it?", 12, "exactly one"),
        ("What is it like?", "What is it, you should know?", 12, "advice"),
        ("What is it like?", " ".join(["What is it"] * 13) + "?", 12, "35 words"),
        ("{first}", "{second}", 20, "{second}"),
        ("keep = true", "keep = 1", 14, "true or false"),
        ("keep = true", "keep = true\ncolour = true", 15, "colour"),
        ('mend = "How is it without the but?"', "", 10, "mend"),
        ("keep = true", "dictate = true", 14, "kept"),
        ('id = "end"', 'id = "first"', 19, "taken already"),
        ('id = "end"', 'id = "The End"', 19, "small letters"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path, old, new, line, word):
    """Each kind of fault, where it is, in a plain sentence."""
    assert old in SMALL
    found = problems(tmp_path, SMALL.replace(old, new, 1))

    assert any(re.match(rf"small\.toml, line {line}: ", text) and word in text for text in found), found


def test_a_faulty_exercise_does_not_load(tmp_path):
    """The error names the file and the line."""
    path = tmp_path / "small.toml"
    path.write_text(SMALL.replace("{first}", "{second}"), encoding="utf-8")

    with pytest.raises(ValueError, match=r"small\.toml, line 20"):
        load_exercise(path)
