"""The world of a spoken session: what carries out its commands with a real ear, a real transcriber and a real voice."""

from collections.abc import Callable
from typing import Final

from assistant.commands import (
    Command,
    Compose,
    CoverEar,
    Forget,
    Keep,
    Message,
    Prepare,
    Speak,
    StopSpeaking,
    Tell,
    Transcribe,
    WakeAt,
    Write,
)
from assistant.events import Event, Failed, Failure, InputEnded, Loss, Lost, Opened, Transcribed, Woke
from assistant.keeping import Keeping
from assistant.mouth import Mouth
from assistant.running import replying
from assistant.session import FREEZE
from assistant.workers import Worker
from audio.detector import SpeechDetector
from audio.door import Ends, SoundDoor
from audio.echo import OwnVoice
from audio.errors import DeviceError, MicrophoneLost
from audio.frames import Samples
from audio.listening import Listening
from audio.speaking import Voice
from audio.transcribing import Transcriber
from dialogues.listener import Listener

NOBODY: Final = (-1, -1)


class SpokenWorld:
    """Everything a spoken session reaches for.

    Args:
        door: Where sound comes in and goes out.
        detector: Tells speech from other sound.
        transcriber: Turns speech into text.
        listener: Decides what to say.
        voice: Says it.
        keeping: Keeps what was said.
        tell: Shows the person a message.
        post: Takes the events that come of all this.
        own_voice: Takes the program's own voice out of what is heard, where the microphone can hear the speaker.
    """

    def __init__(
        self,
        *,
        door: SoundDoor,
        detector: SpeechDetector,
        transcriber: Transcriber,
        listener: Listener,
        voice: Voice,
        keeping: Keeping,
        tell: Callable[[Message], None],
        post: Callable[[Event], None],
        own_voice: OwnVoice | None = None,
    ) -> None:
        self._door = door
        self._listener = listener
        self._transcriber = transcriber
        self._keeping = keeping
        self._tell = tell
        self._post = post
        self._own_voice = own_voice
        self._listening = Listening(detector, post, woke=lambda at: post(Woke(at)), own_voice=own_voice)
        self._mouth = Mouth(voice, post, self.clock)
        self._latest_draft = NOBODY
        self._latest_reply = NOBODY
        self._transcribing: Worker[Transcribe] = Worker("transcriber", self._transcribe)
        self._composing: Worker[Compose] = Worker("composer", self._compose)

    def clock(self) -> int:
        """Samples heard so far: what every event is timed by."""
        return self._listening.position

    def open(self) -> None:
        """Opens the door and begins the session.

        Raises:
            DeviceError: A device is missing or cannot be opened.
        """
        self._door.start(
            Ends(
                ear=self._listening.feed,
                mouth=self._play,
                lost=self._lost,
                ended=lambda: self._post(InputEnded(self.clock())),
            )
        )
        self._post(Opened(self.clock()))

    def close(self) -> None:
        """Closes the door, then lets the workers finish."""
        self._door.stop()
        self._transcribing.close()
        self._composing.close()
        self._mouth.close()

    def carry_out(self, command: Command) -> None:  # noqa: C901  one line for each kind of command
        """Does, or begins, one thing."""
        match command:
            case Keep(since=since):
                self._listening.recording.keep(since)
            case Forget():
                self._listening.recording.forget()
            case WakeAt(at=at):
                self._listening.wake_at(at)
            case Transcribe():
                self._latest_draft = (command.turn, command.draft)
                self._transcribing.give(command)
            case Compose():
                self._latest_reply = (command.turn, command.draft)
                self._composing.give(command)
            case Prepare():
                self._mouth.prepare(command)
            case Speak():
                self._mouth.speak(command)
            case StopSpeaking(turn=turn):
                self._post(self._mouth.stop(turn))
            case CoverEar():
                if self._own_voice:
                    self._own_voice.covers_ear = True
                    self._tell(Message.HEARS_ITSELF)
            case Write():
                self._keeping.keep(command)
            case Tell(message=message):
                self._tell(message)

    def _play(self, block: Samples) -> None:
        self._mouth.fill(block)
        if self._own_voice:
            self._own_voice.played(block)

    def _lost(self, error: DeviceError) -> None:
        device = Loss.MICROPHONE if isinstance(error, MicrophoneLost) else Loss.SPEAKER
        self._post(Lost(device, self.clock()))

    def _transcribe(self, asked: Transcribe) -> None:
        is_latest = (asked.turn, asked.draft) == self._latest_draft
        if not is_latest and asked.end - asked.start < FREEZE:
            return  # the person went on speaking: a later draft has these words too
        try:
            text = self._transcriber.transcribe(self._listening.recording.between(asked.start, asked.end))
        except Exception:  # noqa: BLE001  whatever a model does, the talk goes on; its error text may hold their words
            self._post(Failed(asked.turn, asked.draft, Failure.TRANSCRIBING))
        else:
            self._post(Transcribed(asked.turn, asked.draft, text))

    def _compose(self, asked: Compose) -> None:
        for event in replying(self._listener, asked):
            if (asked.turn, asked.draft) != self._latest_reply:
                return  # the person went on speaking: nobody waits for this any more
            self._post(event)
