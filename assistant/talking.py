"""Holds a talk: through a microphone, through WAV files, or typed."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import TextIO

from assistant.commands import Ending
from assistant.entries import Keeper
from assistant.errors import ExitCode, JournalError, ListenerError
from assistant.events import Event, Extended, Farewell, InputEnded, Nudged, Opened, Typed
from assistant.keeping import Keeping
from assistant.keyboard import Key, keys
from assistant.messages import (
    ENDINGS,
    HOW_TO_INTERRUPT,
    HOW_TO_STOP,
    KEYS,
    KEYS_BY_HAND,
    LISTENER_FELL_BACK,
    TYPE_HERE,
    UNSAVED,
)
from assistant.parts import Senses, listener_for, session_for
from assistant.running import Inbox, Watcher, run, settle
from assistant.settings import Settings
from assistant.spoken import SpokenWorld
from assistant.terminal import BOARD, YOU, Terminal
from assistant.timeline import Timeline
from assistant.typed import TypedWorld
from audio.door import SoundDoor
from dialogues.listener import Listener
from dialogues.transcript import Speaker

EXIT_CODES = {
    Ending.CLOSED: ExitCode.DONE,
    Ending.INPUT_ENDED: ExitCode.DONE,
    Ending.LEFT: ExitCode.INTERRUPTED,
    Ending.DEVICE_LOST: ExitCode.MISSING,
}
_LEAVE_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def talk_aloud(
    settings: Settings,
    journal: Keeper,
    senses: Senses,
    door: SoundDoor,
    *,
    door_name: str,
    hears_itself: bool = False,
    by_hand: bool = False,
    timings: Path | None = None,
) -> ExitCode:
    """Holds a spoken talk until it ends.

    Args:
        settings: What the person has chosen.
        journal: Where to keep it.
        senses: The models.
        door: Where sound comes in and goes out.
        door_name: What the journal calls that.
        hears_itself: The speaker can be heard by the microphone.
        by_hand: A key begins and ends each turn of the person.
        timings: Where to write when things happened, if anywhere.

    Raises:
        DeviceError: A device is missing or cannot be opened.
    """
    terminal = Terminal(sys.stdout)
    keeping = _begin(journal, door_name, terminal)
    inbox: Inbox = SimpleQueue()
    world = SpokenWorld(
        door=door,
        detector=senses.detector,
        transcriber=senses.transcriber,
        listener=listener_for(settings.listener, journal, _fell_back(terminal)),
        voice=senses.voice,
        keeping=keeping,
        tell=terminal.tell,
        post=inbox.put,
        hears_itself=hears_itself,
    )
    timeline = Timeline(world.clock)
    terminal.line(HOW_TO_STOP)
    if sys.stdin.isatty():
        terminal.line(KEYS_BY_HAND if by_hand else KEYS)
    if hears_itself:
        terminal.line(HOW_TO_INTERRUPT)

    def pressed(key: Key) -> None:
        asks_for_time = key is Key.SPACE and not by_hand
        inbox.put(Extended(world.clock()) if asks_for_time else Nudged(world.clock()))

    try:
        with _leaving_on_signals(lambda: inbox.put(Farewell(world.clock()))):
            world.open()
            with keys(pressed):
                ending = run(session_for(settings, by_hand=by_hand), inbox, world, [terminal, timeline])
    finally:
        world.close()
        _end(keeping, terminal)
    if timings:
        timeline.save(timings)
    _say_goodbye(ending, terminal)
    return EXIT_CODES[ending]


def talk_typed(settings: Settings, journal: Keeper, lines: TextIO, listener: Listener | None = None) -> ExitCode:
    """Holds a typed talk until it ends or there is nothing more to read.

    Args:
        settings: What the person has chosen.
        journal: Where to keep it.
        lines: What is typed.
        listener: Who replies; without it, the one that the person has chosen.
    """
    asks = lines.isatty()
    terminal = Terminal(sys.stdout, shows_user=False)
    keeping = _begin(journal, "typed", terminal)
    inbox: Inbox = SimpleQueue()
    listener = listener or listener_for(settings.listener, journal, _fell_back(terminal))
    world = TypedWorld(listener=listener, keeping=keeping, tell=terminal.tell, post=inbox.put)
    session = session_for(settings)
    watchers: list[Watcher] = [terminal]
    terminal.line(TYPE_HERE if asks else HOW_TO_STOP)
    try:
        inbox.put(Opened(at=0))
        ending = settle(session, inbox, world, watchers)
        while not ending:
            inbox.put(_typed(lines, asks=asks))
            ending = settle(session, inbox, world, watchers)
    finally:
        _end(keeping, terminal)
    _say_goodbye(ending, terminal)
    return EXIT_CODES[ending]


def _typed(lines: TextIO, *, asks: bool) -> Event:
    try:
        if asks:
            sys.stdout.write(f"{YOU}: ")
            sys.stdout.flush()
        line = lines.readline()
    except KeyboardInterrupt:
        return Farewell(at=0)
    return Typed(line.strip()) if line else InputEnded(at=0)


def _begin(journal: Keeper, door_name: str, terminal: Terminal) -> Keeping:
    def trouble(error: JournalError) -> None:
        terminal.line(f"{error.what} {error.hint}")

    return Keeping(journal, journal.begin(door_name, datetime.now(UTC)), trouble)


def _fell_back(terminal: Terminal) -> Callable[[ListenerError], None]:
    return lambda error: terminal.line(f"{error.what} {LISTENER_FELL_BACK}")


def _end(keeping: Keeping, terminal: Terminal) -> None:
    keeping.close()
    terminal.close()
    if keeping.unsaved:
        terminal.line(UNSAVED)
        for turn in keeping.unsaved:
            terminal.line(f"{YOU if turn.speaker is Speaker.USER else BOARD}: {turn.text}")


def _say_goodbye(ending: Ending, terminal: Terminal) -> None:
    if ENDINGS[ending]:
        terminal.line(ENDINGS[ending])


@contextmanager
def _leaving_on_signals(leave: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C, a closed window and a shutdown end the session with its last words kept."""
    before = {each: signal.signal(each, lambda _number, _frame: leave()) for each in _LEAVE_SIGNALS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
