"""Several people at one computer: each has a journal of their own, chosen by a neutral number before any passphrase."""

import json
import sys

import pytest

from assistant.keys import Cost, Kind
from assistant.places import Places
from assistant.vault import Vault
from tests.assistant.running import Person, run_with
from tests.assistant.sealed import readable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows hands descriptors on in another way")
HERS, HIS = "seven slow otters", "nine quick herons"
CHEAP = Cost(1, 8192)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def two(home):
    """A computer at which two people have a journal."""
    first = Places.under(home)
    Vault(first, CHEAP).make(HERS)
    Vault(first.of_vault(2), CHEAP).make(HIS)
    return first


def said(home, vault, secret):
    ran = run_with(home, "--vault", vault, "journal", "show", 1, "--json", secrets=[secret])
    assert ran.returncode == 0, ran.stderr
    return [turn["text"] for turn in json.loads(ran.stdout)["turns"] if turn["role"] == "user"]


@pytest.mark.usefixtures("two")
def test_each_has_words_keys_and_settings_of_their_own(home):
    """What one says is not in the other's journal, and the passphrase of one opens nothing of the other's."""
    for vault, secret, words in ((1, HERS, "I found a medlar."), (2, HIS, "A quince for me.")):
        ran = run_with(home, "--vault", vault, "talk", "--text", secrets=[secret], typed=f"{words}\ngoodbye\n")
        assert ran.returncode == 0, ran.stderr

    assert said(home, 1, HERS)[0] == "I found a medlar."
    assert said(home, 2, HIS)[0] == "A quince for me."
    assert run_with(home, "--vault", 2, "journal", "list", secrets=[HERS]).returncode == 3
    assert not {b"medlar", b"quince"} & set(readable(home).split())


def test_whoever_is_meant_must_be_said_where_nobody_can_be_asked(home, two):
    """Before anything is opened; with one journal only, nothing is asked."""
    ran = run_with(home, "journal", "list", secrets=[HERS])

    assert ran.returncode == 2
    assert "--vault" in ran.stderr
    Vault(two.of_vault(2)).erase()
    assert run_with(home, "journal", "list", secrets=[HERS]).returncode == 0


@pytest.mark.usefixtures("two")
def test_the_journal_is_chosen_before_a_passphrase_is_asked_for(home):
    """By its number: no name of anybody is shown or stored."""
    with Person(home, "journal", "list") as person:
        person.reads("Which is yours")
        assert "Passphrase" not in person.shown
        person.types("2")
        person.reads("Passphrase")
        person.types(HIS)
        person.reads("empty")
        assert person.leaves() == 0


def test_one_more_is_made_and_its_number_said(home, two):
    """Numbers are not used again while others are there; a number that is not there is refused."""
    assert json.loads(run_with(home, "vaults", "--json").stdout) == [1, 2]
    with Person(home, "setup", "--another", "--country", "IE", "--device-key") as person:
        person.reads("journal 3")

    assert two.of_vault(3).hold_a_journal
    assert Vault(two.of_vault(3)).kinds == {Kind.DEVICE}
    refused = run_with(home, "--vault", 4, "journal", "list")
    assert refused.returncode == 2
    assert "soundingboard vaults" in refused.stderr


def test_erasing_one_leaves_the_other(home, two):
    """And a computer with one left does not ask any more."""
    key = Vault(two.of_vault(2), CHEAP).open_with_passphrase(HIS)
    assert run_with(home, "--vault", 1, "journal", "erase", "--yes").returncode == 0

    assert two.vaults() == (2,)
    assert Vault(two.of_vault(2), CHEAP).open_with_passphrase(HIS).secret == key.secret
    assert run_with(home, "journal", "list", secrets=[HIS]).returncode == 0


@pytest.mark.usefixtures("two")
def test_no_file_or_folder_is_named_for_anybody(home):
    """Folders are numbers, files are the same for everybody."""
    names = {file.name for file in home.rglob("*")}

    assert names == {"data.keys", "data.db.lock", "2"}
