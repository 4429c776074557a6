"""Keeps the sound of a person's turns while they talk: whole seconds, each committed as soon as it is over.

Only seconds in which a turn of theirs was open are kept. What lies between, the program's replies and whatever else can be
heard in the room, is forgotten a few seconds later, as it is where no sound is kept at all.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import numpy as np

from assistant.errors import JournalError
from assistant.sounds import drop_seconds, keep_second
from assistant.store import Store
from assistant.workers import Worker
from audio.frames import SAMPLE_RATE, Samples
from audio.opus import OpusEncoder
from audio.playback import silence

LOOK_BACK: Final = 4  # seconds held while no turn is open: a turn is known to have begun a moment after it did


@dataclass(frozen=True, slots=True)
class _Heard:
    block: Samples


@dataclass(frozen=True, slots=True)
class _Opened:
    since: int


class _Now(Enum):
    WRITTEN = auto()
    CLOSED = auto()
    ENDED = auto()


class SoundKeeping:
    """Keeps the sound of one session. May be told things from any thread.

    Args:
        store: Where to.
        session: The session's number in it.
        trouble: Told, once, that sound cannot be kept. The talk goes on.
    """

    def __init__(self, store: Store, session: int, trouble: Callable[[JournalError], None]) -> None:
        self._store = store
        self._session = session
        self._trouble = trouble
        self._had_trouble = False
        self._begun: list[Samples] = []  # blocks of the second that is not over
        self._held = 0  # samples in them
        self._second = 0  # the number of that second
        self._recent: dict[int, Samples] = {}  # seconds that are over, and not kept
        self._kept: list[int] = []  # seconds kept of the open turn
        self._since: int | None = None  # sample at which the open turn began; None if none is open
        self._last = (0, 0)  # samples between which the one before it was open
        self._has_words = False
        self._encoder = OpusEncoder()
        self._next = -1  # the second that would follow without a gap
        self._worker: Worker[_Heard | _Opened | _Now] = Worker("sound keeper", self._do)

    def hear(self, block: Samples) -> None:
        """Takes what was just heard: mono, 16 kHz, any length."""
        self._worker.give(_Heard(block))

    def keep(self, since: int) -> None:
        """A turn is open, and began at this sample; told again, it goes on."""
        self._worker.give(_Opened(since))

    def wrote(self) -> None:
        """There were words in the open turn."""
        self._worker.give(_Now.WRITTEN)

    def forget(self) -> None:
        """No turn is open any more. If there were no words in it, its sound goes too."""
        self._worker.give(_Now.CLOSED)

    def close(self) -> None:
        """Keeps what is left of an open turn, if there were words in it, and nothing after it."""
        self._worker.give(_Now.ENDED)
        self._worker.close()

    def _do(self, job: _Heard | _Opened | _Now) -> None:
        match job:
            case _Heard(block=block):
                self._hear(block)
            case _Opened(since=since):
                self._open(since)
            case _Now.WRITTEN:
                self._has_words = True
            case _Now.CLOSED:
                self._close()
            case _Now.ENDED:
                self._hear(silence(-self._held % SAMPLE_RATE))  # what is left of the second, if it has begun
                self._close()

    def _hear(self, block: Samples) -> None:
        self._begun.append(block)
        self._held += len(block)
        while self._held >= SAMPLE_RATE:
            heard = np.concatenate(self._begun)
            self._begun, self._held = [heard[SAMPLE_RATE:]], len(heard) - SAMPLE_RATE
            self._recent[self._second] = heard[:SAMPLE_RATE]
            self._second += 1
            self._keep_what_is_wanted()
            self._recent.pop(self._second - LOOK_BACK, None)

    def _open(self, since: int) -> None:
        if self._since is None:
            self._since, self._has_words, self._kept = since, False, []
        self._keep_what_is_wanted()

    def _close(self) -> None:
        if self._since is None:
            return
        now = self._second * SAMPLE_RATE + self._held
        if self._has_words:
            self._last = (self._since, now)
        else:
            with self._telling_of_trouble():
                drop_seconds(self._store, self._session, self._kept)
        self._since = None

    def _keep_what_is_wanted(self) -> None:
        for second in [each for each in self._recent if self._is_wanted(each)]:
            sound = self._recent.pop(second)
            if second != self._next:
                self._encoder = OpusEncoder()
            self._next = second + 1
            if not self._in_last(second):
                self._kept.append(second)
            with self._telling_of_trouble():
                keep_second(self._store, self._session, second, self._encoder.second(sound))

    def _is_wanted(self, second: int) -> bool:
        is_open = self._since is not None and (second + 1) * SAMPLE_RATE > self._since
        return is_open or self._in_last(second)

    def _in_last(self, second: int) -> bool:
        """Whether any of this second belongs to the turn before."""
        began, ended = self._last
        return (second + 1) * SAMPLE_RATE > began and second * SAMPLE_RATE < ended

    @contextmanager
    def _telling_of_trouble(self) -> Iterator[None]:
        try:
            yield
        except JournalError as error:
            if not self._had_trouble:
                self._had_trouble = True
                self._trouble(error)
