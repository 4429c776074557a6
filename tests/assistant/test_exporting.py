"""What leaves the journal is what was said: to the letter in our own format, and as nothing but words in every other."""

import json
import os
import re
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.entries import Correction, Entry, SessionSummary, TimedTurn
from assistant.errors import AssistantError, UsageError
from assistant.exporting.files import write_export
from assistant.exporting.for_therapist import open_questions, place, quotes, steps, suggested, therapist_page
from assistant.exporting.page import Heading, Items, Line, Page, Said, as_html, as_markdown, as_text
from assistant.exporting.redacting import names_in, redacted
from assistant.exporting.sessions import Format, exported
from assistant.exporting.subtitles import as_srt, as_vtt, cues
from assistant.journal import Journal
from assistant.journal_format import read, written
from dialogues.dialogue import load_library
from dialogues.exercise_progress import Kept
from dialogues.moves import Move
from dialogues.transcript import Speaker, Turn
from tests.assistant.kept import TEXTS, entries

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ENTRY = Entry(
    SessionSummary(
        7, "microphone", NOON, NOON + timedelta(minutes=5), 3, "", "a1", "A hard week", ("family",), "family"
    ),
    (
        TimedTurn(Turn(Speaker.ASSISTANT, "What is on your mind?", Move.OPENING), NOON, 0.5, 2.25),
        TimedTurn(
            Turn(Speaker.USER, "My moth lied to my sister Ana, and Tom knew of it <b>all</b> the time."),
            NOON + timedelta(seconds=9),
            4.0,
            9.5,
            (Correction("My mother lied to my sister Ana, and Tom knew of it <b>all</b> the time.", NOON),),
        ),
        TimedTurn(Turn(Speaker.ASSISTANT, "All the time.", Move.REFLECTION), NOON + timedelta(seconds=12), 10.0, 11.0),
    ),
)


@given(st.lists(entries(), max_size=3, unique_by=lambda entry: entry.summary.uid))
@settings(max_examples=30)
def test_our_format_goes_out_and_comes_back_to_the_letter(kept: list[Entry]) -> None:
    """Journal to file to journal: whatever was said, heard, corrected, named and found; and a second time changes nothing."""
    with Journal.in_memory() as first, Journal.in_memory() as second:
        numbers = [first.add(entry) for entry in kept]
        file = written([first.entry(number) for number in numbers if number])
        copied = [second.add(entry) for entry in read(json.loads(file))]
        again = [second.add(entry) for entry in read(json.loads(file))]

        assert written([second.entry(number) for number in copied if number]) == file
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", file)
        assert again == [None] * len(kept)
        for entry, number in zip(kept, copied, strict=True):
            there = second.entry(number or 0)
            assert (there.turns, there.results) == (entry.turns, entry.results)
            assert there.summary == replace(entry.summary, id=there.summary.id, first_words=there.summary.first_words)


