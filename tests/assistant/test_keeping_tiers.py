"""What screening found in somebody's words is kept only where they agreed to that, and goes with the session."""

import json
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli import cli
from assistant.errors import AssistantError
from assistant.journal import Journal
from assistant.journal_format import read, written
from assistant.places import Places
from assistant.settings import Settings, load
from assistant.showing import entry_record
from assistant.talking import talk_typed
from dialogues.screening import Label, Tier
from dialogues.transcript import Speaker
from tests.assistant.sealed import KEY, engine

SAID = "I want to kill myself.\nWe had a lovely day.\n"


def talked(path: Path, *, keep_tiers: bool) -> None:
    """A whole typed talk, kept in this file."""
    with Journal.open(path, KEY) as journal:
        talk_typed(Settings(country="GB", keep_tiers=keep_tiers), journal, StringIO(SAID))


def columns(path: Path) -> list[tuple[str, str | None, str | None]]:
    """What the engine, with the key, finds beside each turn."""
    with closing(engine(path)) as connection:
        return connection.execute("SELECT speaker, tier, label FROM turns ORDER BY id").fetchall()


def test_nothing_that_was_found_is_kept_unless_somebody_agreed(tmp_path: Path) -> None:
    """Neither in any table, nor in what goes out."""
    path = tmp_path / "data.db"
    talked(path, keep_tiers=Settings().keep_tiers)

    assert {found for _, *found_in in columns(path) for found in found_in} == {None}
    with closing(engine(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = repr([connection.execute(f"SELECT * FROM {name}").fetchall() for name in names])  # noqa: S608  our own names
    assert "kill myself" in kept
    assert not [each for each in (*Tier, Label.SUICIDE) if f"'{each}'" in kept]
    with Journal.read(path, KEY) as journal:
        records = (
            json.loads(written([journal.entry(1)]))["sessions"][0]["turns"] + entry_record(journal.entry(1))["turns"]
        )
    assert not [record for record in records if {"tier", "label"} & set(record)]


def test_what_was_found_is_kept_where_somebody_agreed(tmp_path: Path) -> None:
    """Beside each turn of the person and of nobody else; it goes out and comes back; a listener is not given it."""
    path = tmp_path / "data.db"
    talked(path, keep_tiers=True)

    own = [found for speaker, *found in columns(path) if speaker == Speaker.USER]
    assert own == [[Tier.T2, Label.SUICIDE], [Tier.T0, Label.NONE]]
    assert {found for speaker, *both in columns(path) if speaker != Speaker.USER for found in both} == {None}
    with Journal.open(path, KEY) as journal, Journal.in_memory() as other:
        entry = journal.entry(1)
        shown = [(each["tier"], each["label"]) for each in entry_record(entry)["turns"] if each["role"] == "user"]
        assert shown == [("T2", "crisis.suicide"), ("T0", "none")]
        (copy,) = read(json.loads(written([entry])))
        assert copy.turns == entry.turns == other.entry(other.add(copy) or 0).turns
        assert not [turn for transcript in journal.transcripts() for turn in transcript if turn.screening]
        journal.delete(1)
    assert columns(path) == []


@pytest.mark.parametrize("agreed", [True, False])
def test_it_is_agreed_to_and_taken_back_by_setup(tmp_path: Path, agreed: bool) -> None:  # noqa: FBT001  as pytest gives it
    """Whatever was chosen before; the choice stands even where setup cannot read a passphrase and goes no further."""
    settings = Places.under(tmp_path).settings
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f"keep_tiers = {str(not agreed).lower()}\n")
    option = "--keep-tiers" if agreed else "--no-keep-tiers"

    ran = CliRunner().invoke(
        cli, ["--home", str(tmp_path), "setup", "--country", "IE", "--passphrase-fd", "9999", option]
    )

    assert isinstance(ran.exception, AssistantError)
    assert load(settings).keep_tiers is agreed
