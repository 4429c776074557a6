"""Leads a person through an exercise: which one, what is said next, and what their answer becomes.

    they ask for one by name    it begins
    they ask for any            the one that fits is offered
    it fits what they tell      it is offered, once a session; nothing is pushed
    an answer                   the next step, or the same once more where a condition failed
    a control                   pause, skip, repeat, go back, stop: always

Pure, like everything here: where an exercise stands is read from the transcript (`dialogues.exercise_progress`).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from dialogues.cleaning import cleaned
from dialogues.dialogue import Library, Role
from dialogues.english import BASE_VERBS, listed, words
from dialogues.exercise import Exercise, Step
from dialogues.exercise_progress import AGAIN, HINT, MORE, OFFER, OVER, Kept, Progress
from dialogues.exercise_wishes import Control, read_control
from dialogues.heard import Heard
from dialogues.lines import Line
from dialogues.listener import Reply
from dialogues.memory import Memory
from dialogues.moves import Move
from dialogues.requests import Request, read_request
from dialogues.sentences import sentences
from dialogues.telling import is_silence, nod
from dialogues.turning import turned

SpokenLine = Callable[[Line], str]
"""Gives a wording of a line."""

LONGEST_WISH: Final = 20  # words: in a longer turn "a letter" is part of a story
LATELY: Final = 2  # turns of telling that an exercise must fit
TALKED_A_WHILE: Final = 6  # turns of telling: before that, an offer would be advice instead of listening
LONGEST_STEP: Final = 16  # words of a step that was chosen, as it is brought up next time


def asked_for(text: str, exercises: Iterable[Exercise]) -> tuple[Exercise, bool] | None:
    """The exercise that is named, and whether it was asked for: "help me write a letter", not "I want to write to her".

    None where none is named, or only inside a story.
    """
    said = text.lower().replace("\u2019", "'")
    is_wish = _WISHING.search(said) is not None
    if len(text.split()) > LONGEST_WISH or not (is_wish or _MUSING.search(said)):
        return None
    best = max(exercises, key=lambda exercise: exercise.asked.weight(text), default=None)
    return (best, is_wish) if best is not None and best.asked.hits(text) else None


def fitting(library: Library, heard: Heard, memory: Memory, used: frozenset[str]) -> list[Exercise]:
    """The exercises that may be offered now, the best first.

    Args:
        library: Where they are.
        heard: The state of the talk.
        memory: What was done in earlier sessions.
        used: Those that came up in this one.
    """
    lately = " . ".join(heard.told[-LATELY:])
    found = [
        (exercise.fits.hits(lately), exercise)
        for exercise in library.exercises
        if exercise.id not in used and may_be_done(exercise, heard, memory)
        if exercise.role in {"either", str(heard.role)} or heard.role is Role.BOTH
    ]
    told = " . ".join(heard.told)
    # To the point first; then what is new to them; then what fits the whole talk; what only steadies comes last.
    found.sort(
        key=lambda pair: (
            -pair[0],
            pair[1].id in memory.exercises,
            -pair[1].fits.hits(told),
            pair[1].after_danger,
            pair[1].for_two,
        )
    )
    return [exercise for _, exercise in found]


def worth_offering(library: Library, heard: Heard, memory: Memory, used: frozenset[str]) -> Exercise | None:
    """The exercise to offer without being asked: once a session, after a while, where it is to the point."""
    if used or len(heard.told) < TALKED_A_WHILE or heard.after_danger or heard.is_terse:
        return None
    for exercise in fitting(library, heard, memory, used):
        fits = exercise.fits.hits(heard.last) and not exercise.fits.hits(" ".join(heard.closed))
        if fits and exercise.id not in memory.exercises:
            return exercise
    return None


def may_be_done(exercise: Exercise, heard: Heard, memory: Memory) -> bool:
    """After a crisis only what steadies; what works on the couple not in later sessions either."""
    if heard.after_danger:
        return exercise.after_danger
    return not (exercise.for_two and (memory.after_danger or heard.blocks_couple_work))


def offer(exercise: Exercise, line: SpokenLine, lead: str = "") -> Reply:
    """Says what it is, and asks whether they want it."""
    return _reply(Move.EXERCISE, exercise.source_of(OFFER), lead, exercise.offer, line(Line.EXERCISE_ASK))


def begin(exercise: Exercise) -> Reply:
    """The first step."""
    return _at(exercise, 0, {})


def lead(going: Progress, text: str, line: SpokenLine) -> Reply | None:
    """The next turn of an exercise that is going on; None where it is over, and the talk goes on."""
    if is_silence(text):
        return _next(going) if going.step.paced else None
    match read_control(text, dictating=going.step.dictate):
        case Control.NONE:
            return _answered(going, text, line)
        case Control.SKIP | Control.DONE:
            return _next(going) or _over(going, line)
        case Control.LEAVE:
            return _over(going, line)
        case Control.BACK:
            return _at(going.exercise, max(0, going.number - 1), going.answers)
        case control:
            return _beside(going, control, text, line)


def _beside(going: Progress, control: Control, text: str, line: SpokenLine) -> Reply:
    """An answer to what does not move the exercise on."""
    here = going.exercise.source_of(going.step.id)
    plainly = going.step.hint or said(going.step, going.exercise, going.answers)
    match control:
        case Control.PAUSE:
            return _reply(Move.PAUSE, "", line(Line.PAUSE))
        case Control.EXPLAIN:
            return _reply(Move.REPHRASE, f"{here}/{HINT}", plainly)
        case Control.ADVISE:
            return _reply(Move.CHOICE, f"{here}/{HINT}", line(Line.CHOICE), plainly)
        case Control.READ_BACK:
            so_far = [" ".join(quoted(turns)) for turns in going.answers.values()]
            read = [line(Line.READ_BACK), *so_far] if so_far else [line(Line.NOTHING_KEPT)]
            on = line(Line.GO_ON_DICTATING) if going.step.dictate else plainly
            return _reply(Move.EXERCISE, f"{here}/{MORE}", *read, on)
        case _:
            move, about = _ASIDES.get(read_request(text), (Move.EXERCISE, Line.GO_ON))
            return _reply(move, here, line(about), plainly)


def said(step: Step, exercise: Exercise, answers: Mapping[str, tuple[str, ...]]) -> str:
    """What the step says, with the answers it reads back; a sentence whose answer is missing is left out."""
    spoken = []
    for sentence in sentences([step.say]):
        filled, missing = sentence, False
        for slot in re.findall(r"\{([\w-]+)\}", sentence):
            number = exercise.at(slot)
            answer = answers.get(slot, ())
            missing = missing or number is None or not answer
            if number is not None and answer:
                filled = filled.replace(f"{{{slot}}}", as_read_back(exercise.steps[number], answer))
        if not missing:
            spoken.append(re.sub(r"([.?])\.", r"\1", filled))
    return " ".join(spoken)


def as_read_back(step: Step, answer: Sequence[str]) -> str:
    """An answer as it is read back: word for word, or turned to "you"; a chosen step as what they meant to do."""
    if step.quote:
        return " ".join(quoted(answer))
    if step.next_time:
        return intention(answer[-1])
    own = re.sub(r"\bus\b", "you both", cleaned(" ".join(answer)))
    return turned(own).rstrip(" .!?,")


def intention(text: str) -> str:
    """What they mean to do, so that it can follow "you meant to": "call her on Sunday"; "" where it cannot."""
    own = _INTENDING.sub("", cleaned(text).rstrip(" .!?,"), count=1)
    return turned(own)


def day_of(text: str) -> str:
    """The day that was named for a step, so that it can follow it: "on Thursday"; "" where it means another day by then."""
    found = _WEEKDAY.search(cleaned(text))
    return f"on {found.group(1).capitalize()}" if found else ""


def undated(step: str) -> str:
    """The step without a "tomorrow" or "next week" at its end, which means another day by the time it is said back."""
    return _PASSING_DAY.sub("", step)


def is_intention(text: str) -> bool:
    """Whether the text can follow "you meant to"."""
    first = next(iter(words(text)), "")
    return first in BASE_VERBS | _DOING and len(text.split()) <= LONGEST_STEP


def read_back(kept: Sequence[Kept], library: Library) -> tuple[str, ...]:
    """What was kept in one exercise, as the exercise itself reads it back, without its question."""
    answers = {each.step: each.turns for each in kept}
    exercise = next((found for each in kept if (found := library.exercise(each.exercise))), None)
    if exercise is None:
        return ()
    for step in reversed(exercise.steps):
        if step.slots and any(slot in answers for slot in step.slots):
            return tuple(
                sentence for sentence in sentences([said(step, exercise, answers)]) if not sentence.endswith("?")
            )
    return tuple(sentence for each in kept for sentence in quoted(each.turns))


def _answered(going: Progress, text: str, line: SpokenLine) -> Reply | None:
    exercise, step = going.exercise, going.step
    here = exercise.source_of(step.id)
    if step.dictate:
        return _reply(Move.EXERCISE, f"{here}/{MORE}", line(Line.GO_ON_DICTATING))
    if step.keep and nod(text) and not going.hinted and step.hint:
        return _reply(Move.EXERCISE, f"{here}/{HINT}", step.hint)
    lacking = step.needs.listed and not step.needs.hits(text)
    if step.mend and not going.asked_again and not nod(text) and (step.unless.hits(text) or lacking):
        return _reply(Move.EXERCISE, f"{here}/{AGAIN}", step.mend)
    return _next(going)


def _over(going: Progress, line: SpokenLine) -> Reply:
    return _reply(Move.EXERCISE, going.exercise.source_of(OVER), line(Line.EXERCISE_OVER))


def _next(going: Progress) -> Reply | None:
    """The next step that has something to say; None after the last."""
    for number in range(going.number + 1, len(going.exercise.steps)):
        step = going.exercise.steps[number]
        if not step.slots or any(going.answers.get(slot) for slot in step.slots):
            return _at(going.exercise, number, going.answers)
    return None


def _at(exercise: Exercise, number: int, answers: Mapping[str, tuple[str, ...]]) -> Reply:
    step = exercise.steps[number]
    return _reply(Move.EXERCISE, exercise.source_of(step.id), said(step, exercise, answers))


def _reply(move: Move, source: str, *parts: str) -> Reply:
    return Reply(move, tuple(sentence for part in parts if part for sentence in sentences([part])), source)


def quoted(turns: Sequence[str]) -> list[str]:
    """Their words, fit to be spoken: no signs, each turn with an end."""
    plain = [" ".join(re.sub(r"[*_#`<>|\[\]{}]", " ", turn.replace("!", ".")).split()) for turn in turns]
    return [turn if turn.endswith((".", "?", "\u2026")) else f"{turn}." for turn in plain if turn]


_ASIDES: Final = {
    Request.IDENTITY: (Move.IDENTITY, Line.IDENTITY),
    Request.PRIVACY: (Move.PRIVACY, Line.PRIVACY),
    Request.OFF_TOPIC: (Move.EXERCISE, Line.OFF_TOPIC),
}
_ACT: Final = (
    r"(?:please |maybe |just |now )*(?:do|try|start|begin|make|write|practi[cs]e|rehearse|prepare|set up|work on|go through|go back to|find"
    r"|breathe|plan|look|rephrase|apologi[sz]e)\b"
)
_WISHING: Final = re.compile(
    # In the person's own voice, to the program: not "can you believe that letter", not "she could help me plan".
    r"(?:^|[.,!?;] *|\b(?:please|can you|could you|will you|would you|you to|and|so|okay|ok|yes|maybe|then) )(?:help|teach|show|lead|guide|walk|take) me\b"
    rf"|(?:^|[.,!?;] *|\b(?:and|so|okay|ok|yes|maybe|then) )(?:(?:can|could|shall|may) (?:we|i)|let's|let us) {_ACT}|^{_ACT}(?= (?:the|that|an?|my|some)\b)"
    r"|\b(?:do you have|is there|are there) (?:an?|some|any) (?:\w+ )?(?:exercise|way to|something for)\b"
)
_MUSING: Final = re.compile(r"\bi(?:'d| would|'d love| would love)?(?: like| love| want| need| wanna)(?: to)?\b")
_INTENDING: Final = re.compile(
    r"^(?:(?:well|so|okay|ok|maybe|perhaps|probably|just|and|then|first|i think|i guess|i suppose)\b,? ?)*"
    r"(?:(?:i|we)(?:'ll| will| could| can| might| would| should|'d)(?: (?:try|like|want) to)?|(?:i'm|i am|we're) going to|i (?:want|need|plan|have|promise|intend) to"
    r"|my (?:first )?(?:small )?step (?:is|would be|will be)(?: to)?|it(?:'s| is| would be) to|to|that i(?:'ll| will)) (?:just |maybe |probably )?",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(
    # Not "next Sunday" or "tomorrow": when it is read out, another day has come.
    r"(?<!next )(?<!last )\b((?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_PASSING_DAY: Final = re.compile(
    r",? (?:tomorrow|tonight|today|later|this (?:week|weekend|evening|morning|afternoon)|next (?:week|month|weekend|\w+day)|soon|now)"
    r"(?: (?:night|morning|evening|afternoon))?$",
    re.IGNORECASE,
)
_DOING: Final = listed(
    "be do have ask sit leave take have plan book buy bring apologise invite join listen open practise practice pray put ring set show"
    " spend tidy use volunteer walk wash clean breathe count delete not go name notice offer pick prepare save tell"
)
