"""What the program hears of a clip: each pause that it notices, with the words up to there and what they cost.

Time is simulated: a pause is noticed when its samples have been heard, and the transcript is there as many seconds later
as Whisper was measured to need for it. So an hour of turns takes minutes, and a busy machine changes only that one figure.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant.session import FREEZE, PRE_ROLL, TAIL
from audio.detector import SpeechDetector
from audio.endpointing import Endpointer, SpeechPaused, SpeechStarted
from audio.frames import FRAME_SAMPLES, Samples
from audio.transcribing import Transcriber
from benchmarks.smart_turn import LOOK_AFTER, SmartTurn
from benchmarks.turn_clips import Clip

KEPT_EVERY: Final = 50  # hearings, after which they are written down: a run that is cut off can go on


@dataclass(frozen=True, slots=True)
class Quiet:
    """A pause that the program noticed."""

    end: int
    """Sample at which it takes the speech to have ended."""
    noticed: int
    """Sample at which it called it a pause."""
    resumed: int | None
    """Sample at which speech went on; None if it did not."""
    words: str
    """All the words of the turn up to there."""
    seconds: float
    """How long the transcription took."""
    smart: float
    """What Smart Turn makes of the sound up to there; -1 if it was not asked."""


class Hearing:
    """Hears clips with the program's own detector, endpointer and transcriber.

    Args:
        detector: Tells speech from other sound.
        transcriber: Turns speech into text.
        smart: The model to compare with, if it is here.
        kept: A file in which what was transcribed is kept from run to run, if any.
    """

    def __init__(
        self, detector: SpeechDetector, transcriber: Transcriber, smart: SmartTurn | None, kept: Path | None
    ) -> None:
        self._detector = detector
        self._transcriber = transcriber
        self._smart = smart
        self._kept = kept
        self._known: dict[str, tuple[str, float]] = {}
        if kept and kept.exists():
            self._known = json.loads(kept.read_text("utf-8"))

    def hear(self, clip: Clip) -> tuple[Quiet, ...]:
        """Each pause of a clip, the last one included."""
        events = list(self._events(clip.sound))
        quiets, frozen, segment = [], "", -1
        for number, event in enumerate(events):
            if isinstance(event, SpeechStarted):
                segment = max(0, event.at - PRE_ROLL) if segment < 0 else segment
                continue
            resumed = next((each.at for each in events[number + 1 :] if isinstance(each, SpeechStarted)), None)
            words, took = self._transcribed(clip.sound[segment : event.end + TAIL])
            smart = self._smart.finished(clip.sound[: event.end + LOOK_AFTER]) if self._smart else -1.0
            quiets.append(Quiet(event.end, event.at, resumed, f"{frozen} {words}".strip(), took, smart))
            if event.end - segment >= FREEZE and words:
                frozen, segment = f"{frozen} {words}".strip(), event.end
        return tuple(quiets)

    def keep(self) -> None:
        """Writes down what was transcribed."""
        if self._kept:
            self._kept.write_text(json.dumps(self._known), "utf-8")

    def _events(self, sound: Samples) -> Iterator[SpeechStarted | SpeechPaused]:
        self._detector.reset()
        endpointer = Endpointer()
        for start in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
            event = endpointer.feed(self._detector.probability(sound[start : start + FRAME_SAMPLES]))
            if event:
                yield event

    def _transcribed(self, sound: Samples) -> tuple[str, float]:
        name = hashlib.sha256(sound.tobytes()).hexdigest()
        if name not in self._known:
            started = time.process_time()
            text = self._transcriber.transcribe(sound)
            self._known[name] = (text, time.process_time() - started)
            if len(self._known) % KEPT_EVERY == 0:
                self.keep()
        text, took = self._known[name]
        return text, took
