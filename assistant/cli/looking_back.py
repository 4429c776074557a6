"""The commands that read the journal: list, show, search, and what was kept from exercises.

What somebody looks for is asked for, or read from standard input: a shell remembers arguments, and others can see them.
Nothing goes through a pager, which may keep what it has shown.
"""

import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

import click

from assistant.cli.context import Context, pass_context, print_json, print_lines, typed

Command = TypeVar("Command", bound=Callable[..., None])

DAY = click.DateTime(["%Y-%m-%d"])


def date_options(command: Command) -> Command:
    """The options that choose sessions by when they were held."""
    for option in (
        click.option("--to", "until", type=DAY, help="Only sessions up to this day."),
        click.option("--from", "since", type=DAY, help="Only sessions from this day on, such as 2026-03-01."),
    ):
        command = option(command)
    return command


def day(moment: datetime | None) -> date | None:
    """The day that was given, if one was."""
    return moment.date() if moment else None


@click.command(name="list")
@date_options
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def journal_list(
    context: Context,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
    as_json: bool,  # noqa: FBT001  as in talk
) -> None:
    """List your sessions, newest first. A session keeps its number for good."""
    from assistant.messages import JOURNAL_EMPTY, NOTHING_FOUND
    from assistant.searching import Within
    from assistant.showing import session_line, session_record

    within = Within(day(since), day(until))
    with context.read_journal() as kept:
        sessions = kept.sessions(limit, within)
    if as_json:
        print_json([session_record(each) for each in sessions])
    elif sessions:
        print_lines(session_line(each) for each in sessions)
    else:
        click.echo(JOURNAL_EMPTY if within == Within() else NOTHING_FOUND)


@click.command(name="show")
@click.argument("number", type=int)
@click.option("--numbers", is_flag=True, help="Give each turn its number, by which it can be corrected.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def journal_show(context: Context, number: int, numbers: bool, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """Show session NUMBER, as `journal list` gives it."""
    from assistant.showing import entry_lines, entry_record

    with context.read_journal(brought_up_to_date=True) as kept:
        entry = kept.entry(number)
    if as_json:
        print_json(entry_record(entry))
    else:
        print_lines(entry_lines(entry, numbered=numbers))


@click.command()
@date_options
@click.option(
    "--speaker", type=click.Choice(["you", "board"]), help="Only what you said, or only what the program did."
)
@click.option("--limit", type=click.IntRange(min=1), help="At most so many turns; 20 if it is not given.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def search(  # noqa: PLR0917  as in talk
    context: Context,
    since: datetime | None,
    until: datetime | None,
    speaker: str | None,
    limit: int | None,
    as_json: bool,  # noqa: FBT001  as in talk
) -> None:
    """Find what was said. It asks what you are looking for, or reads it from standard input: never give it here.

    Words in any form, "a phrase", or the beginning of a word (promis*), all in one turn, newest first. tag:family, theme:doubt
    and dialogue:work look only in such sessions; alone, they list them. What was heard is found, and so are corrections.
    """
    from dataclasses import replace

    from assistant.messages import NOTHING_FOUND, SEARCH_FOR, SEARCH_HOW
    from assistant.searching import MOST_FOUND, Within, read_query
    from assistant.showing import found_lines, found_record, session_line, session_record
    from dialogues.transcript import Speaker

    with context.read_journal(brought_up_to_date=True) as kept:
        query = read_query(typed(SEARCH_FOR, SEARCH_HOW))
        within = replace(query.within, since=day(since), until=day(until))
        said_by = {None: None, "you": Speaker.USER, "board": Speaker.ASSISTANT}[speaker]
        query = replace(query, within=within, speaker=said_by, limit=limit or MOST_FOUND)
        if not query.terms:
            sessions = kept.sessions(limit, within) if within != Within() else ()
            if as_json:
                print_json([session_record(each) for each in sessions])
            else:
                print_lines([session_line(each) for each in sessions] or [NOTHING_FOUND])
            return
        found = kept.search(query)
        if as_json:
            print_json([found_record(each) for each in found])
            return
        sessions = tuple(kept.entry(number).summary for number in dict.fromkeys(each.session for each in found))
    bold = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    print_lines(found_lines(found, sessions, bold=bold) if found else [NOTHING_FOUND])


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def kept(context: Context, number: int | None, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """Show what you kept from exercises: letters that were not sent, plans, words of your own; of session NUMBER, or of all."""
    from assistant.messages import NOTHING_KEPT_YET
    from assistant.showing import results_lines, results_record
    from dialogues.dialogue import load_library

    with context.read_journal(brought_up_to_date=True) as journal:
        numbers = journal.sessions_with_results() if number is None else [number]
        entries = [journal.entry(each) for each in numbers]
    if as_json:
        print_json([record for each in entries for record in results_record(each.summary, each.results)])
        return
    exercises = load_library().exercises
    lines = [line for each in entries for line in results_lines(each.summary, each.results, exercises)]
    print_lines(lines or [NOTHING_KEPT_YET])
