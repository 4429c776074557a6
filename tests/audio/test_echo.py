"""The program's own voice is taken out of what the microphone hears, and the person's is left."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.places import Places
from audio.detector import SileroDetector
from audio.echo import HEAD_START, MOST_BEHIND, EchoCanceller, OwnVoice, Reference
from audio.endpointing import SpeechStarted
from audio.frames import FRAME_SAMPLES, SAMPLE_RATE, samples
from audio.listening import Listening
from audio.models import ready
from audio.playback import silence
from audio.resampling import resample
from audio.voices import VoiceOnDemand

REPLY = (
    "That you came home and the letter was open on the table, that must have been a long evening. What did you do then?"
)
PERSON = "Wait, please. I would like to say something about that evening."
BLOCK = 256


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return Places.under(tmp_path_factory.mktemp("home")).cache


@pytest.fixture(scope="module")
def speech(cache):
    """The program's reply, twice, and a person's sentence in a higher voice, at 16 kHz."""
    voice = VoiceOnDemand("joe", cache)
    reply = resample(voice.render(REPLY), voice.sample_rate)
    person = resample(voice.render(PERSON), round(voice.sample_rate * 1.25))
    return np.concatenate([reply, silence(samples(0.5)), reply, silence(samples(0.5))]), person


@pytest.fixture
def detector(cache):
    return SileroDetector(ready("silero-vad", cache) / "silero_vad_v6.onnx")


def through_the_room(played, delay, loudness):
    """What the microphone hears of a sound: later, with a third of a second of decay, and as loud as asked."""
    random = np.random.default_rng(1)
    decay = (random.normal(0, 1, samples(0.3)) * np.exp(-np.arange(samples(0.3)) / samples(0.04))).astype(np.float32)
    decay[0] = 3
    size = 1 << (len(played) + len(decay)).bit_length()
    smeared = np.fft.irfft(np.fft.rfft(played, size) * np.fft.rfft(decay, size), size)[: len(played)]
    smeared *= loudness * np.std(played) / np.std(smeared)
    return np.concatenate([silence(samples(delay)), smeared]).astype(np.float32)[: len(played)]


def starts(detector, own_voice, heard, played):
    """The moments, in seconds, at which speech is taken to begin."""
    happened = []
    ear = Listening(detector, happened.append, woke=lambda _: None, own_voice=own_voice)
    ear.feed(silence(FRAME_SAMPLES))
    for start in range(0, len(heard), BLOCK):
        own_voice.played(played[start : start + BLOCK])
        ear.feed(heard[start : start + BLOCK])
    return [each.at / SAMPLE_RATE for each in happened if isinstance(each, SpeechStarted)]


@pytest.mark.parametrize("loudness", [0.25, 1.0])
@pytest.mark.parametrize("delay", [0.1, 0.4])
def test_it_does_not_take_itself_for_the_person(speech, detector, delay, loudness):
    """However late and loud its voice comes back."""
    played, _ = speech
    heard = through_the_room(played, delay, loudness)
    assert starts(detector, OwnVoice(SAMPLE_RATE), heard, played) == []


@pytest.mark.parametrize("delay", [0.1, 0.4])
def test_a_person_who_speaks_over_it_is_heard(speech, detector, delay):
    """As loud as its own voice is in the room."""
    played, person = speech
    at = len(played) // 2 + samples(1.5)
    heard = through_the_room(played, delay, 0.7)
    heard[at : at + len(person)] += person
    begun = starts(detector, OwnVoice(SAMPLE_RATE), heard, played)
    assert begun
    assert all(at <= each * SAMPLE_RATE <= at + len(person) for each in begun)


def test_with_the_ear_covered_nobody_is_heard_until_it_has_spoken(speech, detector):
    """For rooms in which the rest does not help."""
    played, person = speech
    own_voice = OwnVoice(SAMPLE_RATE)
    own_voice.covers_ear = True
    after = np.concatenate([played, silence(samples(1.0) + len(person))])
    heard = through_the_room(after, 0.1, 0.7)
    heard[len(played) // 2 : len(played) // 2 + len(person)] += person
    heard[len(played) + samples(0.5) : len(played) + samples(0.5) + len(person)] += person
    [begun, *_] = starts(detector, own_voice, heard, after)
    assert begun * SAMPLE_RATE >= len(played)


def test_without_an_echo_nothing_is_changed(speech):
    """While the program is silent the person's voice is as it came in."""
    _, person = speech
    canceller = EchoCanceller()
    frames = person[: len(person) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    left = [canceller.remove(frame, silence(FRAME_SAMPLES))[0] for frame in frames]
    assert np.array_equal(np.concatenate(left), frames.ravel())


def test_what_comes_too_late_is_left_out_and_the_rest_stays_in_step():
    """A device that stumbled has played its sound all the same, only we heard of it late."""
    reference = Reference(SAMPLE_RATE)
    reference.take(HEAD_START)
    assert not reference.take(100).any()
    assert reference.is_late
    reference.put(np.arange(1, 301, dtype=np.float32))
    assert np.array_equal(reference.take(100), np.arange(101, 201, dtype=np.float32))
    assert not reference.is_late


@given(st.lists(st.integers(1, 700), min_size=1, max_size=40), st.integers(100, 600))
def test_what_was_played_comes_in_step_and_whole(sizes, taken):
    """After the head start, each sample once and in order, in whatever blocks it is put in and taken out."""
    played = np.arange(1, sum(sizes) + 1, dtype=np.float32)
    reference = Reference(SAMPLE_RATE)
    reference.take(1)
    at = 0
    for size in sizes:
        reference.put(played[at : at + size])
        at += size
    out = np.concatenate([reference.take(taken) for _ in range((HEAD_START + at) // taken + 2)])
    heard = out[out > 0]
    assert np.array_equal(heard, played[len(played) - len(heard) :])
    assert len(heard) == len(played) or len(played) + HEAD_START > MOST_BEHIND
