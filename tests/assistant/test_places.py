"""Everything has its place, and nothing is there before it is needed."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.places import Places, claim, private_file, private_folder


def test_everything_can_be_under_one_folder(tmp_path: Path) -> None:
    """Naming the places makes none of them."""
    places = Places.under(tmp_path / "stick")

    assert {places.settings.parent, places.journal.parent, places.cache.parent} == {tmp_path / "stick"}
    assert list(tmp_path.iterdir()) == []


def test_places_stay_where_they_are_when_the_program_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder given in a few letters means the one it meant then."""
    monkeypatch.chdir(tmp_path)
    places = Places.under(Path("stick"))

    assert places.journal.is_relative_to(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems choose their own folders")
def test_the_usual_places_are_the_systems_own(tmp_path: Path) -> None:
    """The system's variables are heeded, and no name says what the program is used for."""
    show = "from assistant.places import Places as P; p = P.default(); print(p.settings, p.journal, p.cache, sep='\\n')"
    homes = {name: str(tmp_path / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    shown = subprocess.run(
        [sys.executable, "-c", show], env={**os.environ, **homes}, capture_output=True, text=True, check=True
    ).stdout.split("\n")

    assert shown[:3] == [
        f"{homes['XDG_CONFIG_HOME']}/soundingboard/settings.toml",
        f"{homes['XDG_DATA_HOME']}/soundingboard/data.db",
        f"{homes['XDG_CACHE_HOME']}/soundingboard",
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_folders_made_here_are_the_owners_and_others_keep_their_mode(tmp_path: Path) -> None:
    """A person's own folder, such as a home or a stick, is not closed to others behind their back."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs").chmod(0o755)

    private_folder(tmp_path / "theirs" / "new" / "newer")

    assert stat.S_IMODE((tmp_path / "theirs").stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "theirs" / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "theirs" / "new" / "newer").stat().st_mode) == 0o700


def test_a_file_that_is_there_keeps_what_is_in_it(tmp_path: Path) -> None:
    """Making sure of a file never empties it."""
    (tmp_path / "file").write_text("words")

    private_file(tmp_path / "file")

    assert (tmp_path / "file").read_text() == "words"


def test_a_claim_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    """The second is refused until the first is given up."""
    first = claim(tmp_path / "lock")
    with pytest.raises(BlockingIOError):
        claim(tmp_path / "lock")
    os.close(first)

    os.close(claim(tmp_path / "lock"))
