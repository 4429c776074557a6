"""What to say when someone may be in danger: fixed sentences from `crisis_replies.toml`, filled with a country's lines.

No model takes part. Every sentence that can be said is known beforehand (`fixed_sentences`), so that it can be rendered
to sound ahead of time. None of it ends the conversation.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from dialogues.crisis_lines import CountryLines, CrisisLine, Purpose
from dialogues.listener import Reply
from dialogues.moves import Move
from dialogues.risk_answers import Answer
from dialogues.screening import Label, Screening, Tier
from dialogues.transcript import Speaker, Transcript

SOURCE: Final = "crisis."
"""What the source of every reply here begins with."""
ASKING: Final = f"{SOURCE}ask."
"""What the source of a plain question about an unclear sign begins with."""
TAKEN_BACK_SOURCE: Final = ".taken_back"
"""What the source of a reply to words that were taken back ends with."""
TAKEN_BACK: Final = "state.taken back"
HELP_ASKED: Final = "help.asked"
"""Signs that have replies of their own, like names of rules."""


def respond(screening: Screening, lines: CountryLines, transcript: Transcript) -> Reply:
    """The reply to a finding that is answered first.

    At T2 and T3: where help is, in full the first time, shorter while the same danger stays in the talk. Where signs are
    unclear: one plain question.
    """
    if not screening.is_crisis:
        return _question(screening.label)
    if TAKEN_BACK in screening.signs:
        return _taken_back(screening.label, lines)
    script = _scripts()[_key(screening)]
    source = f"{SOURCE}{script.key}"
    said = [
        turn
        for turn in transcript.by(Speaker.ASSISTANT)
        if turn.move is Move.ESCALATION and turn.source.removesuffix(_AGAIN) == source
    ]
    # A reply that was talked over may not have been heard: it is said in full once more, but not for ever.
    if any(not turn.cut for turn in said) or len(said) > 1:
        shorter = _agains(screening.tier)
        sentences = shorter[(len(said) - 1) % len(shorter)]
        return Reply(Move.ESCALATION, tuple(_filled(sentences, script.purposes, lines)), source + _AGAIN)
    return Reply(Move.ESCALATION, tuple(_filled(script.sentences, script.purposes, lines)), source)


def kind_of(source: str) -> Label:
    """Which kind of danger a reply with this source was about; NONE where it was about no kind in particular."""
    key = source.removeprefix(ASKING).removeprefix(SOURCE).split(".")[0]
    return _KINDS.get(key, Label.NONE)


def worse_answer(text: str) -> Answer | None:
    """Which answer to the question at the end of a reply means danger; None where it asks no such question."""
    return next((answer for question, answer in _questions() if text.endswith(question)), None)


def help_now(lines: CountryLines) -> tuple[str, ...]:
    """Where help is, for someone who asked for it: every confirmed line of the country, the emergency number first."""
    return (
        *_filled(("If anyone is in danger, call {emergency} now.", "{silent}"), (), lines),
        *(
            sentence
            for purpose in (Purpose.DISTRESS, Purpose.ABUSE, Purpose.CHILDREN, Purpose.OWN_BEHAVIOUR)
            for line in lines.spoken(purpose)
            for sentence in _in_full(line)
        ),
        "You do not need to be sure that it is serious before you call.",
    )


def fixed_sentences(lines: CountryLines) -> tuple[str, ...]:
    """Every sentence that `respond` or `help_now` can say for a country, each once."""
    more = (_tables()["taken_back"]["sentences"], *(again for tier in (Tier.T2, Tier.T3) for again in _agains(tier)))
    scripted = (
        sentence
        for script in _scripts().values()
        for sentences in (script.sentences, *more)
        for sentence in _filled(sentences, script.purposes, lines)
    )
    asked = (sentence for label in Label for sentence in _question(label).sentences)
    return tuple(dict.fromkeys((*scripted, *asked, *help_now(lines))))


@dataclass(frozen=True, slots=True)
class _Script:
    """One reply before a country's lines are filled in."""

    key: str
    purposes: tuple[str, ...]
    """Kinds of line, best first."""
    sentences: tuple[str, ...]


def _question(label: Label) -> Reply:
    """One plain question, for what can be read in two ways."""
    key = label.removeprefix("crisis.")
    asked = _tables()["ask"]
    return Reply(Move.QUESTION, (asked["lead"], asked.get(key, asked["none"])["question"]), ASKING + key)


def _taken_back(label: Label, lines: CountryLines) -> Reply:
    """Help once more, gently, for what was taken back."""
    key = label.removeprefix("crisis.")
    script = next((script for name, script in _scripts().items() if name.startswith(key)), _scripts()[_UNKNOWN])
    sentences = tuple(_filled(_tables()["taken_back"]["sentences"], script.purposes, lines))
    return Reply(Move.ESCALATION, sentences, f"{SOURCE}{key}.{Tier.T2}{TAKEN_BACK_SOURCE}")


