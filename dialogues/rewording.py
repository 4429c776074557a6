"""Other ways to say a clause: same meaning, fewer of the same words in a row.

Each takes a clause apart by its grammar and gives it back, turned to "you", or None where that could go wrong.
"""

import re
from collections.abc import Iterator
from typing import Final

from dialogues.clauses import Clause
from dialogues.english import PEOPLE, listed
from dialogues.grammar import Sentence, Word
from dialogues.heads import core_of, marker_of
from dialogues.trimming import trimmings
from dialogues.turning import said_back

LONGEST_SIDE: Final = 7  # words of either half of a clause that is turned round
CLEFT_CLAUSE: Final = 5  # words: a shorter clause is better left as it is
LONG_CLAUSE: Final = 8  # words: as many in a row would be parroting, so only then is "the" worth changing


def rewordings(clause: Clause) -> Iterator[str]:
    """All that say the same in a whole sentence, the best first."""
    if clause.hangs_on_an_if:
        yield from (new for new in (flipped(clause),) if new is not None)
        return
    for way in (flipped, what_last, cleft, considered, told_last, time_first, pointing):
        if (new := way(clause)) is not None:
            yield new


def flipped(clause: Clause) -> str | None:
    """Turns "I freeze when she smiles" round: "when she smiles, you freeze"; and back."""
    sentence, verb = clause.sentence, clause.sentence.words[clause.verb]
    head = sentence.words[verb.head]
    for side in (*sentence.under(verb.at), head):
        marker = marker_of(sentence, side)
        whole = side is head and side is not verb and marker in {"when", "whenever"}  # "when she smiles I freeze"
        if (
            not (side.role == "advcl" or whole)
            or side is verb
            or marker not in _TURNABLE
            or sentence.child(side.at, "nsubj", "nsubjpass") is None
        ):
            continue
        if marker == "because" and sentence.child(side.at, "conj") is not None:
            continue
        if any(word.low == "should" for word in sentence.under(verb.at)):
            continue  # "I should prefer it if" is "I would"
        if any(sentence.words[at].low == "even" for at in sentence.whole(side.at)):
            continue
        if marker == "when" and any(w.lemma in _TAKES_A_WHEN for w in clause.words if w.at < side.at):
            continue  # "I want to know when he decided"
        own, other = _shortest(sentence, verb, side.at), _shortest(sentence, side, verb.at)
        if own is None or other is None or own & other or _names_late(sentence, own, other):
            continue
        main, aside = said_back(sentence, own), said_back(sentence, other)
        if marker == "because":
            return f"{aside}, and that's why {main}" if side.at > verb.at else None
        return f"{marker} {aside}, {main}" if side.at > verb.at else f"{main} {marker} {aside}"
    return None


def cleft(clause: Clause) -> str | None:
    """Turns "I wanted to say the sea" into "what you wanted was to say the sea"."""
    sentence, verb = clause.sentence, clause.sentence.words[clause.verb]
    if verb.lemma not in _CLEFT or not clause.is_mine or len(clause.words) < CLEFT_CLAUSE:
        return None
    if any(word.role in {"aux", "prt", "neg"} for word in sentence.under(verb.at)) or clause.subject is None:
        return None
    what = frozenset(at for at in clause.places if at > verb.at)
    first = sentence.words[min(what)] if what else verb
    said = said_back(sentence, what)
    is_past = verb.tag == "VBD"
    if (wish := sentence.child(verb.at, "ccomp")) is not None:
        doer = sentence.child(wish.at, "nsubj")
        if doer is None or doer.at != first.at or sentence.child(wish.at, "aux") is None:
            return None
        said = f"for {said.replace(' just ', ' ')}"
    elif first.tag not in {"TO", "DT", "PRP$", "JJ"} and first.low != "not":
        return None
    return f"what you {verb.low} {'was' if is_past else 'is'} {said}"


