"""What can be wrong with a dialogue file, and on which line: plain sentences for an author who is no programmer."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from dialogues.dialogue import GENERAL, OPEN_THEME, Layer, Problem, Role, Stage
from dialogues.lines import SLOTS, Detail, Line

LONGEST_QUESTION: Final = 24  # words: with a reflection before it, a reply stays under 45
FOR_WHOM: Final = (Role.HURT, Role.BROKE, Role.EITHER)  # what a file may say; BOTH is only ever somebody
LONGEST_DETAIL: Final = 14  # words: it follows what was said back, and is about the same
LONGEST_LINE: Final = 40  # words: about fifteen seconds of speech
ASKING_LINES: Final = frozenset(
    {
        Line.OPENING,
        Line.OPENING_RETURNING,
        Line.BACK_TO_YOU,
        Line.SUMMARY_ASK,
        Line.GREETING,
        Line.BEGIN,
        Line.CIRCLING,
        Line.CORRECTION_ASK,
        Line.COMPLAINT_ASK,
        Line.CHOICE_ASK,
        Line.GUIDANCE_ASK,
        Line.AFTER_DANGER,
        Line.OPENING_STEP,
        Line.EXERCISE_ASK,
    }
)
"""Lines that ask one question; all others ask none."""

_TOP: Final = {"id": str, "title": str, "source": str, "about": str, "applies": dict, "themes": dict}
_ALSO_TOP: Final = {"examples", "questions", "offers", "lines", "details"}
_QUESTION: Final = {"id": str, "themes": list, "layer": str, "ask": str, "simpler": str}
_OFFER: Final = {"id": str, "themes": list, "say": str}
_CLOSED: Final = re.compile(
    r"^(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would|should|shall|may|might|isn't|aren't|don't|didn't"
    r"|who|when did|when was|when is|how (?:long|often|many|much|old|far|soon)|why don't|how about)\b",
    re.IGNORECASE,
)
_ADVISING: Final = re.compile(
    r"\b(?:you (?:should|must|ought to|could try)|(?<!would )(?<!do )(?<!did )you (?:need|have) to\b|why don't you|have you (?:tried|considered|thought about)"
    r"|i (?:suggest|recommend|advise)|my advice|if i were you)\b|(?:^|[.,;] )try to\b",
    re.IGNORECASE,
)
_NOT_SPEAKABLE: Final = re.compile(r"[*_#`<>|\[\]\n\U0001f300-\U0001faff\u2600-\u27bf]")


def problems_in(path: Path) -> list[Problem]:
    """Every fault of the file, in the order of its lines."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError:
        return [Problem(1, "the file cannot be read.", path.name)]
    except UnicodeDecodeError:
        return [Problem(1, "the file is not text in UTF-8.", path.name)]
    except tomllib.TOMLDecodeError as fault:
        where = re.search(r"at line (\d+)", str(fault))
        line = int(where.group(1)) if where else len(text.splitlines())
        return [Problem(max(line, 1), f"this is not TOML: {str(fault).split(' (at')[0].lower()}.", path.name)]
    if "steps" in data:
        from dialogues.checking_exercises import ExerciseFile

        faults = ExerciseFile(text, data).faults()
    else:
        faults = _DialogueFile(text, data).faults()
    return sorted(Problem(line, what, path.name) for line, what in faults)


class CheckedFile:
    """One file being checked: what it says, and where."""

    def __init__(self, text: str, data: Mapping[str, Any]) -> None:
        self.rows = text.splitlines()
        self.data = data
        self.entries: defaultdict[str, list[int]] = defaultdict(list)  # where each entry begins, by its "[[table]]"
        for at, row in enumerate(self.rows):
            if row.lstrip().startswith("[["):
                self.entries[row.strip()].append(at)

    def row_of(self, key: str, after: str = "") -> int:
        """The line on which a key is set, counted from 1."""
        start = next((at for at, row in enumerate(self.rows) if row.strip() == after), 0) if after else 0
        name = key.strip("[]")
        set_here = re.compile(rf'\s*(?:\[+\s*)?"?{re.escape(name)}"?\s*(?:=|\]|\.)')
        for at, row in enumerate(self.rows[start:], start + 1):
            if name in row and set_here.match(row):
                return at
        return start + 1

    def line_of(self, table: str, number: int, key: str) -> int:
        """The line of a key in the n-th entry of a table; the entry's first line if the key is not there."""
        starts = self.entries[f"[[{table}]]"]
        if number >= len(starts):
            return self.row_of(table)
        start = starts[number]
        for at in range(start + 1, len(self.rows)):
            if self.rows[at].lstrip().startswith("["):
                break
            if key and re.match(rf"\s*{re.escape(key)}\s*=", self.rows[at]):
                return at + 1
        return start + 1


