"""What a turn asks, and what it tells, is read by meaning: in words that nobody listed."""

import numpy as np
import pytest

from dialogues.asking import meant
from dialogues.dialogue import GENERAL, Role, load_library
from dialogues.encoder import encode
from dialogues.examples import Examples
from dialogues.exercise_wishes import (
    asks_for_memory,
    asks_how_long,
    asks_if_ever,
    wants_exercise,
    wants_reading_back,
)
from dialogues.heard import hear
from dialogues.language import is_other_language
from dialogues.requests import Request, read_listed, read_request
from dialogues.telling import is_telling
from dialogues.transcript import Speaker, Transcript, Turn
from dialogues.turn_features import plainly
from dialogues.understanding import NOTHING, likely, understanding
from training.fitting import vocabulary_of
from training.measuring import read, share, talked
from training.turns_data import from_patterns, rows, sections
from training.understanding import TELLING, asking_turns, fit_telling, shipped_examples

LIBRARY = load_library()
WISHES = {"exercise", "memory", "how_long", "ever_again", "read_back"}
ASKED = {*map(str, Request), *WISHES}
LEARNED_FROM = (
    "requests.txt",
    "more_requests.txt",
    "stories.txt",
    "more_stories.txt",
    "longer_stories.txt",
    "danger.txt",
)


def told(*texts):
    """A talk in which these were said."""
    return Transcript(tuple(Turn(Speaker.USER, text) for text in texts))


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (Request.SKIP, "Can we drop that?"),
        (Request.STOP, "I'm done talking."),
        (Request.PRIVACY, "Who reads this stuff?"),
        (Request.PRIVACY, "Is this going on the internet?"),
        (Request.IDENTITY, "You human or what?"),
        (Request.PAUSE, "Can you just wait a second."),
    ],
)
def test_a_request_is_heard_in_words_that_are_not_listed(request_, text):
    """It is read by what it means."""
    assert read_request(text) is request_
    assert not is_telling(text)


@pytest.mark.parametrize(
    "text",
    [
        "And he goes, can we drop that?",
        '"Can we drop that?" he said.',
        "He was done talking, so he left.",
        "She reads my stuff when I am out.",
        "It was all over the internet by Friday.",
        "I just want to be finished with everything.",
        "I waited a second too long.",
    ],
)
def test_what_is_told_is_not_taken_for_a_request(text):
    """However near its words come."""
    assert read_request(text) is Request.NONE


@pytest.mark.parametrize(
    ("asks", "text"),
    [
        (wants_exercise, "Have you got any technique for when I panic?"),
        (asks_for_memory, "Have I mentioned my brother to you before?"),
        (asks_how_long, "How much longer is it going to hurt?"),
        (asks_if_ever, "Could somebody like him ever really change?"),
        (wants_reading_back, "Let me hear my letter once more."),
    ],
)
def test_a_wish_is_heard_in_words_that_are_not_listed(asks, text):
    """What is neither listed nor a request to the talk itself."""
    assert asks(text)


def test_a_listed_wording_is_certain():
    """Meaning fills in where no wording is listed; it overrules none."""
    for text in ("say that again", "who hears this?", "goodbye"):
        assert read_request(text) is read_listed(text) is not Request.NONE


def test_nothing_is_read_in_another_language_or_in_silence():
    """There the words mean something else."""
    assert is_other_language("No quiero hablar de eso con nadie, por favor")
    assert {meant(text) for text in ("No quiero hablar de eso con nadie, por favor", "", "[long pause]")} == {NOTHING}


@pytest.mark.parametrize(
    ("role", "texts"),
    [
        (Role.HURT, ["He'd been seeing a woman from the choir."]),
        (Role.BROKE, ["I told her husband what she had told me."]),
        (Role.EITHER, ["We moved here in the spring."]),
    ],
)
def test_whose_hurt_it_is_is_heard_without_cues(role, texts):
    """From what the turns mean together."""
    assert hear(told(*texts), LIBRARY).role is role


def test_who_speaks_of_what_could_be_is_understood():
    """That is when a question about it may come early."""
    assert max(likely("I'd like to ring her on Sunday", "stage").items(), key=lambda each: each[1])[0] == "ahead"


