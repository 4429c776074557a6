"""Sound at any sample rate, as a stream of mono sound at 16 kHz."""

import numpy as np

from audio.frames import SAMPLE_RATE, Samples


class Resampler:
    """Turns blocks at one rate into blocks at 16 kHz, without seams between them.

    Args:
        source_rate: Hz of what is fed in.
    """

    def __init__(self, source_rate: int) -> None:
        from av import AudioResampler

        self._source_rate = source_rate
        self._resampler = AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)

    def feed(self, block: Samples) -> Samples:
        """What can be given out once this block is in; a few samples are held back until the next."""
        from av import AudioFrame

        frame = AudioFrame.from_ndarray(block.reshape(1, -1).astype(np.float32), format="flt", layout="mono")
        frame.sample_rate = self._source_rate
        return _joined(self._resampler.resample(frame))

    def flush(self) -> Samples:
        """What was held back; nothing may be fed after it."""
        return _joined(self._resampler.resample(None))


def resample(sound: Samples, source_rate: int) -> Samples:
    """A whole sound at 16 kHz."""
    if source_rate == SAMPLE_RATE:
        return sound
    resampler = Resampler(source_rate)
    return np.concatenate([resampler.feed(sound), resampler.flush()])


def _joined(frames: list) -> Samples:  # type: ignore[type-arg]  # av's frames, which mypy need not know here
    return np.concatenate([np.zeros(0, np.float32), *(frame.to_ndarray().reshape(-1) for frame in frames)])
