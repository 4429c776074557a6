"""Journals of earlier versions open, those of later versions are left alone, and no step is ever half done."""

import shutil
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.errors import JournalDamaged, JournalTooNew, JournalUnwritable
from assistant.journal import Journal
from assistant.migrations import APPLICATION, MIGRATIONS, Migration, backup_of, backups_of, upgrade
from assistant.places import Places
from assistant.store import Store
from assistant.vault import Vault
from dialogues.moves import Move
from dialogues.transcript import Speaker, Transcript, Turn
from tests.assistant.sealed import KEY, decrypted, engine

# A journal as version 1 wrote it. Never edited: it stands for the files that people have.
VERSION_1 = """
PRAGMA application_id = 1399743554;
CREATE TABLE sessions (
 id INTEGER PRIMARY KEY AUTOINCREMENT, door TEXT NOT NULL, opened_at TEXT NOT NULL, closed_at TEXT);
CREATE TABLE turns (
 id INTEGER PRIMARY KEY AUTOINCREMENT, session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
 speaker TEXT NOT NULL, text TEXT NOT NULL, move TEXT, source TEXT NOT NULL, cut INTEGER NOT NULL,
 said_at TEXT NOT NULL, start_seconds REAL, end_seconds REAL);
CREATE INDEX turns_of_a_session ON turns (session, id);
CREATE TABLE canary (word TEXT NOT NULL);
INSERT INTO canary VALUES ('kittiwake over slack water');
INSERT INTO sessions VALUES (1, 'microphone', '2026-03-01T12:00:00+00:00', '2026-03-01T12:20:00.250000+00:00');
INSERT INTO sessions VALUES (4, 'typed', '2026-03-02T08:00:00+00:00', NULL);
INSERT INTO turns VALUES (1, 1, 'assistant', 'Hello. I am a program.', 'opening', 'opening.1', 0,
 '2026-03-01T12:00:02+00:00', 0.0, 2.5);
INSERT INTO turns VALUES (2, 1, 'user', 'She still checks my phone — 毎晩.', NULL, '', 0,
 '2026-03-01T12:00:09.500000+00:00', 4.032, 8.96);
INSERT INTO turns VALUES (3, 1, 'assistant', 'She checks your', 'reflection', '', 1, '2026-03-01T12:00:12+00:00', NULL, NULL);
INSERT INTO turns VALUES (7, 4, 'user', 'I don''t know.', NULL, '', 0, '2026-03-02T08:00:30+00:00', NULL, NULL);
PRAGMA user_version = 1;
"""
JOURNALS = Path(__file__).parent / "journals"
FIRST = Transcript(
    (
        Turn(Speaker.ASSISTANT, "Hello. I am a program.", Move.OPENING, "opening.1"),
        Turn(Speaker.USER, "She still checks my phone — 毎晩."),
        Turn(Speaker.ASSISTANT, "She checks your", Move.REFLECTION, "", cut=True),
    )
)


