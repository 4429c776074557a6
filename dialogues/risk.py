"""What a talk has shown of danger so far, and what that makes of the next turn.

`risk_of` is a pure fold over a transcript: nothing is stored, and nothing is ever subtracted. A turn is first read by
itself (`dialogues.screening`), then in the light of the turns before it (`screen_turn`), which can only make it weigh more:

    our own question is answered in the dangerous way      one step more urgent
    danger was heard, and the next words take it back      the way to help is said once more, gently
    two slight signs of one kind (`risk_signs.toml`)       one plain question
    three of them, or a second after a denial              T2
    "help now"                                             where help is, with no danger detected

Across sessions only one thing is carried: whether anything may be suggested that two people do together. It is read from
the replies that the journal holds, so it lasts exactly as long as they do.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from dialogues.crisis import ASKING, HELP_ASKED, SOURCE, TAKEN_BACK, TAKEN_BACK_SOURCE, kind_of, worse_answer
from dialogues.moves import Move
from dialogues.risk_answers import Answer, answer_to, asks_for_help, deflects, somebody_is_near, takes_back
from dialogues.screening import Label, Screening, Tier, screen
from dialogues.screening.reading import SCREENING_FAILED
from dialogues.screening.rules import Rule, Rulebook, load_rulebook
from dialogues.screening.wording import plain
from dialogues.transcript import Speaker, Transcript, Turn

ASK_AT: Final = 2  # slight signs of one kind: one is an ordinary sentence, two are worth a question
ALARM_AT: Final = 3  # so many, of more than one sort, are an answer
UNSURE_LASTS: Final = 4  # turns of the person in which a second unclear turn counts with the first
GATHERED: Final = "state.gathered"
ANSWERED: Final = "state.answered"
"""Signs of this layer, like names of rules."""

_QUIET: Final = frozenset({Move.PRESENCE, Move.SILENCE, Move.PAUSE})
_GROUPS: Final = {Label.SELF_HARM: Label.SUICIDE, Label.COERCIVE_CONTROL: Label.PARTNER_VIOLENCE}
"""Kinds whose signs add up: what is told of one is so often the beginning of the other."""
_UNKNOWN: Final = f"{SOURCE}unknown.T2"
_HELD_BY_A_THREAT: Final = f"{SOURCE}third_party_threat"
_WHO_MAY_COME: Final = frozenset({Label.PARTNER_VIOLENCE, Label.COERCIVE_CONTROL})
_UNSAFE_TOGETHER: Final = frozenset(
    {Label.PARTNER_VIOLENCE, Label.COERCIVE_CONTROL, Label.HARM_TO_OTHERS, Label.CHILD_RISK}
)
"""Own violence too: nobody is coached towards a person who may be afraid of them."""


@dataclass(frozen=True, slots=True)
class Risk:
    """What a talk has shown of danger so far. Immutable; a turn makes a new one, and nothing is taken out of it."""

    labels: tuple[Label, ...] = ()
    """Every kind of danger that was answered, in the order in which it came up."""
    asked: tuple[Label, ...] = ()
    """Every kind that was asked about, because signs were slight or unclear."""
    slight: frozenset[tuple[Label, str, str]] = frozenset()
    """Slight signs: the kind that they count towards, the name, and the words, so that no sentence counts twice."""
    taken_back: bool = False
    """Danger was taken back, and help named once more since it was last heard."""
    denied: bool = False
    """The latest question about danger was answered with the safe answer, or what was heard was taken back."""
    worse: Answer | None = None
    """The dangerous answer to the question that was asked last; None once something was said to it."""

    @property
    def blocks_couple_work(self) -> bool:
        """Whether nothing may be suggested that two people do together, or that one of them opens up to the other."""
        return not _UNSAFE_TOGETHER.isdisjoint((*self.labels, *self.asked))

    def signs_of(self, kind: Label) -> frozenset[tuple[Label, str, str]]:
        """The slight signs that count towards a kind of danger."""
        return frozenset(sign for sign in self.slight if sign[0] is _group(kind))


def risk_of(turns: Iterable[Turn]) -> Risk:
    """The state after these turns."""
    risk = Risk()
    for turn in turns:
        risk = _after(risk, turn)
    return risk


def screen_turn(text: str, transcript: Transcript, read: Callable[[str], Screening] = screen) -> Screening:
    """What a turn shows of danger, in the light of the talk before it. Never raises: where it fails, help is offered.

    Args:
        text: What is being said now.
        transcript: The turns that are over.
        read: Reads a text by itself.
    """
    try:
        return _judged(text, transcript, read(text))
    except Exception:  # noqa: BLE001 - no error may carry the text on, and none may leave the person without an answer
        return SCREENING_FAILED


def blocks_couple_work(session: Transcript) -> bool:
    """Whether what was answered or asked in a session forbids work on what is between two people."""
    return risk_of(session.by(Speaker.ASSISTANT)).blocks_couple_work


def blocked_since(earlier: Iterable[Transcript]) -> bool:
    """Whether any earlier session forbids it: true for as long as that session is kept."""
    return any(blocks_couple_work(session) or _left_unanswered(session) for session in earlier)


def slight_signs(text: str) -> tuple[str, ...]:
    """The names of the slight signs in a text."""
    return tuple(rule.name for rule in _fired(text) if rule.tier is Tier.T0)


def _after(risk: Risk, turn: Turn) -> Risk:
    if turn.speaker is Speaker.USER:
        answer = answer_to(turn.text) if risk.worse else Answer.NONE
        is_denial = answer in {Answer.YES, Answer.NO} and answer is not risk.worse
        heard = _noted(turn.text, _slight_in(turn))
        return replace(risk, slight=risk.slight | heard, denied=risk.denied or is_denial, worse=None)
    if not turn.source.startswith(SOURCE):
        return risk
    kind, worse = kind_of(turn.source), None if turn.cut else worse_answer(turn.text)
    if turn.source.startswith(ASKING):
        return replace(risk, asked=(*risk.asked, kind), worse=worse)
    if turn.source.endswith(TAKEN_BACK_SOURCE):
        return replace(risk, taken_back=True, denied=True, worse=worse)
    # Who holds somebody with the threat of dying holds them by it, whatever else it is.
    found = (Label.COERCIVE_CONTROL, kind) if turn.source.startswith(_HELD_BY_A_THREAT) else (kind,)
    labels = tuple(dict.fromkeys((*risk.labels, *(label for label in found if label is not Label.NONE))))
    return replace(risk, labels=labels, taken_back=False, denied=False, worse=worse)


def _judged(text: str, transcript: Transcript, found: Screening) -> Screening:
    """The finding for this turn, after all that came before it."""
    risk, fired = risk_of(transcript), _fired(text)
    direct = next((rule for rule in fired if rule.tier > found.tier), None)
    if direct is not None:
        found = Screening(direct.tier, direct.label, (direct.name, *found.signs))
    if found == SCREENING_FAILED and any(turn.source == _UNKNOWN for turn in transcript):
        found = Screening(signs=found.signs)  # nothing was found: help is offered once for it, not at every turn
    if found.is_crisis:
        return found
    slight = tuple(rule.name for rule in fired if rule.tier is Tier.T0)
    found = replace(found, signs=(*found.signs, *slight))
    return (
        _asked_for(text, found)
        or _near(text, risk, found)
        or _answered(text, transcript, found)
        or _taken_back(text, risk, found)
        or _gathered(risk, found, _noted(text, slight))
        or _unclear(transcript, risk, found)
    )


def _asked_for(text: str, found: Screening) -> Screening | None:
    return Screening(Tier.T2, Label.NONE, (HELP_ASKED, *found.signs)) if asks_for_help(text) else None


def _near(text: str, risk: Risk, found: Screening) -> Screening | None:
    """Whoever hurts or controls them is here, or coming."""
    if _WHO_MAY_COME.isdisjoint(risk.labels) or not somebody_is_near(text):
        return None
    return Screening(Tier.T3, Label.PARTNER_VIOLENCE, (ANSWERED, *found.signs))


def _answered(text: str, transcript: Transcript, found: Screening) -> Screening | None:
    """What an answer to our own question makes of it. Only the question asked last counts, and only if it was heard."""
    asked = next((turn for turn in reversed(transcript.by(Speaker.ASSISTANT)) if turn.move not in _QUIET), None)
    if asked is None or asked.cut or not asked.source.startswith(SOURCE):
        return None
    kind, worse = kind_of(asked.source), worse_answer(asked.text)
    if worse is None:
        return None
    answer, signs = answer_to(text), (ANSWERED, *found.signs)
    if asked.source.startswith(ASKING):
        is_open = answer is Answer.UNSURE or deflects(text)
        return Screening(Tier.T2, kind, signs) if answer is worse or is_open else None
    if takes_back(text):
        return None  # "no, you misunderstood" answers something else
    if answer is worse:
        return Screening(Tier.T3, kind, signs)
    return Screening(Tier.T2, kind, signs) if answer is Answer.UNSURE else None


def _taken_back(text: str, risk: Risk, found: Screening) -> Screening | None:
    """One denial, "you misunderstood" or change of subject is answered, not believed; a second is left to the listener."""
    if not risk.labels or risk.taken_back or not (takes_back(text) or deflects(text)):
        return None
    return Screening(Tier.T2, risk.labels[-1], (TAKEN_BACK, *found.signs))


def _gathered(risk: Risk, found: Screening, noted: frozenset[tuple[Label, str, str]]) -> Screening | None:
    """Slight signs add up over the talk, kind by kind. What was answered is answered again only after a denial."""
    for group, name, _words in sorted(noted - risk.slight):
        gathered = risk.signs_of(group) | {sign for sign in noted if sign[0] is group}
        are_several = len({each for _, each, _ in gathered}) > 1
        was_answered = any(_group(label) is group for label in risk.labels)
        if was_answered and not risk.denied:
            continue
        kind = _kinds()[name]
        if was_answered or (len(gathered) >= ALARM_AT and are_several):
            return Screening(Tier.T2, kind, (GATHERED, *found.signs))
        if len(gathered) >= ASK_AT and not any(_group(label) is group for label in risk.asked):
            return Screening(Tier.T0, kind, found.signs, is_unsure=True)
    return None


def _unclear(transcript: Transcript, risk: Risk, found: Screening) -> Screening:
    """A turn that screening itself could not read clearly: asked about once; soon again, it is an answer."""
    if not found.is_unsure:
        return found
    group = _group(found.label)
    if any(_group(label) is group for label in risk.labels) and not risk.denied:
        return replace(found, is_unsure=False)
    if not any(_group(label) is group for label in risk.asked):
        return found
    recent = transcript.by(Speaker.USER)[-UNSURE_LASTS:]
    before = any(_was_unclear(turn, group) for turn in recent)
    return Screening(Tier.T2, found.label, (GATHERED, *found.signs)) if before else replace(found, is_unsure=False)


def _was_unclear(turn: Turn, group: Label) -> bool:
    return turn.screening is not None and turn.screening.is_unsure and _group(turn.screening.label) is group


def _left_unanswered(session: Transcript) -> bool:
    """Whether a session ended on words that were never answered, and that show such a danger."""
    last = session.turns[-1] if session.turns else None
    return last is not None and last.speaker is Speaker.USER and screen(last.text).label in _UNSAFE_TOGETHER


def _group(label: Label) -> Label:
    return _GROUPS.get(label, label)


def _noted(text: str, names: Iterable[str]) -> frozenset[tuple[Label, str, str]]:
    return frozenset((_group(_kinds()[name]), name, plain(text)) for name in names)


def _slight_in(turn: Turn) -> Iterator[str]:
    names = slight_signs(turn.text) if turn.screening is None else turn.screening.signs
    return (name for name in names if name in _kinds())


def _fired(text: str) -> list[Rule]:
    book = signs()
    words = book.uncovered(text)
    return [rule for rule in book.rules if rule.fires(words)]


@cache
def signs() -> Rulebook:
    """The slight signs, with the word families and frames that they share with the floor of screening."""
    folder = files("dialogues")
    shared = folder / "screening" / "floor" / "words.toml"
    return load_rulebook([shared, folder / "risk_signs.toml"])


@cache
def _kinds() -> dict[str, Label]:
    return {rule.name: rule.label for rule in signs().rules if rule.tier is Tier.T0}
