"""Takes the program's own voice out of what the microphone hears.

What the speaker plays comes back through the room: later, fainter, and smeared. An adaptive filter learns that path while
the voice sounds, foretells the echo and subtracts it. What is left is the person, and a rest of echo.

The filter is the partitioned-block frequency-domain Kalman filter of Kuech, Mabande and Enzner ("State-space architecture of
the partitioned-block-based acoustic echo controller", ICASSP 2014). It is linear, and that is the point: it never thins out
the person's voice while both speak, as the suppressors of telephone systems do. Measured side by side in
benchmarks/README.md.
"""

from collections import deque
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Final

import numpy as np

from audio.frames import FRAME_SAMPLES, SAMPLE_RATE, Samples, samples
from audio.playback import silence
from audio.resampling import Resampler

BLOCK: Final = FRAME_SAMPLES // 2  # samples that the filter learns from at a time
PARTITIONS: Final = 64  # blocks that an echo may last, 1.02 s: devices' delays (to 0.4 s seen) and the room
STEADINESS: Final = 0.998  # how far the path is trusted to stay as it was from block to block
FORGETTING: Final = 0.5  # smoothing of the power of what is not echo
HEAD_START: Final = samples(
    0.064
)  # kept in hand, so that blocks that come in bursts leave no gap; devices delay by more
MOST_BEHIND: Final = samples(0.5)  # more in hand than this means that the devices' clocks drifted apart: begin again


class EchoCanceller:
    """Learns how a voice comes back through the room, and takes it out, frame by frame.

    About 4 % of one core in real time, and nothing while the speaker is silent.
    """

    def __init__(self) -> None:
        bins = BLOCK + 1
        self._played = np.zeros(2 * BLOCK, np.float32)
        self._spectra = np.zeros((PARTITIONS, bins), np.complex64)  # of what was played, the latest first
        self._path = np.zeros((PARTITIONS, bins), np.complex64)
        self._doubt = np.ones((PARTITIONS, bins), np.float32)  # variance of the path
        self._rest = np.full(bins, 1e-2, np.float32)  # power of what is not echo
        self._quiet_for = PARTITIONS  # blocks since something was played

    def remove(self, heard: Samples, played: Samples) -> tuple[Samples, Samples]:
        """What is left of a frame, and the echo that was foretold in it. Shapes (512,).

        Args:
            heard: By the microphone.
            played: By the speaker: at the same time, or up to a second before it is heard.
        """
        halves = [self._remove(heard[at : at + BLOCK], played[at : at + BLOCK]) for at in (0, BLOCK)]
        left, echo = zip(*halves, strict=True)
        return np.concatenate(left), np.concatenate(echo)

    def _remove(self, heard: Samples, played: Samples) -> tuple[Samples, Samples]:
        self._quiet_for = 0 if played.any() else self._quiet_for + 1
        if self._quiet_for > PARTITIONS:
            return heard, silence(BLOCK)
        self._played = np.concatenate([self._played[BLOCK:], played])
        self._spectra = np.roll(self._spectra, 1, axis=0)
        self._spectra[0] = np.fft.rfft(self._played)
        echo = np.fft.irfft((self._path * self._spectra).sum(axis=0))[BLOCK:].astype(np.float32)
        left = heard - echo
        self._learn(np.fft.rfft(np.concatenate([silence(BLOCK), left])))
        return left, echo

    def _learn(self, left: np.ndarray) -> None:
        power = np.abs(self._spectra) ** 2
        self._rest = FORGETTING * self._rest + (1 - FORGETTING) * np.abs(left) ** 2
        step = self._doubt / ((power * self._doubt).sum(axis=0) + 2 * self._rest + 1e-6)
        path = np.fft.irfft(self._path + step * np.conj(self._spectra) * left, axis=1)
        path[:, BLOCK:] = 0  # each partition answers for its own block only
        self._path = np.fft.rfft(path, axis=1).astype(np.complex64)
        kept = STEADINESS**2
        self._doubt = kept * (1 - 0.5 * step * power) * self._doubt + (1 - kept) * np.abs(self._path) ** 2


