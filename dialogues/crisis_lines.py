"""Who answers the phone, and where: crisis lines by country, read from `crisis_lines.toml`.

A record that nobody has confirmed is kept, so that someone can confirm it, but it is never spoken: `CountryLines.spoken`
leaves it out. The country is the one that the person chose; it is never guessed.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

ELSEWHERE: Final = "INT"
"""The country code of the fallback: no number of its own, but true everywhere."""
STALE_AFTER: Final = timedelta(days=180)
"""Lines change their numbers and hours; half a year is the longest a record is trusted unread."""


class Purpose(StrEnum):
    """What a line is there for."""

    EMERGENCY = "emergency"
    DISTRESS = "distress"
    """Suicide, self-harm, despair."""
    ABUSE = "abuse"
    CHILDREN = "children"
    OWN_BEHAVIOUR = "own behaviour"
    """For people who hurt, or fear they will hurt, someone close to them."""


class Status(StrEnum):
    """How far a record can be trusted."""

    OPERATOR = "confirmed by operator"
    SECONDARY = "confirmed by secondary source"
    UNCHECKED = "unchecked"


class BadRecord(ValueError):
    """A record in the file lacks something that every crisis line must have. Names the country and the line."""


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """One line: how to reach it, whom it is for, and how we know."""

    name: str
    purpose: Purpose
    for_whom: str
    hours: str
    """"24/7", words fit to be spoken, or "not confirmed"."""
    languages: tuple[str, ...]
    source: str
    """The publication it was read in, with its address where known."""
    checked: date
    """The day it was last read against its source."""
    status: Status
    number: str = ""
    """As dialled; "" where there is none."""
    say: str = ""
    """What to say after "call", where that is more than the number."""
    text: str = ""
    """How to reach it in writing: "text HOME to 741741"."""
    chat: str = ""
    web: str = ""
    silent: str = ""
    """The sentence that says how to call it without speaking."""
    caution: str = ""
    """What a person who is watched should know before calling."""
    adults: bool = False
    """Of a line for children: adults who worry about a child may call it too."""
    note: str = ""
    source_date: str = ""
    """How old the source was, where it says."""

    @property
    def may_be_spoken(self) -> bool:
        """Whether anybody has confirmed it."""
        return self.status is not Status.UNCHECKED

    def is_stale(self, today: date) -> bool:
        """Whether it has gone unread for too long."""
        return today - self.checked > STALE_AFTER


@dataclass(frozen=True, slots=True)
class CountryLines:
    """The lines of one country, in the order in which to name them."""

    code: str
    name: str
    lines: tuple[CrisisLine, ...]

    @property
    def emergency(self) -> CrisisLine:
        """The emergency number."""
        return self.spoken(Purpose.EMERGENCY)[0]

    def spoken(self, purpose: Purpose) -> tuple[CrisisLine, ...]:
        """The confirmed lines of one purpose, best first."""
        return tuple(line for line in self.lines if line.purpose is purpose and line.may_be_spoken)

    @property
    def unchecked(self) -> tuple[CrisisLine, ...]:
        """The lines that nobody has confirmed: shown with a warning, never spoken."""
        return tuple(line for line in self.lines if not line.may_be_spoken)

    def stale(self, today: date) -> tuple[CrisisLine, ...]:
        """The lines that have gone unread for more than 180 days."""
        return tuple(line for line in self.lines if line.is_stale(today))


def load_crisis_lines() -> Mapping[str, CountryLines]:
    """All countries by code, the fallback among them."""
    return _packaged()


def parse_crisis_lines(toml: str) -> Mapping[str, CountryLines]:
    """Countries by code, from the text of a file; raises BadRecord where one is incomplete."""
    countries = [_country(table) for table in tomllib.loads(toml).get("country", ())]
    by_code = {country.code: country for country in countries}
    if len(by_code) != len(countries):
        raise BadRecord("A country stands in the file twice.")
    return MappingProxyType(by_code)


def lines_for(country: str | None) -> CountryLines:
    """The lines of a country by its ISO code, in any case; the fallback for None or a country not in the data."""
    return load_crisis_lines()[country_code(country or "") or ELSEWHERE]


def country_code(text: str) -> str | None:
    """The code of a country that the data has, from its code or its name in any case; None for any other text."""
    asked = text.strip().removeprefix("the ").removeprefix("The ").upper()
    asked = _ALSO_KNOWN_AS.get(asked, asked)
    return next((code for code, name in COUNTRIES.items() if asked in (code, name.removeprefix("the ").upper())), None)


def stale_lines(today: date) -> tuple[tuple[str, CrisisLine], ...]:
    """Every record older than 180 days on a given day, with its country's code."""
    return tuple((country.code, line) for country in load_crisis_lines().values() for line in country.stale(today))


