"""Sessions from the journal, as lines for a person and as records for a program."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from assistant.entries import Entry, SessionSummary, TimedTurn
from assistant.messages import NOT_FINISHED
from assistant.terminal import BOARD, YOU
from dialogues.transcript import Speaker, Turn

WHEN: Final = "%Y-%m-%d %H:%M"


def session_line(session: SessionSummary) -> str:
    """One line about a session."""
    turns = f"{session.turn_count} turn{'' if session.turn_count == 1 else 's'}"
    state = "" if session.closed_at else f", {NOT_FINISHED}"
    return f"{session.id:4d}  {_when(session.opened_at)}  {turns}{state}  {session.first_words}".rstrip()


def session_record(session: SessionSummary) -> dict[str, Any]:
    """A session as JSON; times are ISO 8601 in UTC."""
    return {
        "id": session.id,
        "door": session.door,
        "opened_at": session.opened_at.isoformat(),
        "closed_at": session.closed_at.isoformat() if session.closed_at else None,
        "turns": session.turn_count,
        "first_words": session.first_words,
    }


def entry_lines(entry: Entry) -> Iterator[str]:
    """A session as it is read."""
    yield session_line(entry.summary)
    for timed in entry.turns:
        yield ""
        yield turn_line(timed.turn)


def entry_record(entry: Entry) -> dict[str, Any]:
    """A session and its turns as JSON."""
    return {**session_record(entry.summary), "turns": [_turn_record(timed) for timed in entry.turns]}


def turn_line(turn: Turn) -> str:
    """Who said what."""
    return f"{YOU if turn.speaker is Speaker.USER else BOARD}: {turn.text}"


def _turn_record(timed: TimedTurn) -> dict[str, Any]:
    turn = timed.turn
    return {
        "role": turn.speaker,
        "text": turn.text,
        "move": turn.move,
        "cut": turn.cut,
        "said_at": timed.said_at.isoformat(),
        "start_seconds": timed.start_seconds,
        "end_seconds": timed.end_seconds,
    }


def _when(moment: datetime) -> str:
    return moment.astimezone().strftime(WHEN)