class Reference:
    """What the speaker plays, at 16 kHz, in step with what the microphone hears. Safe for one thread at each end.

    Args:
        speaker_rate: Hz of what is put in.
    """

    def __init__(self, speaker_rate: int) -> None:
        self._blocks: SimpleQueue[Samples] = SimpleQueue()
        self._resampler = None if speaker_rate == SAMPLE_RATE else Resampler(speaker_rate)
        self._waiting: Samples | None = None  # None until the microphone is first heard
        self._owed = 0  # samples that came too late for their time, and are left out when they come

    @property
    def is_late(self) -> bool:
        """Whether what was taken last was not all there yet."""
        return self._owed > 0

    def put(self, block: Samples) -> None:
        """Adds what is about to be played. Called on a sound device's own thread: copies, no more."""
        self._blocks.put(block.copy())

    def take(self, sample_count: int) -> Samples:
        """What was played while this many samples were heard; silence where nothing is known."""
        fresh = self._fresh()
        if self._waiting is None:  # what was played before the microphone was open is not in its first frame
            self._waiting, fresh = silence(HEAD_START), silence(0)
        dropped = min(self._owed, len(fresh))
        self._owed -= dropped
        waiting = np.concatenate([self._waiting, fresh[dropped:]])
        if len(waiting) > MOST_BEHIND + sample_count:
            waiting = waiting[-(HEAD_START + sample_count) :]
        taken, self._waiting = waiting[:sample_count], waiting[sample_count:]
        missing = sample_count - len(taken)
        self._owed += missing
        return np.concatenate([taken, silence(missing)])

    def _fresh(self) -> Samples:
        blocks = [silence(0)]
        while True:
            try:
                block = self._blocks.get_nowait()
            except Empty:
                return np.concatenate(blocks)
            blocks.append(self._resampler.feed(block) if self._resampler else block)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A frame without the program's own voice."""

    sound: Samples
    is_shared: bool = False
    """The program's voice was in it too, so what sounds like speech wants more evidence."""
    may_be_person: bool = True
    """What is left is more than a rest of echo."""


class OwnVoice:
    """Tells the person from the program's own voice coming back through the room.

    Args:
        speaker_rate: Hz of what is played.
    """

    LEARNING: Final = (
        188  # frames of its own voice (6 s, while models still load) before it trusts what it has learnt of the room
    )
    AGAIN: Final = 31  # of them (1 s) when a device stumbled and the echo may have moved
    REST: Final = 0.35  # of the echo, -9 dB: a rest of echo stays below, a person who is to be heard does not
    RECENT: Final = 9  # frames (0.29 s) whose loudest echo counts: a room answers late
    LASTS: Final = 32  # frames (1 s) that an echo may last
    LINGERS: Final = 10  # frames (0.32 s) that it may be as loud as speech
    AUDIBLE: Final = 1e-3  # root mean square below which nothing that matters is played
    FLOOR: Final = 1e-5  # so that silence is not divided by silence

    def __init__(self, speaker_rate: int) -> None:
        self.covers_ear = False
        """Nothing is taken for the person's voice while the program's own sounds: for rooms where the rest does not help."""
        self._reference = Reference(speaker_rate)
        self._canceller = EchoCanceller()
        self._echoes: deque[float] = deque(maxlen=self.RECENT)
        self._since_played = self.LASTS
        self._learnt = 0

    def played(self, block: Samples) -> None:
        """Takes a block that is about to be played. Called on a sound device's own thread."""
        self._reference.put(block)

    def remove(self, frame: Samples) -> Cleaned:
        """A frame that was heard, without the program's own voice. Shape (512,)."""
        played = self._reference.take(len(frame))
        left, echo = self._canceller.remove(frame, played)
        self._echoes.append(_level(echo))
        self._since_played = 0 if _level(played) > self.AUDIBLE else self._since_played + 1
        if self._since_played >= self.LASTS:
            return Cleaned(left)
        self._learnt = (
            self._learnt + 1 if not self._reference.is_late else min(self._learnt, self.LEARNING - self.AGAIN)
        )
        stands_out = _level(left) > self.REST * (max(self._echoes) + self.FLOOR)
        is_deaf = (self.covers_ear or self._learnt <= self.LEARNING) and self._since_played < self.LINGERS
        return Cleaned(left, is_shared=True, may_be_person=stands_out and not is_deaf)


def _level(sound: Samples) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(sound**2)))
