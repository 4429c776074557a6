"""How the journal's tables came to be as they are: numbered steps, each run once, in order.

A file's number is its `user_version`. A step and the new number are one transaction, so a file is always at a whole
number. Before an existing file is changed it is copied; a file with a higher number than ours is left untouched.

To add a step: write a function, put it at the end of `MIGRATIONS`, and keep a journal of the version before it in
tests/assistant/test_migrations.py. A step that was released is never edited.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from assistant.errors import JournalDamaged, JournalTooNew
from assistant.explaining import explained
from assistant.places import make_private, private_file
from assistant.store import CANARY, Store, require_sealed

APPLICATION: Final = 0x536E6442  # "SndB": tells our files from every other program's SQLite files

_COPY: Final = ".version-"  # between the journal's name and the number of the version that was copied


def _sessions_and_turns(store: Store) -> None:
    """Version 1. Times are ISO 8601 in UTC; seconds count from the start of the session."""
    store.run(f"PRAGMA application_id = {APPLICATION}")
    store.run(
        "CREATE TABLE sessions ("
        " id INTEGER PRIMARY KEY AUTOINCREMENT,"  # a number that was shown to a person never means another session
        " door TEXT NOT NULL,"
        " opened_at TEXT NOT NULL,"
        " closed_at TEXT)"
    )
    store.run(
        "CREATE TABLE turns ("
        " id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,"
        " speaker TEXT NOT NULL,"
        " text TEXT NOT NULL,"
        " move TEXT,"
        " source TEXT NOT NULL,"
        " cut INTEGER NOT NULL,"
        " said_at TEXT NOT NULL,"
        " start_seconds REAL,"
        " end_seconds REAL)"
    )
    store.run("CREATE INDEX turns_of_a_session ON turns (session, id)")
    store.run("CREATE TABLE canary (word TEXT NOT NULL)")  # see assistant.store
    store.run("INSERT INTO canary VALUES (?)", CANARY)


def _sound_words_and_backups(store: Store) -> None:
    """The sound of what was said, a second a row; when each word was said; and which backups were made, and where."""
    store.run(
        "CREATE TABLE sounds ("
        " session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,"
        " second INTEGER NOT NULL,"  # counted from the start of the session
        " opus BLOB NOT NULL,"
        " PRIMARY KEY (session, second))"
    )
    store.run(
        "CREATE TABLE words ("
        " turn INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,"
        " number INTEGER NOT NULL,"  # of the word in the turn's text; the word itself is only there
        " start_seconds REAL NOT NULL,"
        " end_seconds REAL NOT NULL,"
        " PRIMARY KEY (turn, number))"
    )
    store.run(
        "CREATE TABLE backups ("
        " id INTEGER PRIMARY KEY,"
        " folder TEXT NOT NULL,"
        " name TEXT NOT NULL,"
        " newest_session INTEGER NOT NULL)"  # sessions with higher numbers are not in it
    )


def _names_marks_and_an_index(store: Store) -> None:
    """Titles, tags, corrections, themes, what screening found, what was kept in exercises, and an index of every word.

    What was heard never changes: a correction is a row beside it. The index holds no text of its own; what leaves the
    tables leaves it too, and is overwritten in it (secure-delete).
    """
    store.run("ALTER TABLE sessions ADD COLUMN uid TEXT")  # known again after an export, in whatever journal
    store.run("ALTER TABLE sessions ADD COLUMN title TEXT NOT NULL DEFAULT ''")
    store.run("ALTER TABLE sessions ADD COLUMN dialogue TEXT NOT NULL DEFAULT ''")
    store.run("ALTER TABLE sessions ADD COLUMN is_read INTEGER NOT NULL DEFAULT 0")  # for its themes and results
    store.run("ALTER TABLE turns ADD COLUMN tier TEXT")  # what screening found, only where the person agreed to keep it
    store.run("ALTER TABLE turns ADD COLUMN label TEXT")
    store.run("UPDATE sessions SET uid = lower(hex(randomblob(16)))")
    store.run("CREATE UNIQUE INDEX session_of_a_uid ON sessions (uid)")
    store.run("CREATE INDEX sessions_by_time ON sessions (opened_at)")
    store.run("CREATE INDEX sessions_by_dialogue ON sessions (dialogue)")
    store.run("CREATE INDEX sessions_not_read ON sessions (id) WHERE is_read = 0")
    for name in ("tags", "themes"):
        store.run(
            f"CREATE TABLE {name} ("
            " session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,"
            " name TEXT NOT NULL,"
            " PRIMARY KEY (session, name)) WITHOUT ROWID"
        )
        store.run(f"CREATE INDEX sessions_with_{name} ON {name} (name, session)")
    store.run(
        "CREATE TABLE corrections ("
        " id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " turn INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,"
        " text TEXT NOT NULL,"
        " corrected_at TEXT NOT NULL)"
    )
    store.run("CREATE INDEX corrections_of_a_turn ON corrections (turn, id)")
    store.run(
        "CREATE TABLE results ("  # of exercises; a step that was dictated has several rows
        " id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,"
        " exercise TEXT NOT NULL,"
        " step TEXT NOT NULL,"
        " text TEXT NOT NULL)"
    )
    store.run("CREATE INDEX results_of_a_session ON results (session, id)")
    store.run(
        "CREATE TRIGGER heard_stays_as_heard BEFORE UPDATE OF text ON turns"
        " BEGIN SELECT RAISE(ABORT, 'what was heard never changes'); END"
    )
    for table in ("turns", "corrections"):
        _index_words(store, table)


def _index_words(store: Store, table: str) -> None:
    """Keeps an index of the words in the column `text` of a table."""
    index = f"{table}_words"
    forget = f"INSERT INTO {index} ({index}, rowid, text) VALUES ('delete', old.id, old.text);"
    add = f"INSERT INTO {index} (rowid, text) VALUES (new.id, new.text);"
    store.run(
        f"CREATE VIRTUAL TABLE {index} USING fts5 ("
        f"text, content = '{table}', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
    )
    store.run(f"INSERT INTO {index} ({index}, rank) VALUES ('secure-delete', 1)")
    store.run(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    store.run(f"CREATE TRIGGER {table}_indexed AFTER INSERT ON {table} BEGIN {add} END")
    store.run(f"CREATE TRIGGER {table}_forgotten AFTER DELETE ON {table} BEGIN {forget} END")


Migration = Callable[[Store], None]
MIGRATIONS: Final[tuple[Migration, ...]] = (_sessions_and_turns, _sound_words_and_backups, _names_marks_and_an_index)


def upgrade(store: Store, path: Path | None = None, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Brings a store that is open for writing to the newest version.

    Args:
        store: What to upgrade; may be new and empty.
        path: Where it lives, so that an existing one can be copied first; None for one in memory.
        migrations: All steps there are.

    Raises:
        JournalTooNew: a newer program wrote it. Nothing was changed.
        JournalDamaged: it is not a journal. Nothing was changed.
        JournalUnwritable: there is no room. It is as it was, or at a whole earlier version.
        JournalNotSealed: a word in it can be read by anyone.
    """
    version = recognise(store, len(migrations))
    if version < len(migrations):
        if version and path:
            _back_up(store, backup_of(path, version))
        _take_steps(store, version, migrations)
    if path:
        require_sealed(path)


