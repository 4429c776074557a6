"""Finds the stretches of speech in a stream of speech probabilities, and the pauses between them.

Pure: probabilities in, events out. A pause is not the end of a turn; whether the person has finished is decided
elsewhere, by what they said. This only says where speech began and where it fell silent:

    speech   ____######__####______________######____
    events        ^S              ^P       ^S
                                  |--- pause ---|

S = `SpeechStarted`, P = `SpeechPaused`. The two alternate, beginning with S.
"""

from dataclasses import dataclass
from typing import Final

from audio.frames import FRAME_SAMPLES

SPEECH: Final = 0.5  # probability from which a frame is speech: Silero's own default
QUIET: Final = 0.35  # below this it is silence; between the two, whatever it was before
ONSET: Final = 4  # frames of speech (128 ms) that begin a stretch: longer than a click or a key
ONSET_WINDOW: Final = 6  # frames within which they must fall: a stop consonant may break them
WARY_ONSET: Final = 7  # frames of speech (224 ms) where something else may sound like speech: longer than most coughs
WARY_WINDOW: Final = 10  # frames within which those must fall
PAUSE: Final = 6  # frames of quiet (192 ms) that make a pause: longer than a stop consonant
RESUMED: Final = 2  # frames of speech (64 ms) that go on with a stretch: a last short word after a pause is no longer
RESUMING: Final = 30  # frames (1 s) after a stretch in which so few are enough


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """A stretch of speech began."""

    at: int
    """Sample at which its first frame begins."""


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """A stretch of speech fell silent; it may go on."""

    end: int
    """Sample just after its last frame of speech."""
    at: int
    """Sample at which the silence had lasted long enough to be called a pause."""


class Endpointer:
    """Turns speech probabilities, one a frame, into `SpeechStarted` and `SpeechPaused`.

    Args:
        first_frame: Index of the first frame it will be given, where the stream did not begin at 0.
    """

    def __init__(self, first_frame: int = 0) -> None:
        self._frame = first_frame  # index of the next frame
        self._in_speech = False
        self._has_spoken = False  # whether there was a stretch of speech already
        self._above: list[int] = []  # frames of speech in the onset window, oldest first
        self._last_speech = first_frame  # index of the latest frame of speech

    @property
    def in_speech(self) -> bool:
        """Whether the latest event was `SpeechStarted`."""
        return self._in_speech

    @property
    def is_stirring(self) -> bool:
        """Whether the silence may just have been broken: there was a frame of speech, and not yet enough of them."""
        return not self._in_speech and bool(self._above)

    def feed(self, probability: float, *, wary: bool = False) -> SpeechStarted | SpeechPaused | None:
        """What the next frame's speech probability, 0 to 1, brings about; `wary` asks for more before speech begins."""
        frame = self._frame
        self._frame += 1
        if self._in_speech:
            return self._inside(frame, probability)
        onset, window = (WARY_ONSET, WARY_WINDOW) if wary else (ONSET, ONSET_WINDOW)
        return self._outside(frame, probability, onset, window)

    def _outside(self, frame: int, probability: float, onset: int, window: int) -> SpeechStarted | None:
        self._above = [earlier for earlier in self._above if earlier > frame - window]
        if probability >= SPEECH:
            self._above.append(frame)
        is_resuming = self._has_spoken and frame - self._last_speech <= RESUMING and onset == ONSET
        if len(self._above) < (RESUMED if is_resuming else onset):
            return None
        first, self._above = self._above[0], []
        self._in_speech = self._has_spoken = True
        self._last_speech = frame
        return SpeechStarted(at=first * FRAME_SAMPLES)

    def _inside(self, frame: int, probability: float) -> SpeechPaused | None:
        if probability >= QUIET:
            self._last_speech = frame
        if frame - self._last_speech < PAUSE:
            return None
        self._in_speech = False
        return SpeechPaused(end=(self._last_speech + 1) * FRAME_SAMPLES, at=(frame + 1) * FRAME_SAMPLES)
