"""Turns the trained weights into what ships: an ONNX model with 8-bit weights, its vocabulary, and a card with their hashes.

Run in the training environment, after `training.screening`. Thresholds on the card are kept; they are chosen with
`training.measure` on the tuning part.
"""

import argparse
import logging
import tempfile
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Final

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from dialogues.screening.meaning import CARD, MODEL, VOCABULARY
from training.screening import load_reader

MODEL_FOLDER: Final = Path(__file__).parents[1] / "dialogues" / "screening" / "model"
UNCHOSEN: Final = {"danger": 0.9, "urgent": 0.5, "professional": 0.9, "hint": 0.5}


def main() -> None:
    """Exports the weights of a training run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="the folder that training.screening wrote")
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    reader, vocabulary = load_reader(asked.run)
    pieces = torch.ones((1, 24), dtype=torch.int64)
    with tempfile.TemporaryDirectory() as work:
        whole = Path(work) / "whole.onnx"
        torch.onnx.export(
            reader,
            (pieces, torch.ones_like(pieces)),
            whole,
            input_names=["pieces", "mask"],
            output_names=["scores"],
            dynamic_axes={"pieces": {1: "length"}, "mask": {1: "length"}},
            opset_version=17,
            dynamo=False,
        )
        MODEL_FOLDER.mkdir(exist_ok=True)
        # Seven of the eight bits: processors without the newest instructions overflow on eight.
        quantize_dynamic(
            whole,
            MODEL_FOLDER / MODEL,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
    (MODEL_FOLDER / VOCABULARY).write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    _write_card()


def _write_card() -> None:
    card = MODEL_FOLDER / CARD
    thresholds = tomllib.loads(card.read_text("utf-8"))["thresholds"] if card.exists() else UNCHOSEN
    lines = [
        "# The model that reads for hinted danger. Written by training/export.py, but for the thresholds, which are",
        "# chosen on the tuning part of dialogues/screening/data.",
        "",
        "[sha256]",
        *(f'"{name}" = "{sha256((MODEL_FOLDER / name).read_bytes()).hexdigest()}"' for name in (MODEL, VOCABULARY)),
        "",
        "[thresholds]",
        *(f"{name} = {value}" for name, value in thresholds.items()),
    ]
    card.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
