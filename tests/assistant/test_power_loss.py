"""The power goes at any moment: the journal is whole, and holds every turn that was said to be safe."""

import random
import sys
from datetime import UTC, datetime

import pytest

from assistant.errors import JournalError
from assistant.journal import Journal
from assistant.migrations import upgrade
from assistant.store import CANARY, Store
from dialogues.transcript import Speaker, Turn
from tests.assistant.losing_power import NotedDisk, Notes, Wrote, disks
from tests.assistant.sealed import KEY

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DISKS = 300
TURNS = 40
DELETED_AFTER = 25
MARK = "pomegranate"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the notes are of a POSIX disk")


def noted_talk(path, *, synchronous):
    """What a real store does to the disk while somebody talks and deletes an earlier session in between."""
    notes = Notes()
    with Store.writing(path, KEY, vfs=NotedDisk(notes).sealed_name) as store:
        upgrade(store, path)
        store.run(f"PRAGMA synchronous = {synchronous}")
        store.run("PRAGMA wal_autocheckpoint = 12")  # pages: so that the log goes into the file now and then
        journal = Journal(store, path)
        earlier = journal.begin("typed", NOW)
        journal.write(earlier, Turn(Speaker.USER, f"{MARK} of the past"), NOW)
        notes.tell("earlier")
        session = journal.begin("typed", NOW)
        for number in range(1, TURNS + 1):
            journal.write(session, Turn(Speaker.USER, f"{MARK} {number} " + "and then " * (number * 7 % 90)), NOW)
            notes.tell(number)
            if number == DELETED_AFTER:
                journal.delete(earlier)
                notes.tell("deleted")
        return Notes(list(notes.all))  # the power goes before anything is closed


def found(folder, files):
    """What a person finds when they start the program again on such a disk."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with Journal.open(folder / "data.db", KEY) as journal:
        journal.verify()
        sessions = {summary.id: journal.entry(summary.id) for summary in journal.sessions()}
    numbers = [int(timed.turn.text.split()[1]) for timed in sessions[2].turns] if 2 in sessions else []
    return numbers, 1 in sessions


def test_whenever_the_power_goes_nothing_that_was_safe_is_lost(tmp_path):
    """On hundreds of lawful disks: none is corrupt, no told turn is missing, nothing deleted comes back, no word is readable."""
    notes = noted_talk(tmp_path / "data.db", synchronous="FULL")
    told_by_then = set()
    for number, (files, told) in enumerate(disks(notes, DISKS, random.Random(20_260_301))):
        numbers, has_earlier = found(tmp_path / str(number), files)

        turns = [each for each in told if isinstance(each, int)]
        assert numbers[: len(turns)] == turns
        assert len(numbers) - len(turns) <= 1  # one more may have been kept before anybody was told
        assert has_earlier or "earlier" not in told or len(turns) >= DELETED_AFTER
        assert not (has_earlier and "deleted" in told)
        assert not any(word in content for content in files.values() for word in (MARK.encode(), CANARY.encode()))
        told_by_then.add(len(turns))
    assert len(told_by_then) > TURNS / 2


def test_not_a_word_is_ever_on_its_way_to_the_disk(tmp_path):
    """Not in any single write, to any file, at any moment."""
    notes = noted_talk(tmp_path / "data.db", synchronous="FULL")

    writes = [note for note in notes.all if isinstance(note, Wrote)]
    assert {note.file for note in writes} >= {"data.db", "data.db-wal"}
    for word in (MARK, CANARY, "CREATE TABLE", "sessions"):
        assert not any(word.encode() in note.data for note in writes)


def test_a_store_that_did_not_wait_for_the_disk_would_be_found_out(tmp_path):
    """With a weaker setting turns are lost on some of the same disks: so the test above can fail."""
    notes = noted_talk(tmp_path / "data.db", synchronous="NORMAL")
    lost = 0
    for number, (files, told) in enumerate(disks(notes, DISKS // 4, random.Random(5))):
        turns = [each for each in told if isinstance(each, int)]
        try:
            numbers, _ = found(tmp_path / str(number), files)
        except JournalError:
            numbers = []
        lost += numbers[: len(turns)] != turns
    assert lost > 0
