"""From words to sound.

A `Voice` renders text. `PiperVoice` is the one people hear; `KeptVoice` wraps any voice and keeps the sentences that the
program always says, so that they sound at once. `ToneVoice` is for trying things without a model.

Only sentences that were given as fixed are ever written to disk, all of them, and before any is spoken: which of them are
there tells nothing about a conversation.
"""

import hashlib
import json
import logging
import os
import re
import tempfile
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final, Protocol

import numpy as np

from audio.frames import Samples, from_int16, to_int16

SENTENCE_PAUSE_SECONDS: Final = 0.5  # after a whole sentence: long enough to take it in
CLAUSE_PAUSE_SECONDS: Final = 0.12  # after a part of one: a breath
ATTACK_SECONDS: Final = 0.02  # kept in front of the first sound, so that it is not clipped
AUDIBLE: Final = 0.01  # of full scale: quieter than this at either end is Piper's own pause
LOUDNESS: Final = 1.3  # Piper's own peaks lie at 0.5 to 0.7; scaled alike, so that no sentence is louder than the next

LATELY_RENDERED: Final = 64  # sentences held in memory: a reply that was prepared, and those around it
_SENTENCE_END: Final = re.compile(r"[.?!\u2026][\"'\u2019\u201d)]*$")


class Voice(Protocol):
    """Renders text as sound."""

    sample_rate: int
    """Hz of what `render` gives."""

    def is_ready(self, text: str) -> bool:
        """Whether `render` gives this text at once, without work."""
        ...

    def render(self, text: str) -> Samples:
        """The text as mono sound at `sample_rate`, with a natural pause at its end; nothing for no words."""
        ...


class PiperVoice:
    """A Piper voice, at the pace its catalogue entry gives.

    Args:
        model: The voice's .onnx file; its .onnx.json lies beside it.
        length_scale: How much longer each sound is than the voice's own pace makes it.
        threads: How many processor threads may work on one sentence.
    """

    def __init__(self, model: Path, length_scale: float = 1.0, threads: int = 2) -> None:
        import onnxruntime
        import piper
        from piper.config import PiperConfig

        logging.getLogger("piper.voice").disabled = True  # it logs each text it speaks
        options = onnxruntime.SessionOptions()  # Piper's own loader would take every core
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        config = PiperConfig.from_dict(json.loads(Path(f"{model}.json").read_text("utf-8")))
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._piper = piper.PiperVoice(session=session, config=config)
        self._pace = piper.SynthesisConfig(length_scale=length_scale, normalize_audio=False, volume=LOUDNESS)
        self.sample_rate: int = config.sample_rate

    def is_ready(self, _text: str) -> bool:
        """Never: each text is rendered anew."""
        return False

    def render(self, text: str) -> Samples:
        """The text as mono sound at `sample_rate`, with a natural pause at its end; nothing for no words."""
        if not any(character.isalnum() for character in text):
            return np.zeros(0, np.float32)
        spoken = text.replace("[[", " ").replace("]]", " ")  # which Piper would read as phonemes
        sentences = [self._trimmed(chunk.audio_float_array) for chunk in self._piper.synthesize(spoken, self._pace)]
        between = self._quiet(SENTENCE_PAUSE_SECONDS)
        last = between if _SENTENCE_END.search(text.strip()) else self._quiet(CLAUSE_PAUSE_SECONDS)
        parts = [part for sentence in sentences for part in (sentence, between)]
        return np.concatenate([*parts[:-1], last]) if parts else np.zeros(0, np.float32)

    def _trimmed(self, sound: Samples) -> Samples:
        """The sound without Piper's own pauses, which differ from sentence to sentence."""
        audible = np.flatnonzero(np.abs(sound) > AUDIBLE)
        if not audible.size:
            return sound
        attack = round(ATTACK_SECONDS * self.sample_rate)
        return sound[max(0, int(audible[0]) - attack) : int(audible[-1]) + attack]

    def _quiet(self, duration: float) -> Samples:
        return np.zeros(round(duration * self.sample_rate), np.float32)


class ToneVoice:
    """Hums one soft tone for each word: needs no model and renders at once."""

    def __init__(self, sample_rate: int = 16_000, word_seconds: float = 0.2) -> None:
        self.sample_rate = sample_rate
        time = np.arange(round(word_seconds * sample_rate)) / sample_rate
        fade = np.sin(np.pi * time / word_seconds)  # each word begins and ends in silence
        self._word = (0.3 * fade * np.sin(2 * np.pi * 220 * time)).astype(np.float32)

    def is_ready(self, _text: str) -> bool:
        """Always: a tone is no work."""
        return True

    def render(self, text: str) -> Samples:
        """One tone for each word."""
        return np.tile(self._word, len(text.split()))


class KeptVoice:
    """A voice that renders what it says only once.

    Fixed sentences are kept on disk by `prepare`, and only by it. All others are held in memory, the latest few.

    Args:
        voice: Who renders.
        name: Names the voice and all that decides how it sounds, such as its pace. Another name, other files.
        folder: Where fixed sentences are kept; made if need be.
        fixed: The sentences that the program always says. They must hold no word of anybody's.
    """

    def __init__(self, voice: Voice, name: str, folder: Path, fixed: Iterable[str] = ()) -> None:
        self.sample_rate = voice.sample_rate
        self._voice = voice
        self._name = name
        self._folder = folder
        self._fixed = tuple(dict.fromkeys(fixed))
        self._lately: OrderedDict[str, Samples] = OrderedDict()
        self._lock = Lock()

    def is_ready(self, text: str) -> bool:
        """Whether the text is in memory or on disk."""
        return text in self._lately or (text in self._fixed and self._path(text).exists())

    def render(self, text: str) -> Samples:
        """The text as sound: from memory, else from disk, else rendered."""
        with self._lock:
            if text in self._lately:
                self._lately.move_to_end(text)
                return self._lately[text]
        kept = self._read(text) if text in self._fixed else None
        sound = self._voice.render(text) if kept is None else kept
        sound.flags.writeable = False  # it may be given out again
        with self._lock:
            self._lately[text] = sound
            while len(self._lately) > LATELY_RENDERED:
                self._lately.popitem(last=False)
        return sound

    def prepare(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Render and keep each fixed sentence that is not yet kept, or whose file is damaged.

        Where the folder cannot be written, nothing is kept, and `render` renders as it goes.

        Args:
            progress: Told how many sentences are done, of how many.
        """
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for done, text in enumerate(self._fixed, start=1):
                if self._read(text) is None:
                    self._write(text, self._voice.render(text))
                if progress is not None:
                    progress(done, len(self._fixed))

    def _path(self, text: str) -> Path:
        key = "\0".join((self._name, str(self.sample_rate), text))
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.npz"

    def _read(self, text: str) -> Samples | None:
        """The kept sound, or None where there is none or its file is damaged (the format carries a checksum)."""
        try:
            with self._path(text).open("rb") as file, np.load(file, allow_pickle=False) as kept:
                return from_int16(kept["sound"])
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
            return None

    def _write(self, text: str, sound: Samples) -> None:
        """Keep it under a temporary name first: a file that can be seen is whole. Readable by its owner alone."""
        handle, name = tempfile.mkstemp(suffix=".unfinished", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, sound=to_int16(sound))
            Path(name).replace(self._path(text))
        finally:
            Path(name).unlink(missing_ok=True)
