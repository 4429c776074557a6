"""Fits small networks with numpy alone: one hidden layer, dropout, Adam with a falling rate. The same seed, the same weights."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogues.turn_features import plainly, word_runs
from dialogues.understanding import Network

VOTES: Final = 3  # networks that start from other weights; together they are surer of less that is wrong
BATCH: Final = 64
ROUNDS: Final = 14
RATE: Final = 2e-3
DECAY: Final = 1e-3
DROPPED: Final = 0.3  # share of the hidden units left out of each step; half as much of the features
SOFTNESS: Final = 0.05  # share of certainty given to the other labels
SEEN_OFTEN: Final = 3  # turns a run of words must stand in to count

Array = NDArray[np.float32]


def vocabulary_of(texts: Sequence[str]) -> dict[str, int]:
    """The word runs that stand in several turns, in alphabetical order."""
    counts = Counter(run for text in texts for run in word_runs(plainly(text)))
    return {run: at for at, run in enumerate(sorted(run for run, count in counts.items() if count >= SEEN_OFTEN))}


def fit(rows: Array, labels: Sequence[str], units: int, rounds: int = ROUNDS) -> Network:
    """A network that tells the labels apart."""
    names = tuple(sorted(set(labels)))
    wanted = np.eye(len(names), dtype=np.float32)[[names.index(label) for label in labels]]
    votes = [_fit_one(rows, wanted, units, rounds, seed) for seed in range(VOTES)]
    inner, inner_bias, outer, outer_bias = (np.stack(part) for part in zip(*votes, strict=True))
    return Network(names, inner, inner_bias, outer, outer_bias)


def _fit_one(rows: Array, wanted: Array, units: int, rounds: int, seed: int) -> list[Array]:
    chance = np.random.default_rng(seed)
    (count, width), kinds = rows.shape, wanted.shape[1]
    weights = [
        chance.normal(0, 1.5 / np.sqrt(width), (width, units)).astype(np.float32),
        np.zeros(units, np.float32),
        chance.normal(0, 1 / np.sqrt(units), (units, kinds)).astype(np.float32),
        np.zeros(kinds, np.float32),
    ]
    adam = _Adam(weights, steps=rounds * (count // BATCH))
    targets = wanted * (1 - SOFTNESS) + np.float32(SOFTNESS / kinds)
    for _ in range(rounds):
        order = chance.permutation(count)
        for start in range(0, count - BATCH + 1, BATCH):
            taken = order[start : start + BATCH]
            seen = rows[taken] * (chance.random((BATCH, width), np.float32) > DROPPED / 2)
            adam.step(_gradients(weights, seen, targets[taken], chance.random((BATCH, units), np.float32) > DROPPED))
    return weights


def _gradients(weights: list[Array], seen: Array, targets: Array, kept: NDArray[np.bool_]) -> list[Array]:
    inner, inner_bias, outer, outer_bias = weights
    before = seen @ inner + inner_bias
    hidden = np.maximum(before, 0) * kept / (1 - DROPPED)
    said = hidden @ outer + outer_bias
    said = np.exp(said - said.max(axis=1, keepdims=True))
    said /= said.sum(axis=1, keepdims=True)
    wrong = (said - targets) / len(seen)
    back = (wrong @ outer.T) * kept / (1 - DROPPED) * (before > 0)
    return [seen.T @ back, back.sum(axis=0), hidden.T @ wrong, wrong.sum(axis=0)]


class _Adam:
    """Changes the weights in place, a little less with each step."""

    def __init__(self, weights: list[Array], steps: int) -> None:
        self.weights = weights
        self.steps = steps
        self.done = 0
        self.means = [np.zeros_like(weight) for weight in weights]
        self.squares = [np.zeros_like(weight) for weight in weights]

    def step(self, gradients: list[Array]) -> None:
        self.done += 1
        rate = np.float32(RATE * (1 - self.done / (self.steps + 1)))
        fresh_mean, fresh_square = np.float32(1 - 0.9**self.done), np.float32(1 - 0.995**self.done)
        for at, gradient in enumerate(gradients):
            self.means[at] += np.float32(0.1) * (gradient - self.means[at])
            self.squares[at] += np.float32(0.005) * (gradient * gradient - self.squares[at])
            pull = self.means[at] / fresh_mean / (np.sqrt(self.squares[at] / fresh_square) + 1e-8)
            self.weights[at] -= rate * (pull + np.float32(DECAY) * self.weights[at])
