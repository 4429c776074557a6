"""The encoder of all-MiniLM-L6-v2 (a small BERT), written out, so that nothing but torch is needed to train it."""

import math
from collections.abc import Iterable

import torch
from torch import nn
from torch.nn import functional

HEADS = 12
"""Attention heads of the published model; its weights do not say."""
FROZEN = 2
"""Layers that stay as published, like the embeddings: a third less work, and common words keep their meaning."""


class Encoder(nn.Module):
    """Numbers of pieces in, one vector for each of them out."""

    def __init__(self, weights: dict[str, torch.Tensor]) -> None:
        super().__init__()
        pieces = weights["embeddings.word_embeddings.weight"]
        self.width = pieces.shape[1]
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        self.pieces = nn.Embedding.from_pretrained(pieces.clone(), freeze=False)
        self.places = nn.Parameter(weights["embeddings.position_embeddings.weight"] + kind)
        self.norm = nn.LayerNorm(self.width, eps=1e-12)
        self.drop = nn.Dropout(0.1)
        _fill(self.norm, weights, "embeddings.LayerNorm")
        count = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
        self.layers = nn.ModuleList(Layer(self.width, weights, f"encoder.layer.{number}.") for number in range(count))
        for part in (self.pieces, self.norm, *self.layers[:FROZEN]):
            part.requires_grad_(requires_grad=False)
        self.places.requires_grad_(requires_grad=False)

    def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.above(self.below(pieces, mask), mask)

    def below(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What the layers that stay as published make of the pieces: the same for every reader."""
        hidden = self.drop(self.norm(self.pieces(pieces) + self.places[: pieces.shape[1]]))
        return _through(self.layers[:FROZEN], hidden, mask)

    def above(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What the layers that have learnt make of that."""
        return _through(self.layers[FROZEN:], hidden, mask)


class Layer(nn.Module):
    """Self-attention and a feed-forward pass, each with its residual and its norm."""

    def __init__(self, width: int, weights: dict[str, torch.Tensor], prefix: str) -> None:
        super().__init__()
        inner = weights[f"{prefix}intermediate.dense.weight"].shape[0]
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.widen, self.narrow = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm_attention, self.norm_output = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(0.1)
        for module, name in (
            (self.query, "attention.self.query"),
            (self.key, "attention.self.key"),
            (self.value, "attention.self.value"),
            (self.out, "attention.output.dense"),
            (self.norm_attention, "attention.output.LayerNorm"),
            (self.widen, "intermediate.dense"),
            (self.narrow, "output.dense"),
            (self.norm_output, "output.LayerNorm"),
        ):
            _fill(module, weights, prefix + name)

    def forward(self, hidden: torch.Tensor, hidden_from: torch.Tensor) -> torch.Tensor:
        query, key, value = (self._split(part(hidden)) for part in (self.query, self.key, self.value))
        attention = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1]) + hidden_from
        seen = self.drop(attention.softmax(-1)) @ value
        seen = self.out(seen.transpose(1, 2).flatten(2))
        hidden = self.norm_attention(hidden + self.drop(seen))
        after: torch.Tensor = self.norm_output(hidden + self.drop(self.narrow(functional.gelu(self.widen(hidden)))))
        return after

    @staticmethod
    def _split(rows: torch.Tensor) -> torch.Tensor:
        return rows.unflatten(-1, (HEADS, -1)).transpose(1, 2)


def _through(layers: Iterable[nn.Module], hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    hidden_from = ((1.0 - mask.to(hidden.dtype)) * -1e4)[:, None, None, :]
    for layer in layers:
        hidden = layer(hidden, hidden_from)
    return hidden


def _fill(module: nn.Module, weights: dict[str, torch.Tensor], name: str) -> None:
    module.load_state_dict({"weight": weights[f"{name}.weight"], "bias": weights[f"{name}.bias"]})
