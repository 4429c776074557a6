"""How much a clause carries: which of all the things that were said a careful listener would take up.

Feelings, wishes, what is denied, what was done to them and what they call the point weigh most; where they stood, who
they are and what surrounds this talk weigh least. The numbers were set by reading what they choose.
"""

from collections.abc import Collection
from typing import Final

from dialogues.clauses import Clause
from dialogues.english import FEELINGS, NUMBERS, PEOPLE, content_words, listed
from dialogues.grammar import Sentence, Word
from dialogues.heads import marker_of

MANY: Final = 4  # content words, after which more add nothing
THIN: Final = 3  # words: "he ended it" says less than most
SHORT: Final = 5  # words: in a longer clause a last "it" has something to point to
FEW_THINGS: Final = 2  # people of one kind in a turn, from which "she" may be either


def weight_of(clause: Clause, unclear: Collection[str] = ()) -> float:
    """How much a clause carries; from about 0 to 9. Below 2.6 it is small talk.

    Args:
        clause: What was said.
        unclear: Pronouns that may mean either of two people in this turn.
    """
    said = clause.words
    lows, lemmas = {word.low for word in said}, {word.lemma for word in said}
    verb, subject = clause.sentence.words[clause.verb], clause.subject
    carries = bool(lemmas & _CARRYING or lows & _CARRYING)
    feels = any(word.low in FEELINGS and word.role in {"acomp", "oprd", "conj", "ROOT", "advmod"} for word in said)
    weight = 1.8 + 0.35 * min(MANY, len(content_words(clause.text)))
    weight += 2.2 * feels + 1.7 * carries + 1.1 * clause.denies + 2.0 * clause.is_the_point
    weight += 0.8 * clause.is_mine + 0.5 * bool(lows & PEOPLE.keys()) + 0.5 * (clause.joiner == "but")
    weight += 1.3 * _is_done_to_them(clause) + 0.5 * _has_an_amount(said) + 0.5 * bool(lows & _ABSOLUTE)
    weight += 0.8 * (verb.lemma == "know" and not clause.is_mine)
    weight += 0.8 * any(
        word.role == "advcl" and marker_of(clause.sentence, word) in _TELLS_WHEN
        for word in clause.sentence.under(verb.at)
    )
    weight -= 0.7 * (len(content_words(clause.text)) <= 1 and not (carries or feels or clause.denies))
    weight -= (
        0.3 * (len(said) <= THIN) + 0.3 * (not clause.is_whole) + 0.8 * bool(lows & {"maybe", "perhaps", "probably"})
    )
    if subject is not None and subject.low in {"it", "there", "that", "everything", "something"}:
        weight -= 1.7
    if _says_who_they_are(clause, verb):
        weight -= 3.0
    if _sets_the_scene(clause, verb) and not (_has_an_amount(said) or carries or feels or clause.denies):
        weight -= 1.3
    if any(word.low in {"you", "your"} for word in clause.sentence.words):
        weight -= 1.2  # "you stay on your side" is how it is for everybody, or it is said to the program
    if verb.lemma == "have" and clause.is_mine and not (carries or clause.denies):
        weight -= 0.8
    if lows & set(unclear) and not any(word.is_noun and word.lemma in PEOPLE for word in said):
        weight -= 1.2
    weight -= max((_LESS.get(word.low, 0.0) for word in said if word.role in {"dobj", "pobj"}), default=0.0)
    if lemmas & _ABOUT_THIS_TALK:
        weight -= 2.5
    return weight


def unclear_pronouns(sentences: Collection[Sentence]) -> frozenset[str]:
    """The pronouns that may mean either of two people who were named in these sentences."""
    named: dict[str, set[str]] = {"he": set(), "she": set()}
    for sentence in sentences:
        for word in sentence.words:
            if word.low in PEOPLE and word.tag != "NNS":
                for which in named if PEOPLE[word.low] == "they" else (PEOPLE[word.low],):
                    named[which].add(word.low)
    forms = {"he": {"he", "him", "his"}, "she": {"she", "her", "hers"}}
    return frozenset().union(*(forms[which] for which, people in named.items() if len(people) >= FEW_THINGS))


