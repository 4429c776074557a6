"""Every sentence that the program can say or show passes the same rules as a language model's."""

import re
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path

import pytest

import assistant.messages
from assistant.session import REMINDER, STILL_LISTENING
from dialogues.crisis import fixed_sentences
from dialogues.crisis_lines import load_crisis_lines
from dialogues.dialogue import Line, load_library
from dialogues.guard import Guard, problems
from dialogues.sentences import sentences

ROOT = Path(__file__).parents[1]
LINT = Path(__file__).parent / "golden" / "lint"


def examples(name):
    lines = (LINT / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


BAD, GOOD = examples("bad"), examples("good")


def texts(value):
    """Every text inside a value: of a dataclass, a list, a table."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name))
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts(each)


def library_lines():
    library = load_library()
    for dialogue in library.dialogues:
        for question in dialogue.questions:
            yield from (question.ask, question.simpler)
        yield from (offer.say for offer in dialogue.offers)
    for line in Line:
        yield from library.lines(library.general, line)


def exercise_lines():
    for exercise in load_library().exercises:
        yield exercise.offer
        for step in exercise.steps:
            yield from texts(step)


def messages():
    for name, value in vars(assistant.messages).items():
        if name.isupper():
            yield from texts(value)
    yield from (REMINDER, STILL_LISTENING)


def readme_speech():
    """What the program says in the README's own example."""
    block = (ROOT / "README.md").read_text("utf-8").split("```")[1]
    speaking = False
    for line in block.splitlines():
        speaking = line.startswith("Sounding Board:") or (speaking and line.startswith("  "))
        if speaking:
            yield line.removeprefix("Sounding Board:").strip()


SOURCES = {
    "the library": library_lines,
    "the exercises": exercise_lines,
    "the messages on the screen": messages,
    "the README's example": readme_speech,
    "the replies to danger": lambda: (s for lines in load_crisis_lines().values() for s in fixed_sentences(lines)),
}


@pytest.mark.parametrize("source", SOURCES)
def test_no_sentence_of_ours_breaks_a_rule(source):
    """No therapy, diagnosis, verdict, secrecy, hook, method, contract, unsafe advice, blame or refusal, anywhere."""
    said = [sentence for text in SOURCES[source]() for sentence in sentences([re.sub(r"\{\w+\}", "that", text) + " "])]

    assert len(said) > 5
    assert [(sentence, problems(sentence)) for sentence in said if problems(sentence)] == []
    assert [sentence for sentence in said if "!" in sentence] == []


@pytest.mark.parametrize("sentence", BAD)
def test_a_bad_sentence_is_caught(sentence):
    """Both as ours, and from a language model, before a voice says it."""
    assert problems(sentence)
    assert list(Guard(questions=2).speakable([sentence])) == []


@pytest.mark.parametrize("sentence", GOOD)
def test_a_sentence_that_only_comes_near_passes(sentence):
    """A rule that catches what is harmless teaches people to go round it."""
    assert problems(sentence) == ()


def test_there_are_enough_examples_of_both():
    """Sixty of each at least, and none in both."""
    assert len(BAD) >= 60
    assert len(GOOD) >= 60
    assert len({*BAD, *GOOD}) == len(BAD) + len(GOOD)