@pytest.fixture
def version_1(tmp_path: Path) -> Path:
    """A journal that version 1 left behind."""
    path = tmp_path / "data.db"
    with closing(engine(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL;" + VERSION_1).fetchall()
    return path


def schema(path: Path) -> list[str]:
    """The statements that made what is in a file, whatever their line breaks."""
    with closing(engine(path)) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    return ["".join(sql.split()) for (sql,) in rows]


def test_a_journal_of_version_1_opens_with_everything_in_it(version_1: Path) -> None:
    """Sessions, turns, times and the next number are as they were left."""
    with Journal.open(version_1, KEY) as journal:
        journal.verify()
        typed, spoken = journal.sessions()
        entry = journal.entry(spoken.id)
        following = journal.begin("typed", datetime(2026, 3, 3, tzinfo=UTC))

    assert entry.transcript == FIRST
    assert (entry.turns[1].start_seconds, entry.turns[1].end_seconds) == (4.032, 8.96)
    assert entry.turns[1].said_at == datetime(2026, 3, 1, 12, 0, 9, 500_000, tzinfo=UTC)
    assert (spoken.id, spoken.door, spoken.closed_at) == (
        1,
        "microphone",
        datetime(2026, 3, 1, 12, 20, 0, 250_000, tzinfo=UTC),
    )
    assert (typed.id, typed.door, typed.closed_at, typed.first_words) == (4, "typed", None, "I don't know.")
    assert following == 5


@pytest.fixture
def journal_of_version_1(tmp_path: Path) -> Places:
    """A whole journal, with its keys, as the program of version 1 wrote it: made by that program, and never edited."""
    shutil.copytree(JOURNALS / "version_1", tmp_path / "home")
    return Places.under(tmp_path / "home")


def test_the_files_of_version_1_open_with_their_own_keys(journal_of_version_1: Places) -> None:
    """Nothing but the files is needed: key, slots, pages and words are all understood."""
    places = journal_of_version_1
    with Journal.open(places.journal, Vault(places).open_with_device_key()) as journal:
        journal.verify()
        sessions = journal.sessions()
        entry = journal.entry(1)

    assert [(each.id, each.door, each.first_words) for each in sessions] == [
        (4, "typed", "I don't know."),
        (1, "microphone", "She still checks my phone — 毎晩."),
    ]
    assert entry.transcript == FIRST
    assert (entry.turns[1].start_seconds, entry.turns[1].end_seconds) == (4.032, 8.96)


def test_version_1_is_what_it_was_when_it_was_released(version_1: Path, tmp_path: Path) -> None:
    """The first step still makes exactly the tables that people's files have."""
    with Store.writing(tmp_path / "new.db", KEY) as store:
        upgrade(store, migrations=MIGRATIONS[:1])

    assert schema(tmp_path / "new.db") == schema(version_1)


def test_a_new_journal_is_of_the_newest_version_and_ours(tmp_path: Path) -> None:
    """The file says whose it is and how many steps it has been through, and no copy was made of nothing."""
    Journal.open(tmp_path / "data.db", KEY).close()

    with closing(engine(tmp_path / "data.db")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["data.db", "data.db.lock"]


@pytest.mark.parametrize("opening", [Journal.open, Journal.read])
def test_a_journal_of_a_newer_program_is_refused_and_left_as_it_is(version_1: Path, opening) -> None:
    """It says to update, and not one byte is changed."""
    with closing(engine(version_1)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = version_1.read_bytes()

    with pytest.raises(JournalTooNew, match="newer") as caught:
        opening(version_1, KEY)
    assert "Update" in caught.value.hint
    assert version_1.read_bytes() == before


@pytest.mark.parametrize("opening", [Journal.open, Journal.read])
@pytest.mark.parametrize(
    "content",
    [
        "CREATE TABLE bookmarks (url)",
        "PRAGMA user_version = 1",
        "PRAGMA user_version = 99",
        "PRAGMA application_id = 7",
    ],
)
def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path, content: str, opening) -> None:
    """Somebody's bookmarks are not a journal, whatever number they bear."""
    path = tmp_path / "data.db"
    with closing(engine(path)) as connection:
        connection.execute(content).fetchall()
    before = path.read_bytes()

    with pytest.raises(JournalDamaged, match="another program"):
        opening(path, KEY)
    assert path.read_bytes() == before


def _add_themes(store: Store) -> None:
    store.run(
        "CREATE TABLE themes (id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES sessions (id), name TEXT)"
    )


def _name_the_sessions(store: Store) -> None:
    store.run("ALTER TABLE sessions ADD COLUMN title TEXT")
    store.run("UPDATE sessions SET title = door")


def _stumble(store: Store) -> None:
    store.run("DELETE FROM turns")
    store.run("INSERT INTO nowhere VALUES (1)")


def steps(*more: Migration) -> Sequence[Migration]:
    return (*MIGRATIONS[:1], *more)


def test_every_missing_step_is_taken_in_order_after_a_copy_was_made(version_1: Path) -> None:
    """The upgraded file holds what the old one held; the copy is the old one, for its owner only."""
    with Store.writing(version_1, KEY) as store:
        upgrade(store, version_1, steps(_add_themes, _name_the_sessions))

        assert store.run("PRAGMA user_version") == [(3,)]
        assert store.run("SELECT title FROM sessions ORDER BY id") == [("microphone",), ("typed",)]
        upgrade(store, version_1, steps(_add_themes, _name_the_sessions))  # a second time there is nothing to do

    with Journal.read(backup_of(version_1, 1), KEY) as journal:
        journal.verify()
        assert journal.entry(1).transcript == FIRST
    assert backup_of(version_1, 1).stat().st_mode & 0o077 == 0


def test_a_step_that_fails_leaves_the_last_whole_version(version_1: Path) -> None:
    """Steps before it stand, nothing of it does, and the next attempt starts from there."""
    with Store.writing(version_1, KEY) as store:
        with pytest.raises(JournalDamaged):
            upgrade(store, version_1, steps(_add_themes, _stumble))

        assert store.run("PRAGMA user_version") == [(2,)]
        assert store.run("SELECT count(*) FROM turns") == [(4,)]
        upgrade(store, version_1, steps(_add_themes, _name_the_sessions))
        assert store.run("PRAGMA user_version") == [(3,)]


def test_no_step_is_taken_if_the_copy_cannot_be_made(version_1: Path) -> None:
    """Something in the way of the copy stops the upgrade before it begins."""
    backup_of(version_1, 1).mkdir()

    with Store.writing(version_1, KEY) as store:
        with pytest.raises(JournalUnwritable):
            upgrade(store, version_1, steps(_add_themes))
        assert store.run("PRAGMA user_version") == [(1,)]


def test_a_copy_left_by_an_upgrade_that_broke_off_is_made_anew(version_1: Path) -> None:
    """Half a copy from last time is neither kept nor in the way."""
    backup_of(version_1, 1).write_bytes(b"half")

    with Store.writing(version_1, KEY) as store:
        upgrade(store, version_1, steps(_add_themes))

    with Journal.read(backup_of(version_1, 1), KEY) as journal:
        assert journal.entry(1).transcript == FIRST


def test_the_copies_that_upgrades_made_can_be_found(version_1: Path) -> None:
    """Deleting a session must be able to reach the copies that hold it too."""
    assert backups_of(version_1) == ()

    with Store.writing(version_1, KEY) as store:
        upgrade(store, version_1, steps(_add_themes))

    assert backups_of(version_1) == (backup_of(version_1, 1),)


def test_deleting_a_session_removes_the_copies_that_hold_it(version_1: Path) -> None:
    """A copy made by an upgrade holds every session, so it goes when one of them is to be gone."""
    with Journal.open(version_1, KEY) as journal:
        backup_of(version_1, 1).write_bytes(version_1.read_bytes())
        journal.delete(1)

    assert "毎晩".encode() not in decrypted(version_1)
    assert not backup_of(version_1, 1).exists()
