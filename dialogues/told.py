"""Whether a clause says what is so for the speaker: not what is asked, supposed, hoped for, or only thought."""

from typing import Final

from dialogues.english import BASE_VERBS, FEELINGS, listed
from dialogues.grammar import Sentence, Word
from dialogues.heads import marker_of
from dialogues.trimming import denies_in, leans
from dialogues.turning import SUBJECTS, is_mine

FAR: Final = 8  # words: no clause stands so far from the verb it is said to hang on


def is_so(sentence: Sentence, verb: Word) -> bool:
    """Whether the clause of this verb is told as a fact, or as what the speaker wants, feels or does."""
    if _is_misheard(sentence, verb) or _asks(sentence, verb) or _is_left_open(sentence, verb):
        return False
    if leans(sentence, verb) and verb.role == "ccomp" and verb.at - verb.head > FAR:
        return True  # at the end of a long breath the parser hangs "and by the evening I don't" on the wrong verb
    match verb.role:
        case "advcl":
            return marker_of(sentence, verb) in {"because", "although", "though"} and _holds(sentence, verb)
        case "ccomp" | "parataxis":
            return _is_stated(sentence, verb)
        case "conj":
            return _holds(sentence, verb)
        case role:
            return role in {"ROOT", "dep"}


def is_the_point(sentence: Sentence, verb: Word) -> bool:
    """Whether they say of this clause that it is what matters."""
    above = sentence.words[verb.head]
    if verb.role != "ccomp" or above.lemma != "be" or marker_of(sentence, verb) not in {"that", "because", ""}:
        return False
    subject = sentence.child(above.at, *SUBJECTS)  # not "what worries me": that goes with its "what"
    asks = any(word.tag in {"WP", "WRB", "WDT"} for word in sentence.under(verb.at))
    if subject is None or asks or sentence.child(above.at, "neg") is not None:
        return False
    return subject.low == "it" or subject.lemma in _POINTS


def _is_misheard(sentence: Sentence, verb: Word) -> bool:
    """Whether its verb is no verb ("he sad he would"), or in a form that would be mimicry to repeat ("he take it")."""
    used_to = verb.low == "used" and sentence.child(verb.at, "xcomp") is not None
    if verb.low in FEELINGS and not used_to and verb.tag in {"VB", "VBD", "VBP"}:
        return True
    bare = verb.tag in {"VB", "VBP"} and verb.low in BASE_VERBS and sentence.child(verb.at, "aux") is None
    return bare and _is_one(sentence, verb)


def _is_left_open(sentence: Sentence, verb: Word) -> bool:
    """Whether it orders, wishes, or hangs on a "when" or an "if": "not that I was lonely", "I want he tells me"."""
    marker = marker_of(sentence, verb)
    if marker in _OPEN or (verb.role != "advcl" and marker in {"when", "whenever"}):
        return True
    orders = verb.tag == "VB" and sentence.child(verb.at, "aux", *SUBJECTS) is None
    wished = sentence.child(verb.at, "ccomp") if verb.lemma == "want" else None
    marked = verb.role == "ROOT" and sentence.child(verb.at, "mark") is not None
    return orders or marked or (wished is not None and sentence.child(wished.at, "aux") is None)


def _is_one(sentence: Sentence, verb: Word) -> bool:
    subject = sentence.child(verb.at, "nsubj")
    lone = subject is not None and subject.tag in {"NN", "NNP"} and sentence.child(subject.at, "conj") is None
    many = {"people", "everybody", "police", "family", "team", "nobody", "everyone"}
    return subject is not None and (subject.low in {"he", "she", "it"} or (lone and subject.low not in many))


def _holds(sentence: Sentence, verb: Word) -> bool:
    """Whether what it hangs on is so itself."""
    above = sentence.words[verb.head]
    return above.at == verb.at or not above.is_verb or above.role in {"ROOT", "conj", "dep"} or is_so(sentence, above)


def _is_stated(sentence: Sentence, verb: Word) -> bool:
    """Whether a clause inside another is given as a fact: "it's that she listened", "I found out he lied"."""
    above = sentence.words[verb.head]
    if verb.role == "parataxis":
        return not above.is_verb or verb.at > above.at
    if above.at < verb.at and marker_of(sentence, above) in {"when", "whenever"}:
        return above.role == "ROOT"  # "when the phone buzzes my stomach drops"
    if above.at > verb.at and above.lemma not in {"know", "think", "guess", "mean", "suppose", "swear", "say"}:
        return above.is_verb  # a run-on: "he was late, I was shaking"
    if is_the_point(sentence, verb):
        return True
    theirs = is_mine(sentence, sentence.child(above.at, "nsubj"))
    thinks = above.lemma == "think" and is_mine(sentence, sentence.child(verb.at, "nsubj"))  # "I think I wanted"
    hedges = (thinks or above.lemma in _HEDGES) and not denies_in(
        sentence, {w.at for w in sentence.under(above.at) if w.role == "neg"}
    )
    asked = any(w.tag in {"WP", "WRB", "WDT"} for w in sentence.under(verb.at))
    return theirs and hedges and not asked and above.role in {"ROOT", "conj", "parataxis"}


def _asks(sentence: Sentence, verb: Word) -> bool:
    """Whether it is a question, with or without its mark."""
    subject = sentence.child(verb.at, *SUBJECTS)
    if subject is None:
        return False
    helpers = [w for w in (*sentence.under(verb.at), verb) if w.role in {"aux", "auxpass"} or w is verb]
    if any(word.at < subject.at for word in helpers):
        return True
    asking = [w for w in sentence.under(verb.at) if _opens_a_question(w) and w.at < subject.at]
    return verb.role == "ROOT" and bool(asking)


def _opens_a_question(word: Word) -> bool:
    return word.tag in {"WP", "WRB", "WDT", "WP$"} or word.low in {"somewhere", "anywhere"}


_OPEN: Final = listed("if unless than as like whether how what")
_HEDGES: Final = listed("guess suppose mean reckon swear find discover realise realize notice learn see hear")
_POINTS: Final = listed("thing part bit point problem truth fact worst issue reason trouble")
