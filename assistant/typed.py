"""The world of a typed session: no sound, nothing to wait for; a sentence counts as spoken once it is asked for."""

from collections.abc import Callable

from assistant.commands import Command, Compose, Message, Speak, StopSpeaking, Tell, Write
from assistant.events import Event, SpeakingCut, SpeakingStarted, Spoken
from assistant.keeping import Keeping
from assistant.running import replying
from dialogues.listener import Listener


class TypedWorld:
    """Everything a typed session reaches for.

    Args:
        listener: Decides what to say.
        keeping: Keeps what was said.
        tell: Shows the person a message.
        post: Takes the events that come of all this.
    """

    def __init__(
        self,
        *,
        listener: Listener,
        keeping: Keeping,
        tell: Callable[[Message], None],
        post: Callable[[Event], None],
    ) -> None:
        self._listener = listener
        self._keeping = keeping
        self._tell = tell
        self._post = post

    def carry_out(self, command: Command) -> None:
        """Does one thing, whole."""
        match command:
            case Compose():
                for event in replying(self._listener, command):
                    self._post(event)
            case Speak(turn=turn, number=number):
                self._post(SpeakingStarted(turn, number, at=0))
                self._post(Spoken(turn, number, at=0))
            case StopSpeaking(turn=turn):
                self._post(SpeakingCut(turn, number=0, heard="", at=0))
            case Write():
                self._keeping.keep(command)
            case Tell(message=message):
                self._tell(message)
            case _:  # sound to keep, wishes to be woken, sentences to render: nothing here waits or sounds
                pass
