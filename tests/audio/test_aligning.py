"""Each word is found where it was said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import models, voices
from audio.aligning import Aligner, Span, placed
from audio.frames import samples, seconds
from audio.resampling import resample
from audio.transcribing import LONGEST_SECONDS, WhisperTranscriber

FIRST = "She read my diary while I was away."
SECOND = "My brother told our mother everything."
LONG = (
    FIRST,
    SECOND,
    "On Friday the neighbours heard us shouting in the kitchen.",
    "He had spent all our savings on a car that never ran.",
    "I found the letter under the carpet by chance.",
    "Her sister swore that nobody would ever learn about the wedding.",
    "For two years I believed each word about those evenings at the office.",
    "When the telephone rang last night I did not pick it up.",
    "Trust was never a question before, and now it is the only one.",
    "I keep looking at the photographs from that summer by the lake.",
)
WORDS = st.lists(st.sampled_from(["she", "read", "my", "diary", "my,", "—", "Away."]), max_size=8)


@pytest.fixture(scope="module")
def aligner(tmp_path_factory):
    return Aligner(WhisperTranscriber(models.ready("whisper-base", tmp_path_factory.mktemp("cache")), threads=1))


@pytest.fixture(scope="module")
def say(tmp_path_factory):
    voice = voices.load(voices.DEFAULT, tmp_path_factory.mktemp("cache"))
    return lambda text: resample(voice.render(text), voice.sample_rate)


def quiet(length):
    return (np.random.default_rng(0).standard_normal(samples(length)) * 0.0005).astype(np.float32)


def test_words_after_a_pause_are_found_after_it(aligner, say):
    """To within a fifth of a second or so: less than anybody who follows along would notice."""
    first, second = say(FIRST), say(SECOND)
    begins = seconds(len(first)) + 1.5
    spans = aligner.spans(np.concatenate([first, quiet(1.5), second]), f"{FIRST} {SECOND}")

    words = f"{FIRST} {SECOND}".split()
    found = dict(zip(words, spans, strict=True))
    assert found["away."].end < seconds(len(first)) + 0.3
    assert abs(found["My"].start - begins) < 0.3
    assert begins < found["brother"].start < found["everything."].start < begins + seconds(len(second))


@pytest.mark.slow
def test_a_long_turn_is_followed_to_its_end(aligner, say):
    """One that does not fit the model's window, though the model hears it a little differently the second time."""
    parts = [np.concatenate([say(sentence), quiet(0.5)]) for sentence in LONG]
    sound = np.concatenate(parts)
    spans = aligner.spans(sound, " ".join(LONG))

    assert len(sound) > samples(LONGEST_SECONDS)
    ends = np.cumsum([len(sentence.split()) for sentence in LONG])
    edges = np.cumsum([seconds(len(part)) for part in parts])
    for number, (end, edge) in enumerate(zip(ends, edges, strict=True)):
        assert edge - 1.5 < spans[end - 1].end < edge + 0.3, LONG[number]


def test_no_words_have_no_times(aligner):
    """And no sound has none either."""
    assert aligner.spans(quiet(1.0), "  ") == ()
    assert aligner.spans(quiet(0.0), "words") == ()


@given(words=WORDS, heard=WORDS, step=st.floats(0.05, 2.0))
def test_every_word_has_a_place_and_no_place_is_before_the_last(words, heard, step):
    """Whatever was heard the second time; all of it within the sound."""
    found = [(word, Span(number * step, (number + 1) * step)) for number, word in enumerate(heard)]
    length = len(heard) * step + 1.0
    spans = placed(words, found, length)

    assert len(spans) == len(words)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= length + 1e-9 for edge in edges)


def test_a_word_that_was_heard_differently_lies_between_its_neighbours():
    """Those that were heard alike keep their own times."""
    found = [("She", Span(0.0, 0.3)), ("red", Span(0.3, 0.6)), ("my", Span(0.6, 0.8))]

    assert placed(["She", "read", "my"], found, 1.0) == (Span(0.0, 0.3), Span(0.3, 0.6), Span(0.6, 0.8))