def needs_its_place(clause: Clause) -> bool:
    """Whether it says too little away from where it stood: "it was yellow"."""
    subject = clause.subject
    pronoun = subject is not None and len(clause.sentence.whole(subject.at)) == 1
    if pronoun and subject is not None and subject.low in {"it", "that", "there", "this", "one", "some"}:
        return not clause.is_the_point
    return not (content_words(clause.text) or clause.denies)


def points_away(clause: Clause) -> bool:
    """Whether it ends on a "this" or "that" whose meaning is left behind: "you've never done this"."""
    last = clause.words[-1].low
    return last in {"this", "that", "it", "there", "so", "either"} and len(clause.words) <= SHORT


def _is_done_to_them(clause: Clause) -> bool:
    """Whether somebody else does something to the speaker."""
    return not clause.is_mine and any(
        (word.low in {"me", "us"} and word.role in {"dobj", "dative", "pobj"})
        or (word.low in {"my", "our"} and clause.sentence.words[word.head].role in {"dobj", "pobj", "dative"})
        for word in clause.words
    )


def _has_an_amount(said: tuple[Word, ...]) -> bool:
    """Whether it holds a number of years, pounds or times; not the hour of the clock."""
    return any(word.low in NUMBERS - {"one"} or word.tag == "CD" for word in said) and any(
        word.tag == "NNS" for word in said
    )


def _sets_the_scene(clause: Clause, verb: Word) -> bool:
    """Whether it only says where somebody was or went; "my heart is standing outside" says more."""
    subject = clause.subject
    if subject is not None and subject.lemma in _BODY:
        return False
    if verb.lemma == "be" or clause.sentence.child(verb.at, "acomp", "ccomp") is not None:
        return clause.sentence.child(verb.at, "acomp", "ccomp") is None
    return verb.lemma in {"open", "start"} or (
        verb.lemma in _SETTING and clause.sentence.child(verb.at, "dobj") is None
    )


def _says_who_they_are(clause: Clause, verb: Word) -> bool:
    """Whether it only introduces: "I'm forty eight", "I am a nurse", "I have the shop", "my name is Sam"."""
    if verb.lemma not in {"be", "work", "live"} or not clause.is_mine or clause.denies or verb.tag in {"VBD", "VBN"}:
        return False
    if verb.lemma != "be":
        return not any(word.lemma in _CARRYING for word in clause.words)
    what = clause.sentence.child(verb.at, "attr", "acomp", "prep", "advmod")
    return (
        what is not None
        and what.low not in FEELINGS
        and (what.tag in {"CD", "NNP", "NN", "IN", "RB"} and not any(word.lemma in _CARRYING for word in clause.words))
    )


_TELLS_WHEN: Final = listed("when whenever if before until since")
_ABSOLUTE: Final = listed(
    "never always still only every nothing nobody everyone everybody whole everything anymore again myself alone first last"
)
_CARRYING: Final = listed(
    "want wish hope miss love need believe trust matter fear shame guilt hate promise forgive lie cheat betray hide secret truth"
    " sorry apologise apologize alone cry shake sick stomach safe honest careful pretend check freeze blame fault ruin break leave"
    " die dead lose steal owe lend borrow lent promised ignore choose laugh scream forget remember regret dread protect hurt kiss"
    " sleep follow spy read search delete replace use drink hit accuse confess admit deny keep stop carry give ask tell know realise"
    " afraid worst hardest best worry doubt trustworthy faith affair abandon refuse fail notice deserve beg wait"
) - listed("use keep ask tell know give read stop")
_LESS: Final = {
    "it": 0.7,
    "one": 0.9,
    "idea": 1.0,
    "something": 1.0,
    "that": 1.4,
    "this": 1.6,
    "stuff": 1.0,
    "things": 0.7,
    "them": 0.3,
}
"""What a clause loses that is done to something left behind."""
_BODY: Final = listed("heart chest stomach leg hand body head throat knee back voice skin breath arm gut")
_SETTING: Final = listed(
    "go come get arrive walk drive sit stand open look watch ring call be start turn see meet say live work text wear"
)
_ABOUT_THIS_TALK: Final = listed(
    "program computer robot machine app voice microphone mic headphone headphones battery signal layover frog cold earphone keyboard"
    " laptop typing talking whisper whispering mute recording counsellor"
) - listed("counsellor")
