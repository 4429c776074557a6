"""Reads what is meant: a small language encoder, taught on `training/screening`, that scores each kind of danger.

It finds some of what is only hinted at, with no word that a rule could know. It can only add to what the rules find. Where
it is sure, it says so; where a text can be read in two ways, it says that it is unsure, and one plain question is asked.
Its files are checked before they are loaded, and a file that is missing or not the right one raises.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from typing import Any, Final

from dialogues.screening.result import Label, Screening, Tier
from dialogues.screening.windows import windows
from dialogues.screening.wording import plain

MODEL: Final = "reader.onnx"
CARD: Final = "reader.toml"
VOCABULARY: Final = "encoder_vocabulary.txt"
"""The pieces of words that the encoder knows; lies in `dialogues/`, because other encoders know the same ones."""
SIGN: Final = "meaning."
"""What the name of this layer's signs begins with: a reply can tell what it was found by."""

LABELS: Final = tuple(Label)
"""In the order in which the model scores them; one further score, the last, is urgency."""
DANGERS: Final = tuple(label for label in LABELS if label.startswith("crisis."))
LONGEST: Final = 96
"""Pieces that the model reads at once, its start and end marks included: about 75 spoken words."""


class ModelBroken(Exception):
    """A file of the model is missing, or is not the one that was checked."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a score counts. Chosen on talk that the model has not learnt, never on the held-out part."""

    sure: Mapping[str, float]
    """For each kind of danger, how likely danger must be to be answered at once."""
    unsure: Mapping[str, float]
    """The same, to be asked about."""
    urgent: float
    professional: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model believes of one text, as probabilities."""

    danger: float
    label: Label
    """The likeliest kind of danger, if there is any."""
    urgent: float
    professional: float


class Meaning:
    """The model, ready to read. Holds nothing of what it has read."""

    def __init__(self, folder: Traversable, vocabulary: Traversable) -> None:
        """Loads the model.

        Raises:
            ModelBroken: A file is missing, or its SHA-256 is not the one on the model's card.
        """
        try:
            card = tomllib.loads((folder / CARD).read_text(encoding="utf-8"))
            model = (folder / MODEL).read_bytes()
            pieces = vocabulary.read_bytes()
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise ModelBroken("a file of the model that reads for danger is missing") from error
        if {MODEL: sha256(model).hexdigest(), VOCABULARY: sha256(pieces).hexdigest()} != card["sha256"]:
            raise ModelBroken("a file of the model that reads for danger is not the one it should be")
        self.thresholds = Thresholds(**card["thresholds"])
        self._tokenizer = _tokenizer(vocabulary)
        self._session = _session(model)

    def read(self, text: str) -> Screening:
        """What the text shows of danger, or of need for a professional."""
        return self.finding(self.scores(text))

    def finding(self, scores: Scores) -> Screening:
        """What these scores amount to."""
        sign = (f"{SIGN}{scores.label.removeprefix('crisis.')}",)
        if scores.danger >= self.thresholds.sure[scores.label]:
            return Screening(Tier.T3 if scores.urgent >= self.thresholds.urgent else Tier.T2, scores.label, sign)
        if scores.danger >= self.thresholds.unsure[scores.label]:
            return Screening(Tier.T0, scores.label, sign, is_unsure=True)
        if scores.professional >= self.thresholds.professional:
            return Screening(Tier.T1, Label.PROFESSIONAL, (f"{SIGN}{Label.PROFESSIONAL}",))
        return Screening()

    def scores(self, text: str) -> Scores:
        """The scores of the window of the text in which danger is likeliest."""
        readings = [self._scored(" ".join(words)) for words in windows(plain(text).split())]
        return max(readings, key=lambda scores: scores.danger)

    def _scored(self, words: str) -> Scores:
        import numpy as np

        if not words:
            return Scores(0.0, DANGERS[0], 0.0, 0.0)
        pieces = np.array([self._tokenizer.encode(words).ids], np.int64)
        (output,) = self._session.run(None, {"pieces": pieces})
        exponents = np.exp(output[0][: len(LABELS)] - output[0][: len(LABELS)].max())
        chances = dict(zip(LABELS, (exponents / exponents.sum()).tolist(), strict=True))
        return Scores(
            danger=sum(chances[label] for label in DANGERS),
            label=max(DANGERS, key=lambda label: chances[label]),
            urgent=float(1.0 / (1.0 + np.exp(-output[0][-1]))),
            professional=chances[Label.PROFESSIONAL],
        )


def _tokenizer(vocabulary: Traversable) -> Any:  # noqa: ANN401 - tokenizers ships no types
    from tokenizers import BertWordPieceTokenizer

    with as_file(vocabulary) as path:
        tokenizer = BertWordPieceTokenizer(str(path), lowercase=True)
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def _session(model: bytes) -> Any:  # noqa: ANN401 - onnxruntime ships no types
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread: a reading takes a few milliseconds, and the transcriber needs the other cores.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors only
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@cache
def meaning() -> Meaning:
    """The model that ships with the program, loaded once.

    Raises:
        ModelBroken: It cannot be loaded; the next call tries again.
    """
    return Meaning(files("dialogues.screening") / "model", files("dialogues") / VOCABULARY)
