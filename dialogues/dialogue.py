"""A dialogue: a way of leading a session, written down as TOML in `dialogues/library/`.

The format is described for authors in docs/DIALOGUES.md. `load_library` reads the dialogues that ship with the program;
`check` says what is wrong with a file, by line, without stopping at the first fault.
"""

import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from dialogues.cues import Cues
from dialogues.examples import Examples
from dialogues.exercise import Exercise, is_exercise, load_exercise
from dialogues.lines import Detail, Line, slots_of

OPEN_THEME: Final = "open"  # the theme of a question that fits whatever was said; it needs no cues
GENERAL: Final = "anything"  # the dialogue that lends its lines to all others, and leads where no other applies
CUE_WEIGHT: Final = 0.15  # of one cue, where a turn that means what the examples mean counts about 0.2
WORTH_LEADING: Final = 0.1  # a dialogue with less behind it does not lead


class Layer(StrEnum):
    """How deep a question goes: first what is felt, then what sets it off, then what is possible."""

    EMOTION = "emotion"
    TRIGGER = "trigger"
    POSSIBILITY = "possibility"


class Stage(StrEnum):
    """When in a session a question belongs."""

    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"
    ANY = "any"


class Role(StrEnum):
    """Whom a question is for: the one who was hurt, the one who broke the trust, or either."""

    HURT = "hurt"
    BROKE = "broke"
    EITHER = "either"
    BOTH = "both"
    """Of a person only: hurt, and did hurt. What is for one side may be asked of them, too."""


@dataclass(frozen=True, slots=True)
class Question:
    """One open question, and the same in simpler words."""

    id: str
    """With the dialogue's id before it: "broken-trust/first-doubt"."""
    themes: tuple[str, ...]
    layer: Layer
    ask: str
    simpler: str
    stage: Stage = Stage.ANY
    role: Role = Role.EITHER

    @property
    def slots(self) -> frozenset[str]:
        """The words in braces that must be known before it can be asked."""
        return slots_of(self.ask + self.simpler)


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that some people do, said only when somebody asks for advice."""

    id: str
    themes: tuple[str, ...]
    say: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A way of leading a session."""

    id: str
    title: str
    source: str
    """The article it is modelled on."""
    about: str
    cues: Cues
    hurt: Cues
    """Said by the one who was hurt."""
    broke: Cues
    """Said by the one who broke the trust."""
    themes: Mapping[str, Cues]
    examples: Examples
    """What people say who speak of a theme, where no cue is heard."""
    questions: tuple[Question, ...]
    offers: tuple[Offer, ...]
    lines: Mapping[Line, tuple[str, ...]]
    details: Mapping[Detail, tuple[str, ...]]
    """Questions about one detail of what was just said; those of a dialogue without cues are lent to all."""

    def themes_in(self, text: str) -> dict[str, int]:
        """The themes a text touches, by its words or its meaning, with how often; turns are parted by " . "."""
        found = Counter(self.themes_named(text))
        for turn in text.split(" . "):
            found.update(self.examples.touched(turn))
        return dict(found)

    def themes_named(self, text: str) -> dict[str, int]:
        """The themes whose cues stand in a text, with how often."""
        return {theme: hits for theme, cues in self.themes.items() if (hits := cues.hits(text))}


@dataclass(frozen=True, slots=True)
class Library:
    """All dialogues and exercises there are."""

    dialogues: tuple[Dialogue, ...]
    exercises: tuple[Exercise, ...] = ()
    leading: str = ""
    """The id of the dialogue or exercise that leads whatever is said: for trying one out."""

    @property
    def general(self) -> Dialogue:
        """The one that leads where no other applies, and lends its lines to all."""
        return next(dialogue for dialogue in self.dialogues if dialogue.id == GENERAL)

    def choose(self, text: str) -> Dialogue:
        """The dialogue that what was said asks for most; the general one if none does."""
        if leading := next((dialogue for dialogue in self.dialogues if dialogue.id == self.leading), None):
            return leading
        turns = text.split(" . ")
        fits = {
            dialogue.id: CUE_WEIGHT * dialogue.cues.hits(text) + sum(map(dialogue.examples.nearness, turns))
            for dialogue in self.dialogues
            if dialogue.id != GENERAL
        }
        best = max(self.dialogues, key=lambda dialogue: fits.get(dialogue.id, 0.0))
        return best if fits.get(best.id, 0.0) >= WORTH_LEADING else self.general

    def lending_details(self, dialogue: Dialogue) -> tuple[Dialogue, ...]:
        """The dialogues whose questions about a detail may be asked while this one leads; its own alone in a trial."""
        if dialogue.id == self.leading:
            return (dialogue,)
        return tuple(each for each in self.dialogues if each is dialogue or not each.cues.listed)

    def lines(self, dialogue: Dialogue, line: Line) -> tuple[str, ...]:
        """The wordings of a line: the dialogue's own, or else the general ones."""
        return dialogue.lines.get(line) or self.general.lines[line]

    def question(self, source: str) -> Question | None:
        """The question with this id, or None."""
        return next((q for dialogue in self.dialogues for q in dialogue.questions if q.id == source), None)

    def exercise(self, id_: str | None) -> Exercise | None:
        """The exercise with this id, or None."""
        return next((exercise for exercise in self.exercises if exercise.id == id_), None)


