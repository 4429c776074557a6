"""What somebody says to an exercise rather than in it: pause, skip, repeat, go back, stop; yes or no to an offer.

Inside an exercise the answers are free speech, and a letter may hold any word there is. So a control must be the whole
turn, and short.
"""

import re
from enum import Enum, auto
from typing import Final

from dialogues.asking import meant
from dialogues.requests import Request, read_listed
from dialogues.telling import nod

LONGEST_CONTROL: Final = 9  # words: "sorry, can we go back to the step before please"
LONGEST_YES: Final = 10  # words: "yes okay, let's try that then, why not"


class Control(Enum):
    """What is asked of an exercise that is going on."""

    NONE = auto()
    """Nothing: this is an answer."""
    LEAVE = auto()
    """To stop the exercise, and go on talking."""
    GOODBYE = auto()
    """To end the session."""
    SKIP = auto()
    BACK = auto()
    REPEAT = auto()
    EXPLAIN = auto()
    """To say it in other words."""
    PAUSE = auto()
    DONE = auto()
    """There is no more to say to this step; a dictation is at its end."""
    READ_BACK = auto()
    ADVISE = auto()
    """To be told what to do."""
    ASIDE = auto()
    """A question about the program, to be answered before going on."""


def read_control(text: str, *, dictating: bool = False) -> Control:
    """What this turn asks of the exercise; `Control.NONE` for an answer."""
    said = _plain(text)
    if len(said.split()) > LONGEST_CONTROL:
        return Control.NONE
    for control, pattern in _CONTROLS.items():
        if pattern.fullmatch(said):
            return control
    if dictating and _LAST_WORDS.fullmatch(said):
        return Control.DONE
    request = read_listed(text)
    if dictating and request not in {Request.PAUSE, Request.REPEAT}:
        return Control.NONE
    return _REQUESTS.get(request, Control.NONE)


def wants_exercise(text: str) -> bool:
    """Whether somebody asks for an exercise, without saying which."""
    said = _plain(text)
    if _CONTROLS[Control.LEAVE].fullmatch(said):
        return False  # "stop the exercise", where none is going on
    return _WISH.search(said) is not None or _means(text, "exercise")


def wants_reading_back(text: str) -> bool:
    """Whether somebody asks to hear what was kept."""
    said = _plain(text)
    listed = len(said.split()) <= LONGEST_CONTROL and _CONTROLS[Control.READ_BACK].fullmatch(said) is not None
    return listed or _means(text, "read_back")


def asks_for_memory(text: str) -> bool:
    """Whether somebody asks what was said in an earlier session."""
    return _MEMORY.match(_plain(text)) is not None or _means(text, "memory")


def asks_how_long(text: str) -> bool:
    """Whether somebody asks how long it takes to trust again, or to get over it."""
    return _HOW_LONG.match(_plain(text)) is not None or _means(text, "how_long")


def asks_if_ever(text: str) -> bool:
    """Whether somebody asks if trust can come back at all."""
    return _EVER.match(_plain(text)) is not None or _means(text, "ever_again")


def accepts(text: str) -> bool | None:
    """Whether an offer is taken up: True, False, or None where the turn is about something else."""
    said = _plain(text)
    if len(said.split()) > LONGEST_YES:
        return None
    if _NO.match(said) or read_listed(text) is Request.SKIP or nod(text) == "no":
        return False
    if nod(text) == "yes" or _YES.match(said):
        return None if re.search(r"\b(?:but|not|don't|can't)\b", said.replace("why not", "")) else True
    return None


def _means(text: str, what: str) -> bool:
    """Whether the turn means this, in words that are not listed for anything else."""
    return meant(text) == what and read_listed(text) is Request.NONE


def _plain(text: str) -> str:
    """Lower case, without punctuation, fillers and politeness."""
    said = re.sub(r"[^\w' ]", " ", text.lower().replace("\u2019", "'"))
    said = re.sub(r"\b(?:um+|uh+|er+m?|hm+|please|sorry|actually|oh|just)\b", " ", said)
    said = re.sub(r"^\s*(?:(?:okay|ok|so|well|right|and|hey|wait)\b\s*)+(?=\w)", "", said)
    return " ".join(re.sub(r"\b(?:now|then|thanks|thank you|for me)\s*$", " ", said).split())


