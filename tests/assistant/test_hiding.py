"""Stop and hide: by voice, by typing it and by one key, the screen goes blank, the voice is silent, and the talk ends."""

import io
import os
import pty
import select
import subprocess
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path

import pytest

from assistant.commands import End, Ending, Speak, StopSpeaking, Write
from assistant.events import HideAsked, Opened, ReplyChosen, ReplyFinished, SentenceReady, Spoken, Transcribed, Typed
from assistant.journal import Journal
from assistant.places import Places
from assistant.session import Session
from assistant.settings import Hiding, Settings, save
from assistant.states import State
from assistant.terminal import WIPE, Terminal
from assistant.unlocking import Source, set_up
from assistant.vault import Vault
from audio.endpointing import SpeechPaused, SpeechStarted
from audio.frames import samples
from dialogues.crisis import respond
from dialogues.crisis_lines import lines_for
from dialogues.hiding import without_hiding
from dialogues.moves import Move
from dialogues.risk import screen_turn
from dialogues.transcript import Speaker

ROOT = Path(__file__).parents[2]
SECONDS = 30  # far more than a key needs, even on a busy computer


def fed(session, *events):
    return [command for event in events for command in session.handle(event)]


def opened():
    session = Session(screen_turn, lambda found, transcript: respond(found, lines_for("GB"), transcript))
    fed(
        session,
        Opened(0),
        ReplyChosen(0, 0, Move.OPENING, "opening"),
        SentenceReady(0, 0, 0, "Hello."),
        ReplyFinished(0, 0),
        Spoken(0, 0, samples(2)),
    )
    return session


def heard(session, text):
    return fed(
        session,
        SpeechStarted(samples(3)),
        SpeechPaused(end=samples(5), at=samples(5.3)),
        Transcribed(1, 1, text),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Stop and hide.",
        "stop and hide",
        "Stop, and hide!",
        "Stop. And hide.",
        "Stop in hide.",
        "Stop and hyde.",
        "Stop and high.",
        "Stopped and hide.",
        "stop & hide",
        "Stop and hide, stop and hide.",
        "Please stop and hide now.",
        "Hide everything.",
        "Quick, hide.",
        "hide the screen",
    ],
)
def test_the_wish_is_heard_as_transcribers_write_it(text):
    """It must work when whispered, said in haste, and misheard."""
    assert without_hiding(text) == ("", True)


@pytest.mark.parametrize(
    "text",
    [
        "I had to stop and hide in the shed.",
        "We used to stop and hide.",
        "He wants me to hide everything.",
        "I want to stop.",
        "Stop it.",
        "There is nothing to hide.",
        "I can't stop and I can't hide.",
        "",
    ],
)
def test_a_story_with_these_words_in_it_hides_nothing(text):
    """Only a wish of its own, at the end of what was said."""
    assert without_hiding(text) == (text, False)


def test_what_was_said_before_the_wish_is_kept_and_the_wish_itself_is_not():
    """Nobody who reads the journal later should see that somebody had to hide."""
    commands = heard(opened(), "He went through my bag. Stop and hide.")

    assert [c.turn.text for c in commands if isinstance(c, Write)] == ["He went through my bag."]
    assert commands[-1] == End(Ending.HIDDEN)


def test_it_works_while_a_reply_is_being_spoken():
    """The voice is silenced first, and what was heard of the reply is kept."""
    session = opened()
    fed(session, Typed("I've been thinking about suicide"))
    fed(session, Spoken(1, 0, samples(9)))
    commands = fed(session, HideAsked(samples(10)))

    assert [type(command) for command in commands] == [StopSpeaking, Write, End]
    assert session.transcript.turns[-1].cut
    assert session.state is State.ENDED


@pytest.mark.parametrize("words", ["stop and hide", "Hide everything"])
def test_typed_words_do_the_same(words):
    """Nothing is answered."""
    commands = fed(opened(), Typed(words))

    assert commands[-1] == End(Ending.HIDDEN)
    assert not any(isinstance(command, Speak | Write) for command in commands)


def test_a_blanked_terminal_shows_nothing_more():
    """Neither the talk nor anything that comes later, such as turns that could not be saved."""

    class Screen(io.StringIO):
        def isatty(self):
            return True

    screen = Screen()
    terminal = Terminal(screen)
    terminal.line("You: something private")
    terminal.saw(HideAsked(0), (End(Ending.HIDDEN),), State.ENDED)
    terminal.line("You: more of it")
    terminal.close()

    assert "more of it" not in screen.getvalue()
    after = screen.getvalue().rpartition(WIPE)
    assert after[1:] == (WIPE, "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
@pytest.mark.parametrize(
    ("how", "hiding"),
    [("stop and hide\n", Hiding.KEEP), ("\x1a", Hiding.KEEP), ("\x1a", Hiding.DISCARD)],
    ids=["typed", "Ctrl-Z", "Ctrl-Z, discarding"],
)
def test_in_a_real_terminal_the_screen_is_blank_and_the_words_are_kept_or_gone_as_was_chosen(tmp_path, how, hiding):
    """The installed program, a terminal, and a key that needs no Enter."""
    places = Places.under(tmp_path)
    save(Settings(hiding=hiding), places.settings)
    set_up(Vault(places), Source(None), device_key=True)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "--home", tmp_path, "talk", "--text", "--country", "GB"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        preexec_fn=lambda: ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  no key reaches it otherwise
    )
    os.close(theirs)
    shown = _until(ours, "You: ")
    os.write(ours, b"My sister read my diary.\n")
    shown += _until(ours, "You: ")
    os.write(ours, how.encode())
    shown += _until(ours, None)
    os.close(ours)

    assert process.wait(SECONDS) == 0
    assert "diary" in shown
    assert shown.rpartition(WIPE)[1:] == (WIPE, "")
    with Journal.read(places.journal, Vault(places).open_with_device_key()) as journal:
        said = [turn.text for session in journal.transcripts() for turn in session.by(Speaker.USER)]
    assert said == (["My sister read my diary."] if hiding is Hiding.KEEP else [])


def _until(terminal, wanted):
    """What the terminal shows up to and with these words; None waits for the program's end."""
    shown, deadline = "", time.monotonic() + SECONDS
    while wanted is None or not shown.endswith(wanted):
        if not select.select([terminal], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise AssertionError("the program said nothing more")
        try:
            more = os.read(terminal, 65_536)
        except OSError:  # how Linux says that the other end is closed
            more = b""
        if not more:
            break
        shown += more.decode()
    return shown
