import re
from datetime import date, timedelta
from importlib.resources import files

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli import cli
from assistant.helping import show_help
from assistant.settings import Settings
from dialogues.crisis import help_now
from dialogues.crisis_lines import (
    COUNTRIES,
    ELSEWHERE,
    BadRecord,
    Purpose,
    Status,
    country_code,
    lines_for,
    load_crisis_lines,
    parse_crisis_lines,
    problems_on,
    stale_lines,
)

RECORDS = [(code, line) for code, country in load_crisis_lines().items() for line in country.lines]
EXAMPLE = """
[[country]]
code = "XX"
name = "an example"

[[country.line]]
name = "000"
number = "000"
purpose = "emergency"
for_whom = "anyone in danger"
hours = "24/7"
languages = ["en"]
source = "An operator's page, example.org"
checked = 2026-01-01
status = "confirmed by operator"

[[country.line]]
name = "Listening Line"
number = "123"
purpose = "distress"
for_whom = "anyone in distress"
hours = "24/7"
languages = ["en"]
source = "An operator's page, example.org"
checked = 2026-01-01
status = "confirmed by operator"
"""


def test_every_country_that_was_promised_has_its_lines():
    """Eleven countries, and the fallback for the rest of the world."""
    promised = {"US", "CA", "GB", "IE", "AU", "NZ", "DE", "FR", "ES", "IN", "ZA"}

    assert set(COUNTRIES) == promised
    assert set(load_crisis_lines()) == promised | {ELSEWHERE}


@pytest.mark.parametrize(("code", "line"), RECORDS, ids=lambda value: getattr(value, "name", value))
def test_a_record_says_how_to_reach_it_and_how_we_know(code, line):
    """A number without a source and a day on which it was read is a rumour."""
    assert line.source
    assert isinstance(line.checked, date)
    assert line.languages
    assert any((line.number, line.say, line.text, line.web)), code
    assert re.fullmatch(r"[\d -]*", line.number), "as dialled: digits, spaces and hyphens"


@pytest.mark.parametrize("code", [*COUNTRIES, ELSEWHERE])
def test_a_country_has_an_emergency_number_and_a_line_for_distress_that_may_be_spoken(code):
    """Whatever else is missing, these two are there."""
    country = lines_for(code)

    assert country.emergency.number or code == ELSEWHERE
    assert country.spoken(Purpose.DISTRESS)


def test_an_unchecked_number_is_kept_but_never_among_those_that_may_be_spoken():
    """A wrong number is worse than none."""
    unchecked = [(code, line) for code, line in RECORDS if line.status is Status.UNCHECKED]

    assert unchecked
    assert all(line not in lines_for(code).spoken(line.purpose) for code, line in unchecked)


@pytest.mark.parametrize(
    ("text", "code"), [("uk", "GB"), ("Ireland", "IE"), (" gb ", "GB"), ("The United States", "US")]
)
def test_a_country_is_known_by_its_code_or_its_name_in_any_case(text, code):
    """People write it as they like."""
    assert country_code(text) == code
    assert lines_for(text).code == code


@given(st.none() | st.text(max_size=12).filter(lambda text: country_code(text) is None))
def test_an_unknown_country_gets_what_is_true_everywhere(country):
    """It is never guessed, and nobody is left without a way to help."""
    lines = lines_for(country)

    assert lines.code == ELSEWHERE
    assert lines.emergency.say == "your local emergency number"
    assert [line.web for line in lines.spoken(Purpose.DISTRESS)] == ["findahelpline.com"]


@pytest.mark.parametrize("field", ["source", "checked", "status", "hours", "languages", "purpose", "for_whom"])
def test_a_record_that_lacks_a_field_is_refused_by_name(field):
    """The person who adds a line is told which one and what is missing."""
    before, name, record = EXAMPLE.partition('name = "Listening Line"')
    incomplete = before + name + re.sub(rf"(?m)^{field} = .*\n", "", record)

    with pytest.raises(BadRecord, match=rf"XX, Listening Line: {field} is missing"):
        parse_crisis_lines(incomplete)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('number = "123"\n', ""),
        ('purpose = "distress"', 'purpose = "fun"'),
        ('number = "123"', 'number = "123"\nfax = "124"'),
        ('name = "an example"', ""),
        ('status = "confirmed by operator"', 'status = "unchecked"'),
        (EXAMPLE, EXAMPLE + EXAMPLE),
    ],
    ids=["no way to reach it", "unknown purpose", "unknown field", "nameless country", "nothing confirmed", "twice"],
)
def test_a_file_that_could_not_help_anyone_is_refused(old, new):
    """Better no release than a country whose reply would be empty."""
    parse_crisis_lines(EXAMPLE)

    with pytest.raises(BadRecord):
        parse_crisis_lines(EXAMPLE.replace(old, new))


def test_a_record_is_stale_when_it_has_gone_unread_for_more_than_180_days():
    """On the 180th day it still counts; on the next it must be read again."""
    checked = min(line.checked for _, line in RECORDS)
    oldest = {(code, line) for code, line in RECORDS if line.checked == checked}

    assert stale_lines(checked + timedelta(days=180)) == ()
    assert set(stale_lines(checked + timedelta(days=181))) == oldest


def test_the_file_is_part_of_the_package():
    """A fresh install has its crisis lines with no network."""
    assert (files("dialogues") / "crisis_lines.toml").is_file()


def test_a_release_is_refused_by_a_record_that_is_stale_without_a_source_or_from_the_future():
    """The command that is run before a release; no test looks at today."""
    countries = parse_crisis_lines(EXAMPLE)
    on_the_day = date(2026, 1, 1)

    assert problems_on(on_the_day, countries) == ()
    assert [each.split(":")[0] for each in problems_on(date(2026, 7, 1), countries)] == [
        "XX, 000",
        "XX, Listening Line",
    ]
    assert all("has not come yet" in each for each in problems_on(date(2025, 12, 31), countries))
    sourceless = parse_crisis_lines(EXAMPLE.replace("An operator's page, example.org", " "))
    assert all("no source" in each for each in problems_on(on_the_day, sourceless))


def test_the_release_check_is_a_command():
    """It names each record, and its exit code stops a release."""
    fresh = CliRunner().invoke(cli, ["dialogues", "lines", "--on", "2026-12-01"])
    old = CliRunner().invoke(cli, ["dialogues", "lines", "--on", "2030-01-01"])

    assert (fresh.exit_code, fresh.output) == (0, "")
    assert old.exit_code == 1
    assert len(old.output.splitlines()) == len(RECORDS)


def test_help_shows_what_is_unchecked_as_unchecked_and_says_none_of_it(capsys):
    """The eye gets a warning; the voice gets only confirmed numbers."""
    show_help(Settings(country="GB"), date(2026, 12, 1))
    fresh = capsys.readouterr().out
    show_help(Settings(country="GB"), date(2030, 1, 1))
    old = capsys.readouterr().out

    assert "Not checked by us, so look it up before you rely on it: the Respect Phoneline" in fresh
    assert "Unchecked for more than half a year" not in fresh
    assert "Unchecked for more than half a year: Samaritans" in old
    assert "0808 802 4040" not in " ".join(help_now(lines_for("GB")))
