"""Answers what is asked of the program itself: say that again, what do you mean, not that, what should I do."""

from collections.abc import Callable, Iterator
from typing import Final

from dialogues.choosing import filled
from dialogues.closing import close
from dialogues.details import kind_of
from dialogues.dialogue import Question
from dialogues.english import words
from dialogues.lines import Line
from dialogues.listener import Reply
from dialogues.moves import Move
from dialogues.reflecting import touches
from dialogues.requests import Request
from dialogues.transcript import Speaker, Transcript, Turn
from dialogues.wording import Wording, count

WAITING: Final = frozenset({Move.PRESENCE, Move.PAUSE, Move.SILENCE})  # these say nothing that could be meant
LONGEST_CHOICE: Final = 42  # words: it holds four things, and is the longest that is said outside an emergency
BOTH: Final = 2  # replies back to which "what do you mean?" reaches, and sides of a choice


def answer(  # noqa: C901, PLR0911 - one answer for each request
    request: Request, wording: Wording, replying: Callable[[Transcript], Reply]
) -> Reply | None:
    """The answer to a request; None where none was made.

    Args:
        request: What is asked.
        wording: What a reply can be made of.
        replying: The listener's reply to a transcript, to say again what was cut off.
    """
    match request:
        case Request.NONE:
            return None
        case Request.STOP:
            return close(wording)
        case Request.PAUSE:
            return wording.say(Move.PAUSE, wording.line(Line.PAUSE))
        case Request.REPEAT:
            return repeat(wording, replying)
        case Request.REPHRASE:
            return _rephrase(wording)
        case Request.SKIP:
            return wording.with_question(Move.SKIP, wording.line(Line.SKIP), wording.question(other_door=True))
        case Request.IDENTITY | Request.PRIVACY | Request.OFF_TOPIC:
            move, line = _ABOUT_ITSELF[request]
            return wording.say(move, wording.line(line), wording.line(Line.BACK_TO_YOU))
        case Request.CORRECTION:
            return _corrected(wording)
        case Request.COMPLAINT:
            return _complained(wording)
        case Request.ADVICE:
            return _choice(wording)


def repeat(wording: Wording, replying: Callable[[Transcript], Reply]) -> Reply:
    """The same words again; the whole of them, if they were cut off."""
    turns = wording.transcript.turns
    for at in range(len(turns) - 1, -1, -1):
        turn = turns[at]
        if turn.speaker is Speaker.ASSISTANT and turn.text and turn.move not in WAITING:
            whole = _whole(turn, turns[:at], replying) if turn.cut else turn.text
            return wording.say(Move.REPEAT, whole, source=turn.source)
    return wording.say(Move.QUESTION, wording.line(Line.BACK_TO_YOU))


def _whole(cut: Turn, before: tuple[Turn, ...], replying: Callable[[Transcript], Reply]) -> str:
    """What would have been said, if they had not spoken over it."""
    again = " ".join(replying(Transcript(before)).sentences)
    return again if again.startswith(cut.text.rstrip(" \u2014-.")) else cut.text


def _rephrase(wording: Wording) -> Reply:
    """The last question in simpler words; another one, if it was put simply already."""
    lead = wording.line(Line.REPHRASE)
    recent = [turn for turn in wording.heard.replies if turn.move not in WAITING][-BOTH:]
    for turn in reversed(recent):
        if kind_of(turn.source) and (again := wording.same_in_other_words(turn)):
            return wording.with_question(Move.REPHRASE, lead, again)
        question = wording.library.question(turn.source)
        if question is not None and turn.move is not Move.REPHRASE and _is_askable(wording, question):
            for simply in (True, False):
                asked = filled(question, wording.heard, simply=simply)
                if not wording.heard.has_said(asked.sentence):
                    return wording.with_question(Move.REPHRASE, lead, asked)
    return wording.with_question(Move.REPHRASE, lead, wording.question(simply=True))


def _is_askable(wording: Wording, question: Question) -> bool:
    return not question.slots or wording.heard.person is not None


def _corrected(wording: Wording) -> Reply:
    """Takes the correction up in their own words, and never defends itself."""
    line, reflection = wording.line(Line.CORRECTION), wording.reflection()
    if reflection is not None:
        return wording.say(Move.REFLECTION, line, reflection.text)
    return wording.say(Move.QUESTION, line, wording.line(Line.CORRECTION_ASK))


def _complained(wording: Wording) -> Reply:
    about_sides = {"side"} & set(words(wording.heard.last))
    fitting = [line for line in wording.lines(Line.COMPLAINT) if touches(line, about_sides)]
    line = fitting[0] if fitting else wording.line(Line.COMPLAINT)
    return wording.say(Move.QUESTION, line, wording.line(Line.COMPLAINT_ASK))


def _choice(wording: Wording) -> Reply:
    """The choice is theirs; what they said on each side; one thing that some people do; what they make of it."""
    theirs = wording.line(Line.CHOICE)
    heard = wording.heard
    if not heard.told:
        return wording.with_question(Move.CHOICE, theirs, wording.question())
    ask = wording.line(Line.CHOICE_ASK)
    themes = heard.dialogue.themes_in(" . ".join([*heard.told[-3:], heard.last]))
    offers = [
        offer for offer in (*heard.dialogue.offers, *wording.library.general.offers) if offer.id not in heard.asked
    ]
    offers.sort(key=lambda offer: -sum(themes.get(theme, 0) for theme in offer.themes))
    offer = offers[0] if offers and not heard.after_danger and not heard.blocks_couple_work else None
    room = LONGEST_CHOICE - count(theirs, offer.say if offer else "", ask)
    sides = next((said for said in _sides(wording) if count(said) <= room), "")
    return wording.say(Move.CHOICE, theirs, sides, offer.say if offer else "", ask, source=offer.id if offer else "")


def _sides(wording: Wording) -> Iterator[str]:
    """What they have said on the two sides of a choice; then shorter, on one."""
    gathered = wording.facts()
    if len(gathered) >= BOTH:
        yield wording.line(Line.CHOICE_SIDES, fact=gathered[0], other=gathered[1])
    yield from (wording.line(Line.CHOICE_SIDES, fact=fact) for fact in sorted(gathered, key=count))


_ABOUT_ITSELF: Final = {
    Request.IDENTITY: (Move.IDENTITY, Line.IDENTITY),
    Request.PRIVACY: (Move.PRIVACY, Line.PRIVACY),
    Request.OFF_TOPIC: (Move.QUESTION, Line.OFF_TOPIC),
}
