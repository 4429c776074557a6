"""What the lines of the library are for, what a question can take up, and what may stand in braces."""

import re
from enum import StrEnum
from typing import Final


class Line(StrEnum):
    """What a line of the library is for. Where there are several wordings, they are taken in turn."""

    OPENING = "opening"
    OPENING_RETURNING = "opening_returning"
    PRESENCE = "presence"
    PAUSE = "pause"
    SKIP = "skip"
    IDENTITY = "identity"
    PRIVACY = "privacy"
    BACK_TO_YOU = "back_to_you"
    """Asked after the program has spoken of itself."""
    REPHRASE = "rephrase"
    GREETING = "greeting"
    BEGIN = "begin"
    """Asked where nothing has been told yet."""
    CORRECTION = "correction"
    CORRECTION_ASK = "correction_ask"
    COMPLAINT = "complaint"
    COMPLAINT_ASK = "complaint_ask"
    OFF_TOPIC = "off_topic"
    OTHER_LANGUAGE = "other_language"
    UNCLEAR = "unclear"
    SWEARING = "swearing"
    UNSURE = "unsure"
    """After "dunno"."""
    GO_ON = "go_on"
    """After a bare "yeah", and where nothing can be said back."""
    STAY = "stay"
    """Where nothing can be said back to something that hurts, and enough was asked."""
    WELCOME = "welcome"
    """After a thank-you in the middle of a talk."""
    NAMED = "named"
    """Where nothing else can be said back: the `{thing}` they named."""
    EARLIER = "earlier"
    """Says back something from before: `{fact}`."""
    SUMMARY = "summary"
    SUMMARY_ASK = "summary_ask"
    CHOICE = "choice"
    CHOICE_SIDES = "choice_sides"
    """What they have said on both sides: `{fact}` and `{other}`."""
    CHOICE_ASK = "choice_ask"
    GUIDANCE = "guidance"
    GUIDANCE_HOW = "guidance_how"
    """How to find a professional, and what to say on the phone."""
    GUIDANCE_ASK = "guidance_ask"
    AFTER_DANGER = "after_danger"
    CLOSING_WORDS = "closing_words"
    """Gathers in one sentence, with `{fact}` and perhaps `{other}`."""
    CLOSING = "closing"
    STEP_CHOSEN = "step_chosen"
    """At the goodbye, or when asked: `{fact}` is the step that was chosen."""
    OPENING_STEP = "opening_step"
    """The opening of a later session: `{fact}` is the step chosen last time."""
    REMEMBERED = "remembered"
    """After "do you remember": `{fact}` is from an earlier session."""
    NOT_REMEMBERED = "not_remembered"
    CIRCLING = "circling"
    """Asked once, when the same has been told three times: something concrete, and soon; or an end."""
    LONG_TALK = "long_talk"
    """Once, after about twenty minutes: they may stop, or go on."""
    HOW_LONG = "how_long"
    """After "how long does it take?"."""
    EVER_AGAIN = "ever_again"
    """After "will I ever trust again?"."""
    EXERCISE_ASK = "exercise_ask"
    """After an exercise was offered."""
    EXERCISE_DECLINED = "exercise_declined"
    EXERCISE_OVER = "exercise_over"
    """After "stop the exercise"."""
    EXERCISE_DONE = "exercise_done"
    """After the last answer of an exercise."""
    EXERCISE_NONE = "exercise_none"
    """After a crisis, or when all were done."""
    GO_ON_DICTATING = "go_on_dictating"
    READ_BACK = "read_back"
    """Before what was kept is read back."""
    NOTHING_KEPT = "nothing_kept"


class Detail(StrEnum):
    """What a question about the last turn can take up; in the order of what is looked for first."""

    BOTH = "both"
    """Two things that pull against each other."""
    FEELING = "feeling"
    """A feeling they named: `{feeling}`."""
    WISH = "wish"
    CANNOT = "cannot"
    THOUGHT = "thought"
    NOT = "not"
    """What they do not do, or never did."""
    OWN_WORDS = "own_words"
    """What they said to somebody."""
    OWN_PAST = "own_past"
    """What they did."""
    OWN_NOW = "own_now"
    """What they do."""
    THEIR_WORDS = "their_words"
    """What somebody said to them: `{they}`, `{them}`, `{their}`, `{person}`."""
    THEIR_ACT = "their_act"
    """What somebody did, or is: as above."""
    TIME = "time"
    """A time that comes back: `{time}`, as in "at night"."""
    COULD = "could"
    """What they might do."""
    NAMED = "named"
    """A thing that was just said back by its name alone."""
    THING = "thing"
    """Something they named: `{thing}`, as in "the yellow bag"."""


DETAIL_SOURCE: Final = "detail"  # how the source of such a question begins: "detail/their_words/1a2b3c4d"
SLOTS: Final = {
    # What may stand in braces, and where.
    "person": frozenset({"questions", "lines", "details"}),
    "they": frozenset({"questions", "lines", "details"}),
    "them": frozenset({"questions", "lines", "details"}),
    "their": frozenset({"questions", "lines", "details"}),
    "thing": frozenset({"lines", "details"}),
    "feeling": frozenset({"details"}),
    "time": frozenset({"details"}),
    "fact": frozenset({"lines"}),
    "other": frozenset({"lines"}),
}


def slots_of(wording: str) -> frozenset[str]:
    """The words in braces that must be known before it can be said."""
    return frozenset(re.findall(r"\{([\w-]+)\}", wording))
