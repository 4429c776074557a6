import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.screening import Label, Screening, Tier, screen, warm_up
from dialogues.screening.reading import LONGEST_READ, SCREENING_FAILED, floor, screen_with
from dialogues.screening.rules import Where
from dialogues.screening.wording import plain

GOLDEN = Path(__file__).parents[1] / "golden" / "screening"
EXAMPLES = [
    json.loads(line) for file in sorted(GOLDEN.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
]
CRISIS = [example for example in EXAMPLES if example["label"].startswith("crisis")]
QUIET = [example for example in EXAMPLES if example["label"] == "none"]
RULES = {rule.name: rule for rule in floor().rules}
warm_up()

EXPLICIT = {
    "I want to die": Label.SUICIDE,
    "I'm going to kill myself": Label.SUICIDE,
    "I've been thinking about suicide": Label.SUICIDE,
    "I want to end my life": Label.SUICIDE,
    "I've taken an overdose": Label.SUICIDE,
    "I self-harm": Label.SELF_HARM,
    "I keep cutting myself": Label.SELF_HARM,
    "my husband hits me": Label.PARTNER_VIOLENCE,
    "she threatened to kill me": Label.PARTNER_VIOLENCE,
    "he strangled me": Label.PARTNER_VIOLENCE,
    "he won't let me leave the house": Label.COERCIVE_CONTROL,
    "I hit my wife": Label.HARM_TO_OTHERS,
    "I'm going to stab him": Label.HARM_TO_OTHERS,
    "he hits the children": Label.CHILD_RISK,
    "my stepdad touches me": Label.CHILD_RISK,
    "my brother is suicidal": Label.THIRD_PARTY,
    "she says she'll kill herself if I leave": Label.THIRD_PARTY,
}


def ids(example):
    return example["id"]


@pytest.mark.parametrize("example", CRISIS, ids=ids)
def test_an_example_of_danger_is_reached_exactly_where_the_file_says_so(example):
    """What the floor reaches stays reached; what it newly reaches is marked, so that the file keeps telling the truth."""
    assert floor().read(example["text"]).is_crisis is example["reached"]


@pytest.mark.parametrize("example", [example for example in CRISIS if example["reached"]], ids=ids)
def test_no_other_layer_takes_away_what_the_floor_reaches(example):
    """A doubtful rule gives way to a question only where nothing speaks of danger; here something does."""
    assert screen(example["text"]).is_crisis


@pytest.mark.parametrize("example", QUIET, ids=ids)
def test_talk_without_danger_raises_no_alarm(example):
    """Idioms, negations, films, games, the past, grief and ordinary trust talk go by."""
    assert not screen(example["text"]).is_crisis


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e["label"] == "professional"], ids=ids)
def test_signs_that_a_professional_could_help_are_tier_one(example):
    """Never danger, and tier one for the floor exactly where the file says so."""
    assert not screen(example["text"]).is_crisis
    assert floor().read(example["text"]).tier is (Tier.T1 if example["reached"] else Tier.T0)


def test_the_examples_are_many_and_at_least_half_of_the_quiet_ones_are_hard():
    """A set of easy examples would prove nothing."""
    hard = [example for example in QUIET if example["kind"].startswith("hard negative")]

    assert len(EXAMPLES) >= 150
    assert len(hard) > len(QUIET) / 2


@pytest.mark.parametrize("name", RULES)
def test_a_rule_meets_its_own_examples_and_none_of_its_counterexamples(name):
    """Each rule carries the proof of itself."""
    rule = RULES[name]
    book = floor()

    assert rule.match
    assert [text for text in rule.match if not rule.fires(book.uncovered(text))] == []
    assert [text for text in rule.no_match if rule.fires(book.uncovered(text))] == []


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.tier >= Tier.T2])
def test_an_example_of_a_danger_rule_is_a_crisis_for_the_whole_floor(name):
    """No idiom and no other rule takes away what one rule finds."""
    assert [text for text in RULES[name].match if not screen(text).is_crisis] == []


def test_every_idiom_is_covered_up_and_every_frame_recognises_its_examples():
    """Idioms and frames carry the proof of themselves, too."""
    book = floor()

    assert [text for idiom in book.idioms for text in idiom.match if not idiom.pattern.search(plain(text))] == []
    assert [
        text
        for frame in book.frames
        for text in frame.match
        if not frame.pattern.search(plain(text) + (" " if frame.where is Where.BEFORE else ""))
    ] == []


def test_every_danger_has_rules_and_no_two_rules_share_a_name():
    """Seven families of danger, and the signs that a professional could help."""
    book = floor()

    assert {rule.label for rule in book.rules} == set(Label) - {Label.NONE}
    assert len(RULES) == len(book.rules)


@pytest.mark.parametrize(("text", "label"), EXPLICIT.items())
def test_an_explicit_statement_is_a_crisis_of_its_own_family(text, label):
    """The sentences that may never be missed."""
    finding = screen(text)

    assert finding.is_crisis
    assert finding.label is label


