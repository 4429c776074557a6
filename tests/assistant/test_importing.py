"""What comes from elsewhere is taken in whole and once, or not at all, whatever is in the file."""

import io
import json
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import AssistantError, ImportRefused
from assistant.importing.files import is_text, read_entries
from assistant.journal import Journal
from assistant.journal_format import FORMAT
from assistant.searching import read_query
from assistant.showing import entry_lines
from dialogues.transcript import Speaker

JRNL = {
    "tags": {"@work": 1},
    "entries": [
        {
            "title": "A day.",
            "body": "It was long.",
            "date": "2026-03-01",
            "time": "21:30",
            "tags": ["@Work"],
            "starred": False,
        },
        {"title": "Only a line", "body": "", "date": "2026-03-02", "time": "08:00", "tags": []},
    ],
}
DAY_ONE = {
    "metadata": {"version": "1.0"},
    "entries": [
        {
            "uuid": "ABCDEF0123456789ABCDEF0123456789",
            "creationDate": "2026-03-01T21:30:00Z",
            "text": "# Evening\n\nIt was fine\\. 100\\% fine\\!\n![](dayone-moment://0123ABC)",
            "tags": ["Family", "at home"],
        }
    ],
}
OURS = {
    "format": FORMAT,
    "version": 1,
    "sessions": [
        {
            "uid": "abc",
            "door": "typed",
            "opened_at": "2026-03-01T12:00:00+00:00",
            "turns": [{"speaker": "user", "text": "Hello.", "said_at": "2026-03-01T12:00:01+01:00"}],
        }
    ],
}


def written(tmp_path: Path, data: object, name: str = "file.bin") -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return path


def taken_in(journal: Journal, path: Path) -> list[int]:
    with journal.together():
        return [number for entry in read_entries(path) if (number := journal.add(entry)) is not None]


@pytest.mark.parametrize("data", [JRNL, DAY_ONE, OURS], ids=["jrnl", "day one", "ours"])
def test_importing_twice_does_not_double(tmp_path: Path, data: object) -> None:
    """The second time, everything is there already; and what was deleted may be brought back."""
    path = written(tmp_path, data)
    with Journal.in_memory() as journal:
        first = taken_in(journal, path)
        assert taken_in(journal, path) == []
        assert len(journal.sessions()) == len(first)

        journal.delete(first[0])
        assert len(taken_in(journal, path)) == 1


def test_entries_of_jrnl_keep_their_words_times_titles_and_tags(tmp_path: Path) -> None:
    """Times are those of this computer's clock; an entry is one turn of the person's."""
    with Journal.in_memory() as journal:
        first, second = map(journal.entry, taken_in(journal, written(tmp_path, JRNL)))

        assert first.turns[0].turn.speaker is Speaker.USER
        assert (first.turns[0].text, first.summary.title, first.summary.tags) == (
            "A day.\nIt was long.",
            "A day.",
            ("work",),
        )
        assert first.summary.opened_at == datetime(2026, 3, 1, 21, 30).astimezone()
        assert second.turns[0].text == "Only a line"
        assert [each.session for each in journal.search(read_query("long tag:work"))] == [first.summary.id]


