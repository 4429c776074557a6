"""The program is killed and the disk runs full, for real: what was acknowledged is there afterwards."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.journal import Journal
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
    largest = max(file.stat().st_size for file in path.parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + int(sys.argv[2]), hard))
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
