"""Listens to what was told: room, a reflection, a summary, or a reflection and one question.

In the order of who goes first:

    a bare yes or no    room, then something from before
    no words at all     says that it did not understand
    a heavy load        that a professional could carry some of it: once, or once more when asked
    a long talk         once: that they may stop here
    the same again      once, when it was told three times: something concrete, and soon
    five turns          what was heard, gathered, in their words
    otherwise           a reflection, and mostly one question
"""

import re
from typing import Final

from dialogues.choosing import Asked
from dialogues.details import kind_of
from dialogues.english import content_words, words
from dialogues.exercise import Exercise
from dialogues.exercise_progress import begun_or_offered
from dialogues.exercising import offer, worth_offering
from dialogues.heard import has_swearing
from dialogues.language import is_other_language
from dialogues.lines import Line
from dialogues.listener import Reply
from dialogues.moves import Move
from dialogues.reflecting import Reflection
from dialogues.screening import Tier
from dialogues.telling import is_silence, is_telling, is_unclear, nod
from dialogues.transcript import Speaker
from dialogues.wording import Wording, count

TURNS_TO_A_SUMMARY: Final = 5
LONG_STORY: Final = 16  # words of the user: in such a flow a question is followed by two reflections, as in a waltz
WEIGHTY_DETAIL: Final = 4.0  # weight of a reflection that is better left to stand alone
TOO_LIGHT: Final = 2.3  # weight of a reflection that would sound lost without a question
IN_FLOW: Final = 8  # words of the user: whoever says this much needs no question to go on
QUESTIONS_IN_A_ROW: Final = 2  # after so many, one reply asks nothing: a talk is not an interview
STATEMENTS_IN_A_ROW: Final = 2  # replies that ask nothing; after so many they may want a hand
LONG_LEAD: Final = 5  # words of what was said back, after which the question is put in the shorter way
HARDLY_BEGUN: Final = 25  # words: "hello, sorry, I'm whispering, she's asleep on me"
A_GREETING: Final = 14  # words: "good evening, I wish to speak about my son"
DIGGING: Final = 3  # questions about a detail in a row
SOON: Final = 2  # turns of telling, before which there is nothing to look back to
BOTH: Final = 2  # facts that a gathering holds
ASKS_FOR_ONE: Final = "professional.asking for help"  # the sign of somebody who wonders whether to see one
SIGNS_OF_TOLL: Final = 2  # cues in one turn that the load has become too heavy
LONG_AFTER: Final = 6  # replies after which a professional may be named once more
LONG_TALK: Final = 14  # turns that tell something: about twenty minutes of speaking, after which people tire
LONG_TALK_WORDS: Final = 2000  # words of both together: about twenty minutes, with the pauses between them
LONG_TALK_SOURCE: Final = "long-talk"
CIRCLING_SOURCE: Final = "circling"
TIMES: Final = 3  # turns that must be about the same
TELLING_WORDS: Final = 3  # stems in a turn, below which too little is said to be the same
SAME_AGAIN: Final = 0.5  # of the stems of the shortest of these turns that all of them share


def hear_out(wording: Wording) -> Reply:
    """The reply to something that was told."""
    return (
        _nod(wording)
        or _not_understood(wording)
        or _guidance(wording)
        or _long_talk(wording)
        or _circling(wording)
        or _summary(wording)
        or _listen(wording)
    )


def silence(wording: Wording) -> Reply:
    """One soft line, and then none until they speak."""
    since_words = []
    for turn in reversed(wording.transcript.turns):
        if turn.speaker is Speaker.USER and not is_silence(turn.text):
            break
        since_words.append(turn)
    waiting = any(turn.move in {Move.PRESENCE, Move.PAUSE, Move.SILENCE} for turn in since_words)
    fresh = [line for line in wording.lines(Line.PRESENCE) if not wording.heard.has_said(line)]
    if waiting or not fresh:
        return Reply(Move.SILENCE)
    return wording.say(Move.PRESENCE, wording.pick(fresh))


def after_danger(wording: Wording) -> Reply:
    """Stays with the person: a gentle reflection, and what would help now. Nothing about trust or the couple."""
    reflection = wording.reflection()
    ask = wording.after_danger_ask()
    if not ask or (wording.heard.questions_in_a_row >= 1 and reflection):
        return wording.say(Move.REFLECTION, reflection.text if reflection else wording.line(Line.GO_ON))
    return wording.say(Move.QUESTION, reflection.text if reflection else wording.line(Line.GO_ON), ask)