def test_entries_of_day_one_are_read_as_they_were_typed(tmp_path: Path) -> None:
    """Escapes are taken out, pictures are named, tags are kept; from a file or from its archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("Journal.json", json.dumps(DAY_ONE))
        packed.writestr("photos/a.jpeg", b"not a journal")
    for path in (written(tmp_path, DAY_ONE), written(tmp_path, archive.getvalue(), "packed")):
        (entry,) = read_entries(path)
        assert entry.turns[0].text == "# Evening\n\nIt was fine. 100% fine!\n(a picture)"
        assert entry.summary.opened_at == datetime(2026, 3, 1, 21, 30, tzinfo=UTC)
        assert entry.summary.tags == ("Family", "at home")


def changed(**changes: object) -> object:
    session = {**OURS["sessions"][0], **changes}
    return {**OURS, "sessions": [OURS["sessions"][0], session]}


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[" * 100_000,
        b'{"entries": [' * 50_000,
        b"{\xff}",
        b"[]",
        b'{"format": 7}',
        b"PK\x03\x04 not an archive",
        {**OURS, "version": 2},
        {**OURS, "version": "1"},
        {**OURS, "sessions": {}},
        {**OURS, "sessions": [None]},
        changed(uid=7),
        changed(opened_at="yesterday"),
        changed(opened_at="2026-03-01T12:00:00"),
        changed(opened_at="0001-01-01T00:00:00+14:00"),
        changed(opened_at=None),
        changed(closed_at=1),
        changed(tags="family"),
        changed(tags=[1]),
        changed(turns=[{"speaker": "nobody", "text": "x", "said_at": "2026-03-01T12:00:00+00:00"}]),
        changed(turns=[{"speaker": ["user"], "text": "x", "said_at": "2026-03-01T12:00:00+00:00"}]),
        changed(turns=[{"speaker": "user", "text": "", "said_at": "2026-03-01T12:00:00+00:00"}]),
        changed(turns=[{"speaker": "user", "text": "x", "said_at": "2026-03-01T12:00:00+00:00", "start_seconds": -1}]),
        changed(turns=[{"speaker": "user", "text": "x", "said_at": "2026-03-01T12:00:00+00:00", "end_seconds": 1e999}]),
        changed(results=[{"exercise": "plan", "step": "goal"}, 7]),
        {"entries": [{"creationDate": "soon", "text": "x"}]},
        {"entries": [{"creationDate": "2026-03-01T21:30:00Z", "text": "x" * 1_000_001}]},
        {"entries": [{"date": "2026-13-01", "time": "21:30", "title": "x"}]},
        {"entries": [{"title": "neither"}]},
    ],
)
def test_a_file_with_something_wrong_in_it_is_refused_whole(tmp_path: Path, data: object) -> None:
    """One sentence says what is wrong, nothing is taken in, and no word of the file is in the sentence."""
    path = written(tmp_path, data)
    with Journal.in_memory() as journal:
        with pytest.raises(ImportRefused) as caught:
            taken_in(journal, path)
        assert journal.sessions() == ()
    assert not {"yesterday", "nobody", "soon", "neither"} & set(caught.value.what.split())


def test_more_text_than_anybody_writes_is_refused(tmp_path: Path) -> None:
    """As a file, and in a small archive that is large inside: that is read no further than a file would be."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Journal.json", b" " * 100_000)

    assert len(archive.getvalue()) < 1000
    for content in (b"{" + b" " * 100_000, archive.getvalue()):
        with pytest.raises(ImportRefused, match="more text"):
            read_entries(written(tmp_path, content), most=1000)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "format",
                    "version",
                    "sessions",
                    "turns",
                    "uid",
                    "door",
                    "opened_at",
                    "entries",
                    "date",
                    "time",
                    "creationDate",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


def test_any_bytes_are_sessions_or_one_of_our_sentences(tmp_path: Path) -> None:
    """Nothing else ever comes out."""

    @given(st.binary(max_size=200) | JSON.map(lambda data: json.dumps(data).encode()))
    def law(content: bytes) -> None:
        path = written(tmp_path, content)
        with suppress(AssistantError):
            if is_text(path):
                read_entries(path)

    law()


def test_what_was_imported_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    """Control signs, and lines that look like somebody else's, are harmless where a session is shown."""
    entry = {
        "title": "x\x1b]0;owned\x07",
        "body": "\x1b[2J\x9b31m hello\r\nSounding Board: I said that.\u202e",
        "date": "2026-03-01",
        "time": "21:30",
        "tags": ["a\x1b[1m"],
    }
    with Journal.in_memory() as journal:
        (number,) = taken_in(journal, written(tmp_path, {"entries": [entry]}))
        lines = "\n".join(entry_lines(journal.entry(number))).split("\n")

    assert not any(sign < " " or "\x7f" <= sign <= "\x9f" or sign == "\u202e" for line in lines for sign in line)
    assert not any(line.startswith("Sounding Board:") for line in lines)
