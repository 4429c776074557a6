"""Speech as Opus comes back as the same speech, in the same place, and is small."""

import os
import stat
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.errors import WavError
from audio.frames import SAMPLE_RATE
from audio.opus import BIT_RATE, OpusEncoder, decoded, write_opus

SECONDS = 5


def humming(seconds: int = SECONDS) -> np.ndarray:
    """Something like a voice: a low tone with overtones, that swells and falls."""
    time = np.arange(seconds * SAMPLE_RATE) / SAMPLE_RATE
    tone = sum(np.sin(2 * np.pi * 140 * number * time) / number for number in range(1, 12))
    return (0.1 * tone * (0.55 + 0.45 * np.sin(2 * np.pi * 1.3 * time))).astype(np.float32)


def coded(sound: np.ndarray) -> list[bytes]:
    encoder = OpusEncoder()
    return [encoder.second(second) for second in sound.reshape(-1, SAMPLE_RATE)]


def test_what_is_decoded_sounds_like_what_was_coded_and_at_the_same_time() -> None:
    """Sample for sample it begins and ends where it did."""
    sound = humming()
    back = decoded(coded(sound))

    assert back.shape == sound.shape
    assert np.corrcoef(sound[:-800], back[:-800])[0, 1] > 0.8


def test_a_second_takes_little_room() -> None:
    """Not far from what the bit rate says, though a hum like this is harder than speech."""
    sizes = [len(second) for second in coded(humming())]

    assert sum(sizes) / SECONDS < 2 * BIT_RATE / 8


def test_any_second_can_be_the_first_that_is_decoded() -> None:
    """What was kept of a talk may begin anywhere."""
    sound = humming()
    back = decoded(coded(sound)[2:])

    assert np.corrcoef(sound[2 * SAMPLE_RATE + 1600 : -800], back[1600:-800])[0, 1] > 0.8


@given(content=st.binary(max_size=200))
def test_any_bytes_decode_or_are_refused(content: bytes) -> None:
    """Nothing else comes of a damaged second."""
    try:
        back = decoded([content])
    except ValueError:
        return
    assert back.dtype == np.float32


def test_a_file_plays_elsewhere_and_is_the_owners_alone(tmp_path: Path) -> None:
    """Other programs read it as Opus, as long as it was."""
    write_opus(tmp_path / "said.opus", humming())

    with av.open(tmp_path / "said.opus") as file:
        assert file.streams.audio[0].codec.name in {"opus", "libopus"}
        length = sum(frame.samples / frame.sample_rate for frame in file.decode(audio=0))
    assert length == pytest.approx(SECONDS, abs=0.05)
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "said.opus").stat().st_mode) == 0o600
    with pytest.raises(WavError):
        write_opus(tmp_path / "nowhere" / "said.opus", humming(1))
