import re
from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
