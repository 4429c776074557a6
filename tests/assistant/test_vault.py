"""The journal's keys are made once, opened by what the person has, changed without touching the journal, and destroyed."""

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant import slots
from assistant.errors import JournalBusy, JournalKeysLost, JournalLocked, JournalNotSealed, UsageError
from assistant.journal import Journal
from assistant.keys import Cost, Key, Kind
from assistant.migrations import backup_of
from assistant.places import Places
from assistant.vault import Vault
from dialogues.transcript import Speaker, Turn
from tests.assistant.sealed import readable

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CHEAP = Cost(1, 8192)  # these tests are about what opens, not about how slowly
WORDS = "seven slow otters"
OTHER = "nine quick herons"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "settings" / "settings.toml", tmp_path / "kept" / "data.db", tmp_path / "cache")


@pytest.fixture
def vault(places: Places) -> Vault:
    return Vault(places, CHEAP)


def talked(places: Places, key: Key) -> None:
    with Journal.open(places.journal, key) as journal:
        journal.write(journal.begin("typed", NOON), Turn(Speaker.USER, "damson"), NOON)


def said(places: Places, key: Key) -> list[str]:
    with Journal.read(places.journal, key) as journal:
        return [turn.text for transcript in journal.transcripts() for turn in transcript]


def test_a_passphrase_and_a_recovery_code_open_what_they_were_made_for(places: Places, vault: Vault) -> None:
    """Both give the one key, and nothing else does."""
    key, code = vault.make(WORDS)
    talked(places, key)

    assert said(places, vault.open_with_passphrase(WORDS)) == ["damson"]
    assert said(places, vault.open_with_recovery_code(code)) == ["damson"]
    assert vault.kinds == {Kind.PASSPHRASE, Kind.RECOVERY}
    for wrong in (OTHER, WORDS.upper(), WORDS + " ", "", code):
        with pytest.raises(JournalLocked):
            vault.open_with_passphrase(wrong)
    with pytest.raises(JournalLocked):
        vault.open_with_recovery_code(WORDS)


def test_a_device_key_opens_without_asking_while_its_file_is_there(places: Places, vault: Vault) -> None:
    """It is for its owner only; without it, or with another, the journal stays shut."""
    key = vault.make_with_device_key()
    talked(places, key)

    assert said(places, vault.open_with_device_key()) == ["damson"]
    if os.name != "nt":
        assert stat.S_IMODE(places.device_key.stat().st_mode) == 0o600
    places.device_key.write_bytes(bytes(32))
    with pytest.raises(JournalLocked, match="does not belong"):
        vault.open_with_device_key()
    places.device_key.unlink()
    with pytest.raises(JournalLocked, match=r"device\.key"):
        vault.open_with_device_key()


def test_changing_the_passphrase_does_not_touch_the_journal(places: Places, vault: Vault) -> None:
    """Not one byte of it; the new one opens it, the old one no longer, and the recovery code stays good."""
    key, code = vault.make(WORDS)
    talked(places, key)
    before = places.journal.read_bytes()

    assert vault.change_passphrase(vault.open_with_passphrase(WORDS), OTHER) is None

    assert places.journal.read_bytes() == before
    assert said(places, vault.open_with_passphrase(OTHER)) == ["damson"]
    assert said(places, vault.open_with_recovery_code(code)) == ["damson"]
    with pytest.raises(JournalLocked):
        vault.open_with_passphrase(WORDS)


def test_a_passphrase_takes_the_place_of_a_device_key(places: Places, vault: Vault) -> None:
    """The file is gone, its slot too, and there is a recovery code from then on."""
    key = vault.make_with_device_key()
    talked(places, key)

    code = vault.change_passphrase(key, WORDS)

    assert code
    assert not places.device_key.exists()
    assert vault.kinds == {Kind.PASSPHRASE, Kind.RECOVERY}
    assert said(places, vault.open_with_recovery_code(code)) == said(places, vault.open_with_passphrase(WORDS))


def test_a_forgotten_passphrase_is_replaced_with_the_recovery_code(places: Places, vault: Vault) -> None:
    """Nothing is lost."""
    key, code = vault.make(WORDS)
    talked(places, key)

    vault.change_passphrase(vault.open_with_recovery_code(code), OTHER)

    assert said(places, vault.open_with_passphrase(OTHER)) == ["damson"]


@pytest.mark.parametrize("short", ["", "1234567", "👩‍👩‍👧"])
def test_a_short_passphrase_is_not_taken(vault: Vault, short: str) -> None:
    """Neither at first nor later; nothing is made or changed."""
    with pytest.raises(UsageError, match="too short"):
        vault.make(short)
    assert not vault.is_set_up

    key, _ = vault.make(WORDS)
    with pytest.raises(UsageError, match="too short"):
        vault.change_passphrase(key, short)
    assert vault.open_with_passphrase(WORDS).secret == key.secret


def test_keys_are_made_once(places: Places, vault: Vault) -> None:
    """A second time nothing is replaced: the journal would be lost."""
    key, _ = vault.make(WORDS)

    for again in (lambda: vault.make(OTHER), vault.make_with_device_key):
        with pytest.raises(UsageError, match="already"):
            again()
    assert vault.open_with_passphrase(WORDS).secret == key.secret
    assert not places.device_key.exists()


