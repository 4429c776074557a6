"""Puts the parts of a session together: the one place that knows which class stands behind which protocol."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Final

from assistant.entries import Keeper
from assistant.errors import ListenerError
from assistant.places import Places
from assistant.session import REMINDER, Session
from assistant.settings import Engine, ListenerSettings, Settings
from assistant.terminal import Progress
from audio.aligning import Aligner, Span
from audio.detector import SileroDetector, SpeechDetector
from audio.errors import ModelError
from audio.frames import Samples
from audio.models import ready
from audio.speaking import KeptVoice, Voice
from audio.transcribing import Transcriber, WhisperTranscriber
from audio.voices import VoiceOnDemand, kept
from dialogues import grammar
from dialogues.crisis import fixed_sentences, respond
from dialogues.crisis_lines import lines_for
from dialogues.dialogue import library_leading_with, load_library
from dialogues.embedded import EmbeddedListener
from dialogues.encoder import EncoderUnfit, warm_up
from dialogues.lines import Line
from dialogues.listener import Listener
from dialogues.risk import blocked_since, screen_turn
from dialogues.sentences import sentences, spoken
from dialogues.transcript import Transcript

WHISPER = "whisper-base"
SILERO = "silero-vad"
TRANSCRIBER_THREADS: Final = 1
"""On two cores, a second thread made Whisper no faster (0.24 s against 0.19 s an utterance) and, with other programs
running, stalled it for 10 s and more: its threads wait for each other by spinning."""
AT_ONCE: Final = (Line.OPENING, Line.OPENING_RETURNING, Line.PRESENCE, Line.PAUSE)


@dataclass(frozen=True, slots=True)
class Senses:
    """The three models of a spoken session, loaded and warm."""

    detector: SpeechDetector
    transcriber: Transcriber
    voice: KeptVoice


def session_for(settings: Settings, *, by_hand: bool = False) -> Session:
    """A session that reads for danger, and names the crisis lines of the person's country.

    Args:
        settings: What the person has chosen.
        by_hand: A key begins and ends each of their turns.
    """
    lines = lines_for(settings.country)
    return Session(
        screen_turn, lambda found, transcript: respond(found, lines, transcript), settings.pace, by_hand=by_hand
    )


def listener_for(settings: ListenerSettings, journal: Keeper, trouble: Callable[[ListenerError], None]) -> Listener:
    """The listener that the person has chosen, knowing what was said in earlier sessions.

    Args:
        settings: Which one.
        journal: The earlier sessions.
        trouble: Told when a language model stops answering and the embedded listener goes on.

    Raises:
        UsageError: The settings of a language model are not complete.
        ModelError: The model of English grammar is missing or damaged.
    """
    _read_grammar_soon()
    earlier = journal.transcripts()
    embedded = embedded_listener(earlier)
    if settings.engine is Engine.EMBEDDED:
        return embedded
    from assistant.composing import ModelListener

    return ModelListener(settings, embedded, trouble=trouble, couple_work=not blocked_since(earlier))


def _read_grammar_soon() -> None:
    """Checks the model of English grammar, and loads it beside whatever comes first: the greeting needs none."""
    try:
        grammar.verify()
    except grammar.GrammarUnfit as error:
        raise ModelError(error.what, error.hint) from error
    if not grammar.is_warm():
        Thread(target=grammar.warm_up, name="grammar").start()


def embedded_listener(earlier: tuple[Transcript, ...] = ()) -> Listener:
    """The listener that needs no language model; it knows what was said in the earlier sessions.

    Raises:
        ModelError: The sentence encoder is missing or damaged.
    """
    try:
        warm_up()
    except EncoderUnfit as unfit:
        raise ModelError(unfit.what, unfit.hint) from unfit
    return EmbeddedListener(load_library(), earlier)


def listener_leading_with(file: Path) -> Listener:
    """The built-in listener, led by the dialogue or exercise in one file whatever is said: for trying it out.

    Raises:
        ValueError: The file has a fault; the message names the file and the line.
    """
    return EmbeddedListener(library_leading_with(file))


def voice_for(settings: Settings, places: Places, voice: Voice | None = None) -> KeptVoice:
    """The voice, with the sentences that must sound at once kept: where help is, and the opening.

    No model is loaded until a sentence is asked for that is not kept.
    """
    help_is = fixed_sentences(lines_for(settings.country))
    openings = sentences(f"{line} " for kind in AT_ONCE for line in load_library().general.lines[kind])
    fixed = [spoken(sentence) for sentence in (*help_is, *openings, REMINDER)]
    return kept(voice or VoiceOnDemand(settings.voice, places.cache), settings.voice, places.cache, fixed)


def load_senses(settings: Settings, places: Places) -> Senses:
    """Loads the models side by side; joins and renders what is not yet there, showing how far it is.

    Raises:
        ModelError: A model's files are missing or damaged.
    """
    with ThreadPoolExecutor() as pool:
        transcriber = pool.submit(load_transcriber, places)
        speaking = VoiceOnDemand(settings.voice, places.cache)
        speaking_loaded = pool.submit(speaking.load)
        screen_turn("", Transcript())  # the first text that is read loads the rules
        voice = voice_for(settings, places, speaking)
        voice.prepare(Progress(sys.stderr, "Getting the voice ready"))
        speaking_loaded.result()
        return Senses(detector_for(places), transcriber.result(), voice)


def detector_for(places: Places) -> SpeechDetector:
    """What tells speech from other sound."""
    return SileroDetector(ready(SILERO, places.cache) / "silero_vad_v6.onnx")


def load_transcriber(places: Places) -> Transcriber:
    """The transcriber, loaded and warm."""
    folder = ready(WHISPER, places.cache, Progress(sys.stderr, "Getting the speech model ready"))
    transcriber = WhisperTranscriber(folder, threads=TRANSCRIBER_THREADS)
    transcriber.warm_up()
    return transcriber


def load_aligner(places: Places) -> Callable[[Samples, str], tuple[Span, ...]]:
    """What finds the words of a text in its sound."""
    folder = ready(WHISPER, places.cache, Progress(sys.stderr, "Getting the speech model ready"))
    return Aligner(WhisperTranscriber(folder, threads=TRANSCRIBER_THREADS)).spans
