"""How searching the journal grows with it: 100, 1,000 and 10,000 sessions of 30 turns of 40 words.

python -m benchmarks.searching [--sessions N ...]

The words are those of the program's own questions and examples, as often as they occur there, and two in forty are rare, as
names are. Seconds on the clock count whatever else the computer does; processor time does not.
"""

import argparse
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from assistant.entries import Entry, SessionSummary, TimedTurn
from assistant.journal import Journal
from assistant.keys import Key
from assistant.searching import Query, Within, read_query
from dialogues.transcript import Speaker, Turn

SESSIONS: Final = (100, 1000, 10_000)
TURNS: Final = 30
WORDS: Final = 40  # a turn
RARE: Final = 2  # of them
TOGETHER: Final = 500  # sessions to a transaction, so that making the journal does not take all day
QUERIES: Final = 40  # of each kind
FIRST: Final = datetime(1996, 1, 1, 20, 0, tzinfo=UTC)
SYLLABLES: Final = ("ka", "lo", "mi", "ren", "tu", "sha", "bel", "dor", "fin", "gra", "pe", "wo")
THEMES: Final = ("anger", "doubt", "hope", "body")
DIALOGUES: Final = ("family", "work", "losing")


class Talker:
    """Says things at random, and looks for them."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)  # noqa: S311  it keeps no secret
        library = resources.files("dialogues") / "library"
        texts = [file.read_text(encoding="utf-8") for file in library.iterdir() if file.name.endswith(".toml")]
        self.words = re.findall(r"[a-z']{2,}", " ".join(re.findall(r'"([^"]{20,})"', " ".join(texts))).lower())
        self.rare = ["".join(self.chance.choices(SYLLABLES, k=4)) for _ in range(20_000)]

    def says(self) -> str:
        """A turn."""
        return " ".join(self.chance.choices(self.words, k=WORDS - RARE) + self.chance.choices(self.rare, k=RARE))

    def queries(self, sessions: int) -> dict[str, Callable[[], Query]]:
        """The kinds of query there are."""
        pick, two = self.chance.choice, lambda: " ".join(self.chance.choices(self.words, k=2))

        def in_a_year() -> Query:
            day = date(1996, 1, 1) + timedelta(days=self.chance.randrange(sessions))
            return Query((pick(self.words),), Within(day, day + timedelta(days=365)), Speaker.USER)

        return {
            "a word": lambda: read_query(pick(self.words)),
            "a rare word": lambda: read_query(pick(self.rare)),
            "two words": lambda: read_query(two()),
            "a phrase": lambda: read_query(f'"{two()}"'),
            "a beginning": lambda: read_query(pick([word for word in self.words if len(word) > 3])[:3] + "*"),  # noqa: PLR2004  letters
            "a word, rare tag": lambda: read_query(f"{pick(self.words)} tag:mother"),
            "a rare word, common tag": lambda: read_query(f"{pick(self.rare)} tag:weekly"),
            "a word, theme": lambda: read_query(f"{pick(self.words)} theme:doubt"),
            "a phrase, dialogue": lambda: read_query(f'"{two()}" dialogue:work'),
            "a word of mine, one year": in_a_year,
        }


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, nargs="+", default=SESSIONS, help="how many, one curve point each")
    for sessions in parser.parse_args().sessions:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder) / "data.db", sessions)


def _measure(path: Path, sessions: int) -> None:
    talker, key = Talker(), Key.fresh()
    with Journal.open(path, key) as journal:
        for first in range(0, sessions, TOGETHER):
            with journal.together():
                for number in range(first, min(sessions, first + TOGETHER)):
                    journal.add(_session(talker, number))
    print(f"{sessions} sessions, {sessions * TURNS} turns, {path.stat().st_size / 1e6:.1f} MB")
    with Journal.open(path, key) as journal:
        everything: list[tuple[float, float]] = []
        for kind, query in talker.queries(sessions).items():
            taken = list(_times(journal, query))
            everything += taken
            print(f"  {kind:<26}{_figures(taken)}")
        print(f"  {'all of them':<26}{_figures(everything)}")
        began = time.perf_counter()
        journal.delete(sessions // 2)
        print(f"  deleting a session: {time.perf_counter() - began:.2f} s")


def _session(talker: Talker, number: int) -> Entry:
    at = FIRST + timedelta(days=number)
    tags = (*(("weekly",) if number % 7 == 0 else ()), *(("mother",) if number % 100 == 3 else ()))  # noqa: PLR2004  any day
    turns = tuple(
        TimedTurn(
            Turn(Speaker.USER if turn % 2 else Speaker.ASSISTANT, talker.says()),
            at + timedelta(seconds=20 * turn),
            None,
            None,
        )
        for turn in range(TURNS)
    )
    dialogue, theme = DIALOGUES[number % len(DIALOGUES)], THEMES[number % len(THEMES)]
    return Entry(SessionSummary(0, "typed", at, at, TURNS, "", "", "", tags, dialogue, (theme,)), turns)


def _times(journal: Journal, query: Callable[[], Query]) -> Iterator[tuple[float, float]]:
    """Milliseconds on the clock, and of the processor, for each of so many queries."""
    for _ in range(QUERIES):
        asked = query()
        began, busy = time.perf_counter(), time.thread_time()
        journal.search(asked)
        yield (time.perf_counter() - began) * 1000, (time.thread_time() - busy) * 1000


def _figures(taken: list[tuple[float, float]]) -> str:
    clock, processor = ([each[side] for each in taken] for side in (0, 1))
    return (
        f"p50 {median(clock):6.2f} ms, p95 {quantiles(clock, n=20)[18]:6.2f} ms;"
        f" processor p50 {median(processor):5.2f} ms, p95 {quantiles(processor, n=20)[18]:5.2f} ms"
    )


if __name__ == "__main__":
    main()
