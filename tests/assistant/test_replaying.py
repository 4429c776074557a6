"""Recorded events are read as they were written, or refused by line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.events import Failed, Failure, Loss, Lost, Opened, ReplyChosen, SpeakingCut, Transcribed, Typed
from assistant.replaying import as_record, read_events
from audio.endpointing import SpeechPaused, SpeechStarted
from dialogues.moves import Move

counts = st.integers(0, 10**9)
events = st.one_of(
    st.builds(Opened, counts),
    st.builds(SpeechStarted, counts),
    st.builds(SpeechPaused, counts, counts),
    st.builds(Transcribed, counts, counts, st.text()),
    st.builds(Typed, st.text()),
    st.builds(ReplyChosen, counts, counts, st.sampled_from(Move), st.text()),
    st.builds(SpeakingCut, counts, counts, st.text(), counts),
    st.builds(Failed, counts, counts, st.sampled_from(Failure)),
    st.builds(Lost, st.sampled_from(Loss), counts),
)


@given(st.lists(events))
def test_what_is_recorded_is_read_back(recorded):
    """Every event survives being written as a line."""
    lines = [json.dumps(as_record(event)) for event in recorded]
    assert list(read_events(lines)) == recorded


@given(st.text())
def test_any_line_is_an_event_or_refused(line):
    """A broken recording ends in a sentence, never in a surprise."""
    try:
        list(read_events([line]))
    except UsageError as error:
        assert error.what.startswith("Line 1")  # noqa: PT017  only some lines are refused


@pytest.mark.parametrize(
    "line", ["{}", "[]", '{"event": "Typed"}', '{"event": "End", "why": "left"}', "my secret words"]
)
def test_a_refusal_does_not_repeat_the_line(line):
    """A recording holds words, so an error names only its number."""
    with pytest.raises(UsageError) as refused:
        list(read_events(["", line]))
    assert refused.value.what == "Line 2 of the recording is not an event."