def _nod(wording: Wording) -> Reply | None:
    """After a bare yes, no, hello or "dunno": room first, then something from before."""
    match nod(wording.heard.last):
        case None:
            return None
        case "hello":
            return wording.say(Move.QUESTION, wording.line(Line.GREETING))
        case "thanks":
            return wording.say(Move.REFLECTION, wording.line(Line.WELCOME))
        case "unsure":
            return wording.with_question(Move.QUESTION, wording.line(Line.UNSURE), wording.question(simply=True))
        case _:
            if wording.heard.questions_in_a_row > 0:
                return wording.say(Move.REFLECTION, wording.line(Line.GO_ON))
            return wording.with_question(Move.QUESTION, wording.earlier() or "", wording.question(simply=True))


def _not_understood(wording: Wording) -> Reply | None:
    said = wording.heard.last
    if is_other_language(said):
        return wording.say(Move.REFLECTION, wording.line(Line.OTHER_LANGUAGE))
    if is_unclear(said):
        return wording.say(Move.REFLECTION, wording.line(Line.UNCLEAR))
    if has_swearing(said) and wording.reflection() is None:
        return wording.with_question(Move.QUESTION, wording.line(Line.SWEARING), wording.question(simply=True))
    return None


def _guidance(wording: Wording) -> Reply | None:
    """When a professional could carry some of it: who, how to find one, and what to say on the phone.

    Once a session; once more where they ask about it, or much later tell of a toll that is heavier still.
    """
    given = [at for at, turn in enumerate(wording.heard.replies) if turn.move is Move.GUIDANCE]
    if (
        len(given) > 1
        or (given and not _is_needed_again(wording, given[-1]))
        or (not given and not _is_time_for_guidance(wording))
    ):
        return None
    parts = (wording.line(line) for line in (Line.GUIDANCE, Line.GUIDANCE_HOW, Line.GUIDANCE_ASK))
    return wording.say(Move.GUIDANCE, *parts)


def _is_needed_again(wording: Wording, given: int) -> bool:
    last = wording.heard.last
    worse = wording.library.general.themes["toll"].hits(last) > SIGNS_OF_TOLL
    return bool(_WONDERS.search(last)) or (worse and len(wording.heard.replies) - given >= LONG_AFTER)


def _is_time_for_guidance(wording: Wording) -> bool:
    """At once where they ask for a professional or tell of a heavy toll; else when they have been heard a while."""
    last = wording.heard.last
    if wording.library.general.themes["toll"].hits(last) >= SIGNS_OF_TOLL or _WONDERS.search(last):
        return True
    found = [turn.screening for turn in wording.transcript.by(Speaker.USER) if turn.screening]
    if not found or found[-1].tier is not Tier.T1:
        return False
    signs = sum(screening.tier is Tier.T1 for screening in found)
    return ASKS_FOR_ONE in found[-1].signs or signs > 1 or len(wording.heard.told) > SOON


def _long_talk(wording: Wording) -> Reply | None:
    """Once, when they have talked for about twenty minutes: that they may stop. Asks nothing, and pushes nowhere."""
    told = sum(is_telling(turn.text) for turn in wording.transcript.by(Speaker.USER))
    spoken = count(*(turn.text for turn in wording.transcript))
    if (told < LONG_TALK and spoken < LONG_TALK_WORDS) or LONG_TALK_SOURCE in wording.heard.asked:
        return None
    reflection = wording.reflection()
    lead_in = reflection.text if reflection else ""
    return wording.say(Move.REFLECTION, lead_in, wording.line(Line.LONG_TALK), source=LONG_TALK_SOURCE)


def _circling(wording: Wording) -> Reply | None:
    """Once, when the same has been told three times in a row: one concrete question, or leave to put it down."""
    lately = [content_words(text) for text in wording.heard.told[-TIMES:]]
    if len(lately) < TIMES or CIRCLING_SOURCE in wording.heard.asked or wording.heard.told[-1] != wording.heard.last:
        return None
    small = min(len(each) for each in lately)
    if small < TELLING_WORDS or len(frozenset.intersection(*lately)) < SAME_AGAIN * small:
        return None
    return wording.say(Move.QUESTION, wording.line(Line.CIRCLING), source=CIRCLING_SOURCE)


def _summary(wording: Wording) -> Reply | None:
    if wording.heard.replies_since_summary < TURNS_TO_A_SUMMARY or wording.heard.is_terse:
        return None
    gathered = wording.facts()
    if len(gathered) < BOTH:
        return None
    asked_enough = wording.heard.questions_in_a_row >= QUESTIONS_IN_A_ROW
    ask = "" if asked_enough else wording.line(Line.SUMMARY_ASK)
    return wording.say(Move.SUMMARY, wording.line(Line.SUMMARY, fact=gathered[0], other=gathered[1]), ask)


