"""Sounds in which nobody speaks to the program: made here, so that they are the same everywhere.

Each is mono, 16 kHz, float32, and goes on for as long as is asked.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.frames import SAMPLE_RATE, Samples, samples

Wave = NDArray[np.float64]
VOICES: Final = 8  # people talking at once: nobody can be followed any more
SCALE: Final = (220.0, 246.9, 261.6, 293.7, 329.6, 392.0, 440.0, 523.3)  # Hz: the notes of a tune
BEAT: Final = 0.42  # seconds


def silence(length: float) -> Samples:
    """A quiet room: a microphone's own noise and a little hum from the mains."""
    time = _time(length)
    hum = 0.0004 * np.sin(2 * np.pi * 50 * time) + 0.0002 * np.sin(2 * np.pi * 100 * time)
    return _sound(hum + 0.0005 * np.random.default_rng(1).standard_normal(len(time)))


def fan(length: float) -> Samples:
    """Rushing air, with the blades in it."""
    time = _time(length)
    blades = sum(np.sin(2 * np.pi * 112 * number * time) / number for number in (1, 2, 3))
    air = _coloured(len(time), 1.0, seed=2)
    return _sound(0.05 * air * (1 + 0.2 * np.sin(2 * np.pi * 7 * time)) + 0.01 * blades)


def street(length: float) -> Samples:
    """Traffic that swells and fades, horns, and steps."""
    rng = np.random.default_rng(3)
    time = _time(length)
    passing = 0.4 + 0.6 * np.sin(2 * np.pi * time / 9) ** 4
    sound = 0.12 * passing * _coloured(len(time), 2.0, seed=3) + 0.01 * _coloured(len(time), 0.5, seed=4)
    for at in np.arange(4.0, length - 1, 11.0):
        horn = _time(0.6)
        tone = np.sign(np.sin(2 * np.pi * 415 * horn)) + np.sign(np.sin(2 * np.pi * 523 * horn))
        _add(sound, at, 0.05 * tone * np.hanning(len(horn)))
    for at in np.arange(0.3, length - 1, 0.55):
        step = rng.standard_normal(samples(0.06)) * np.exp(-np.arange(samples(0.06)) / 120)
        _add(sound, at, 0.08 * step)
    return _sound(sound)


def music(length: float) -> Samples:
    """A tune on something like a violin, chords under it, and a drum."""
    rng = np.random.default_rng(5)
    sound = np.zeros(samples(length))
    for number, at in enumerate(np.arange(0.0, length - 2 * BEAT, BEAT)):
        note = _time(1.6 * BEAT)
        envelope = np.minimum(1, note / 0.04) * np.exp(-2.2 * note)
        pitch = rng.choice(SCALE) * (1 + 0.006 * np.sin(2 * np.pi * 5.5 * note))
        phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
        _add(sound, at, 0.12 * envelope * sum(np.sin(phase * part) / part for part in range(1, 8)))
        root = SCALE[(number // 4) % 4] / 2
        chord = sum(np.sin(2 * np.pi * root * ratio * note) for ratio in (1.0, 1.25, 1.5))
        _add(sound, at, 0.05 * envelope * chord)
        if number % 2:
            _add(sound, at, 0.1 * rng.standard_normal(len(note)) * np.exp(-45 * note))
    return _sound(sound)


def typing(length: float) -> Samples:
    """Somebody at a keyboard nearby."""
    rng = np.random.default_rng(6)
    sound = 0.0005 * rng.standard_normal(samples(length))
    at = 0.2
    while at < length - 0.2:
        click = rng.standard_normal(samples(0.05)) * np.exp(-np.arange(samples(0.05)) / rng.uniform(40, 120))
        _add(sound, at, rng.uniform(0.05, 0.3) * click)
        at += rng.exponential(0.16) + 0.05
    return _sound(sound)


def babble(length: float, sentences: Sequence[Samples]) -> Samples:
    """A room full of people, or a television next door: many talk at once, none of them clearly.

    Args:
        length: Seconds.
        sentences: What they say, mono at 16 kHz; each is spoken higher or lower than it was.
    """
    rng = np.random.default_rng(7)
    sound = np.zeros(samples(length))
    for voice in range(VOICES):
        at = rng.uniform(-2, 0)
        while at < length:
            spoken = sentences[rng.integers(len(sentences))]
            pitch = 0.8 + 0.06 * voice
            stretched = np.interp(np.arange(0, len(spoken) - 1, pitch), np.arange(len(spoken)), spoken)
            _add(sound, at, stretched)
            at += len(stretched) / SAMPLE_RATE + rng.uniform(0.1, 0.6)
    muffled = np.convolve(sound, np.hanning(9) / np.hanning(9).sum(), mode="same")  # through a wall
    return _sound(0.06 * muffled / np.sqrt(np.mean(np.square(muffled))))


MADE: Final[dict[str, Callable[[float], Samples]]] = {
    "silence": silence,
    "fan": fan,
    "street": street,
    "music": music,
    "typing": typing,
}


def _time(length: float) -> Wave:
    return np.arange(samples(length)) / SAMPLE_RATE


def _coloured(count: int, colour: float, seed: int) -> Wave:
    """Noise whose power falls with frequency: 0 white, 1 pink, 2 brown. Root mean square 1."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    shaped = np.fft.irfft(
        spectrum / np.maximum(1, np.arange(len(spectrum)) * SAMPLE_RATE / count / 40) ** (colour / 2), count
    )
    wave: Wave = shaped / np.sqrt(np.mean(np.square(shaped)))
    return wave


def _add(sound: Wave, at: float, part: Wave) -> None:
    """Adds a part to a sound, as far as it lies within."""
    start = round(at * SAMPLE_RATE)
    part = part[max(0, -start) :]
    start = max(0, start)
    part = part[: max(0, len(sound) - start)]
    sound[start : start + len(part)] += part


def _sound(wave: Wave) -> Samples:
    return np.clip(wave, -1, 1).astype(np.float32)
