"""What happened: the only things a session is told.

Facts, in the past tense. Where one belongs to a turn it carries the turn's number, and where it belongs to a draft of
that turn, the draft's: so late news of something abandoned can be told from news of what is going on. `at` is always a
sample index on the microphone's clock (16 kHz); no event holds a time of day.
"""

from dataclasses import dataclass
from enum import StrEnum

from audio.endpointing import SpeechPaused, SpeechStarted
from dialogues.moves import Move


class Failure(StrEnum):
    """What could not be done."""

    TRANSCRIBING = "transcribing"
    COMPOSING = "composing"


class Loss(StrEnum):
    """A device that went away."""

    MICROPHONE = "microphone"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Opened:
    """The session may begin."""

    at: int


@dataclass(frozen=True, slots=True)
class Woke:
    """The moment that the session asked to be woken at has come."""

    at: int
    """The sample that was asked for, which may lie in the past."""


@dataclass(frozen=True, slots=True)
class Transcribed:
    """A stretch of sound became text; "" if there were no words in it."""

    turn: int
    draft: int
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The person typed a turn; "" is a silence."""

    text: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class ReplyChosen:
    """The listener knows what its reply is for."""

    turn: int
    draft: int
    move: Move
    source: str


@dataclass(frozen=True, slots=True)
class SentenceReady:
    """The listener has one more whole sentence."""

    turn: int
    draft: int
    number: int
    """0, 1, 2, ... within the reply. The session may put a sentence of its own before it: -1."""
    text: str


@dataclass(frozen=True, slots=True)
class ReplyFinished:
    """The listener has no more sentences for this reply."""

    turn: int
    draft: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """The beginning of a sentence is ready to be heard. For those who measure; the session does not mind."""

    turn: int
    number: int
    at: int


@dataclass(frozen=True, slots=True)
class SpeakingStarted:
    """The first sample of a sentence was heard."""

    turn: int
    number: int
    at: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """The last sample of a sentence was heard."""

    turn: int
    number: int
    at: int


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A sentence could not be made into sound; it was only shown."""

    turn: int
    number: int
    at: int


@dataclass(frozen=True, slots=True)
class SpeakingCut:
    """Speaking stopped before it was done, because the session asked for it."""

    turn: int
    number: int
    """The sentence that was being spoken."""
    heard: str
    """The part of that sentence that was heard; "" if none was."""
    at: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Something asked for could not be done."""

    turn: int
    draft: int
    what: Failure


@dataclass(frozen=True, slots=True)
class Lost:
    """A sound device went away."""

    device: Loss
    at: int


@dataclass(frozen=True, slots=True)
class Nudged:
    """The person pressed the key that ends a turn or stops the voice; in a talk led by hand, it begins a turn too."""

    at: int


@dataclass(frozen=True, slots=True)
class Extended:
    """The person pressed the key that asks for more time."""

    at: int


@dataclass(frozen=True, slots=True)
class HideAsked:
    """The person asked, by a key, to have everything gone from sight and hearing at once."""

    at: int


@dataclass(frozen=True, slots=True)
class InputEnded:
    """Nothing more will be said or typed: the recording or the input is at its end."""

    at: int


@dataclass(frozen=True, slots=True)
class Farewell:
    """The person asked, by a key, to leave now."""

    at: int


Event = (
    Opened
    | SpeechStarted
    | SpeechPaused
    | Woke
    | Transcribed
    | Typed
    | ReplyChosen
    | SentenceReady
    | ReplyFinished
    | Rendered
    | SpeakingStarted
    | Spoken
    | Unspoken
    | SpeakingCut
    | Failed
    | Lost
    | Nudged
    | HideAsked
    | Extended
    | InputEnded
    | Farewell
)