def test_a_theme_is_heard_without_its_cues():
    """By the examples that mean nearly the same."""
    family = next(dialogue for dialogue in LIBRARY.dialogues if dialogue.id == "family")
    said = "They gave him the farm and me a clock."

    assert "fairness" not in family.themes_named(said)
    assert "fairness" in family.themes_in(said)


def test_a_dialogue_leads_by_what_its_examples_mean():
    """Although not one of its cues is heard; small talk is for none."""
    said = "The man who led our prayers spent the building fund."

    assert not any(dialogue.cues.hits(said) for dialogue in LIBRARY.dialogues)
    assert LIBRARY.choose(said).id == "belonging"
    assert LIBRARY.choose("It rained all week.").id == GENERAL


def test_examples_of_ones_own_are_read_when_they_are_loaded():
    """Nothing has to be worked out beforehand."""
    boats = Examples({"boats": ("he sold our boat while I was away",), "bread": ("I bake every morning",)})

    assert boats.touched("My brother got rid of the boat behind my back.") == {"boats"}
    assert boats.touched("Yes.") == frozenset()
    assert Examples({}).nearness("He sold the boat.") == 0


# ---------------------------------------------------------------- what it was made from


def test_the_labelled_turns_are_well_formed():
    """Known labels, one turn a line, and none of them both learned from and measured on."""
    learned = [turn for name in LEARNED_FROM for turn in sections(name)]
    measured = [turn for name in ("held_out_requests.txt", "held_out_stories.txt") for turn in sections(name)]
    telling = [*sections("turns.txt"), *rows("held_out_turns.txt")]

    assert {turn.labels[0] for turn in (*learned, *measured) if turn.labels} <= ASKED
    assert {turn.labels[0] for turn in from_patterns("patterns.txt", 0)} == ASKED
    for at, what in enumerate(TELLING):
        assert {turn.labels[at] for turn in telling} == set(understanding().networks[what].labels)
    for turn in rows("held_out_turns.txt"):
        _, _, _, dialogue, themes = turn.labels
        known = {each.id: set(each.themes) for each in LIBRARY.dialogues} | {"-": {"-"}}
        assert set(themes.split(",")) <= known[dialogue] | set(known[GENERAL]), turn.text
    assert not {plainly(turn.text) for turn in learned} & {plainly(turn.text) for turn in measured}


def test_the_shipped_weights_are_of_these_turns():
    """Whoever changes the turns must run `python -m training.understanding` again."""
    assert understanding().vocabulary == vocabulary_of([turn.text for turn in asking_turns()])
    assert set(understanding().networks["asks"].labels) == ASKED


def test_the_shipped_examples_mean_what_they_say():
    """None has to be read at the start, and each row is that of its sentence."""
    shipped = np.concatenate([dialogue.examples.meanings for dialogue in LIBRARY.dialogues])
    known = [
        each for dialogue in LIBRARY.dialogues for theirs in dialogue.examples.sentences.values() for each in theirs
    ]
    some = range(0, len(known), 40)

    assert len(shipped_examples()) > 400
    assert all(shipped[at] @ encode([plainly(known[at])])[0] > 0.98 for at in some)


@pytest.mark.slow
def test_the_script_makes_what_is_shipped():
    """Fitted anew, the network reads every held-out turn as the shipped one does, but for a few that hang in the balance."""
    made, shipped = fit_telling("stage"), understanding().networks["stage"]
    turns = rows("held_out_turns.txt")
    found = [(made, turn.text) for turn in turns]
    alike = [_first(network, text) == _first(shipped, text) for network, text in found]

    assert sum(alike) / len(alike) >= 0.97


def _first(network, text):
    from dialogues.turn_features import features

    return network.labels[int(network.likelihoods(features([text], {}))[0].argmax())]


@pytest.mark.slow
def test_requests_are_found_and_stories_left_alone():
    """On turns that nothing was learned from: the figures of docs/DIALOGUES.md, with a little room."""
    asked, near, in_talks = sections("held_out_requests.txt"), sections("held_out_stories.txt"), talked()

    assert share(asked, read, of_its_kind=False) >= FOUND
    assert share(near, read, of_its_kind=False) <= TAKEN_WRONGLY
    assert share(in_talks, read, of_its_kind=False) <= TAKEN_WRONGLY_IN_TALKS


FOUND = 0.7
TAKEN_WRONGLY = 0.07
TAKEN_WRONGLY_IN_TALKS = 0.025  # the rough talks hold wishes that their files do not mark as such