def recognise(store: Store, newest: int = len(MIGRATIONS)) -> int:
    """The version of a store, 0 if it is empty; refuses what is not ours to touch."""
    ((application,),) = store.run("PRAGMA application_id")
    ((version,),) = store.run("PRAGMA user_version")
    ((tables,),) = store.run("SELECT count(*) FROM sqlite_master")
    if not (application or version or tables):
        return 0
    if application != APPLICATION or version < 1:
        raise JournalDamaged(
            f"{store.name} belongs to another program: it is not a journal of Sounding Board.",
            "Choose another file for the journal. This one was left as it is.",
        )
    if version > newest:
        raise JournalTooNew(
            f"The journal ({store.name}) was written by a newer Sounding Board.",
            "Update the program, then open it again. The journal was left as it is.",
        )
    return int(version)


def backup_of(path: Path, version: int) -> Path:
    """Where the copy goes that is made before a journal of this version is upgraded."""
    return path.with_name(f"{path.name}{_COPY}{version}")


def backups_of(path: Path) -> tuple[Path, ...]:
    """The copies made by upgrades: each holds all that the journal held then."""
    return tuple(sorted(each for each in path.parent.iterdir() if each.name.startswith(path.name + _COPY)))


def _take_steps(store: Store, version: int, migrations: Sequence[Migration]) -> None:
    store.use_log()
    for number, migrate in enumerate(migrations[version:], start=version + 1):
        with store.transaction():
            migrate(store)
            store.run(f"PRAGMA user_version = {number}")


def _back_up(store: Store, backup: Path) -> None:
    with explained(backup.name):
        backup.unlink(missing_ok=True)  # left by an upgrade that did not come to its end
        private_file(backup)
        store.copy_to(backup)
        make_private(backup)
