"""The journal's commands, as they are typed: what is asked for comes from standard input, and what is shown is plain."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from assistant.cli import cli
from assistant.errors import UsageError
from assistant.journal import Journal
from assistant.places import Places
from assistant.unlocking import Source, unlock
from assistant.vault import Vault
from tests.assistant.test_marking import LETTER, held


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which one session was held."""
    places = Places.under(tmp_path)
    with Journal.open(places.journal, unlock(Vault(places), Source())) as journal:
        held(journal, *LETTER)
    return tmp_path


def run(home: Path, *arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(cli, ["--home", str(home), *map(str, arguments)], input=typed)


def test_what_was_said_is_found_by_words_that_no_shell_has_seen(home: Path) -> None:
    """The words come from standard input, and no command takes them as an argument."""
    found = run(home, "journal", "search", typed="found mess*\n")
    assert "3  You: I found the messages" in found.stdout
    (record,) = json.loads(run(home, "journal", "search", "--json", typed='"found the messages"\n').stdout)
    assert (record["session"], record["turn"], record["role"]) == (1, 3, "user")
    assert run(home, "journal", "search", typed="nowhere\n").stdout == "Nothing was found.\n"
    assert run(home, "journal", "search", "--from", "2030-01-01", typed="found\n").stdout == "Nothing was found.\n"
    assert "You: " not in run(home, "journal", "search", "--speaker", "board", typed="found\n").stdout
    for command in ("search", "title", "tag", "correct"):
        takes = [each for each in cli.commands["journal"].commands[command].params if isinstance(each, click.Argument)]
        assert all(each.type is click.INT for each in takes)


def test_a_session_is_named_tagged_and_put_right(home: Path) -> None:
    """Each answer is shown back, and all of it is there afterwards."""
    assert run(home, "journal", "title", 1, typed="The letter\n").stdout == "Session 1 is now called: The letter\n"
    assert "family, money" in run(home, "journal", "tag", 1, typed="Money, family\n").stdout
    assert json.loads(run(home, "journal", "tag", 1, "--remove", "--json", typed="money\n").stdout) == ["family"]
    assert run(home, "journal", "tag").stdout == "   1  family\n"
    assert "The letter #family" in run(home, "journal", "list").stdout
    assert "The letter" in run(home, "journal", "search", typed="tag:family\n").stdout

    assert "kept beside it" in run(home, "journal", "correct", 1, 5, typed="To my brother Jim.\n").stdout
    shown = run(home, "journal", "show", 1, "--numbers").stdout
    assert "  5  You: To my brother Jim.\n  (heard as: To my brother Tim.)" in shown
    assert run(home, "journal", "correct", 1, 5, "--as-heard").exit_code == 0
    assert "Jim" not in run(home, "journal", "show", 1).stdout
    assert "as it was" in run(home, "journal", "correct", 1, 5, typed="\n").stdout


def test_what_was_named_put_right_and_deleted_is_told_as_json(home: Path) -> None:
    """One object on standard output; sentences for people, and questions, are beside it."""
    told = run(home, "journal", "title", 1, "--json", typed="The letter\n")
    assert json.loads(told.stdout) == {"session": 1, "title": "The letter"}

    turn = {"session": 1, "turn": 5, "heard": "To my brother Tim."}
    right = run(home, "journal", "correct", 1, "--json", typed="5\nTo my brother Jim.\n")
    assert json.loads(right.stdout) == turn | {"text": "To my brother Jim.", "changed": True}
    same = run(home, "journal", "correct", 1, 5, "--json", typed="\n")
    assert json.loads(same.stdout) == turn | {"text": "To my brother Jim.", "changed": False}
    back = run(home, "journal", "correct", 1, 5, "--as-heard", "--json")
    assert json.loads(back.stdout) == turn | {"text": "To my brother Tim.", "changed": True}

    assert run(home, "journal", "backup").exit_code == 0
    kept = run(home, "journal", "delete", 1, "--json", typed="n\n")
    assert json.loads(kept.stdout) == {"session": 1, "audio_only": False, "deleted": False, "backups": []}
    assert "for good?" in kept.stderr
    gone = run(home, "journal", "delete", 1, "--yes", "--json", "--purge-backups")
    record = json.loads(gone.stdout)
    assert (record["deleted"], [each["purged"] for each in record["backups"]]) == (True, [True])
    assert not Path(record["backups"][0]["file"]).exists()
    assert json.loads(run(home, "journal", "list", "--json").stdout) == []


def test_a_letter_is_an_entry_of_its_own(home: Path) -> None:
    """Under the name of its exercise, in full, and as data."""
    assert "A letter that is not sent\n      to whom: To my brother Tim.\n" in run(home, "journal", "kept").stdout
    letter = json.loads(run(home, "journal", "kept", 1, "--json").stdout)[1]
    assert (letter["exercise"], letter["text"]) == ("unsent-letter", "Dear Tim, I was hurt. I still am.")


def test_everything_can_be_taken_out_and_brought_back(home: Path, tmp_path: Path) -> None:
    """Out to a file for its owner only, into another journal once, and no file is written over unasked."""
    file = tmp_path / "out.json"
    told = run(home, "journal", "export", "--format", "json", "--out", file)
    assert "not encrypted" in told.stderr
    assert isinstance(run(home, "journal", "export", "--out", file).exception, UsageError)

    other = tmp_path / "other"
    assert json.loads(run(other, "journal", "import", file, "--json").stdout.splitlines()[-1])["added"] == [1]
    assert "Already there, and left as they were: 1." in run(other, "journal", "import", file).stdout
    for form in ("text", "markdown", "html", "json", "vtt", "srt"):
        assert (
            run(other, "journal", "export", 1, "--format", form).stdout
            == run(home, "journal", "export", 1, "--format", form).stdout
        )


def test_the_page_for_a_therapist_is_shown_and_written_only_when_told(home: Path, tmp_path: Path) -> None:
    """Quotes and questions come from standard input; names are taken out of both."""
    page = tmp_path / "page.html"
    typed = "1:5\nWhy does Tim do it?\n\n"
    arguments = ("journal", "export", "--for", "therapist", "--redact-names", "--format", "html", "--out", page)

    told = run(home, *arguments, typed=typed)
    assert "To my brother [brother]." in told.stdout
    assert not page.exists()
    assert run(home, *arguments, "--yes", typed=typed).exit_code == 0
    assert "Why does [brother] do it?" in page.read_text(encoding="utf-8")
    assert "Tim" not in page.read_text(encoding="utf-8")
