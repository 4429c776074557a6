"""Measures screening on labelled talk: what the floor finds, what the model finds, and both together.

    python -m training.measure dialogues/screening/data/held_out.jsonl [--errors] [--curve]

Needs only what the program itself needs. With `--curve`, prints what other thresholds would do: look at it for the tuning
part alone.
"""

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dialogues.screening import Label, Screening, Tier, screen
from dialogues.screening.meaning import Scores, meaning
from dialogues.screening.reading import floor

CURVE: Final = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98)


@dataclass(frozen=True, slots=True)
class Read:
    """One labelled utterance, and what each layer made of it."""

    record: dict[str, Any]
    floor: Screening
    both: Screening
    scores: Scores

    @property
    def is_danger(self) -> bool:
        """Whether its label says danger."""
        return str(self.record["label"]).startswith("crisis.")

    def would_alarm(self, least: float) -> bool:
        """Whether it would be a crisis if the model's word counted from this probability on."""
        return self.floor.is_crisis or (self.scores.danger >= least and not floor().excuses(self.record["text"]))


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--curve", action="store_true")
    asked = parser.parse_args()
    records = [json.loads(line) for file in asked.files for line in file.read_text("utf-8").splitlines()]
    reads = [
        Read(record, floor().read(record["text"]), screen(record["text"]), meaning().scores(record["text"]))
        for record in records
    ]
    for name, crisis in (("floor", lambda read: read.floor.is_crisis), ("both", lambda read: read.both.is_crisis)):
        print(f"== {name}")
        _shares(reads, crisis)
    danger = [read for read in reads if read.is_danger]
    _share("emergencies as T3", [r for r in danger if r.record["tier"] == Tier.T3], lambda r: r.both.tier is Tier.T3)
    _share("T2 raised to T3", [r for r in danger if r.record["tier"] == Tier.T2], lambda r: r.both.tier is Tier.T3)
    _share(
        "right kind, where found", [r for r in danger if r.both.is_crisis], lambda r: r.both.label == r.record["label"]
    )
    help_ = [read for read in reads if read.record["label"] == Label.PROFESSIONAL]
    _share("professional as T1", help_, lambda r: r.both.tier is Tier.T1)
    _share("none as T1", [r for r in reads if r.record["label"] == Label.NONE], lambda r: r.both.tier is Tier.T1)
    if asked.curve:
        _curve(reads)
    if asked.errors:
        for read in sorted(reads, key=lambda read: -abs(read.is_danger - read.scores.danger)):
            if read.is_danger != read.both.is_crisis:
                print(
                    f"{'missed' if read.is_danger else 'false '} {read.scores.danger:.2f} {read.record['id']} {read.record['text']}"
                )


def _shares(reads: list[Read], crisis: Callable[[Read], bool]) -> None:
    danger = [read for read in reads if read.is_danger]
    _share("all danger", danger, crisis)
    for label in sorted({read.record["label"] for read in danger}):
        _share(f"  {label}", [read for read in danger if read.record["label"] == label], crisis)
    _share("  emergencies", [read for read in danger if read.record["tier"] == Tier.T3], crisis)
    quiet = [read for read in reads if read.record["label"] == Label.NONE]
    hard = [read for read in quiet if "hard" in read.record.get("note", "") + read.record.get("kind", "")]
    _share("false alarms, hard", hard, crisis)
    _share("false alarms, ordinary", [read for read in quiet if read not in hard], crisis)
    _share("false alarms, professional", [r for r in reads if r.record["label"] == Label.PROFESSIONAL], crisis)


def _curve(reads: list[Read]) -> None:
    for least in CURVE:
        print(f"== at {least}")
        for name, chosen in (
            ("danger", [r for r in reads if r.is_danger]),
            ("hard", [r for r in reads if "hard" in r.record["note"]]),
            ("ordinary", [r for r in reads if "ordinary" in r.record["note"]]),
            ("professional", [r for r in reads if r.record["label"] == Label.PROFESSIONAL]),
        ):
            _share(f"  {name}: danger", chosen, lambda r, least=least: r.would_alarm(least))
            _share(f"  {name}: professional", chosen, lambda r, least=least: r.scores.professional >= least)


def _share(name: str, reads: Iterable[Read], is_so: Callable[[Read], bool]) -> None:
    judged = [is_so(read) for read in reads]
    print(f"{name:40} {sum(judged):4} of {len(judged):4} {100 * sum(judged) / max(1, len(judged)):6.1f} %")


if __name__ == "__main__":
    main()
