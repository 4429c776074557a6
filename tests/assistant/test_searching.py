"""What was said is found by any of its words, wherever it was said, and what was deleted is not."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.entries import Entry, SessionSummary, TimedTurn
from assistant.journal import Journal
from assistant.searching import BEGIN, END, FEW_SESSIONS, Found, Query, Within, as_plain, read_query
from dialogues.transcript import Speaker, Turn
from tests.assistant.sealed import KEY, decrypted

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def journal() -> Iterator[Journal]:
    with Journal.in_memory() as kept:
        yield kept


def held(journal: Journal, *said: str, days: int = 0, **summary) -> int:
    """A session in which the person says these things, and the program says "So:" and the same."""
    at = NOON + timedelta(days=days)
    turns = [
        TimedTurn(Turn(speaker, start + text), at, None, None)
        for text in said
        for speaker, start in ((Speaker.USER, ""), (Speaker.ASSISTANT, "So: "))
    ]
    session = journal.add(Entry(SessionSummary(0, "typed", at, at, 0, "", **summary), tuple(turns)))
    assert session
    return session


def places(found: tuple[Found, ...]) -> list[tuple[int, int]]:
    return [(each.session, each.turn) for each in found]


@pytest.mark.parametrize(
    "typed",
    [
        "apology",
        "APOLOGY",
        "apologies phone",
        '"on the phone"',
        "apolog*",
        "ap*",
        "phones",
        "believed",
        "believing",
        "cafe",
        "café",
        "don't",
        "don\u2019t",
        "mother's",
        '"the phone',
        "phone -- ((( *",
    ],
)
def test_words_phrases_and_beginnings_are_found(journal: Journal, typed: str) -> None:
    """In any form of the word, with or without accents, however it was typed; signs that mean nothing do no harm."""
    session = held(journal, "My mother's apologies on the phone in that café. I don't believe them.", "Nothing else.")

    found = journal.search(read_query(typed))

    assert places(found) == [(session, 2), (session, 1)]
    assert all(BEGIN in each.snippet and END in each.snippet for each in found)


@pytest.mark.parametrize(
    "typed", ["", "  ", '""', "*", "phone nowhere", '"phone the"', "text:phone", "NOT phone", "phone OR"]
)
def test_what_was_not_said_is_not_found(journal: Journal, typed: str) -> None:
    """All the words, in one turn, in that order where it is a phrase; nothing is a command to the index."""
    held(journal, "He put the phone down.")

    assert journal.search(read_query(typed)) == ()


def test_any_line_is_a_query_and_every_word_said_is_found(journal: Journal) -> None:
    """Whatever somebody types, the answer is turns; and whatever somebody said, its own words find it."""
    signs = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"*:^()-+\0'), max_size=40)

    @given(signs)
    def law(text: str) -> None:
        journal.search(read_query(text))
        session = held(journal, f"before {text} after")
        assert (session, 1) in places(
            journal.search(Query((f"{text}",) if any(map(str.isalnum, text)) else ("before",)))
        )

    law()


@pytest.mark.parametrize("others", [0, FEW_SESSIONS + 30])
def test_only_the_sessions_that_were_asked_for_are_looked_in(journal: Journal, others: int) -> None:
    """By tag, theme, dialogue, day and speaker, alone and together, whether few sessions are left or many."""
    for number in range(others):
        held(
            journal, "the letter again", days=number % 300, tags=("family", "often"), themes=("doubt",), dialogue="work"
        )
    wanted = held(journal, "the letter", days=500, tags=("family",), themes=("finding-out",), dialogue="broken-trust")
    held(journal, "the letter", days=502, tags=("work",))

    def search(typed: str, **more) -> list[tuple[int, int]]:
        query = read_query(typed)
        within = Within(tags=query.within.tags, themes=query.within.themes, dialogues=query.within.dialogues, **more)
        return places(journal.search(Query(query.terms, within)))

    here = [(wanted, 2), (wanted, 1)]
    assert search("letter tag:Family theme:finding-out") == here
    assert search('letter theme:"finding out"') == here
    assert search("letter dialogue:broken-trust") == here
    assert search("letter", since=date(2027, 7, 1), until=date(2027, 7, 14)) == here
    assert search("letter", since=date(2030, 1, 1)) == []
    assert search("letter tag:family tag:work") == []
    mine = journal.search(Query(("letter",), Within(dialogues=("broken-trust",)), speaker=Speaker.USER))
    assert places(mine) == [(wanted, 1)]
    assert len(search("letter tag:often")) == min(20, 2 * others)
    assert len(journal.sessions(within=Within(tags=("often",)))) == others


def test_the_newest_come_first_and_no_more_than_were_asked_for(journal: Journal) -> None:
    """However much was found."""
    sessions = [held(journal, "again and again", days=-number) for number in range(30)]

    found = journal.search(Query(("again",), speaker=Speaker.USER, limit=5))

    assert places(found) == [(session, 1) for session in reversed(sessions[-5:])]


def test_what_was_heard_and_what_was_said_are_both_found(journal: Journal) -> None:
    """A correction does not hide what was heard, is shown where it is found, and leaves with it."""
    session = held(journal, "I miss my moth.")
    journal.correct(session, 1, "I miss my mother.", NOON)

    (said,) = journal.search(read_query("mother"))
    heard, *_ = [each for each in journal.search(read_query("moth")) if each.turn == 1]
    both, *_ = [each for each in journal.search(read_query("miss")) if each.turn == 1]

    assert (said.turn, said.is_correction, as_plain(said.snippet)) == (1, True, "I miss my mother.")
    assert not heard.is_correction
    assert both.is_correction

    journal.correct(session, 1, "", NOON)
    assert journal.search(read_query("mother")) == ()


def test_nothing_that_was_deleted_is_found_or_left_in_the_index(tmp_path: Path) -> None:
    """Not even the beginnings of words that an index keeps as signposts, however many words there are."""
    chance = random.Random(5)

    def words(start: str) -> str:
        return " ".join(f"{start}{chance.getrandbits(40):010x}" for _ in range(60))

    with Journal.open(tmp_path / "data.db", KEY) as journal:
        stays = held(journal, *(words("stay") for _ in range(30)))
        goes = held(journal, *(words("gone") for _ in range(30)), tags=("gonetag",), title="gonetitle")
        journal.correct(goes, 1, words("gonecorrected"), NOON)
        journal.delete(goes)

        assert journal.search(read_query("gone*")) == ()
        assert len(journal.search(read_query("stay*"))) == 20
        assert b"gone" not in decrypted(tmp_path / "data.db")
        journal.verify()
        assert journal.entry(stays).summary.turn_count == 60


def test_a_journal_from_before_the_index_is_searched_like_any_other(tmp_path: Path) -> None:
    """An upgrade puts every word that was ever said into it."""
    from assistant.migrations import MIGRATIONS, upgrade
    from assistant.store import Store

    with Store.writing(tmp_path / "data.db", KEY) as store:
        upgrade(store, migrations=MIGRATIONS[:1])
        store.run("INSERT INTO sessions (id, door, opened_at) VALUES (3, 'typed', '2026-03-01T12:00:00+00:00')")
        store.run(
            "INSERT INTO turns (session, speaker, text, source, cut, said_at)"
            " VALUES (3, 'user', 'the old letter', '', 0, '2026-03-01T12:00:09+00:00')"
        )
    with Journal.open(tmp_path / "data.db", KEY) as journal:
        assert places(journal.search(read_query("letters"))) == [(3, 1)]
        assert journal.entry(3).summary.uid
