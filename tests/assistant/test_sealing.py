"""No word is ever readable in a file: each way in which the engine is known to forget its key is closed, and watched."""

import os
import subprocess
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from assistant.errors import JournalDamaged, JournalError, JournalNotSealed, JournalUnwritable
from assistant.journal import Journal
from assistant.keys import Key
from assistant.migrations import upgrade
from assistant.store import CANARY, Store, require_sealed
from dialogues.transcript import Speaker, Turn
from tests.assistant.sealed import ANOTHER, KEY, decrypted, engine, readable

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MARK = "quince jelly"
PLAIN_WAY = next(each for each in apsw.vfs_names() if not each.startswith("multipleciphers"))


def talked(path: Path, key: Key = KEY, turns: int = 50) -> int:
    with Journal.open(path, key) as journal:
        session = journal.begin("typed", NOON)
        for number in range(turns):
            journal.write(session, Turn(Speaker.USER, f"{MARK} {number} " + "and then " * 50), NOON)
    return session


def test_nothing_is_readable_while_the_journal_is_open_or_after(tmp_path: Path) -> None:
    """Not in the file, its log, its index or its copy; and with the key all of it is there."""
    with Journal.open(tmp_path / "data.db", KEY) as journal:
        session = journal.begin("typed", NOON)
        for number in range(200):
            journal.write(session, Turn(Speaker.USER, f"{MARK} {number} " * 40), NOON)
        assert {file.name for file in tmp_path.iterdir()} > {"data.db-wal", "data.db-shm"}
        for word in (MARK, CANARY, "SQLite format 3", "CREATE TABLE"):
            assert word.encode() not in readable(tmp_path)
    assert MARK.encode() not in readable(tmp_path)
    assert MARK.encode() in decrypted(tmp_path / "data.db")


def test_a_copy_is_sealed_with_the_same_key_and_holds_the_same(tmp_path: Path) -> None:
    """Copies are made by VACUUM INTO: the engine's own way of backing up has delivered damaged files."""
    talked(tmp_path / "data.db")
    (tmp_path / "copy.db").touch()
    with Store.writing(tmp_path / "data.db", KEY) as store:
        store.copy_to(tmp_path / "copy.db")

    assert MARK.encode() not in readable(tmp_path)
    with Journal.read(tmp_path / "copy.db", KEY) as copy, Journal.read(tmp_path / "data.db", KEY) as journal:
        copy.verify()
        assert copy.transcripts() == journal.transcripts()
    with pytest.raises(JournalDamaged):
        Journal.read(tmp_path / "copy.db", ANOTHER)


def test_another_database_cannot_be_attached(tmp_path: Path) -> None:
    """The engine has attached databases without a key: ours attaches none, before or after a copy was made."""
    (tmp_path / "copy.db").touch()
    with Store.writing(tmp_path / "data.db", KEY) as store:
        upgrade(store)
        store.copy_to(tmp_path / "copy.db")
        for sql in ("ATTACH ? AS other", "ATTACH ? AS other KEY ''"):
            with pytest.raises(JournalUnwritable):
                store.run(sql, str(tmp_path / "other.db"))

    assert not (tmp_path / "other.db").exists()


@pytest.mark.parametrize(
    "pragma",
    ["rekey = 'other'", "REKEY = ''", "hexrekey = '00'", "textrekey = 'other'", "key = 'other'", "hexkey = '00'"],
)
def test_the_key_of_a_file_is_never_changed(tmp_path: Path, pragma: str) -> None:
    """Changing it in a file with a log has damaged files: the store refuses to, and the key stays."""
    talked(tmp_path / "data.db")
    with Store.writing(tmp_path / "data.db", KEY) as store, pytest.raises(JournalUnwritable):
        store.run(f"PRAGMA {pragma}")

    assert MARK.encode() in decrypted(tmp_path / "data.db")


def test_where_the_engine_cannot_encrypt_nothing_is_written(tmp_path: Path) -> None:
    """A way to the disk that does not encrypt is refused before a table is made."""
    with pytest.raises(JournalNotSealed, match=r"data\.db") as caught:
        Store.writing(tmp_path / "data.db", KEY, vfs=PLAIN_WAY)

    assert caught.value.hint
    assert readable(tmp_path) == b""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
@pytest.mark.parametrize("name", ["a?key=x&cipher=aes128cbc#b", "file:c?mode=memory&vfs=unix", "100%41"])
def test_a_folders_name_is_never_taken_for_an_instruction(tmp_path: Path, name: str) -> None:
    """The engine has lost keys that were given in an address: no path of ours is read as one, to write or to read."""
    path = tmp_path / name / "data.db"
    talked(path)

    assert MARK.encode() in decrypted(path)
    assert MARK.encode() not in readable(tmp_path)
    path.with_name("data.db.lock").unlink()
    with Journal.read(path, KEY) as journal:
        assert journal.sessions()
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("opening", [Journal.open, Journal.read])
def test_a_file_that_is_not_encrypted_is_refused_and_left_as_it_is(tmp_path: Path, opening) -> None:
    """It says what the file is and what to do, and not one byte is changed."""
    path = tmp_path / "data.db"
    with closing(apsw.Connection(str(path))) as plain:
        plain.execute("CREATE TABLE turns (text); INSERT INTO turns VALUES ('quince jelly')").fetchall()
    before = path.read_bytes()

    with pytest.raises(JournalNotSealed, match="not encrypted") as caught:
        opening(path, KEY)

    assert "Move it" in caught.value.hint
    assert path.read_bytes() == before


