"""Which labelled talk is learnt from, which thresholds are chosen by, and which is only measured on."""

import json
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
DATA: Final = ROOT / "training" / "screening"
GOLDEN: Final = ROOT / "tests" / "golden"

TUNING: Final = "tuning"
"""The part of the data that thresholds are chosen by."""
HELD_OUT: Final = "held_out_2"
"""The part that is only measured on."""
TALKS: Final = {"couples", "friends", "after_crisis", "faith", "self_trust"}
"""Files of harmless whole talks that are learnt from."""
TALKS_TO_CHOOSE_BY: Final = {"self", "he_cheated", "rough"}
"""Those that thresholds are chosen by. The others in the same folders are only measured on."""


def lines(file: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def talk_turns(file: Path) -> list[str]:
    """What the person says in a file of whole talks."""
    said = [text for line in lines(file) for text in line.get("turns", [line.get("said", "")])]
    return [text for text in said if text.strip()]
