"""Puts the parts of a session together: the one place that knows which class stands behind which protocol."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from assistant.entries import Keeper
from assistant.errors import ListenerError
from assistant.places import Places
from assistant.session import Session
from assistant.settings import Engine, ListenerSettings, Settings
from assistant.terminal import Progress
from audio.detector import SileroDetector, SpeechDetector
from audio.models import ready
from audio.speaking import KeptVoice
from audio.transcribing import Transcriber, WhisperTranscriber
from audio.voices import load_kept
from dialogues.crisis import fixed_sentences, respond
from dialogues.crisis_lines import lines_for
from dialogues.dialogue import Line, load_library
from dialogues.embedded import EmbeddedListener
from dialogues.listener import Listener
from dialogues.screening import TalkScreening, warm_up
from dialogues.sentences import sentences, spoken

WHISPER = "whisper-base"
SILERO = "silero-vad"
AT_ONCE: Final = (Line.OPENING, Line.OPENING_RETURNING, Line.PRESENCE, Line.PAUSE)


@dataclass(frozen=True, slots=True)
class Senses:
    """The three models of a spoken session, loaded and warm."""

    detector: SpeechDetector
    transcriber: Transcriber
    voice: KeptVoice


def session_for(settings: Settings) -> Session:
    """A session that reads for danger, and names the crisis lines of the person's country."""
    lines = lines_for(settings.country)
    return Session(TalkScreening(), lambda found, transcript: respond(found, lines, transcript), settings.pace)


def listener_for(settings: ListenerSettings, journal: Keeper, trouble: Callable[[ListenerError], None]) -> Listener:
    """The listener that the person has chosen, knowing what was said in earlier sessions.

    Args:
        settings: Which one.
        journal: The earlier sessions.
        trouble: Told when a language model stops answering and the embedded listener goes on.

    Raises:
        UsageError: The settings of a language model are not complete.
    """
    embedded = embedded_listener(len(journal.transcripts()))
    if settings.engine is Engine.EMBEDDED:
        return embedded
    from assistant.composing import ModelListener

    return ModelListener(settings, embedded, trouble=trouble)


def embedded_listener(earlier_sessions: int = 0) -> Listener:
    """The listener that needs no model."""
    return EmbeddedListener(load_library(), returning=earlier_sessions > 0, seed=earlier_sessions)


def voice_for(settings: Settings, places: Places) -> KeptVoice:
    """The voice, with the sentences that must sound at once kept: where help is, and the opening.

    Raises:
        ModelError: The voice's files are missing or damaged.
    """
    help_is = fixed_sentences(lines_for(settings.country))
    openings = sentences(f"{line} " for kind in AT_ONCE for line in load_library().general.lines[kind])
    return load_kept(settings.voice, places.cache, [spoken(sentence) for sentence in (*help_is, *openings)])


def load_senses(settings: Settings, places: Places) -> Senses:
    """Loads the models, each on a thread of its own; joins and renders what is not yet there, showing how far it is.

    Raises:
        ModelError: A model's files are missing or damaged.
    """
    with ThreadPoolExecutor() as pool:
        pool.submit(warm_up)
        transcriber = pool.submit(load_transcriber, places)
        voice = voice_for(settings, places)
        voice.prepare(Progress(sys.stderr, "Preparing the voice, once"))
        detector = SileroDetector(ready(SILERO, places.cache) / "silero_vad_v6.onnx")
        return Senses(detector, transcriber.result(), voice)


def load_transcriber(places: Places) -> Transcriber:
    """The transcriber, loaded and warm."""
    folder = ready(WHISPER, places.cache, Progress(sys.stderr, "Checking the speech model"))
    transcriber = WhisperTranscriber(folder, threads=1)
    transcriber.warm_up()
    return transcriber
