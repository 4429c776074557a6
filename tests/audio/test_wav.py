"""WAV files are read whatever their rate, written for their owner alone, and played in real time."""

import queue
import stat
import wave

import numpy as np
import pytest

from audio.door import Ends
from audio.errors import WavError
from audio.frames import SAMPLE_RATE, samples
from audio.wav import WavSound, read_wav, write_wav


def a_tone(duration, rate):
    return (0.4 * np.sin(2 * np.pi * 300 * np.arange(round(duration * rate)) / rate)).astype(np.float32)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
def test_any_rate_is_read_at_sixteen_kilohertz(tmp_path, rate):
    """The same second of sound, as long and as loud."""
    write_wav(tmp_path / "tone.wav", a_tone(1.0, rate), rate)
    sound = read_wav(tmp_path / "tone.wav")
    assert abs(len(sound) - SAMPLE_RATE) < samples(0.02)
    middle = sound[samples(0.2) : samples(0.8)]
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.4 / np.sqrt(2), rel=0.05)


def test_both_channels_are_heard(tmp_path):
    """A voice on one side only is half as loud, and not lost."""
    with wave.open(str(tmp_path / "stereo.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(np.array([[16000, 0]] * 100, dtype="<i2").tobytes())
    assert np.allclose(read_wav(tmp_path / "stereo.wav"), 8000 / 32768)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound at all" * 10])
def test_what_is_no_wav_file_is_refused(tmp_path, content):
    """With a sentence."""
    (tmp_path / "x.wav").write_bytes(content)
    with pytest.raises(WavError, match="cannot be read"):
        read_wav(tmp_path / "x.wav")


def test_a_wav_file_is_for_its_owner_alone(tmp_path):
    """What was said in reply is nobody else's."""
    write_wav(tmp_path / "x.wav", a_tone(0.1, SAMPLE_RATE), SAMPLE_RATE)
    assert stat.S_IMODE((tmp_path / "x.wav").stat().st_mode) == 0o600


def test_what_is_heard_and_what_is_played_share_a_clock(tmp_path):
    """The whole microphone's file is heard, then silence; what was played is as long as what was heard."""
    heard = queue.SimpleQueue()
    ended = queue.SimpleQueue()
    microphone = a_tone(0.4, SAMPLE_RATE)
    door = WavSound(microphone, tmp_path / "out.wav", SAMPLE_RATE)
    door.start(
        Ends(ear=heard.put, mouth=lambda block: block.fill(0.25), lost=heard.put, ended=lambda: ended.put(1)),
    )
    ended.get(timeout=10)
    door.stop()

    blocks = [heard.get() for _ in range(heard.qsize())]
    sound = np.concatenate(blocks)
    assert np.array_equal(sound[: len(microphone)], microphone)
    assert not sound[len(microphone) :].any()
    played = read_wav(tmp_path / "out.wav")
    assert abs(len(played) - len(sound)) <= 2 * len(blocks[0])
    assert np.allclose(played, 0.25, atol=1e-3)


def test_a_speaker_file_that_cannot_be_written_is_known_before_the_talk(tmp_path):
    """Nobody speaks for an hour and then finds out."""
    door = WavSound(a_tone(0.1, SAMPLE_RATE), tmp_path / "nowhere" / "out.wav", SAMPLE_RATE)
    with pytest.raises(WavError, match="cannot be written"):
        door.start(Ends(ear=print, mouth=print, lost=print, ended=print))
