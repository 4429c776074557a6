"""Makes `dialogues/understanding.npz` and `dialogues/examples.npz` anew: `python -m training.understanding`.

Reads `training/turns/` and the example sentences of the library; takes about two minutes on one core. The same data make the
same weights, but for the last digits, which differ between processors. Then measure: `python -m training.measuring`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from dialogues.dialogue import load_library
from dialogues.encoder import encode
from dialogues.examples import EXAMPLES_FILE, as_kept
from dialogues.turn_features import features, plainly
from dialogues.understanding import NOTHING, WEIGHTS_FILE, Network, Understanding, packed
from training.fitting import fit, vocabulary_of
from training.turns_data import Labelled, from_patterns, sections

SEED: Final = 0
ASKING_UNITS: Final = 96
TELLING_UNITS: Final = 32
TELLING_ROUNDS: Final = 30  # there are a tenth as many turns to learn from
TELLING: Final = ("role", "feeling", "stage")
"""What stands in the headings of turns.txt, in this order."""
STORIES: Final = ("stories.txt", "more_stories.txt", "longer_stories.txt", "danger.txt")
FOLDER: Final = Path(__file__).parents[1] / "dialogues"


def asking_turns() -> list[Labelled]:
    """What people ask, and what only sounds like it."""
    asked = [*sections("requests.txt"), *sections("more_requests.txt"), *from_patterns("patterns.txt", SEED)]
    told = [turn.text for name in STORIES for turn in sections(name)] + [turn.text for turn in telling_turns()]
    return [*asked, *(Labelled((NOTHING,), text) for text in told)]


def telling_turns() -> list[Labelled]:
    """What people tell, with who was hurt, what is felt, and whether it tells, feels or looks ahead."""
    return sections("turns.txt")


def fit_telling(what: str) -> Network:
    """The network for one of `TELLING`. Single words are left out: there are too few turns to learn them from."""
    turns = telling_turns()
    return fit(
        features([turn.text for turn in turns], {}),
        [turn.labels[TELLING.index(what)] for turn in turns],
        TELLING_UNITS,
        TELLING_ROUNDS,
    )


def make() -> Understanding:
    """Everything, fitted anew."""
    turns = asking_turns()
    texts = [turn.text for turn in turns]
    vocabulary = vocabulary_of(texts)
    asks = fit(features(texts, vocabulary), [turn.labels[0] for turn in turns], ASKING_UNITS)
    return Understanding(vocabulary, {"asks": asks, **{what: fit_telling(what) for what in TELLING}})


def shipped_examples() -> Sequence[str]:
    """The example sentences of the library that ships, each once."""
    return tuple(
        dict.fromkeys(
            sentence
            for dialogue in load_library().dialogues
            for theirs in dialogue.examples.sentences.values()
            for sentence in theirs
        )
    )


if __name__ == "__main__":
    np.savez_compressed(FOLDER / WEIGHTS_FILE, **packed(make()))
    sentences = shipped_examples()
    np.savez_compressed(FOLDER / EXAMPLES_FILE, **as_kept(sentences, encode([plainly(each) for each in sentences])))
