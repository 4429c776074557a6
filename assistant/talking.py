"""Holds a talk: through a microphone, through WAV files, or typed."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Event as Flag
from threading import main_thread
from typing import TextIO

from assistant.commands import Ending
from assistant.entries import Keeper
from assistant.errors import ExitCode, JournalError, ListenerError
from assistant.events import Event, Extended, Farewell, HideAsked, InputEnded, Nudged, Opened, Typed
from assistant.keeping import Keeping
from assistant.keyboard import Key, keys
from assistant.locking import Lookout, forget_typed
from assistant.messages import (
    ENDINGS,
    HOW_TO_HIDE,
    HOW_TO_INTERRUPT,
    HOW_TO_STOP,
    KEYS,
    KEYS_BY_HAND,
    LISTENER_FELL_BACK,
    LOCKED,
    LOCKED_UNSAVED,
    SOUND_NOT_KEPT,
    TYPE_HERE,
    UNSAVED,
    sound_is_kept,
)
from assistant.parts import Senses, listener_for, session_for
from assistant.running import Inbox, Watcher, run, settle
from assistant.settings import Hiding, Settings
from assistant.sound_keeping import SoundKeeping
from assistant.spoken import SpokenWorld
from assistant.store import Store
from assistant.terminal import BOARD, YOU, Terminal
from assistant.timeline import Timeline
from assistant.typed import TypedWorld
from assistant.watching import Reason
from audio.door import SoundDoor
from audio.echo import OwnVoice
from audio.frames import samples
from dialogues.listener import Listener
from dialogues.transcript import Speaker

EXIT_CODES = {
    Ending.CLOSED: ExitCode.DONE,
    Ending.INPUT_ENDED: ExitCode.DONE,
    Ending.LEFT: ExitCode.INTERRUPTED,
    Ending.DEVICE_LOST: ExitCode.MISSING,
    Ending.HIDDEN: ExitCode.DONE,
}
_LEAVE_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_HIDE_SIGNALS = [getattr(signal, name) for name in ("SIGTSTP", "SIGQUIT", "SIGBREAK") if hasattr(signal, name)]
"""Ctrl-Z, Ctrl-\\, and Ctrl-Break on Windows: one key each, which works without Enter."""


def talk_aloud(
    settings: Settings,
    journal: Keeper,
    senses: Senses,
    door: SoundDoor,
    *,
    door_name: str,
    own_voice: OwnVoice | None = None,
    by_hand: bool = False,
    timings: Path | None = None,
    lookout: Lookout | None = None,
    sound_in: Store | None = None,
) -> ExitCode:
    """Holds a spoken talk until it ends.

    Args:
        settings: What the person has chosen.
        journal: Where to keep it.
        senses: The models.
        door: Where sound comes in and goes out.
        door_name: What the journal calls that.
        own_voice: Takes the program's own voice out of what is heard, where the microphone can hear the speaker.
        by_hand: A key begins and ends each turn of the person.
        timings: Where to write when things happened, if anywhere.
        lookout: Locks the session when nobody is there.
        sound_in: Where to keep the sound of what the person says; None to keep none.

    Raises:
        DeviceError: A device is missing or cannot be opened.
    """
    terminal = Terminal(sys.stdout)
    lookout = lookout or Lookout()
    keeping = _begin(settings, journal, door_name, terminal)
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
        own_voice=own_voice,
        sound=None if sound_in is None else SoundKeeping(sound_in, keeping.session, _no_sound_kept(terminal)),
    )
    timeline = Timeline(world.clock)
    terminal.line(HOW_TO_STOP)
    terminal.line(HOW_TO_HIDE)
    if sound_in is not None:
        terminal.line(sound_is_kept(settings.keep_audio_days, keeping.session))
    if sys.stdin.isatty():
        terminal.line(KEYS_BY_HAND if by_hand else KEYS)
    if own_voice:
        terminal.line(HOW_TO_INTERRUPT)
    leave = partial(_put_farewell, inbox, world.clock)

    def pressed(key: Key) -> None:
        asks_for_time = key is Key.SPACE and not by_hand
        inbox.put(Extended(world.clock()) if asks_for_time else Nudged(world.clock()))

    with lookout.guard(
        leave=lambda: _leave_unseen(terminal, leave), force=lambda: _end_at_once(journal, keeping, terminal)
    ):
        try:
            with (
                _on_signals(_LEAVE_SIGNALS, leave),
                _on_signals(_HIDE_SIGNALS, lambda: inbox.put(HideAsked(world.clock()))),
            ):
                world.open()
                with keys(pressed, sys.stdin):
                    ending = run(session_for(settings, by_hand=by_hand), inbox, world, [terminal, timeline, lookout])
        finally:
            world.close()
            _end(keeping, terminal)
    if ending is Ending.HIDDEN and settings.hiding is Hiding.DISCARD:
        keeping.discard()
    if timings:
        timeline.save(timings)
    return _said_goodbye(ending, lookout, keeping, terminal)


def talk_typed(
    settings: Settings,
    journal: Keeper,
    lines: TextIO,
    listener: Listener | None = None,
    lookout: Lookout | None = None,
) -> ExitCode:
    """Holds a typed talk until it ends or there is nothing more to read.

    Args:
        settings: What the person has chosen.
        journal: Where to keep it.
        lines: What is typed.
        listener: Who replies; without it, the one that the person has chosen.
        lookout: Locks the session when nobody is there.
    """
    lookout = lookout or Lookout()
    asks = lines.isatty()
    terminal = Terminal(sys.stdout, shows_user=False)
    keeping = _begin(settings, journal, "typed", terminal)
    inbox: Inbox = SimpleQueue()
    listener = listener or listener_for(settings.listener, journal, _fell_back(terminal))
    world = TypedWorld(listener=listener, keeping=keeping, tell=terminal.tell, post=inbox.put)
    session = session_for(settings)
    watchers: list[Watcher] = [terminal, lookout]
    reading = Flag()
    terminal.line(TYPE_HERE if asks else HOW_TO_STOP)
    terminal.line(HOW_TO_HIDE)
    began = time.monotonic()

    def hide() -> None:
        raise _Hiding

    with lookout.guard(
        leave=lambda: _leave_unseen(terminal, lambda: _wake_the_reader(inbox, reading)),
        force=lambda: _end_at_once(journal, keeping, terminal),
    ):
        try:
            with _on_signals(_HIDE_SIGNALS, hide), _on_signals((signal.SIGINT,), _interrupt):
                inbox.put(Opened(at=0))
                ending = settle(session, inbox, world, watchers)
                while not ending:
                    inbox.put(_typed(lines, reading, asks=asks, clock=lambda: samples(time.monotonic() - began)))
                    ending = settle(session, inbox, world, watchers)
        except _Hiding:
            ending = Ending.HIDDEN
            terminal.hide()
        finally:
            _end(keeping, terminal)
    if ending is Ending.HIDDEN and settings.hiding is Hiding.DISCARD:
        keeping.discard()
    return _said_goodbye(ending, lookout, keeping, terminal)


def _interrupt() -> None:
    """What Ctrl-C does, also where whoever started the program had it ignored: waiting for a line must come to an end."""
    raise KeyboardInterrupt


class _Hiding(BaseException):
    """The person pressed the key that hides, whatever was going on."""


def _typed(lines: TextIO, reading: Flag, *, asks: bool, clock: Callable[[], int]) -> Event:
    try:
        if asks:
            sys.stdout.write(f"{YOU}: ")
            sys.stdout.flush()
        reading.set()
        line = lines.readline()
        reading.clear()
    except KeyboardInterrupt:
        return Farewell(at=0)
    return Typed(line.strip(), at=clock()) if line else InputEnded(at=0)


def _begin(settings: Settings, journal: Keeper, door_name: str, terminal: Terminal) -> Keeping:
    def trouble(error: JournalError) -> None:
        terminal.line(f"{error.what} {error.hint}")

    session = journal.begin(door_name, datetime.now(UTC))
    return Keeping(journal, session, trouble, with_tiers=settings.keep_tiers)


def _fell_back(terminal: Terminal) -> Callable[[ListenerError], None]:
    return lambda error: terminal.line(f"{error.what} {LISTENER_FELL_BACK}")


def _no_sound_kept(terminal: Terminal) -> Callable[[JournalError], None]:
    return lambda error: terminal.line(f"{error.what} {SOUND_NOT_KEPT}")


def _end(keeping: Keeping, terminal: Terminal) -> None:
    keeping.close()
    terminal.close()
    if keeping.unsaved:
        terminal.line(UNSAVED)
        for turn in keeping.unsaved:
            terminal.line(f"{YOU if turn.speaker is Speaker.USER else BOARD}: {turn.text}")


def _said_goodbye(ending: Ending, lookout: Lookout, keeping: Keeping, terminal: Terminal) -> ExitCode:
    if lookout.reason:
        _hide(lookout.reason, keeping, terminal)
        return ExitCode.LOCKED
    if ENDINGS[ending]:
        terminal.line(ENDINGS[ending])
    return EXIT_CODES[ending]


def _hide(reason: Reason, keeping: Keeping, terminal: Terminal) -> None:
    """Leaves nothing of the talk to be seen; but what could not be saved stays, unless somebody asked for the lock."""
    forget_typed()
    if keeping.unsaved and reason is not Reason.ASKED:
        return
    terminal.wipe()
    terminal.line(LOCKED_UNSAVED if keeping.unsaved else LOCKED[reason])


def _leave_unseen(terminal: Terminal, leave: Callable[[], None]) -> None:
    terminal.wipe()
    leave()


def _put_farewell(inbox: Inbox, clock: Callable[[], int]) -> None:
    inbox.put(Farewell(clock()))


def _wake_the_reader(inbox: Inbox, reading: Flag) -> None:
    """Ends a typed session, which may be waiting for a line."""
    inbox.put(Farewell(at=0))
    if reading.is_set() and sys.platform != "win32":
        signal.pthread_kill(main_thread().ident or 0, signal.SIGINT)  # as Ctrl-C would, to that thread alone


def _end_at_once(journal: Keeper, keeping: Keeping, terminal: Terminal) -> None:
    """Ends the program where the session does not come to its end: the journal is closed, and the key gone with it."""
    keeping.close()
    journal.close()
    _hide(Reason.ASKED, keeping, terminal)
    os._exit(ExitCode.LOCKED)


@contextmanager
def _on_signals(signals: Sequence[signal.Signals], act: Callable[[], None]) -> Iterator[None]:
    """Acts on these signals instead of what they do by default: Ctrl-C and a closed window keep the last words, Ctrl-Z hides."""
    before = {each: signal.signal(each, lambda _number, _frame: act()) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
