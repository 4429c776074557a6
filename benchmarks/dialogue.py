"""How the listener without a model talks: what it says back, how much it repeats itself, how long its replies take.

    python -m benchmarks.dialogue [--talkers FILE] [--synthetic N] [--seed N] [--sessions OUT] [--score SCORER]

The talkers of tests/golden/talkers (or of FILE: JSON lines with "id" and "turns") are held with the program as `converse`
holds them, and then N more that are put together from pieces of theirs. Prints, and never fails on a figure. With --score,
the sessions with the talkers are handed to that script.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from assistant.conversing import Script, converse, read_scripts
from assistant.entries import Keeper
from assistant.parts import listener_for, session_for
from assistant.settings import Settings
from benchmarks.talk_figures import figures
from dialogues.listener import Listener, Reply
from dialogues.transcript import Transcript

TALKERS: Final = Path(__file__).parents[1] / "tests" / "golden" / "talkers"
SYNTHETIC: Final = 200  # talkers put together, unless another number is asked for
TURNS: Final = 15  # turns of each of them
PIECE: Final = 3  # turns that stay together, so that a story is still one
SAME_PERSON: Final = 10  # sessions of one talker, one after the other, to hear whether the seams show


@dataclass(slots=True)
class Timed:
    """The real listener, with the seconds of one core that each reply took, whatever else the machine was doing."""

    listener: Listener
    seconds: list[float] = field(default_factory=list)

    def reply(self, transcript: Transcript) -> Reply:
        """The listener's reply."""
        begun = time.thread_time()
        reply = self.listener.reply(transcript)
        self.seconds.append(time.thread_time() - begun)
        return reply


def main(arguments: Sequence[str] | None = None) -> int:
    """Holds the talks and prints the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--talkers", type=Path, action="append", help="JSON lines; may be given more than once")
    parser.add_argument("--synthetic", type=int, default=SYNTHETIC, help="how many talkers to put together")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--sessions", type=Path, help="where to write the sessions with the talkers")
    parser.add_argument("--score", type=Path, help="a scorer: SCORER SESSIONS --talkers TALKERS")
    chosen = parser.parse_args(arguments)

    files = chosen.talkers or sorted(TALKERS.glob("*.jsonl"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    scripts = list(read_scripts(lines))
    written = [report("the talkers", scripts)]
    report(f"{chosen.synthetic} put together from them", put_together(scripts, chosen.synthetic, chosen.seed))
    report(f"the first talker, {SAME_PERSON} times", again(scripts[0]))

    with tempfile.TemporaryDirectory() as folder:
        sessions = chosen.sessions or Path(folder) / "sessions.jsonl"
        sessions.write_text("".join(f"{json.dumps(one)}\n" for one in written[0]), encoding="utf-8")
        if chosen.score:
            talkers = Path(folder) / "talkers.jsonl"
            talkers.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            sys.stdout.flush()
            subprocess.run([sys.executable, str(chosen.score), str(sessions), "--talkers", str(talkers)], check=False)
    return 0


def put_together(scripts: Sequence[Script], count: int, seed: int) -> list[Script]:
    """Talkers made of pieces of others: each piece a few turns in a row; the first and last turn stay where they belong."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is a secret
    made = []
    for number in range(count):
        turns = [chance.choice(scripts).turns[0]]
        while len(turns) < TURNS - 1:
            told = chance.choice(scripts).turns[1:-1]
            at = chance.randrange(max(1, len(told) - PIECE + 1))
            turns += told[at : at + PIECE]
        made.append(Script(f"synthetic-{number}", (*turns[: TURNS - 1], chance.choice(scripts).turns[-1])))
    return made


def again(script: Script) -> list[Script]:
    """The same person on the same trouble, each session after all those before it."""
    return [Script(f"{script.id}-{number}", script.turns, (script.turns,) * number) for number in range(SAME_PERSON)]


def report(title: str, scripts: Iterable[Script]) -> list[dict[str, Any]]:
    """Holds the talks and prints what they were like."""
    seconds: list[float] = []

    def timed_listener(journal: Keeper) -> Listener:
        return Timed(listener_for(settings.listener, journal, lambda _trouble: None), seconds)

    settings = Settings()
    talks = [converse(script, timed_listener, lambda: session_for(settings)) for script in scripts]
    print(f"\n{title}")
    for name, figure in figures(talks, seconds):
        print(f"  {name:<52} {figure}")
    return talks


if __name__ == "__main__":
    sys.exit(main())