_MAY: Final = (
    r"(?:(?:can|could|shall|may) (?:we|i|you) |i(?:'d| would)? (?:like|want) to |let's |let us |i want you to )?"
)
_IT: Final = r"(?: (?:this|that|it|the|my|last|whole|exercise|letter|plan|practice|one|step|question|apology|words|mantra|me|here))*"
_CONTROLS: Final = {
    Control.READ_BACK: re.compile(
        _MAY + r"(?:read|say|play)" + _IT + r" (?:back|out|aloud)(?: to me)?|(?:tell|remind) me (?:of )?(?:what is in )?my plan"
        r"|what (?:was|is) (?:my|the) (?:plan|letter|mantra|step)(?: again)?|what did i (?:write|dictate|plan)"
    ),
    Control.LEAVE: re.compile(
        _MAY + r"(?:stop|end|leave|quit|cancel|drop|finish)(?: (?:this|that|it|the|doing|exercise|practice|letter|plan|breathing|here|there))*"
        r"|no more(?: of (?:this|that))?|i don't want to (?:do|go on with|finish) (?:this|it)(?: any ?more| exercise)?|enough of (?:this|that)"
    ),
    Control.BACK: re.compile(
        _MAY + r"(?:go|step|move) back(?: (?:a|one|to|the|step|one|before|last|previous|question))*|back|previous(?: step)?"
        r"|the (?:one|step) before|" + _MAY + r"(?:do|try|start)(?: that| it| the last)?(?: (?:one|step))? (?:again|over|once more)"
    ),
    Control.SKIP: re.compile(_MAY + r"(?:skip|pass|next|move on|go on to the next)(?: (?:on|this|that|it|one|step|question|ahead|the))*|next"),
    Control.DONE: re.compile(
        r"(?:(?:i think )?(?:that's|that is|thats) (?:it|all|everything|the end|enough)(?: i think| really| i have| from me)?"
        r"|i(?:'m| am|'ve| have) (?:done|finished)(?: (?:with )?(?:it|the letter))?|done|finished|the end|end of (?:the )?letter|nothing (?:else|more)|no more)"
    ),
}  # fmt: skip
_LAST_WORDS: Final = re.compile(r"good ?bye|bye(?: bye)?")
"""How a letter ends. Whoever means the talk says it once more."""
_REQUESTS: Final = {
    Request.STOP: Control.GOODBYE,
    Request.SKIP: Control.SKIP,
    Request.REPEAT: Control.REPEAT,
    Request.REPHRASE: Control.EXPLAIN,
    Request.ADVICE: Control.ADVISE,
    Request.PAUSE: Control.PAUSE,
    Request.CORRECTION: Control.BACK,
    Request.IDENTITY: Control.ASIDE,
    Request.PRIVACY: Control.ASIDE,
    Request.OFF_TOPIC: Control.ASIDE,
}
_WISH: Final = re.compile(
    r"(?:^|\b(?:is there|are there|do you have|have you got|give me|can we do|could we do|let's do|i(?:'d| would) like|i want|i need|can you give me"
    r"|could you give me|know) )(?:an?|any|some|another|the|a different|one more) (?:\w+ )?exercises?\b"
    r"|^(?:an )?exercise$|\b(?:something|anything) (?:practical|concrete|i (?:can|could) (?:do|try|practi[cs]e))\b.{0,20}$"
    r"|^(?:do you have|give me|is there) (?:something|anything) (?:else|different) to (?:do|try)"
    r"|^(?:(?:can|could|will|would) you |i want you to )?help me (?:to )?(?:write (?:a|my|the) letter|(?:make (?:a|my) )?plan\b|apologi[sz]e|breathe|calm down|practi[cs]e)"
)
_MEMORY: Final = re.compile(
    r"(?:do|can|did|would) you (?:even |still )?(?:remember|recall|know) (?:me\b|what (?:i|we)|last time|anything|my|our|who i|the)"
    r"|what did (?:i|we) (?:say|talk about|speak about|decide|agree|plan)\b.{0,20}(?:last time|before|last week|yesterday|the other day)"
    r"|what (?:was it i|did i say i) (?:would|wanted|was going|meant)|remember (?:me|what i (?:said|told you))$"
)
_HOW_LONG: Final = re.compile(
    r"(?:how long|how many (?:months|years)) (?:does|do|will|would|is|until|before|till)\b.{0,20}\b(?:take|takes|last|going to|trust|heal|over|better|normal|pass|stop|hurting)\b"
    r"|why (?:does|is) (?:it|this|trust)(?: all)? (?:take|taking) (?:so|this) long|when (?:does|will) (?:it|this) (?:ever )?(?:stop|get better|get easier|end|be over)"
)
_EVER: Final = re.compile(
    r"(?:will|can|could) (?:i|we) ever (?:really |fully )?(?:be able to )?(?:trust|get (?:it|that) back)\b|(?:can|could|does|will) (?:it|this|trust|that)(?: ever| really)* "
    r"(?:work|get better|come back|be (?:rebuilt|mended|fixed|repaired|possible)|heal|grow back)\b"
)
_YES: Final = re.compile(
    r"(?:yes|yeah|yep|yup|sure|fine|all ?right|okay|ok|go on|go ahead|why not|let's|i(?:'d| would) like (?:that|to)|i(?:'ll| will) try|i would|we (?:can|could)"
    r"|sounds (?:good|okay)|that (?:would|might|could) help|i think so|please do|maybe yes|try it|let me try|gladly|of course)\b"
)
_NO: Final = re.compile(
    r"(?:no|nah|nope|not (?:now|today|really|yet|this|tonight)|maybe later|later|another time|i(?:'d| would) rather|i don't (?:think|want|feel|need)|i'm not (?:in|sure|ready)"
    r"|let's (?:not|just|talk)|(?:can|could) we (?:just )?talk|rather not|skip)\b"
)
