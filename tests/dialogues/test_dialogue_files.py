"""The dialogues that ship, and what their authors are told when something is wrong."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dialogues
from dialogues.dialogue import GENERAL, Role, check, load, load_library
from dialogues.lines import Line

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((Path(dialogues.__file__).parent / "library").glob("*.toml"))

SMALL = """id = "small"
title = "A small one"
source = "nobody"
about = "To be broken on purpose."

[applies]
cues = ["small"]

[themes]
waiting = ["wait*"]

[[questions]]
id = "first"
themes = ["waiting"]
layer = "emotion"
ask = "What is the waiting like?"
simpler = "How is it?"
"""


def problems(tmp_path, text):
    path = tmp_path / "small.toml"
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in check(path)]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_dialogue_has_no_fault(path):
    """Everything that `check` looks for is in order."""
    assert check(path) == []


def test_the_broken_trust_dialogue_is_rich_for_both_sides():
    """Forty questions at least, some only for each role, all with a simpler wording."""
    dialogue = next(each for each in load_library().dialogues if each.id == "broken-trust")

    assert len(dialogue.questions) >= 40
    assert {question.role for question in dialogue.questions} == set(Role) - {Role.BOTH}
    assert all(question.simpler != question.ask for question in dialogue.questions)


HEARD_OFTEN = (Line.PRESENCE, Line.PAUSE, Line.SKIP, Line.SUMMARY, Line.GO_ON, Line.CLOSING, Line.BACK_TO_YOU)


def test_there_are_questions_for_many_sessions():
    """Several hundred, in several dialogues, with some for each side and for each part of a talk."""
    library = load_library()
    questions = [question for dialogue in library.dialogues for question in dialogue.questions]

    assert len(questions) >= 350
    assert len(library.dialogues) >= 8
    assert {question.role for question in questions} == set(Role) - {Role.BOTH}
    assert all(len(library.general.lines[line]) >= 8 for line in HEARD_OFTEN)


def test_no_two_questions_of_the_library_are_the_same():
    """Neither ids nor wordings, also between dialogues."""
    questions = [question for dialogue in load_library().dialogues for question in dialogue.questions]
    wordings = [wording for question in questions for wording in (question.ask, question.simpler)]

    assert len({question.id for question in questions}) == len(questions)
    assert len(set(wordings)) == len(wordings)


def test_the_general_dialogue_has_every_line():
    """All others borrow from it."""
    assert load_library().general.id == GENERAL
    assert set(load_library().general.lines) == set(Line)


def test_every_opening_says_what_this_is_and_how_to_end_it():
    """A program, no person, no therapist, on this computer, and stop."""
    for opening in load_library().general.lines[Line.OPENING]:
        assert len(opening.split()) <= 40
        assert all(word in opening for word in ("program", "not a person", "therapist", "this computer", "stop"))


def test_what_was_said_chooses_the_dialogue():
    """And the general one leads where no other applies."""
    library = load_library()

    assert library.choose("My husband had an affair.").id == "broken-trust"
    assert library.choose("My boss took credit for it.").id == "work"
    assert library.choose("My best friend told the whole group.").id == "friendship"
    assert library.choose("My sister and I don't speak since the funeral.").id == "family"
    assert library.choose("It rained all week.").id == GENERAL
    assert library.choose("").id == GENERAL


def test_a_sound_dialogue_loads(tmp_path):
    """The smallest one has no lines of its own."""
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")

    assert load(path).questions[0].id == "small/first"


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ('title = "A small one"', "", 1, "title"),
        ('id = "small"', 'id = "small', 1, "not TOML"),
        ('layer = "emotion"', 'layer = "mood"', 15, "emotion, trigger, possibility"),
        ('themes = ["waiting"]', 'themes = ["hoping"]', 14, "hoping"),
        ('ask = "What is the waiting like?"', "", 12, "ask"),
        ("What is the waiting like?", "Do you mind waiting?", 16, "yes, no"),
        ("What is the waiting like?", "What is it? And why?", 16, "exactly one"),
        ("What is the waiting like?", "What a wait.", 16, "exactly one"),
        ("What is the waiting like?", "What is it like! Tell me, what?", 16, "exclamation"),
        ("What is the waiting like?", "What is **it** like?", 16, "spoken"),
        ("What is the waiting like?", "What if you should wait?", 16, "advice"),
        ("What is the waiting like?", "What is {name} like?", 16, "{name}"),
        ("What is the waiting like?", "How is it?", 17, "same"),
        ('simpler = "How is it?"', 'simpler = "How is it?"\ncolour = "red"', 18, "colour"),
        ('cues = ["small"]', 'cues = "small"', 7, "list"),
        ('id = "first"', 'id = "First One"', 13, "small letters"),
        ('waiting = ["wait*"]', 'waiting = ["wait*"]\nhoping = ["hope*"]', 11, "hoping"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path, old, new, line, word):
    """Each kind of fault, where it is, in a plain sentence."""
    assert old in SMALL
    found = problems(tmp_path, SMALL.replace(old, new, 1))

    assert any(text.startswith(f"small.toml, line {line}: ") and word in text for text in found), found


def test_examples_belong_to_a_theme_and_are_sentences(tmp_path):
    """An author hears of a theme that is not there, and of examples that are no list."""
    assert problems(tmp_path, SMALL + '\n[examples]\nwaiting = ["I stood there till dark"]\n') == []
    assert any("hoping" in text for text in problems(tmp_path, SMALL + '\n[examples]\nhoping = ["One day."]\n'))
    assert any("list" in text for text in problems(tmp_path, SMALL + '\n[examples]\nwaiting = "I stood there"\n'))


def test_a_repeated_id_and_an_unknown_line_are_found(tmp_path):
    """Faults between entries are found too."""
    again = SMALL[SMALL.index("[[questions]]") :].replace("What is the waiting", "How is the waiting")

    assert any("taken already" in text for text in problems(tmp_path, SMALL + "\n" + again))
    assert any("cheering" in text for text in problems(tmp_path, SMALL + '\n[lines]\ncheering = ["Well done."]\n'))
    assert any("must not ask" in text for text in problems(tmp_path, SMALL + '\n[lines]\nskip = ["Shall we go on?"]\n'))


def test_a_faulty_dialogue_does_not_load(tmp_path):
    """The error names the file and the line."""
    path = tmp_path / "small.toml"
    path.write_text(SMALL.replace("emotion", "mood"), encoding="utf-8")

    with pytest.raises(ValueError, match=r"small\.toml, line 15"):
        load(path)


def test_a_file_that_is_not_there_or_not_text_is_a_fault_too(tmp_path):
    """Nothing raises, whatever the path leads to."""
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")

    assert "cannot be read" in str(check(tmp_path / "none.toml")[0])
    assert "UTF-8" in str(check(tmp_path / "binary.toml")[0])


@given(st.text(alphabet=st.sampled_from('abid="[]{}\n.*? '), max_size=80))
def test_any_text_loads_or_is_told_its_fault(tmp_path_factory, text):
    """No file can make the check itself fail."""
    path = tmp_path_factory.mktemp("any") / "any.toml"
    path.write_text(SMALL[: len(text) * 3] + text, encoding="utf-8")

    assert isinstance(check(path), list)


def test_the_examples_in_the_documentation_are_sound(tmp_path):
    """What an author copies works: the dialogue, and the exercise."""
    page = (ROOT / "docs" / "DIALOGUES.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)

    assert ["[[steps]]" in example for example in examples] == [False, True]
    assert all(problems(tmp_path, example) == [] for example in examples)


def test_the_documentation_names_every_line_there_is():
    """An author finds each line that can be written, and what it is for."""
    page = (ROOT / "docs" / "DIALOGUES.md").read_text(encoding="utf-8")

    assert all(f"`{line}`" in page for line in Line)
