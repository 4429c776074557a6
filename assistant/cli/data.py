"""The commands that turn data into data, and keep nothing: for measuring, and for finding faults."""

import sys
from typing import TYPE_CHECKING, TextIO

import click

from assistant.cli.choosing import listener_options, with_listener
from assistant.cli.context import Context, pass_context, print_json, print_lines, warn

if TYPE_CHECKING:
    from assistant.entries import Keeper
    from dialogues.listener import Listener


@click.command()
@click.argument("script", type=click.File(encoding="utf-8"))
@listener_options
@pass_context
def converse(context: Context, /, script: TextIO, **listener: str | None) -> None:
    """Hold typed talks written as JSON lines, and print them with the replies.

    Each line of SCRIPT: {"id": "1", "turns": ["hello", ""]}; an empty text is a silence. With "prior_sessions": [[...]],
    those are held first, as earlier sessions of the same person. Nothing is kept.
    """
    from assistant.conversing import converse as hold
    from assistant.conversing import read_scripts
    from assistant.parts import listener_for, session_for

    settings = with_listener(context.settings(), listener)

    def chosen_listener(journal: "Keeper") -> "Listener":
        return listener_for(settings.listener, journal, warn)

    for each in read_scripts(script):
        print_json(hold(each, chosen_listener, lambda: session_for(settings)))


@click.command()
def screen() -> None:
    """Read texts for signs of danger: JSON lines in, JSON lines out. Nothing is kept."""
    from assistant.conversing import screen_lines

    for each in screen_lines(sys.stdin):
        print_json(each)


@click.command()
@click.argument("recording", type=click.File(encoding="utf-8"))
@pass_context
def replay(context: Context, recording: TextIO) -> None:
    """Feed a session from recorded events (JSON lines), and print what it asks for and the transcript it leads to."""
    from assistant.parts import session_for
    from assistant.replaying import as_record, read_events
    from assistant.replaying import replay as feed
    from assistant.showing import turn_line

    session = session_for(context.settings())
    for event, commands in feed(session, read_events(recording)):
        print_json({**as_record(event), "commands": [as_record(each) for each in commands]})
    print_lines(turn_line(turn) for turn in session.transcript)
