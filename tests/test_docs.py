"""What the documents say is so."""

import os
import re
from pathlib import Path

import click
import pytest

from assistant.cli import cli
from assistant.states import TABLE, State

ROOT = Path(__file__).parents[1]


def state_table():
    """The session's table as Markdown."""
    rows = ["| state | event | leads to |", "|---|---|---|"]
    for state, row in TABLE.items():
        for event, after in row.items():
            rows.append(f"| {state} | `{event.__name__}` | {', '.join(after)} |")
    return "\n".join(rows)


def commands(group=cli, path=("soundingboard",)):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def test_the_architecture_shows_the_table_that_the_code_obeys():
    """To write it again: UPDATE_GOLDEN=1."""
    page = ROOT / "docs" / "ARCHITECTURE.md"
    text = page.read_text(encoding="utf-8")
    new = re.sub(r"(?s)(<!-- table -->\n).*(<!-- /table -->)", lambda m: m[1] + state_table() + "\n" + m[2], text)
    if os.environ.get("UPDATE_GOLDEN"):
        page.write_text(new, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == new


def test_every_state_is_in_the_table():
    """No state is forgotten."""
    assert set(TABLE) == set(State)


@pytest.mark.parametrize(
    ("path", "command"), list(commands()), ids=lambda each: " ".join(each) if isinstance(each, tuple) else ""
)
def test_every_command_is_in_the_readme_and_explains_itself(path, command):
    """A newcomer finds each command, and each option says what it does."""
    assert f"`{' '.join(path)}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert command.help
    assert all(parameter.help for parameter in command.params if isinstance(parameter, click.Option))
