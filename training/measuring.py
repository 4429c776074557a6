"""Prints how well turns are read, beside the listed wordings and cue words alone: `python -m training.measuring`.

Takes a minute. The figures stand in docs/DIALOGUES.md.
"""

import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from dialogues.dialogue import Library, load_library
from dialogues.encoder import warm_up
from dialogues.english import FEELINGS, words
from dialogues.exercise_wishes import (
    asks_for_memory,
    asks_how_long,
    asks_if_ever,
    wants_exercise,
    wants_reading_back,
)
from dialogues.requests import Request, read_listed, read_request
from dialogues.telling import is_silence
from dialogues.understanding import NOTHING, likely
from training.turns_data import Labelled, rows, sections
from training.understanding import TELLING

Reader = Callable[[str], str]
WISHES: Final = {
    "exercise": wants_exercise,
    "memory": asks_for_memory,
    "read_back": wants_reading_back,
    "how_long": asks_how_long,
    "ever_again": asks_if_ever,
}
TALKERS: Final = Path(__file__).parents[1] / "tests" / "golden" / "talkers"
"""Whole talks, written by other hands, in which the turns that ask something are marked."""
FEELING_WORDS: Final = {
    "fear": "fear", "worry": "fear", "anger": "anger", "bitterness": "anger", "resentment": "anger", "shame": "shame", "guilt": "shame",
    "embarrassment": "shame", "humiliation": "shame", "sadness": "sadness", "heartbreak": "sadness", "grief": "sadness", "hurt": "hurt",
    "disappointment": "hurt", "betrayal": "hurt", "loneliness": "lonely", "being alone": "lonely", "confusion": "torn",
    "being torn": "torn", "being stuck": "torn", "hope": "hope", "relief": "hope", "calm": "hope", "pride": "hope",
}  # fmt: skip
"""The names of feelings in the word list, and the label each comes under."""


def read(text: str) -> str:
    """What the program takes the turn to ask, in the order in which the listener looks."""
    wish = next((name for name, asks in WISHES.items() if asks(text)), "")
    return wish or str(read_request(text))


def share(wanted: Sequence[Labelled], reader: Reader, *, of_its_kind: bool) -> float:
    """How many of these turns are taken to ask something, or just what they ask."""
    found = [(reader(turn.text), turn.labels[0]) for turn in wanted]
    return sum(said == kind if of_its_kind else said != Request.NONE for said, kind in found) / len(found)


def f1(said: Sequence[str], right: Sequence[str]) -> float:
    """The mean over the labels of 2 * hits / (2 * hits + wrong + missed)."""
    each = []
    for label in sorted(set(right)):
        hits = sum(a == b == label for a, b in zip(said, right, strict=True))
        each.append(2 * hits / (said.count(label) + right.count(label)))
    return sum(each) / len(each)


def by_cues(text: str, what: str, library: Library) -> str:
    """What cue words alone say of a turn, as the program read it before it read meanings."""
    match what:
        case "role":
            dialogue = max(library.dialogues, key=lambda each: each.cues.hits(text))
            hurt, broke = dialogue.hurt.hits(text), dialogue.broke.hits(text)
            return "both" if hurt and broke else "hurt" if hurt else "broke" if broke else "-"
        case "feeling":
            named = (FEELING_WORDS.get(FEELINGS[word], "-") for word in words(text) if word in FEELINGS)
            return next(named, "-")
        case _:
            return "ahead" if library.general.themes["start"].hits(text) else "told"


def by_meaning(text: str, what: str) -> str:
    """The likeliest label."""
    shares = likely(text, what)
    return max(shares, key=shares.__getitem__)


def themes(turns: Sequence[Labelled], reader: Callable[[str, str], set[str]]) -> tuple[float, float]:
    """Precision and recall of the themes of the dialogue that leads."""
    hits = said = right = 0
    for turn in turns:
        wanted, found = set(turn.labels[4].split(",")), reader(turn.text, turn.labels[3])
        hits, said, right = hits + len(wanted & found), said + len(found), right + len(wanted)
    return hits / max(said, 1), hits / right


def talked() -> list[Labelled]:
    """The turns of whole talks that ask nothing."""
    found = []
    for path in sorted(TALKERS.glob("*.jsonl")):
        for talker in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            asking = {probe["turn"] for probe in talker["probes"]}
            told = (text for number, text in enumerate(talker["turns"]) if number not in asking)
            found += [Labelled((NOTHING,), text) for text in told if not is_silence(text)]
    return found


def main() -> None:
    """Prints everything."""
    asked, told, in_talk = sections("held_out_requests.txt"), sections("held_out_stories.txt"), talked()
    print(f"{len(asked)} requests, {len(told)} turns that only sound like one, {len(in_talk)} turns of whole talks")
    for way, reader in (("listed alone", lambda text: str(read_listed(text))), ("with meaning", read)):
        any_, right = (share(asked, reader, of_its_kind=kind) for kind in (False, True))
        falsely, in_talks = (share(turns, reader, of_its_kind=False) for turns in (told, in_talk))
        print(f"  {way}: asks {any_:.3f}, right kind {right:.3f}; falsely {falsely:.3f}, in talks {in_talks:.4f}")
    library = load_library()
    dialogues = {dialogue.id: dialogue for dialogue in library.dialogues}
    turns = rows("held_out_turns.txt")
    for at, what in enumerate(TELLING):
        right_ones = [turn.labels[at] for turn in turns]
        for way, tell in (("cues", partial(by_cues, library=library)), ("meaning", by_meaning)):
            said = [tell(turn.text, what) for turn in turns]
            hits = sum(a == b for a, b in zip(said, right_ones, strict=True)) / len(turns)
            print(f"{what} by {way}: right {hits:.3f}, F1 {f1(said, right_ones):.3f}")
    placed = [turn for turn in turns if turn.labels[3] != "-"]
    for way, touched in (
        ("cues", lambda text, of: set(dialogues[of].themes_named(text))),
        ("examples", lambda text, of: set(dialogues[of].examples.touched(text))),
        ("both", lambda text, of: set(dialogues[of].themes_in(text))),
    ):
        print(f"themes by {way}: precision {themes(placed, touched)[0]:.3f}, recall {themes(placed, touched)[1]:.3f}")
    warm_up()
    fresh = [f"{turn.text} and so on" for turn in placed]
    start = time.perf_counter()
    for text in fresh:
        read(text)
    print(f"{(time.perf_counter() - start) / len(fresh) * 1000:.1f} ms to read what a fresh turn asks")


if __name__ == "__main__":
    main()
