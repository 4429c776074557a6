"""Our own JSON: sessions written out to the letter, and read back. docs/JOURNAL_FORMAT.md describes it for others.

Reading believes nothing: whatever is in the file, it is either sessions in full or one sentence that says what is wrong.
"""

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias, TypeVar

from assistant.entries import Correction, Entry, SessionSummary, TimedTurn
from assistant.errors import ImportRefused
from assistant.marking import one_line, tag_of
from assistant.plain_text import as_json
from dialogues.exercise_progress import Kept
from dialogues.moves import Move
from dialogues.screening import Label, Tier
from dialogues.transcript import Speaker, Turn

FORMAT: Final = "soundingboard-journal"
VERSION: Final = 1

Record: TypeAlias = dict[str, Any]
Read = TypeVar("Read")


def written(entries: Sequence[Entry]) -> str:
    """Sessions as JSON, one line a session, so that two exports can be compared."""
    sessions = ",\n".join(as_json(_session(entry)) for entry in entries)
    return f'{{"format": "{FORMAT}", "version": {VERSION}, "sessions": [\n{sessions}\n]}}\n'


def read(data: object) -> tuple[Entry, ...]:
    """The sessions in a parsed file.

    Raises:
        ImportRefused: it is not such a file, or something in it is not as it should be.
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ImportRefused(
            "That is not an export of Sounding Board.", "Nothing was taken in. Look whether it is the file you meant."
        )
    if data.get("version") != VERSION:
        raise ImportRefused(
            "That export was made by a newer Sounding Board.", "Update the program, and import it again."
        )
    return tuple(_entry(record, number) for number, record in enumerate(_list(data, "sessions", "the file"), start=1))


def screening_record(timed: TimedTurn) -> Record:
    """What screening found in a turn, as JSON; empty where it was not kept."""
    found = {"tier": timed.tier, "label": timed.label}
    return {key: value for key, value in found.items() if value is not None}


def moment(text: object) -> datetime:
    """A time with its zone, in UTC.

    Raises:
        ValueError: it is not one.
    """
    if not isinstance(text, str):
        raise ValueError  # noqa: TRY004  whatever is wrong with it, the caller says the same
    read_as = datetime.fromisoformat(text)
    if read_as.tzinfo is None:
        raise ValueError
    try:
        return read_as.astimezone(UTC)
    except OverflowError:
        raise ValueError from None


def _session(entry: Entry) -> Record:
    summary = entry.summary
    return {
        "uid": summary.uid,
        "door": summary.door,
        "opened_at": summary.opened_at.isoformat(),
        "closed_at": summary.closed_at.isoformat() if summary.closed_at else None,
        "title": summary.title,
        "tags": list(summary.tags),
        "dialogue": summary.dialogue,
        "themes": list(summary.themes),
        "turns": [_turn(timed) for timed in entry.turns],
        "results": [
            {"exercise": each.exercise, "step": each.step, "turns": list(each.turns)} for each in entry.results
        ],
    }


def _turn(timed: TimedTurn) -> Record:
    turn = timed.turn
    return {
        "speaker": turn.speaker,
        "text": turn.text,
        "move": turn.move,
        "source": turn.source,
        "cut": turn.cut,
        "said_at": timed.said_at.isoformat(),
        "start_seconds": timed.start_seconds,
        "end_seconds": timed.end_seconds,
        "corrections": [
            {"text": each.text, "corrected_at": each.corrected_at.isoformat()} for each in timed.corrections
        ],
        **screening_record(timed),
    }


def _entry(record: object, number: int) -> Entry:
    where = f"session {number} of the file"
    session = _table(record, where)
    turns = tuple(
        _timed_turn(turn, f"turn {count} of {where}")
        for count, turn in enumerate(_list(session, "turns", where), start=1)
    )
    summary = SessionSummary(
        id=0,
        door=one_line(_text(session, "door", where)),
        opened_at=_required(session, "opened_at", where, moment),
        closed_at=_optional(session, "closed_at", where, moment),
        turn_count=len(turns),
        first_words="",
        uid=one_line(_text(session, "uid", where)),
        title=one_line(_text(session, "title", where, "")),
        tags=tuple(map(tag_of, _texts(session, "tags", where))),
        dialogue=one_line(_text(session, "dialogue", where, "")),
        themes=tuple(map(one_line, _texts(session, "themes", where))),
    )
    results = tuple(_result(each, where) for each in _list(session, "results", where, optional=True))
    return Entry(summary, turns, results)


def _timed_turn(record: object, where: str) -> TimedTurn:
    turn = _table(record, where)
    move, tier, label = turn.get("move"), turn.get("tier"), turn.get("label")
    text = _text(turn, "text", where)
    if not text:
        raise _refused(where, "text")
    corrections = tuple(
        Correction(_text(each, "text", where), _required(each, "corrected_at", where, moment))
        for each in (_table(each, where) for each in _list(turn, "corrections", where, optional=True))
    )
    return TimedTurn(
        Turn(
            _required(turn, "speaker", where, Speaker),
            text,
            Move(move)
            if isinstance(move, str) and move in frozenset(Move)
            else None,  # a later program may know more of each
            _text(turn, "source", where, ""),
            turn.get("cut") is True,
        ),
        _required(turn, "said_at", where, moment),
        _optional(turn, "start_seconds", where, _seconds),
        _optional(turn, "end_seconds", where, _seconds),
        corrections,
        Tier(tier) if isinstance(tier, str) and tier in frozenset(Tier) else None,
        Label(label) if isinstance(label, str) and label in frozenset(Label) else None,
    )


def _result(record: object, where: str) -> Kept:
    result = _table(record, where)
    return Kept(_text(result, "exercise", where), _text(result, "step", where), tuple(_texts(result, "turns", where)))


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ValueError
    return float(value)


def _table(value: object, where: str) -> Record:
    if not isinstance(value, dict):
        raise _refused(where, "all of it")
    return value


def _list(record: Record, key: str, where: str, *, optional: bool = False) -> list[Any]:
    value = record.get(key, [] if optional else None)
    if not isinstance(value, list):
        raise _refused(where, key)
    return value


def _texts(record: Record, key: str, where: str) -> list[str]:
    values = _list(record, key, where, optional=True)
    if not all(isinstance(value, str) for value in values):
        raise _refused(where, key)
    return values


def _text(record: Record, key: str, where: str, usual: str | None = None) -> str:
    value = record.get(key, usual)
    if not isinstance(value, str):
        raise _refused(where, key)
    return value


def _required(record: Record, key: str, where: str, reads: Callable[[Any], Read]) -> Read:
    try:
        return reads(record.get(key))
    except (ValueError, OverflowError):
        raise _refused(where, key) from None


def _optional(record: Record, key: str, where: str, reads: Callable[[Any], Read]) -> Read | None:
    return None if record.get(key) is None else _required(record, key, where, reads)


def _refused(where: str, key: str) -> ImportRefused:
    return ImportRefused(
        f"Something is wrong in {where}: {key} is missing, or not what it should be.",
        "Nothing was taken in. The format is described in docs/JOURNAL_FORMAT.md.",
    )
