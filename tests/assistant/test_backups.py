"""A backup holds what the journal held, opens with what opened it, takes its place, and can be got rid of."""

import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import backups
from assistant.errors import JournalBusy, JournalDamaged, JournalUnwritable, UsageError
from assistant.journal import Journal
from assistant.keys import Cost
from assistant.packing import unpacked
from assistant.places import Places
from assistant.vault import Vault
from dialogues.transcript import Speaker, Turn
from tests.assistant.running import run_with
from tests.assistant.sealed import readable

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CHEAP = Cost(1, 8192)
WORDS, OTHER = "seven slow otters", "nine quick herons"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows hands descriptors on in another way")


@pytest.fixture
def places(tmp_path):
    return Places.under(tmp_path / "home")


@pytest.fixture
def vault(places):
    return Vault(places, CHEAP)


def talked(places, key, words):
    with Journal.open(places.journal, key) as journal:
        session = journal.begin("typed", NOON)
        journal.write(session, Turn(Speaker.USER, words), NOON)
    return session


def said(places, key):
    with Journal.read(places.journal, key) as journal:
        return [turn.text for transcript in journal.transcripts() for turn in transcript]


def backed_up(places, key, folder=None, *, now=NOON, **more):
    with Journal.open(places.journal, key) as journal:
        return backups.back_up(journal.store, places, key, folder, now=now, **more)


def test_a_backup_opens_with_what_opened_the_journal_then_and_holds_what_it_held(places, vault, tmp_path):
    """On a computer that never saw the journal; a passphrase chosen later does not open it, the code still does."""
    key, code = vault.make(WORDS)
    talked(places, key, "damson")
    backup = backed_up(places, key)
    vault.change_passphrase(key, OTHER)
    talked(places, key, "medlar")

    elsewhere = Places.under(tmp_path / "elsewhere")
    with unpacked(backup, elsewhere) as inner:
        found = Vault(inner)
        assert found.open_with_recovery_code(code).secret == key.secret
        assert backups.restore(inner, elsewhere, NOON) is None
    assert said(elsewhere, Vault(elsewhere).open_with_passphrase(WORDS)) == ["damson"]
    assert not {b"damson", b"medlar"} & set(readable(tmp_path).split())
    assert sorted(file.name for file in elsewhere.journal.parent.iterdir()) == ["data.db", "data.db.lock", "data.keys"]


def test_a_restored_backup_replaces_nothing_for_good(places, vault):
    """What was there before is a backup too, and comes back the same way."""
    key, _ = vault.make(WORDS)
    talked(places, key, "damson")
    backup = backed_up(places, key)
    talked(places, key, "medlar")

    for file, held in ((backup, ["damson"]), (None, ["damson", "medlar"])):
        replaced = next(places.backups.glob("data-replaced-*")) if file is None else file
        with unpacked(replaced, places) as inner:
            backups.restore(inner, places, NOON)
        assert said(places, key) == held


def test_a_journal_that_cannot_be_read_any_more_is_replaced_and_kept_as_it_is(places, vault):
    """That is what a backup is for: nothing about the damaged one needs to be right."""
    key, _ = vault.make(WORDS)
    talked(places, key, "damson")
    backup = backed_up(places, key)
    places.journal.write_bytes(b"damaged" * 1000)
    places.keys.write_bytes(b"damaged too")

    with unpacked(backup, places) as inner:
        replaced = backups.restore(inner, places, NOON)

    assert said(places, Vault(places).open_with_passphrase(WORDS)) == ["damson"]
    with zipfile.ZipFile(replaced) as kept:
        assert kept.read("data.db") == b"damaged" * 1000


def test_what_a_crash_left_in_the_log_is_set_aside_with_the_rest(places, vault):
    """A journal that nobody closed is kept with its newest turns."""
    key, _ = vault.make(WORDS)
    talked(places, key, "damson")
    backup = backed_up(places, key)
    with Journal.open(places.journal, key) as journal:
        journal.write(journal.begin("typed", NOON), Turn(Speaker.USER, "medlar"), NOON)
        left = {name: places.journal.with_name(name).read_bytes() for name in ("data.db", "data.db-wal")}
    for name, content in left.items():
        places.journal.with_name(name).write_bytes(content)

    with unpacked(backup, places) as inner:
        replaced = backups.restore(inner, places, NOON)

    assert said(places, key) == ["damson"]
    with unpacked(replaced, places) as inner, Journal.open(inner.journal, key) as journal:
        assert [turn.text for each in journal.transcripts() for turn in each] == ["damson", "medlar"]


