import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.crisis import fixed_sentences, help_now, respond
from dialogues.crisis_lines import ELSEWHERE, Purpose, Status, lines_for, load_crisis_lines
from dialogues.moves import Move
from dialogues.screening import Label, Screening, Tier, screen
from dialogues.screening.reading import SCREENING_FAILED, floor
from dialogues.transcript import Speaker, Transcript, Turn

CODES = sorted(load_crisis_lines())
FINDINGS = [
    *(Screening(rule.tier, rule.label, (rule.name,)) for rule in floor().rules if rule.tier >= Tier.T2),
    *(Screening(tier, label) for tier in (Tier.T2, Tier.T3) for label in Label),
    SCREENING_FAILED,
]
MOST_WORDS = 60  # about twenty seconds of speech: more is not heard by someone in danger

NEVER_SAID = {
    "blaming or judging a death": r"committed|successful|failed attempt",
    "therapy": r"therap|diagnos|treatment|counsell?ing",
    "secrecy": r"between us|secret|nobody will know|no one will know|confidential",
    "a contract": r"promise",
    "a method": r"pill|tablet|overdos|rope|hang(?!\s?up)|knife|gun|blade|cut |bridge|jump|razor|poison",
    "a verdict on a partner": r"narciss|abuser|abusive|toxic|controlling",
    "couples work": r"couple|rebuild|together with (?:him|her)|confront|just leave|forgive",
    "an ending": r"goodbye|i can not talk about|i cannot talk about|i have to stop",
    "noise": r"[!\u2014*#]",
}


def first_reply(finding, code="GB"):
    return respond(finding, lines_for(code), Transcript())


def after(*turns):
    return Transcript(tuple(turns))


def said(reply, *, cut=False):
    return Turn(Speaker.ASSISTANT, " ".join(reply.sentences), reply.move, reply.source, cut=cut)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: f"{finding.label}-{finding.tier}-{finding.signs}")
def test_every_finding_is_answered_in_every_country(finding, code):
    """Short, with a line in it, and it goes on listening: it ends with a question."""
    reply = first_reply(finding, code)
    sentences = tuple(reply.sentences)

    assert reply.move is Move.ESCALATION
    assert reply.source.startswith("crisis.")
    assert sum(len(sentence.split()) for sentence in sentences) <= MOST_WORDS
    assert sentences[-1].endswith("?")
    assert sum(sentence.count("?") for sentence in sentences) == 1
    assert not any("{" in sentence for sentence in sentences)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("finding", [f for f in FINDINGS if f.tier is Tier.T3], ids=lambda f: f"{f.label}-{f.signs}")
def test_in_an_emergency_the_emergency_number_comes_first(finding, code):
    """Whoever hears only one sentence has heard the one that matters."""
    emergency = lines_for(code).emergency

    assert (emergency.say or emergency.number) in next(iter(first_reply(finding, code).sentences))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: f"{finding.label}-{finding.tier}-{finding.signs}")
def test_no_reply_names_more_than_the_emergency_number_and_two_ways_to_a_line(finding, code):
    """A list is not help to someone in danger."""
    country = lines_for(code)
    spoken = " ".join(first_reply(finding, code).sentences).replace(country.emergency.silent or "\0", "")
    named = [line for line in country.lines if line.number and f" {line.number}" in spoken]
    written = [line for line in country.lines if line.text and line.text in spoken]

    assert len([line for line in named if line.purpose is not Purpose.EMERGENCY]) <= 2
    assert len(written) <= 1


def test_strangulation_is_answered_with_a_doctor_today():
    """Harm to the neck shows later: this reply is its own."""
    reply = first_reply(screen("he put his hands round my neck but it was nothing"))

    assert reply.source == "crisis.strangulation.T3"
    assert any("doctor today" in sentence for sentence in reply.sentences)


@pytest.mark.parametrize(
    ("said_by_user", "source"),
    [
        ("I want to die", "crisis.suicide.T2"),
        ("I'm going to kill myself tonight", "crisis.suicide.T3"),
        ("I had my hands round her throat", "crisis.strangulation_done.T3"),
        ("he says he'll kill himself if I leave", "crisis.third_party_threat.T2"),
        ("I think my brother is suicidal", "crisis.third_party.T2"),
        ("I slapped her last night", "crisis.harm_to_others.T2"),
        ("my dad hits me with the belt", "crisis.child_speaking.T3"),
        ("he hits the kids", "crisis.child_risk.T2"),
        ("he won't let me leave the house", "crisis.coercive_control.T2"),
    ],
)
def test_each_kind_of_danger_has_a_reply_of_its_own(said_by_user, source):
    """From the words to the reply, through real screening."""
    assert first_reply(screen(said_by_user)).source == source


def test_when_screening_fails_help_of_every_kind_is_still_offered():
    """Nothing is known then, so nothing is assumed."""
    reply = first_reply(SCREENING_FAILED)

    assert reply.source == "crisis.unknown.T2"
    assert any("999" in sentence for sentence in reply.sentences)
    assert any("116 123" in sentence for sentence in reply.sentences)


