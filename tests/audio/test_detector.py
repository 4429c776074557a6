"""The detector, driven frame by frame, hears what Silero hears in a whole clip."""

from pathlib import Path

import numpy as np
import pytest

from audio import models, voices
from audio.detector import SileroDetector
from audio.frames import FRAME_SAMPLES
from audio.resampling import resample


@pytest.fixture(scope="module")
def detector():
    return SileroDetector(models.ready("silero-vad", Path()) / "silero_vad_v6.onnx")


@pytest.fixture(scope="module")
def frames(tmp_path_factory):
    """A second of quiet, a spoken sentence, a second of quiet; shape (n, 512)."""
    voice = voices.load("joe", tmp_path_factory.mktemp("cache"))
    spoken = resample(voice.render("I never told anybody about it, until now."), voice.sample_rate)
    sound = np.concatenate([np.zeros(16_000, np.float32), spoken, np.zeros(16_000, np.float32)])
    return sound[: len(sound) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)


def test_frame_by_frame_agrees_with_the_whole_clip(detector, frames):
    """State and context carried along give the probabilities of faster-whisper's own wrapper over the clip."""
    from faster_whisper.vad import get_vad_model

    detector.reset()
    each = np.array([detector.probability(frame) for frame in frames])
    whole = get_vad_model()(frames.reshape(-1).copy()).reshape(-1)

    assert np.mean((each > 0.5) == (whole > 0.5)) > 0.98
    assert np.median(np.abs(each - whole)) < 0.01


def test_speech_is_told_from_quiet(detector, frames):
    """In the quiet before and after, nothing is speech; in between, nearly all is."""
    detector.reset()
    each = np.array([detector.probability(frame) for frame in frames])

    assert each[:25].max() < 0.5
    assert np.mean(each[35:-50] > 0.5) > 0.8  # the last sentence's own pause is not speech
    assert each[-15:].max() < 0.5


def test_reset_forgets(detector, frames):
    """After a reset the same frames get the same probabilities."""
    runs = []
    for _ in range(2):
        detector.reset()
        runs.append([detector.probability(frame) for frame in frames[20:50]])

    assert runs[0] == runs[1]


def test_a_frame_is_only_read(detector, frames):
    """The caller's samples are left as they were."""
    frame = frames[40].copy()
    detector.probability(frame)

    assert np.array_equal(frame, frames[40])


def test_another_length_is_refused(detector):
    """Silero knows one length of frame; any other is a mistake of the caller."""
    with pytest.raises(ValueError, match="512"):
        detector.probability(np.zeros(480, np.float32))
