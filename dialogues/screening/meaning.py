"""Reads what is meant: a small language encoder, taught on `data/` by `training/`, that scores each kind of danger.

It finds some of what is only hinted at, with no word that a rule could know. It takes no part in what the floor finds: it
can only add. Its files are checked before they are loaded, and a file that is missing or not the right one raises.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any, Final

from dialogues.screening.pieces import encoded, windows
from dialogues.screening.result import Label, Screening, Tier
from dialogues.screening.wording import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL: Final = "reader.onnx"
VOCABULARY: Final = "vocab.txt"
CARD: Final = "reader.toml"
SIGN: Final = "meaning."
"""What the name of this layer's signs begins with: a reply can tell what it was found by."""

LABELS: Final = tuple(Label)
"""In the order in which the model scores them; one further score, the last, is urgency."""
DANGERS: Final = tuple(label for label in LABELS if label.startswith("crisis."))


class ModelBroken(Exception):
    """A file of the model is missing, or is not the one that was checked."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a score counts. Chosen on the tuning part of the data, never on the held-out part."""

    danger: float
    urgent: float
    professional: float
    hint: float
    """Too little to act on by itself; twice in one talk is enough (`dialogues.screening.state`)."""


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

    def __init__(self, folder: Traversable) -> None:
        """Loads the model.

        Raises:
            ModelBroken: A file is missing, or its SHA-256 is not the one on the model's card.
        """
        try:
            card = tomllib.loads((folder / CARD).read_text(encoding="utf-8"))
            model, vocabulary = ((folder / name).read_bytes() for name in (MODEL, VOCABULARY))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise ModelBroken("a file of the model that reads for danger is missing") from error
        if [sha256(model).hexdigest(), sha256(vocabulary).hexdigest()] != [
            card["sha256"][MODEL],
            card["sha256"][VOCABULARY],
        ]:
            raise ModelBroken("a file of the model that reads for danger is not the one it should be")
        self.thresholds = Thresholds(**card["thresholds"])
        self._vocabulary = {piece: place for place, piece in enumerate(vocabulary.decode("utf-8").splitlines())}
        self._session = _session(model)

    def read(self, text: str) -> Screening:
        """What the text shows of danger, or of need for a professional."""
        return self.finding(self.scores(text))

    def finding(self, scores: Scores) -> Screening:
        """What these scores amount to."""
        if scores.danger >= self.thresholds.danger:
            tier = Tier.T3 if scores.urgent >= self.thresholds.urgent else Tier.T2
            return Screening(tier, scores.label, (f"{SIGN}{scores.label.removeprefix('crisis.')}",))
        if scores.professional >= self.thresholds.professional:
            return Screening(Tier.T1, Label.PROFESSIONAL, (f"{SIGN}{Label.PROFESSIONAL}",))
        return Screening()

    def scores(self, text: str) -> Scores:
        """The scores of the window of the text in which danger is likeliest."""
        readings = [self._scored(words) for words in windows(plain(text).split())]
        return max(readings, key=lambda scores: scores.danger)

    def _scored(self, words: list[str]) -> Scores:
        import numpy as np

        if not words:
            return Scores(0.0, LABELS[-1], 0.0, 0.0)
        pieces = np.array([encoded(words, self._vocabulary)], np.int64)
        (output,) = self._session.run(None, {"pieces": pieces, "mask": np.ones_like(pieces)})
        logits: NDArray[Any] = output[0]
        exponents = np.exp(logits[: len(LABELS)] - logits[: len(LABELS)].max())
        chances = dict(zip(LABELS, (exponents / exponents.sum()).tolist(), strict=True))
        return Scores(
            danger=sum(chances[label] for label in DANGERS),
            label=max(DANGERS, key=lambda label: chances[label]),
            urgent=float(1.0 / (1.0 + np.exp(-logits[-1]))),
            professional=chances[Label.PROFESSIONAL],
        )


def _session(model: bytes) -> Any:  # noqa: ANN401 - onnxruntime ships no types
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread: a reading takes a few milliseconds, and the transcriber needs the other cores.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@cache
def meaning() -> Meaning:
    """The model that ships with the program, loaded once.

    Raises:
        ModelBroken: It cannot be loaded; the next call tries again.
    """
    return Meaning(files("dialogues.screening") / "model")
