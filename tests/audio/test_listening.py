"""Sound in, happenings out, and no more sound kept than is needed."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from audio.endpointing import SpeechPaused, SpeechStarted
from audio.frames import FRAME_SAMPLES, samples
from audio.listening import LOOK_BACK, Listening, Recording


class LoudnessDetector:
    """Takes loud frames for speech: real enough to test what happens around a detector."""

    def probability(self, frame):
        return float(np.abs(frame).max() > 0.1)

    def reset(self):
        """Remembers nothing, so forgets nothing."""


def listening():
    heard, woken = [], []
    return Listening(LoudnessDetector(), heard.append, woken.append), heard, woken


def a_word(before=1.0, word=1.0, after=1.0):
    sound = np.zeros(samples(before + word + after), dtype=np.float32)
    sound[samples(before) : samples(before + word)] = 0.5
    return sound


@given(st.lists(st.sampled_from([1, 160, 512, 4096]), min_size=1, max_size=8))
def test_the_size_of_blocks_does_not_matter(sizes):
    """The same sound gives the same happenings in whatever blocks it comes."""
    sound = a_word()
    whole, expected, _ = listening()
    whole.feed(sound)
    ear, heard, _ = listening()
    start = 0
    while start < len(sound):
        for size in sizes:
            ear.feed(sound[start : start + size] if size > 1 else sound[start : start + 1])
            start += size
    assert heard == expected


def test_a_word_is_a_start_and_a_pause():
    """One stretch of speech, with its silence."""
    ear, heard, _ = listening()
    ear.feed(a_word())
    assert [type(event) for event in heard] == [SpeechStarted, SpeechPaused]


def test_waking_happens_once_and_never_early():
    """The clock has reached the moment when the wish is fulfilled."""
    ear, _, woken = listening()
    ear.wake_at(3 * FRAME_SAMPLES)
    ear.feed(np.zeros(2 * FRAME_SAMPLES, dtype=np.float32))
    assert woken == []
    ear.feed(np.zeros(5 * FRAME_SAMPLES, dtype=np.float32))
    assert woken == [3 * FRAME_SAMPLES]


def test_a_wish_in_the_past_is_fulfilled_at_once():
    """A reply that took longer than the pause does not wait again."""
    ear, _, woken = listening()
    ear.feed(np.zeros(10 * FRAME_SAMPLES, dtype=np.float32))
    ear.wake_at(FRAME_SAMPLES)
    ear.feed(np.zeros(FRAME_SAMPLES, dtype=np.float32))
    assert woken == [FRAME_SAMPLES]


def test_a_withdrawn_wish_is_forgotten():
    """Nobody is woken for what no longer matters."""
    ear, _, woken = listening()
    ear.wake_at(FRAME_SAMPLES)
    ear.wake_at(None)
    ear.feed(np.zeros(5 * FRAME_SAMPLES, dtype=np.float32))
    assert woken == []


def test_hours_of_listening_keep_only_the_last_moments():
    """Sound that nobody needs is let go."""
    recording = Recording()
    frame = np.zeros(FRAME_SAMPLES, dtype=np.float32)
    for _ in range(3000):
        recording.append(frame)
    assert len(recording.between(0, recording.end)) <= LOOK_BACK + FRAME_SAMPLES


def test_an_open_turn_keeps_all_its_sound():
    """However long a person speaks, the beginning is still there."""
    recording = Recording()
    frames = [np.full(FRAME_SAMPLES, number, dtype=np.float32) for number in range(500)]
    for number, frame in enumerate(frames):
        if number == 10:
            recording.keep(since=5 * FRAME_SAMPLES)
        recording.append(frame)
    assert np.array_equal(recording.between(5 * FRAME_SAMPLES, 500 * FRAME_SAMPLES), np.concatenate(frames[5:]))


def test_what_has_not_been_heard_yet_is_not_made_up():
    """Asking beyond the end gives what there is."""
    recording = Recording()
    recording.append(np.ones(FRAME_SAMPLES, dtype=np.float32))
    assert len(recording.between(0, 10 * FRAME_SAMPLES)) == FRAME_SAMPLES
