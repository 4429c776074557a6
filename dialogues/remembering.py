"""Reads the earlier sessions of a person for what the next one should know.

The step they chose, the questions they were asked, what they did not want to talk about, and who is who. Nothing is
stored anywhere: it is read from the journal's transcripts each time a session begins.
"""

import re
from typing import Final

from dialogues.clauses import clauses
from dialogues.dialogue import Library
from dialogues.english import SWEARING, listed, words
from dialogues.exercise import Exercise
from dialogues.exercise_progress import Kept, begun_or_offered, kept_in
from dialogues.exercising import day_of, intention, is_intention, read_back, undated
from dialogues.memory import Memory
from dialogues.moves import Move
from dialogues.people import introduced
from dialogues.reflecting import facts, touches
from dialogues.refusing import closed_in
from dialogues.risk import blocked_since
from dialogues.sentences import sentences
from dialogues.telling import is_telling
from dialogues.transcript import Speaker, Transcript

SESSIONS_READ: Final = 20  # the latest ones: enough for a season, and read in well under a second
SESSIONS_FRESH: Final = 10  # so many sessions back, a question still sounds familiar
OFFERS_FRESH: Final = 4  # so many sessions back, an exercise is not offered again unasked
FACTS: Final = 3  # of the last session
SHORT_FACT: Final = 7  # words
SHORTEST_STEP: Final = 2  # words: "call her"


def remember(earlier: tuple[Transcript, ...], library: Library) -> Memory:
    """What the next session should know of these, which are given oldest first."""
    sessions = earlier[-SESSIONS_READ:]
    fresh = sessions[-SESSIONS_FRESH:]
    closed: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    names: dict[str, str] = {}
    for session in sessions:
        closed, themes = closed_in(session, library, closed, themes, lasting=True)
        names |= introduced(_told(session))
    last = next((session for session in reversed(sessions) if _told(session)), Transcript())
    blocked = blocked_since(earlier)
    # A step towards somebody who may be dangerous is not brought up again.
    step, plan = ("", ()) if blocked else _chosen(last, library)
    return Memory(
        sessions=len(earlier),
        step="" if touches(step, closed) else undated(step),
        plan=plan,
        facts=tuple(fact for fact in _facts(last) if not touches(fact, closed)),
        asked=frozenset(turn.source for session in fresh for turn in session.by(Speaker.ASSISTANT) if turn.source),
        said=frozenset(
            sentence.lower()
            for session in fresh
            for turn in session.by(Speaker.ASSISTANT)
            for sentence in sentences([turn.text])
        ),
        exercises=frozenset().union(*(begun_or_offered(session) for session in sessions[-OFFERS_FRESH:])),
        closed=closed,
        closed_themes=themes,
        names=names,
        blocks_couple_work=blocked,
        after_danger=any(_is_after_danger(session) for session in sessions),
    )


def planned_step(session: Transcript, library: Library) -> str:
    """The step that was chosen in an exercise of this session; "" if there was none, or a crisis came after it."""
    return _planned(session, library)[0]


def _chosen(session: Transcript, library: Library) -> tuple[str, tuple[str, ...]]:
    """The step, and what was planned around it. After a crisis none: what went before it is not brought up again."""
    step, plan = _planned(session, library)
    return (step, plan) if step or _is_after_danger(session) else (_in_passing(session), plan)


def _planned(session: Transcript, library: Library) -> tuple[str, tuple[str, ...]]:
    if _is_after_danger(session):
        return "", ()
    kept = kept_in(session, library.exercises)
    for each in reversed(kept):
        exercise = library.exercise(each.exercise)
        number = exercise.at(each.step) if exercise else None
        if exercise is not None and number is not None and exercise.steps[number].next_time:
            step = intention(each.turns[-1])
            return _dated(step, exercise, kept) if is_intention(step) else "", read_back(
                _of(each.exercise, kept), library
            )
    return "", ()


def _dated(step: str, exercise: Exercise, kept: tuple[Kept, ...]) -> str:
    """The step with the day that was named for it: "call her on Thursday"."""
    answers = {each.step: each.text for each in _of(exercise.id, kept)}
    day = next((day for each in exercise.steps if each.day and (day := day_of(answers.get(each.id, "")))), "")
    return step if not day or day.lower() in step.lower() else f"{step} {day}"


def _of(exercise: str, kept: tuple[Kept, ...]) -> tuple[Kept, ...]:
    return tuple(each for each in kept if each.exercise == exercise)


def _in_passing(session: Transcript) -> str:
    """The last thing they said they would do: "maybe I could say it before I look"."""
    for text in reversed(_told(session)):
        for match in reversed(list(_WOULD_DO.finditer(text))):
            step = intention(match.group())
            said = words(step)
            if is_intention(step) and len(said) >= SHORTEST_STEP and not _is_idle(said, words(match.group())):
                return step
    return ""


def _is_idle(step: list[str], said: list[str]) -> bool:
    """Whether it only sounds like a step: a threat, a turn of phrase, a word to the listener, "I'll do that"."""
    if step[0] in _NOT_DONE or step[-1] in _POINTING or set(said) & _TO_THE_LISTENER:
        return True
    return bool(set(step) & (SWEARING | _NO_STEP))


def _told(session: Transcript) -> list[str]:
    return [turn.text for turn in session.by(Speaker.USER) if is_telling(turn.text, roughly=True)]


def _facts(session: Transcript) -> tuple[str, ...]:
    if _is_after_danger(session):
        return ()
    found = [
        fact for text in _told(session) if clauses(text) for fact in facts(text)[:1] if len(words(fact)) <= SHORT_FACT
    ]
    return tuple(reversed(found))[:FACTS]


def _is_after_danger(session: Transcript) -> bool:
    return any(turn.move is Move.ESCALATION for turn in session)


_WOULD_DO: Final = re.compile(
    r"(?:\b(?:maybe|perhaps) (?:i|we) (?:could|can|should|will)|\bi(?:'ll| will)|\bi(?:'m| am) (?:going to|gonna)|\bi promise to)"
    r"(?: \w[\w']*){1,10}(?=[.,;]|$| because| but| so that)",
    re.IGNORECASE,
)
_NO_STEP: Final = listed(
    "kill die hurt hit punch smash destroy jump cut drink overdose end never not be cry scream explode lose regret miss always leave divorce divorced"
    " suppose guess admit mad crazy"
)
_TO_THE_LISTENER: Final = frozenset({"you", "your"})
_POINTING: Final = frozenset({"it", "that", "this", "there", "so"})
_NOT_DONE: Final = listed("be stay need want know feel hear see think trust believe forgive have get guess")
