"""A world in which anything may happen, in any order that is possible: what the session's laws are tested in.

It answers what the session asks for whenever the test likes: late, early, or after the session has moved on. Only what
could really happen does: speech starts and pauses by turns, and a sentence is spoken only if it was asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.commands import Command, Compose, End, Speak, StopSpeaking, Transcribe, WakeAt
from assistant.events import (
    Event,
    Extended,
    Failed,
    Failure,
    Farewell,
    HideAsked,
    InputEnded,
    Loss,
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
from assistant.session import Session
from assistant.states import State
from audio.endpointing import SpeechPaused, SpeechStarted
from audio.frames import samples
from dialogues.moves import Move

Choose = Callable[[list[str]], str]
"""Picks one of several things that may happen next."""


@dataclass
class SimulatedWorld:
    """Drives a session from what it asked for.

    Args:
        session: The session under test.
        choose: Picks what happens next.
        say: What the person says in the next stretch of speech.
    """

    session: Session
    choose: Choose
    say: Callable[[], str]
    now: int = 0
    in_speech: bool = False
    opened: bool = False
    wake_at: int | None = None
    transcribing: list[Transcribe] = field(default_factory=list)
    composing: list[tuple[Compose, int]] = field(default_factory=list)  # with how many of its events have been given
    speaking: list[Speak] = field(default_factory=list)
    cuts: list[Spoken | SpeakingCut] = field(default_factory=list)
    happened: list[tuple[State, Event, tuple[Command, ...], State]] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        return any(isinstance(command, End) for _, _, commands, _ in self.happened for command in commands)

    @property
    def can_say_nothing(self) -> bool:
        """The listener was asked, and has not begun."""
        return bool(self.composing) and self.composing[0][1] == 0

    def step(self) -> None:
        """One more thing happens."""
        self.now += samples(0.5)
        possible = {
            "open": not self.opened,
            "start": self.opened and not self.in_speech,
            "pause": self.in_speech,
            "wake": self.wake_at is not None,
            "transcribe": bool(self.transcribing),
            "fail to transcribe": bool(self.transcribing),
            "compose": bool(self.composing),
            "say nothing": self.can_say_nothing,
            "cut": bool(self.cuts),
            "fail to compose": bool(self.composing),
            "speak": bool(self.speaking),
            "nudge": self.opened,
            "extend": self.opened,
            "lose the voice": bool(self.speaking),
            "wake late": self.opened,
        }
        self.happen(self.choose([what for what, can in possible.items() if can]))

    def happen(self, what: str) -> None:
        """This happens now."""
        event = self._event(what)
        before = self.session.state
        commands = self.session.handle(event)
        self.happened.append((before, event, commands, self.session.state))
        for command in commands:
            self._take(command)

    def _event(self, what: str) -> Event:
        match what:
            case "open":
                self.opened = True
                return Opened(self.now)
            case "start":
                self.in_speech = True
                return SpeechStarted(self.now)
            case "pause":
                self.in_speech = False
                return SpeechPaused(end=self.now - samples(0.3), at=self.now)
            case "wake":
                at, self.wake_at = self.wake_at, None
                self.now = max(self.now, at or 0)
                return Woke(at or 0)
            case "transcribe":
                asked = self.transcribing.pop(0)
                return Transcribed(asked.turn, asked.draft, self.say())
            case "fail to transcribe":
                asked = self.transcribing.pop(0)
                return Failed(asked.turn, asked.draft, Failure.TRANSCRIBING)
            case "compose":
                return self._compose()
            case "say nothing":
                asked, _ = self.composing.pop(0)
                return ReplyFinished(asked.turn, asked.draft)
            case "fail to compose":
                composing, _ = self.composing.pop(0)
                return Failed(composing.turn, composing.draft, Failure.COMPOSING)
            case "speak":
                sentence = self.speaking.pop(0)
                return Spoken(sentence.turn, sentence.number, self.now)
            case "cut":
                return self.cuts.pop(0)
            case "type":
                return Typed("hello")
            case "nudge":
                return Nudged(self.now)
            case "extend":
                return Extended(self.now)
            case "lose the voice":
                sentence = self.speaking.pop(0)
                return Unspoken(sentence.turn, sentence.number, self.now)
            case "wake late":
                return Woke(self.now + 1)
            case "lose the microphone":
                return Lost(Loss.MICROPHONE, self.now)
            case "hide":
                return HideAsked(self.now)
            case "type to hide":
                return Typed("stop and hide")
            case "leave":
                return Farewell(self.now)
            case "input ends":
                return InputEnded(self.now)
        raise AssertionError(what)

    def _compose(self) -> Event:
        asked, given = self.composing.pop(0)
        if given < 3:
            self.composing.insert(0, (asked, given + 1))
        events: list[Event] = [
            ReplyChosen(asked.turn, asked.draft, Move.QUESTION, "library.line"),
            SentenceReady(asked.turn, asked.draft, 0, "You stayed awake."),
            SentenceReady(asked.turn, asked.draft, 1, "What kept you there?"),
            ReplyFinished(asked.turn, asked.draft),
        ]
        return events[given]

    def _take(self, command: Command) -> None:
        match command:
            case Transcribe():
                self.transcribing.append(command)
            case Compose():
                self.composing.append((command, 0))
            case Speak():
                self.speaking.append(command)
            case WakeAt(at=at):
                self.wake_at = at
            case StopSpeaking(turn=turn):
                if len(self.speaking) > 1:  # the first sentence came to its end just before
                    self.cuts.append(Spoken(turn, self.speaking.pop(0).number, self.now))
                heard = "You stayed" if self.speaking else ""
                number = self.speaking[0].number if self.speaking else 0
                self.speaking.clear()
                self.cuts.append(SpeakingCut(turn, number, heard, self.now))
