"""When things happened, for those who measure."""

import json

import pytest

from assistant.commands import Speak, Write
from assistant.errors import AssistantError
from assistant.events import Rendered, SpeakingCut, SpeakingStarted, Spoken, Transcribed, Woke
from assistant.states import State
from assistant.timeline import Timeline
from audio.endpointing import SpeechStarted
from audio.frames import samples
from dialogues.transcript import Speaker, Turn


def saved(path, *happenings, clock):
    timeline = Timeline(lambda: samples(clock.pop(0)))
    for event, *commands in happenings:
        timeline.saw(event, commands, State.REPLYING)
    timeline.save(path)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


TURN = (
    (Transcribed(1, 1, "Late."),),
    (Rendered(1, 0, samples(3.0)),),
    (
        Woke(samples(3.6)),
        Write(Turn(Speaker.USER, "Late."), samples(1), samples(2.4)),
        Speak(1, 0, "A."),
        Speak(1, 1, "B?"),
    ),
    (SpeakingStarted(1, 0, samples(3.7)),),
)


def test_a_turn_and_its_reply_have_their_moments(tmp_path):
    """In seconds of the input's clock, in order."""
    lines = saved(
        tmp_path / "t.jsonl",
        *TURN,
        (Spoken(1, 0, samples(5)),),
        (Spoken(1, 1, samples(6)), Write(Turn(Speaker.ASSISTANT, "A. B?"))),
        clock=[2.8],
    )
    assert lines == [
        {"event": "user_speech_ended", "at": 2.4},
        {"event": "transcribed", "at": 2.8, "text": "Late."},
        {"event": "reply_ready", "at": 3.0},
        {"event": "reply_started", "at": 3.7, "text": "A. B?"},
        {"event": "reply_ended", "at": 6.0},
    ]


def test_a_reply_was_ready_when_it_was_first_rendered(tmp_path):
    """A new draft counts anew; being spoken, which renders it once more, does not."""
    again = (Rendered(1, 0, samples(3.65)),)
    lines = saved(tmp_path / "t.jsonl", (Rendered(1, 0, samples(2.0)),), *TURN[:3], again, TURN[3], clock=[2.8])
    assert {"event": "reply_ready", "at": 3.0} in lines


def test_a_reply_that_was_spoken_over_is_interrupted(tmp_path):
    """With what was heard of it, and no ending."""
    cut = Write(Turn(Speaker.ASSISTANT, "A —", cut=True))
    lines = saved(
        tmp_path / "t.jsonl",
        *TURN,
        (SpeechStarted(samples(4)),),
        (SpeakingCut(1, 0, "A", samples(4.1)), cut),
        clock=[2.8],
    )
    assert lines[-1] == {"event": "interrupted", "at": 4.1, "text": "A —"}
    assert "reply_ended" not in [line["event"] for line in lines]


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path):
    """No traceback for a folder that is not there."""
    with pytest.raises(AssistantError, match="timeline cannot be written"):
        saved(tmp_path / "nowhere" / "t.jsonl", clock=[])
