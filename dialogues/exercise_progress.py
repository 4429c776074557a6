"""Where an exercise stands, and what was kept from it: read from the transcript, like everything else.

Every turn of an exercise carries its place as its source, "exercise/apology/act". So nothing has to be remembered
elsewhere, and what was dictated can be found again in any transcript that was kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from dialogues.exercise import SOURCE, Exercise, Step
from dialogues.exercise_wishes import Control, read_control
from dialogues.moves import Move
from dialogues.telling import nod
from dialogues.transcript import Speaker, Transcript, Turn

OFFER: Final = "offer"  # the mark of a turn that offers an exercise
OVER: Final = "over"  # the mark of a turn that ends one before its last step
AGAIN: Final = "again"  # after a step's id: it was asked once more
MORE: Final = "more"  # after a step's id: they go on dictating
HINT: Final = "hint"  # after a step's id: it was said in other words
READ_BACK_SOURCE: Final = f"{SOURCE}//{OVER}"  # the source of a turn that reads back what was kept
_BETWEEN: Final = frozenset({Move.PRESENCE, Move.SILENCE, Move.PAUSE})  # these leave an exercise where it stands


@dataclass(frozen=True, slots=True)
class Progress:
    """An exercise that is going on, and the answers so far."""

    exercise: Exercise
    number: int
    """The step that the last turn was given to, counted from 0."""
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the step's id; several turns where it was dictated."""
    asked_again: bool = False
    """This step has been asked once more already."""
    hinted: bool = False
    """It has been said in other words already."""

    @property
    def step(self) -> Step:
        """The step that the last turn was given to."""
        return self.exercise.steps[self.number]


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody said in one step of an exercise: their letter, their plan's first step."""

    exercise: str
    step: str
    turns: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(self.turns)


def progress(transcript: Transcript, exercises: Iterable[Exercise]) -> Progress | None:
    """The exercise that the last turn of the user belongs to; None if there is none."""
    known = {exercise.id: exercise for exercise in exercises}
    going: Progress | None = None
    for going in _history(transcript, known):  # noqa: B007 - only the last state is wanted
        pass
    return going


def offered(transcript: Transcript) -> str | None:
    """The id of the exercise that was offered in the last reply; None if none was."""
    for turn in reversed(transcript.by(Speaker.ASSISTANT)):
        if turn.move not in _BETWEEN:
            exercise, mark = _place(turn)
            return exercise if mark == OFFER else None
    return None


def in_exercise(transcript: Transcript) -> bool:
    """Whether the last reply offered an exercise, or led through one."""
    for turn in reversed(transcript.by(Speaker.ASSISTANT)):
        if turn.move not in _BETWEEN:
            return _place(turn)[1] not in {"", OVER}
    return False


def begun_or_offered(transcript: Transcript) -> frozenset[str]:
    """The ids of the exercises that came up at all."""
    return frozenset(_place(turn)[0] for turn in transcript.by(Speaker.ASSISTANT)) - {""}


def kept_in(transcript: Transcript, exercises: Iterable[Exercise]) -> tuple[Kept, ...]:
    """Everything that was kept in exercises, oldest first; what was said anew stands where it was said last."""
    found: dict[tuple[str, str], Kept] = {}
    known = {exercise.id: exercise for exercise in exercises}
    for going in _history(transcript, known):
        if going is not None:
            for step in going.exercise.steps:
                key = (going.exercise.id, step.id)
                answer = going.answers.get(step.id, ())
                if step.keep and answer and (key not in found or found[key].turns != answer):
                    found.pop(key, None)
                    found[key] = Kept(*key, answer)
    return tuple(found.values())


def without_answers(transcript: Transcript, exercises: Iterable[Exercise]) -> Transcript:
    """The transcript without what was answered in exercises: it was said to somebody else, or for practice.

    What is said at the end of one stays, and so does the last turn.
    """
    if not any(turn.source.startswith(f"{SOURCE}/") for turn in transcript):
        return transcript
    going: Progress | None = None
    turns = []
    for turn, after in zip(transcript, _history(transcript, {each.id: each for each in exercises}), strict=True):
        is_answer = turn.speaker is Speaker.USER and going is not None and going.step is not going.exercise.steps[-1]
        if not is_answer or turn is transcript.turns[-1]:
            turns.append(turn)
        going = after
    return Transcript(tuple(turns))


def outside_exercises(transcript: Transcript) -> Transcript:
    """The transcript without its exercises: what was dictated there is not for a language model to read."""
    inside = False
    turns = []
    for turn in transcript:
        is_step = turn.source.startswith(f"{SOURCE}/")
        if turn.speaker is Speaker.ASSISTANT and turn.move not in _BETWEEN:
            inside = is_step and _place(turn)[1] != OVER
        if not is_step and not inside:
            turns.append(turn)
    return Transcript(tuple(turns))


def _history(transcript: Transcript, known: Mapping[str, Exercise]) -> Iterator[Progress | None]:
    """Where things stood after each turn."""
    going: Progress | None = None
    for turn in transcript:
        going = _after_reply(going, turn, known) if turn.speaker is Speaker.ASSISTANT else _after_answer(going, turn)
        yield going


def _after_reply(going: Progress | None, turn: Turn, known: Mapping[str, Exercise]) -> Progress | None:
    if turn.move in _BETWEEN:
        return going
    name, mark = _place(turn)
    step, _, manner = mark.partition("/")
    exercise = known.get(name)
    number = exercise.at(step) if exercise else None
    if exercise is None or number is None:
        return None
    if going is None or going.exercise is not exercise:
        return Progress(exercise, number)
    answers = dict(going.answers)
    if turn.move is Move.EXERCISE and manner != MORE:
        answers.pop(step, None)  # it is asked anew, so what was said before does not count
    same = number == going.number
    again, hinted = same and going.asked_again, same and going.hinted
    return Progress(exercise, number, answers, again or manner == AGAIN, hinted or manner == HINT)


def _after_answer(going: Progress | None, turn: Turn) -> Progress | None:
    if going is None or not turn.text.strip():
        return going
    step = going.step
    if read_control(turn.text, dictating=step.dictate) is not Control.NONE or (step.keep and nod(turn.text)):
        return going
    before = going.answers.get(step.id, ()) if step.dictate else ()
    return replace(going, answers={**going.answers, step.id: (*before, turn.text)})


def _place(turn: Turn) -> tuple[str, str]:
    """The exercise and the mark in a turn's source; two empty texts if it belongs to none."""
    first, _, rest = turn.source.partition("/")
    name, _, mark = rest.partition("/")
    return (name, mark) if first == SOURCE else ("", "")
