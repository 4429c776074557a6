"""What encrypting the journal costs: unlocking it, opening it, and committing a turn, beside plain SQLite.

python -m benchmarks.journal [--turns N]
"""

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import apsw

from assistant.journal import Journal
from assistant.keys import LEAST_MEMORY, MIB, MOST_MEMORY, PASSES, Cost, Key, Kind, passphrase_bytes, unwrap, wrap
from dialogues.transcript import Speaker, Turn

TURNS: Final = 3000
WORDS: Final = "She still checks my phone at night, and I say nothing, and then I lie awake and count. " * 3
OPENINGS: Final = 100
UNLOCKINGS: Final = 5
PLAIN_TURNS: Final = (
    "CREATE TABLE turns (id INTEGER PRIMARY KEY AUTOINCREMENT, session INTEGER REFERENCES sessions (id), speaker TEXT,"
    " text TEXT, move TEXT, source TEXT, cut INTEGER, said_at TEXT, start_seconds REAL, end_seconds REAL)"
)
PLAIN: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "CREATE TABLE sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, door TEXT, opened_at TEXT, closed_at TEXT)",
    PLAIN_TURNS,
    "CREATE INDEX turns_of_a_session ON turns (session, id)",
)
WRITE_PLAIN: Final = (
    "INSERT INTO turns (session, speaker, text, move, source, cut, said_at, start_seconds, end_seconds)"
    " VALUES (1, 'user', ?, NULL, '', 0, ?, NULL, NULL)"
)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=TURNS, help="how many to commit")
    turns = parser.parse_args().turns
    print(
        f"{apsw.mc_version}, SQLite {apsw.sqlite_lib_version()}; plain: SQLite {sqlite3.sqlite_version}",
        file=sys.stderr,
    )
    for memory in (LEAST_MEMORY, MOST_MEMORY):
        print(f"unlock with a passphrase, {PASSES} passes, {memory // MIB} MiB: {_unlocking(memory):.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        plain, sealed = Path(folder) / "plain.db", Path(folder) / "data.db"
        key = Key.fresh()
        with closing(sqlite3.connect(plain, isolation_level=None)) as connection, Journal.open(sealed, key) as journal:
            _show("commit a turn", *_side_by_side(turns, _plain_writer(connection), _sealed_writer(journal)))
        opening = _side_by_side(OPENINGS, lambda _: _open_plain(plain), lambda _: _open_sealed(sealed, key))
        _show("open, read and close", *opening)
        sizes = sealed.stat().st_size / plain.stat().st_size
        print(f"size of {turns} turns: {sealed.stat().st_size / 1e6:.1f} MB, {sizes:.2f} times plain")


def _unlocking(memory: int) -> float:
    """Seconds, the median of a few."""
    secret = passphrase_bytes("seven slow otters")
    slot = wrap(Key.fresh(), Kind.PASSPHRASE, secret, Cost(PASSES, memory))
    return median(_times(UNLOCKINGS, lambda _: unwrap(slot, secret)))


def _plain_writer(connection: sqlite3.Connection) -> Callable[[int], object]:
    for statement in PLAIN:
        connection.execute(statement)
    connection.execute("INSERT INTO sessions (door) VALUES ('typed')")

    def commit(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("SELECT 1 FROM sessions WHERE id = 1").fetchall()
        connection.execute(WRITE_PLAIN, (f"{number} {WORDS}", datetime.now(UTC).isoformat()))
        connection.execute("COMMIT")

    return commit


def _sealed_writer(journal: Journal) -> Callable[[int], object]:
    session = journal.begin("typed", datetime.now(UTC))
    return lambda number: journal.write(session, Turn(Speaker.USER, f"{number} {WORDS}"), datetime.now(UTC))


def _open_plain(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT count(*) FROM sessions").fetchall()


def _open_sealed(path: Path, key: Key) -> None:
    with Journal.open(path, key) as journal:
        journal.sessions(limit=1)


def _side_by_side(
    count: int, plain: Callable[[int], object], sealed: Callable[[int], object]
) -> tuple[list[float], list[float]]:
    """Seconds that each of so many took, by turns, so that whatever else the computer does falls on both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(count):
        for do, into in zip((plain, sealed), taken, strict=True):
            into.extend(_times(1, do, number))
    return taken


def _times(count: int, do: Callable[[int], object], first: int = 0) -> list[float]:
    """Seconds that each of so many took."""
    taken = []
    for number in range(first, first + count):
        began = time.perf_counter()
        do(number)
        taken.append(time.perf_counter() - began)
    return taken


def _show(what: str, plain: list[float], sealed: list[float]) -> None:
    for name, taken in (("plain sqlite3", plain), ("the journal", sealed)):
        p50, p99 = median(taken) * 1000, quantiles(taken, n=100)[98] * 1000
        print(f"{what}, {name}: p50 {p50:.2f} ms, p99 {p99:.2f} ms")


if __name__ == "__main__":
    main()
