"""What is waiting to be heard, in order, and how much of it has been.

A sound device asks for blocks; `Playback.read` fills them from the clips it was given and says which clips began and
ended in them. `Playback.stop` throws away what has not sounded and says what had. Nothing here waits, so a device's
callback may call it.
"""

from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

import numpy as np

from audio.frames import Samples

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Clip(Generic[Key]):
    """A piece of sound with a name."""

    key: Key
    sound: Samples


@dataclass(frozen=True, slots=True)
class Began(Generic[Key]):
    """The first sample of a clip sounded."""

    key: Key


@dataclass(frozen=True, slots=True)
class Ended(Generic[Key]):
    """The last sample of a clip sounded."""

    key: Key


@dataclass(frozen=True, slots=True)
class Heard(Generic[Key]):
    """How much of a clip had sounded when it was stopped."""

    key: Key
    share: float
    """0 (nothing) to 1 (all of it)."""


class Playback(Generic[Key]):
    """A queue of clips that is read block by block. Safe to use from several threads."""

    def __init__(self) -> None:
        self._clips: deque[Clip[Key]] = deque()
        self._position = 0  # samples of the first clip that have been read
        self._lock = Lock()

    @property
    def is_silent(self) -> bool:
        """Whether nothing is waiting to be heard."""
        return not self._clips

    def add(self, clip: Clip[Key]) -> None:
        """Puts a clip behind all others."""
        with self._lock:
            self._clips.append(clip)

    def read(self, block: Samples) -> list[Began[Key] | Ended[Key]]:
        """Fills a block with what comes next, then silence; returns what began and ended within it, in order."""
        block.fill(0)
        marks: list[Began[Key] | Ended[Key]] = []
        filled = 0
        with self._lock:
            while self._clips and filled < len(block):
                clip = self._clips[0]
                if self._position == 0:
                    marks.append(Began(clip.key))
                piece = clip.sound[self._position : self._position + len(block) - filled]
                block[filled : filled + len(piece)] = piece
                filled += len(piece)
                self._position += len(piece)
                if self._position >= len(clip.sound):
                    self._clips.popleft()
                    self._position = 0
                    marks.append(Ended(clip.key))
        return marks

    def stop(self) -> list[Heard[Key]]:
        """Forgets everything that has not sounded; returns what was waiting and how much of each had been heard."""
        with self._lock:
            cut = [
                Heard(clip.key, min(1.0, self._position / max(1, len(clip.sound))) if index == 0 else 0.0)
                for index, clip in enumerate(self._clips)
            ]
            self._clips.clear()
            self._position = 0
        return cut


def silence(sample_count: int) -> Samples:
    """A block with nothing in it."""
    return np.zeros(sample_count, dtype=np.float32)
