"""Stretches of speech and the pauses between them."""

from hypothesis import given
from hypothesis import strategies as st

from audio.endpointing import ONSET, PAUSE, QUIET, RESUMED, RESUMING, SPEECH, Endpointer, SpeechPaused, SpeechStarted
from audio.frames import FRAME_SAMPLES

LEVELS = [0.0, QUIET - 0.01, QUIET, SPEECH - 0.01, SPEECH, 1.0]


@st.composite
def speech(draw):
    """Probabilities in runs, as speech has them, with levels on and beside the thresholds."""
    runs = draw(st.lists(st.tuples(st.sampled_from(LEVELS), st.integers(1, 2 * PAUSE)), max_size=20))
    return [level for level, length in runs for _ in range(length)]


def events(probabilities):
    endpointer = Endpointer()
    return [event for event in map(endpointer.feed, probabilities) if event]


@given(speech())
def test_starts_and_pauses_alternate_and_move_forward(probabilities):
    """Every pause follows a start, and no event lies before the one it follows."""
    found = events(probabilities)
    kinds = [type(event) for event in found]
    assert kinds == [SpeechStarted, SpeechPaused] * (len(found) // 2) + [SpeechStarted] * (len(found) % 2)
    moments = [moment for event in found for moment in ([event.end, event.at] if hasattr(event, "end") else [event.at])]
    assert moments == sorted(moments)


@given(speech())
def test_no_event_lies_in_the_future(probabilities):
    """What is reported has been heard."""
    endpointer = Endpointer()
    for heard, probability in enumerate(probabilities, start=1):
        event = endpointer.feed(probability)
        assert event is None or event.at <= heard * FRAME_SAMPLES


def test_a_click_is_not_speech():
    """Fewer frames than an onset begin nothing."""
    assert events([0.0] * 5 + [1.0] * (ONSET - 1) + [0.0] * 20) == []


def test_speech_begins_at_its_first_frame():
    """The frames that proved it to be speech belong to it."""
    assert events([0.0] * 5 + [1.0] * ONSET) == [SpeechStarted(at=5 * FRAME_SAMPLES)]


def test_a_stop_consonant_does_not_hide_the_onset():
    """One quiet frame among the first is no new beginning."""
    assert events([1.0, 1.0, 0.0, 1.0, 1.0]) == [SpeechStarted(at=0)]


def test_silence_shorter_than_a_pause_is_none():
    """A breath inside a sentence is not reported."""
    assert len(events([1.0] * 10 + [0.0] * (PAUSE - 1) + [1.0] * 10)) == 1


def test_a_pause_ends_with_the_last_frame_of_speech():
    """The silence that proved the pause does not belong to the speech."""
    found = events([1.0] * 10 + [0.0] * PAUSE)
    assert found[1] == SpeechPaused(end=10 * FRAME_SAMPLES, at=(10 + PAUSE) * FRAME_SAMPLES)


def test_a_voice_that_trails_off_is_still_speech():
    """Between the two thresholds, a frame is whatever the one before it was."""
    found = events([1.0] * 10 + [QUIET] * 10 + [0.0] * PAUSE)
    assert found[1].end == 20 * FRAME_SAMPLES


def test_a_last_short_word_goes_on_with_what_was_said():
    """Soon after speech less is needed to resume it than to begin, so that no word is left behind."""
    after = [1.0] * 10 + [0.0] * (PAUSE + 3) + [1.0] * RESUMED + [0.0] * 3
    assert [type(event) for event in events(after)] == [SpeechStarted, SpeechPaused, SpeechStarted]


def test_long_after_speech_a_click_is_a_click_again():
    """What may go on with a stretch may not begin one."""
    after = [1.0] * 10 + [0.0] * (RESUMING + 2) + [1.0] * RESUMED + [0.0] * 20
    assert [type(event) for event in events(after)] == [SpeechStarted, SpeechPaused]
