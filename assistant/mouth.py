"""Renders sentences ahead, lets them be played in order, and reports what was heard of them."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from assistant.commands import Prepare, Speak
from assistant.events import Event, Rendered, SpeakingCut, SpeakingStarted, Spoken, Unspoken
from assistant.workers import Worker
from audio.frames import Samples
from audio.playback import Began, Clip, Ended, Playback
from audio.speaking import Voice
from dialogues.sentences import first_clause, spoken


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the pieces that a sentence is rendered in."""

    turn: int
    number: int
    text: str
    is_first: bool
    is_last: bool


class Mouth:
    """The voice of one session.

    Args:
        voice: Makes sentences into sound.
        post: Takes the events that come of it.
        clock: Samples heard so far, by the microphone.
    """

    def __init__(self, voice: Voice, post: Callable[[Event], None], clock: Callable[[], int]) -> None:
        self._voice = voice
        self._post = post
        self._clock = clock
        self._playback: Playback[_Part] = Playback()
        self._lock = Lock()  # between playing and stopping
        self._stopped = -1  # the latest turn that was stopped: none of its sentences may sound any more
        self._sentence: _Part | None = None  # a part of the sentence that is sounding
        self._heard: list[str] = []  # its parts that have sounded whole
        self._worker: Worker[Prepare | Speak] = Worker("voice", self._render)

    def prepare(self, command: Prepare) -> None:
        """Renders the beginning of a sentence ahead."""
        self._worker.give(command)

    def speak(self, command: Speak) -> None:
        """Says a sentence, after those already asked for."""
        self._worker.give(command)

    def stop(self, turn: int) -> SpeakingCut:
        """Is silent at once; returns what of the sentence that was sounding had been heard."""
        with self._lock:
            self._stopped = max(self._stopped, turn)
            cut = self._playback.stop()
            number = self._sentence.number if self._sentence else 0
            heard = [*self._heard]
            if self._sentence and cut and cut[0].key.number == number:
                words = cut[0].key.text.split()
                heard += words[: round(cut[0].share * len(words))]
            self._sentence, self._heard = None, []
        return SpeakingCut(turn, number, " ".join(heard), self._clock())

    def fill(self, block: Samples) -> None:
        """Fills a block that is about to be played. Called on a sound device's own thread: copies and posts, no more."""
        with self._lock:
            for mark in self._playback.read(block):
                match mark:
                    case Began(part):
                        self._began(part)
                    case Ended(part):
                        self._ended(part)

    def close(self) -> None:
        """Renders nothing more."""
        self._worker.close()

    def _began(self, part: _Part) -> None:
        self._sentence = part
        if part.is_first:
            self._post(SpeakingStarted(part.turn, part.number, self._clock()))

    def _ended(self, part: _Part) -> None:
        self._heard.append(part.text)
        if part.is_last:
            self._sentence, self._heard = None, []
            self._post(Spoken(part.turn, part.number, self._clock()))

    def _render(self, job: Prepare | Speak) -> None:
        if job.turn <= self._stopped:
            return
        try:
            for part in self._parts(job):
                sound = self._voice.render(spoken(part.text))
                if part.is_first:
                    self._post(Rendered(part.turn, part.number, self._clock()))
                if isinstance(job, Prepare):
                    return
                with self._lock:
                    if part.turn <= self._stopped:
                        return
                    self._playback.add(Clip(part, sound))
        except Exception:  # noqa: BLE001  a sentence that cannot be said is still shown, and the talk goes on
            if isinstance(job, Speak):
                self._post(Unspoken(job.turn, job.number, self._clock()))

    def _parts(self, job: Prepare | Speak) -> tuple[_Part, ...]:
        """A sentence in pieces, the first one short, so that it can sound while the rest is rendered."""
        pieces = (job.text,) if self._voice.is_ready(spoken(job.text)) else first_clause(job.text)
        texts = [piece for piece in pieces if piece.strip()]
        last = len(texts) - 1
        return tuple(_Part(job.turn, job.number, text, i == 0, i == last) for i, text in enumerate(texts))
