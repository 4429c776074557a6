"""Finds words that were said, and the sessions they were said in, through the index inside the encrypted file.

What somebody looks for is typed, never an argument: a shell remembers arguments. A line such as

    brother "on the phone" apolog* tag:family

finds turns with all of it: a word in any of its forms, a phrase, the beginning of a word, and only in sessions with that
tag. `theme:` and `dialogue:` work the same way; with none but those, the line finds whole sessions.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from assistant.marking import tag_of
from assistant.store import Row, Store, Value
from assistant.word_forms import forms
from dialogues.transcript import Speaker

MOST_FOUND: Final = 20  # turns: about a screen
FEW_SESSIONS: Final = 30  # asking the index once for each of so many is quicker than passing over what is elsewhere
SNIPPET_WORDS: Final = 14
SHORTEST_BEGINNING: Final = 2  # letters before a *: with one, half of everything that was ever said is found
BEGIN, END = "\ufdd0", "\ufdd1"
"""Around each word that was looked for, in what was found. They stand for nothing in any text."""

_PART: Final = re.compile(r'(?:(tag|theme|dialogue):)?(?:"([^"]*)"?|(\S+))', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Within:
    """Which sessions to look in."""

    since: date | None = None
    """The first day, where the person is."""
    until: date | None = None
    """The last day."""
    tags: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    dialogues: tuple[str, ...] = ()


ANYWHERE: Final = Within()
"""In every session."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for, and where."""

    terms: tuple[str, ...] = ()
    """Each a word, in any of its forms, a phrase, or the beginning of a word with * after it. All must be in one turn."""
    within: Within = ANYWHERE
    speaker: Speaker | None = None
    limit: int = MOST_FOUND


@dataclass(frozen=True, slots=True)
class Found:
    """A turn in which it was said."""

    session: int
    turn: int
    """Which of the session's turns, counted from 1."""
    speaker: Speaker
    said_at: datetime
    snippet: str
    """A few words around it; each that was looked for stands between BEGIN and END."""
    is_correction: bool
    """It is in a correction, not in what was heard."""


def read_query(line: str) -> Query:
    """What somebody typed. Any text is a query; signs that mean nothing are left out."""
    terms: list[str] = []
    fields: dict[str, list[str]] = {"tag": [], "theme": [], "dialogue": []}
    for name, phrase, word in _PART.findall(line):
        text = phrase or word
        if name:
            fields[name.lower()].append(text)
        elif any(sign.isalnum() for sign in text):
            begun = text.endswith("*") and len(text) > SHORTEST_BEGINNING  # the * counts
            terms.append(text.rstrip("*") + "*" * begun)
    within = Within(
        tags=tuple(filter(None, map(tag_of, fields["tag"]))),
        themes=tuple(map(_as_named, fields["theme"])),
        dialogues=tuple(map(_as_named, fields["dialogue"])),
    )
    return Query(tuple(terms), within)


def in_sessions(within: Within) -> tuple[str, list[Value]]:
    """A condition on a row of `sessions`, and its values; "" for all of them."""
    conditions: list[str] = []
    values: list[Value] = []
    if within.since:
        conditions.append("opened_at >= ?")
        values.append(_midnight(within.since))
    if within.until and within.until < date.max:
        conditions.append("opened_at < ?")
        values.append(_midnight(within.until + timedelta(days=1)))
    for table, names in (("tags", within.tags), ("themes", within.themes)):
        for name in names:
            conditions.append(f"id IN (SELECT session FROM {table} WHERE name = ?)")
            values.append(name)
    for name in within.dialogues:
        conditions.append("dialogue = ?")
        values.append(name)
    return " AND ".join(conditions), values


def search(store: Store, query: Query) -> tuple[Found, ...]:
    """The turns in which all of it was said, newest first."""
    if not query.terms or query.limit < 1:
        return ()
    match = " AND ".join(_in_index(term) for term in query.terms)
    condition, values = in_sessions(query.within)
    only = f" AND turns.session IN (SELECT id FROM sessions WHERE {condition})" if condition else ""
    if query.speaker:
        only += " AND turns.speaker = ?"
        values.append(query.speaker)
    stretches = _stretches(store, query.within)
    heard: list[Row] = []
    for first, last in stretches:
        if len(heard) < query.limit:
            heard += store.run(f"{_HEARD}{only}{_NEWEST}", match, first, last, *values, query.limit)
    corrected = store.run(f"{_CORRECTED}{only}{_NEWEST_CORRECTED}", match, *values, query.limit) if stretches else []
    rows = {row[0]: row for row in heard} | {row[0]: row for row in corrected}
    newest = sorted(rows.values(), key=lambda row: -row[0])[: query.limit]
    return tuple(_found(store, row) for row in newest)


