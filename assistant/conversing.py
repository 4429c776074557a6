"""Typed talks as data, the whole real path but sound: JSON lines in, JSON lines out. Leaves nothing behind."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Any

from assistant.commands import Command, Write
from assistant.entries import Keeper
from assistant.errors import JournalError, UsageError
from assistant.events import Event, InputEnded, Opened, Typed
from assistant.journal import Journal
from assistant.keeping import Keeping
from assistant.running import Inbox, settle
from assistant.session import Session
from assistant.states import State
from assistant.typed import TypedWorld
from dialogues.listener import Listener
from dialogues.screening import screen
from dialogues.transcript import Speaker

DOOR = "typed"


@dataclass(frozen=True, slots=True)
class Script:
    """What one person types, in this session and in those before it; "" is a silence."""

    id: object
    turns: tuple[str, ...]
    prior_sessions: tuple[tuple[str, ...], ...] = ()


def read_scripts(lines: Iterable[str]) -> Iterator[Script]:
    """The scripts of a file of JSON lines.

    Raises:
        UsageError: A line is not a script. Names the line's number, never what is in it.
    """
    for number, record in _records(lines, "a script", '{"id": "1", "turns": ["hello", ""]}'):
        match record:
            case {"turns": [*turns], **more} if _are_texts(turns):
                prior = more.get("prior_sessions", [])
                if isinstance(prior, list) and all(isinstance(each, list) and _are_texts(each) for each in prior):
                    yield Script(more.get("id"), tuple(turns), tuple(tuple(each) for each in prior))
                    continue
        raise _refused(number, "a script", '{"id": "1", "turns": ["hello", ""]}')


def converse(
    script: Script,
    listener_for: Callable[[Keeper], Listener],
    session_for: Callable[[], Session],
) -> dict[str, Any]:
    """Holds a talk, and those before it, in a fresh journal that is gone afterwards; returns what was said.

    Where the talk comes to its goodbye before the script is at its end, the rest is a new session.
    """
    with Journal.in_memory() as journal:
        for prior in script.prior_sessions:
            _hold(prior, journal, listener_for, session_for)
        return {"id": script.id, "turns": _hold(script.turns, journal, listener_for, session_for)}


def screen_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What screening finds in each `{"id", "text"}`.

    Raises:
        UsageError: A line is not such an object. Names the line's number, never what is in it.
    """
    for number, record in _records(lines, "a text to screen", '{"id": "1", "text": "hello"}'):
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            raise _refused(number, "a text to screen", '{"id": "1", "text": "hello"}')
        found = screen(record["text"])
        yield {"id": record.get("id"), "tier": found.tier, "label": found.label, "signs": list(found.signs)}


class _Turns:
    """Watches a session and notes its turns."""

    def __init__(self) -> None:
        self.noted: list[dict[str, Any]] = []

    def saw(self, _event: Event, commands: Sequence[Command], _state: State) -> None:
        for command in commands:
            if isinstance(command, Write):
                self.noted.append(_as_record(command))


def _hold(
    texts: Sequence[str],
    journal: Keeper,
    listener_for: Callable[[Keeper], Listener],
    session_for: Callable[[], Session],
) -> list[dict[str, Any]]:
    watcher = _Turns()
    rest = list(texts)
    while True:
        inbox: Inbox = SimpleQueue()
        session = session_for()
        listener = listener_for(journal)
        keeping = Keeping(journal, journal.begin(DOOR, datetime.now(UTC)), _raise)
        world = TypedWorld(listener=listener, keeping=keeping, tell=lambda _message: None, post=inbox.put)
        inbox.put(Opened(at=0))
        ending = settle(session, inbox, world, [watcher])
        while rest and not ending:
            inbox.put(Typed(rest.pop(0)))
            ending = settle(session, inbox, world, [watcher])
        if not ending:
            inbox.put(InputEnded(at=0))
            settle(session, inbox, world, [watcher])
        keeping.close()
        if not rest:
            return watcher.noted


def _as_record(write: Write) -> dict[str, Any]:
    turn = write.turn
    record: dict[str, Any] = {"role": turn.speaker, "text": turn.text, "move": turn.move}
    if turn.speaker is Speaker.USER and turn.screening:
        record["screening"] = {"tier": turn.screening.tier, "label": turn.screening.label}
    return record


def _records(lines: Iterable[str], what: str, example: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise _refused(number, what, example) from error


def _refused(number: int, what: str, example: str) -> UsageError:
    return UsageError(f"Line {number} is not {what}.", f"Each line is an object such as {example}.")


def _are_texts(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _raise(error: JournalError) -> None:
    raise error
