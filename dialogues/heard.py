"""What a transcript tells the listener: what was said, about whom, what was asked, and what is closed.

Everything here is read from the transcript anew each time, so that nothing has to be remembered elsewhere.
"""

from dataclasses import dataclass
from typing import Final

from dialogues.dialogue import Dialogue, Library, Role
from dialogues.english import SWEARING, words
from dialogues.memory import NOTHING_YET, Memory
from dialogues.moves import Move
from dialogues.people import Person, introduced, person_in
from dialogues.reflecting import opening_of
from dialogues.refusing import closed_in
from dialogues.risk import blocks_couple_work
from dialogues.telling import is_telling
from dialogues.transcript import Speaker, Transcript, Turn
from dialogues.understanding import likely

TERSE_TURN: Final = 5.0  # words: someone whose last turns are this short on average is asked briefly
CUE_WEIGHT: Final = 0.5  # of one cue of a role, where a turn that surely means it counts 1
CUES_COUNTED: Final = 3  # a word that comes again and again says no more than three times
MORE_LIKELY_THAN_NOT: Final = 0.5
ENOUGH: Final = 0.6  # one turn that means it, or two cues
CLEARLY: Final = 1.5  # times as much as for the other role
OPENINGS_REMEMBERED: Final = 3  # replies: no two of any four in a row begin alike


@dataclass(frozen=True, slots=True)
class Heard:
    """The state of the talk before a reply."""

    last: str
    """What the person said last; "" for a silence."""
    told: tuple[str, ...]
    """Their turns that tell something: no requests, no bare yes or no. Oldest first."""
    replies: tuple[Turn, ...]
    dialogue: Dialogue
    role: Role
    """EITHER while it is not clear; BOTH for someone who was hurt and did hurt."""
    person: Person | None
    asked: frozenset[str]
    asked_lately: frozenset[str]
    """What was asked in the last few sessions."""
    closed: frozenset[str]
    """Words and stems they asked not to talk about."""
    closed_themes: frozenset[str]
    after_danger: bool
    blocks_couple_work: bool
    """Nothing may be suggested that works on what is between two people: not now, and while it is kept not later."""

    @property
    def is_terse(self) -> bool:
        """Whether the last few turns were very short."""
        recent = [len(words(text)) for text in self.told[-3:]]
        return bool(recent) and sum(recent) / len(recent) <= TERSE_TURN

    @property
    def openings(self) -> frozenset[str]:
        """How the latest replies began."""
        return frozenset(opening_of(turn.text) for turn in self.replies[-OPENINGS_REMEMBERED:] if turn.text)

    @property
    def questions_in_a_row(self) -> int:
        """How many of the latest replies each asked something."""
        count = 0
        for turn in reversed(self.replies):
            if turn.move in {Move.PRESENCE, Move.SILENCE, Move.PAUSE}:
                continue
            if "?" not in turn.text:
                break
            count += 1
        return count

    @property
    def statements_in_a_row(self) -> int:
        """How many of the latest replies asked nothing."""
        count = 0
        for turn in reversed(self.replies):
            if "?" in turn.text:
                break
            count += 1
        return count

    @property
    def replies_since_summary(self) -> int:
        """How many replies there were since the last summary, or since the start."""
        moves = [turn.move for turn in self.replies if turn.move is not Move.EXERCISE]
        return len(moves) - 1 - max((at for at, move in enumerate(moves) if move is Move.SUMMARY), default=0)

    def has_said(self, text: str) -> bool:
        """Whether the program has said these words before."""
        return any(text.lower() in turn.text.lower() for turn in self.replies)


def hear(transcript: Transcript, library: Library, memory: Memory = NOTHING_YET) -> Heard:
    """Reads the transcript, and what earlier sessions left."""
    replies = transcript.by(Speaker.ASSISTANT)
    texts = [turn.text for turn in transcript.by(Speaker.USER)]
    told = tuple(text for text in texts if is_telling(text))
    everything = " . ".join(told)
    dialogue = library.choose(everything)
    closed, closed_themes = closed_in(transcript, library, memory.closed, memory.closed_themes)
    return Heard(
        last=texts[-1] if texts else "",
        told=told,
        replies=replies,
        dialogue=dialogue,
        role=_role(dialogue, told),
        person=person_in(told, closed, {**memory.names, **introduced(told)}),
        asked=frozenset(turn.source for turn in replies if turn.source),
        asked_lately=memory.asked,
        closed=closed,
        closed_themes=closed_themes,
        after_danger=any(turn.move is Move.ESCALATION for turn in replies),
        blocks_couple_work=memory.blocks_couple_work or blocks_couple_work(transcript),
    )


def has_swearing(text: str) -> bool:
    """Whether there is a swear word in it."""
    return any(word in SWEARING for word in words(text))


def _role(dialogue: Dialogue, told: tuple[str, ...]) -> Role:
    """Whose hurt is spoken of, by what the turns mean and which cues stand in them; BOTH for both, EITHER where it is not clear."""
    everything = " . ".join(told)
    hurt, broke = (
        CUE_WEIGHT * min(CUES_COUNTED, cues.hits(everything))
        + sum(share for turn in told if (share := likely(turn, "role")[role]) > MORE_LIKELY_THAN_NOT)
        for role, cues in ((Role.HURT, dialogue.hurt), (Role.BROKE, dialogue.broke))
    )
    if max(hurt, broke) < ENOUGH:
        return Role.EITHER
    if hurt > CLEARLY * broke:
        return Role.HURT
    if broke > CLEARLY * hurt:
        return Role.BROKE
    return Role.BOTH
