"""Deleted means gone: whoever searches every file there is, with the key, finds nothing of what was deleted."""

import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from assistant import backups
from assistant.journal import Journal
from assistant.packing import unpacked
from assistant.places import Places
from assistant.sounds import keep_second
from assistant.vault import Vault
from dialogues.transcript import Speaker, Turn
from tests.assistant.running import PROGRAM, SURROUNDINGS, run_with
from tests.assistant.sealed import decrypted, readable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows hands descriptors on in another way")
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MARK = "a quince for the heron"
SOUND = np.random.default_rng(7).bytes(900)  # stands for what a second of somebody's voice is coded as
STAYS = "the medlar tree stands still"


@pytest.fixture
def home(tmp_path):
    """A journal with two sessions, of which one is to go; copied by every means that the program has."""
    places = Places.under(tmp_path / "home")
    key = Vault(places).make_with_device_key()
    with Journal.open(places.journal, key) as journal:
        for words in (MARK, STAYS):
            session = journal.begin("typed", NOON)
            for number in range(30):
                journal.write(session, Turn(Speaker.USER, f"{words} {number} " * 20), NOON, 1.0, 2.0)
        for second in range(20):
            keep_second(journal.store, 1, second, SOUND)
        with journal.store.transaction():
            journal.store.run("INSERT INTO words SELECT id, 0, 1.0, 2.0 FROM turns")
        backups.back_up(journal.store, places, key, None, now=NOON)
    return places.journal.parent


def everything(home: Path) -> bytes:
    """What somebody who has the key can find in every file: decrypted where it is a journal, as it is where not."""
    places = Places.under(home)
    key = Vault(places).open_with_device_key()
    found = readable(home)
    for file in home.rglob("*"):
        if file.suffix == ".zip":
            with unpacked(file, places) as inner:
                found += decrypted(inner.journal, key)
        elif file.name == "data.db":
            found += decrypted(file, key)
    return found


def test_of_a_deleted_session_nothing_is_in_any_file(home):
    """Neither words nor sound, in the journal, its log, or the backups that were purged with it; the other is all there."""
    before = everything(home)
    assert MARK.encode() in before
    assert SOUND in before

    ran = run_with(home, "journal", "delete", 1, "--yes", "--purge-backups")

    assert ran.returncode == 0, ran.stderr
    after = everything(home)
    assert MARK.encode() not in after
    assert SOUND not in after
    assert all(f"{STAYS} {number} ".encode() in after for number in range(30))


def test_of_deleted_sound_nothing_is_in_the_journal_and_its_words_are(home):
    """The backup that stays still has it, and that is said."""
    ran = run_with(home, "journal", "delete", 1, "--audio-only", "--yes")

    assert ran.returncode == 0, ran.stderr
    kept = decrypted(home / "data.db", Vault(Places.under(home)).open_with_device_key())
    assert SOUND not in kept
    assert MARK.encode() in kept
    assert ".zip" in ran.stdout


def test_after_erasing_there_is_no_file_with_anything_in_it(home):
    """But for the settings, which hold no words. One sentence says what is not reached."""
    ran = run_with(home, "journal", "erase", "--yes")

    assert "not reached" in ran.stdout
    assert readable(home) == b""


def test_an_erasing_that_is_killed_has_destroyed_the_keys_or_not_begun(home):
    """Whenever it stops: what is left of the journal cannot be read, or nothing was touched."""
    places = Places.under(home)
    with subprocess.Popen([*PROGRAM, "--home", str(home), "journal", "erase", "--yes"], env=SURROUNDINGS) as erasing:
        while places.keys.exists() and erasing.poll() is None:
            pass
        erasing.kill()

    assert not places.keys.exists()
    assert run_with(home, "journal", "erase", "--yes").returncode == 0
    assert readable(home) == b""


def test_a_backup_is_overwritten_before_it_is_unlinked(tmp_path):
    """Where a disk writes in place, whoever still has the file open finds nothing in it."""
    places = Places.under(tmp_path / "home")
    key = Vault(places).make_with_device_key()
    with Journal.open(places.journal, key) as journal:
        backup = backups.back_up(journal.store, places, key, None, now=NOON)
        with backup.open("rb") as held:
            assert zipfile.is_zipfile(held)
            backups.purge(journal.store, backups.Backup(backup, is_there=True))
            held.seek(0)
            assert set(held.read()) == {0}
    assert not os.path.lexists(backup)
