"""Across turns: what was heard stays heard, one taking back clears nothing, and slight signs add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.crisis import respond
from dialogues.crisis_lines import lines_for
from dialogues.moves import Move
from dialogues.risk import Risk, blocked_since, risk_of, screen_turn, signs, slight_signs
from dialogues.risk_answers import Answer, answer_to, asks_for_help, deflects, takes_back
from dialogues.screening import Label, Screening, Tier, screen
from dialogues.transcript import Speaker, Transcript, Turn

GB = lines_for("GB")
TELLING = "he said he was working late and I wanted to believe him"
DANGER = "I've been thinking about suicide"
VIOLENCE = "my husband hits me"
TAKEN_BACK = [
    "you misunderstood",
    "forget it, I'm fine",
    "I was only joking",
    "I didn't mean it",
    "can we talk about something else",
    "anyway, how does this thing work",
]
THREE_OF_CONTROL = ["he needs to know where I am", "he doesn't like me seeing my sister", "I'm walking on eggshells"]
TWO_OF_DESPAIR = ["what's the point of anything", "they'd manage without me"]


def talk(*said, read=screen):
    """The transcript of a talk in which this was said, each turn screened and answered as the program does it."""
    transcript = Transcript()
    for text in said:
        found = screen_turn(text, transcript, read)
        transcript = transcript.plus(Turn(Speaker.USER, text, screening=found))
        if found.is_answered_first:
            reply = respond(found, GB, transcript)
            turn = Turn(Speaker.ASSISTANT, " ".join(reply.sentences), reply.move, reply.source)
        else:
            turn = Turn(Speaker.ASSISTANT, "I hear you.", Move.REFLECTION, "go-on")
        transcript = transcript.plus(turn)
    return transcript


def findings(transcript):
    return [turn.screening for turn in transcript.by(Speaker.USER)]


@pytest.mark.parametrize("words", TAKEN_BACK)
def test_the_first_taking_back_after_danger_is_answered_with_help_once_more(words):
    """And the second is left to the listener: a third time would be nagging."""
    _, once, twice = findings(talk(DANGER, words, words))

    assert (once.tier, once.label) == (Tier.T2, Label.SUICIDE)
    assert not twice.is_crisis


@pytest.mark.parametrize("words", TAKEN_BACK)
def test_without_danger_before_it_taking_back_means_nothing(words):
    """People change the subject all the time."""
    assert not any(found.is_answered_first for found in findings(talk(TELLING, words)))


def test_danger_that_comes_up_again_after_a_denial_is_answered_again():
    """Each new telling counts anew, and can be taken back only into help again."""
    found = findings(talk(DANGER, TAKEN_BACK[0], DANGER, TAKEN_BACK[0]))

    assert [each.is_crisis for each in found] == [True] * 4


def test_slight_signs_of_one_kind_add_up():
    """One is an ordinary sentence, two are worth a plain question, three are an answer."""
    one, two, three = findings(talk(*THREE_OF_CONTROL))

    assert not one.is_answered_first
    assert two.is_unsure
    assert not two.is_crisis
    assert (three.tier, three.label) == (Tier.T2, Label.PARTNER_VIOLENCE)


def test_the_same_slight_sign_said_twice_is_one_sign():
    """Somebody who repeats themselves has not told more."""
    assert not any(found.is_answered_first for found in findings(talk(*[THREE_OF_CONTROL[0]] * 4)))


def test_slight_signs_of_different_kinds_do_not_add_up():
    """Despair and somebody else's key in the door are not the same thing."""
    assert not any(found.is_answered_first for found in findings(talk(TWO_OF_DESPAIR[0], THREE_OF_CONTROL[0])))


@pytest.mark.parametrize(
    ("answer", "is_crisis"),
    [
        ("yes", True),
        ("yeah, I suppose I am", True),
        ("sometimes", True),
        ("I don't know", True),
        ("I don't want to talk about that", True),
        ("no, nothing like that", False),
        ("no. I'm worn out, that's all", False),
    ],
)
def test_the_answer_to_the_plain_question_decides(answer, is_crisis):
    """Yes, perhaps and a turning away name where help is; a plain no is believed."""
    *_, asked, answered = findings(talk(*TWO_OF_DESPAIR, answer))

    assert asked.is_unsure
    assert answered.is_crisis is is_crisis


def test_after_a_no_a_further_sign_is_answered():
    """A no does not clear what comes after it."""
    *_, last = findings(talk(*TWO_OF_DESPAIR, "no, nothing like that", "I've made my peace with it"))

    assert (last.tier, last.label) == (Tier.T2, Label.SUICIDE)


@pytest.mark.parametrize(
    ("danger", "answer"),
    [
        (DANGER, "yes"),
        (VIOLENCE, "no"),
        (VIOLENCE, "he's downstairs"),
        ("I keep cutting myself", "yes, a bit of blood"),
        ("he hits the kids", "no, he's with them now"),
    ],
)
def test_a_dangerous_answer_to_a_reply_is_an_emergency(danger, answer):
    """The reply asks one plain question, and takes its answer seriously."""
    first, then = findings(talk(danger, answer))

    assert then.tier is Tier.T3
    assert then.label is first.label