def _key(screening: Screening) -> str:
    """Which reply fits: by the family of the first sign where that has its own reply, else by label and tier."""
    family = next(iter(screening.signs), "")
    keys = [key for prefix, key in _OWN_REPLY.items() if family.startswith(prefix)][:1]
    keys.append(f"{screening.label.removeprefix('crisis.')}.{screening.tier}")
    fitting = (key for key in keys if key in _scripts() and key.endswith(screening.tier))
    if key := next(fitting, None):
        return key
    # Control that has become an emergency is answered as violence; anything else unforeseen is still answered.
    return _URGENT if screening.tier is Tier.T3 else _UNKNOWN


_OWN_REPLY: Final[Mapping[str, str]] = {
    "strangulation.done by the speaker": "strangulation_done.T3",
    "strangulation.": "strangulation.T3",
    "child.speaker": "child_speaking.T3",
    "child.minor": "child_too_young.T2",
    "third_party.threat": "third_party_threat.T2",
    HELP_ASKED: "help_asked.T2",
}
_KINDS: Final[Mapping[str, Label]] = {
    **{label.removeprefix("crisis."): label for label in Label if label.startswith("crisis.")},
    "strangulation": Label.PARTNER_VIOLENCE,
    "strangulation_done": Label.HARM_TO_OTHERS,
    "child_speaking": Label.CHILD_RISK,
    "child_too_young": Label.CHILD_RISK,
    "third_party_threat": Label.THIRD_PARTY,
}
_URGENT: Final = "partner_violence.T3"
_UNKNOWN: Final = "unknown.T2"
_AGAIN: Final = ".again"
_WORRIED_ABOUT_A_CHILD: Final = "worried about a child"
"""In a script: a line for children that adults may call too."""


def _filled(sentences: Sequence[str], purposes: Sequence[str], lines: CountryLines) -> Iterator[str]:
    """The sentences with a country's lines in them; what the data does not have is left out."""
    found = _lines(purposes, lines)
    for sentence in sentences:
        match sentence:
            case "{line}":
                yield from (_named(line) for line in found[:1])
                yield from (line.caution for line in found[:1] if line.caution)
            case "{abuse line}":
                yield from (_named(line) for line in lines.spoken(Purpose.ABUSE)[:1])
            case "{other line}":
                yield from _for_others(found)
            case "{text}":
                yield from (_written(line) for line in [line for line in found if line.text][:1])
            case "{silent}":
                yield from filter(None, [lines.emergency.silent])
            case _:
                yield sentence.replace("{emergency}", lines.emergency.say or lines.emergency.number)


def _lines(purposes: Sequence[str], lines: CountryLines) -> tuple[CrisisLine, ...]:
    """The lines of the first purpose for which this country has any."""
    for purpose in purposes:
        if purpose == _WORRIED_ABOUT_A_CHILD:
            found = tuple(line for line in lines.spoken(Purpose.CHILDREN) if line.adults)
        else:
            found = lines.spoken(Purpose(purpose))
        if found:
            return found
    return ()


def _for_others(found: Sequence[CrisisLine]) -> Iterator[str]:
    """Where the first line is for women only, the one for men."""
    if found and found[0].for_whom.startswith("women"):
        for_men = [line for line in found[1:] if line.for_whom == "men"]
        yield from (f"Men can call {line.name} on {line.number}." for line in for_men[:1])


def _named(line: CrisisLine) -> str:
    if not line.number:
        where = line.web or line.text
        return f"The website {where} lists free lines near you." if line.web else f"You can {where}."
    call = line.say or (line.number if line.name == line.number else f"{line.name} on {line.number}")
    hours = {"24/7": ", at any hour", "not confirmed": "", "limited": ""}.get(line.hours, f": {line.hours}")
    return f"You can call {call}{hours}."


def _written(line: CrisisLine) -> str:
    return f"If writing is easier, {line.text}."


def _in_full(line: CrisisLine) -> Iterator[str]:
    """A line with whom it is for, as a list for the eye and the ear needs it."""
    yield f"For {line.for_whom}: {_named(line)[0].lower()}{_named(line)[1:]}"
    if line.number and line.text:
        yield _written(line)
    if line.caution:
        yield line.caution


@cache
def _questions() -> tuple[tuple[str, Answer], ...]:
    """Every question that a reply ends with, and the answer to it that means danger."""
    asked = _tables()["ask"]
    entries = [*_tables()["reply"], *_tables()["again"], *(each for each in asked.values() if isinstance(each, dict))]
    return tuple(
        (entry["question"] if "question" in entry else entry["sentences"][-1], Answer(entry["worse"]))
        for entry in entries
        if "worse" in entry
    )


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((files("dialogues") / "crisis_replies.toml").read_text(encoding="utf-8"))


@cache
def _scripts() -> Mapping[str, _Script]:
    return {
        entry["key"]: _Script(entry["key"], tuple(entry["purpose"]), tuple(entry["sentences"]))
        for entry in _tables()["reply"]
    }


@cache
def _agains(tier: Tier) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(entry["sentences"]) for entry in _tables()["again"] if entry["tier"] == tier)
