"""What a turn means to the listener: what it asks, who was hurt, what is felt, and whether it tells, feels or looks ahead.

Small networks read the features of a turn (`dialogues.turn_features`). They were fitted on the turns in `training/turns/`
by `python -m training.understanding`, which also measures them; docs/DIALOGUES.md has the figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogues.turn_features import features

READINGS_KEPT: Final = (
    4096  # turns: each is read many times in a talk, because nothing is remembered but the transcript
)
NOTHING: Final = "none"
WEIGHTS_FILE: Final = "understanding.npz"


@dataclass(frozen=True, slots=True)
class Network:
    """Networks that vote: features in, a likelihood for each label out."""

    labels: tuple[str, ...]
    inner: NDArray[np.float32]
    """Shape (votes, features, units)."""
    inner_bias: NDArray[np.float32]
    outer: NDArray[np.float32]
    """Shape (votes, units, labels)."""
    outer_bias: NDArray[np.float32]

    def likelihoods(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape (n, labels); each row sums to 1. Features that this network was not fitted on are left aside."""
        rows = rows[:, : self.inner.shape[1]]
        units = np.maximum(rows @ self.inner + self.inner_bias[:, None], 0)
        votes = units @ self.outer + self.outer_bias[:, None]
        votes = np.exp(votes - votes.max(axis=2, keepdims=True))
        votes /= votes.sum(axis=2, keepdims=True)
        mean: NDArray[np.float32] = votes.mean(axis=0)
        return mean


@dataclass(frozen=True, slots=True)
class Understanding:
    """The words that count, and one network for each thing that is read."""

    vocabulary: dict[str, int]
    networks: Mapping[str, Network]

    def read(self, text: str, what: str) -> dict[str, float]:
        """How likely each label is: {"none": 0.97, "skip": 0.01, ...}."""
        network = self.networks[what]
        row = network.likelihoods(features([text], self.vocabulary))[0]
        return dict(zip(network.labels, map(float, row), strict=True))


@lru_cache(maxsize=READINGS_KEPT)
def asked_in(text: str) -> tuple[str, float]:
    """What a turn most likely asks of the program, and how likely it is that it asks anything at all."""
    likely = understanding().read(text, "asks")
    asks = {label: share for label, share in likely.items() if label != NOTHING}
    return max(asks, key=asks.__getitem__), 1 - likely[NOTHING]


@lru_cache(maxsize=READINGS_KEPT)
def likely(text: str, what: str) -> Mapping[str, float]:
    """How likely each "role", "feeling" or "stage" of a turn that tells something is."""
    return understanding().read(text, what)


@cache
def understanding() -> Understanding:
    """The networks that ship with the program."""
    with (
        resources.as_file(resources.files("dialogues") / WEIGHTS_FILE) as path,
        np.load(path, allow_pickle=False) as kept,
    ):
        return unpacked(dict(kept))


def packed(whole: Understanding) -> dict[str, NDArray[np.generic]]:
    """As arrays, to be written to a file; in half precision, which changes no reading and halves the file."""
    arrays: dict[str, NDArray[np.generic]] = {"vocabulary": np.array(list(whole.vocabulary))}
    for name, network in whole.networks.items():
        arrays[f"{name}/labels"] = np.array(network.labels)
        for part in _PARTS:
            arrays[f"{name}/{part}"] = getattr(network, part).astype(np.float16)
    return arrays


def unpacked(arrays: Mapping[str, NDArray[np.generic]]) -> Understanding:
    """From the arrays that `packed` made."""
    names = [key.split("/")[0] for key in arrays if key.endswith("/labels")]
    return Understanding(
        vocabulary={str(run): at for at, run in enumerate(arrays["vocabulary"])},
        networks={
            name: Network(
                tuple(map(str, arrays[f"{name}/labels"])),
                *(arrays[f"{name}/{part}"].astype(np.float32) for part in _PARTS),
            )
            for name in names
        },
    )


_PARTS: Final = ("inner", "inner_bias", "outer", "outer_bias")
