"""The listener that asks a language model: any server that speaks the OpenAI protocol, under guard.

Whenever the server is slow, silent, wrong or out of its depth, the built-in listener replies instead, and the talk goes on:

    transcript -> messages -> server -> pieces -> sentences -> guard -> voice
                                |                                |
                                +-- not in time, or an error     +-- nothing fit to be spoken
                                                 |
                                                 v
                                        the fallback's reply
"""

import logging
import time
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from assistant.asking import ANOTHER_MODEL, Exchange, Line, Patience, get_ready
from assistant.errors import ListenerError, ListenerRefused
from assistant.settings import ListenerSettings
from dialogues.exercise_progress import in_exercise, outside_exercises
from dialogues.exercise_wishes import wants_exercise
from dialogues.guard import Guard, without_thinking
from dialogues.listener import Listener, Reply
from dialogues.moves import Move
from dialogues.prompting import MOVES_THAT_ASK, messages, next_move
from dialogues.requests import Request, read_request
from dialogues.sentences import sentences
from dialogues.telling import is_silence
from dialogues.transcript import Speaker, Transcript

__all__ = ["ModelListener", "Patience"]

_log = logging.getLogger(__name__)

FAILURES_BEFORE_REST: Final = 2  # one may be chance; after more, a person should not wait in vain at every turn

ANSWERED_BY_THE_FALLBACK: Final = frozenset(
    {
        Request.STOP,
        Request.SKIP,
        Request.IDENTITY,
        Request.PRIVACY,
        Request.COMPLAINT,
        Request.OFF_TOPIC,
        Request.REPEAT,
        Request.PAUSE,
    }
)
"""What must be answered truthfully, and the same way every time."""


class ModelListener:
    """Lets a language model reply, and another listener wherever the model cannot or should not.

    The move of a reply is what the model was asked for; under guard it may end up shorter.
    """

    def __init__(
        self,
        settings: ListenerSettings,
        fallback: Listener,
        patience: Patience | None = None,
        trouble: Callable[[ListenerError], None] = lambda _failure: None,
    ) -> None:
        """Opens no connection yet.

        Args:
            settings: Where the server is, and which model to ask.
            fallback: The built-in listener.
            patience: How long to wait for the server.
            trouble: Told, on the thread that asks for the reply, each time that trouble with the server begins.

        Raises:
            UsageError: the address is none, no model is named, or the key is not where it should be.
        """
        self._line = Line.to(settings)
        get_ready()
        self._fallback = fallback
        self._patience = patience or Patience()
        self._trouble = trouble
        self._failures = 0
        self._resting_until = 0.0
        self.last_failure: ListenerError | None = None
        """Why the model did not give its last reply, or not all of it; None while all is well."""

    def reply(self, transcript: Transcript) -> Reply:
        """The model's reply once its first sentence is there; else the fallback's."""
        if time.monotonic() < self._resting_until or _is_for_the_fallback(transcript):
            return self._fallback.reply(transcript)
        move = next_move(transcript)
        composed = self._composed(transcript, move)
        first = next(composed, None)
        if first is None:
            return self._fallback.reply(transcript)
        return Reply(move, chain((first,), composed))

    def _composed(self, transcript: Transcript, move: Move) -> Iterator[str]:
        """Sentences fit to be spoken. Ends early, and says so in `last_failure`, where the server fails."""
        heard = transcript.last(Speaker.USER)
        guard = Guard(
            questions=int(move in MOVES_THAT_ASK or move is Move.REPHRASE),
            heard=heard.text if heard else "",
            said=(turn.text for turn in transcript.by(Speaker.ASSISTANT)),
        )
        exchange = Exchange(self._line, messages(outside_exercises(transcript), move), self._patience)
        count = 0
        try:
            for sentence in guard.speakable(sentences(without_thinking(exchange.pieces()))):
                count += 1
                if count == 1:
                    self._note(None)
                    exchange.allow_the_whole_reply()
                yield sentence
            if not count:
                empty = ListenerRefused("The language model gave an empty reply.", ANOTHER_MODEL)
                self._note(None if guard.dropped else empty)
        except ListenerError as failure:
            self._note(failure)
        finally:
            exchange.hang_up()
            _log.debug("The model gave %d sentences; left out by rule: %s", count, guard.dropped)

    def _note(self, failure: ListenerError | None) -> None:
        if failure and self.last_failure is None:
            self._trouble(failure)
        self.last_failure = failure
        self._failures = self._failures + 1 if failure else 0
        if self._failures >= FAILURES_BEFORE_REST:
            self._resting_until = time.monotonic() + self._patience.rest
            self._failures = 0


def _is_for_the_fallback(transcript: Transcript) -> bool:
    """Whether fixed words are better here: the opening, silence, requests to the program, exercises, all that follows danger."""
    last = transcript.turns[-1] if transcript.turns else None
    if last is None or last.speaker is not Speaker.USER or is_silence(last.text):
        return True
    if any(turn.move is Move.ESCALATION for turn in transcript):
        return True
    if in_exercise(transcript) or wants_exercise(last.text):
        return True
    return read_request(last.text) in ANSWERED_BY_THE_FALLBACK
