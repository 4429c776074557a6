"""A recording from elsewhere: its speech is found where it is, and nothing but sound is ever opened."""

from pathlib import Path

import av
import numpy as np
import pytest

from audio.errors import RecordingError
from audio.frames import FRAME_SAMPLES, SAMPLE_RATE, Samples
from audio.recordings import recorded_at, stretches


class LoudnessDetector:
    """Takes whatever is loud for speech."""

    def probability(self, frame: Samples) -> float:
        assert frame.shape == (FRAME_SAMPLES,)
        return 1.0 if float(np.abs(frame).mean()) > 0.05 else 0.0

    def reset(self) -> None:
        """There is nothing to forget."""


def tone(seconds: float) -> Samples:
    return (0.5 * np.sin(np.arange(int(seconds * SAMPLE_RATE)) * 0.2)).astype(np.float32)


def quiet(seconds: float) -> Samples:
    return np.zeros(int(seconds * SAMPLE_RATE), dtype=np.float32)


def recorded(path: Path, codec: str, sound: Samples, rate: int = SAMPLE_RATE) -> Path:
    """The sound in a file of the kind that the name says, as another program would write it."""
    with av.open(str(path), "w") as container:
        container.metadata["creation_time"] = "2026-03-01T12:00:00.000000Z"
        stream = container.add_stream(codec, rate=rate, layout="mono")
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=rate)
        frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="flt", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        for each in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(each))
        container.mux(stream.encode(None))
    return path


SPEECH = np.concatenate([quiet(3), tone(2), quiet(1), tone(1), quiet(4), tone(1.5), quiet(0.5)])


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.wav", "pcm_s16le", 44_100),
        ("a.flac", "flac", 16_000),
        ("a.ogg", "libopus", 48_000),
        ("a.m4a", "aac", 48_000),
    ],
)
def test_speech_is_found_where_it_is_in_any_common_format(tmp_path: Path, name: str, codec: str, rate: int) -> None:
    """A short pause does not part a turn, a long one does; each begins a little early, so that no sound is cut off."""
    path = recorded(tmp_path / name, codec, SPEECH, rate)

    found = [(each.start / SAMPLE_RATE, len(each.sound) / SAMPLE_RATE) for each in stretches(path, LoudnessDetector())]

    assert found == [
        (pytest.approx(2.7, abs=0.2), pytest.approx(4.6, abs=0.4)),
        (pytest.approx(10.7, abs=0.2), pytest.approx(1.9, abs=0.5)),
    ]


def test_when_it_was_recorded_is_read_from_the_file_if_it_says(tmp_path: Path) -> None:
    """A phone writes it into the file; a plain WAV does not."""
    said = recorded_at(recorded(tmp_path / "a.m4a", "aac", SPEECH))

    assert said is not None
    assert said.isoformat().startswith("2026-03-01T12:00:00")
    assert recorded_at(recorded(tmp_path / "a.wav", "pcm_s16le", SPEECH)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not sound at all" * 50,
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"#EXTM3U\n#EXTINF:1,\n{beside}\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile a.wav\n",
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f",
    ],
)
def test_what_is_no_recording_is_refused_and_nothing_beside_it_is_opened(tmp_path: Path, content: bytes) -> None:
    """Least of all a play list, which names other files."""
    beside = recorded(tmp_path / "a.wav", "pcm_s16le", SPEECH)
    path = tmp_path / "list.m3u8"
    path.write_bytes(content.replace(b"{beside}", str(beside).encode()))

    with pytest.raises(RecordingError, match="no sound"):
        list(stretches(path, LoudnessDetector()))
    with pytest.raises(RecordingError, match="no sound"):
        recorded_at(path)


def test_a_recording_without_speech_has_none(tmp_path: Path) -> None:
    """Silence is nobody's turn."""
    assert list(stretches(recorded(tmp_path / "a.wav", "pcm_s16le", quiet(5)), LoudnessDetector())) == []
