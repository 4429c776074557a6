"""What screening is taught with, chosen by and measured on: labelled, told apart, and enough of it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from dialogues.screening import Label, Tier
from dialogues.screening.wording import plain

FOLDER = Path(__file__).parents[2] / "training" / "screening"
if not FOLDER.exists():
    pytest.skip("the data is not part of the wheel", allow_module_level=True)
EXAMPLES = [
    {**json.loads(line), "part": file.stem}
    for file in sorted(FOLDER.glob("*.jsonl"))
    for line in file.read_text("utf-8").splitlines()
]
HELD_OUT = [example for example in EXAMPLES if example["part"] == "held_out_2"]
QUIET = [example for example in EXAMPLES if example["label"] == Label.NONE]


def test_no_utterance_is_in_two_parts_or_twice_in_one():
    """What is measured on was never learnt from, in its plain form too."""
    texts = Counter(plain(example["text"]) for example in EXAMPLES)

    assert [text for text, times in texts.items() if times > 1] == []
    assert len({example["id"] for example in EXAMPLES}) == len(EXAMPLES)


def test_label_and_tier_of_each_utterance_agree():
    """Danger is T2 or T3, a professional is T1, and harmless talk is T0 and says whether it is hard."""
    for example in EXAMPLES:
        label, tier = Label(example["label"]), Tier(example["tier"])
        assert (tier >= Tier.T2) == label.startswith("crisis.")
        assert (tier is Tier.T1) == (label is Label.PROFESSIONAL)
        assert (label is Label.NONE) == (example["note"] in {"hard_negative", "ordinary"})


def test_there_is_enough_of_each_kind():
    """Every family, a third hard negatives where it is measured, and much of what is said in the middle of a talk."""
    families = Counter(example["label"] for example in HELD_OUT)

    assert len(HELD_OUT) >= 400
    assert set(families) == set(Label)
    assert len(QUIET) > len(EXAMPLES) * 0.45
    assert sum(example["note"] == "ordinary" for example in QUIET) >= 1_500
    assert sum(example["category"] == "middle_of_a_talk" for example in QUIET) >= 700