@pytest.mark.parametrize("opening", [Journal.open, Journal.read])
@pytest.mark.parametrize("where", ["data.db", "data.db-wal"])
def test_a_word_that_can_be_read_stops_the_program(tmp_path: Path, opening, where: str) -> None:
    """Every journal holds a canary; where it can be read without the key, nothing more is written."""
    talked(tmp_path / "data.db", turns=1)
    with (tmp_path / where).open("ab") as file:
        file.write(bytes(2048) + CANARY.encode() + bytes(2048 - len(CANARY)))

    with pytest.raises(JournalNotSealed), opening(tmp_path / "data.db", KEY):
        pass


def test_every_journal_has_its_canary(tmp_path: Path) -> None:
    """What is looked for is there to be found."""
    talked(tmp_path / "data.db", turns=1)

    assert CANARY.encode() in decrypted(tmp_path / "data.db")


PASSER_BY = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)  # what SQLite's readers and writers share
"""


@pytest.mark.skipif(
    sys.platform == "win32", reason="only POSIX drops a program's locks when it closes another descriptor"
)
def test_looking_for_the_canary_does_not_let_go_of_the_file(tmp_path: Path) -> None:
    """Nobody else can get hold of an open journal alone: not before we looked, and not after."""
    path = tmp_path / "data.db"
    with Journal.open(path, KEY) as journal:
        journal.begin("typed", NOON)
        require_sealed(path)
        with Journal.read(path, KEY) as reader:
            assert len(reader.sessions()) == 1
        ran = subprocess.run([sys.executable, "-c", PASSER_BY, str(path)], capture_output=True, text=True, check=False)

    assert "BlockingIOError" in ran.stderr


@pytest.mark.parametrize("opening", [Journal.open, Journal.read])
def test_a_wrong_key_opens_nothing_and_harms_nothing(tmp_path: Path, opening) -> None:
    """Even after a crash, with turns still in the log: it says that file and keys may not belong together, no more."""
    path = tmp_path / "data.db"
    with Journal.open(path, KEY) as journal:
        session = journal.begin("typed", NOON)
        journal.write(session, Turn(Speaker.USER, MARK), NOON)
        crashed = tmp_path / "crashed"
        crashed.mkdir()
        for name in ("data.db", "data.db-wal"):
            (crashed / name).write_bytes((tmp_path / name).read_bytes())

    for _ in range(2):
        with pytest.raises(JournalDamaged, match="other keys"):
            opening(crashed / "data.db", ANOTHER)

    with Journal.open(crashed / "data.db", KEY) as journal:
        journal.verify()
        assert journal.entry(session).turns[0].turn.text == MARK


@pytest.mark.parametrize("secret", [b"", b"short", bytes(31), bytes(33), bytes(64)])
def test_a_key_has_32_bytes(secret: bytes) -> None:
    """Anything else the engine would take for a passphrase, and stretch in its own way."""
    with pytest.raises(ValueError, match="32"):
        Key(secret)


def test_the_key_is_in_no_text() -> None:
    """Not in how it is shown, nor in what is shown of a store or an error."""
    assert KEY.secret.hex() not in repr(KEY) + str(KEY)
    assert "\\x" not in repr(KEY)


def test_the_key_is_in_no_file_and_no_error(tmp_path: Path) -> None:
    """Neither as bytes nor as letters."""
    talked(tmp_path / "data.db")
    with suppress(JournalError):
        Journal.open(tmp_path / "data.db", ANOTHER)
    with pytest.raises(JournalError) as caught:
        Journal.read(tmp_path / "data.db", ANOTHER)

    told = f"{caught.value} {caught.value.hint} {caught.value.__notes__} {caught.value.__cause__}"
    for key in (KEY, ANOTHER):
        assert key.secret.hex() not in told
        assert key.secret.hex().encode() not in readable(tmp_path)
    assert KEY.secret not in readable(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="looks where Linux shows a program's open files")
def test_work_that_needs_room_is_done_in_memory(tmp_path: Path) -> None:
    """Temporary tables and databases are never encrypted, so none may reach a file."""
    talked(tmp_path / "data.db", turns=400)
    with Store.writing(tmp_path / "data.db", KEY) as store:
        store.run("CREATE TEMP TABLE words AS SELECT text || hex(randomblob(20000)) AS text FROM turns")
        store.run("CREATE INDEX temp.sorted ON words (text)")
        opened = {str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if os.path.lexists(each)}
        assert store.run("SELECT count(*) FROM words") == [(400,)]

    assert {Path(each).name for each in opened if str(tmp_path) in each} == {
        "data.db",
        "data.db-wal",
        "data.db-shm",
        "data.db.lock",
    }
    assert not any("etilqs" in each for each in opened)


def test_the_engine_is_one_that_encrypts() -> None:
    """What is installed is SQLite3 Multiple Ciphers, of a version whose log and encryption go together."""
    name, _, version = apsw.mc_version.rpartition(" ")

    assert name == "SQLite3 Multiple Ciphers"
    assert tuple(map(int, version.split("."))) >= (2, 4, 0)


def test_the_engine_alone_opens_the_file_with_the_key(tmp_path: Path) -> None:
    """Nobody needs this program to get their words out: the key and the engine are enough."""
    talked(tmp_path / "data.db", turns=2)

    with closing(engine(tmp_path / "data.db")) as connection:
        assert connection.execute("SELECT count(*) FROM turns").fetchall() == [(2,)]
