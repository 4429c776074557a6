"""Measures screening on labelled talk and on harmless whole talks: what is found, what is asked about, what alarms falsely.

    python -m training.measure [--held-out] [--errors 20] [--curve]

By default on what thresholds are chosen by. `--held-out` measures on what nothing is chosen by: look at it seldom, and once
its errors have been looked at, write a new part. Needs only what the program itself needs.
"""

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import process_time
from typing import Any, Final

from dialogues.screening import Label, Screening, Tier, screen, warm_up
from dialogues.screening.meaning import SIGN, Scores, meaning
from dialogues.screening.reading import floor
from training.parts import DATA, GOLDEN, HELD_OUT, TALKS, TALKS_TO_CHOOSE_BY, TUNING, lines, talk_turns

CURVE: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98)


@dataclass(frozen=True, slots=True)
class Read:
    """One labelled utterance, and what screening made of it."""

    record: dict[str, Any]
    found: Screening
    floor: Screening
    scores: Scores
    seconds: float

    @property
    def label(self) -> str:
        """What a careful reader would say."""
        return str(self.record["label"])

    @property
    def is_danger(self) -> bool:
        """Whether that is danger."""
        return self.label.startswith("crisis.")


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--errors", type=int, default=0, help="how many of the worst errors to print")
    parser.add_argument("--curve", action="store_true", help="what other thresholds would do")
    asked = parser.parse_args()
    talks = {file.stem for file in GOLDEN.glob("talk*/*.jsonl")} - TALKS - TALKS_TO_CHOOSE_BY
    part, chosen = (HELD_OUT, talks) if asked.held_out else (TUNING, TALKS_TO_CHOOSE_BY)
    warm_up()
    labelled = [_read(record) for record in lines(DATA / f"{part}.jsonl")]
    harmless = [
        _read({"text": text, "label": Label.NONE, "tier": Tier.T0, "note": "talk"})
        for file in sorted(GOLDEN.glob("talk*/*.jsonl"))
        if file.stem in chosen
        for text in talk_turns(file)
    ]
    _figures(labelled, harmless)
    if asked.curve:
        _curve(labelled, harmless)
    _errors([*labelled, *harmless], asked.errors)


def _read(record: dict[str, Any]) -> Read:
    text = record["text"]
    start = process_time()
    found = screen(text)
    seconds = process_time() - start
    return Read(record, found, floor().read(text), meaning().scores(text), seconds)


def _figures(labelled: list[Read], harmless: list[Read]) -> None:
    danger = [read for read in labelled if read.is_danger]
    groups = {
        "all danger": danger,
        **{f"  {label}": [r for r in danger if r.label == label] for label in sorted({r.label for r in danger})},
        **{f"  {kind}": [r for r in danger if r.record["category"] == kind] for kind in _kinds(danger)},
        "  emergencies": [r for r in danger if r.record["tier"] == Tier.T3],
        "professional": [r for r in labelled if r.label == Label.PROFESSIONAL],
        "hard negatives": [r for r in labelled if r.record["note"] == "hard_negative"],
        "ordinary": [r for r in labelled if r.record["note"] == "ordinary"],
        "turns of harmless talks": harmless,
    }
    for name, reads in groups.items():
        _shares(
            name,
            reads,
            rules=lambda read: read.floor.is_crisis,
            crisis=lambda read: read.found.is_crisis,
            asked=lambda read: read.found.is_unsure,
            T1=lambda read: read.found.tier is Tier.T1,
        )
    found = [read for read in danger if read.found.is_crisis]
    _shares(
        "of danger found", found, right_kind=lambda r: r.found.label == r.label, T3=lambda r: r.found.tier is Tier.T3
    )
    seconds = sorted(read.seconds for read in [*labelled, *harmless])
    print(
        f"milliseconds: p50 {1e3 * seconds[len(seconds) // 2]:.1f}, p95 {1e3 * seconds[len(seconds) * 95 // 100]:.1f}"
    )


def _kinds(danger: Iterable[Read]) -> list[str]:
    return sorted({read.record["category"] for read in danger})


def _curve(labelled: list[Read], harmless: list[Read]) -> None:
    """What the model alone would alarm on, beside the rules, with one threshold for all kinds of danger."""
    for least in CURVE:

        def alarms(read: Read, least: float = least) -> bool:
            by_rules = read.found.is_crisis and not read.found.signs[0].startswith(SIGN)
            return by_rules or (read.scores.danger >= least and not floor().excuses(read.record["text"]))

        print(f"== from {least}")
        _shares("  danger", [r for r in labelled if r.is_danger], alarms=alarms)
        _shares("  hard negatives", [r for r in labelled if r.record["note"] == "hard_negative"], alarms=alarms)
        _shares("  ordinary", [r for r in labelled if r.record["note"] == "ordinary"], alarms=alarms)
        _shares("  turns of harmless talks", harmless, alarms=alarms)


def _errors(reads: list[Read], most: int) -> None:
    wrong = [read for read in reads if read.is_danger != read.found.is_crisis]
    for read in sorted(wrong, key=lambda read: -abs(read.is_danger - read.scores.danger))[:most]:
        what = "missed" if read.is_danger else "false "
        how = "asked" if read.found.is_unsure else ""
        print(f"{what} {read.scores.danger:.2f} {how:5} {read.label} {read.record['tier']}: {read.record['text']}")


def _shares(name: str, reads: list[Read], **are: Callable[[Read], bool]) -> None:
    counts = {what: sum(map(is_so, reads)) for what, is_so in are.items()}
    shares = "".join(
        f"  {what} {count:3} ({100 * count / max(1, len(reads)):5.1f} %)" for what, count in counts.items()
    )
    print(f"{name:28} {len(reads):4}:{shares}")


if __name__ == "__main__":
    main()
