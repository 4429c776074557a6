"""The models' files are found, checked, joined once, and refused when they are not the ones we know."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from audio import models, voices
from audio.errors import ModelDamaged, ModelError, ModelMissing
from audio.models import Model, ModelFile, Part, State

HALVES = (b"the first half, ", b"and the second")
WHOLE = b"".join(HALVES)


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def package(tmp_path, monkeypatch):
    """An importable package that carries a small model in two parts; a tmp_path of its own, so nothing is shared."""
    folder = tmp_path / "site" / f"carrier_{tmp_path.name}".replace("-", "_")
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise RuntimeError('a model package is found, never imported')")
    for number, half in enumerate(HALVES):
        (folder / f"half{number}").write_bytes(half)
    monkeypatch.syspath_prepend(folder.parent)
    return folder


@pytest.fixture
def model(package):
    parts = tuple(Part(package.name, f"half{n}", sha256(half)) for n, half in enumerate(HALVES))
    file = ModelFile("whole.bin", len(WHOLE), sha256(WHOLE), parts)
    return Model("small", "The small model", "tests", "MIT", "this test", (file,))


def test_parts_are_joined_in_order(model, tmp_path):
    """The file in the cache is the parts, one after another, and nothing else is left there."""
    folder = models.ready_model(model, tmp_path / "cache")

    assert [path.name for path in folder.iterdir()] == ["whole.bin"]
    assert (folder / "whole.bin").read_bytes() == WHOLE


def test_a_joined_file_is_used_without_its_parts(model, package, tmp_path):
    """What was joined once is only checked afterwards."""
    models.ready_model(model, tmp_path)
    (package / "half0").unlink()

    assert (models.ready_model(model, tmp_path) / "whole.bin").read_bytes() == WHOLE


@pytest.mark.parametrize("damage", [WHOLE[:-1], WHOLE[:-1] + b"!", b""], ids=["short", "changed", "empty"])
def test_a_damaged_copy_is_joined_again(model, tmp_path, damage):
    """A copy that is not byte for byte the one we know is replaced."""
    folder = models.ready_model(model, tmp_path)
    (folder / "whole.bin").write_bytes(damage)

    assert models.check_model(model, tmp_path).state is State.NOT_YET_JOINED
    assert (models.ready_model(model, tmp_path) / "whole.bin").read_bytes() == WHOLE


def test_a_damaged_part_is_refused_by_the_name_of_its_package(model, package, tmp_path):
    """A changed file in a package is not used, and the hint says which package to install again."""
    (package / "half1").write_bytes(HALVES[1][::-1])

    with pytest.raises(ModelDamaged) as caught:
        models.ready_model(model, tmp_path)

    assert package.name.replace("_", "-") in caught.value.hint
    assert list((tmp_path / "small").iterdir()) == []
    assert models.check_model(model, tmp_path).state is State.DAMAGED


def test_a_missing_package_is_missing(tmp_path):
    """A model whose package is not installed says which package it lacks."""
    part = Part("surely_not_installed", "data", sha256(b""))
    model = Model("absent", "An absent model", "tests", "MIT", "", (ModelFile("data", 0, sha256(b""), (part,)),))

    with pytest.raises(ModelMissing, match="surely-not-installed"):
        models.ready_model(model, tmp_path)
    assert models.check_model(model, tmp_path).state is State.MISSING


def test_an_incomplete_package_is_missing(model, package, tmp_path):
    """A package that lacks its file is as good as absent."""
    (package / "half0").unlink()

    with pytest.raises(ModelMissing):
        models.ready_model(model, tmp_path)


def test_an_unknown_model_is_missing(tmp_path):
    """An id that is not in the catalogue is answered with those that are."""
    with pytest.raises(ModelMissing) as caught:
        models.ready("whisper-enormous", tmp_path)

    assert "whisper-base" in caught.value.hint


def test_a_folder_that_cannot_be_written_is_said_plainly(model, tmp_path):
    """A cache that is not a folder ends in one of our errors, not in the system's."""
    (tmp_path / "small").write_bytes(b"in the way")

    with pytest.raises(ModelError, match="could not be put together"):
        models.ready_model(model, tmp_path)


def test_progress_ends_at_the_whole(model, tmp_path):
    """Progress never goes back, and ends where all bytes are done; also when a damaged copy had to be joined again."""
    for content in (None, b"?" * len(WHOLE)):
        if content is not None:
            (tmp_path / "small" / "whole.bin").write_bytes(content)
        told: list[tuple[int, int]] = []
        models.ready_model(model, tmp_path, lambda *done, told=told: told.append(done))

        assert [done for done, _ in told] == sorted(done for done, _ in told)
        assert told[-1][0] == told[-1][1] >= len(WHOLE)


def test_a_join_that_was_killed_is_made_good(tmp_path):
    """The program dies half-way through joining Whisper; the next start joins it, and a later one tidies up."""
    dying = (
        "import os, sys; from pathlib import Path; from audio import models;"
        "models.ready('whisper-base', Path(sys.argv[1]), lambda done, total: done > total // 2 and os._exit(9))"
    )
    ended = subprocess.run([sys.executable, "-c", dying, str(tmp_path)], check=False)
    [leftover] = (tmp_path / "whisper-base").iterdir()

    assert ended.returncode == 9
    folder = models.ready("whisper-base", tmp_path)
    assert leftover.exists()  # young enough to be another start at work
    an_hour_ago = time.time() - 3600
    os.utime(leftover, (an_hour_ago, an_hour_ago))
    models.ready("whisper-base", tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == [
        "config.json",
        "model.bin",
        "tokenizer.json",
        "vocabulary.txt",
    ]


@pytest.mark.parametrize("model", [*models.catalogue(), *(v.model for v in voices.catalogue())], ids=lambda m: m.id)
def test_each_model_of_the_catalogue_is_as_it_says(model, tmp_path):
    """Every file of every model is installed, has its size and hash, and names its licence and source."""
    folder = models.ready_model(model, tmp_path)

    assert all((folder / file.name).stat().st_size == file.size for file in model.files)
    assert models.check_model(model, tmp_path) == models.Status(State.READY, f"{model.name} is ready.")
    assert model.licence
    assert model.source


@pytest.mark.parametrize("model", [*models.catalogue(), *(v.model for v in voices.catalogue())], ids=lambda m: m.id)
def test_each_model_is_a_declared_dependency(model):
    """Each package that carries a model is one that installing the program brings along."""
    from importlib.metadata import requires
    from re import match

    declared = {match(r"[\w-]+", line).group().replace("-", "_") for line in requires("soundingboard")}

    assert {part.package for file in model.files for part in file.parts} <= declared


def test_one_changed_byte_in_a_real_model_is_refused(tmp_path):
    """A copy of the speech detector's package with one byte changed is not handed out."""
    [original] = find_spec("faster_whisper").submodule_search_locations
    copy = tmp_path / "faster_whisper" / "assets"
    shutil.copytree(Path(original) / "assets", copy)
    (copy.parent / "__init__.py").touch()
    content = bytearray((copy / "silero_vad_v6.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (copy / "silero_vad_v6.onnx").write_bytes(content)
    checking = "from pathlib import Path; from audio import models; print(models.check('silero-vad', Path()).state)"
    told = subprocess.run(
        [sys.executable, "-c", checking],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{Path(models.__file__).parents[1]}"},
    )

    assert told.stdout.strip() == "damaged"
