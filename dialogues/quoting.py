"""Whose words these are: what somebody said in a story is not what is so, and "I" in a quotation is not the speaker.

"He said I was crazy" tells what he said, and its "I" is the speaker. "He goes sit down you're blocking the telly" quotes
him, and without quotation marks only grammar shows it: an order, a "you", an "I" in the present after "said".
"""

from typing import Final

from dialogues.english import listed
from dialogues.grammar import Sentence, Word

SAYING: Final = listed(
    "say tell ask reply text shout yell scream whisper answer write message email go claim insist mutter add announce joke scold"
)


def quoted(sentence: Sentence) -> frozenset[int]:
    """The places of words that are quoted, with the word that leads into them."""
    found: set[int] = set()
    for word in sentence.words:
        if word.at not in found and _leads_into_a_quote(sentence, word):
            found.add(word.at)
            found |= {at for at in range(word.at, len(sentence.words)) if not _is_back_in_the_story(sentence, word, at)}
    return frozenset(found)


def _leads_into_a_quote(sentence: Sentence, word: Word) -> bool:  # noqa: PLR0911 - one way out for each way to quote
    if word.lemma == "be" and _next_is(sentence, word, "like"):
        after = sentence.words[word.at + 2] if word.at + 2 < len(sentence.words) else None
        return after is None or after.tag not in {"DT", "PRP$", "CD"}
    if word.lemma not in SAYING or not word.is_verb:
        return False
    said = sentence.words[word.at + 1 :]
    if word.lemma == "go":
        return bool(said) and word.tag in {"VBZ", "VBP"} and said[0].tag in _SPOKEN_FIRST
    if any(
        after.low in {"you", "your", "you're"} for after in said if not _is_back_in_the_story(sentence, word, after.at)
    ):
        return True
    if said and said[0].tag in {",", ":"}:
        return True
    if any(after.tag in {",", ":"} and after.at <= word.at + 3 for after in said[:3]) and _is_told_of(said):
        return True
    content = sentence.child(word.at, "ccomp")
    return content is not None and content.at > word.at and _is_as_spoken(sentence, word, content)


def _is_as_spoken(sentence: Sentence, saying: Word, content: Word) -> bool:
    """Whether it stands in the form in which it was spoken: an order, or the present after "said"."""
    subject = sentence.child(content.at, "nsubj", "nsubjpass")
    if subject is None:
        return content.tag == "VB" and sentence.child(content.at, "aux", "mark") is None
    first = next(word for word in (*sentence.under(content.at), content) if word.role == "aux" or word is content)
    told_before = saying.tag in {"VBD", "VBN"}
    return (
        told_before and subject.low in {"i", "we"} and first.tag in {"VBP", "VB", "MD"} and first.low not in _PAST_FORMS
    )


def _is_told_of(said: tuple[Word, ...]) -> bool:
    """Whether somebody's own words follow a pause: "he said, I love you", but not "she said, more or less"."""
    rest = [word for word in said if word.tag not in {",", ":"}]
    return any(word.is_verb or word.tag == "UH" for word in rest)


def _is_back_in_the_story(sentence: Sentence, saying: Word, at: int) -> bool:
    """Whether the word belongs to what is told after the quotation: "and she told me about Ray"."""
    chain = (sentence.words[at], *sentence.above(at))
    for word in chain:
        if word.role == "conj" and word.head == saying.head and word.at > saying.at:
            return True
        if word.role == "conj" and word.head == saying.at and word.at > saying.at:
            return word.tag == "VBD" and sentence.child(word.at, "nsubj", "nsubjpass") is not None
    return False


def _next_is(sentence: Sentence, word: Word, low: str) -> bool:
    return word.at + 1 < len(sentence.words) and sentence.words[word.at + 1].low == low


_SPOKEN_FIRST: Final = ("VB", "VBP", "UH", "PRP", "WRB", "WP", "MD", ",", "NN", "NNP")
_PAST_FORMS: Final = listed("'d would could should might had")
