"""The layer that reads what is meant: its files are checked, it only adds, and the floor stands without it."""

import json
import tomllib
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.screening import Label, Screening, Tier, screen, warm_up
from dialogues.screening.meaning import CARD, DANGERS, LABELS, MODEL, VOCABULARY, Meaning, ModelBroken, Scores, meaning
from dialogues.screening.reading import floor, screen_with
from dialogues.screening.windows import STEP, WINDOW, windows

FOLDER = files("dialogues.screening") / "model"
PIECES = files("dialogues") / VOCABULARY
TALKS = Path(__file__).parents[1] / "golden"
warm_up()

HINTED = {
    "they'd all be sad for a while and then they'd manage and i wouldn't have to wake up and do it again": Label.SUICIDE,
    "when it all gets too much i go up to the bathroom and run the blade along where nobody looks": Label.SELF_HARM,
    "he gets me in the kitchen where there's no windows and i tell work i walked into the door": Label.PARTNER_VIOLENCE,
    "he counts the change from the shop and i get asked about every penny and i've no card of my own": Label.COERCIVE_CONTROL,
    "i've got so close to hitting him that i sleep in the van now": Label.HARM_TO_OTHERS,
    "mum's boyfriend comes in my room when she's on nights and he says not to tell": Label.CHILD_RISK,
    "my brother rang to say look after mum for me and he's turned his phone off": Label.THIRD_PARTY,
}
VAGUE = [
    "so what do i do then",
    "i don't know",
    "it happened again",
    "i can't stop thinking about it",
    "i'm fine",
    "he's home",
]


@pytest.fixture
def copy(tmp_path):
    """The model's folder and the vocabulary, to be damaged."""
    for name in (MODEL, CARD):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    (tmp_path / VOCABULARY).write_bytes(PIECES.read_bytes())
    return tmp_path


def test_the_shipped_model_is_the_one_on_its_card():
    """What was measured is what ships."""
    card = tomllib.loads((FOLDER / CARD).read_text("utf-8"))

    assert card["sha256"] == {
        MODEL: sha256((FOLDER / MODEL).read_bytes()).hexdigest(),
        VOCABULARY: sha256(PIECES.read_bytes()).hexdigest(),
    }


@pytest.mark.parametrize("name", [MODEL, VOCABULARY])
def test_a_file_that_is_not_the_one_that_was_checked_is_not_loaded(copy, name):
    """A model with one changed byte may believe anything."""
    (copy / name).write_bytes((copy / name).read_bytes()[:-1] + b"?")

    with pytest.raises(ModelBroken):
        Meaning(copy, copy / VOCABULARY)


@pytest.mark.parametrize("name", [MODEL, VOCABULARY, CARD])
def test_r03_a_missing_file_leaves_the_floor_standing_and_help_on_offer(copy, name):
    """Outright danger is still found as what it is, and for the rest help is offered all the same."""
    (copy / name).unlink()
    readers = (floor().read, lambda text: Meaning(copy, copy / VOCABULARY).read(text))

    assert screen_with(lambda: readers, "he strangled me").tier is Tier.T3
    assert screen_with(lambda: readers, "I want to die").label is Label.SUICIDE
    assert screen_with(lambda: readers, "we had a lovely day").signs == ("screening failed",)


@pytest.mark.parametrize(("text", "label"), HINTED.items())
def test_r04_danger_without_a_word_that_a_rule_knows_is_found_or_asked_about(text, label):
    """What this layer is for, once for each family."""
    finding = screen(text)

    assert not floor().read(text).is_crisis
    assert finding.is_crisis or finding.is_unsure
    assert finding.label is label


@pytest.mark.parametrize("text", VAGUE)
def test_r22_a_short_and_vague_turn_raises_nothing(text):
    """The middle of a talk is full of them."""
    finding = screen(text)

    assert not finding.is_crisis
    assert not finding.is_unsure