def test_only_the_last_few_stay_and_those_of_others_are_not_touched(places, vault, tmp_path):
    """Each journal's own, in one folder on a stick; files of other kinds stay too."""
    key, _ = vault.make(WORDS)
    talked(places, key, "damson")
    his = places.of_vault(2)
    his_key = Vault(his, CHEAP).make(OTHER)[0]
    talked(his, his_key, "medlar")
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "data-of-mine.zip").write_bytes(b"mine")
    of_his = backed_up(his, his_key, stick)
    made = [backed_up(places, key, stick, now=NOON + timedelta(seconds=number), keep=2) for number in range(4)]

    assert {file.name for file in stick.iterdir()} == {"data-of-mine.zip", of_his.name, made[2].name, made[3].name}
    if os.name != "nt":
        assert made[3].stat().st_mode & 0o077 == 0


def test_a_clock_that_was_set_back_does_not_cost_the_newest(places, vault):
    """What was just written stays, however old it looks beside the others."""
    key, _ = vault.make(WORDS)
    talked(places, key, "damson")
    for number in range(2):
        later = backed_up(places, key, now=NOON + timedelta(days=number + 1))
        os.utime(later, (4e9, 4e9 + number))
    newest = backed_up(places, key, keep=2)

    assert set(places.backups.iterdir()) == {newest, later}


def test_two_backups_of_one_second_are_two(places, vault):
    """The second does not take the place of the first."""
    key, _ = vault.make(WORDS)
    talked(places, key, "damson")

    assert backed_up(places, key) != backed_up(places, key)


def test_a_folder_that_is_not_there_is_not_made(places, vault, tmp_path):
    """A stick that is not plugged in would otherwise be a folder on this computer."""
    key, _ = vault.make(WORDS)
    with pytest.raises(UsageError, match="not there"):
        backed_up(places, key, tmp_path / "stick")

    assert not (tmp_path / "stick").exists()


@pytest.mark.parametrize("at", [0, 30, 400, 3000, 9000, -6, -3])
def test_a_backup_that_is_damaged_is_not_restored(places, vault, at):
    """Whichever byte is changed, nothing of the journal is."""
    key, _ = vault.make(WORDS)
    talked(places, key, "damson")
    backup = backed_up(places, key)
    content = bytearray(backup.read_bytes())
    content[at] ^= 0xFF
    backup.write_bytes(content)

    with pytest.raises(JournalDamaged), unpacked(backup, places):
        pass
    assert said(places, key) == ["damson"]


@pytest.mark.parametrize("name", ["../data.db", "data.db.lock", "settings.toml"])
def test_a_file_that_is_not_a_backup_is_refused(places, tmp_path, name):
    """Nothing of it is written anywhere; what is compressed is no backup either."""
    for members, how in (([name], zipfile.ZIP_STORED), (["data.db", "data.keys"], zipfile.ZIP_DEFLATED)):
        with zipfile.ZipFile(tmp_path / "other.zip", "w", how) as other:
            for each in members:
                other.writestr(each, b"x" * 100)
        with pytest.raises(JournalDamaged, match="not a backup"), unpacked(tmp_path / "other.zip", places):
            pass
    assert not list(tmp_path.rglob("data*"))


def test_while_the_journal_is_open_nothing_takes_its_place(places, vault):
    """A running session goes on as it was."""
    key, _ = vault.make(WORDS)
    talked(places, key, "damson")
    backup = backed_up(places, key)

    with Journal.open(places.journal, key), unpacked(backup, places) as inner, pytest.raises(JournalBusy):
        backups.restore(inner, places, NOON)
    assert said(places, key) == ["damson"]


NO_ROOM = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from assistant import backups
from assistant.errors import JournalUnwritable
from assistant.journal import Journal
from assistant.places import Places
from assistant.vault import Vault

places = Places.under(Path(sys.argv[1]))
key = Vault(places).open_with_passphrase("seven slow otters")
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
with Journal.open(places.journal, key) as journal:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), hard))
    try:
        backups.back_up(journal.store, places, key, None, now=datetime(2026, 3, 2, tzinfo=UTC))
    except JournalUnwritable as error:
        print(error.what)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit a file's size")
