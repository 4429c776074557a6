"""What a listener is: something that reads a transcript and says what comes next.

The session knows listeners only by this protocol. The embedded one needs no model (`dialogues.embedded`); one that asks a
language model lives in `assistant.composing`, because it needs a network.

A listener keeps no state of its own between replies: all it may remember is in the transcript (and, for earlier
sessions, in what it was built with). So a reply that was prepared for a thought that turned out to be unfinished can be
thrown away, and the same transcript always gets the same reply.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from dialogues.moves import Move
from dialogues.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say next, and what it is for."""

    move: Move
    sentences: Iterable[str] = ()
    """Whole sentences fit to be spoken, each given as soon as it is ready; none means silence."""
    source: str = ""
    """Which line of the library this is, so that it is not asked twice; "" if there is none."""


class Listener(Protocol):
    """Reads what has been said and decides what to say."""

    def reply(self, transcript: Transcript) -> Reply:
        """The reply to a transcript that is empty (the opening) or ends with a turn of the user.

        A last turn whose text is "" is a silence. May be slow; is called off the main thread.
        """
        ...