def what_last(clause: Clause) -> str | None:
    """Turns "what I'd want is to be the one she rings" into "to be the one she rings, that's what you'd want"."""
    sentence, verb = clause.sentence, clause.sentence.words[clause.verb]
    what = sentence.child(verb.at, "csubj")
    if what is None or verb.lemma != "be" or clause.denies:
        return None
    first = sentence.words[min(sentence.whole(what.at))]
    after = {
        at for at in clause.places if at > verb.at and not (at == verb.at + 1 and sentence.words[at].low == "that")
    }
    if first.low != "what" or not after or min(after) > verb.at + 2:
        return None
    return f"{said_back(sentence, after)}, that's what {said_back(sentence, sentence.whole(what.at) - {first.at})}"


def considered(clause: Clause) -> str | None:
    """Turns "I could tell him about the seagulls" into "telling him about the seagulls, maybe"."""
    sentence, verb = clause.sentence, clause.sentence.words[clause.verb]
    helpers = [word for word in sentence.under(verb.at) if word.role in {"aux", "neg", "auxpass"}]
    if not clause.is_mine or [word.low for word in helpers] not in (["could"], ["might"]) or verb.tag != "VB":
        return None
    if verb.lemma in {"smell", "hear", "see", "feel", "taste", "remember", "believe", "understand", "imagine"}:
        return None  # "I could smell the rice" is over
    after = frozenset(at for at in clause.places if at > verb.at)
    return f"{with_ing(verb.lemma)} {said_back(sentence, after)}, maybe" if after else None


def event(clause: Clause) -> str | None:  # noqa: PLR0911 - one way out for each kind that would come out wrong
    """Names what happens instead of saying it: "not telling your husband", "your dad putting you both on the tractor"."""
    sentence, verb, subject = clause.sentence, clause.sentence.words[clause.verb], clause.subject
    helpers = {word.low for word in sentence.under(verb.at) if word.role == "aux"}
    passive = sentence.child(verb.at, "auxpass") is not None
    able = bool(helpers & {"ca", "can", "could"})
    if helpers & _MODALS or (verb.lemma in {"use", "go"} and sentence.child(verb.at, "xcomp") is not None):
        return None
    if verb.lemma == "be" and getattr(sentence.child(verb.at, "attr"), "low", "") == "one":
        return None  # "I'm not one for doctors"
    if verb.lemma in {"keep", "start", "stop"} and sentence.child(verb.at, "xcomp") is not None:
        return None
    if (able and not clause.denies) or subject is None or subject.role in {"expl", "csubj"} or subject.low in _POINTERS:
        return None
    places = {
        at
        for at in clause.places
        if at > verb.at and not (sentence.words[at].role == "neg" and sentence.words[at].head == verb.at)
    }
    if not places or "conj" in {word.role for word in sentence.under(subject.at)}:
        return None
    before = [word for word in sentence.under(verb.at) if word.at in clause.places and word.role in {"neg", "advmod"}]
    kept = [word.low for word in before if subject.at < word.at < verb.at or word.role == "neg"]
    joined = {word.at for word in sentence.words if word.role == "conj" and word.is_verb}
    if "ever" in kept or ("never" in kept and set(kept) & {"n't", "not"}) or joined & places:
        return None
    lead = " ".join({"n't": "not"}.get(low, low) for low in kept if low not in {"just", "really", "even"})
    doing = f"being able to {verb.lemma}" if able else f"being {verb.low}" if passive else with_ing(verb.lemma)
    if verb.low == "got" and (passive or helpers & {"'ve", "have", "'s", "has"}):
        doing = "having"
    who = "" if clause.is_mine else _AS_OBJECT.get(subject.low) or said_back(sentence, sentence.whole(subject.at))
    return " ".join(part for part in (who, lead, doing, said_back(sentence, places)) if part)


def told_last(clause: Clause) -> str | None:
    """Turns "he tells me he's starting his own club" into "he's starting his own club, he tells you"."""
    sentence, verb, subject = clause.sentence, clause.sentence.words[clause.verb], clause.subject
    content = sentence.child(verb.at, "ccomp")
    if verb.lemma not in {"say", "tell", "claim", "insist", "think", "reckon"} or content is None or subject is None:
        return None
    told = core_of(sentence, content)
    if clause.is_mine or clause.denies or content.at < verb.at or max(clause.places) > max(told) or min(told) < verb.at:
        return None
    teller = sentence.child(content.at, "nsubj", "nsubjpass", "expl")
    if teller is None or (teller.low == "i" and content.lemma == "be"):
        return None  # "you're paranoid, they tell you" would begin by agreeing
    if any(w.tag in _ASKING for w in sentence.under(content.at)):
        return None
    return f"{said_back(sentence, told)}, {said_back(sentence, {at for at in clause.places if at < min(told) and sentence.words[at].role != 'mark'})}"


