"""What is waiting to be heard is heard whole, once, in order, or said to have been cut."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from audio.playback import Began, Clip, Ended, Heard, Playback, silence

lengths = st.lists(st.integers(1, 50), max_size=8)


def queued(clip_lengths):
    playback = Playback()
    for key, length in enumerate(clip_lengths):
        playback.add(Clip(key, np.full(length, key + 1, dtype=np.float32)))
    return playback


@given(lengths, st.lists(st.integers(1, 40), min_size=1))
def test_clips_are_heard_whole_whatever_the_blocks(clip_lengths, block_lengths):
    """However a device asks for it, the same sound comes out, then silence."""
    playback = queued(clip_lengths)
    heard = []
    for length in block_lengths:
        block = np.full(length, 9.0, dtype=np.float32)
        playback.read(block)
        heard.extend(block)
    expected = [key + 1 for key, length in enumerate(clip_lengths) for _ in range(length)]
    expected += [0] * len(heard)
    assert heard == expected[: len(heard)]


@given(lengths)
def test_every_clip_begins_and_ends_once(clip_lengths):
    """Marks come in order, each once."""
    playback = queued(clip_lengths)
    marks = playback.read(silence(sum(clip_lengths) + 1))
    assert marks == [mark(key) for key in range(len(clip_lengths)) for mark in (Began, Ended)]


@given(lengths.filter(bool), st.integers(0, 200))
def test_stopping_says_how_much_was_heard(clip_lengths, read):
    """What had sounded, and what is reported as cut, is everything there was."""
    playback = queued(clip_lengths)
    marks = playback.read(silence(read))
    cut = playback.stop()
    assert [mark.key for mark in marks if isinstance(mark, Ended)] + [heard.key for heard in cut] == list(
        range(len(clip_lengths))
    )
    assert all(0 <= heard.share < 1 for heard in cut)
    assert playback.is_silent


def test_stopping_in_the_middle_of_a_clip():
    """Half of it was heard, and nothing of what came after."""
    playback = queued([10, 10])
    playback.read(silence(5))
    assert playback.stop() == [Heard(0, 0.5), Heard(1, 0.0)]
