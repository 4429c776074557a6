"""The commands that take sessions out of the journal, and those that take them in."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.context import EXISTING_FILE, FILE, Context, pass_context, print_json, typed
from assistant.cli.looking_back import date_options, day

if TYPE_CHECKING:
    from assistant.entries import Entry
    from assistant.exporting.page import Page
    from assistant.journal import Journal
    from assistant.searching import Within

FORMATS = ["text", "markdown", "html", "json", "vtt", "srt"]


@click.command(name="export")
@click.argument("numbers", type=int, nargs=-1)
@date_options
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to write it; text if it is not given.")
@click.option("--out", type=FILE, help="Write to this file, for you only, instead of standard output.")
@click.option("--replace", is_flag=True, help="The file may take the place of one that is there.")
@click.option("--for", "reader", type=click.Choice(["therapist"]), help="One page to bring: you choose what is on it.")
@click.option("--redact-names", is_flag=True, help="Take names out of the page for a therapist.")
@click.option("--yes", is_flag=True, help="Write the page for a therapist without asking once more.")
@pass_context
def export(  # noqa: PLR0917  as in talk
    context: Context,
    numbers: tuple[int, ...],
    since: datetime | None,
    until: datetime | None,
    form: str | None,
    out: Path | None,
    replace: bool,  # noqa: FBT001  as in talk
    reader: str | None,
    redact_names: bool,  # noqa: FBT001  as in talk
    yes: bool,  # noqa: FBT001  as in talk
) -> None:
    """Write sessions NUMBERS, or all of them, in a form that others can read. What is written is not encrypted.

    With --for therapist, it asks what to quote and what to ask (or reads that from standard input: a line of quotes such as
    12:3 15:1, then a question a line), and shows the page before it is written.
    """
    from assistant.errors import UsageError
    from assistant.exporting.page import as_html, as_markdown, as_text
    from assistant.exporting.sessions import Format, exported
    from assistant.searching import Within

    if redact_names and not reader:
        raise click.UsageError("--redact-names goes with --for therapist.")
    if reader and form not in {None, "text", "markdown", "html"}:
        raise click.UsageError("The page for a therapist is text, markdown or html.")
    with context.read_journal(brought_up_to_date=True) as journal:
        entries = _chosen(journal, numbers, Within(day(since), day(until)))
    if not entries:
        raise UsageError("There is no session to export.", "Look which there are: soundingboard journal list")
    if not reader:
        _deliver(exported(entries, Format(form or "text")), out, over=replace)
        return
    page = _page(entries, redact_names=redact_names)
    writes = {None: as_text, "text": as_text, "markdown": as_markdown, "html": as_html}[form]
    if out is None:
        _deliver(writes(page), None, over=False)
        return
    from assistant.messages import NOT_WRITTEN, REALLY_WRITE

    click.echo(as_text(page))
    if not yes and not (sys.stdin.isatty() and click.confirm(REALLY_WRITE, err=True)):
        click.echo(NOT_WRITTEN, err=True)
        return
    _deliver(writes(page), out, over=replace)


@click.command(name="import")
@click.argument("files", type=EXISTING_FILE, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def import_(context: Context, files: tuple[Path, ...], as_json: bool) -> None:  # noqa: FBT001  as in talk
    """Take FILES into the journal: an export of ours, of jrnl or of Day One (JSON), or a sound recording.

    What a file is, it finds out by itself. A recording is written down on this computer, as a session. What is in the journal
    already is left out, so nothing is doubled. All of a file is taken in, or nothing of it.
    """
    from assistant.importing.files import is_text, read_entries
    from assistant.messages import IMPORTED, IMPORTED_ALREADY

    with context.open_journal() as journal:
        for file in files:
            entries = read_entries(file) if is_text(file) else _recorded(context, journal, file)
            with journal.together():
                added = [number for entry in entries if (number := journal.add(entry)) is not None]
            already = len(entries) - len(added)
            if as_json:
                print_json({"file": file.name, "added": added, "already_there": already})
                continue
            click.echo(IMPORTED.format(count=len(added)))
            if already:
                click.echo(IMPORTED_ALREADY.format(count=already))


def _chosen(journal: "Journal", numbers: Sequence[int], within: "Within") -> "list[Entry]":
    """The sessions that were asked for, oldest first."""
    from assistant.searching import ANYWHERE

    if numbers and within != ANYWHERE:
        raise click.UsageError("Give session numbers, or days, but not both.")
    if not numbers:
        numbers = [summary.id for summary in journal.sessions(within=within)]
    return [journal.entry(number) for number in sorted(set(numbers))]


def _deliver(content: str, out: Path | None, *, over: bool) -> None:
    from assistant.exporting.files import write_export
    from assistant.messages import EXPORT_IS_PLAIN, REALLY_REPLACE

    if out is None:
        click.echo(content, nl=False)
        return
    if out.is_file() and not over and sys.stdin.isatty():
        over = click.confirm(REALLY_REPLACE, err=True)
    write_export(out, content, over=over)
    click.echo(EXPORT_IS_PLAIN, err=True)


def _page(entries: "Sequence[Entry]", *, redact_names: bool) -> "Page":
    """The page for a therapist, with what the person wants on it."""
    from assistant.exporting.for_therapist import (
        open_questions,
        place,
        quotes,
        steps,
        suggested,
        therapist_page,
    )
    from assistant.exporting.recognising import recognised
    from assistant.exporting.redacting import instead_of, names_in, on_page
    from assistant.messages import (
        MORE_NAMES,
        NAMES_TAKEN_OUT,
        NO_NAMES_FOUND,
        QUESTION_ASKED,
        QUESTION_TO_BRING,
        QUOTES_TO_BRING,
        QUOTES_TO_CHOOSE,
    )
    from assistant.plain_text import on_one_line
    from dialogues.dialogue import load_library
    from dialogues.transcript import Speaker

    offered = [f"  {each}  {on_one_line(text)}" for each, text in suggested(entries).items()]
    before = [QUOTES_TO_CHOOSE, *offered] if offered else []
    chosen = quotes(entries, [place(each) for each in typed(QUOTES_TO_BRING, *before).replace(",", " ").split()])
    asked = [QUESTION_ASKED.format(text=on_one_line(text)) for text in open_questions(entries)]
    questions: list[str] = []
    while question := typed(QUESTION_TO_BRING, *([] if questions else asked)):
        questions.append(question)
    done = steps(entries, load_library().exercises)
    names: dict[str, str] = {}
    if redact_names:
        said = [timed.text for entry in entries for timed in entry.turns if timed.turn.speaker is Speaker.USER]
        texts = [*chosen, *done, *questions]
        names = on_page(names_in([*said, *texts], recognised(texts)), texts)
        told = NAMES_TAKEN_OUT.format(names=", ".join(names)) if names else NO_NAMES_FOUND
        if sys.stdin.isatty():
            more = [each.strip() for each in typed(MORE_NAMES, told).split(",") if each.strip()]
            names |= {name: word for name, word in instead_of([*names, *more]).items() if name not in names}
    return therapist_page(entries, chosen, done, questions, names)


def _recorded(context: Context, journal: "Journal", file: Path) -> "tuple[Entry, ...]":
    """A recording, written down; the same recording is not listened to twice."""
    from assistant.importing.recording import recorded_entry, recording_uid
    from assistant.parts import detector_for, load_transcriber
    from assistant.terminal import libraries_kept_quiet
    from audio.recordings import recorded_at

    uid = recording_uid(file)
    if (number := journal.number_of(uid)) is not None:
        return (journal.entry(number),)
    with libraries_kept_quiet():
        recorded_at(file)  # before anything is loaded: whether there is sound in it at all
        detector, transcriber = detector_for(context.places), load_transcriber(context.places)
        entry = recorded_entry(file, uid, detector, transcriber, _show_progress)
    if sys.stderr.isatty():
        click.echo(err=True)
    return (entry,)


def _show_progress(seconds: float) -> None:
    from assistant.messages import WRITTEN_DOWN_TO

    if sys.stderr.isatty():
        click.echo(
            "\r" + WRITTEN_DOWN_TO.format(minutes=int(seconds) // 60, seconds=int(seconds) % 60), nl=False, err=True
        )