def _listen(wording: Wording) -> Reply:
    """A reflection, and mostly one question about it."""
    reflection = wording.reflection()
    if reflection is None:
        return _without_reflection(wording)
    if _may_stand_alone(wording, reflection):
        return wording.say(Move.REFLECTION, reflection.text)
    if (fits := _fitting_exercise(wording)) is not None:
        return offer(fits, wording.line, reflection.text)
    briefly = wording.heard.is_terse or len(words(reflection.text)) > LONG_LEAD
    asked = _follow_up(wording, reflection.text) or wording.question(simply=briefly)
    return wording.with_question(Move.QUESTION, reflection.text, asked)


def _without_reflection(wording: Wording) -> Reply:
    """Where nothing can be said back but perhaps the name of a thing: a question that fits, or else room."""
    if _has_not_begun(wording):
        return wording.say(Move.QUESTION, wording.line(Line.BEGIN))
    in_flow, hurts = len(words(wording.heard.last)) >= IN_FLOW, wording.hurts
    if (in_flow or hurts) and wording.heard.questions_in_a_row >= QUESTIONS_IN_A_ROW:
        return wording.say(
            Move.REFLECTION, wording.line(Line.STAY) if hurts else wording.named() or wording.line(Line.GO_ON)
        )
    if (fits := _fitting_exercise(wording)) is not None:
        return offer(fits, wording.line)
    named = wording.named() if wording.turn % 2 else ""
    if (near := _follow_up(wording, "", named)) is not None:
        return wording.with_question(Move.QUESTION, named, near)
    asked = wording.question(simply=wording.heard.is_terse)
    lead = (wording.named() or wording.earlier() or "") if len(wording.heard.told) > SOON else ""
    alone = (in_flow or hurts) and not lead
    if asked and wording.heard.questions_in_a_row and alone and not _is_to_the_point(wording, asked):
        return wording.say(
            Move.REFLECTION, wording.line(Line.STAY if hurts else Line.GO_ON)
        )  # better no question than any question
    return wording.with_question(Move.QUESTION, lead, asked)


def _fitting_exercise(wording: Wording) -> Exercise | None:
    return worth_offering(wording.library, wording.heard, wording.memory, begun_or_offered(wording.transcript))


def _has_not_begun(wording: Wording) -> bool:
    """Whether nothing has been told yet that a question could belong to."""
    told = " ".join(wording.heard.told)
    touched = any(dialogue.themes_in(told) for dialogue in wording.library.dialogues)
    longest = A_GREETING if touched else HARDLY_BEGUN
    return len(wording.heard.told) <= 1 and len(words(told)) <= longest


def _is_to_the_point(wording: Wording, asked: Asked) -> bool:
    """Whether the question belongs to what was said just now."""
    question = wording.library.question(asked.source)
    last = wording.heard.last
    return question is not None and any(
        theme in dialogue.themes_in(last) for dialogue in wording.library.dialogues for theme in question.themes
    )


def _follow_up(wording: Wording, lead: str, named: str = "") -> Asked | None:
    """A question about what was just said; after a few of them a wider one, so that the talk does not only dig."""
    lately = [turn.source for turn in wording.heard.replies if turn.move is Move.QUESTION][-DIGGING:]
    digging = len(lately) == DIGGING and all(kind_of(source) for source in lately)
    return None if digging else wording.follow_up(lead, named)


def _may_stand_alone(wording: Wording, reflection: Reflection) -> bool:
    """Whether to say it back and ask nothing: after two questions; after one, where they are in flow or it weighs much."""
    if reflection.weight < TOO_LIGHT:
        return False
    heard = wording.heard
    said = len(words(heard.last))
    match heard.questions_in_a_row:
        case 0:
            enough = said >= LONG_STORY or (said >= IN_FLOW and reflection.weight >= WEIGHTY_DETAIL)
            return enough and heard.statements_in_a_row < STATEMENTS_IN_A_ROW
        case 1:
            in_flow = said >= IN_FLOW or reflection.weight >= WEIGHTY_DETAIL
            return in_flow and len(heard.told) > 1
        case _:
            return True


_WONDERS: Final = re.compile(
    # Whether it is time to see somebody: "is it bad enough for a counsellor?"
    r"\b(?:enough (?:for|to (?:see|need|go to|ask for))|(?:should|could|ought|do|would) (?:i|we) (?:to )?(?:need|see|try|go to|ask|talk to|get|find|want))"
    r" (?:an? |some |the |to a |my )?(?:counsell?(?:or|ing|er)|therap(?:ist|y)|psycholog(?:ist)?|psychiatrist|doctor|gp|professional)\b",
    re.IGNORECASE,
)
