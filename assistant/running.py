"""The one loop: takes an event, hands it to the session, carries out what the session asks.

Four doors lead into it: a microphone, a WAV file, typed text and a recorded list of events. They differ in who puts
events into the inbox and in which world carries out the commands; the loop and the session are the same.
"""

from collections.abc import Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import Final, Protocol

from assistant.commands import Command, Compose, End, Ending
from assistant.events import Event, Failed, Failure, ReplyChosen, ReplyFinished, SentenceReady
from assistant.session import Session
from assistant.states import State
from dialogues.listener import Listener

BREATH: Final = 0.2  # seconds between looks at the inbox: on Windows, Ctrl-C is only noticed between them

Inbox = SimpleQueue[Event]


class World(Protocol):
    """Carries out commands, and puts what comes of them into the inbox."""

    def carry_out(self, command: Command) -> None:
        """Does, or begins, one thing. Never raises for what a session should survive."""
        ...


class Watcher(Protocol):
    """Sees all that happens, and changes none of it."""

    def saw(self, event: Event, commands: Sequence[Command], state: State) -> None:
        """One event was handled: what it asked for has been begun, and this is the state it led to."""
        ...


def run(session: Session, inbox: Inbox, world: World, watchers: Sequence[Watcher] = ()) -> Ending:
    """Runs a session to its end, waiting for events; says why it ended."""
    while True:
        try:
            event = inbox.get(timeout=BREATH)
        except Empty:
            continue
        if ending := _step(session, event, world, watchers):
            return ending


def settle(session: Session, inbox: Inbox, world: World, watchers: Sequence[Watcher] = ()) -> Ending | None:
    """Runs a session for as long as there are events, and waits for none; says why it ended, or None if it has not."""
    while not inbox.empty():
        if ending := _step(session, inbox.get(), world, watchers):
            return ending
    return None


def replying(listener: Listener, asked: Compose) -> Iterator[Event]:
    """Lets a listener reply: each thing that comes of it, as soon as it does. Never raises."""
    try:
        reply = listener.reply(asked.transcript)
        yield ReplyChosen(asked.turn, asked.draft, reply.move, reply.source)
        for number, sentence in enumerate(reply.sentences):
            yield SentenceReady(asked.turn, asked.draft, number, sentence)
        yield ReplyFinished(asked.turn, asked.draft)
    except Exception:  # noqa: BLE001  whatever a listener does, the talk goes on; its error text may hold their words
        yield Failed(asked.turn, asked.draft, Failure.COMPOSING)


def _step(session: Session, event: Event, world: World, watchers: Sequence[Watcher]) -> Ending | None:
    commands = session.handle(event)
    for command in commands:
        if not isinstance(command, End):
            world.carry_out(command)
    for watcher in watchers:
        watcher.saw(event, commands, session.state)
    return next((command.why for command in commands if isinstance(command, End)), None)
