"""Sessions in every form that they can leave in."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from assistant.entries import Entry
from assistant.errors import UsageError
from assistant.exporting.page import Block, Heading, Items, Line, Page, Said, as_html, as_markdown, as_text
from assistant.exporting.subtitles import as_srt, as_vtt
from assistant.journal_format import written
from assistant.messages import HEARD_AS
from assistant.showing import named, speaker_name, when
from dialogues.transcript import Speaker


class Format(StrEnum):
    """How an export is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    VTT = "vtt"
    SRT = "srt"


def exported(entries: Sequence[Entry], form: Format) -> str:
    """Sessions in one form, in the order given.

    Raises:
        UsageError: subtitles were asked for, which are those of one session.
    """
    match form:
        case Format.TEXT:
            return as_text(sessions_page(entries))
        case Format.MARKDOWN:
            return as_markdown(sessions_page(entries))
        case Format.HTML:
            return as_html(sessions_page(entries))
        case Format.JSON:
            return written(entries)
        case Format.VTT:
            return as_vtt(_only(entries))
        case Format.SRT:
            return as_srt(_only(entries))


def sessions_page(entries: Sequence[Entry]) -> Page:
    """Sessions to be read one after the other."""
    title = "Session" if len(entries) == 1 else "Sessions"
    return Page(title, tuple(block for entry in entries for block in _blocks(entry)))


def _blocks(entry: Entry) -> Iterator[Block]:
    summary = entry.summary
    yield Heading(f"{when(summary.opened_at)}  {summary.title}".rstrip())
    if summary.themes:
        yield Line(f"About: {', '.join(map(named, summary.themes))}")
    if summary.tags:
        yield Line(f"Tags: {', '.join(summary.tags)}")
    for timed in entry.turns:
        heard = HEARD_AS.format(heard=timed.turn.text).strip("()") if timed.corrections else ""
        yield Said(speaker_name(timed.turn.speaker), timed.text, timed.turn.speaker is Speaker.USER, heard)
    if entry.results:
        yield Line("Kept from exercises:")
        yield Items(tuple(f"{named(each.exercise)}, {named(each.step)}: {each.text}" for each in entry.results))


def _only(entries: Sequence[Entry]) -> Entry:
    if len(entries) != 1:
        raise UsageError("Subtitles are made for one session at a time.", "Give the number of one session.")
    return entries[0]
