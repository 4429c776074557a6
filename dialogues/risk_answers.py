"""How somebody answers a question about their safety: yes, no, perhaps, by taking it back, or by speaking of something else."""

import re
from enum import StrEnum
from typing import Final

from dialogues.screening.wording import plain

LONGEST_ASKING: Final = 9  # words: in a longer turn "help" is part of a story


class Answer(StrEnum):
    """What an answer says to a question that asks for yes or no."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    """Perhaps, sometimes, don't know: neither may be taken for no."""
    NONE = "none"
    """It answers something else, or nothing."""


def answer_to(text: str) -> Answer:
    """How a turn answers a plain question, by how it begins."""
    said = _LEAD.sub("", plain(text))
    if _NEAR.search(said):
        return Answer.NO  # asked whether it is safe
    for answer, pattern in _ANSWERS.items():
        if pattern.match(said):
            return answer
    return Answer.NONE


def somebody_is_near(text: str) -> bool:
    """Whether a turn says that somebody is in the house, or on the way: "he's downstairs"."""
    return _NEAR.search(plain(text)) is not None


def takes_back(text: str) -> bool:
    """Whether somebody wants what they said to be unsaid: "I was joking", "you misunderstood", "forget it"."""
    return _TAKING_BACK.search(plain(text)) is not None


def deflects(text: str) -> bool:
    """Whether somebody turns to another subject, or away from the question."""
    return _DEFLECTING.search(plain(text)) is not None


def asks_for_help(text: str) -> bool:
    """Whether somebody asks where help is: "help now", "give me a number". No danger need be heard for it."""
    said = plain(text)
    return len(said.split()) <= LONGEST_ASKING and _ASKING_FOR_HELP.fullmatch(said) is not None


_LEAD: Final = re.compile(r"^(?:(?:um+|uh+|er+m?|hm+|well|so|oh|look|like|honestly|to be honest|i mean|i guess)\b ?)+")

_ENDS: Final = r"(?= ?$| (?:and|but|because|yes|no|actually|honestly|sometimes|a bit|all the time|right now|at the moment|now|scared|afraid|terrified|of (?:him|her|them))\b)"
"""What may follow a short answer; "I am walking on eggshells" answers nothing."""
_ANSWERS: Final = {
    # Read in this order: "not right now" is not a yes, and "yeah no" is a no.
    Answer.UNSURE: re.compile(
        r"(?:(?:i )?(?:do not (?:really )?know|dunno|am not (?:really )?sure|not sure|maybe|perhaps|sometimes|kind of|sort of|kinda"
        r"|sorta|a (?:bit|little)|might be|could be|it depends|not exactly|on and off|now and then|hard to say|can not say|who knows|no idea)|yes and no)\b"
        r"(?! (?:he|she|they|we|you|it is (?:me|him|her)|what|how|why|if (?:he|she|i should)|i (?:should|could|can|will|would)|that))"
    ),
    Answer.NO: re.compile(
        rf"(?:yeah |yes )?(?:no(?! (?:one|body|matter|wonder|way (?:out|to)))|nope|nah|not (?:at all|really|right now|now|at the moment|tonight|today|here|any ?more|safe)"
        rf"|god no|of course not|(?:never|i am not|i do not|i would not|it is not|he is not|she is not|they are not)(?:{_ENDS}| (?:safe|really|at all|hurt|suicidal|in danger|alone)))\b"
    ),
    Answer.YES: re.compile(
        rf"(?:(?:yes|yeah|yep|yup|aye|mhm|uh huh|i think so|i suppose so|i guess so|of course|definitely)\b"
        rf"|(?:i am|i do|i have|it is|they are|he is|she is|right now|now|probably|all the time|every (?:day|night)|constantly|always|very|quite){_ENDS})"
        r"(?! (?:i am |it is |we are |they are )?(?:all )?(?:fine|okay|ok|right|safe|good)\b)"
    ),
}  # fmt: skip