def test_a_journal_whose_keys_are_gone_is_not_given_new_ones(places: Places, vault: Vault) -> None:
    """It says so and what can be done, and the journal is left for the day the keys are found."""
    key, _ = vault.make(WORDS)
    talked(places, key)
    kept = places.keys.read_bytes()
    places.keys.unlink()
    before = places.journal.read_bytes()

    for attempt in (lambda: vault.is_set_up, lambda: vault.make(OTHER), vault.make_with_device_key):
        with pytest.raises(JournalKeysLost, match=r"data\.keys"):
            attempt()
    assert places.journal.read_bytes() == before
    places.keys.write_bytes(kept)
    assert said(places, vault.open_with_passphrase(WORDS)) == ["damson"]


def test_a_plain_journal_is_not_given_keys(places: Places, vault: Vault) -> None:
    """One from before there was encryption is refused before anybody is asked for a passphrase."""
    places.journal.parent.mkdir()
    places.journal.write_bytes(b"SQLite format 3\0" + bytes(4080))

    for attempt in (lambda: vault.is_set_up, lambda: vault.make(WORDS)):
        with pytest.raises(JournalNotSealed, match="not encrypted"):
            attempt()


def test_a_damaged_passphrase_slot_leaves_the_recovery_code(places: Places, vault: Vault) -> None:
    """And says which part is damaged, rather than that the passphrase is wrong."""
    key, code = vault.make(WORDS)
    slots.save(places.keys, [slot for slot in slots.read(places.keys) if slot.kind is Kind.RECOVERY])

    with pytest.raises(JournalKeysLost, match="damaged"):
        vault.open_with_passphrase(WORDS)
    assert vault.open_with_recovery_code(code).secret == key.secret


def test_erasing_destroys_the_keys_first_and_then_everything(places: Places, vault: Vault) -> None:
    """Keys, journal, log, copies and half-written files: only the empty mark of being in use stays."""
    key = vault.make_with_device_key()
    talked(places, key)
    for left in (
        backup_of(places.journal, 1),
        places.journal.with_name("data.db-wal"),
        places.keys.with_name("data.keysx1y2"),
    ):
        left.write_bytes(b"left behind")
    places.settings.write_text("")

    vault.erase()

    assert [file.name for file in places.journal.parent.iterdir()] == ["data.db.lock"]
    assert readable(places.journal.parent) == b""
    assert [file.name for file in places.settings.parent.iterdir()] == ["settings.toml"]
    assert not vault.is_set_up
    assert vault.make(WORDS)[0].secret != key.secret


def test_keys_are_gone_even_if_the_journal_cannot_be(places: Places, vault: Vault) -> None:
    """Whatever stops the erasing, it stops after the keys."""
    key, _ = vault.make(WORDS)
    talked(places, key)
    places.journal.with_name("data.db-stuck").mkdir()  # a folder is no file of ours, and is left

    vault.erase()

    assert not places.keys.exists()
    assert not places.journal.exists()


def test_erasing_nothing_makes_nothing(vault: Vault, tmp_path: Path) -> None:
    """Where nothing was ever kept, nothing is there afterwards."""
    vault.erase()

    assert list(tmp_path.iterdir()) == []


HOLDER = """
import sys
from pathlib import Path
from assistant.journal import Journal
from assistant.keys import Key
with Journal.open(Path(sys.argv[1]), Key(bytes.fromhex(sys.stdin.readline()))):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_while_another_program_has_the_journal_its_keys_stay_as_they_are(places: Places, vault: Vault) -> None:
    """Neither erased nor changed under a running session; afterwards both are possible."""
    key, _ = vault.make(WORDS)
    before = places.keys.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(places.journal)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin
        assert other.stdout
        other.stdin.write(key.secret.hex() + "\n")
        other.stdin.flush()
        assert other.stdout.readline() == "open\n"
        for attempt in (vault.erase, lambda: vault.change_passphrase(key, OTHER)):
            with pytest.raises(JournalBusy):
                attempt()
        other.kill()

    assert places.keys.read_bytes() == before
    vault.change_passphrase(key, OTHER)
    vault.erase()
    assert not vault.is_set_up


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit a file's size")
def test_a_full_disk_leaves_the_old_passphrase(places: Places, vault: Vault) -> None:
    """The key file is replaced whole or not at all."""
    vault.make(WORDS)
    ran = subprocess.run(
        [sys.executable, "-c", NO_ROOM, str(places.settings), str(places.journal)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert vault.open_with_passphrase(WORDS)
    assert sorted(file.name for file in places.keys.parent.iterdir()) == ["data.db.lock", "data.keys"]


NO_ROOM = """
import resource, sys
from pathlib import Path
from assistant.errors import JournalUnwritable
from assistant.keys import Cost
from assistant.places import Places
from assistant.vault import Vault

vault = Vault(Places(Path(sys.argv[1]), Path(sys.argv[2]), Path("cache")), Cost(1, 8192))
key = vault.open_with_passphrase("seven slow otters")
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
refused = False
try:
    vault.change_passphrase(key, "nine quick herons")
except JournalUnwritable:
    refused = True
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
assert refused
"""
