"""Who has the floor in a session, and what can happen then: the table that `assistant.session` obeys."""

from enum import StrEnum
from typing import Final

from assistant.events import (
    Event,
    Extended,
    Failed,
    Farewell,
    HideAsked,
    InputEnded,
    Lost,
    Nudged,
    Opened,
    ReplyChosen,
    ReplyFinished,
    SentenceReady,
    SpeakingCut,
    Spoken,
    Transcribed,
    Typed,
    Unspoken,
    Woke,
)
from audio.endpointing import SpeechPaused, SpeechStarted


class State(StrEnum):
    """Who has the floor, and what they are doing with it."""

    WAITING = "waiting"
    """Not yet opened."""
    LISTENING = "listening"
    """The floor is the person's, and they are quiet."""
    HEARING = "hearing"
    """The person is speaking."""
    UNDERSTANDING = "understanding"
    """The person has paused. The reply is being prepared; they may go on."""
    HOLDING = "holding"
    """The person asked for time. A reply is ready, and nothing is said until they go on or the time is long over."""
    REPLYING = "replying"
    """The floor is the program's."""
    ENDED = "ended"


_W, _L, _H, _U, _D, _R, _E = State

TABLE: Final[dict[State, dict[type[Event], tuple[State, ...]]]] = {
    _W: {Opened: (_R,), HideAsked: (_E,), Farewell: (_E,), Lost: (_E,)},
    _L: {
        SpeechStarted: (_H, _L),
        Typed: (_R, _E),
        Woke: (_L, _R),
        Nudged: (_H, _L),
        Extended: (_L,),
        Spoken: (_L,),
        SpeakingCut: (_L, _E),
        HideAsked: (_E,),
        InputEnded: (_L, _E),
        Lost: (_L, _E),
        Farewell: (_L, _E),
    },
    _H: {
        Woke: (_H,),
        SpeechPaused: (_U, _D),
        Nudged: (_U,),
        Extended: (_H,),
        Transcribed: (_H, _E),
        Failed: (_H,),
        Spoken: (_H,),
        SpeakingCut: (_H,),
        HideAsked: (_E,),
        InputEnded: (_H,),
        Lost: (_U,),
        Farewell: (_U,),
    },
    _U: {
        SpeechStarted: (_H,),
        SpeechPaused: (_U,),
        Transcribed: (_U, _D, _L, _R, _E),
        ReplyChosen: (_U,),
        SentenceReady: (_U,),
        ReplyFinished: (_U,),
        Woke: (_U, _R, _L, _E),
        Nudged: (_U, _R, _L, _E),
        Extended: (_D,),
        Failed: (_U, _L, _E),
        Spoken: (_U,),
        SpeakingCut: (_U,),
        HideAsked: (_E,),
        InputEnded: (_U,),
        Lost: (_U, _E),
        Farewell: (_U, _E),
    },
    _D: {
        SpeechStarted: (_H,),
        SpeechPaused: (_D,),
        Transcribed: (_D, _L, _R, _E),
        ReplyChosen: (_D,),
        SentenceReady: (_D,),
        ReplyFinished: (_D,),
        Woke: (_D, _R, _L, _E),
        Nudged: (_D, _R, _L, _E),
        Extended: (_D,),
        Failed: (_D, _L, _E),
        Spoken: (_D,),
        SpeakingCut: (_D,),
        HideAsked: (_E,),
        InputEnded: (_D,),
        Lost: (_D, _E),
        Farewell: (_D, _E),
    },
    _R: {
        SpeechStarted: (_H, _R),
        ReplyChosen: (_R,),
        SentenceReady: (_R,),
        ReplyFinished: (_R, _L, _E),
        Spoken: (_R, _L, _E),
        Unspoken: (_R, _L, _E),
        SpeakingCut: (_R, _E),
        Nudged: (_L, _H),
        HideAsked: (_E,),
        Failed: (_R, _L, _E),
        InputEnded: (_R,),
        Lost: (_R, _E),
        Farewell: (_R, _E),
    },
    _E: {},
}
