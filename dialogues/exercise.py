"""An exercise: a few short steps that somebody is led through by voice, written down as TOML.

The files are in `dialogues/library/exercises/`; the format is described for authors in docs/DIALOGUES.md. What leads a
person through one is `dialogues.exercising`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dialogues.cues import Cues

SOURCE: Final = "exercise"  # how the source of every turn of an exercise begins: "exercise/plan/goal"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is said to the person, and what becomes of their answer."""

    id: str
    say: str
    """May hold earlier answers in braces: `{goal}`."""
    hint: str
    """The same in other words, for "what do you mean?" and "I don't know"."""
    keep: bool
    """The answer is kept, and can be read back."""
    quote: bool
    """It is read back word for word, not turned to "you"."""
    dictate: bool
    """It takes as many turns as they like, until they say that it is done."""
    paced: bool
    """A silence leads on to the next step."""
    next_time: bool
    """The next session begins by asking how it went."""
    day: bool
    """The answer is the day for the step that was chosen; it is named with it."""
    unless: Cues
    """Heard in an answer, the step is asked once more."""
    needs: Cues
    """Not heard in an answer, the step is asked once more."""
    mend: str
    """How it is asked once more."""

    @property
    def slots(self) -> tuple[str, ...]:
        """The earlier answers that it reads back."""
        return tuple(re.findall(r"\{([\w-]+)\}", self.say))


@dataclass(frozen=True, slots=True)
class Exercise:
    """A few steps, and when to offer them."""

    id: str
    title: str
    source: str
    about: str
    asked: Cues
    """Said by somebody who wants this one."""
    fits: Cues
    """Said by somebody to whom it may be offered."""
    role: str
    """Whom it is for: "hurt", "broke" or "either"."""
    for_two: bool
    """It works on the relationship, so it has no place after a crisis."""
    after_danger: bool
    """It may be done after a crisis, if they ask for it."""
    offer: str
    """What it is, in one sentence, before they are asked whether they want it."""
    steps: tuple[Step, ...]

    def at(self, step: str) -> int | None:
        """The place of the step with this id, counted from 0."""
        return next((number for number, each in enumerate(self.steps) if each.id == step), None)

    def source_of(self, mark: str) -> str:
        """The source of a turn of this exercise: a step's id, or "offer", "over", "declined"."""
        return f"{SOURCE}/{self.id}/{mark}"


def load_exercise(path: Path) -> Exercise:
    """The exercise in one file.

    Raises:
        ValueError: The file has a fault; the message names the file and the line.
    """
    from dialogues.checking import problems_in

    if problems := problems_in(path):
        raise ValueError(str(problems[0]))
    return _exercise(tomllib.loads(path.read_text(encoding="utf-8")))


def is_exercise(path: Path) -> bool:
    """Whether the file holds an exercise rather than a dialogue; False if it cannot be read."""
    try:
        return "steps" in tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False


def _exercise(data: Mapping[str, Any]) -> Exercise:
    applies = data["applies"]
    return Exercise(
        id=data["id"],
        title=data["title"],
        source=data["source"],
        about=data["about"],
        asked=Cues(tuple(applies["asked"])),
        fits=Cues(tuple(applies.get("fits", ()))),
        role=applies.get("role", "either"),
        for_two=data.get("for_two", False),
        after_danger=data.get("after_danger", False),
        offer=data["offer"],
        steps=tuple(_step(entry) for entry in data["steps"]),
    )


def _step(entry: Mapping[str, Any]) -> Step:
    return Step(
        id=entry["id"],
        say=entry["say"],
        hint=entry.get("hint", ""),
        keep=entry.get("keep", False),
        quote=entry.get("quote", False),
        dictate=entry.get("dictate", False),
        paced=entry.get("paced", False),
        next_time=entry.get("next_time", False),
        day=entry.get("day", False),
        unless=Cues(tuple(entry.get("unless", ()))),
        needs=Cues(tuple(entry.get("needs", ()))),
        mend=entry.get("mend", ""),
    )