class _DialogueFile(CheckedFile):
    """A dialogue being checked."""

    def faults(self) -> Iterator[tuple[int, str]]:
        shape = list(self._shape())
        yield from shape
        if shape:
            return  # the rest would only repeat it in other words
        yield from self._themes()
        yield from self._ids()
        for number, entry in enumerate(self.data.get("questions", ())):
            yield from self._question(entry, number)
        for number, entry in enumerate(self.data.get("offers", ())):
            line = self.line_of("offers", number, "say")
            yield from (
                (line, f"this offer {fault}") for fault in speech_faults(entry["say"], questions=0, advice=True)
            )
            yield from self._known_themes("offers", number, entry)
        yield from self._lines()
        yield from self._details()

    def _shape(self) -> Iterator[tuple[int, str]]:
        """Whether everything that must be there is, and nothing that is not known."""
        for key, kind in _TOP.items():
            if not isinstance(self.data.get(key), kind):
                yield 1, f'"{key}" is missing at the top, or is not {NAMES[kind]}.'
        for key in self.data.keys() - _TOP.keys() - _ALSO_TOP:
            yield self.row_of(key), f'"{key}" is not something a dialogue has.'
        for table, wanted, may in (("questions", _QUESTION, {"stage", "role"}), ("offers", _OFFER, set())):
            entries = self.data.get(table, [])
            if not isinstance(entries, list):
                yield self.row_of(table), f'write each of the {table} under its own line "[[{table}]]".'
                continue
            for number, entry in enumerate(entries):
                for key, kind in wanted.items():
                    if not isinstance(entry.get(key), kind):
                        yield self.line_of(table, number, ""), f'here "{key}" is missing, or is not {NAMES[kind]}.'
                for key in entry.keys() - wanted.keys() - may:
                    yield self.line_of(table, number, key), f'"{key}" is not something one of the {table} has.'
        yield from self._word_lists()

    def _word_lists(self) -> Iterator[tuple[int, str]]:
        themes = self.data.get("themes")
        for table, known in (
            ("applies", {"cues", "hurt", "broke"}),
            ("themes", None),
            ("examples", set(themes) if isinstance(themes, dict) else set()),
            ("lines", {str(line) for line in Line}),
            ("details", {str(detail) for detail in Detail}),
        ):
            entries = self.data.get(table, {})
            if not isinstance(entries, dict):
                continue
            for key, value in entries.items():
                line = self.row_of(key, after=f"[{table}]")
                if known is not None and key not in known:
                    yield line, f'"{key}" is not known under [{table}].'
                elif (
                    not isinstance(value, list)
                    or not all(isinstance(one, str) and one.strip() for one in value)
                    or not value
                ):
                    yield line, f'"{key}" must be a list of texts: ["...", "..."].'

    def _themes(self) -> Iterator[tuple[int, str]]:
        used = {theme for entry in self.data.get("questions", ()) for theme in entry["themes"]}
        for theme in self.data["themes"].keys() - used:
            yield self.row_of(theme, after="[themes]"), f'no question has the theme "{theme}".'

    def _ids(self) -> Iterator[tuple[int, str]]:
        seen: set[str] = set()
        for table in ("questions", "offers"):
            for number, entry in enumerate(self.data.get(table, ())):
                if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", entry["id"]):
                    yield self.line_of(table, number, "id"), "an id is made of small letters, digits and hyphens."
                if entry["id"] in seen:
                    yield (
                        self.line_of(table, number, "id"),
                        f'the id "{entry["id"]}" is taken already; each must be new.',
                    )
                seen.add(entry["id"])

    def _question(self, entry: Mapping[str, Any], number: int) -> Iterator[tuple[int, str]]:
        for key, choices in (("layer", Layer), ("stage", Stage), ("role", FOR_WHOM)):
            if key in entry and entry[key] not in list(choices):
                yield self.line_of("questions", number, key), f'"{key}" must be one of: {", ".join(choices)}.'
        yield from self._known_themes("questions", number, entry)
        for key in ("ask", "simpler"):
            line = self.line_of("questions", number, key)
            for fault in speech_faults(entry[key], questions=1, advice=False):
                yield line, f"this question {fault}"
            if _CLOSED.match(entry[key]):
                yield line, 'this question can be answered with yes, no or one fact; begin with "what" or "how".'
            if len(entry[key].split()) > LONGEST_QUESTION:
                yield line, f"this question has more than {LONGEST_QUESTION} words; it will be heard, not read."
            yield from ((line, fault) for fault in _slot_faults(entry[key], "questions"))
        if entry["ask"] == entry["simpler"]:
            yield self.line_of("questions", number, "simpler"), "the simpler wording is the same as the first."

    def _known_themes(self, table: str, number: int, entry: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
        for theme in entry["themes"]:
            if theme not in self.data["themes"] and theme != OPEN_THEME:
                yield self.line_of(table, number, "themes"), f'the theme "{theme}" is not listed under [themes].'

    def _lines(self) -> Iterator[tuple[int, str]]:
        lines = self.data.get("lines", {})
        if self.data["id"] == GENERAL:
            for line in Line:
                if line not in lines:
                    yield self.row_of("[lines]"), f'"{line}" is missing: all other dialogues borrow it from here.'
        for key, wordings in lines.items():
            row = self.row_of(key, after="[lines]")
            for wording in wordings:
                for fault in speech_faults(wording, questions=int(key in ASKING_LINES), advice=False):
                    yield row, f'one wording of "{key}" {fault}'
                yield from ((row, fault) for fault in _slot_faults(wording, "lines"))
                if len(wording.split()) > LONGEST_LINE:
                    yield row, f'one wording of "{key}" has more than {LONGEST_LINE} words.'

    def _details(self) -> Iterator[tuple[int, str]]:
        for key, wordings in self.data.get("details", {}).items():
            row = self.row_of(key, after="[details]")
            for wording in wordings:
                for fault in speech_faults(wording, questions=1, advice=False):
                    yield row, f'one wording of "{key}" {fault}'
                if _CLOSED.match(wording):
                    yield row, f'one wording of "{key}" can be answered with yes, no or one fact.'
                yield from ((row, fault) for fault in _slot_faults(wording, "details"))
                if len(wording.split()) > LONGEST_DETAIL:
                    yield row, f'one wording of "{key}" has more than {LONGEST_DETAIL} words.'


NAMES: Final[Mapping[type, str]] = {str: "a text", list: "a list", dict: "a table"}


def speech_faults(text: str, *, questions: int, advice: bool) -> Iterator[str]:
    """What makes a text unfit to be said by this program."""
    asked = text.count("?")
    if asked != questions:
        yield "must ask exactly one question." if questions else "must not ask a question."
    if questions and not text.rstrip().endswith("?"):
        yield "must end with its question mark."
    if _NOT_SPEAKABLE.search(text):
        yield "holds signs that cannot be spoken."
    if "!" in text:
        yield "has an exclamation mark; this voice is calm."
    if not advice and _ADVISING.search(text):
        yield "gives advice; nobody has asked for it."


def _slot_faults(text: str, place: str) -> Iterator[str]:
    for slot in re.findall(r"\{([^}]*)\}", text):
        if place not in SLOTS.get(slot, ()):
            known = ", ".join(f"{{{name}}}" for name, where in SLOTS.items() if place in where)
            yield f"{{{slot}}} is not known here; known are: {known}."
