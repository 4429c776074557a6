"""What a person has chosen, in a small TOML file that they may also edit by hand.

    country = "IE"
    pace = "spacious"
    lock_after_minutes = 5

    [listener]
    engine = "openai"
    base_url = "http://localhost:11434/v1"
    model = "qwen3"
    api_key_env = "LISTENER_KEY"

What is not in the file is as in `Settings()`. A key to a server is never kept, only the name of the environment variable that
holds it.
"""

import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from assistant.errors import AssistantError, UsageError
from assistant.places import replace_file
from assistant.turn_taking import Pace


class Engine(StrEnum):
    """Which listener replies."""

    EMBEDDED = "embedded"
    """The one in the program: needs no model and no network."""
    OPENAI = "openai"
    """A language model behind an OpenAI-compatible address."""


class Hiding(StrEnum):
    """What becomes of a talk that was hidden."""

    KEEP = "keep"
    """It stays in the journal, as after any other end."""
    DISCARD = "discard"
    """It is removed for good."""


@dataclass(frozen=True, slots=True)
class ListenerSettings:
    """Which listener replies, and where it is reached."""

    engine: Engine = Engine.EMBEDDED
    base_url: str | None = None
    """Where the server is; None for OpenAI's own."""
    model: str | None = None
    api_key_env: str | None = None
    """The name of an environment variable with the key for that server; None sends no key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person has chosen."""

    country: str | None = None
    """Two capital letters: whose crisis lines to name. None until it is chosen; never guessed."""
    pace: Pace = Pace.UNHURRIED
    voice: str = "joe"
    lock_after_minutes: int = 15
    """How long nobody may speak or type before a talk locks; 0 for as long as they like. Longer than any pause in a talk."""
    keep_audio: bool = False
    """Whether the sound of the person's voice is kept with the words."""
    keep_audio_days: int = 30
    """For how long, once it is; 0 for good."""
    keep_tiers: bool = False
    """Whether what screening found in each turn of the person is kept beside it."""
    listener: ListenerSettings = field(default_factory=ListenerSettings)
    hiding: Hiding = Hiding.KEEP


def load(path: Path) -> Settings:
    """The settings in this file; those of a new installation if there is none.

    Raises:
        UsageError: the file cannot be read, or something in it is not a setting. Names the file, the key and what is
            allowed, never the value: a key for a server may have been put in the wrong place.
    """
    try:
        table = tomllib.loads(path.read_bytes().decode())
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise UsageError(
            f"The settings in {path} cannot be read: {os.strerror(error.errno or 0)}.",
            "Make the file readable for you, or move it away to start with new settings.",
        ) from None
    except (ValueError, RecursionError) as error:
        where = re.search(r"\(at .*\)$", str(error))
        raise UsageError(
            f"The settings in {path} are not valid TOML{' ' + where[0] if where else ''}.",
            "Correct that line, or move the file away to start with new settings.",
        ) from None
    inner = table.pop("listener", {})
    if not isinstance(inner, dict):
        _refuse(path, "listener", "It is a section: a line [listener], with its settings below it.")
    top = _checked(path, "", table, _TOP)
    listener = _checked(path, "listener.", inner, _LISTENER)
    return Settings(
        country=top["country"].upper() if "country" in top else None,
        pace=Pace(top.get("pace", Settings().pace)),
        voice=top.get("voice", Settings().voice),
        lock_after_minutes=top.get("lock_after_minutes", Settings().lock_after_minutes),
        keep_audio=top.get("keep_audio", Settings().keep_audio),
        keep_audio_days=top.get("keep_audio_days", Settings().keep_audio_days),
        keep_tiers=top.get("keep_tiers", Settings().keep_tiers),
        hiding=Hiding(top.get("hiding", Settings().hiding)),
        listener=ListenerSettings(
            engine=Engine(listener.get("engine", Engine.EMBEDDED)),
            base_url=listener.get("base_url"),
            model=listener.get("model"),
            api_key_env=listener.get("api_key_env"),
        ),
    )


