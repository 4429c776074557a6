"""A running talk lets go of the journal when it is asked to, when nobody is there, and when the computer has slept."""

import json
import os
import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ExitCode
from assistant.events import SentenceReady, Typed
from assistant.journal import Journal
from assistant.locking import LOOK_EVERY, Lookout, lock
from assistant.places import Places
from assistant.settings import Settings
from assistant.states import State
from assistant.talking import talk_typed
from assistant.vault import Vault
from assistant.watching import ASLEEP, Reason, Watch
from dialogues.listener import Reply
from dialogues.moves import Move
from dialogues.screening import screen
from tests.assistant.running import FROM_A_SHELL, PROGRAM, SURROUNDINGS, Person, run_with

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of this kind")
MINUTES = 60.0
SHORT = st.floats(0.01, ASLEEP)  # between two looks, while the computer is awake


@pytest.fixture
def home(tmp_path):
    Vault(Places.under(tmp_path / "home")).make_with_device_key()
    return tmp_path / "home"


@given(steps=st.lists(st.tuples(SHORT, st.booleans()), max_size=100), limit=st.floats(60, 3600))
def test_it_locks_as_soon_as_nobody_was_there_for_so_long_and_never_sooner(steps, limit):
    """However the looks and the signs of life fall."""
    now, alive = 1000.0, 1000.0
    watch = Watch(limit, now, now)
    for passed, is_alive in steps:
        now += passed
        if is_alive:
            alive = now
            watch.alive(now)
        assert (watch.look(now) is Reason.IDLE) == (now - alive >= limit)


def test_without_a_limit_only_sleep_locks():
    """A night of looks locks nothing; one look that comes a minute late does."""
    watch = Watch(None, 0.0, 0.0)

    assert not any(watch.look(LOOK_EVERY * number) for number in range(60_000))
    assert watch.look(30_000.0 + MINUTES) is Reason.SLEPT


def test_a_clock_that_was_set_back_locks_nothing():
    """The wait begins anew."""
    watch = Watch(10 * MINUTES, 1_000_000.0, 1_000_000.0)

    assert watch.look(500.0) is None
    assert watch.look(520.0) is None


def guarded(lookout, *, ends=True):
    """What a session under this lookout was told to do, once it was told."""
    told, over = [], threading.Event()

    def leave():
        told.append("leave")
        if ends:
            over.set()

    def force():
        told.append("force")
        over.set()

    return lookout.guard(leave, force), told, over


def test_any_part_of_the_program_can_lock_at_once():
    """One call is enough, from wherever it comes."""
    lookout = Lookout()
    guard, told, over = guarded(lookout)
    with guard:
        lookout.lock()
        assert over.wait(10)

    assert (told, lookout.reason) == (["leave"], Reason.ASKED)


def test_what_the_program_does_itself_is_no_sign_of_life(tmp_path):
    """Only speaking, typing and pressing a key put the lock off."""
    lookout = Lookout(tmp_path / "asked", limit=0.0)
    guard, _, over = guarded(lookout)
    with guard:
        lookout.saw(SentenceReady(1, 1, 0, "words"), (), State.REPLYING)
        assert over.wait(10)
    assert lookout.reason is Reason.IDLE

    patient = Lookout(tmp_path / "asked", limit=3600.0)
    with patient.guard(lambda: None, lambda: None):
        patient.saw(Typed("words"), (), State.LISTENING)
    assert patient.reason is None


@pytest.mark.slow
def test_a_session_that_does_not_end_is_ended():
    """Whatever hangs, the lock does not wait for it for long."""
    lookout = Lookout()
    guard, told, over = guarded(lookout, ends=False)
    with guard:
        lookout.lock()
        assert over.wait(30)

    assert told == ["leave", "force"]


def test_nothing_is_locked_where_nothing_is_open(home):
    """And no file is left behind by trying."""
    before = sorted(home.rglob("*"))

    assert lock(Places.under(home)) is False
    assert sorted(home.rglob("*")) == before
    assert lock(Places.under(home / "nowhere")) is False


@posix
def test_lock_ends_a_talk_from_another_terminal_and_takes_it_off_the_screen(home):
    """It needs no passphrase; everything said is kept; what was half typed is not left for the shell."""
    with Person(home, "talk", "--text", "--country", "IE", terminal="xterm", start=FROM_A_SHELL) as person:
        person.reads("You:")
        person.types("I found a medlar.")
        person.reads("You:")
        person.types_half("and nobody knows")
        locked = run_with(home, "lock")
        person.reads("\x1b[3J")
        person.reads("Locked")
        person.types("")
        person.reads("the shell was given: ''")
        assert person.leaves() == 3
        assert "medlar" not in person.shown[person.shown.rindex("\x1b[3J") :]

    assert locked.returncode == 0
    assert "any more" in locked.stdout
    kept = json.loads(run_with(home, "journal", "show", 1, "--json").stdout)
    assert [turn["text"] for turn in kept["turns"] if turn["role"] == "user"] == ["I found a medlar."]
    assert kept["closed_at"]
    assert not (home / "data.db.asked").exists()


class Nods:
    """A listener that has its reply at once."""

    def reply(self, _transcript):
        return Reply(Move.REFLECTION, ("I hear you.",))


@posix
def test_a_talk_in_which_nobody_types_locks_itself(tmp_path):
    """While it waits for a line, and nobody comes; what was said before is kept."""
    screen("")  # loads what reads for danger: a session that is still loading after the time of grace would be ended
    read, write = os.pipe()
    with os.fdopen(read) as lines, os.fdopen(write, "w") as typed, Journal.in_memory() as journal:
        typed.write("I found a medlar.\n")
        typed.flush()
        ended = talk_typed(Settings(), journal, lines, Nods(), lookout=Lookout(tmp_path / "asked", limit=2.0))
        (session,) = journal.sessions()

        assert ended is ExitCode.LOCKED
        assert session.closed_at
        assert session.first_words == "I found a medlar."


@posix
def test_a_talk_that_reads_from_a_pipe_is_locked_too(home):
    """Nobody needs to be at its terminal."""
    with subprocess.Popen(
        [*PROGRAM, "--home", str(home), "talk", "--text"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=SURROUNDINGS,
    ) as talk:
        assert talk.stdin
        assert talk.stdout
        talk.stdin.write(b"I found a medlar.\n")
        talk.stdin.flush()
        while b"medlar" not in (line := talk.stdout.readline()):
            assert line
        assert run_with(home, "lock").returncode == 0
        assert talk.wait() == 3

    assert run_with(home, "lock").stdout.startswith("Nothing")


@posix
@pytest.mark.slow
def test_what_will_not_let_go_is_reported(home):
    """Something that is no talk has the journal: it is said, and the wish is not left lying."""
    places = Places.under(home)
    with subprocess.Popen(
        [*PROGRAM, "--home", str(home), "talk", "--text"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=SURROUNDINGS,
    ) as talk:
        assert talk.stdin
        assert talk.stdout
        while b"To stop" not in (line := talk.stdout.readline()):
            assert line
        os.kill(talk.pid, 19)  # stopped, it can do nothing about the wish
        ran = run_with(home, "lock")
        talk.kill()

    assert ran.returncode == 1
    assert "still open" in ran.stderr
    assert not places.journal.with_name("data.db.asked").exists()
