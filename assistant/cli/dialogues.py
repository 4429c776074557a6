"""The commands for authors of dialogues."""

import sys
from pathlib import Path

import click

from assistant.cli.context import EXISTING_FILE, Context, pass_context, print_lines
from assistant.errors import ExitCode


@click.group()
def dialogues() -> None:
    """Work on dialogue files."""


@dialogues.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING_FILE)
def check(files: tuple[Path, ...]) -> None:
    """Check dialogue FILES, and name the file and line of what is wrong."""
    from dialogues.dialogue import check as check_file

    problems = [problem for file in files for problem in check_file(file)]
    print_lines(str(problem) for problem in problems)
    sys.exit(ExitCode.ERROR if problems else ExitCode.DONE)


@dialogues.command(name="try")
@click.argument("file", type=EXISTING_FILE)
@pass_context
def try_out(context: Context, file: Path) -> None:
    """Talk a dialogue or exercise FILE through, typed. Nothing is kept."""
    from assistant.journal import Journal
    from assistant.parts import listener_leading_with
    from assistant.talking import talk_typed
    from dialogues.dialogue import check as check_file

    if problems := check_file(file):
        print_lines(str(problem) for problem in problems)
        sys.exit(ExitCode.ERROR)
    with Journal.in_memory() as journal:
        sys.exit(talk_typed(context.settings(), journal, sys.stdin, listener_leading_with(file)))