def load_library(extra: Collection[Path] = ()) -> Library:
    """The dialogues and exercises that ship with the program, and those in the extra files.

    Raises:
        ValueError: A file has a fault; the message names the file and the line, as `check` does.
    """
    shipped = _shipped_library()
    exercises = [path for path in extra if is_exercise(path)]
    return replace(
        shipped,
        dialogues=(*shipped.dialogues, *(load(path) for path in extra if path not in exercises)),
        exercises=(*shipped.exercises, *(load_exercise(path) for path in exercises)),
    )


@cache
def _shipped_library() -> Library:
    # Read and checked once: every session of the process shares it, and nothing changes it.
    with resources.as_file(resources.files("dialogues") / "library") as folder:
        return Library(
            dialogues=tuple(load(path) for path in sorted(folder.glob("*.toml"))),
            exercises=tuple(load_exercise(path) for path in sorted((folder / "exercises").glob("*.toml"))),
        )


def library_leading_with(path: Path) -> Library:
    """The library with one more file, which leads whatever is said; it takes the place of a shipped one of that name.

    Raises:
        ValueError: The file has a fault; the message names the file and the line.
    """
    shipped = load_library()
    if is_exercise(path):
        exercise = load_exercise(path)
        others = (each for each in shipped.exercises if each.id != exercise.id)
        return replace(shipped, exercises=(exercise, *others), leading=exercise.id)
    dialogue = load(path)
    kept = tuple(each for each in shipped.dialogues if each.id != dialogue.id)
    return replace(shipped, dialogues=(*kept, dialogue), leading=dialogue.id)


def load(path: Path) -> Dialogue:
    """The dialogue in one file.

    Raises:
        ValueError: The file has a fault; the message names the file and the line.
    """
    if problems := check(path):
        raise ValueError(str(problems[0]))
    return _dialogue(tomllib.loads(path.read_text(encoding="utf-8")))


def check(path: Path) -> list["Problem"]:
    """Everything that is wrong with a file, in the order of its lines; empty if nothing is."""
    from dialogues.checking import problems_in

    return problems_in(path)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a dialogue file, said so that its author can mend it."""

    line: int
    what: str
    file: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}"


def _dialogue(data: Mapping[str, Any]) -> Dialogue:
    applies = data["applies"]
    return Dialogue(
        id=data["id"],
        title=data["title"],
        source=data["source"],
        about=data["about"],
        cues=Cues(tuple(applies.get("cues", ()))),
        hurt=Cues(tuple(applies.get("hurt", ()))),
        broke=Cues(tuple(applies.get("broke", ()))),
        themes={name: Cues(tuple(cues)) for name, cues in data["themes"].items()},
        examples=Examples({name: tuple(theirs) for name, theirs in data.get("examples", {}).items()}),
        questions=tuple(_question(entry, data["id"]) for entry in data.get("questions", ())),
        offers=tuple(
            Offer(f"{data['id']}/{entry['id']}", tuple(entry["themes"]), entry["say"])
            for entry in data.get("offers", ())
        ),
        lines={Line(name): tuple(wordings) for name, wordings in data.get("lines", {}).items()},
        details={Detail(name): tuple(wordings) for name, wordings in data.get("details", {}).items()},
    )


def _question(entry: Mapping[str, Any], dialogue: str) -> Question:
    return Question(
        id=f"{dialogue}/{entry['id']}",
        themes=tuple(entry["themes"]),
        layer=Layer(entry["layer"]),
        ask=entry["ask"],
        simpler=entry["simpler"],
        stage=Stage(entry.get("stage", Stage.ANY)),
        role=Role(entry.get("role", Role.EITHER)),
    )
