"""Rules as data: reads the files of `floor/`, and says which rules a text meets.

A file holds any of four things. *Slots* are word families that patterns share: `{weapon}`. *Idioms* are phrases that only
sound dangerous; they are covered up before any rule reads. *Frames* are surroundings that take the danger out of a
phrase: a negation before it, a film, a resolved past. *Rules* find danger, and name the frames that excuse them.

Patterns are regular expressions over `wording.plain` text, with two additions: `{slot}` stands for a word family, and
`<3>` for up to three words, none of them a negation. Every idiom, frame and rule carries examples, and a test reads them.
A rule that is `doubtful` finds what people say harmlessly as well: where nothing else speaks of danger, it is asked about.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import Any, Final

from dialogues.screening.result import Label, Screening, Tier
from dialogues.screening.wording import plain


class Where(StrEnum):
    """Where a frame must stand to excuse a phrase."""

    BEFORE = "before"
    """Directly before it."""
    ANYWHERE = "anywhere"
    """In the same text."""


@dataclass(frozen=True, slots=True)
class Idiom:
    """A phrase that only sounds dangerous."""

    name: str
    pattern: re.Pattern[str]
    match: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Surroundings that take the danger out of a phrase."""

    name: str
    where: Where
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    """What cancels it: read after the phrase for `BEFORE`, in the whole text for `ANYWHERE`."""
    match: tuple[str, ...]

    def excuses(self, words: str, found: re.Match[str]) -> bool:
        """Whether this frame stands round what a rule found."""
        match self.where:
            case Where.BEFORE:
                if self.unless is not None and self.unless.match(words, found.end()):
                    return False
                before = words[max(0, found.start() - _REACH) : found.start()]
                return self.pattern.search(before) is not None
            case Where.ANYWHERE:
                if self.unless is not None and self.unless.search(words):
                    return False
                return self.pattern.search(words) is not None


@dataclass(frozen=True, slots=True)
class Rule:
    """One named family of phrases, what it means, and the examples that prove it."""

    name: str
    """`family.kind`; replies may look at the family."""
    label: Label
    tier: Tier
    pattern: re.Pattern[str]
    excused_by: tuple[Frame, ...]
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    is_doubtful: bool

    def fires(self, words: str) -> bool:
        """Whether plain text holds a phrase of this rule that no frame excuses."""
        return any(
            not any(frame.excuses(words, found) for frame in self.excused_by) for found in self.pattern.finditer(words)
        )


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules, with the idioms that are covered up before they read."""

    idioms: tuple[Idiom, ...]
    frames: tuple[Frame, ...]
    rules: tuple[Rule, ...]

    def read(self, text: str) -> Screening:
        """What the rules find: the most urgent one gives tier and label, all give their names."""
        words = self.uncovered(text)
        fired = sorted((rule for rule in self.rules if rule.fires(words)), key=_urgency, reverse=True)
        if not fired:
            return Screening()
        return Screening(fired[0].tier, fired[0].label, tuple(rule.name for rule in fired))

    def is_doubtful(self, found: Screening) -> bool:
        """Whether every rule of danger that this finding names is a doubtful one."""
        return all(rule.is_doubtful for rule in self.rules if rule.name in found.signs and rule.tier >= Tier.T2)

    def excuses(self, text: str) -> bool:
        """Whether the text only sounds dangerous: an idiom, or a phrase of danger in a frame that takes the danger out."""
        words = self.uncovered(text)
        return _COVER in words or any(
            rule.tier >= Tier.T2 and rule.pattern.search(words) and not rule.fires(words) for rule in self.rules
        )

    def uncovered(self, text: str) -> str:
        """Plain text with its idioms covered up, as rules read it."""
        words = plain(text)
        for idiom in self.idioms:
            words = idiom.pattern.sub(_COVER, words)
        return words


def load_rulebook(files: Iterable[Traversable]) -> Rulebook:
    """The rulebook that these TOML files hold together; slots and frames may be used across files."""
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
    slots = {name: words for table in tables for name, words in table.get("slots", {}).items()}
    idioms = tuple(
        Idiom(entry["name"], _compiled(entry["patterns"], slots), tuple(entry["match"]))
        for entry in _entries(tables, "idiom")
    )
    frames = {entry["name"]: _frame(entry, slots) for entry in _entries(tables, "frame")}
    rules = tuple(
        Rule(
            name=entry["name"],
            label=Label(entry["label"]),
            tier=Tier(entry["tier"]),
            pattern=_compiled(entry["patterns"], slots),
            excused_by=tuple(frames[name] for name in entry.get("excused_by", ("negated", "quoted"))),
            match=tuple(entry["match"]),
            no_match=tuple(entry.get("no_match", ())),
            is_doubtful=entry.get("doubtful", False),
        )
        for entry in _entries(tables, "rule")
    )
    return Rulebook(idioms, tuple(frames.values()), rules)


def _entries(tables: Iterable[dict[str, Any]], kind: str) -> Iterator[dict[str, Any]]:
    for table in tables:
        yield from table.get(kind, ())


def _frame(entry: dict[str, Any], slots: dict[str, str]) -> Frame:
    where = Where(entry["where"])
    return Frame(
        name=entry["name"],
        where=where,
        pattern=_compiled(entry["patterns"], slots, end=" $" if where is Where.BEFORE else r"\b"),
        unless=_compiled(entry["unless"], slots, start=" " if where is Where.BEFORE else r"\b")
        if "unless" in entry
        else None,
        match=tuple(entry["match"]),
    )


def _compiled(patterns: Iterable[str], slots: dict[str, str], start: str = r"\b", end: str = r"\b") -> re.Pattern[str]:
    return re.compile(f"{start}(?:{'|'.join(_spelled_out(pattern, slots) for pattern in patterns)}){end}")


def _spelled_out(pattern: str, slots: dict[str, str]) -> str:
    while _SLOT.search(pattern):
        pattern = _SLOT.sub(lambda slot: f"(?:{slots[slot[1]]})", pattern)
    return _GAP.sub(lambda gap: rf"(?:(?!{_NEVER_SKIPPED})\w+ ){{0,{gap[1]}}}", pattern)


def _urgency(rule: Rule) -> tuple[Tier, int]:
    return rule.tier, -_FIRST_AMONG_EQUALS.index(rule.label)


_FIRST_AMONG_EQUALS: Final = (
    # Of rules equally urgent, the one whose reply serves best: a child before all; threats against oneself before those
    # by others; what was done before how one is ruled.
    Label.CHILD_RISK,
    Label.SUICIDE,
    Label.THIRD_PARTY,
    Label.PARTNER_VIOLENCE,
    Label.HARM_TO_OTHERS,
    Label.SELF_HARM,
    Label.COERCIVE_CONTROL,
    Label.PROFESSIONAL,
    Label.NONE,
)
_SLOT: Final = re.compile(r"\{([a-z_]+)\}")
_GAP: Final = re.compile(r"<(\d)>")
_NEVER_SKIPPED: Final = r"(?:not|never|nobody|without|it|that|which|i)\b"
_COVER: Final = "~"  # not a word: no gap reaches across it
_REACH: Final = 80  # characters before a phrase that a frame may use: about sixteen words
