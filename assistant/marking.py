"""What a person puts beside a session, and what was found in it: names, tags, corrections, themes, results of exercises.

Nothing here changes a word that was heard. The tables are in `assistant.migrations`; who asks for this is
`assistant.journal`, inside a transaction.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Final

from assistant.entries import Correction, Findings
from assistant.errors import UsageError
from assistant.store import Row, Store
from dialogues.exercise_progress import Kept
from dialogues.transcript import Speaker

LONGEST_NAME: Final = 200  # characters of a title or a tag: it stands on one line


def one_line(text: str) -> str:
    """A name as it is kept: on one line, without what a terminal would act on, and not too long."""
    shown = "".join(sign if sign.isprintable() else " " for sign in unicodedata.normalize("NFC", text))
    return " ".join(shown.split())[:LONGEST_NAME].rstrip()


def tag_of(text: str) -> str:
    """A tag as it is kept: one line, in small letters, so that one word is one tag; "" if nothing is left."""
    return one_line(one_line(text.replace(",", " ")).casefold()).lstrip("#@ ")


def set_title(store: Store, session: int, title: str) -> None:
    """Names a session; "" takes its name away."""
    store.run("UPDATE sessions SET title = ? WHERE id = ?", one_line(title), session)


def add_names(store: Store, table: str, session: int, names: Iterable[str]) -> None:
    """Adds tags or themes; those that are there stay."""
    for name in names:
        store.run(f"INSERT OR IGNORE INTO {table} (session, name) VALUES (?, ?)", session, name)


def remove_tags(store: Store, session: int, tags: Iterable[str]) -> None:
    """Takes tags away; those that are not there are left out of it."""
    for tag in tags:
        store.run("DELETE FROM tags WHERE session = ? AND name = ?", session, tag)


def turn_to_correct(store: Store, session: int, number: int) -> int:
    """The id of a turn of the person's, which they count from 1 together with all others.

    Raises:
        UsageError: there is no such turn, or it is the program's: its words are as it said them.
    """
    turns = store.run("SELECT id, speaker FROM turns WHERE session = ? ORDER BY id", session)
    if not 0 < number <= len(turns):
        raise UsageError(
            f"There is no turn {number} in session {session}.", f"Run: soundingboard journal show {session} --numbers"
        )
    turn, speaker = turns[number - 1]
    if speaker != Speaker.USER:
        raise UsageError(
            f"Turn {number} is the program's: it stays as it was said.", "Give the number of a turn of yours."
        )
    return int(turn)


def correct(store: Store, turn: int, text: str, corrected_at: str) -> None:
    """Puts what was really said beside what was heard."""
    store.run("INSERT INTO corrections (turn, text, corrected_at) VALUES (?, ?, ?)", turn, text, corrected_at)


def take_back(store: Store, turn: int) -> None:
    """Takes every correction of a turn away: it stands as it was heard."""
    store.run("DELETE FROM corrections WHERE turn = ?", turn)


def corrections(store: Store, session: int | None = None) -> dict[int, tuple[Correction, ...]]:
    """By the turn's id, oldest first; those of every session where none is given."""
    only, values = ("", ()) if session is None else (" WHERE turns.session = ?", (session,))
    rows = store.run(
        "SELECT turn, corrections.text, corrected_at FROM corrections JOIN turns ON turns.id = turn"
        f"{only} ORDER BY turn, corrections.id",
        *values,
    )
    return {
        turn: tuple(Correction(text, datetime.fromisoformat(at)) for _, text, at in made)
        for turn, made in groupby(rows, key=lambda row: row[0])
    }


def unread(store: Store) -> list[int]:
    """The sessions in which nobody has looked for themes and results yet, or which were corrected since."""
    return [session for (session,) in store.run("SELECT id FROM sessions WHERE is_read = 0 ORDER BY id")]


def not_read(store: Store, session: int) -> None:
    """Has a session looked through again, since its words have changed."""
    store.run("UPDATE sessions SET is_read = 0 WHERE id = ?", session)


def set_findings(store: Store, session: int, found: Findings) -> None:
    """Keeps what was found in a session in place of what was found there before."""
    store.run("DELETE FROM themes WHERE session = ?", session)
    store.run("DELETE FROM results WHERE session = ?", session)
    add_findings(store, session, found)


def add_findings(store: Store, session: int, found: Findings) -> None:
    """Keeps what was found in a session."""
    store.run("UPDATE sessions SET is_read = 1, dialogue = ? WHERE id = ?", one_line(found.dialogue), session)
    add_names(store, "themes", session, filter(None, map(one_line, found.themes)))
    for result in found.results:
        for part in result.turns:
            store.run(
                "INSERT INTO results (session, exercise, step, text) VALUES (?, ?, ?, ?)",
                session,
                result.exercise,
                result.step,
                part,
            )


def results(store: Store, session: int) -> tuple[Kept, ...]:
    """What was kept in the exercises of a session, in the order in which it was said."""
    rows = store.run("SELECT exercise, step, text FROM results WHERE session = ? ORDER BY id", session)
    return tuple(_kept(rows))


def sessions_with_results(store: Store) -> list[int]:
    """The sessions in which something was kept, newest first."""
    return [session for (session,) in store.run("SELECT DISTINCT session FROM results ORDER BY session DESC")]


def _kept(rows: Iterable[Row]) -> Iterator[Kept]:
    for (exercise, step), parts in groupby(rows, key=lambda row: (row[0], row[1])):
        yield Kept(exercise, step, tuple(text for _, _, text in parts))
