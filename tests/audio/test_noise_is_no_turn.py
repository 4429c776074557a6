"""What nobody said is no turn: through the real detector, endpointer, session and transcriber, for less than a minute each.

`benchmarks/silence_and_noise.py` does the same for ten minutes each.
"""

import numpy as np
import pytest

from audio import models, voices
from audio.detector import SileroDetector
from audio.resampling import resample
from audio.transcribing import WhisperTranscriber
from benchmarks.noises import MADE, babble, silence
from benchmarks.silence_and_noise import Room
from benchmarks.transcribing import SENTENCES


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def transcriber(cache):
    return WhisperTranscriber(models.ready("whisper-base", cache), threads=1)


@pytest.fixture
def room(cache, transcriber):
    return Room(SileroDetector(models.ready("silero-vad", cache) / "silero_vad_v6.onnx"), transcriber)


@pytest.mark.parametrize("name", MADE)
def test_a_sound_without_speech_is_no_turn(room, name):
    """Silence, a fan, a street, music, a keyboard: no turn, no words."""
    room.hear(MADE[name](20.0))
    assert room.turns == []


@pytest.mark.slow
def test_a_room_full_of_talk_is_no_turn(room, cache):
    """Where nobody can be followed, no words are made up, however long it lasts without a pause."""
    voice = voices.load(voices.DEFAULT, cache)
    talk = babble(33.0, [resample(voice.render(sentence), voice.sample_rate) for sentence in SENTENCES])
    room.hear(np.concatenate([talk, silence(6.0)]))
    assert room.stretches > 0
    assert room.turns == []
