"""The commands that put something beside a session: a name, tags, a correction. What is put there is asked for."""

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from assistant.cli.context import Context, pass_context, print_json, print_lines, typed

if TYPE_CHECKING:
    from assistant.journal import Journal


@click.command()
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def title(context: Context, number: int, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """Give session NUMBER a name of your own. It is asked for, or read from standard input."""
    from assistant.messages import TITLE_FOR, TITLE_NONE_NOW, TITLE_NOW
    from assistant.plain_text import on_one_line

    with context.open_journal() as journal:
        journal.entry(number)
        journal.set_title(number, typed(TITLE_FOR.format(id=number)))
        name = journal.entry(number).summary.title
    if as_json:
        print_json({"session": number, "title": name})
    elif name:
        click.echo(TITLE_NOW.format(id=number, title=on_one_line(name)))
    else:
        click.echo(TITLE_NONE_NOW.format(id=number))


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--remove", is_flag=True, help="Take tags away instead of adding them.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def tag(context: Context, number: int | None, remove: bool, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """Give session NUMBER tags, by which it is found again. Without NUMBER, list the tags there are.

    They are asked for, or read from standard input, with commas between.
    """
    from assistant.messages import NO_TAGS, TAGS_FOR, TAGS_NONE_NOW, TAGS_NOW
    from assistant.plain_text import on_one_line

    if number is None:
        with context.read_journal() as journal:
            uses = Counter(name for session in journal.sessions() for name in session.tags)
        if as_json:
            print_json(dict(sorted(uses.items())))
        else:
            print_lines([f"{times:4d}  {on_one_line(name)}" for name, times in sorted(uses.items())] or [NO_TAGS])
        return
    with context.open_journal() as journal:
        journal.entry(number)
        given = typed(TAGS_FOR.format(id=number)).split(",")
        if remove:
            journal.untag(number, given)
        else:
            journal.tag(number, given)
        tags = journal.entry(number).summary.tags
    if as_json:
        print_json(list(tags))
    elif tags:
        click.echo(TAGS_NOW.format(id=number, tags=on_one_line(", ".join(tags))))
    else:
        click.echo(TAGS_NONE_NOW.format(id=number))


@click.command()
@click.argument("number", type=int)
@click.argument("turn", type=int, required=False)
@click.option("--as-heard", is_flag=True, help="Take the corrections of that turn away again.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def correct(
    context: Context,
    number: int,
    turn: int | None,
    as_heard: bool,  # noqa: FBT001  as in talk
    as_json: bool,  # noqa: FBT001
) -> None:
    """Put right what was misheard in TURN of session NUMBER. What was heard is kept beside it, and both are found.

    Without TURN the session is shown with numbers. What you really said is asked for, or read from standard input.
    """
    from assistant.messages import AS_HEARD, CORRECTED, HEARD_WAS, LEFT_AS_IT_WAS, SAID_REALLY, WHICH_TURN
    from assistant.plain_text import indented

    with context.open_journal() as journal:
        entry = journal.entry(number)
        turn = turn if turn is not None else _asked_turn(journal, number, WHICH_TURN, aside=as_json)
        journal.require_own_turn(number, turn)
        before = entry.turns[turn - 1]
        if as_heard:
            journal.correct(number, turn, "", datetime.now(UTC))
            told = AS_HEARD
        else:
            said = typed(SAID_REALLY, HEARD_WAS.format(heard=indented(before.turn.text)))
            is_new = said not in {"", before.text}
            if is_new:
                journal.correct(number, turn, said, datetime.now(UTC))
            told = CORRECTED if is_new else LEFT_AS_IT_WAS
        now = journal.entry(number).turns[turn - 1]
    if as_json:
        changed = now.corrections != before.corrections
        print_json({"session": number, "turn": turn, "heard": now.turn.text, "text": now.text, "changed": changed})
    else:
        click.echo(told)


def _asked_turn(journal: "Journal", number: int, question: str, *, aside: bool) -> int:
    """Which turn is meant. The session is shown first: on standard error where it is `aside`, to keep output clean."""
    from assistant.errors import UsageError
    from assistant.showing import entry_lines

    for line in entry_lines(journal.entry(number), numbered=True):
        click.echo(line, err=aside)
    answer = typed(question)
    if not answer.isdecimal():
        raise UsageError("That is not the number of a turn.", f"Run: soundingboard journal show {number} --numbers")
    return int(answer)