def test_r22_hardly_any_turn_of_a_harmless_talk_that_was_never_learnt_from_alarms():
    """At most one in fifty: the figures of the day are in docs/SAFETY.md."""
    turns = [
        turn
        for name in ("belonging", "family", "old_wounds", "work")
        for line in (TALKS / "talkers" / f"{name}.jsonl").read_text("utf-8").splitlines()
        for turn in json.loads(line)["turns"]
    ]

    assert len(turns) > 300
    assert sum(screen(turn).is_crisis for turn in turns) <= len(turns) / 50


def test_a_finding_says_sure_from_one_threshold_on_and_unsure_from_a_lower_one():
    """Danger that is likely is answered, danger that is possible is asked about, and the rest goes by."""
    model = meaning()
    for label in DANGERS:
        sure, unsure = model.thresholds.sure[label], model.thresholds.unsure[label]
        assert 0 < unsure <= sure < 1
        assert model.finding(Scores(sure, label, 0.0, 0.0)).tier is Tier.T2
        assert model.finding(Scores(sure, label, 1.0, 0.0)).tier is Tier.T3
        if unsure < sure:
            asked = model.finding(Scores(unsure, label, 1.0, 0.0))
            assert (asked.tier, asked.label, asked.is_unsure, asked.is_crisis) == (Tier.T0, label, True, False)
        assert model.finding(Scores(unsure / 2, label, 1.0, 0.0)) == Screening()


def test_of_several_findings_a_crisis_is_answered_and_not_asked_about():
    """A question would be too little where another layer is sure; where none is, the kind of danger is kept for it."""
    unsure = Screening(Tier.T0, Label.SUICIDE, ("meaning.suicide",), is_unsure=True)
    readers = {
        "T2": Screening(Tier.T2, Label.CHILD_RISK, ("child.at risk",)),
        "T1": Screening(Tier.T1, Label.PROFESSIONAL, ("professional.sleep",)),
    }

    alarmed = screen_with(lambda: (lambda _: readers["T2"], lambda _: unsure), "a")
    asked = screen_with(lambda: (lambda _: readers["T1"], lambda _: unsure), "a")

    assert (alarmed.label, alarmed.is_unsure) == (Label.CHILD_RISK, False)
    assert (asked.tier, asked.label, asked.is_unsure) == (Tier.T1, Label.SUICIDE, True)


def test_only_a_doubtful_rule_gives_way_and_only_to_a_question():
    """What is said outright is answered whatever the model believes."""
    doubtful = {rule.name for rule in floor().rules if rule.is_doubtful}

    assert doubtful == {
        *("violence.fear", "violence.stalking", "others.done", "third_party.worried", "suicide.tonight"),
        *(f"control.{what}" for what in ("isolation", "permission", "money", "watching", "confinement")),
    }
    assert screen("I'm scared of him").is_crisis
    asked = screen("he put all his passwords on a piece of paper and i'm scared of him changing his mind")
    assert (asked.is_crisis, asked.is_unsure) == (False, True)


def test_a_sign_of_this_layer_never_holds_words_of_the_person():
    """A finding may be kept without telling what was said."""
    names = {f"meaning.{label.removeprefix('crisis.')}" for label in LABELS}

    assert {sign for text in (*HINTED, *VAGUE) for sign in meaning().read(text).signs} <= names


def test_scores_are_probabilities_and_silence_scores_nothing():
    """Also for no words at all."""
    scores = meaning().scores("we talked about the kitchen")

    assert all(0 <= chance <= 1 for chance in (scores.danger, scores.urgent, scores.professional))
    assert meaning().scores(" ... ").danger == 0


@given(st.lists(st.sampled_from(["one", "two", "three"]), max_size=400))
def test_the_windows_of_a_turn_hold_every_word_and_every_run_of_twenty(words):
    """Nothing falls between two windows."""
    cut = list(windows(words))

    assert all(len(window) <= WINDOW for window in cut)
    assert words == [*cut[0], *(word for window in cut[1:] for word in window[WINDOW - STEP :])]
