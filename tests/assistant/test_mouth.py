"""What is asked for is heard, in order, and what is stopped is reported as far as it was heard."""

import queue
import time

import pytest

from assistant.commands import Prepare, Speak
from assistant.events import Rendered, SpeakingStarted, Spoken, Unspoken
from assistant.mouth import Mouth
from audio.playback import silence
from audio.speaking import ToneVoice

RATE = 16_000
WORD = 0.2  # seconds a word takes


class MuteVoice:
    """A voice that has lost itself: every sentence fails."""

    sample_rate = RATE

    def is_ready(self, _text):
        return False

    def render(self, text):
        raise RuntimeError(text)


class Played:
    """A mouth with its events, and a speaker that plays as fast as it is asked to."""

    def __init__(self, voice):
        self.events = queue.SimpleQueue()
        self.mouth = Mouth(voice, self.events.put, clock=lambda: 0)

    def event(self, kind):
        """The next event of a kind, whatever comes before it."""
        while True:
            event = self.events.get(timeout=5)
            if isinstance(event, kind):
                return event

    def play(self, words):
        block = silence(round(words * WORD * RATE))
        self.mouth.fill(block)
        return block

    def wait_until_rendered(self, turn, number):
        while (rendered := self.event(Rendered)) and (rendered.turn, rendered.number) != (turn, number):
            pass
        time.sleep(0.05)  # the last part of the sentence is put behind the first


@pytest.fixture
def played():
    it = Played(ToneVoice(RATE, WORD))
    yield it
    it.mouth.close()


def test_a_sentence_starts_sounds_and_ends(played):
    """Its first sample and its last are both reported."""
    played.mouth.speak(Speak(1, 0, "You stayed awake."))
    played.wait_until_rendered(1, 0)
    block = played.play(4)
    assert played.event(SpeakingStarted).number == 0
    assert played.event(Spoken).number == 0
    assert block[: round(3 * WORD * RATE)].any()
    assert not block[round(3 * WORD * RATE) :].any()


def test_what_is_only_prepared_is_not_heard(played):
    """A reply may still be thrown away."""
    played.mouth.prepare(Prepare(1, 0, "You stayed awake."))
    played.wait_until_rendered(1, 0)
    assert not played.play(4).any()


def test_stopping_says_which_words_were_heard(played):
    """A sentence that was cut after two of its words ends after two of its words."""
    played.mouth.speak(Speak(1, 0, "You stayed awake until four."))
    played.wait_until_rendered(1, 0)
    played.play(2)
    cut = played.mouth.stop(1)
    assert (cut.turn, cut.number, cut.heard) == (1, 0, "You stayed")
    assert not played.play(4).any()


def test_stopping_before_the_first_sample_leaves_nothing_heard(played):
    """Nothing was said, so nothing is kept."""
    played.mouth.speak(Speak(1, 0, "You stayed awake."))
    played.wait_until_rendered(1, 0)
    assert played.mouth.stop(1).heard == ""


def test_a_stopped_turn_never_sounds_again(played):
    """A sentence that was still to be rendered when its turn was stopped is not spoken, and the next turn is."""
    played.mouth.stop(1)
    played.mouth.speak(Speak(1, 1, "This is stale."))
    played.mouth.speak(Speak(2, 0, "This is not."))
    assert (played.event(Rendered).turn) == 2


def test_a_voice_that_fails_is_reported_and_the_talk_goes_on():
    """The sentence is only shown."""
    it = Played(MuteVoice())
    it.mouth.prepare(Prepare(1, 0, "You stayed awake."))
    it.mouth.speak(Speak(1, 0, "You stayed awake."))
    assert it.event(Unspoken).number == 0
    it.mouth.close()