_NEAR: Final = re.compile(
    r"^(?:(?:no|yes|because|well|i think|now|oh|wait|sh+|quiet|hang on|not really) )*(?:he|she|someone|somebody|my (?:husband|wife|partner|boyfriend|girlfriend|ex)) (?:is|just|has)(?: \w+)? ?"
    r"(?:here|home|back|coming|come in|come home|downstairs|upstairs|next door|outside|listening|at the door|coming (?:up|down) the (?:stairs|path|drive)"
    r"|in the (?:other|next) room|pulling up|parking|on (?:his|her|the) way)(?= ?$| (?:now|soon|any minute|from work|in a minute|again|and i|so i|up the|the stairs))"
)
_TAKING_BACK: Final = re.compile(
    r"\b(?:"
    r"(?:i|it|that) (?:was|am|is) (?:only |not |just )?(?:joking|kidding|messing|a joke|serious|exaggerating|being (?:silly|dramatic|stupid)|nothing|venting)"
    r"|(?:i )?(?:did not|do not|didnt) (?:\w+ )?mean (?:it|that|anything)(?: like that)?"
    r"|(?:you|you have) (?:misunderstood|misheard|got (?:that|it|me) (?:all )?wrong|took (?:that|it) (?:the )?wrong(?: way)?)"
    r"|(?:that is|it is|that was) not what i (?:meant|said)|i (?:said|put) (?:it|that) (?:all )?wrong|do not write (?:that|it|this)(?: down)?"
    r"|(?:forget|ignore|never mind|nevermind|scrap)(?: (?:it|that|i|what i|all that|about)\b|$)"
    r"|i (?:am|feel) (?:fine|grand|okay|ok|all right|alright|good|better)(?: now)?\b"
    r"|it is (?:fine|grand|nothing|okay|ok|not (?:that|so) bad|not like that|no big deal)\b"
    r"|(?:i am|i was) (?:making|blowing) (?:it|this|a fuss)"
    r"|i (?:am not|would not|would never|will not)(?: \w+){0,3} (?:do anything|suicidal|in danger|hurt myself|afraid|scared)"
    r"|i would never (?:actually |really )?do (?:it|that|anything)"
    r"|(?:he|she) (?:is|was) (?:not like that|not usually|a good (?:man|woman|person|dad|mum)|lovely|only (?:joking|playing))"
    r")"
)
_DEFLECTING: Final = re.compile(
    r"\b(?:"
    r"(?:let us|lets|can we|could we|shall we|i would rather|i want to|i would like to) (?:not )?(?:talk about|speak about|change|go back to|move on|drop|skip|leave)"
    r"|i (?:do not|would rather not|can not|will not) (?:want to )?(?:talk|say|answer|discuss|go into|get into)"
    r"|why (?:do|are|would) you (?:ask|asking|want to know)|what has that got to do"
    r"|none of your business|can not say|prefer not to|not (?:here|now)$|any ?way(?: (?:so|enough|how|what|the|my|i|it|moving)\b|$)|next question|skip (?:that|it|this)"
    r")"
)
_ASKING_FOR_HELP: Final = re.compile(
    r"(?:please |i said |i need |i want |can i (?:have|get) |get me |show me )*(?:some )?help (?:now|right now|line|me now)(?: please)?"
    r"|(?:please )?i need (?:urgent |real )?help (?:now|right now|urgently|immediately)(?: please)?"
    r"|(?:please )?(?:can you )?(?:give|tell|show|read) me (?:the |a |some |that )?(?:crisis |help ?line |emergency )?(?:numbers?|help ?lines?|crisis lines?)(?: (?:again|please|to call))*"
    r"|(?:is there )?(?:someone|somebody|anyone|a number|who) (?:that )?(?:can |could |do |should )?i (?:can )?(?:call|ring|phone|talk to right now)(?: (?:now|right now|tonight))?"
    r"|what is (?:the|that) (?:crisis |emergency |help ?line )?number(?: (?:again|please))?|i need (?:a|the) number(?: (?:to call|now|please))*"
)
