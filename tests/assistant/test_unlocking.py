"""The command line asks for what opens the journal, or reads it from a descriptor, and takes it from nowhere else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import recovery
from assistant.errors import JournalLocked, UsageError
from assistant.keys import Cost, Kind
from assistant.places import Places
from assistant.unlocking import Source, set_up
from assistant.vault import Vault
from tests.assistant.running import PROGRAM, Person, open_with, run_with
from tests.assistant.sealed import readable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows hands descriptors on in another way")
WORDS = "seven slow otters"
OTHER = "nine quick herons"
CHEAP = Cost(1, 8192)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def vault(home):
    return Vault(Places.under(home), CHEAP)


@pytest.fixture
def board(home):
    """Runs the program with nobody to ask; `secrets` are the lines on its descriptor."""

    def run(*arguments, secrets=None, typed=""):
        return run_with(home, *arguments, secrets=secrets, typed=typed)

    return run


def newest(board, **more):
    return json.loads(board("journal", "show", 1, "--json", **more).stdout)["turns"]


def test_with_nobody_to_ask_a_key_file_is_used_and_said_once(board, home):
    """The first talk says so in a sentence; later ones need and say nothing; no word is readable."""
    first = board("talk", "--text", typed="I found a medlar.\ngoodbye\n")
    second = board("talk", "--text", typed="Another day.\ngoodbye\n")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "key file" in first.stdout
    assert "soundingboard journal passphrase" in first.stdout
    assert "key file" not in second.stdout
    assert newest(board)[1]["text"] == "I found a medlar."
    assert b"medlar" not in readable(home)


def test_a_passphrase_comes_through_a_descriptor_and_opens_from_then_on(board, home):
    """It makes the journal, shows the recovery code once, and is then needed for everything."""
    made = board("talk", "--text", secrets=[WORDS], typed="I found a medlar.\ngoodbye\n")

    assert made.returncode == 0, made.stderr
    code = next(line.strip() for line in made.stdout.splitlines() if line.count("-") == 6)
    assert recovery.read(code)
    assert newest(board, secrets=[WORDS])[1]["text"] == "I found a medlar."
    assert board("journal", "list", secrets=[WORDS]).stdout.count("medlar") == 1
    assert board("journal", "delete", 1, "--yes", secrets=[WORDS]).returncode == 0
    assert "empty" in board("journal", "list", secrets=[WORDS]).stdout
    for secret in (WORDS, code, b"medlar"):
        assert (secret if isinstance(secret, bytes) else secret.encode()) not in readable(home)


@pytest.mark.parametrize(
    "arguments",
    [("talk", "--text"), ("journal", "list"), ("journal", "show", "1"), ("journal", "delete", "1", "--yes")],
)
def test_a_wrong_passphrase_and_none_end_with_code_3_and_a_sentence(board, vault, arguments):
    """No traceback, no word of the journal, and what to do."""
    vault.make(WORDS)
    wrong, none = board(*arguments, secrets=[OTHER]), board(*arguments)

    assert (wrong.returncode, none.returncode) == (3, 3)
    assert "not the passphrase" in wrong.stderr
    assert "--recovery-code" in wrong.stderr
    assert "--passphrase-fd" in none.stderr
    assert "Traceback" not in wrong.stderr + none.stderr
    assert OTHER not in wrong.stderr + wrong.stdout


def test_a_key_file_that_is_gone_ends_with_code_3(board, vault, home):
    """It names the file."""
    vault.make_with_device_key()
    Places.under(home).device_key.unlink()
    ran = board("journal", "list")

    assert ran.returncode == 3
    assert "device.key" in ran.stderr


def test_looking_into_a_journal_that_is_not_there_asks_nothing_and_leaves_nothing(board, home):
    """An empty list, with or without a passphrase at hand."""
    assert "empty" in board("journal", "list").stdout
    assert board("journal", "list", "--json", secrets=[WORDS]).stdout == "[]\n"
    assert not home.exists()


def test_data_in_and_out_needs_no_journal_and_leaves_none(board, home):
    """`converse` and `screen` are not asked for anything, and nothing of them stays."""
    script = home.with_name("script.jsonl")
    script.write_text('{"id": "1", "turns": ["I found a medlar."]}\n')

    assert board("converse", script).returncode == 0
    assert board("screen", typed='{"id": "1", "text": "hello"}\n').returncode == 0
    assert not home.exists()


def test_the_passphrase_is_changed_and_the_old_one_refused(board, vault):
    """Old and new come as two lines; each command then wants the new one."""
    vault.make(WORDS)
    ran = board("journal", "passphrase", secrets=[WORDS, OTHER])

    assert ran.returncode == 0, ran.stderr
    assert board("journal", "list", secrets=[WORDS]).returncode == 3
    assert board("journal", "list", secrets=[OTHER]).returncode == 0


def test_a_recovery_code_sets_a_new_passphrase(board, vault):
    """It takes the place of the forgotten one; a slip in it is said to be one."""
    _, code = vault.make(WORDS)

    slipped = board("journal", "passphrase", "--recovery-code", secrets=[code[:-1], OTHER])
    ran = board("journal", "passphrase", "--recovery-code", secrets=[code.lower(), OTHER])

    assert slipped.returncode == 3
    assert "slip" in slipped.stderr
    assert ran.returncode == 0, ran.stderr
    assert board("journal", "list", secrets=[OTHER]).returncode == 0


def test_a_passphrase_takes_the_place_of_a_key_file(board, vault, home):
    """Only the new one is asked for, and a recovery code is shown."""
    vault.make_with_device_key()
    ran = board("journal", "passphrase", secrets=[WORDS])

    assert ran.returncode == 0, ran.stderr
    assert "recovery code" in ran.stdout
    assert not Places.under(home).device_key.exists()
    assert board("journal", "list", secrets=[WORDS]).returncode == 0


def test_a_passphrase_cannot_be_changed_before_there_is_one(board):
    """It says how to make a journal."""
    ran = board("journal", "passphrase", secrets=[WORDS])

    assert ran.returncode == 2
    assert "soundingboard setup" in ran.stderr


def test_erasing_asks_first_and_needs_no_passphrase(board, vault, home):
    """Who does not say yes keeps everything; who does has nothing left, even with the passphrase forgotten."""
    key, _ = vault.make(WORDS)
    kept = Places.under(home).keys

    assert board("journal", "erase", typed="n\n").returncode == 0
    assert vault.open_with_passphrase(WORDS).secret == key.secret
    assert "erased" in board("journal", "erase", typed="y\n").stdout
    assert not kept.exists()
    assert board("journal", "erase", "--yes").returncode == 0


def test_the_doctor_says_how_the_journal_is_kept_without_opening_it(board, vault):
    """Locked is well; nobody is asked."""
    vault.make(WORDS)
    findings = json.loads(board("doctor", "--json").stdout)

    (journal,) = [finding for finding in findings if finding["name"] == "journal"]
    assert journal["ok"]
    assert "encrypted and locked" in journal["detail"]


@pytest.mark.parametrize("descriptor", [63, 10**30])
def test_a_descriptor_that_is_not_open_is_reported(descriptor):
    """With how to open one."""
    with pytest.raises(UsageError, match="descriptor"):
        Source(descriptor).line()


def test_only_the_first_lines_of_a_descriptor_are_read():
    """What comes after the passphrase is left for whoever it is meant for."""
    read, write = os.pipe()
    os.write(write, "naïve œuvre\r\nsecond\nrest".encode())
    os.close(write)

    source = Source(read)
    assert [source.line(), source.line()] == ["naïve œuvre", "second"]
    assert os.read(read, 100) == b"rest"
    os.close(read)


def test_setting_up_makes_what_is_asked_for_and_may_be_repeated(vault):
    """With nothing asked for and nobody to ask, nothing is made."""
    set_up(vault, Source(), device_key=False)
    assert not vault.is_set_up
    for _ in range(2):
        set_up(vault, Source(), device_key=True)
        assert vault.kinds == {Kind.DEVICE}


def test_setting_up_again_takes_no_other_passphrase(vault):
    """The same one is well; another, or a key file, is not silently put in its place."""
    vault.make(WORDS)
    with open_with([WORDS]) as descriptor:
        set_up(vault, Source(descriptor), device_key=False)
    with open_with([OTHER]) as descriptor, pytest.raises(JournalLocked):
        set_up(vault, Source(descriptor), device_key=False)
    with pytest.raises(UsageError, match="passphrase already"):
        set_up(vault, Source(), device_key=True)


# A person at a terminal.


def test_the_first_talk_offers_a_passphrase_and_hides_it(home, board):
    """A short one and one that was mistyped are asked for again; the recovery code waits until it was written down."""
    with Person(home, "talk", "--text", "--country", "IE") as person:
        person.reads("1 or 2")
        person.types("")
        person.reads("New passphrase")
        person.types("short")
        person.reads("too short")
        person.types(WORDS)
        person.reads("The same again")
        person.types(OTHER)
        person.reads("not the same")
        person.reads("New passphrase")
        person.types(WORDS)
        person.reads("The same again")
        person.types(WORDS)
        person.reads("Press Enter when you have it")
        person.types("")
        person.reads("You:")
        person.types("goodbye")
        assert person.leaves() == 0
        assert WORDS not in person.shown

    assert board("journal", "list", secrets=[WORDS]).returncode == 0


def test_whoever_prefers_a_key_file_is_told_what_it_does_not_do(home, vault):
    """Before they choose."""
    with Person(home, "talk", "--text", "--country", "IE") as person:
        person.reads("does not protect")
        person.reads("1 or 2")
        person.types("2")
        person.reads("whoever can use your account can read it")
        person.reads("You:")
        person.types("goodbye")
        assert person.leaves() == 0

    assert vault.kinds == {Kind.DEVICE}


def test_a_mistyped_passphrase_may_be_typed_again(home, vault):
    """Three times, and then it ends as locked."""
    vault.make(WORDS)
    with Person(home, "journal", "list") as person:
        person.reads("Passphrase")
        person.types(OTHER)
        person.reads("not the passphrase")
        person.reads("Passphrase")
        person.types(WORDS)
        person.reads("empty")
        assert person.leaves() == 0
    with Person(home, "journal", "list") as person:
        for _ in range(3):
            person.reads("Passphrase")
            person.types(OTHER)
        person.reads("--recovery-code")
        assert person.leaves() == 3


def test_no_option_takes_a_passphrase_itself():
    """It would be seen in the list of processes and kept in the shell's history."""
    shown = subprocess.run(
        [*PROGRAM, "setup", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path.cwd(),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ).stdout

    assert "--passphrase-fd" in shown
    assert "--passphrase " not in shown
    assert "--passphrase=" not in shown
