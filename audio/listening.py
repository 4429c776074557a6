"""Joins detector, endpointer and the sound of the open turn; forgets sound once nobody needs it.

Sound goes in, in blocks of any length; what comes out is `SpeechStarted` and `SpeechPaused`. The count of samples heard so
far is the clock that everything else is timed by, and it can be asked to wake somebody.
"""

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Final

import numpy as np

from audio.detector import SpeechDetector
from audio.echo import Cleaned, OwnVoice
from audio.endpointing import ONSET_WINDOW, Endpointer, SpeechPaused, SpeechStarted
from audio.frames import FRAME_SAMPLES, Samples, samples
from audio.playback import silence

LONGEST_PUT_OFF: Final = 3 * ONSET_WINDOW  # frames: a rattle that is never quite speech must not keep anyone waiting
LOOK_BACK: Final = samples(2.0)  # sound kept while no turn is open: more than pre-roll and onset together


class Recording:
    """The sound of the open turn, in memory only. Safe to use from several threads."""

    def __init__(self) -> None:
        self._frames: deque[Samples] = deque()
        self._first = 0  # index of the first sample still held
        self._end = 0  # index just after the last one
        self._since: int | None = None
        self._lock = Lock()

    @property
    def end(self) -> int:
        """Samples heard so far, held or not."""
        return self._end

    def append(self, frame: Samples) -> None:
        """Adds what was just heard."""
        with self._lock:
            self._frames.append(frame)
            self._end += len(frame)
            since = self._end - LOOK_BACK if self._since is None else min(self._since, self._end - LOOK_BACK)
            while self._frames and self._first + len(self._frames[0]) <= since:
                self._first += len(self._frames.popleft())

    def keep(self, since: int) -> None:
        """From now on holds everything from this sample on."""
        with self._lock:
            self._since = since

    def forget(self) -> None:
        """From now on holds only the last moments."""
        with self._lock:
            self._since = None

    def between(self, start: int, end: int) -> Samples:
        """The sound from `start` to `end`, as far as it is held and has been heard."""
        with self._lock:
            held = np.concatenate(self._frames) if self._frames else silence(0)
            return held[max(0, start - self._first) : max(0, end - self._first)].copy()


class Listening:
    """Hears blocks of sound and says what happens in them.

    Args:
        detector: Tells speech from other sound.
        heard: Called, on the thread that feeds, with each thing that happens.
        woke: Called likewise, with the sample that was asked for, once the clock has reached it.
        own_voice: Takes the program's own voice out of what is heard, where the microphone can hear the speaker.
        also: Called likewise, with each frame as it was recorded: without that voice.
    """

    def __init__(
        self,
        detector: SpeechDetector,
        heard: Callable[[SpeechStarted | SpeechPaused], None],
        woke: Callable[[int], None],
        own_voice: OwnVoice | None = None,
        also: Callable[[Samples], None] | None = None,
    ) -> None:
        self.recording = Recording()
        self._detector = detector
        self._heard = heard
        self._woke = woke
        self._own_voice = own_voice
        self._also = also
        self._endpointer = Endpointer()
        self._rest = silence(0)
        self._wake_at: int | None = None
        self._put_off = 0  # frames for which nobody was woken because speech might be beginning
        self._lock = Lock()

    @property
    def position(self) -> int:
        """The clock: samples heard so far."""
        return self.recording.end

    def wake_at(self, at: int | None) -> None:
        """Asks to be woken once the clock reaches this sample; replaces any earlier wish, None withdraws it.

        Nobody is woken while speech may just be beginning, so that nothing is said over it; a few frames settle that.
        """
        with self._lock:
            self._wake_at = at

    def feed(self, block: Samples) -> None:
        """Hears one block."""
        sound = np.concatenate([self._rest, block])
        whole = len(sound) - len(sound) % FRAME_SAMPLES
        for start in range(0, whole, FRAME_SAMPLES):
            self._hear(sound[start : start + FRAME_SAMPLES])
        self._rest = sound[whole:]

    def _hear(self, frame: Samples) -> None:
        heard = self._own_voice.remove(frame) if self._own_voice else Cleaned(frame)
        self.recording.append(heard.sound)
        if self._also:
            self._also(heard.sound)
        probability = self._detector.probability(heard.sound)
        event = self._endpointer.feed(probability if heard.may_be_person else 0.0, wary=heard.is_shared)
        if event is not None:
            self._heard(event)
        with self._lock:
            is_time = self._wake_at is not None and self.position >= self._wake_at
            is_put_off = is_time and self._endpointer.is_stirring and self._put_off < LONGEST_PUT_OFF
            self._put_off = self._put_off + 1 if is_put_off else 0
            due = self._wake_at if is_time and not is_put_off else None
            if due is not None:
                self._wake_at = None
        if due is not None:
            self._woke(due)
