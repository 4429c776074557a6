"""Rows of the journal's tables as facts, and the statements that ask for them. See `assistant.journal`."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from assistant.entries import Correction, SessionSummary, TimedTurn
from assistant.store import Row
from dialogues.moves import Move
from dialogues.screening import Label, Tier
from dialogues.transcript import Speaker, Turn

FIRST_WORDS: Final = 60  # characters: about what fits on a line beside a date

FRESH_UID: Final = "lower(hex(randomblob(16)))"
SUMMARIES: Final = (
    "SELECT id, door, opened_at, closed_at, (SELECT count(*) FROM turns WHERE session = sessions.id),"
    " (SELECT coalesce((SELECT text FROM corrections WHERE turn = turns.id ORDER BY id DESC LIMIT 1), text)"
    " FROM turns WHERE session = sessions.id AND speaker = 'user' ORDER BY id LIMIT 1),"
    " uid, title, dialogue,"
    " (SELECT json_group_array(name) FROM (SELECT name FROM tags WHERE session = sessions.id ORDER BY name)),"
    " (SELECT json_group_array(name) FROM (SELECT name FROM themes WHERE session = sessions.id ORDER BY name))"
    " FROM sessions"
)
TURNS: Final = (
    "SELECT id, session, speaker, text, move, source, cut, said_at, start_seconds, end_seconds, tier, label FROM turns"
)
_MOVES: Final = frozenset(Move)
_TIERS: Final = frozenset(Tier)
_LABELS: Final = frozenset(Label)


def summary(row: Row) -> SessionSummary:
    """One of SUMMARIES."""
    session, door, opened_at, closed_at, turn_count, first_said, uid, title, dialogue, tags, themes = row
    return SessionSummary(
        session,
        door,
        datetime.fromisoformat(opened_at),
        None if closed_at is None else datetime.fromisoformat(closed_at),
        turn_count,
        first_words(first_said or ""),
        uid,
        title,
        tuple(json.loads(tags)),
        dialogue,
        tuple(json.loads(themes)),
    )


def timed_turn(row: Row, corrected: Mapping[int, tuple[Correction, ...]]) -> TimedTurn:
    """One of TURNS, with the corrections of all, by the turn's id."""
    number, _, speaker, text, move, source, cut, said_at, start_seconds, end_seconds, tier, label = row
    known = Move(move) if move in _MOVES else None  # a later program may know more of each: its sessions stay readable
    return TimedTurn(
        Turn(Speaker(speaker), text, known, source, bool(cut)),
        datetime.fromisoformat(said_at),
        start_seconds,
        end_seconds,
        corrected.get(number, ()),
        Tier(tier) if tier in _TIERS else None,
        Label(label) if label in _LABELS else None,
    )


def as_corrected(timed: TimedTurn) -> Turn:
    """A turn as it was really said, as far as is known."""
    return replace(timed.turn, text=timed.text) if timed.corrections else timed.turn


def first_words(said: str) -> str:
    """How somebody began, on one line."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())
    return line if len(line) <= FIRST_WORDS else line[: FIRST_WORDS - 1].rstrip() + "…"


def stored(moment: datetime) -> str:
    """A moment as it stands in the journal: in UTC, so that earlier ones sort first."""
    return moment.astimezone(UTC).isoformat()
