"""Turns what a person says of themselves to "you": "I was sure of my wife" to "you were sure of your wife".

Only the verb that belongs to "I" is changed, which grammar tells: "I saw he was tired" keeps its "was".
"""

from typing import Final

from dialogues.english import NAME_LIKE, PEOPLE
from dialogues.grammar import Sentence, Word, read

SUBJECTS: Final = ("nsubj", "nsubjpass")


def turned(text: str) -> str:
    """The text with "I" turned to "you", the verb agreeing; capitals stay only where they mark a name."""
    return " ".join(_whole(sentence) for sentence in read(text))


def said_back(sentence: Sentence, places: frozenset[int] | set[int]) -> str:
    """The words at these places, turned to "you"."""
    pieces: list[str] = []
    for word in sentence.words:
        if word.at in places:
            joined = word.glued and word.at - 1 in places
            pieces.append(f"{'' if joined else ' '}{_turned_word(sentence, word)}")
    return "".join(pieces).strip()


def subject_of(sentence: Sentence, verb: Word) -> Word | None:
    """Who or what does it; for the second of two verbs, and for an auxiliary, the subject they share."""
    if (own := sentence.child(verb.at, *SUBJECTS, "expl", "csubj")) is not None:
        return own
    shares = verb.role in {"conj", "aux", "auxpass"} and verb.head != verb.at
    return subject_of(sentence, sentence.words[verb.head]) if shares else None


def is_mine(sentence: Sentence, subject: Word | None) -> bool:
    """Whether the subject is the speaker, alone or with others: "I", "we", "me and Stu"."""
    return subject is not None and (
        subject.low in {"i", "we"} or (subject.low == "me" and sentence.child(subject.at, "conj") is not None)
    )


def _whole(sentence: Sentence) -> str:
    """All of it; a capital stays on an answer such as "On Friday", which is quoted as it was given."""
    back = said_back(sentence, {word.at for word in sentence.words})
    return f"{sentence.words[0].text[:1]}{back[1:]}" if sentence.words[0].tag == "IN" else back


def _turned_word(sentence: Sentence, word: Word) -> str:
    if word.low in _TURN:
        return "yourself" if _is_oneself(sentence, word) else _TURN[word.low]
    if word.low in {"am", "'m"}:
        return "are" if word.low == "am" else "'re"
    if word.low == "was" and is_mine(sentence, subject_of(sentence, word)):
        return "were"
    if (
        word.low == "do"
        and word.role == "aux"
        and getattr(subject_of(sentence, word), "low", "") in {"he", "she", "it"}
    ):
        return "does"
    if _lacks_its_my(sentence, word):
        return f"your {word.low}"
    keeps_its_capital = word.tag.startswith("NNP") or word.at > 0
    return word.text if keeps_its_capital and word.low not in NAME_LIKE else word.low


def _is_oneself(sentence: Sentence, word: Word) -> bool:
    """Whether a "me" is done to by "I": "I lied to me"."""
    if word.low != "me" or word.role not in {"dobj", "pobj", "dative"}:
        return False
    if word.role == "pobj" and sentence.words[word.head].low != "to":
        return False
    verb = next((above for above in sentence.above(word.at) if above.is_verb), None)
    return verb is not None and getattr(sentence.child(verb.at, "nsubj"), "low", "") == "i"


def _lacks_its_my(sentence: Sentence, word: Word) -> bool:
    """Whether it names one of their own people as a name does: "mum said", "wife says"."""
    if word.low not in NAME_LIKE | PEOPLE.keys() or word.tag not in {"NN", "NNP"}:
        return False
    before = sentence.words[word.at - 1] if word.at else None
    if before is not None and before.tag in {"DT", "PRP$", "JJ", "JJS", "CD", "NN", "NNP", "POS", "VBN"}:
        return False
    stands_free = word.role in {*SUBJECTS, "dobj", "pobj", "dative", "conj", "poss", "ROOT"}
    return stands_free and not any(child.role in {"det", "poss", "nummod", "amod"} for child in sentence.under(word.at))


_TURN: Final = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "we": "you", "us": "you", "our": "your",
    "ours": "yours", "ourselves": "yourselves",
}  # fmt: skip
