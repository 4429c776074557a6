"""The layer that reads what is meant: its files are checked, it only adds, and the floor stands without it."""

import json
import re
import tomllib
from hashlib import sha256
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.screening import Label, Tier, screen, warm_up
from dialogues.screening.meaning import CARD, LABELS, MODEL, VOCABULARY, Meaning, ModelBroken, meaning
from dialogues.screening.pieces import LONGEST, STEP, WINDOW, encoded, windows
from dialogues.screening.reading import floor, hint, screen_with
from dialogues.screening.wording import plain

FOLDER = files("dialogues.screening") / "model"
DATA = files("dialogues.screening") / "data"
EXAMPLES = [
    json.loads(line)
    for file in sorted(DATA.iterdir(), key=lambda file: file.name)
    for line in file.read_text("utf-8").splitlines()
]
LETTERS = dict.fromkeys(
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abc", *(f"##{letter}" for letter in "abc"), "cab", "##ba"]
)
VOCABULARY_OF_LETTERS = {piece: place for place, piece in enumerate(LETTERS)}


@pytest.fixture
def copy(tmp_path):
    """The model's folder, to be damaged."""
    for name in (MODEL, VOCABULARY, CARD):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    return tmp_path


def test_the_shipped_model_is_the_one_on_its_card():
    """What was measured is what ships."""
    card = tomllib.loads((FOLDER / CARD).read_text("utf-8"))

    for name in (MODEL, VOCABULARY):
        assert sha256((FOLDER / name).read_bytes()).hexdigest() == card["sha256"][name]


@pytest.mark.parametrize("name", [MODEL, VOCABULARY])
def test_a_file_that_is_not_the_one_that_was_checked_is_not_loaded(copy, name):
    """A model with one changed byte may believe anything."""
    (copy / name).write_bytes((copy / name).read_bytes()[:-1] + b"?")

    with pytest.raises(ModelBroken):
        Meaning(copy)


@pytest.mark.parametrize("name", [MODEL, VOCABULARY, CARD])
def test_a_missing_file_is_said_and_leaves_the_floor_standing(copy, name):
    """Outright danger is still found as what it is, and for the rest help is offered all the same."""
    (copy / name).unlink()
    readers = (floor().read, lambda text: Meaning(copy).read(text))

    assert screen_with(lambda: readers, "he strangled me").tier is Tier.T3
    assert screen_with(lambda: readers, "I want to die").label is Label.SUICIDE
    assert screen_with(lambda: readers, "we had a lovely day").signs == ("screening failed",)


def test_danger_without_any_word_that_a_rule_knows_is_found():
    """What this layer is for. Taken from the part of the data that the model has learnt, so it says no more than that."""
    found = [
        example
        for example in EXAMPLES
        if example["id"].startswith("train")
        and example["label"].startswith("crisis.")
        and not floor().read(example["text"]).is_crisis
    ]

    assert sum(screen(example["text"]).is_crisis for example in found[::10]) > len(found[::10]) / 2


def test_the_model_takes_nothing_away_from_the_floor():
    """Whatever it believes."""
    for example in EXAMPLES[::25]:
        assert screen(example["text"]).tier >= floor().read(example["text"]).tier


def test_a_sign_of_this_layer_never_holds_words_of_the_person():
    """A finding may be kept without telling what was said."""
    names = {f"meaning.{label.removeprefix('crisis.')}" for label in LABELS}

    for example in EXAMPLES[::25]:
        assert set(meaning().read(example["text"]).signs) <= names


def test_scores_are_probabilities_and_silence_scores_nothing():
    """Also for no words at all."""
    scores = meaning().scores("we talked about the kitchen")

    assert all(0 <= chance <= 1 for chance in (scores.danger, scores.urgent, scores.professional))
    assert meaning().scores(" ... ").danger == 0
    assert hint("") is Label.NONE


@given(st.lists(st.sampled_from(["one", "two", "three"]), max_size=400))
def test_the_windows_of_a_turn_hold_every_word_and_every_run_of_twenty(words):
    """Nothing falls between two windows."""
    cut = list(windows(words))

    assert all(len(window) <= WINDOW for window in cut)
    assert words == [*cut[0], *(word for window in cut[1:] for word in window[WINDOW - STEP :])]


@given(st.lists(st.text("abcd", min_size=1, max_size=8), max_size=120))
def test_pieces_put_together_are_the_word_again_or_unknown(words):
    """The longest piece first; a word with a strange letter is one unknown piece; never longer than the model reads."""
    names = list(VOCABULARY_OF_LETTERS)
    pieces = [names[number] for number in encoded(words, VOCABULARY_OF_LETTERS)]

    assert pieces[0] == "[CLS]"
    assert pieces[-1] == "[SEP]"
    assert len(pieces) <= LONGEST
    joined = re.sub(" ##", "", " ".join(pieces[1:-1])).split()
    expected = ["[UNK]" if "d" in word else word for word in words]
    assert all(got == meant for got, meant in zip(joined[:-1], expected, strict=False))


def test_warming_up_leaves_the_model_loaded():
    """So that the first words of a talk wait for nothing."""
    warm_up()

    assert meaning() is meaning()


def test_the_data_says_of_each_utterance_what_it_is_and_never_says_it_twice():
    """Ids and texts are unique, labels and tiers agree, and the parts share no text in its plain form."""
    texts = [plain(example["text"]) for example in EXAMPLES]
    quiet = [example for example in EXAMPLES if example["label"] == Label.NONE]

    assert len({example["id"] for example in EXAMPLES}) == len(EXAMPLES) >= 2_400
    assert len(set(texts)) == len(texts)
    assert all((Tier(e["tier"]) >= Tier.T2) == Label(e["label"]).startswith("crisis.") for e in EXAMPLES)
    assert all(example["note"] in {"hard_negative", "ordinary"} for example in quiet)
    assert len(quiet) > len(EXAMPLES) * 0.45
