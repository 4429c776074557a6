"""Where a talk meets an exercise: one that is going on, is asked for, or was said yes to; and what was kept of it."""

from collections.abc import Callable
from typing import Final

from dialogues.answering import repeat
from dialogues.closing import close
from dialogues.exercise import Exercise
from dialogues.exercise_progress import OVER, READ_BACK_SOURCE, Progress, begun_or_offered, kept_in, offered, progress
from dialogues.exercise_wishes import (
    Control,
    accepts,
    asks_for_memory,
    asks_how_long,
    asks_if_ever,
    read_control,
    wants_exercise,
    wants_reading_back,
)
from dialogues.exercising import asked_for, begin, fitting, lead, may_be_done, offer, read_back
from dialogues.lines import Line
from dialogues.listener import Reply
from dialogues.moves import Move
from dialogues.requests import Request, read_listed
from dialogues.telling import is_silence
from dialogues.transcript import Transcript
from dialogues.wording import Wording

NO_WISHES: Final = frozenset({Request.STOP, Request.SKIP, Request.PAUSE, Request.REPEAT, Request.CORRECTION})
"""What is asked of the talk itself, even where an exercise is named beside it."""


def exercise_turn(wording: Wording, replying: Callable[[Transcript], Reply]) -> Reply | None:
    """The next turn of an exercise, or its beginning; None where the turn has nothing to do with one.

    Args:
        wording: What a reply can be made of.
        replying: The listener's reply to a transcript, to say again what was cut off.
    """
    said = wording.heard.last
    going = progress(wording.transcript, wording.library.exercises)
    if going is not None and (reply := _going_on(going, wording, replying)) is not None:
        return reply
    pending = wording.library.exercise(offered(wording.transcript))
    if pending is not None and (yes := accepts(said)) is not None:
        if yes and may_be_done(pending, wording.heard, wording.memory):
            return begin(pending)
        return wording.with_question(Move.QUESTION, wording.line(Line.EXERCISE_DECLINED), wording.question())
    return None if read_listed(said) in NO_WISHES else _wish(wording, said)


def _going_on(going: Progress, wording: Wording, replying: Callable[[Transcript], Reply]) -> Reply | None:
    """The next turn of the exercise that is going on; None where it is over, and the talk goes on."""
    said = wording.heard.last
    match read_control(said, dictating=going.step.dictate):
        case Control.REPEAT:
            return repeat(wording, replying)
        case Control.GOODBYE:
            return close(wording)
        case control:
            reply = lead(going, said, wording.line)
            is_last = control is Control.NONE and going.step is going.exercise.steps[-1]
            return _done(wording, going.exercise) if reply is None and is_last and not is_silence(said) else reply


def _done(wording: Wording, exercise: Exercise) -> Reply:
    """After the last answer: something of it said back, and that they may go on, or leave it there."""
    reflection = wording.reflection()
    return wording.say(
        Move.EXERCISE,
        reflection.text if reflection else "",
        wording.line(Line.EXERCISE_DONE),
        source=exercise.source_of(OVER),
    )


def _wish(wording: Wording, said: str) -> Reply | None:
    """An exercise that is asked for begins; one that is only named, or any that fits, is offered."""
    used = begun_or_offered(wording.transcript)
    if (named := asked_for(said, wording.library.exercises)) is not None:
        exercise, is_wish = named
        may = may_be_done(exercise, wording.heard, wording.memory)
        if is_wish:
            return begin(exercise) if may else _no_exercise(wording)
        if may and not wording.heard.after_danger and exercise.id not in used:
            return offer(exercise, wording.line)
    if wants_exercise(said):
        found = fitting(wording.library, wording.heard, wording.memory, used)
        return offer(found[0], wording.line) if found else _no_exercise(wording)
    return None if wording.heard.after_danger else _asked_about(wording, said)


def _asked_about(wording: Wording, said: str) -> Reply | None:
    """What was kept, what was said before, and how long such things take: short answers, then back to them."""
    if wants_reading_back(said):
        return _read_back(wording)
    if asks_for_memory(said):
        return _recall(wording)
    for asks, line in ((asks_how_long, Line.HOW_LONG), (asks_if_ever, Line.EVER_AGAIN)):
        if asks(said) and not wording.heard.blocks_couple_work:
            return wording.with_question(Move.QUESTION, wording.line(line), wording.question())
    return None


def _no_exercise(wording: Wording) -> Reply:
    back = wording.after_danger_ask() if wording.heard.after_danger else wording.line(Line.BACK_TO_YOU)
    return wording.say(Move.QUESTION, wording.line(Line.EXERCISE_NONE), back)


def _read_back(wording: Wording) -> Reply:
    """What was kept last, in this session or the one before."""
    kept = kept_in(wording.transcript, wording.library.exercises)
    texts = read_back([each for each in kept if each.exercise == kept[-1].exercise], wording.library)
    texts = texts or wording.memory.plan
    if texts:
        return wording.say(Move.SUMMARY, wording.line(Line.READ_BACK), *texts, source=READ_BACK_SOURCE)
    if gathered := wording.facts():
        return wording.say(Move.SUMMARY, wording.line(Line.EARLIER, fact=gathered[0]))
    return wording.say(Move.QUESTION, wording.line(Line.NOTHING_KEPT), wording.line(Line.BACK_TO_YOU))


def _recall(wording: Wording) -> Reply:
    """What there is from earlier sessions: the step, or something that was said."""
    if wording.memory.step:
        remembered = wording.line(Line.STEP_CHOSEN, fact=wording.memory.step)
    elif wording.memory.facts:
        remembered = wording.line(Line.REMEMBERED, fact=wording.memory.facts[0])
    else:
        remembered = wording.earlier() or wording.line(Line.NOT_REMEMBERED)
    return wording.say(Move.SUMMARY, remembered, wording.line(Line.BACK_TO_YOU))
