"""What grammar tells of spoken words: who does what, whose words they are, what may be left out, who "he" is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.clauses import clauses
from dialogues.grammar import read, verify, warm_up
from dialogues.rewording import rewordings, with_ing
from dialogues.turning import turned
from dialogues.weighing import unclear_pronouns


def said(text):
    return [clause.text for clause in clauses(text)]


def reworded(text):
    return [new for clause in clauses(text) for new in rewordings(clause)]


def test_the_model_is_the_one_we_know_and_can_be_loaded_ahead_of_time():
    """Its files are checked byte for byte; loading it twice is loading it once."""
    warm_up()
    warm_up()

    assert verify().is_dir()


@given(st.text(max_size=80))
def test_any_text_can_be_read(text):
    """Every word hangs on a word of its own sentence."""
    for sentence in read(text):
        for word in sentence.words:
            assert 0 <= word.head < len(sentence.words)
            assert sentence.words[word.at] is word


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("he said I was crazy and I believed him", "he said you were crazy and you believed him"),
        ("Wife says I don't trust her", "your wife says you don't trust her"),
        ("me and Stu set up the shop", "you and Stu set up the shop"),
        ("she told mum what I'd said", "she told your mum what you'd said"),
        ("I saw he was tired", "you saw he was tired"),
        ("My brother Danny was there when I was ill", "your brother Danny was there when you were ill"),
        ("he don't ask me", "he doesn't ask you"),
        ("we lost our house and it was ours", "you lost your house and it was yours"),
    ],
)
def test_i_becomes_you_wherever_it_stands(text, back):
    """Only the verb that belongs to "I" changes; a name keeps its capital; mum becomes theirs."""
    assert turned(text) == back


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("i lent him money and he bought a bike", ["you lent him money", "he bought a bike"]),
        ("she never rang me and i sat up all night", ["she never rang you", "you sat up all night"]),
        ("I found out that my sister had been reading my diary", ["your sister had been reading your diary"]),
        ("It's that she listened to me cry.", ["she listened to you cry"]),
        ("I keep my passport in my bag", ["you keep your passport in your bag"]),
        ("I can't trust anyone in that building", ["you can't trust anyone in that building"]),
        ("I believe him in the morning and by the evening I don't.", ["by the evening you don't"]),
    ],
)
def test_a_run_on_is_cut_into_the_clauses_it_is_made_of(text, found):
    """With or without punctuation; and never shortened to something else."""
    assert set(found) <= set(said(text))


@pytest.mark.parametrize(
    "text",
    [
        "he goes sit down you're blocking the telly",
        "she said derek i've got to tell you something",
        "He said, I love you.",
        "and they were like oh my thumb slipped",
        "one of the little ones goes coach did we do something wrong",
        "she said i can't do this",
        "what else do i not know",
        "do i tell her or not",
        "not that I was lonely",
        "you sound like a frog",
        "I sound like a frog today.",
        "he take the money",
    ],
)
def test_a_quotation_a_question_and_a_remark_are_not_told_as_their_own(text):
    """What somebody said, what is asked, what is meant for the program, what would be mimicry."""
    assert said(text) == []


def test_the_story_goes_on_after_a_quotation():
    """In one breath, without a comma."""
    assert said("she said derek i've got to tell you something and she told me about ray") == ["she told you about ray"]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("When she smiles I freeze.", "you freeze when she smiles"),
        ("I told her before I told my brother.", "before you told your brother, you told her"),
        ("I cancelled the party because we were broke.", "you were broke, and that's why you cancelled the party"),
        ("If I don't ask her I lie awake.", "you lie awake if you don't ask her"),
        ("I just want him to say sorry.", "what you want is for him to say sorry"),
        ("I learned not to want things.", "what you learned was not to want things"),
        ("I could tell him about the seagulls.", "telling him about the seagulls, maybe"),
        ("She said everything else was true.", "everything else was true, she said"),
        ("What hurts is that everyone knew.", "everyone knew, that's what hurts"),
    ],
)
def test_a_clause_can_be_said_another_way_round(text, other):
    """Same meaning, other order."""
    assert other in reworded(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("I could smell the rice on the letters.", "smelling"),
        ("They say I'm paranoid.", "you're paranoid, they say"),
        ("I want to know when he decided.", "when he decided"),
        ("I can hear it even when it's off.", "when it's off"),
    ],
)
def test_where_it_could_go_wrong_a_clause_stays_as_it_is(text, wrong):
    """Past ability is no plan, a slight is not agreed to, an "even when" is no "when"."""
    assert not any(new.startswith(wrong) for new in reworded(text))


def test_she_is_unclear_where_two_women_are_named():
    """And he is not."""
    unclear = unclear_pronouns(read("My sister told mum what I said, and my brother laughed."))

    assert {"she", "her"} <= unclear
    assert "him" not in unclear


@pytest.mark.parametrize(
    ("verb", "doing"), [("tell", "telling"), ("make", "making"), ("stop", "stopping"), ("lie", "lying"), ("see", "seeing"), ("forget", "forgetting"), ("label", "labelling")]
)  # fmt: skip
def test_verbs_take_ing(verb, doing):
    """As they are spelt."""
    assert with_ing(verb) == doing