@given(
    text=st.sampled_from(sorted(EXPLICIT)),
    before=st.lists(st.sampled_from(["um", "uh", "so", "well", "okay", "I mean,", "honestly"]), max_size=4),
    after=st.lists(st.sampled_from(["um", "and", "yeah", "right", "I don't know"]), max_size=3),
    stutter=st.booleans(),
)
def test_fillers_restarts_and_punctuation_hide_no_explicit_statement(text, before, after, stutter):
    """People hesitate before the hardest sentence, and the transcriber guesses the full stops."""
    words = text.split()
    said = " ".join([*before, *words[:1], *([words[0]] if stutter else []), *words[1:], *after])

    assert screen(said).is_crisis
    assert screen(said.upper().replace(" ", ", ") + "...").is_crisis


@pytest.mark.parametrize(
    "text",
    [
        "he put his hands round my neck but it was only a second",
        "he choked me for a joke, he says, it was nothing",
        "she'd my throat, like, she squeezed my throat but I'm grand",
    ],
)
def test_strangulation_is_an_emergency_even_when_it_is_told_as_nothing(text):
    """Pressure on the neck foretells worse, however lightly it is told."""
    assert screen(text).tier is Tier.T3


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to die I just don't want to exist",
        "he didn't hit me he shoved me down the stairs",
        "I'm not saying I'd kill myself but I do keep wishing I was dead",
        "he hasn't hit me this week",
        "years ago I tried to end my life and now I want to die again",
    ],
)
def test_a_denial_does_not_hide_the_danger_beside_it(text):
    """Each phrase is judged by itself: one negation takes away one phrase."""
    assert screen(text).is_crisis


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("I\u2019m gonna k-kill my self", "I'm going to kill myself"),
        ("I I want to I want to end it all", "I want to end it all"),
        ("im not gonna do that", "I'm not going to do that"),
        ("I'm 14", "I am fourteen"),
        ("thinking about in my life", "thinking about ending my life"),
    ],
)
def test_speech_as_it_is_transcribed_is_brought_to_one_plain_form(text, same):
    """Contractions, restarts, digits, dialect and mishearings read alike."""
    assert plain(text) == plain(same)


@given(st.text(max_size=300))
def test_plain_text_is_only_letters_digits_and_single_spaces(text):
    """Whatever comes in, a rule meets nothing it does not expect."""
    words = plain(text)

    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in words.split())
    assert words == " ".join(words.split())


@given(st.text(max_size=400))
def test_no_text_makes_screening_raise_or_fail(text):
    """Any text at all is read to its end."""
    assert screen(text) != SCREENING_FAILED


def test_signs_are_names_of_rules_and_never_words_of_the_person():
    """A finding may be kept or shown without telling what was said."""
    finding = screen("my husband Zebulon hits me and I want to die")

    assert len(finding.signs) > 1
    assert set(finding.signs) <= set(RULES)


def test_the_most_urgent_finding_decides_and_the_others_are_kept_as_signs():
    """An emergency is never hidden behind a lesser sign."""
    finding = screen("I can't sleep, I cut myself again, and last night he strangled me")

    assert (finding.tier, finding.label) == (Tier.T3, Label.PARTNER_VIOLENCE)
    assert "self_harm.stated" in finding.signs


@pytest.mark.parametrize("place", [0, LONGEST_READ - 12, 3 * LONGEST_READ])
def test_a_statement_is_found_anywhere_in_a_very_long_turn(place):
    """Long turns are read in pieces, and no phrase falls between two of them."""
    filling = "we talked about the weather and the shops and it was fine " * 500

    assert screen(f"{filling[:place]} I want to die {filling}").is_crisis


def test_help_is_offered_all_the_same_when_reading_fails():
    """A reader that breaks must not leave a person in danger without an answer."""

    def broken(_text: str) -> Screening:
        raise RecursionError

    def missing() -> list:
        raise FileNotFoundError

    for failing in (lambda: [floor().read, broken], missing):
        finding = screen_with(failing, "we had a lovely day")
        assert finding.is_crisis
        assert finding.signs == ("screening failed",)


def test_a_reader_that_fails_takes_nothing_away_from_an_emergency_that_another_found():
    """Otherwise a broken layer would hide the emergency number."""

    def broken(_text: str) -> Screening:
        raise RecursionError

    finding = screen_with(lambda: [broken, floor().read], "he strangled me")

    assert (finding.tier, finding.label) == (Tier.T3, Label.PARTNER_VIOLENCE)


def test_a_further_reader_can_only_add_to_what_the_floor_found():
    """The floor holds, whatever a later layer believes."""

    def calm(_text: str) -> Screening:
        return Screening()

    def worried(_text: str) -> Screening:
        return Screening(Tier.T2, Label.SUICIDE, ("meaning.suicide",))

    assert screen_with(lambda: [floor().read, calm], "I want to die").is_crisis
    assert screen_with(lambda: [floor().read, worried], "I am fine").signs == ("meaning.suicide",)
