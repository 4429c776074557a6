"""What a language model may not say here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.guard import WORDS, WORDS_TO_THE_QUESTION, Guard, problems, rules, without_thinking
from dialogues.sentences import sentences

KEPT = [(rule.name, sentence) for rule in rules() for sentence in rule.keep]
DROPPED = [(rule.name, sentence) for rule in rules() for sentence in rule.drop]


def spoken(*answer: str, **limits: object) -> tuple[str, ...]:
    return tuple(Guard(**limits).speakable(sentences(answer)))


@pytest.mark.parametrize(("name", "sentence"), DROPPED)
def test_each_rule_drops_its_examples(name, sentence):
    """The rule itself fires, not another one by chance, and the sentence is not spoken."""
    rule = next(rule for rule in rules() if rule.name == name)

    assert rule.pattern.search(sentence.lower())
    assert spoken(sentence) == ()


@pytest.mark.parametrize(("name", "sentence"), KEPT)
def test_each_rule_keeps_what_only_comes_near_it(name, sentence):
    """No rule fires on it."""
    assert problems(sentence) == ()
    assert " ".join(spoken(sentence)) == sentence, name


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_each_rule_has_examples_of_both_kinds(rule):
    """A rule without them would be tested by nothing."""
    assert rule.keep
    assert rule.drop


def test_our_own_sentences_may_say_what_a_model_may_not():
    """What only models may not say is no problem in fixed words: numbers, and what the program is."""
    assert problems("I'm a computer program, not a person.") == ()
    assert problems("In the United States, call or text 988.") == ()
    assert spoken("In the United States, call or text 988.") == ()


def test_it_says_why_by_name_and_never_by_words():
    """What was left out is known by its rule alone."""
    guard = Guard()

    assert list(guard.speakable(["I'm always here for you.", "You kept the bag.", "You should burn it."])) == [
        "You kept the bag."
    ]
    assert guard.dropped == ("hook", "advice")


def test_a_harmless_phrase_is_left_out_alone_and_advice_ends_the_reply():
    """What follows advice leans on it; what follows a stock phrase does not."""
    assert spoken("Thank you for sharing. You kept the bag. What stopped you?") == (
        "You kept the bag.",
        "What stopped you?",
    )
    assert spoken("You kept the bag. You should ask her. What would stop you?") == ("You kept the bag.",)


def test_the_reply_ends_with_its_question():
    """One question, and nothing after it."""
    assert spoken("What stopped you? Was it fear? I wonder.") == ("What stopped you?",)


def test_a_reply_that_should_ask_nothing_asks_nothing():
    """Where no question was wanted, the reply ends before it."""
    assert spoken("You kept the bag. What stopped you?", questions=0) == ("You kept the bag.",)


def test_a_reply_that_is_too_long_ends_with_a_whole_sentence():
    """No sentence is cut in two for being one too many."""
    sentence = "You kept the bag for all of those nine long weeks. "

    assert spoken(sentence * 9) == (sentence.strip(),) * 4


@pytest.mark.parametrize(
    ("answer", "heard"),
    [
        ("**You** kept the _bag_!", ("You kept the bag.",)),
        ("*nods* You kept the bag.", ("You kept the bag.",)),
        ("Assistant: You kept the bag.", ("You kept the bag.",)),
        ('"You kept the bag."', ("You kept the bag.",)),
        ("(pauses) You kept the bag 👜.", ("You kept the bag.",)),
        ("You kept the bag", ("You kept the bag.",)),
        ("What stopped you?!", ("What stopped you?",)),
        ("- Ask her\n- Wait", ()),
        ("You have two ways:\n1. Ask her\n2. Wait", ()),
        ("你好。", ()),
        ("…", ()),
    ],
)
def test_only_what_can_be_heard_is_left(answer, heard):
    """Markup, stage directions, emoji and quotation marks go; lists and other alphabets are not spoken at all."""
    assert spoken(answer) == heard


def test_a_quoted_question_is_not_one_of_ours():
    """The sentence goes on after it, and is spoken whole."""
    assert list(Guard().speakable(['He asked "who knows?" and you left.'])) == ["He asked who knows, and you left."]


def test_the_person_is_not_recited_to_themselves():
    """Their own long sentence, said back word for word, is no reflection."""
    words = "he told me that the train was late and I believed him again"

    assert spoken(f"So {words}. You wanted it to be true.", heard=words) == ("You wanted it to be true.",)


def test_no_sentence_is_said_twice_in_a_session():
    """A model that repeats itself is cut short; a short phrase may come again."""
    before = ["Take your time. You carry it alone, and nobody asks."]

    assert spoken("You carry it alone, and nobody asks. What now?", said=before) == ("What now?",)
    assert spoken("Take your time.", said=before) == ("Take your time.",)


@given(
    st.lists(
        st.sampled_from([" You", " kept", " the bag", ".", "?", "!", " **", "\n", " 1.", "- ", "…", " <b>", '"']),
        max_size=90,
    )
)
def test_whatever_a_model_writes_a_reply_is_short_and_plain(pieces):
    """No markup, at most one question, at its end, and no more words than can be taken in."""
    reply = spoken(*pieces)
    text = " ".join(reply)

    assert not set(text) & set("*_#<>`!\n")
    assert "?" not in text[:-1]
    assert len(text.split()) <= (WORDS_TO_THE_QUESTION if text.endswith("?") else WORDS)


@given(
    st.lists(st.sampled_from(["<think>", "</think>", "<", "<thi", "nk>", "a", "b ", "</th"]), max_size=12), st.data()
)
def test_where_an_answer_is_cut_makes_no_difference_to_what_is_thought(parts, data):
    """Tags are found however they are cut, and nothing outside of them is lost."""
    whole = "".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=6)))
    pieces = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]

    assert "".join(without_thinking(pieces)) == "".join(without_thinking([whole]))


def test_thoughts_are_not_spoken():
    """What a model thinks aloud before it answers is not for the person."""
    assert "".join(without_thinking(["<thi", "nk>She is sad. Advise.</thi", "nk>You kept it."])) == "You kept it."