def test_a_child_who_speaks_is_given_the_childrens_line():
    """Not the one for adults."""
    reply = first_reply(Screening(Tier.T3, Label.CHILD_RISK, ("child.speaker",)))

    assert any("Childline" in sentence for sentence in reply.sentences)


def test_a_way_to_reach_help_in_silence_is_given_where_the_country_has_one():
    """Somebody may be listening."""
    violence = Screening(Tier.T3, Label.PARTNER_VIOLENCE)

    assert "If you cannot speak, call 999 and then press 55." in first_reply(violence, "GB").sentences
    assert "If you cannot speak, text 114." in first_reply(violence, "FR").sentences


def test_the_same_danger_said_again_gets_a_shorter_reply_and_then_another():
    """A paragraph heard twice is a machine; help stays in what is said."""
    finding = screen("I want to die")
    first = first_reply(finding)
    second = respond(finding, lines_for("GB"), after(said(first)))
    third = respond(finding, lines_for("GB"), after(said(first), said(second)))

    assert second.source == "crisis.suicide.T2.again"
    assert len(" ".join(second.sentences)) < len(" ".join(first.sentences))
    assert any("116 123" in sentence for sentence in second.sentences)
    assert third.sentences != second.sentences


def test_a_worse_danger_is_answered_in_full_after_a_lesser_one():
    """What was said before does not shorten an emergency."""
    lesser = first_reply(screen("I want to die"))
    worse = screen("I'm going to kill myself tonight")

    assert respond(worse, lines_for("GB"), after(said(lesser))) == first_reply(worse)


def test_a_reply_that_was_talked_over_is_said_in_full_once_more():
    """They may not have heard the number."""
    finding = screen("I want to die")
    first = first_reply(finding)
    once = respond(finding, lines_for("GB"), after(said(first, cut=True)))
    twice = respond(finding, lines_for("GB"), after(said(first, cut=True), said(once, cut=True)))

    assert once == first
    assert twice.source.endswith(".again")


@pytest.mark.parametrize("code", CODES)
def test_asking_for_help_gives_the_emergency_number_first_and_every_confirmed_line(code):
    """The door that needs no danger to be detected."""
    country = lines_for(code)
    said_now = help_now(country)

    assert (country.emergency.say or country.emergency.number) in said_now[0]
    for line in country.lines:
        ways = [way for way in (line.number, line.web) if way]
        if line.status is Status.UNCHECKED:
            assert not any(line.name in sentence and line.number in sentence for sentence in said_now if line.number)
        elif ways and line.purpose is not Purpose.EMERGENCY:
            assert any(way in sentence for way in ways for sentence in said_now), line.name


@given(st.sampled_from(FINDINGS), st.sampled_from(CODES), st.integers(0, 4), st.booleans())
def test_every_sentence_that_can_be_said_is_known_beforehand(finding, code, repetitions, cut):
    """So that it can be rendered to sound once, ahead."""
    country = lines_for(code)
    transcript = Transcript()
    known = set(fixed_sentences(country))
    for _ in range(repetitions + 1):
        reply = respond(finding, country, transcript)
        transcript = transcript.plus(said(reply, cut=cut))
        assert set(reply.sentences) <= known

    assert set(help_now(country)) <= known


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("what", NEVER_SAID)
def test_no_fixed_sentence_contains(code, what):
    """Blame, methods, verdicts, secrets, contracts, therapy: none of it, in no country."""
    forbidden = re.compile(NEVER_SAID[what], re.IGNORECASE)

    assert [sentence for sentence in fixed_sentences(lines_for(code)) if forbidden.search(sentence)] == []


@pytest.mark.parametrize("code", CODES)
def test_fixed_sentences_are_whole_short_and_fit_to_be_spoken(code):
    """Each can stand alone, and be cut off after any other."""
    sentences = fixed_sentences(lines_for(code))

    assert len(set(sentences)) == len(sentences)
    assert [sentence for sentence in sentences if not re.fullmatch(r"[A-Z].*[.?]", sentence)] == []
    assert [sentence for sentence in sentences if len(sentence.split()) > 30] == []


@pytest.mark.parametrize("code", [code for code in CODES if code != ELSEWHERE])
def test_no_unchecked_number_is_ever_said(code):
    """A number nobody has confirmed stays out of every sentence."""
    country = lines_for(code)
    confirmed = {way for line in country.lines if line.may_be_spoken for way in (line.number, line.text)}
    unchecked = {
        way for line in country.lines if not line.may_be_spoken for way in (line.number, line.text)
    } - confirmed
    spoken = " ".join(fixed_sentences(country))

    assert [way for way in unchecked if way and re.search(rf"(?<![\d ]){re.escape(way)}(?![\d ])", spoken)] == []
