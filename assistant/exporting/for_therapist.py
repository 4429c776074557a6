"""One page to bring to a therapist: a period, a few quotes, themes, steps, and questions. Not the journal: nobody reads that.

What is on it the person chooses. This only gathers, and suggests.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.entries import Entry
from assistant.errors import UsageError
from assistant.exporting.page import Block, Heading, Items, Line, Page
from assistant.exporting.redacting import redacted
from assistant.showing import named
from dialogues.exercise import SOURCE, Exercise
from dialogues.moves import Move
from dialogues.transcript import Speaker

MOST_SUGGESTED: Final = 12  # quotes to choose from: one look
A_SESSION: Final = 3  # of them from one session
FEWEST_WORDS: Final = 7  # of a quote: shorter ones say little by themselves
MOST_THEMES: Final = 6
DAY: Final = "%d %B %Y"


@dataclass(frozen=True, slots=True)
class Place:
    """A turn of a session: 12:3."""

    session: int
    turn: int

    def __str__(self) -> str:
        return f"{self.session}:{self.turn}"


def place(text: str) -> Place:
    """A place as it is typed.

    Raises:
        UsageError: it is not one.
    """
    session, _, turn = text.partition(":")
    if not (session.isdecimal() and turn.isdecimal()):
        raise UsageError(
            "A quote is named by its session and its turn, such as 12:3.",
            "To see the numbers: soundingboard journal show 12 --numbers",
        )
    return Place(int(session), int(turn))


def suggested(entries: Sequence[Entry]) -> dict[Place, str]:
    """Turns of the person's that may be worth bringing, in order: the fullest of each session, none from an exercise."""
    found: dict[Place, str] = {}
    for entry in entries:
        said: dict[Place, str] = {}
        in_exercise = False
        for number, timed in enumerate(entry.turns, start=1):
            if timed.turn.speaker is Speaker.ASSISTANT:
                in_exercise = timed.turn.source.startswith(f"{SOURCE}/")
            elif not in_exercise and len(timed.text.split()) >= FEWEST_WORDS:
                said[Place(entry.summary.id, number)] = timed.text
        fullest = sorted(said, key=lambda each: -len(said[each]))[:A_SESSION]
        found |= {each: said[each] for each in sorted(fullest, key=lambda each: each.turn)}
    latest = list(found)[-MOST_SUGGESTED:]
    return {each: found[each] for each in latest}


def quotes(entries: Sequence[Entry], places: Sequence[Place]) -> tuple[str, ...]:
    """What was said there, with the day it was said.

    Raises:
        UsageError: there is no such turn among them, or it is not the person's.
    """
    sessions = {entry.summary.id: entry for entry in entries}
    found = []
    for each in places:
        entry = sessions.get(each.session)
        if entry is None or not 0 < each.turn <= len(entry.turns):
            raise UsageError(
                f"There is no turn {each} in the sessions of this page.", "Choose among those that were shown."
            )
        timed = entry.turns[each.turn - 1]
        if timed.turn.speaker is not Speaker.USER:
            raise UsageError(f"Turn {each} is the program's.", "Bring words of your own.")
        found.append(f"\u201c{timed.text}\u201d ({entry.summary.opened_at.astimezone().strftime(DAY)})")
    return tuple(found)


def open_questions(entries: Sequence[Entry]) -> tuple[str, ...]:
    """What the person asked to be told, and the program left to them."""
    return tuple(
        timed.text
        for entry in entries
        for timed, reply in zip(entry.turns, entry.turns[1:], strict=False)
        if timed.turn.speaker is Speaker.USER and reply.turn.move is Move.CHOICE
    )


def steps(entries: Sequence[Entry], exercises: Sequence[Exercise]) -> tuple[str, ...]:
    """What the person chose to do, in their exercises."""
    leads_on = {(exercise.id, step.id) for exercise in exercises for step in exercise.steps if step.next_time}
    return tuple(
        f"{each.text} ({entry.summary.opened_at.astimezone().strftime(DAY)})"
        for entry in entries
        for each in entry.results
        if (each.exercise, each.step) in leads_on
    )


def therapist_page(
    entries: Sequence[Entry],
    chosen: Sequence[str],
    done: Sequence[str],
    questions: Sequence[str],
    names: Mapping[str, str],
) -> Page:
    """The page.

    Args:
        entries: The sessions of the period.
        chosen: What the person wants to be read, as `quotes` gives it.
        done: Steps, as `steps` gives them.
        questions: What they want to ask.
        names: Names to take out, and what to say instead.

    Raises:
        UsageError: there is no session in the period.
    """
    if not entries:
        raise UsageError("There is no session in that time.", "Choose other days: --from and --to.")
    days = sorted(entry.summary.opened_at.astimezone() for entry in entries)
    period = days[0].strftime(DAY) + (f" to {days[-1].strftime(DAY)}" if days[0].date() != days[-1].date() else "")
    count = f"{len(entries)} session{'' if len(entries) == 1 else 's'}"
    themes = Counter(theme for entry in entries for theme in entry.summary.themes).most_common(MOST_THEMES)
    blocks: list[Block] = [
        Line(f"{period}, {count}. Talked through with a computer program, and put together by me."),
        *_part("What it was about", [f"{named(theme)} (in {times} of {len(entries)})" for theme, times in themes]),
        *_part("In my own words", chosen),
        *_part("Steps I chose", done),
        *_part("What I would like to ask", questions),
    ]
    return Page("For our next session", tuple(_without(block, names) for block in blocks))


def _part(heading: str, texts: Sequence[str]) -> list[Block]:
    return [Heading(heading), Items(tuple(texts))] if texts else []


def _without(block: Block, names: Mapping[str, str]) -> Block:
    match block:
        case Items(texts):
            return Items(tuple(redacted(text, names) for text in texts))
        case _:
            return block
