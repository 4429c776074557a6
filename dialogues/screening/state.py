"""What has gathered over a talk: danger that was heard stays heard, and two hints are more than one.

The state is a fold over the turns of the user, each judged by itself first. It can only make a finding more urgent:

    a hint, and a hint of the same kind in one of the last turns    T2, although neither was enough alone
    danger was heard, and the next words take it back               T2 once more, so that the way to help is said again
    danger was heard in any turn before                             it stays in the state, whatever is said after it
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from dialogues.screening.reading import SCREENING_FAILED, hint, screen
from dialogues.screening.result import Label, Screening, Tier
from dialogues.screening.wording import plain
from dialogues.transcript import Speaker, Transcript

Hint: TypeAlias = Callable[[str], Label]
"""Of which kind of danger a text gives a hint too faint to act on; `Label.NONE` if of none. Pure; never raises."""

HINTS_LAST: Final = 4
"""Turns of the user for which a hint is remembered: longer, and two chance likenesses would meet."""
TAKEN_BACK: Final = "state.taken back"
GATHERED: Final = "state.gathered"
"""Signs of this layer, like names of rules."""


@dataclass(frozen=True, slots=True)
class Risk:
    """What a talk has shown of danger so far. Immutable: a turn makes a new one."""

    tier: Tier = Tier.T0
    """The most urgent finding of danger."""
    labels: tuple[Label, ...] = ()
    """Every kind of danger that was found, in the order in which it came up."""
    answerable: bool = False
    """Danger was found and has not been taken back since: the first taking back is answered, not believed."""
    hints: tuple[Label, ...] = ()
    """What each of the latest turns hinted at, newest last."""

    @property
    def blocks_couple_work(self) -> bool:
        """Whether nothing may be suggested that the couple do together, nor that they open up to each other."""
        return not _UNSAFE_TOGETHER.isdisjoint(self.labels)

    def judged(self, text: str, found: Screening, hinted: Label) -> Screening:
        """The finding for the next turn, in the light of those before it."""
        if found.is_crisis:
            return found
        if self.answerable and _takes_back(text):
            return Screening(Tier.T2, self.labels[-1], (TAKEN_BACK, *found.signs))
        if hinted is not Label.NONE and hinted in self.hints:
            return Screening(Tier.T2, hinted, (GATHERED, *found.signs))
        return found

    def after(self, found: Screening, hinted: Label) -> "Risk":
        """The state after a turn with this judged finding."""
        hints = (*self.hints, hinted)[-HINTS_LAST:]
        if not found.is_crisis:
            return replace(self, hints=hints)
        if TAKEN_BACK in found.signs:
            return replace(self, answerable=False, hints=())
        labels = tuple(dict.fromkeys((*self.labels, found.label))) if found != SCREENING_FAILED else self.labels
        # What was answered starts afresh: the same hints must not be answered at every turn that follows.
        return Risk(max(self.tier, found.tier), labels, answerable=bool(labels), hints=())


@dataclass(slots=True)
class TalkScreening:
    """Screens the turns of one talk. Reads each turn once, and forgets them with the talk."""

    read: Callable[[str], Screening] = screen
    hint: Hint = hint
    before: Risk = field(default_factory=Risk)
    """What is known from earlier talks with this person."""
    _read: dict[str, tuple[Screening, Label]] = field(default_factory=dict, repr=False)

    def __call__(self, text: str, transcript: Transcript) -> Screening:
        """The finding for what is being said now, after the turns of this transcript."""
        found, hinted = self._judge(text)
        if found == SCREENING_FAILED and _help_was_offered(transcript):
            found = Screening(signs=found.signs)  # nothing was found: help is offered once, not at every turn
        return self.risk(transcript).judged(text, found, hinted)

    def risk(self, transcript: Transcript) -> Risk:
        """What the turns of this transcript have gathered."""
        risk = self.before
        for turn in transcript.by(Speaker.USER):
            found, hinted = self._judge(turn.text)
            risk = risk.after(risk.judged(turn.text, found, hinted), hinted)
        return risk

    def _judge(self, text: str) -> tuple[Screening, Label]:
        if text not in self._read:
            self._read[text] = (self.read(text), self.hint(text))
        return self._read[text]


def screen_turn(text: str, transcript: Transcript) -> Screening:
    """What a turn shows of danger, in the light of the talk before it. Never raises."""
    return TalkScreening()(text, transcript)


def _help_was_offered(transcript: Transcript) -> bool:
    return any(turn.source.startswith("crisis.") and not turn.cut for turn in transcript.by(Speaker.ASSISTANT))


def _takes_back(text: str) -> bool:
    return _TAKING_BACK.search(plain(text)) is not None


_UNSAFE_TOGETHER: Final = frozenset({Label.PARTNER_VIOLENCE, Label.COERCIVE_CONTROL, Label.HARM_TO_OTHERS})
"""Own violence too: nobody is coached towards a person who may be afraid of them."""

_TAKING_BACK: Final = re.compile(
    r"\b(?:"
    r"(?:i|it|that) (?:was|am) (?:only |not )?(?:joking|kidding|a joke|serious|exaggerating|being silly|being dramatic|nothing)"
    r"|(?:i )?(?:did not|do not|didnt) (?:\w+ )?mean (?:it|that|anything)(?: like that)?"
    r"|(?:you|you have) (?:misunderstood|misheard|got (?:that|it) wrong|got me wrong|took (?:that|it) wrong)"
    r"|(?:that is|it is) not what i (?:meant|said)"
    r"|(?:forget|ignore|never mind|nevermind|scrap)(?: (?:it|that|i|what i|all that|about)\b|$)"
    r"|i (?:am|feel) (?:fine|grand|okay|ok|all right|alright|good|better)(?: now)?\b"
    r"|it is (?:fine|grand|nothing|okay|ok|not (?:that|so) bad|not like that|no big deal)\b"
    r"|(?:i am|i was) (?:making|blowing) (?:it|this|a fuss)"
    r"|(?:let us|can we|i would rather|i want to|lets) (?:talk about|change|go back to|move on|drop)"
    r"|i (?:am not|would not|would never|will not)(?: \w+){0,3} (?:do anything|suicidal|in danger|hurt myself|afraid|scared)"
    r"|(?:he|she) (?:is|was) (?:not like that|not usually|a good (?:man|woman|person|dad|mum)|lovely|only (?:joking|playing))"
    r")"
)
"""What people say to have it unsaid, or to speak of something else, over plain words."""