class Outline(HTMLParser):
    """The elements of a page, and the words in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in {"src", "href"} for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


PAGES = st.lists(
    st.one_of(
        st.builds(Heading, TEXTS),
        st.builds(Line, TEXTS),
        st.builds(Said, st.just("You"), TEXTS, st.booleans(), TEXTS),
        st.builds(Items, st.lists(TEXTS, min_size=1, max_size=3).map(tuple)),
    ),
    max_size=4,
).map(lambda blocks: Page("Sessions", tuple(blocks)))


@given(PAGES)
def test_no_words_become_markup_or_reach_a_terminal(page: Page) -> None:
    """HTML has only the elements we put there; no control sign is in any form; Markdown has no raw HTML and no link."""
    html, markdown, text = as_html(page), as_markdown(page), as_text(page)

    allowed = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "h2",
        "p",
        "strong",
        "span",
        "ul",
        "li",
        "br",
    }
    assert set(Outline(html).tags) <= allowed
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html + markdown + text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[<\[]", markdown)


@given(entries())
def test_subtitles_are_in_order_and_hold_every_turn(entry: Entry) -> None:
    """Each cue begins where the one before has ended or later, and no words of a turn end it or begin another."""
    made = cues(entry)

    assert len(made) == len(entry.turns)
    assert all(cue.start < cue.end for cue in made)
    assert all(before.end <= max(after.start, before.start + 0.001) for before, after in pairwise(made))
    for subtitles in (as_vtt(entry), as_srt(entry)):
        assert len(re.findall(r"(?m)^\d\d+:\d\d:\d\d[.,]\d{3} --> \d\d+:\d\d:\d\d[.,]\d{3}$", subtitles)) == len(made)
        assert subtitles.count("-->") == len(made)


def test_every_form_says_who_spoke_what_was_meant_and_what_was_heard() -> None:
    """The forms for people hold the correction with what was heard beside it; subtitles what was said."""
    for form in (Format.TEXT, Format.MARKDOWN, Format.HTML):
        page = exported([ENTRY], form)
        assert "My mother lied" in page
        assert "My moth lied" in page
        assert "A hard week" in page
    assert "<v You>My mother lied to my sister Ana, and Tom knew of it &lt;b&gt;all&lt;/b&gt;" in exported(
        [ENTRY], Format.VTT
    )
    assert "00:00:04.000 --> 00:00:09.500" in exported([ENTRY], Format.VTT)
    assert "2\n00:00:04,000 --> 00:00:09,500\nYou: My mother lied" in exported([ENTRY], Format.SRT)
    with pytest.raises(UsageError, match="one session"):
        exported([ENTRY, ENTRY], Format.SRT)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_an_export_is_its_owners_alone_and_replaces_nothing_unasked(tmp_path: Path) -> None:
    """Mode 0600; a file that is there stays, unless it may be replaced; no folder is made, nothing half is left."""
    file = tmp_path / "mine.txt"
    write_export(file, "first")
    with pytest.raises(UsageError, match="already"):
        write_export(file, "second")
    with pytest.raises(UsageError, match="folder"):
        write_export(tmp_path / "none" / "mine.txt", "first")
    with pytest.raises(UsageError, match="already"):
        write_export(tmp_path, "first", over=True)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == "first"
    write_export(file, "second", over=True)
    assert file.read_text() == "second"
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_a_disk_that_will_not_take_it_is_a_plain_sentence() -> None:
    """Nothing is lost: the journal is as it was."""
    with pytest.raises(AssistantError, match="could not be written") as caught:
        write_export(Path("/proc/export.txt"), "words of mine")
    assert "words of mine" not in caught.value.what + caught.value.hint


def test_the_page_for_a_therapist_holds_what_was_chosen_and_nothing_else() -> None:
    """Period, themes, quotes as they were meant, steps, questions; no other turn is on it."""
    entry = replace(
        ENTRY,
        summary=replace(ENTRY.summary, themes=("doubt", "finding-out")),
        results=(Kept("plan", "step", ("call her on Sunday",)), Kept("plan", "goal", ("sleep again",))),
    )
    asked = TimedTurn(Turn(Speaker.USER, "Should I tell him?"), NOON, None, None)
    left = TimedTurn(Turn(Speaker.ASSISTANT, "That is yours.", Move.CHOICE), NOON, None, None)
    entry = replace(entry, turns=(*entry.turns, asked, left))

    chosen = quotes([entry], [place("7:2")])
    page = therapist_page([entry], chosen, steps([entry], load_library().exercises), open_questions([entry]), {})
    text = as_text(page)

    assert list(map(str, suggested([entry]))) == ["7:2"]
    assert "01 March 2026, 1 session." in text
    assert "My mother lied" in text
    assert "moth lied" not in text
    assert "call her on Sunday (01 March 2026)" in text
    assert "finding out (in 1 of 1)" in text
    assert "Should I tell him?" in text
    assert "sleep again" not in text
    assert "All the time." not in text


@pytest.mark.parametrize("typed", ["7", "7:9", "8:1", "7:1", "seven:two", "7:0", "-7:2"])
def test_a_quote_that_is_not_there_is_said_not_to_be_there(typed: str) -> None:
    """Sessions and turns that are not on the page, words of the program, and what is no number."""
    with pytest.raises(UsageError):
        quotes([ENTRY], [place(typed)])


def test_names_are_taken_out_wherever_they_stand() -> None:
    """Who is known by a relation is called by it; others by a number; small letters and possessives too."""
    texts = ["My sister Ana said that Tom's car was gone. Then I saw Mark on Monday.", "tom never told ana."]
    names = names_in(texts)

    assert names == {"Ana": "[sister]", "Tom": "[name 2]", "Mark": "[name 3]"}
    assert [redacted(text, names) for text in texts] == [
        "My sister [sister] said that [name 2]'s car was gone. Then I saw [name 3] on Monday.",
        "[name 2] never told [sister].",
    ]


@given(
    st.lists(TEXTS, max_size=3), st.lists(st.text(st.characters(categories=["L"]), min_size=2), min_size=1, max_size=3)
)
def test_no_name_that_is_to_be_taken_out_is_left(texts: list[str], names: list[str]) -> None:
    """As a word of its own, in whatever text."""
    instead = dict.fromkeys(names, "[name]")
    for text in texts:
        out = redacted(" ".join([text, *names]), instead)
        assert not any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", out.replace("[name]", " ")) for name in names)
