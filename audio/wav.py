"""Reads and writes WAV files, and lets two of them stand in for a microphone and a speaker, in real time."""

import time
import wave
from pathlib import Path
from threading import Event, Thread
from typing import Final

import numpy as np

from audio.door import Ends
from audio.errors import WavError
from audio.frames import FRAME_SAMPLES, SAMPLE_RATE, Samples, from_int16, to_int16
from audio.playback import silence
from audio.resampling import resample

FRAME_SECONDS: Final = FRAME_SAMPLES / SAMPLE_RATE
SIXTEEN_BIT: Final = 2  # bytes a sample


def read_wav(path: Path) -> Samples:
    """The sound of a 16-bit PCM WAV file of any rate, channels mixed, at 16 kHz.

    Raises:
        WavError: It cannot be read, or is not such a file.
    """
    try:
        with wave.open(str(path), "rb") as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            data = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise WavError(
            "The WAV file for the microphone cannot be read.",
            "Give the path of an existing, uncompressed 16-bit WAV file.",
        ) from error
    if width != SIXTEEN_BIT or not channels or not rate:
        raise WavError(
            f"The WAV file for the microphone has {8 * width}-bit samples; only 16-bit can be read.",
            "Save it again as 16-bit PCM.",
        )
    usable = len(data) - len(data) % (SIXTEEN_BIT * channels)
    sound = from_int16(np.frombuffer(data[:usable], dtype="<i2")).reshape(-1, channels).mean(axis=1)
    return resample(sound.astype(np.float32), rate)


def write_wav(path: Path, sound: Samples, sample_rate: int) -> None:
    """Writes mono 16-bit PCM, readable by its owner alone.

    Raises:
        WavError: It cannot be written.
    """
    try:
        path.touch(mode=0o600)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(SIXTEEN_BIT)
            file.setframerate(sample_rate)
            file.writeframes(to_int16(sound).astype("<i2").tobytes())
    except OSError as error:
        raise WavError(
            f"The WAV file for the speaker cannot be written: {error.strerror}.",
            "Give a path in a folder that exists and has room.",
        ) from error


class WavSound:
    """A WAV file as microphone and another as speaker, at the pace of real time.

    Both run on one clock: a sample of the speaker's file sounded at the same moment of the microphone's file. After the
    microphone's file is at its end the door hears silence, until it is stopped; then the speaker's file is written.

    Args:
        microphone: The sound to be heard, mono at 16 kHz.
        speaker: Where to write what is played.
        speaker_rate: Hz of what is played.
    """

    def __init__(self, microphone: Samples, speaker: Path, speaker_rate: int) -> None:
        self._microphone = microphone
        self._speaker = speaker
        self._speaker_rate = speaker_rate
        self._played: list[Samples] = []
        self._played_samples = 0
        self._stopping = Event()
        self._thread: Thread | None = None

    def start(self, ends: Ends) -> None:
        """Begins to play the microphone's file."""
        write_wav(self._speaker, silence(0), self._speaker_rate)  # so that a path that cannot be written is known now
        self._thread = Thread(target=self._run, args=(ends,), name="wav door", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends both files and writes the speaker's.

        Raises:
            WavError: It cannot be written.
        """
        if self._thread is None:
            return
        self._stopping.set()
        self._thread.join()
        self._thread = None
        write_wav(self._speaker, np.concatenate([silence(0), *self._played]), self._speaker_rate)

    def _run(self, ends: Ends) -> None:
        started = time.monotonic()
        frames = max(1, -(-len(self._microphone) // FRAME_SAMPLES))
        number = 0
        while not self._stopping.wait(max(0.0, started + number * FRAME_SECONDS - time.monotonic())):
            self._play_up_to(number * FRAME_SECONDS, ends)
            ends.ear(self._frame(number))
            number += 1
            if number == frames:
                ends.ended()

    def _frame(self, number: int) -> Samples:
        frame = silence(FRAME_SAMPLES)
        piece = self._microphone[number * FRAME_SAMPLES : (number + 1) * FRAME_SAMPLES]
        frame[: len(piece)] = piece
        return frame

    def _play_up_to(self, seconds: float, ends: Ends) -> None:
        block = silence(round(seconds * self._speaker_rate) - self._played_samples)
        ends.mouth(block)
        self._played.append(block)
        self._played_samples += len(block)