def save(settings: Settings, path: Path) -> None:
    """Writes what differs from a new installation, whole or not at all. Comments in an earlier file are not kept.

    Raises:
        UsageError: one of the settings is not allowed. The file is as it was.
        AssistantError: the file cannot be written. It is as it was.
    """
    top = _differing(settings, Settings())
    listener = _differing(settings.listener, ListenerSettings())
    _checked(path, "", top, _TOP)
    _checked(path, "listener.", listener, _LISTENER)
    lines = [f"{key} = {_quoted(value)}\n" for key, value in top.items()]
    if listener:
        lines += ["\n" if lines else "", "[listener]\n"]
        lines += [f"{key} = {_quoted(value)}\n" for key, value in listener.items()]
    try:
        replace_file(path.resolve(), "".join(lines).encode())
    except OSError as error:
        raise AssistantError(
            f"The settings could not be saved in {path}: {os.strerror(error.errno or 0)}.",
            "They are as they were. Look whether the folder is yours and the disk has room.",
        ) from None


@dataclass(frozen=True, slots=True)
class _Rule:
    allowed: str
    accepts: Callable[[Any], object]
    kind: type = str


def _is_address(text: str) -> bool:
    if not text.isprintable() or " " in text:
        return False
    try:
        url = urlsplit(text)
        return url.scheme in {"http", "https"} and bool(url.hostname) and "@" not in url.netloc and url.port != 0
    except ValueError:
        return False


def _is_one_of(kind: type[StrEnum]) -> Callable[[str], bool]:
    return frozenset(kind).__contains__


def _is_name(text: str) -> bool:
    return bool(text.strip()) and not re.search(r"[\ud800-\udfff]", text)


def _choices(kind: type[StrEnum]) -> str:
    return "One of: " + ", ".join(f'"{member}"' for member in kind) + "."


_TOP: Final[Mapping[str, _Rule]] = {
    "country": _Rule('Two letters in quotes, such as "IE".', re.compile(r"[A-Za-z]{2}").fullmatch),
    "pace": _Rule(_choices(Pace), _is_one_of(Pace)),
    "voice": _Rule('The name of a voice in quotes, such as "joe".', _is_name),
    "lock_after_minutes": _Rule("A number of minutes from 0 (never) to 1440.", range(1441).__contains__, int),
    "keep_audio": _Rule("true or false, without quotes.", lambda _: True, bool),
    "keep_audio_days": _Rule("A number of days from 0 (for good) to 36500.", range(36_501).__contains__, int),
    "keep_tiers": _Rule("true or false, without quotes.", lambda _: True, bool),
    "hiding": _Rule(_choices(Hiding), _is_one_of(Hiding)),
}
_LISTENER: Final[Mapping[str, _Rule]] = {
    "engine": _Rule(_choices(Engine), _is_one_of(Engine)),
    "base_url": _Rule(
        'An address in quotes, without a name or key in it, such as "http://localhost:11434/v1".', _is_address
    ),
    "model": _Rule("The name of a model in quotes, as its server knows it.", _is_name),
    "api_key_env": _Rule(
        'The name of an environment variable in quotes, such as "LISTENER_KEY": never the key itself.',
        re.compile(r"[A-Za-z_][A-Za-z0-9_]*").fullmatch,
    ),
}


def _checked(path: Path, prefix: str, table: Mapping[str, object], rules: Mapping[str, _Rule]) -> dict[str, Any]:
    checked = {}
    for key, value in table.items():
        if key not in rules:
            known = ", ".join([*rules, "listener"] if rules is _TOP else rules)
            _refuse(path, prefix + key, f"There is no such setting. Those there are: {known}.")
        rule = rules[key]
        is_flag = isinstance(value, bool)  # which Python counts among the whole numbers
        if is_flag != (rule.kind is bool) or not isinstance(value, rule.kind) or not rule.accepts(value):
            _refuse(path, prefix + key, rule.allowed)
        checked[key] = value
    return checked


def _refuse(path: Path, key: str, allowed: str) -> NoReturn:
    raise UsageError(f"The setting {key!r} in {path} is not understood.", allowed)


def _differing(chosen: Settings | ListenerSettings, usual: Settings | ListenerSettings) -> dict[str, object]:
    return {
        each.name: value
        for each in fields(chosen)
        if each.name != "listener" and (value := getattr(chosen, each.name)) != getattr(usual, each.name)
    }


def _quoted(value: object) -> str:
    """A TOML value: as in JSON, but that TOML also wants the delete character in a text escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
