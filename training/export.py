"""Turns trained weights into what ships: an ONNX model with 8-bit weights, and a card with the hashes that are checked.

The vocabulary of the encoder has 30,522 pieces, and most of them are never said. Only the common ones and those of the
data keep a place in the model; each of the others is read as the kept one that lies nearest to it in meaning.
"""

import logging
import tempfile
import tomllib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torch.nn import functional

from dialogues.screening.meaning import CARD, MODEL, VOCABULARY

if TYPE_CHECKING:
    from training.screening import Reader

DIALOGUES: Final = Path(__file__).parents[1] / "dialogues"
FOLDER: Final = DIALOGUES / "screening" / "model"
COMMON: Final = 9_500
"""Pieces up to this rank are kept in any case (the vocabulary is ordered by frequency), but for those of other scripts."""
SPECIAL: Final = 999
"""The last of the pieces that are no words: marks for start and end, unknown, and places left free."""


class Shipped(nn.Module):
    """Reads one text: the mean of several readers on one lower part, with the smaller vocabulary inside."""

    def __init__(self, readers: list["Reader"], place_of: torch.Tensor, kept: torch.Tensor) -> None:
        super().__init__()
        self.place_of = nn.Buffer(place_of)
        self.readers = nn.ModuleList(readers)
        lower = readers[0].encoder
        lower.pieces = nn.Embedding.from_pretrained(lower.pieces.weight[kept].clone())

    def forward(self, pieces: torch.Tensor) -> torch.Tensor:
        places = self.place_of[pieces].long()
        mask = torch.ones_like(places)
        hidden = self.readers[0].encoder.below(places, mask)
        return torch.stack([reader.scores(hidden, mask) for reader in self.readers]).mean(0)


def export(readers: list["Reader"], used: Iterable[int]) -> None:
    """Writes the model and its card into the program's folder. Thresholds on the card are kept."""
    logging.disable(logging.WARNING)
    kept = _kept(set(used))
    weights = functional.normalize(readers[0].encoder.pieces.weight.detach().float(), dim=1)
    place_of = torch.cat([(block @ weights[kept].T).argmax(1) for block in weights.split(2_000)])
    place_of[kept] = torch.arange(len(kept))
    shipped = Shipped(readers, place_of.to(torch.int32), kept).eval()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        whole = Path(work) / "whole.onnx"
        torch.onnx.export(
            shipped,
            (torch.ones((1, 24), dtype=torch.int64),),
            whole,
            input_names=["pieces"],
            output_names=["scores"],
            dynamic_axes={"pieces": {1: "length"}},
            opset_version=17,
            dynamo=False,
        )
        # Seven of the eight bits: processors without the newest instructions overflow on eight.
        quantize_dynamic(
            whole,
            FOLDER / MODEL,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
    write_card()


def write_card() -> None:
    """Writes the hashes of what lies in the folder, and the thresholds that its card already had."""
    card = FOLDER / CARD
    thresholds = card.read_text(encoding="utf-8").partition("[thresholds]")[2] if card.exists() else ""
    hashes = {MODEL: FOLDER / MODEL, VOCABULARY: DIALOGUES / VOCABULARY}
    lines = [
        "# The model that reads for hinted danger. Hashes by training/export.py; thresholds chosen with training/measure.py.",
        "",
        "[sha256]",
        *(f'"{name}" = "{sha256(file.read_bytes()).hexdigest()}"' for name, file in hashes.items()),
        "",
        "[thresholds]" + (thresholds or "\n"),
    ]
    card.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    tomllib.loads(card.read_text(encoding="utf-8"))


def _kept(used: set[int]) -> torch.Tensor:
    vocabulary = (DIALOGUES / VOCABULARY).read_text(encoding="utf-8").splitlines()
    special = {vocabulary.index(piece) for piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]")}

    def is_kept(place: int, piece: str) -> bool:
        letters = piece.removeprefix("##")
        is_plain = letters.isascii() and letters.isalnum()
        return place in used | special or (SPECIAL < place < COMMON and is_plain) or (len(letters) == 1 and is_plain)

    return torch.tensor([place for place, piece in enumerate(vocabulary) if is_kept(place, piece)])
