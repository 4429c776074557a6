"""The voices the program can speak with: `voices.toml`, and how to load one of them."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Final

from audio.errors import ModelMissing
from audio.frames import Samples
from audio.models import Model, Progress, Status, check_model, model_from, ready_model
from audio.speaking import KeptVoice, PiperVoice, Voice

DEFAULT: Final = "joe"
_RENDERING: Final = 1  # counted up when speaking.py changes how a voice sounds: kept sentences are then rendered again


@dataclass(frozen=True, slots=True)
class CataloguedVoice:
    """What the catalogue says about a voice."""

    model: Model
    """Its files, its name, its licence."""
    language: str
    """As in en-US."""
    sample_rate: int
    """Hz."""
    length_scale: float
    """How much slower than its own pace it speaks here."""
    words_per_minute: int
    """As measured at that pace, pauses between sentences counted."""

    @property
    def id(self) -> str:
        """What settings call it."""
        return self.model.id

    @property
    def sound(self) -> str:
        """Names all that decides how it sounds."""
        hashes = "+".join(file.sha256 for file in self.model.files)
        return f"{self.id} {hashes} x{self.length_scale} rendering {_RENDERING}"


def catalogue() -> tuple[CataloguedVoice, ...]:
    """Every voice, the default first."""
    tables = tomllib.loads(resources.files("audio").joinpath("voices.toml").read_text("utf-8"))
    return tuple(
        CataloguedVoice(
            model=model_from(voice_id, table),
            language=table["language"],
            sample_rate=table["sample_rate_hz"],
            length_scale=table["length_scale"],
            words_per_minute=table["words_per_minute"],
        )
        for voice_id, table in tables.items()
    )


def find(voice_id: str = DEFAULT) -> CataloguedVoice:
    """The voice with this id.

    Raises:
        ModelMissing: there is none.
    """
    voices = {voice.id: voice for voice in catalogue()}
    if voice_id not in voices:
        raise ModelMissing(f"There is no voice called {voice_id}.", f"These are known: {', '.join(voices)}.")
    return voices[voice_id]


def load(voice_id: str, cache: Path, threads: int = 2, progress: Progress | None = None) -> PiperVoice:
    """The voice, its files checked, ready to render. Takes a second or two.

    Raises:
        ModelMissing: its package is not installed, or there is no such voice.
        ModelDamaged: a file is not the one we know.
    """
    voice = find(voice_id)
    folder = ready_model(voice.model, cache, progress)
    [model] = [file.name for file in voice.model.files if file.name.endswith(".onnx")]
    return PiperVoice(folder / model, voice.length_scale, threads)


class VoiceOnDemand:
    """A voice that is loaded when it first has something to render. Safe to use from several threads.

    Args:
        voice_id: Which voice.
        cache: The folder of what can be made again.

    Raises:
        ModelMissing: There is no such voice.
    """

    def __init__(self, voice_id: str, cache: Path) -> None:
        self.sample_rate = find(voice_id).sample_rate
        self._load = partial(load, voice_id, cache)
        self._loaded: PiperVoice | None = None
        self._lock = Lock()

    def load(self) -> PiperVoice:
        """The voice; takes a second or two the first time.

        Raises:
            ModelMissing: Its package is not installed.
            ModelDamaged: A file is not the one we know.
        """
        with self._lock:
            self._loaded = self._loaded or self._load()
            return self._loaded

    def is_ready(self, _text: str) -> bool:
        """Never: each text is rendered anew."""
        return False

    def render(self, text: str) -> Samples:
        """As `PiperVoice.render`."""
        return self.load().render(text)


def kept(voice: Voice, voice_id: str, cache: Path, fixed: Iterable[str]) -> KeptVoice:
    """The voice, with the sentences that the program always says kept in the cache once `prepare` was called."""
    return KeptVoice(voice, find(voice_id).sound, cache / "spoken", fixed)


def check(voice_id: str, cache: Path) -> Status:
    """How the voice's files stand."""
    return check_model(find(voice_id).model, cache)