def problems_on(today: date, countries: Mapping[str, CountryLines] | None = None) -> tuple[str, ...]:
    """What stands in the way of a release on a given day, one plain sentence for each record."""
    return tuple(
        f"{country.code}, {line.name}: {problem}"
        for country in (countries or load_crisis_lines()).values()
        for line in country.lines
        for problem in _problems(line, today)
    )


def _problems(line: CrisisLine, today: date) -> Iterator[str]:
    if not line.source.strip():
        yield "it has no source."
    if line.is_stale(today):
        yield f"it was last read on {line.checked}, more than {STALE_AFTER.days} days before; read it again at its source."
    if line.checked > today:
        yield f"it says that it was read on {line.checked}, which has not come yet."


@cache
def _packaged() -> Mapping[str, CountryLines]:
    return parse_crisis_lines((files("dialogues") / "crisis_lines.toml").read_text(encoding="utf-8"))


def _country(table: Mapping[str, Any]) -> CountryLines:
    code = table.get("code", "")
    lines = tuple(_line(code, entry) for entry in table.get("line", ()))
    country = CountryLines(code, table.get("name", ""), lines)
    if not (code and country.name and country.spoken(Purpose.EMERGENCY) and country.spoken(Purpose.DISTRESS)):
        raise BadRecord(f"{code or 'A country'}: needs a code, a name, an emergency number and a line for distress.")
    return country


def _line(code: str, entry: Mapping[str, Any]) -> CrisisLine:
    where = f"{code}, {entry.get('name', 'a line without a name')}"
    missing = [field for field in _REQUIRED if not entry.get(field)]
    if missing:
        raise BadRecord(f"{where}: {', '.join(missing)} is missing.")
    if not any(entry.get(way) for way in ("number", "say", "text", "web")):
        raise BadRecord(f"{where}: there is no way to reach it.")
    try:
        return CrisisLine(
            **{
                **entry,
                "purpose": Purpose(entry["purpose"]),
                "status": Status(entry["status"]),
                "languages": tuple(entry["languages"]),
            }
        )
    except (TypeError, ValueError) as error:
        raise BadRecord(f"{where}: {error}.") from error


_REQUIRED: Final = ("name", "purpose", "for_whom", "hours", "languages", "source", "checked", "status")
_ALSO_KNOWN_AS: Final = MappingProxyType(
    {
        "UK": "GB",
        "GREAT BRITAIN": "GB",
        "BRITAIN": "GB",
        "ENGLAND": "GB",
        "SCOTLAND": "GB",
        "WALES": "GB",
        "NORTHERN IRELAND": "GB",
        "USA": "US",
        "U.S.": "US",
        "AMERICA": "US",
        "EIRE": "IE",
        "REPUBLIC OF IRELAND": "IE",
    }
)

COUNTRIES: Final[Mapping[str, str]] = MappingProxyType(
    {code: country.name for code, country in load_crisis_lines().items() if code != ELSEWHERE}
)
"""Every country in the data, its code and its name, in its order: what a person is asked to choose from."""
