"""The unit of sound that everything here is counted in: 512 samples of mono speech at 16 kHz.

A *frame* is what the speech detector eats. A *block* is what a sound device asks for or gives, of any length.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE: Final = 16_000  # Hz: what Whisper and Silero were trained on
FRAME_SAMPLES: Final = 512  # 32 ms: the one length Silero accepts at 16 kHz

Samples: TypeAlias = NDArray[np.float32]
"""Mono sound, shape (n,), in [-1, 1]."""


def samples(seconds: float) -> int:
    """How many samples at 16 kHz last this many seconds."""
    return round(seconds * SAMPLE_RATE)


def seconds(sample_count: int) -> float:
    """How long this many samples at 16 kHz last."""
    return sample_count / SAMPLE_RATE


def from_int16(sound: NDArray[np.int16]) -> Samples:
    """16-bit samples as floats in [-1, 1)."""
    return sound.astype(np.float32) / 32768.0


def to_int16(sound: Samples) -> NDArray[np.int16]:
    """Floats as 16-bit samples; what lies outside [-1, 1] is clipped, not wrapped."""
    return (np.clip(sound, -1.0, 1.0) * 32767.0).astype(np.int16)