@pytest.mark.parametrize(("danger", "answer"), [(DANGER, "no, not right now"), (VIOLENCE, "yes, I'm at my sister's")])
def test_a_safe_answer_to_a_reply_lets_the_talk_go_on(danger, answer):
    """Help was named; now somebody listens."""
    assert not findings(talk(danger, answer))[-1].is_crisis


def test_a_question_that_was_talked_over_has_no_answer():
    """What was not heard cannot be answered."""
    turns = talk(DANGER).turns
    cut = Turn(Speaker.ASSISTANT, turns[1].text, turns[1].move, turns[1].source, cut=True)

    assert not screen_turn("yes", Transcript((turns[0], cut))).is_crisis


@pytest.mark.parametrize("words", [VIOLENCE, "he won't let me leave the house", "I hit my wife", "he hits the kids"])
def test_violence_and_control_block_work_on_the_couple_for_this_talk_and_as_long_as_it_is_kept(words):
    """Whatever is said afterwards."""
    kept = talk(words, TELLING, *TAKEN_BACK)
    as_stored = Transcript(tuple(Turn(t.speaker, t.text, t.move, t.source, t.cut) for t in kept))

    assert risk_of(kept).blocks_couple_work
    assert blocked_since([talk(TELLING), as_stored])
    assert not blocked_since([talk(DANGER, TELLING)])


def test_words_that_were_never_answered_block_work_on_the_couple_too():
    """They left before the reply."""
    assert blocked_since([Transcript((Turn(Speaker.USER, VIOLENCE),))])


def test_a_reading_that_fails_offers_help_once_and_then_lets_the_talk_go_on():
    """A broken reader must not answer every sentence with a crisis line, and must not hide danger either."""

    def broken(text):
        raise ValueError(text)

    def half_broken(text):
        return Screening(Tier.T2, Label.NONE, ("screening failed",)) if text == TELLING else screen(text)

    assert findings(talk(TELLING, read=broken))[0].signs == ("screening failed",)
    assert [f.is_crisis for f in findings(talk(TELLING, TELLING, DANGER, read=half_broken))] == [True, False, True]


def test_an_unclear_turn_is_asked_about_once_and_a_second_soon_after_is_answered():
    """Whatever reader it is that cannot tell."""

    def unsure(text):
        return Screening(label=Label.SUICIDE, is_unsure="hm" in text)

    first, answered, second = findings(talk("hm", "no, nothing like that", "hm again", read=unsure))

    assert first.is_unsure
    assert not answered.is_answered_first
    assert second.is_crisis


@pytest.mark.parametrize(
    "words", ["help now", "I need help now", "give me the number", "who can I call", "can you give me a crisis line"]
)
def test_asking_for_help_is_enough(words):
    """No danger need be heard."""
    found = screen_turn(words, Transcript())

    assert found.is_crisis
    assert "999" in " ".join(respond(found, GB, Transcript()).sentences)


@pytest.mark.parametrize(
    "words", ["help", "I asked him to help me now and then", "who can I call a friend", "he has her number"]
)
def test_a_story_with_help_in_it_asks_for_nothing(words):
    """Only the bare wish counts."""
    assert not asks_for_help(words)


@pytest.mark.parametrize("rule", signs().rules, ids=lambda rule: rule.name)
def test_a_sign_meets_its_own_examples_and_none_of_its_counterexamples(rule):
    """Each sign carries the proof of itself."""
    book = signs()

    assert rule.match
    assert [text for text in rule.match if not rule.fires(book.uncovered(text))] == []
    assert [text for text in rule.no_match if rule.fires(book.uncovered(text))] == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes.", Answer.YES),
        ("um, yeah, I am", Answer.YES),
        ("yeah no I'm fine", Answer.NO),
        ("no", Answer.NO),
        ("not right now", Answer.NO),
        ("he's in the next room", Answer.NO),
        ("maybe", Answer.UNSURE),
        ("yes I'm safe", Answer.NONE),
        ("I am walking on eggshells", Answer.NONE),
        ("I'm not going to forgive him", Answer.NONE),
        ("he's back with his ex", Answer.NONE),
        ("no one believes me", Answer.NONE),
        ("sometimes he is kind", Answer.NONE),
        ("sometimes, at night", Answer.UNSURE),
        (TELLING, Answer.NONE),
    ],
)
def test_an_answer_is_read_by_how_it_begins(text, answer):
    """Speech wraps its yes and no in other words."""
    assert answer_to(text) is answer


def test_ordinary_telling_neither_takes_back_nor_deflects_nor_holds_a_sign():
    """The plainest sentence there is."""
    assert not takes_back(TELLING)
    assert not deflects(TELLING)
    assert slight_signs(TELLING) == ()


@given(st.lists(st.sampled_from([DANGER, VIOLENCE, TELLING, "yes", "no", *TAKEN_BACK, *THREE_OF_CONTROL]), max_size=8))
def test_nothing_ever_leaves_the_state_and_no_state_hides_a_finding(said):
    """The state only adds: to itself, and to what was found in a turn alone."""
    turns = talk(*said).turns
    before = Risk()
    for at, turn in enumerate(turns):
        risk = risk_of(turns[: at + 1])
        assert set(before.labels) <= set(risk.labels)
        assert before.slight <= risk.slight
        if turn.speaker is Speaker.USER and screen(turn.text).is_crisis:
            assert turn.screening.tier >= screen(turn.text).tier
        before = risk
