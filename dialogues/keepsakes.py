"""What a session leaves to keep: a letter, a plan, a mantra, each as its own entry, with no date in it."""

from dataclasses import dataclass

from dialogues.dialogue import Library
from dialogues.exercise import Exercise
from dialogues.exercise_progress import Kept, kept_in
from dialogues.exercising import quoted, read_back
from dialogues.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Keepsake:
    """The result of one exercise."""

    exercise: str
    """The exercise's id: "unsent-letter"."""
    title: str
    """As the exercise is called: "A letter that is not sent"."""
    text: str
    """What was dictated, word for word; otherwise what was kept, as the exercise reads it back."""


def keepsakes(transcript: Transcript, library: Library) -> tuple[Keepsake, ...]:
    """The results of the exercises of a session, in the order in which they were finished or left."""
    kept = kept_in(transcript, library.exercises)
    found = []
    for id_ in dict.fromkeys(each.exercise for each in reversed(kept)):
        exercise = library.exercise(id_)
        if exercise is not None and (text := _text(exercise, [each for each in kept if each.exercise == id_], library)):
            found.append(Keepsake(exercise.id, exercise.title, text))
    return tuple(reversed(found))


def _text(exercise: Exercise, kept: list[Kept], library: Library) -> str:
    dictated = {step.id for step in exercise.steps if step.dictate}
    for each in kept:
        if each.step in dictated:
            return "\n".join(quoted(each.turns))
    return " ".join(read_back(kept, library))
