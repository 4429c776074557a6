"""Reads a sound file of any common format, and finds the stretches of speech in it.

A file from elsewhere may be anything. Only containers of sound and film are tried, never a play list: that could have the
library open other files, or addresses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from audio.detector import SpeechDetector
from audio.endpointing import SpeechPaused, SpeechStarted
from audio.errors import RecordingError
from audio.frames import FRAME_SAMPLES, SAMPLE_RATE, Samples, samples
from audio.listening import Listening
from audio.playback import silence

CONTAINERS: Final = (
    "aac,ac3,aiff,amr,asf,au,caf,flac,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,ogg,w64,wav,wv"
)
LONGEST_HOURS: Final = 12  # beyond that it is not one person talking something through
PRE_ROLL: Final = samples(0.3)  # sound from before the detector was sure
GAP: Final = samples(2.0)  # a silence that parts one turn from the next: the time after which a talk would go on
LONGEST_TURN: Final = samples(90.0)  # a turn in which nobody pauses so long is parted at a shorter pause


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody speaks."""

    start: int
    """Sample of the recording."""
    sound: Samples


def stretches(path: Path, detector: SpeechDetector) -> Iterator[Stretch]:
    """The stretches of speech in a recording, in order, each as soon as it is found. Never holds more than one in memory.

    Raises:
        RecordingError: it holds no sound that can be read, or is too long.
    """
    events: list[SpeechStarted | SpeechPaused] = []
    listening = Listening(detector, events.append, lambda _: None)
    start: int | None = None
    paused: int | None = None
    held_from = 0
    sound = silence(0)

    def cut(end: int) -> Stretch:
        return Stretch(start or 0, sound[(start or 0) - held_from : end - held_from])

    for block in _blocks(path):
        listening.feed(block)
        sound = np.concatenate([sound, block])
        position = listening.position
        while events:
            match events.pop(0):
                case SpeechStarted(at=at):
                    if start is not None and paused is not None and at - start > LONGEST_TURN:
                        yield cut(paused)
                        start = None
                    start = max(0, at - PRE_ROLL) if start is None else start
                    paused = None
                case SpeechPaused(end=end):
                    paused = end + PRE_ROLL
        if start is not None and paused is not None and position - paused > GAP:
            yield cut(min(paused, position))
            start = paused = None
        keep = start if start is not None else max(held_from, position - GAP)
        sound, held_from = sound[keep - held_from :], keep
    if start is not None:
        yield cut(held_from + len(sound))


def recorded_at(path: Path) -> datetime | None:
    """When the file itself says that it was recorded; None if it does not say.

    Raises:
        RecordingError: it holds no sound that can be read.
    """
    import av

    try:
        with path.open("rb") as file, av.open(file, "r", options=_OPTIONS) as container:
            said = container.metadata.get("creation_time", "")
    except (av.FFmpegError, OSError, ValueError) as error:
        raise _unreadable() from error
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _blocks(path: Path) -> Iterator[Samples]:
    import av

    heard = 0
    try:
        with path.open("rb") as file, av.open(file, "r", options=_OPTIONS) as container:
            if not container.streams.audio:
                raise _unreadable()
            resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE, frame_size=32 * FRAME_SAMPLES)
            for frame in container.decode(container.streams.audio[0]):
                for each in resampler.resample(frame):
                    heard += each.samples
                    if heard > LONGEST_HOURS * 3600 * SAMPLE_RATE:
                        raise RecordingError(
                            f"That recording is longer than {LONGEST_HOURS} hours.",
                            "Cut it into parts, and import each.",
                        )
                    yield each.to_ndarray()[0].astype(np.float32)
            for each in resampler.resample(None):
                yield each.to_ndarray()[0].astype(np.float32)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise _unreadable() from error


_OPTIONS: Final = {"format_whitelist": CONTAINERS, "protocol_whitelist": ""}


def _unreadable() -> RecordingError:
    return RecordingError(
        "There is no sound in that file that can be read.",
        "Nothing was taken in. I read WAV, MP3, M4A, OGG, Opus, FLAC and other common recordings.",
    )
