"""Trying a dialogue or exercise file out on the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import dialogues
from assistant.cli import cli

LIBRARY = Path(dialogues.__file__).parent / "library"
WAITING = """id = "waiting"
title = "Waiting"
source = "nobody"
about = "To be tried."

[applies]
cues = ["never heard of"]

[themes]
window = ["window"]

[[questions]]
id = "window"
themes = ["open", "window"]
layer = "emotion"
ask = "What is there to see from that window of yours?"
simpler = "What do you see from the window?"
"""


def tried(tmp_path, file, *lines):
    return CliRunner().invoke(
        cli,
        ["--home", str(tmp_path / "home"), "dialogues", "try", str(file)],
        input="".join(f"{line}\n" for line in lines),
    )


def test_an_exercise_begins_at_once_and_nothing_is_kept(tmp_path):
    """Its first step is the first thing that is said."""
    result = tried(tmp_path, LIBRARY / "exercises" / "plan.toml", "I want us to talk.", "stop", "goodbye")

    assert result.exit_code == 0
    assert "What would you like to be different?" in result.output
    assert "in your own hands" in result.output
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("name", ["mine.toml", "anything.toml"])
def test_a_dialogue_of_ones_own_leads_whatever_is_said(tmp_path, name):
    """Although none of its cues were heard."""
    file = tmp_path / name
    file.write_text(WAITING, encoding="utf-8")
    result = tried(tmp_path, file, "I sat at the window.", "The window was cold.", "I watched the window.", "goodbye")

    assert "window of yours?" in result.output or "from the window?" in result.output


def test_a_faulty_file_is_not_tried_but_named(tmp_path):
    """With its line, as `dialogues check` does."""
    file = tmp_path / "mine.toml"
    file.write_text(WAITING.replace("emotion", "mood"), encoding="utf-8")
    result = tried(tmp_path, file)

    assert result.exit_code == 1
    assert "mine.toml, line 15: " in result.output
