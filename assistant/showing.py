"""Sessions from the journal, as lines for a person and as records for a program.

Whatever was said, imported or typed, no line that is shown here acts on a terminal; records hold it to the letter.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from assistant.entries import Entry, SessionSummary, TimedTurn
from assistant.journal_format import screening_record
from assistant.messages import HEARD_AS, NOT_FINISHED
from assistant.plain_text import indented, on_one_line
from assistant.searching import BEGIN, END, Found, as_plain
from assistant.terminal import BOARD, YOU
from dialogues.exercise import Exercise
from dialogues.exercise_progress import Kept
from dialogues.transcript import Speaker, Turn

WHEN: Final = "%Y-%m-%d %H:%M"
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


def session_line(session: SessionSummary) -> str:
    """One line about a session."""
    turns = f"{session.turn_count} turn{'' if session.turn_count == 1 else 's'}"
    state = "" if session.closed_at else f", {NOT_FINISHED}"
    words = session.title or session.first_words
    tags = "".join(f"  #{tag}" for tag in session.tags)
    return on_one_line_after(f"{session.id:4d}  {when(session.opened_at)}  {turns}{state}  ", f"{words}{tags}")


def session_record(session: SessionSummary) -> dict[str, Any]:
    """A session as JSON; times are ISO 8601 in UTC."""
    return {
        "id": session.id,
        "uid": session.uid,
        "door": session.door,
        "opened_at": session.opened_at.isoformat(),
        "closed_at": session.closed_at.isoformat() if session.closed_at else None,
        "turns": session.turn_count,
        "first_words": session.first_words,
        "title": session.title,
        "tags": list(session.tags),
        "dialogue": session.dialogue,
        "themes": list(session.themes),
    }


def entry_lines(entry: Entry, *, numbered: bool = False) -> Iterator[str]:
    """A session as it is read.

    Args:
        entry: The session.
        numbered: Whether each turn begins with its number, by which it can be corrected.
    """
    yield session_line(entry.summary)
    if entry.summary.themes:
        yield f"      about: {on_one_line(', '.join(map(named, entry.summary.themes)))}"
    for number, timed in enumerate(entry.turns, start=1):
        yield ""
        yield f"{number:3d}  {timed_line(timed)}" if numbered else timed_line(timed)
        if timed.corrections:
            yield f"  {HEARD_AS.format(heard=indented(timed.turn.text))}"


def entry_record(entry: Entry) -> dict[str, Any]:
    """A session, its turns and its results as JSON."""
    return {
        **session_record(entry.summary),
        "turns": [_turn_record(timed) for timed in entry.turns],
        "results": [{"exercise": each.exercise, "step": each.step, "text": each.text} for each in entry.results],
    }


def turn_line(turn: Turn) -> str:
    """Who said what."""
    return f"{speaker_name(turn.speaker)}: {indented(turn.text)}"


def timed_line(timed: TimedTurn) -> str:
    """Who said what, corrections included."""
    return f"{speaker_name(timed.turn.speaker)}: {indented(timed.text)}"


def speaker_name(speaker: Speaker) -> str:
    """What a speaker is called where people read."""
    return YOU if speaker is Speaker.USER else BOARD


def found_lines(found: Iterable[Found], sessions: Iterable[SessionSummary], *, bold: bool) -> Iterator[str]:
    """What a search found, under the sessions it was found in.

    Args:
        found: Newest first.
        sessions: At least those they are in.
        bold: Whether the words that were looked for stand out.
    """
    known = {session.id: session for session in sessions}
    begin, end = (BOLD, PLAIN) if bold else ("", "")
    for number, turns in groupby(found, key=lambda each: each.session):
        yield session_line(known[number])
        for each in sorted(turns, key=lambda each: each.turn):
            snippet = on_one_line(each.snippet).replace(BEGIN, begin).replace(END, end)
            yield f"      {each.turn:3d}  {speaker_name(each.speaker)}: {snippet}"


def found_record(found: Found) -> dict[str, Any]:
    """What a search found as JSON."""
    return {
        "session": found.session,
        "turn": found.turn,
        "role": found.speaker,
        "said_at": found.said_at.isoformat(),
        "snippet": as_plain(found.snippet),
        "corrected": found.is_correction,
    }


def results_lines(summary: SessionSummary, results: Iterable[Kept], exercises: Iterable[Exercise]) -> Iterator[str]:
    """What was kept in the exercises of a session, as it is read."""
    known = {exercise.id: exercise for exercise in exercises}
    for name, steps in groupby(results, key=lambda each: each.exercise):
        title = known[name].title if name in known else named(name)
        yield on_one_line_after(f"{summary.id:4d}  {when(summary.opened_at)}  ", title)
        for each in steps:
            yield f"      {on_one_line(named(each.step))}: {indented(each.text, '        ')}"


def results_record(summary: SessionSummary, results: Iterable[Kept]) -> list[dict[str, Any]]:
    """What was kept in the exercises of a session as JSON."""
    return [
        {
            "session": summary.id,
            "opened_at": summary.opened_at.isoformat(),
            "exercise": each.exercise,
            "step": each.step,
            "text": each.text,
        }
        for each in results
    ]


def named(id_: str) -> str:
    """How a theme, a step or an exercise is called where people read: finding-out is "finding out"."""
    return id_.replace("-", " ").replace("_", " ")


def when(moment: datetime) -> str:
    """A moment as it is on the person's clock."""
    return moment.astimezone().strftime(WHEN)


def on_one_line_after(start: str, text: str) -> str:
    """A line that begins as it should, with any text after it."""
    return f"{start}{on_one_line(text)}".rstrip()


def _turn_record(timed: TimedTurn) -> dict[str, Any]:
    turn = timed.turn
    return {
        "role": turn.speaker,
        "text": timed.text,
        "heard": turn.text,
        "move": turn.move,
        "cut": turn.cut,
        "said_at": timed.said_at.isoformat(),
        "start_seconds": timed.start_seconds,
        "end_seconds": timed.end_seconds,
        **screening_record(timed),
    }
