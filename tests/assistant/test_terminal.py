"""What a person sees, in a terminal and in a pipe."""

import io

import pytest

from assistant.commands import Speak, Write
from assistant.events import SpeakingCut, SpeakingStarted, Transcribed
from assistant.states import State
from assistant.terminal import Progress, Terminal
from audio.endpointing import SpeechStarted
from dialogues.transcript import Speaker, Turn


class Screen(io.StringIO):
    """A terminal that keeps what was written to it."""

    def isatty(self):
        return True


@pytest.fixture(params=[io.StringIO, Screen], ids=["pipe", "terminal"])
def out(request, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return request.param()


def a_turn(terminal):
    terminal.saw(SpeechStarted(0), (), State.HEARING)
    terminal.saw(Transcribed(1, 1, "He was late"), (), State.UNDERSTANDING)
    written = Write(Turn(Speaker.USER, "He was late again."))
    terminal.saw(Transcribed(1, 2, "x"), (written, Speak(1, 0, "Late again.")), State.REPLYING)
    terminal.saw(SpeakingStarted(1, 0, 0), (), State.REPLYING)


def test_both_sides_of_a_turn_stay_on_the_screen(out):
    """The words are shown once they are final, the reply once it sounds."""
    a_turn(Terminal(out))
    assert "You: He was late again.\n" in out.getvalue()
    assert "Sounding Board: Late again.\n" in out.getvalue()


def test_the_person_sees_what_state_it_is_in(out):
    """Hearing, thinking, speaking."""
    a_turn(Terminal(out))
    shown = [out.getvalue().find(state) for state in ("(hearing you)", "(thinking)", "(speaking)")]
    assert -1 < shown[0] < shown[1] < shown[2]


def test_the_words_are_shown_as_they_are_recognised():
    """In a terminal, a draft of the turn stands beside the state."""
    out = Screen()
    a_turn(Terminal(out))
    assert "(thinking) He was late" in out.getvalue()


def test_a_pipe_gets_no_control_characters():
    """Lines are written once."""
    out = io.StringIO()
    a_turn(Terminal(out))
    Progress(out, "Joining")(1, 2)
    Progress(out, "Joining")(2, 2)
    assert "\x1b" not in out.getvalue()
    assert "\r" not in out.getvalue()


def test_no_color_is_respected(monkeypatch):
    """No colour, and still a line that is rewritten."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    out = Screen()
    a_turn(Terminal(out))
    assert "\x1b[2m" not in out.getvalue()


def test_a_plain_terminal_is_treated_as_a_pipe(monkeypatch):
    """TERM=dumb cannot rewrite a line."""
    monkeypatch.setenv("TERM", "dumb")
    out = Screen()
    a_turn(Terminal(out))
    assert "\x1b" not in out.getvalue()


def test_a_cut_is_marked(out):
    """What was heard of a sentence is shown with its cut."""
    terminal = Terminal(out)
    terminal.saw(SpeakingCut(1, 0, "Which of", 0), (), State.HEARING)
    assert "(you heard this much: Which of —)" in out.getvalue()


def test_a_typed_turn_is_not_shown_twice(out):
    """The person has just typed it."""
    a_turn(Terminal(out, shows_user=False))
    assert "He was late" not in out.getvalue()
    assert "Late again." in out.getvalue()
