"""What the session asks of the world: requests, in the imperative. Frozen facts, nothing else."""

from dataclasses import dataclass
from enum import StrEnum

from dialogues.screening import Screening
from dialogues.transcript import Transcript, Turn


class Message(StrEnum):
    """Something to tell the person on the screen. The words are in `assistant.messages`."""

    NOT_UNDERSTOOD = "not understood"
    LISTENER_FAILED = "listener failed"
    VOICE_FAILED = "voice failed"
    MICROPHONE_LOST = "microphone lost"
    SPEAKER_LOST = "speaker lost"
    HEARS_ITSELF = "hears itself"


class Ending(StrEnum):
    """Why a session ended."""

    CLOSED = "closed"
    """The conversation came to its goodbye."""
    INPUT_ENDED = "input ended"
    LEFT = "left"
    """The person left by a key."""
    DEVICE_LOST = "device lost"


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep the sound from this sample on: a turn may be in it."""

    since: int


@dataclass(frozen=True, slots=True)
class Forget:
    """No turn is open: the sound may go."""


@dataclass(frozen=True, slots=True)
class CoverEar:
    """From now on, take nothing for the person's voice while the program's own sounds: it took itself for the person."""


@dataclass(frozen=True, slots=True)
class WakeAt:
    """Tell me (`Woke`) when the microphone's clock reaches this sample. Replaces any earlier wish; None withdraws it."""

    at: int | None


@dataclass(frozen=True, slots=True)
class Transcribe:
    """Turn the sound from `start` to `end` (samples) into text."""

    turn: int
    draft: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Compose:
    """Let the listener reply to this transcript."""

    turn: int
    draft: int
    transcript: Transcript


@dataclass(frozen=True, slots=True)
class Prepare:
    """Render this sentence ahead: it will probably be spoken."""

    turn: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Speak:
    """Say this sentence, after those already asked for."""

    turn: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Be silent at once, and say what was heard (`SpeakingCut`)."""

    turn: int


@dataclass(frozen=True, slots=True)
class Write:
    """Commit this turn to the journal before doing anything that comes after it."""

    turn: Turn
    start: int | None = None
    """Where it began, in samples; None where there was no sound."""
    end: int | None = None
    screening: Screening | None = None
    """What screening found in a turn of the user. Never stored unless the person agrees."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Show the person a message."""

    message: Message


@dataclass(frozen=True, slots=True)
class End:
    """The session is over."""

    why: Ending


Command = Keep | Forget | CoverEar | WakeAt | Transcribe | Compose | Prepare | Speak | StopSpeaking | Write | Tell | End