def _stretches(store: Store, within: Within) -> list[tuple[int, int]]:
    """Where the turns of those sessions lie, newest first: each session's own, or where there are many, from end to end.

    The index gives what it finds in order, so that where there are few, nothing of the others is passed over. One program
    writes at a time, and one session: the turns of a later session come later.
    """
    condition, values = in_sessions(within)
    if not condition:
        return [(0, _LAST)]
    where = f"FROM sessions WHERE {condition}"
    newest = [session for (session,) in store.run(f"SELECT id {where} ORDER BY id DESC LIMIT {FEW_SESSIONS}", *values)]
    if len(newest) < FEW_SESSIONS:
        ends = [store.run("SELECT min(id), max(id) FROM turns WHERE session = ?", session)[0] for session in newest]
        return [(first, last) for first, last in ends if first is not None]
    dates, moments = in_sessions(Within(within.since, within.until))
    if not dates:
        return [(0, _LAST)]
    ((oldest, latest),) = store.run(f"SELECT min(id), max(id) FROM sessions WHERE {dates}", *moments)
    first = store.run("SELECT id FROM turns WHERE session >= ? ORDER BY session, id LIMIT 1", oldest)
    last = store.run("SELECT id FROM turns WHERE session <= ? ORDER BY session DESC, id DESC LIMIT 1", latest)
    return [(first[0][0], last[0][0])] if first and last else []


def forget_words(store: Store) -> None:
    """Writes the index anew from what is still there: what was deleted is out of it, but for signposts that it left.

    An index in one piece is not written anew, so a piece is added first, and then taken out.
    """
    for index in ("turns_words", "corrections_words"):
        store.run(f"INSERT INTO {index} (rowid, text) VALUES (0, 'piece')")
        store.run(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
        store.run(f"INSERT INTO {index} ({index}, rowid, text) VALUES ('delete', 0, 'piece')")


def as_plain(snippet: str) -> str:
    """A snippet without the marks around what was looked for."""
    return snippet.replace(BEGIN, "").replace(END, "")


_SNIPPET: Final = f"snippet({{index}}, 0, '{BEGIN}', '{END}', '…', {SNIPPET_WORDS})"
_HEARD: Final = (
    "SELECT turns.id, turns.session, turns.speaker, turns.said_at,"
    f" {_SNIPPET.format(index='turns_words')}, 0"
    " FROM turns_words CROSS JOIN turns ON turns.id = turns_words.rowid"
    " WHERE turns_words MATCH ? AND turns_words.rowid BETWEEN ? AND ?"
)
_NEWEST: Final = " ORDER BY turns_words.rowid DESC LIMIT ?"
_CORRECTED: Final = (
    "SELECT turns.id, turns.session, turns.speaker, turns.said_at,"
    f" {_SNIPPET.format(index='corrections_words')}, 1"
    " FROM corrections_words CROSS JOIN corrections ON corrections.id = corrections_words.rowid"
    " JOIN turns ON turns.id = corrections.turn WHERE corrections_words MATCH ?"
)
_NEWEST_CORRECTED: Final = " ORDER BY turns.id DESC LIMIT ?"
_LAST: Final = 2**63 - 1  # what SQLite can count to


def _found(store: Store, row: Row) -> Found:
    turn, session, speaker, said_at, snippet, is_correction = row
    ((number,),) = store.run("SELECT count(*) FROM turns WHERE session = ? AND id <= ?", session, turn)
    return Found(session, number, Speaker(speaker), datetime.fromisoformat(said_at), snippet, bool(is_correction))


def _in_index(term: str) -> str:
    """A term in the index's own language, in which everything between quotes is only words."""
    if term.endswith("*"):
        return f"{_quoted(term[:-1])}*"
    return f"({' OR '.join(map(_quoted, forms(term)))})"


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""').replace("\0", " ") + '"'


def _as_named(text: str) -> str:
    """A theme or dialogue as the library writes it: "finding out" is finding-out."""
    return "-".join(text.casefold().split())


def _midnight(day: date) -> str:
    """The moment at which a day begins where the person is, as it stands in the journal."""
    return datetime.combine(day, time()).astimezone().astimezone(UTC).isoformat()[: len("2026-03-01T12:00:00")]