def time_first(clause: Clause) -> str | None:
    """Puts the time it ends on first: "in the morning, you believe him"."""
    found = _TIME_AT_END.match(clause.text)
    if found is None or len(found.group("rest").split()) < 2:  # noqa: PLR2004
        return None
    return f"{found.group('time')}, {found.group('rest')}"


def pointing(clause: Clause) -> str | None:
    """Turns "the phone", in a long clause, into "that phone": pointing to a thing marks that it was heard of."""
    for word in clause.words:
        if len(clause.words) < LONG_CLAUSE or word.role != "dobj" or word.tag != "NN" or word.low in _NOT_POINTED_AT:
            continue
        article = clause.sentence.child(word.at, "det")
        if article is not None and article.low == "the" and article.at == word.at - 1:
            before = said_back(clause.sentence, {at for at in clause.places if at < article.at})
            after = said_back(clause.sentence, {at for at in clause.places if at > article.at})
            return f"{before} that {after}"
    return None


def with_ing(verb: str) -> str:
    """The verb with "ing": "telling", "making", "stopping", "lying"."""
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    if verb in _DOUBLING or re.search(r"[^e]el$", verb) or re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb):
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"


def _shortest(sentence: Sentence, verb: Word, other: int) -> frozenset[int] | None:
    """The longest form of this half that is short enough, without the other half."""
    halves = [word for word in sentence.under(verb.at) if word.role == "advcl"]
    core = core_of(sentence, verb)
    core = core - sentence.whole(other) if other in core else core
    core = core.difference(*(sentence.whole(word.at) for word in halves))
    marks = {word.at for word in sentence.under(verb.at) if word.role == "mark" or word.low in {"when", "whenever"}}
    for places in trimmings(sentence, verb.at, core - marks):
        if 1 < len(sentence.written(places).split()) <= LONGEST_SIDE:
            return places
    return None


def _names_late(sentence: Sentence, own: frozenset[int], other: frozenset[int]) -> bool:
    """Whether turning it round would put "he" before the one it means."""
    first, second = sorted((own, other), key=min)
    names = any(sentence.words[at].low in PEOPLE or sentence.words[at].tag == "NNP" for at in first)
    return names and any(sentence.words[at].low in {"he", "she", "him", "her", "they", "them"} for at in second)


_TAKES_A_WHEN: Final = listed("know ask tell wonder remember say find see")
_ASKING: Final = ("WP", "WRB", "WDT")
_MODALS: Final = listed("would 'd will 'll wo shall should must may might ought")
_POINTERS: Final = listed("it that this there these those")
_AS_OBJECT: Final = {"he": "him", "she": "her", "they": "them"}
_TURNABLE: Final = listed("if unless when whenever before after until while since because")
_CLEFT: Final = listed("want need learn remember hate miss dread")
_DOUBLING: Final = listed("forget begin admit regret commit prefer refer")
_NOT_POINTED_AT: Final = listed(
    "baby child kid man woman boy girl doctor boss dog truth time way door house same rest lot point end phone call day night world"
) - {"phone"}
_TIME_AT_END: Final = re.compile(
    r"^(?P<rest>(?:\S+ ){1,}?\S+) (?P<time>(?:in the (?:morning|evening|afternoon|end|beginning)|at night"
    r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|last (?:week|night|year|month)|every (?:single )?(?:day|night|morning|week)"
    r"|(?:\w+ )?(?:days|weeks|months|years) ago|this (?:morning|week)|for (?!him|her|me|us|them|you)(?:\w+ ){0,2}(?:days|weeks|months|years)))$",
    re.IGNORECASE,
)
