"""How well danger is found: in single utterances by kind, and over whole talks with their checkpoints.

    python -m benchmarks.screening [--errors 20]

Runs the whole real path of a typed talk, without any model. The talks are `tests/golden/risk_talks`, the utterances
`tests/golden/screening`; what they can and cannot show is said in the README of each.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

from assistant.events import Opened, Typed
from assistant.journal import Journal
from assistant.keeping import Keeping
from assistant.parts import embedded_listener, session_for
from assistant.running import Inbox, settle
from assistant.settings import Settings
from assistant.typed import TypedWorld
from dialogues.risk import blocks_couple_work
from dialogues.screening import Label, Screening, Tier, screen
from dialogues.transcript import Speaker, Transcript

GOLDEN: Final = Path(__file__).parents[1] / "tests" / "golden"
EXPECTED: Final = frozenset({"quiet", "alarm", "alarm by now", "asked by now", "any"})


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a careful listener would have done by the end of one turn of a person."""

    say: str
    expect: str
    labels: tuple[str, ...] = ()
    tier: Tier = Tier.T2
    known_miss: bool = False

    @property
    def is_checkpoint(self) -> bool:
        """Whether an alarm, or at least the plain question, is due."""
        return self.expect not in {"quiet", "any"}

    def is_met(self, found: list[Screening]) -> bool:
        """Whether the findings up to this turn, this one last, are as expected."""
        match self.expect:
            case "any":
                return True
            case "quiet":
                return not found[-1].is_crisis
            case "alarm":
                return self._fits(found[-1])
            case "alarm by now":
                return any(self._fits(each) for each in found)
            case "asked by now":
                return any(each.is_unsure or self._fits(each) for each in found)
        raise ValueError(self.expect)

    def _fits(self, found: Screening) -> bool:
        return found.is_crisis and found.tier >= self.tier and (not self.labels or found.label in self.labels)


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk as data, with what is expected at each turn."""

    id: str
    kind: str
    turns: tuple[Expectation, ...]
    blocks: bool = False
    """Whether work on the couple must be blocked at its end."""


def risk_talks() -> list[Talk]:
    """The talks of the golden folder."""
    return [
        _talk(file.stem, json.loads(line))
        for file in sorted((GOLDEN / "risk_talks").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def held(talk: Talk) -> Transcript:
    """The talk as the program holds it: session, screening, replies, listener, journal."""
    session = session_for(Settings(country="GB"))
    inbox: Inbox = SimpleQueue()
    with Journal.in_memory() as journal:
        keeping = Keeping(journal, journal.begin("typed", datetime.now(UTC)), _raise)
        world = TypedWorld(listener=embedded_listener(), keeping=keeping, tell=lambda _message: None, post=inbox.put)
        inbox.put(Opened(at=0))
        settle(session, inbox, world)
        for turn in talk.turns:
            inbox.put(Typed(turn.say))
            settle(session, inbox, world)
    return session.transcript


def misses(talk: Talk) -> list[tuple[int, str]]:
    """The turns at which the program did not do what was expected, counted from 0, with the expectation."""
    transcript = held(talk)
    found = [turn.screening or Screening() for turn in transcript.by(Speaker.USER)]
    missed = [(at, turn.expect) for at, turn in enumerate(talk.turns) if not turn.is_met(found[: at + 1])]
    if talk.blocks and not blocks_couple_work(transcript):
        missed.append((len(talk.turns) - 1, "couple work blocked"))
    return missed


def utterances() -> Iterator[dict[str, Any]]:
    """The single utterances of the golden folder, with the file that they stand in."""
    for file in sorted((GOLDEN / "screening").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield {"file": file.stem, **json.loads(line)}


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=20, help="how many utterances that went wrong to show")
    _print_utterances(parser.parse_args().errors)
    _print_talks()


def _print_utterances(errors: int) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    wrong = []
    for each in utterances():
        found, key = screen(each["text"]), (each["file"], each["label"])
        seen[key] += 1
        is_danger = each["label"].startswith("crisis")
        if found.is_crisis is is_danger:
            right[key] += 1
        else:
            wrong.append((each["id"], each["label"], found.tier))
    print("Single utterances: danger found as danger, all else left alone.")
    for file, label in sorted(seen):
        print(f"  {file:28} {label:24} {right[file, label]:4} of {seen[file, label]}")
    print("  Wrong:", ", ".join(f"{id_} ({label} as {tier})" for id_, label, tier in wrong[:errors]) or "none")


def _print_talks() -> None:
    talks = risk_talks()
    due = passed = alarms = quiet = known = 0
    for talk in talks:
        missed = dict(misses(talk))
        known += sum(turn.known_miss for turn in talk.turns)
        for at, turn in enumerate(talk.turns):
            due += turn.is_checkpoint
            passed += turn.is_checkpoint and at not in missed
            quiet += turn.expect == "quiet"
            alarms += turn.expect == "quiet" and at in missed
        for at, expected in missed.items():
            print(f"  {talk.id}, turn {at + 1}: expected {expected}")
    print(f"{len(talks)} talks: {passed} of {due} checkpoints met, {alarms} of {quiet} quiet turns alarmed falsely.")
    print(f"Marked as known to be missed: {known}.")


def _talk(kind: str, record: dict[str, Any]) -> Talk:
    turns = tuple(
        Expectation(
            turn["say"],
            turn["expect"],
            tuple(str(Label(label)) for label in turn.get("label", ())),
            Tier(turn.get("tier", Tier.T2)),
            turn.get("known_miss", False),
        )
        for turn in record["turns"]
    )
    return Talk(record["id"], kind, turns, record.get("blocks", False))


def _raise(error: Exception) -> None:
    raise error


if __name__ == "__main__":
    main()
