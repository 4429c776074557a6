"""The same session fed from a recorded list of events: the fourth door, and what golden talks are made of.

A recording is JSON lines, one event each: `{"event": "SpeechStarted", "at": 16000}`. It holds no audio, but it does hold
words: the program never makes one of a real talk unless a person asks for it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final, get_args

from assistant.commands import Command
from assistant.errors import UsageError
from assistant.events import Event, Failure, Loss
from assistant.session import Session
from dialogues.moves import Move

_EVENTS: Final = {kind.__name__: kind for kind in get_args(Event)}
_ENUMS: Final = {"move": Move, "what": Failure, "device": Loss}


def read_events(lines: Iterable[str]) -> Iterator[Event]:
    """The events of a recording, in order.

    Raises:
        UsageError: A line is not an event. Names the line's number, never what is in it.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            kind = _EVENTS[record.pop("event")]
            yield kind(**{key: _ENUMS[key](value) if key in _ENUMS else value for key, value in record.items()})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                f"Line {number} of the recording is not an event.",
                'Each line is an object such as {"event": "Typed", "text": "hello"}.',
            ) from error


def replay(session: Session, events: Iterable[Event]) -> Iterator[tuple[Event, tuple[Command, ...]]]:
    """Feeds a session from a list of events; gives each with the commands it led to."""
    for event in events:
        yield event, session.handle(event)


def as_record(fact: Event | Command) -> dict[str, Any]:
    """An event or command as a JSON object, named by its kind. A transcript is told by its length."""
    kind = "event" if type(fact) in _EVENTS.values() else "command"
    return {kind: type(fact).__name__, **{each.name: _plain(getattr(fact, each.name)) for each in fields(fact)}}


def _plain(value: object) -> object:
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if hasattr(value, "turns"):
        return {"turns": len(value.turns)}
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value