@pytest.mark.parametrize("limit", [1000, 40_000])
def test_a_full_disk_leaves_the_earlier_backup_and_nothing_half_written(places, vault, limit):
    """The journal is as it was."""
    key, _ = vault.make(WORDS)
    talked(places, key, "damson")
    backup = backed_up(places, key)
    ran = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(places.journal.parent), str(limit)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert "could not be written" in ran.stdout
    assert [file.name for file in places.backups.iterdir()] == [backup.name]
    assert not list(places.journal.parent.glob("data.db.check-*"))
    assert said(places, key) == ["damson"]


def test_a_backup_from_before_a_session_is_not_among_those_that_hold_it(places, vault, tmp_path):
    """Those that may hold it are named, those on a stick that is not there too, and those somebody deleted are not."""
    stick = tmp_path / "stick"
    stick.mkdir()
    key, _ = vault.make(WORDS)
    talked(places, key, "damson")
    backed_up(places, key)
    second = talked(places, key, "medlar")
    later, away = backed_up(places, key), backed_up(places, key, stick)
    backed_up(places, key, now=NOON + timedelta(days=1)).unlink()
    stick.rename(tmp_path / "unplugged")

    with Journal.open(places.journal, key) as journal:
        held = backups.that_may_hold(journal.store, places, second)
        assert held == tuple(
            sorted([backups.Backup(later, is_there=True), backups.Backup(away, is_there=False)], key=str)
        )
        for each in held:
            backups.purge(journal.store, each)
        assert backups.that_may_hold(journal.store, places, second) == (backups.Backup(away, is_there=False),)


def test_erasing_takes_the_backups_beside_the_journal_and_what_was_being_looked_into(places, vault):
    """They hold the keys: they go before the journal does."""
    key, _ = vault.make(WORDS)
    talked(places, key, "damson")
    backed_up(places, key)
    left = places.journal.with_name("data.db.check-left")
    left.mkdir()
    (left / "data.db").write_bytes(places.journal.read_bytes())

    vault.erase()

    assert [file.name for file in places.journal.parent.iterdir()] == ["data.db.lock"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is read-only to an administrator")
def test_a_read_only_folder_is_reported(places, vault, tmp_path):
    """In a sentence, and the journal goes on."""
    stick = tmp_path / "stick"
    stick.mkdir(mode=0o500)
    key, _ = vault.make(WORDS)
    with pytest.raises(JournalUnwritable, match="read-only"):
        backed_up(places, key, stick)


@posix
def test_a_person_backs_up_looks_restores_and_purges_by_command(places, vault):
    """Each says what it did, as text and as JSON; nothing is replaced without a yes."""
    key, _ = vault.make(WORDS)
    talked(places, key, "damson")
    home = places.journal.parent

    made = json.loads(run_with(home, "journal", "backup", "--json", secrets=[WORDS]).stdout)
    file = Path(made["file"])
    assert (file.parent, made["sessions"], made["turns"]) == (places.backups, 1, 1)
    assert "as it was written: 1 session of" in run_with(home, "journal", "verify", secrets=[WORDS]).stdout
    assert json.loads(run_with(home, "journal", "verify", file, "--json", secrets=[WORDS]).stdout)["ok"]
    assert run_with(home, "journal", "verify", file, secrets=[OTHER]).returncode == 3

    looked = json.loads(run_with(home, "journal", "restore", file, "--dry-run", "--json", secrets=[WORDS]).stdout)
    refused = run_with(home, "journal", "restore", file, secrets=[WORDS])
    assert (looked["restored"], looked["sessions"], refused.returncode) == (False, 1, 2)
    assert [each.name for each in places.backups.iterdir()] == [file.name]
    assert "is your journal now" in run_with(home, "journal", "restore", file, "--yes", secrets=[WORDS]).stdout

    deleted = run_with(home, "journal", "delete", 1, "--yes", secrets=[WORDS])
    assert str(file) in deleted.stdout
    assert "not reached" in deleted.stdout
    assert file.exists()
    with Journal.open(places.journal, key) as journal:
        session = journal.begin("typed", NOON)
        journal.write(session, Turn(Speaker.USER, "medlar"), NOON)
    run_with(home, "journal", "backup", secrets=[WORDS])
    purged = run_with(home, "journal", "delete", session, "--yes", "--purge-backups", secrets=[WORDS])
    assert "are deleted" in purged.stdout
    assert not places.backups.exists() or not list(places.backups.iterdir())
