"""Whatever a person does with their pauses, they are never spoken over, and never answered for half a thought.

The real ear (all but its detector), the real session and the real turn policy, frame by frame. The speech is drawn: loud and
quiet stretches of any length. Transcripts and replies come as late as they like.
"""

from dataclasses import dataclass, field

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.commands import Compose, Forget, Keep, Speak, StopSpeaking, Transcribe, WakeAt
from assistant.events import Opened, ReplyChosen, ReplyFinished, SentenceReady, SpeakingCut, Spoken, Transcribed, Woke
from assistant.session import Session
from assistant.states import State
from assistant.turn_taking import Pace
from audio.endpointing import ONSET, PAUSE
from audio.frames import FRAME_SAMPLES
from audio.listening import Listening
from dialogues.moves import Move
from dialogues.screening import Screening

LOUD = 0.5
ENDINGS = ["he lied to me about the money again.", "and then", "he", "give me a moment"]


class Loudness:
    """Takes what is loud for speech."""

    def probability(self, frame):
        return 1.0 if np.abs(frame).max() >= LOUD else 0.0

    def reset(self):
        pass


@dataclass
class Room:
    """One person, who speaks as the pattern says, and the program."""

    session: Session
    delays: list[int]  # frames that each transcript takes; then over again
    heard: list[bool] = field(default_factory=list)  # each frame: whether they spoke
    later: list[tuple[int, object]] = field(default_factory=list)  # at which frame, which event
    spoken: list[tuple[int, str]] = field(default_factory=list)  # at which frame, which reply
    transcripts: int = 0

    def __post_init__(self):
        self.listening = Listening(Loudness(), self.take, woke=lambda at: self.take(Woke(at)))

    def live(self, pattern):
        self.take(Opened(0))
        for number, is_speech in enumerate(pattern):
            self.heard.append(is_speech)
            self.listening.feed(np.full(FRAME_SAMPLES, 1.0 if is_speech else 0.0, np.float32))
            due = [event for at, event in self.later if at <= number]
            self.later = [(at, event) for at, event in self.later if at > number]
            for event in due:
                self.take(event)

    def take(self, event):
        for command in self.session.handle(event):
            self.carry_out(command)

    def carry_out(self, command):
        now = len(self.heard)
        match command:
            case WakeAt(at=at):
                self.listening.wake_at(at)
            case Keep(since=since):
                self.listening.recording.keep(since)
            case Forget():
                self.listening.recording.forget()
            case Transcribe():
                delay = self.delays[self.transcripts % len(self.delays)]
                words = f"{self.stretches(command.start, command.end)} {ENDINGS[self.transcripts % len(ENDINGS)]}"
                self.transcripts += 1
                self.later.append((now + delay, Transcribed(command.turn, command.draft, words)))
            case Compose(turn=turn, draft=draft, transcript=transcript):
                said = transcript.turns[-1].text if transcript.turns else ""
                reply = [ReplyChosen(turn, draft, Move.QUESTION, ""), SentenceReady(turn, draft, 0, said)]
                self.later += [(now + 1, event) for event in [*reply, ReplyFinished(turn, draft)]]
            case Speak(turn=turn, number=number, text=text):
                self.spoken.append((now, text))
                self.later.append((now + 30, Spoken(turn, number, now * FRAME_SAMPLES)))
            case StopSpeaking(turn=turn):
                self.later = [(at, event) for at, event in self.later if not isinstance(event, Spoken)]
                self.later.append((now, SpeakingCut(turn, 0, "", now * FRAME_SAMPLES)))

    def stretches(self, start, end):
        """Which stretches of speech lie in this sound, by number."""
        frames = self.heard[start // FRAME_SAMPLES : end // FRAME_SAMPLES]
        first = sum(self.begins(at) for at in range(start // FRAME_SAMPLES))
        inside = sum(self.begins(at) for at in range(start // FRAME_SAMPLES, start // FRAME_SAMPLES + len(frames)))
        return " ".join(f"s{number}" for number in range(first, first + inside))

    def begins(self, at):
        return self.heard[at] and (at == 0 or not self.heard[at - 1])


@st.composite
def lives(draw):
    """A talk in speech and silence, and the room it happened in."""
    pace = draw(st.sampled_from(Pace))
    delays = draw(st.lists(st.integers(1, 60), min_size=1, max_size=4))
    room = Room(Session(lambda _text, _transcript: Screening(), lambda *_: None, pace), delays)
    runs = draw(st.lists(st.tuples(st.integers(ONSET, 60), st.integers(PAUSE + 1, 160)), min_size=1, max_size=6))
    pattern = [False] * 40 + [each for loud, quiet in runs for each in [True] * loud + [False] * quiet]
    room.live(pattern)
    return room


@given(lives())
def test_no_reply_begins_over_speech(room):
    """When a reply is asked for, the last frames heard were silence: not even a first syllable had begun."""
    for at, text in room.spoken:
        if text:
            assert not any(room.heard[max(0, at - PAUSE) : at])


@given(lives())
def test_every_reply_answers_the_whole_of_what_was_said(room):
    """No stretch of speech is left out of what is answered, and none is answered twice: nothing stale is spoken."""
    answered = [word for _, text in room.spoken for word in text.split() if word[1:].isdigit()]
    numbers = [int(word[1:]) for word in answered]
    assert numbers == sorted(set(numbers))
    for at, text in room.spoken:
        begun = sum(room.begins(frame) for frame in range(at))
        if text:
            assert f"s{begun - 1}" in text.split()


@given(lives())
def test_the_floor_is_the_persons_while_they_speak(room):
    """After the last frame of a long enough stretch of speech, the program is not replying."""
    if all(room.heard[-ONSET:]):
        assert room.session.state is not State.REPLYING
