"""The program is killed and the disk runs full, for real: what was acknowledged is there afterwards."""

import random
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from assistant.journal import Journal
from assistant.places import Places
from assistant.vault import Vault
from dialogues.transcript import Speaker
from tests.assistant.running import PROGRAM, SURROUNDINGS, run_with
from tests.assistant.sealed import KEY

ROUNDS = 25

TALKER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from assistant.journal import Journal
from assistant.keys import Key
from dialogues.moves import Move
from dialogues.transcript import Speaker, Turn

with Journal.open(Path(sys.argv[1]), Key(bytes(range(32)))) as journal:
    session = journal.begin("typed", datetime.now(UTC))
    print(session, flush=True)
    number = 0
    while True:
        number += 1
        words = f"{number} of {session} " + "and then " * (number % 97)
        journal.write(session, Turn(Speaker.USER, words), datetime.now(UTC), float(number), number + 0.5)
        print(words, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killing_the_program_at_any_moment_loses_no_acknowledged_turn(tmp_path: Path) -> None:
    """After each of many kills the file is whole, the session is kept as interrupted, and every turn is in it."""
    path = tmp_path / "data.db"
    chance = random.Random(20_260_301)
    acknowledged: dict[int, list[str]] = {}
    for _ in range(ROUNDS):
        with subprocess.Popen([sys.executable, "-c", TALKER, str(path)], stdout=subprocess.PIPE, text=True) as talker:
            assert talker.stdout
            session = int(talker.stdout.readline())
            heard = [talker.stdout.readline() for _ in range(chance.randrange(0, 40))]
            time.sleep(chance.random() / 100)  # so that the kill falls anywhere within a transaction
            talker.kill()
            heard += talker.stdout.readlines()
        acknowledged[session] = [line.removesuffix("\n") for line in heard if line.endswith("\n")]

        with Journal.open(path, KEY) as journal:
            journal.verify()
            (newest,) = journal.sessions(limit=1)
            kept = [timed.turn.text for timed in journal.entry(session).turns]
        assert (newest.id, newest.closed_at) == (session, None)
        # At most one more may have been committed without anybody having been told.
        assert kept[: len(acknowledged[session])] == acknowledged[session]
        assert len(kept) - len(acknowledged[session]) <= 1

    with Journal.read(path, KEY) as journal:
        assert sorted(summary.id for summary in journal.sessions()) == sorted(acknowledged)
        for session, said in acknowledged.items():
            assert [timed.turn.text for timed in journal.entry(session).turns][: len(said)] == said
    assert sum(map(len, acknowledged.values())) > ROUNDS


PROGRAM_ROUNDS = 6


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killing_the_real_program_loses_nothing_that_it_answered(tmp_path: Path) -> None:
    """Whenever the talk is killed: what was answered is kept, the session is shown as not finished, and the next one begins."""
    home = tmp_path / "home"
    places = Places.under(home)
    key = Vault(places).make_with_device_key()
    chance = random.Random(20_260_302)
    answered: dict[int, list[str]] = {}
    for session in range(1, PROGRAM_ROUNDS + 1):
        said = answered.setdefault(session, [])
        with subprocess.Popen(
            [*PROGRAM, "--home", str(home), "talk", "--text"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=SURROUNDINGS,
        ) as talk:
            assert talk.stdin
            assert talk.stdout
            read_up_to(talk.stdout, "Sounding Board:")
            for number in range(chance.randrange(1, 6)):
                words = f"My sister told me story number {number} of day {session}."
                talk.stdin.write(f"{words}\n")
                talk.stdin.flush()
                read_up_to(talk.stdout, "Sounding Board:")
                said.append(words)
            talk.stdin.write("And one more that nobody has answered.\n")
            talk.stdin.flush()
            time.sleep(chance.random() / 50)
            talk.kill()

        with Journal.open(places.journal, key) as journal:
            journal.verify()
            (newest,) = journal.sessions(limit=1)
            kept = [timed.turn.text for timed in journal.entry(session).turns if timed.turn.speaker is Speaker.USER]
        assert (newest.id, newest.closed_at) == (session, None)
        assert kept[: len(said)] == said
    listed = run_with(home, "journal", "list").stdout
    assert listed.count("not finished, kept") == PROGRAM_ROUNDS


@pytest.mark.skipif(sys.platform == "win32", reason="its pipes differ")
def test_two_talks_at_once_are_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    """The second says what to do, with the exit code of an error; looking back is possible beside a talk."""
    home = tmp_path / "home"
    Vault(Places.under(home)).make_with_device_key()
    with subprocess.Popen(
        [*PROGRAM, "--home", str(home), "talk", "--text"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=SURROUNDINGS,
    ) as first:
        assert first.stdin
        assert first.stdout
        read_up_to(first.stdout, "Sounding Board:")
        second = run_with(home, "talk", "--text", typed="I found a medlar.\n")
        listed = run_with(home, "journal", "list")
        first.stdin.write("A quince for me.\ngoodbye\n")
        first.stdin.close()
        assert first.wait() == 0
        first.stdout.read()

    assert (second.returncode, listed.returncode) == (1, 0)
    assert "Finish the other session first" in second.stderr
    assert "quince" in run_with(home, "journal", "list").stdout


def read_up_to(lines: IO[str], words: str) -> None:
    """Reads what the program shows, up to a line with one of these in it."""
    while not re.search(words, line := lines.readline()):
        assert line, "the program ended"


FULL_DISK = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from assistant.errors import JournalUnwritable
from assistant.journal import Journal
from assistant.keys import Key
from dialogues.transcript import Speaker, Turn

def said(journal, session):
    return [timed.turn.text for timed in journal.entry(session).turns]

path = Path(sys.argv[1])
now = datetime(2026, 3, 1, tzinfo=UTC)
turns = [Turn(Speaker.USER, f"SECRET {number} " * 200) for number in range(200)]
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
with Journal.open(path, Key(bytes(range(32)))) as journal:
    session = journal.begin("typed", now)
    written = max(file.stat().st_size for file in path.parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (written + int(sys.argv[2]), hard))
    kept = 0
    try:
        for turn in turns:
            journal.write(session, turn, now)
            kept += 1
    except JournalUnwritable as error:
        print(error.what)
        print(error.hint)
    assert 0 < kept < len(turns), kept
    assert said(journal, session) == [turn.text for turn in turns[:kept]]
    for _ in range(3):
        try:
            journal.write(session, turns[kept], now)
        except JournalUnwritable:
            continue
        raise AssertionError("the disk was full, and the journal said it was not")
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    for turn in turns[kept:]:
        journal.write(session, turn, now)
    assert said(journal, session) == [turn.text for turn in turns]
with Journal.open(path, Key(bytes(range(32)))) as journal:
    journal.verify()
    assert said(journal, session) == [turn.text for turn in turns]
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit a file's size")
@pytest.mark.parametrize("room", [60_000, 64_000, 70_001, 150_000])  # bytes beyond what a new journal takes
def test_a_full_disk_keeps_what_was_kept_and_goes_on_when_there_is_room(tmp_path: Path, room: int) -> None:
    """The failed turn is reported in a plain sentence, earlier turns can be read, and later attempts are kept."""
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path / "data.db"), str(room)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert "data.db" in ran.stdout
    assert "Free some space" in ran.stdout
    assert "SECRET" not in ran.stdout
    assert str(tmp_path) not in ran.stdout


NO_ROOM_AT_ALL = """
import resource, sys
from pathlib import Path
from assistant.errors import JournalUnwritable
from assistant.journal import Journal
from assistant.keys import Key

path = Path(sys.argv[1])
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), hard))
try:
    Journal.open(path, Key(bytes(range(32)))).close()
except JournalUnwritable as error:
    print(error.what)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
with Journal.open(path, Key(bytes(range(32)))) as journal:
    journal.verify()
    assert journal.sessions() == ()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit a file's size")
@pytest.mark.parametrize("limit", [0, 100, 4096, 9000, 20_000])
def test_a_journal_that_could_not_be_made_can_be_made_when_there_is_room(tmp_path: Path, limit: int) -> None:
    """However far the first opening came, the second finds nothing in its way."""
    ran = subprocess.run(
        [sys.executable, "-c", NO_ROOM_AT_ALL, str(tmp_path / "data.db"), str(limit)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert "data.db" in ran.stdout
