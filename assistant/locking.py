"""Takes a running session's hold on the journal away: when asked, when nobody is there, when the computer has slept.

Each command unlocks the journal for itself, and lets go of it when it ends. So to lock is to end what is running: what was
said is kept, the journal is closed, the screen is cleared, and the program ends, which is the surest way to take a key out
of memory. To go on, somebody starts again, and gives the passphrase.

    soundingboard lock ── an empty file beside the journal ──┐
    nobody spoke or typed for some minutes ──────────────────┼─> Lookout ── leave(), and if that does not end it ── force()
    the clock went on while the program stood still ─────────┘

A clock that runs on while the computer sleeps tells of the sleep as soon as it is over, on every system. Only on waking:
during the sleep the key is in the memory that sleeps.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from types import TracebackType
from typing import Final, Self

from assistant.commands import Command
from assistant.errors import JournalBusy
from assistant.events import Event, Extended, Nudged, Typed
from assistant.explaining import explained
from assistant.places import Places, claim, private_file
from assistant.states import State
from assistant.store import beside
from assistant.watching import Reason, Watch
from audio.endpointing import SpeechPaused, SpeechStarted

LOOK_EVERY: Final = 0.5  # seconds: who locks in a hurry should not have to wait
GRACE: Final = 5.0  # seconds for a session to end in its own way; writing down the last words takes less
PATIENCE: Final = 10.0  # seconds that `lock` waits for a session to let go: longer than GRACE

_SIGNS_OF_LIFE: Final = (SpeechStarted, SpeechPaused, Typed, Nudged, Extended)


class Lookout:
    """Watches over one running session, as one of its watchers and on a thread of its own.

    Args:
        request: The file by which another program asks for the lock; None where nothing is kept, and so nothing to lock
            but when `lock` says so.
        limit: Seconds for which nobody may speak or type; None for as long as they like.
    """

    def __init__(self, request: Path | None = None, limit: float | None = None) -> None:
        self.reason: Reason | None = None
        """Why the session was locked; None if it was not."""
        self._request = request
        self._watch = Watch(limit, _now(), _now())
        self._stirred = Flag()
        self._over = Flag()
        self._leave: Callable[[], None] = _nothing
        self._force: Callable[[], None] = _nothing
        self._thread = Thread(target=self._run, name="lookout", daemon=True)

    def guard(self, leave: Callable[[], None], force: Callable[[], None]) -> Self:
        """What to do to lock; use what comes back as a context manager around the session.

        Args:
            leave: Asks the session to end.
            force: Ends the program though the session does not end. Is called on another thread.
        """
        self._leave, self._force = leave, force
        return self

    def lock(self) -> None:
        """Locks the session at once. May be called from any thread; returns before it is done."""
        self.reason = Reason.ASKED
        self._stirred.set()

    def saw(self, event: Event, commands: Sequence[Command], state: State) -> None:  # noqa: ARG002  a watcher sees all
        """Notes that somebody is there."""
        if isinstance(event, _SIGNS_OF_LIFE):
            self._watch.alive(_now())

    def __enter__(self) -> Self:
        if self._request:
            self._request.unlink(missing_ok=True)  # meant for a session that is over
        self._watch = Watch(self._watch.limit, _now(), _now())
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._stirred.set()
        self._thread.join()

    def _run(self) -> None:
        while not self.reason and not self._over.is_set():
            self._stirred.wait(LOOK_EVERY)
            self.reason = self.reason or self._look()
        if self._over.is_set():
            return
        self._leave()
        if not self._over.wait(GRACE):
            self._force()

    def _look(self) -> Reason | None:
        if self._request is None or self._over.is_set():
            return None
        return self._asked() or self._watch.look(_now())

    def _asked(self) -> Reason | None:
        with suppress(OSError):  # a disk that is gone asks for nothing
            if self._request and self._request.exists():
                self._request.unlink(missing_ok=True)
                return Reason.ASKED
        return None


def request_for(places: Places) -> Path:
    """The file by which a running session is asked to lock. Always empty, and gone once it was seen."""
    return beside(places.journal, ".asked")


def lock(places: Places) -> bool:
    """Asks whatever has this journal open to let go of it, and waits until it has.

    Returns:
        Whether anything had.

    Raises:
        JournalBusy: it does not let go.
    """
    with explained(places.journal.name):
        if not beside(places.journal, ".lock").exists() or _is_free(places):
            return False
        request = request_for(places)
        with suppress(FileNotFoundError):  # it was seen, and removed, while it was being made
            private_file(request)
        try:
            until = time.monotonic() + PATIENCE
            while not _is_free(places):
                if time.monotonic() > until:
                    raise JournalBusy(
                        f"The journal ({places.journal.name}) is still open: something other than a talk has it.",
                        "Finish or close that program. If there is none, log out or restart the computer.",
                    )
                time.sleep(LOOK_EVERY / 5)
        finally:
            request.unlink(missing_ok=True)
    return True


def forget_typed() -> None:
    """Throws away what was typed but not entered, so that it does not turn up at the shell's prompt."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        return
    import termios

    with suppress(termios.error, OSError):
        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)


def _is_free(places: Places) -> bool:
    try:
        os.close(claim(beside(places.journal, ".lock")))
    except BlockingIOError:
        return False
    return True


def _now() -> float:
    """Seconds on a clock that counts the time asleep too, and is not set back and forth where the system has such a one."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.time()


def _nothing() -> None:
    pass
