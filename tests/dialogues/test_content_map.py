"""The table of what the articles hold and where it is found: no row may point at nothing."""

import re
from pathlib import Path

import pytest

from dialogues.dialogue import load_library
from dialogues.lines import Line
from dialogues.moves import Move

PAGE = (Path(__file__).parents[2] / "docs" / "DIALOGUES.md").read_text(encoding="utf-8")
SECTION = PAGE[PAGE.index("## What of the articles stands where") :]
LIBRARY = load_library()
HEADINGS = 12
THERE = {
    *(question.id for dialogue in LIBRARY.dialogues for question in dialogue.questions),
    *(offer.id for dialogue in LIBRARY.dialogues for offer in dialogue.offers),
    *(f"exercise/{exercise.id}" for exercise in LIBRARY.exercises),
    *(f"theme/{dialogue.id}/{theme}" for dialogue in LIBRARY.dialogues for theme in dialogue.themes),
    *(f"move/{move}" for move in Move),
    *(f"line/{line}" for line in Line),
}


def rows():
    """Each row of the tables, by its cells; headings and rulers left out."""
    for part in re.split(r"\n### ", SECTION)[1:]:
        for table in re.findall(r"(?:^\|.*\n)+", part + "\n", re.MULTILINE):
            for row in table.splitlines()[2:]:
                yield part.split("\n")[0], [cell.strip() for cell in row.strip("|").split("|")]


@pytest.mark.parametrize(("part", "cells"), list(rows()), ids=lambda each: each[0] if isinstance(each, list) else each)
def test_every_row_points_at_something_there_is(part, cells):
    """Every cell after the first names at least one thing, and each of them exists."""
    for cell in cells[1:]:
        named = re.findall(r"`([^`]+)`", cell)

        assert named, (part, cells[0])
        assert set(named) <= THERE, set(named) - THERE


def test_every_part_of_the_articles_has_its_table():
    """Twelve parts; the seven steps have a side for each role, and the sides differ but for the last."""
    parts = [part for part, _ in rows()]
    steps = [cells for _, cells in rows() if re.match(r"[1-7] ", cells[0])]

    assert len(set(parts)) == HEADINGS
    assert [len(cells) for cells in steps] == [3] * 7
    assert all(cells[1] != cells[2] for cells in steps[:6])


def test_both_sides_of_the_steps_are_asked_of_the_right_person():
    """A question for one side only stands in that side's column."""
    for cells in (cells for _, cells in rows() if len(cells) == 3):
        for cell, wrong in ((cells[1], "hurt"), (cells[2], "broke")):
            for name in re.findall(r"`([^`]+)`", cell):
                question = LIBRARY.question(name)
                assert question is None or question.role != wrong, name


def test_every_exercise_has_a_row():
    """None is left out of the table."""
    assert {name for name in THERE if name.startswith("exercise/")} <= set(re.findall(r"`([^`]+)`", SECTION))
