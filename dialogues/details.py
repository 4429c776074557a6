"""A question about the very thing that was just said: "what was in her voice?", "what is it about the yellow bag?".

Such a question belongs to nobody else's talk. What it takes up is read from the sentence that says something back, so that
the two are about the same, or else from what was said last.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from zlib import crc32

from dialogues.choosing import Asked
from dialogues.clauses import clauses
from dialogues.dialogue import Dialogue
from dialogues.english import FEELINGS, PEOPLE, listed, words
from dialogues.lines import DETAIL_SOURCE, Detail, slots_of
from dialogues.naming import things
from dialogues.people import Person
from dialogues.reflecting import touches

BRIEFLY: Final = 9  # words of a question to somebody who says little


@dataclass(frozen=True, slots=True)
class Found:
    """One detail, and what can stand in the braces of a question about it."""

    kind: Detail
    slots: Mapping[str, str] = field(default_factory=dict)


def details_in(said_back: str, last: str, person: Person | None, *, thing_first: bool = False) -> Iterator[Found]:
    """What a question can take up, the best first.

    Args:
        said_back: The sentence that says something back; "" if there is none.
        last: What the person said last.
        person: Whom the talk is about.
        thing_first: Ask about a thing they named rather than about what was said back.
    """
    if _BOTH.search(said_back):
        yield Found(Detail.BOTH)
    named = [Found(Detail.THING, {"thing": thing}) for thing in concrete_things(last)]
    yield from (each for each in named if thing_first or each.slots["thing"] in said_back)
    for clause in [_last_clause(said_back)] if said_back else [each.text for each in reversed(clauses(last))]:
        yield from _in_clause(clause, person)
    if time := _OFTEN.search(last.lower()):
        yield Found(Detail.TIME, {"time": time.group()})
    yield from named


def concrete_things(text: str) -> tuple[str, ...]:
    """Things that can be pictured, as they are spoken of again: "the yellow bag", "your mat"; the last one first."""
    found = []
    for thing in things(text):
        owner, *rest = thing.split()
        said = re.escape(thing) if owner != "your" else rf"(?:my|our) {re.escape(' '.join(rest))}"
        if re.search(
            rf"\b(?:in|on|at|from|into|to|with|by|for|through|outside|inside|under|of|over) {said}\b",
            text,
            re.IGNORECASE,
        ):
            continue  # where it was, or with what: not what it is about
        if re.search(rf"(?:n't|\b(?:not|never|no|without))(?: \w+){{0,3}} {said}\b", text, re.IGNORECASE):
            continue  # what somebody never made or had is not there to be asked about
        if set(words(" ".join(rest))) & _NO_PICTURE or any(word in PEOPLE for word in words(thing)) or "'" in thing:
            continue
        if rest[-1][:1].isupper():
            continue  # more likely somebody's name
        found.append(" ".join(["that" if owner in {"a", "an"} else owner, *rest]))
    return tuple(reversed(found))


def ask_about(
    details: Collection[Found],
    dialogues: Collection[Dialogue],
    *,
    avoided: Collection[str],
    lately: Collection[str] = (),
    closed: Collection[str],
    key: str,
    briefly: bool = False,
) -> Asked | None:
    """A question about the first of these that has a wording left; None where none has.

    Args:
        details: What it can take up, the best first.
        dialogues: Where the wordings are.
        avoided: Sources of what was asked already.
        lately: Sources of what was asked in the last sessions: taken only where nothing else is left.
        closed: Words they asked not to talk about.
        key: Varies the choice among wordings.
        briefly: Short wordings only, for someone who says little.
    """
    stale: list[Asked] = []
    for detail in details:
        fresh: list[Asked] = []
        for wording in (each for dialogue in dialogues for each in dialogue.details.get(detail.kind, ())):
            source = source_of(detail.kind, wording)
            if source in avoided or not slots_of(wording) <= detail.slots.keys():
                continue
            asked = wording.format(**detail.slots)
            if not touches(asked, closed) and not (briefly and len(asked.split()) > BRIEFLY):
                (stale if source in lately else fresh).append(Asked(asked, source))
        if fresh:
            return min(fresh, key=lambda asked: crc32(f"{key}/{asked.source}".encode()))
    return stale[0] if stale else None


def source_of(kind: Detail, wording: str) -> str:
    """Where a question comes from: its kind, and its wording before the braces were filled."""
    return f"{DETAIL_SOURCE}/{kind}/{crc32(wording.encode()):08x}"


def kind_of(source: str) -> Detail | None:
    """The kind of a question by its source; None if it is not about a detail."""
    first, _, rest = source.partition("/")
    return Detail(rest.partition("/")[0]) if first == DETAIL_SOURCE else None


def _in_clause(clause: str, person: Person | None) -> Iterator[Found]:
    """A feeling, and what is done or wanted, and by whom."""
    told = clause.lower()
    if feeling := _feeling(told):
        yield Found(Detail.FEELING, {"feeling": feeling})
    for kind, pattern in _OWN.items():
        if pattern.search(told):
            yield Found(kind, person.slots if person and kind in _WITH_SOMEBODY else {})
            return
    yield from _theirs(clause, person)


def _last_clause(said_back: str) -> str:
    """The freshest clause of a sentence: what stays in the ear."""
    last = re.split(r", and (?:yet |at the same time )?|[,:] ", said_back.rstrip(" ."))[-1]
    return _FRAME.sub("", last)


def _feeling(told: str) -> str:
    """The name of the feeling in a clause, where it is a plain noun: "fear"."""
    found = _FELT.search(told)
    name = (FEELINGS[found.group("word")] if found.group("word") else found.group("name")) if found else ""
    return "" if " " in name else name


def _theirs(clause: str, person: Person | None) -> Iterator[Found]:
    """What somebody else said, did or is."""
    found = _THEIRS.match(clause)
    if found is None:
        return
    who = next((word for word in reversed(words(found.group("who"))) if word in PEOPLE), "")
    they = found.group("who").lower() if found.group("who").lower() in _THEM else PEOPLE.get(who, "")
    if person is not None and person.name.lower() == found.group("who").lower():
        they = person.they
    if not they:
        return
    slots = {"they": they, "them": _THEM[they], "their": _THEIR[they]}
    if person is not None and person.they == they:
        slots["person"] = person.name
    says = _SAYS.match(found.group("rest").strip())
    yield Found(Detail.THEIR_WORDS if says else Detail.THEIR_ACT, slots)


_BOTH: Final = re.compile(r", and yet |, and at the same time |\bbut\b")
_FELT: Final = re.compile(
    r"\byou(?:'re| are| feel| felt| were|'ve been)(?: \w+)? (?P<word>" + "|".join(FEELINGS) + r")\b"
    r"|\b(?:there is|the|that) (?P<name>" + "|".join(sorted(set(FEELINGS.values()))) + r")\b"
)
_FRAME: Final = re.compile(r"^(?:[Ss]o |[Aa]nd |[Tt]hen )*(?:[\w' ]{3,25} (?:is|it's(?: also)?) that )?")
_YOU: Final = r"(?:^|\bthat |\bwhen )you(?: really| just| still| only| always| also| even| actually)?"
_PAST: Final = (
    r"(?:was|were|had|did|lent|came|went|told|saw|found|knew|felt|left|lost|kept|got|made|took|gave|met|hid|lied|broke|chose|wrote|spoke"
    r"|heard|ran|stood|sat|lay|slept|woke|ate|drank|drove|brought|bought|caught|fell|held|sent|sang|threw|won|paid|built|forgot|forgave"
    r"|grew|led|rang|rose|sold|shook|stole|swore|taught|tore|understood|began|became|flew|fought|spent|stuck|learned|learnt|\w{2,}ed)"
)
_OWN: Final = {
    Detail.COULD: re.compile(
        rf"{_YOU} (?:could|might|may|'ll|will|can (?:try|say|tell|ask)|would(?! like| want))\b|{_YOU}(?:'ll)\b"
    ),
    Detail.WISH: re.compile(
        rf"^what you (?:want|need|miss|wish)|{_YOU}(?:'d like| would like| want| wanted| wish| wished| hope| hoped| need| needed| miss| missed| long)\b"
    ),
    Detail.CANNOT: re.compile(rf"{_YOU} (?:can't|cannot|couldn't|could not|can never|aren't able|don't know how)\b"),
    Detail.THOUGHT: re.compile(
        rf"{_YOU}(?: keep)? (?:think|thought|believe|believed|suppose|know|knew|wonder|wondered|guess|thinking|doubt)\b"
    ),
    Detail.NOT: re.compile(rf"{_YOU}(?:'ve| have)?(?: not| never|n't)\b|{_YOU} (?:don't|didn't|haven't|won't|wouldn't|never)\b"),
    Detail.OWN_WORDS: re.compile(rf"{_YOU} (?:said|told|asked|shouted|yelled|called|wrote|texted|answered)\b"),
    Detail.OWN_PAST: re.compile(rf"{_YOU} {_PAST}\b"),
    Detail.OWN_NOW: re.compile(rf"{_YOU} (?!are\b|will\b|would\b|could\b|should\b|must\b|might\b|may\b|have\b|had\b|can\b)[a-z]+\b"),
}  # fmt: skip
_WITH_SOMEBODY: Final = frozenset({Detail.COULD, Detail.OWN_WORDS})
_THEM: Final = {"he": "him", "she": "her", "they": "them"}
_THEIR: Final = {"he": "his", "she": "her", "they": "their"}
_THEIRS: Final = re.compile(
    r"(?:[Ss]o |[Tt]hat )*(?P<who>[Hh]e|[Ss]he|[Tt]hey|[Yy]our (?:\w+ )?(?:"
    + "|".join(sorted(PEOPLE, key=len, reverse=True))
    + r")|[A-Z][a-z]+)(?P<rest>(?:'s|'d|'ll|'re|'ve)? .+)"
)
_SAYS: Final = re.compile(
    r"(?:(?:'s|'d|has|had|just|always|still|keeps?|kept|only) )*(?:said|says?|saying|told|tells|asked|asks|called|calls|texted|wrote|shouted|promised)\b"
)
_OFTEN: Final = re.compile(
    r"\b(?:at night|every (?:night|morning|evening|day|week|time)|in the (?:mornings?|evenings?|nights?)"
    r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)days|at weekends|at the weekend)\b"
)
_NO_PICTURE: Final = listed(
    # Grammar, time and judgement: "what is it about your mind" leads nowhere.
    "point side sides problem problems thing things stuff way ways lot bit time times day days year years month months week weeks night nights morning evening"
    " afternoon hour hours minute minutes second seconds moment moments end start beginning half middle rest top bottom back front kind sort type number part"
    " parts piece case fact facts truth reason reasons idea question questions answer answers word words name names life lives mind head heart body chest"
    " stomach hand hands face eyes eye voice knee leg legs arm arms mouth breath back shoulder neck skin thumb feet foot"
    " joke liar thief fool idiot shame pity mess comfort violation insult difference mistake mistakes deal expense order chance choice business place"
    " one ones other others same first last next best worst whole man men woman women boy boys girl girls child children kid kids baby people person someone"
    " couple family parents parent guy guys fella lad lads bloke friends friend customer regular stranger group lot tongue dead mother father"
    " god hell weekend today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday past future world feeling feelings trust love"
    " fuss size mug bus favour favor fun sense chat break elbow line wheels rest look fight peace fault hurry rush way annoying"
    " victim trouble eldest youngest auntie machine laptop phone dentist while"
    " stroke cancer illness death funeral ago age right left wrong help computer program thought thoughts situation relationship marriage"
)
