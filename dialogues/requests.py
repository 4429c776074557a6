"""What a person asks of the program itself: to repeat, to wait, to stop, to say what it is.

People say these in passing, misheard and wrapped in "um" and "sorry". They also tell stories in which somebody stops,
waits or says goodbye. So a request must be a clause of its own, in the person's own voice: not something that was said,
thought or done in a story. The wordings listed here come first, because they are certain; what else is meant is read by
`dialogues.asking`.
"""

import re
from enum import StrEnum
from typing import Final

from dialogues import request_families as families
from dialogues import safety_requests
from dialogues.asking import meant
from dialogues.own_clauses import own_clauses


class Request(StrEnum):
    """What is asked of the program."""

    NONE = "none"
    STOP = "stop"
    """To end the session: "stop", "goodbye", "thanks, that's enough"."""
    SKIP = "skip"
    """Not to talk about this."""
    ADVICE = "advice"
    """"What should I do?", or who is right."""
    IDENTITY = "identity"
    """Whether there is a person here."""
    PRIVACY = "privacy"
    """Who hears this, and what is kept."""
    CORRECTION = "correction"
    """What was said back was wrong."""
    COMPLAINT = "complaint"
    """How the program talks is wrong: like a robot, always the same, taking sides."""
    OFF_TOPIC = "off_topic"
    """Something a listener does not do: poems, sums, the weather, new instructions."""
    REPHRASE = "rephrase"
    """To say it in other words."""
    REPEAT = "repeat"
    """To say the same again."""
    PAUSE = "pause"
    """To wait a moment."""


LONG_ASIDE: Final = 18  # words: in a longer turn, "stop" counts only at its end


def read_request(text: str) -> Request:
    """What this turn asks of the program; `Request.NONE` for a turn of the talk itself."""
    listed = read_listed(text)
    if listed is Request.NONE and (what := meant(text)) in set(Request):
        return Request(what)
    return listed


def read_listed(text: str) -> Request:
    """As `read_request`, by the listed wordings alone."""
    clauses = own_clauses(text)
    if _is_thanks_and_done(clauses) or _is_the_end(text, clauses):
        return Request.STOP
    if clauses and _is_called_away(text, clauses[-1]):
        return Request.STOP
    if (alone := _ALONE.get(" ".join(clause for clause in clauses if clause not in _SAYS_NOTHING))) is not None:
        return alone
    for request, patterns in _PATTERNS.items():
        counting = _where_it_counts(request, clauses, len(text.split()))
        if any(pattern.fullmatch(clause) for clause in counting for pattern in (patterns, *_FAMILIES.get(request, ()))):
            return request
    for request, pattern in _ANYWHERE.items():
        if any(pattern.search(clause) for clause in clauses):
            return request
    return Request.NONE


def _where_it_counts(request: Request, clauses: list[str], word_count: int) -> list[str]:
    """The clauses in which such a request would stand: "stop" at the end of a long turn, "that's wrong" at the start."""
    if request is Request.STOP and word_count > LONG_ASIDE:
        return clauses[-2:]
    if request is Request.CORRECTION:
        return [clause for clause in clauses if clause not in _SAYS_NOTHING][:3]
    if request is Request.SKIP and any(_WHAT_IT_IS_ABOUT.match(clause) for clause in clauses):
        return []
    return clauses


def _is_thanks_and_done(clauses: list[str]) -> bool:
    """Whether the turn thanks, and nothing but thanks follows."""
    return any(
        _THANKS.fullmatch(clause)
        and all(_THANKS.fullmatch(later) or _AFTER_THANKS.fullmatch(later) for later in clauses[number + 1 :])
        for number, clause in enumerate(clauses)
    )


def _is_called_away(text: str, last: str) -> bool:
    """Whether a run-on ends with their going: with thanks and a goodbye, or in few words."""
    if families.FAREWELL.match(last):
        return True
    return len(text.split()) <= LONG_ASIDE and families.CALLED_AWAY.match(last) is not None


def _is_the_end(text: str, clauses: list[str]) -> bool:
    """Whether "that's it" is all that is said, and does not say yes to a reflection."""
    meant = " ".join(clause for clause in clauses if clause not in _SAYS_NOTHING)
    return _ENDING.fullmatch(meant) is not None and not _AGREEING.match(text.lower())


_THANKS: Final = re.compile(
    r"(?:thank you|thanks|cheers|ta|many thanks|thank you so much)(?: (?:so much|very much|a lot|you|for (?:listening|your time|this|that"
    r"|everything|hearing me|being (?:there|here))|that (?:helped|was (?:good|helpful|nice|lovely|better))|that really helped|bye|goodbye"
    r"|good ?night|i'm done))*"
)
_AFTER_THANKS: Final = re.compile(
    r"(?:that|this|you)(?:'s|'ve|'re)? (?:\w+ ){0,3}?(?:was|were|is|been|helped|helps|did|helpful|good)\b.*|that was|it (?:helped|was (?:good|nice|better)).*"
    r"|(?!.*\b(?:tell|say|talk|explain|ask|add)\b)i(?:'ll| will| shall| must| have to|'ve got to| need to| got to| gotta|'m going to) .*"
    r"|i (?:feel|needed|think i'm|should|needed).*|better than .*|good ?night|good ?bye|bye|it's late|i'm (?:done|tired|off)|see you.*"
)
_ALONE: Final = {
    # Requests only when nothing else is said: inside a story these are ordinary words.
    "what": Request.REPHRASE,
    "what what": Request.REPHRASE,
    "huh": Request.REPHRASE,
    "eh": Request.REPHRASE,
    "come again": Request.REPEAT,
    "again": Request.REPEAT,
    "again please": Request.REPEAT,
    "once more": Request.REPEAT,
    "one more time": Request.REPEAT,
    "pardon": Request.REPEAT,
    "pardon me": Request.REPEAT,
}
_SAYS_NOTHING: Final = frozenset({"okay", "ok", "so", "well", "right", "sorry", "yeah", "yes", "no", "like", "fine"})
_ENDING: Final = re.compile(
    r"(?:i think )?(?:that's|that is|that'll be|thats) (?:it|all)(?: (?:from me|for me|i think|i wanted to say|really))*"
)
_AGREEING: Final = re.compile(r"\W*(?:yes|yeah|yep|yup|exactly|oh yes)\b")
_WHAT_IT_IS_ABOUT: Final = re.compile(r"i(?:'m| am) (?:talking|speaking) about\b")
_IT: Final = r"(?:that|it|this|the question|your question|the last (?:bit|part|question|one|thing)|what you (?:just )?said|yourself)"
_YOU_COULD: Final = (
    r"(?:(?:can|could|would|will) you |(?:can|could) i ask you to |(?:would|do) you mind )?(?:please |just )*"
)
_TALK: Final = (
    r"(?:(?:talk|speak|think|discuss|answer)(?:ing)?|go(?:ing)? (?:there|into|on about|over(?! (?:to|there)\b))|get(?:ting)? into(?= (?:it|that|this|all|the (?:details|whole)|my \w+$)\b)"
    r"|say(?:ing)?(?= (?:why|what|who|where|how|when)\b| (?:it|that|this|more|any|anything|any ?more)(?: (?:else|more|out loud))?$|$))"
)
_TOPIC: Final = r"(?: (?:about|into|on|there|to|it|that|this|him|her|them|any|more|the|my|our|[\w']+)){0,7}"
_NOT_WITH_SOMEONE: Final = r"(?! (?:to|with) (?!you\b)| (?:home|back|out))"

_PATTERNS: Final = {
    Request.STOP: re.compile(
        r"(?:(?:can|could|shall|should) we |let's |let us |i(?:'d| would)? (?:like|want|need|have|wanna|got|gotta)(?: to)? "
        r"|i(?:'m| am) going to |i'm gonna |i've got to |gotta )?(?:please )?"
        r"(?:(?:stop|end|finish|leave it|wrap up|call it)(?: (?:here|there|now|this|it|talking|a (?:night|day)|the (?:session|talk|conversation)"
        r"|listening|it here|this here|recording))*"
        r"|quit|go (?:now|to (?:bed|sleep))|(?:i(?:'ve| have|'d)? )?(?:got to|gotta|have to|need to|must|better|should) "
        r"(?:go|run|get on|sleep|head off|be off)(?: to (?:bed|sleep|work)"
        r"| (?:he|she|they|someone|somebody)(?:'s|s|'re|re)? (?:is |are |just )?(?:home|back|here|up|awake|calling)| my \w+ is .{1,12})?)"
        r"|(?:good ?bye|bye(?: bye)?|good ?night|ta-ra|see you(?: later| soon| tomorrow| next time)?|speak soon|talk (?:soon|later))"
        r"|(?:i'm|i am|we're|im) (?:done|finished|all done)(?: (?:here|with (?:this|you|it)))?|done|all done|finished|enough|over and out"
        r"|(?:that's|that is|thats) enough(?: (?:from me|for me|i think))*"
        r"|(?:turn|switch|shut) (?:it|this|yourself|that|the thing) (?:off|down)|(?:turn|switch) off|shut (?:up|down)"
        r"|i(?:'ll| will) (?:leave it|stop|go|say good ?night)(?: (?:here|there|at that|now))*"
    ),
    Request.SKIP: re.compile(
        r"(?:(?:can|could) we )?(?:please )?(?:skip|pass|next question|next|move on|change the (?:subject|topic))(?: (?:that|this|it|one|on"
        r"|that one|this one|the question|please))*"
        r"|(?:i(?:'d| would)? )?(?:really |just )?(?:don't|do not|dont|wouldn't|would not|didn't) (?:really |actually )?(?:want to|wanna|feel like|feel ready to|"
        r"like to|care to) "
        + _TALK
        + _NOT_WITH_SOMEONE
        + _TOPIC
        + r"|(?:i(?:'d| would)|i'd) (?:rather|prefer)(?: to)? (?:not|skip (?:it|that|this)(?: one)?)|(?:i(?:'d| would) )?(?:rather|prefer(?: to)?) not (?:to )?"
        + _TALK
        + _NOT_WITH_SOMEONE
        + _TOPIC
        + r"|rather not(?: (?:if .*|do (?:that|this)))?"
        + r"|(?:i'm|i am)? ?not (?:ready|going|gonna|willing|comfortable|able)(?: to)? "
        + _TALK
        + _NOT_WITH_SOMEONE
        + _TOPIC
        + r"|(?:can|could|may) we (?:not(?: (?:do|go|talk))?|talk about something else|leave (?:that|it|this|him|her|them))"
        + _TOPIC
        + r"|(?:not that|not this|something else|leave (?:it|that|this)|none of your business|that's private|too personal|that's too personal)"
        r"|i(?:'m not| am not) answering (?:that|this)|let's (?:not|talk about something else|leave (?:that|it))"
        + _TOPIC
    ),
    Request.ADVICE: re.compile(
        r"what (?:should|shall|can|do|could|would|am i supposed to|must) (?:i|we)(?: even)?(?: do| say| try| tell \w+)"
        r"(?: (?:about|with|to|now|next|here|if|when|then|instead|first|differently|for)\b.*)?"
        r"|(?:should|shall) (?:i|we) (?!have (?:\w+(?:ed|en|wn)|been|said|done|told|left)\b).{2,80}|do you (?:think|reckon) (?:i|we) (?:should|ought|can|could|need)\b.*"
        r"|what (?:would|do) you (?:do|suggest|recommend|advise|reckon|think i should do)(?: .{0,40})?|what(?:'s| is) your (?:advice|opinion|verdict)(?: .*)?"
        r"|(?:can|could|will|would) you (?:give me (?:some |any )?(?:advice|tips|ideas)|advise me|tell me (?:what to do|what i should do|who's right))(?: .*)?"
        r"|(?:give me|i need|i want|i'd like|i could use|have you got|do you have|got)(?: some| any| your)? (?:advice|tips|suggestions)(?: .*)?|any (?:advice|tips|ideas|suggestions)(?: .*)?"
        r"|(?:i want you to |i need you to )?(?:tell|show) me (?:what to do|what i should do|how to \w+|who's (?:right|wrong|in the (?:right|wrong)))(?: .*)?"
        r"|who(?:'s| is) (?:right|wrong|in the (?:right|wrong)|to blame)(?: .*)?|whose fault is (?:it|this|that)|am i (?:wrong|right|in the wrong|being (?:unreasonable|crazy|paranoid|stupid))"
        r"|how (?:do|can|should|would|does) (?:i|we|you|people|anyone|anybody|one) (?:even |ever |actually )*(?:get over|get past|fix|forgive|trust|move on|stop|rebuild|cope|deal|tell|let go|start|go on|come back|live with)\b.*"
        r"|is it (?:even |ever )?possible(?: .*)?|(?:will|can) (?:i|we) ever (?:get over|trust|forgive|be)\b.*"
    ),
    Request.IDENTITY: re.compile(
        r"are you (?:a |an |even |actually |like |just |really )*(?:real|human|person|real person|people|robot|machine|ai|bot|computer|programme?|therapist|alive|there|recording|chatbot|somebody|someone)(?: or .*)?"
        r"|(?:who|what) (?:are you|is this|am i (?:talking|speaking) (?:to|with))|(?:who|what) (?:even )?are you(?: anyway)?"
        r"|(?:is|was) (?:this|that|there) (?:a |an |even |just |actually )*(?:real person|person|human|robot|recording|ai|machine|someone|somebody|anybody|anyone)(?! else)(?: .{0,25})?"
        r"|am i (?:talking|speaking) to (?:a|an|some|any|the)?\b.*|do you have (?:a name|feelings)|what's your name|are you listening"
    ),
    Request.PRIVACY: re.compile(
        r"(?:who|does (?:anyone|anybody|somebody|someone)|can (?:anyone|anybody|somebody|someone|people|he|she|they|my [\w']+))(?: else)?(?: can| will| could)? (?:hear|hears|see|sees|read|reads|listen|listens|get|gets|listening)\b"
        r"(?: (?:this|it|me|that|us|to|what|these|i|say|said|all|recording|recordings))*"
        r"|is (?:this|it|that|anything|any of this|everything)(?: all)? (?:being |getting )?(?:private|confidential|recorded|saved|kept|secret|safe|sent|shared|stored|between us|anonymous)(?: .{0,30})?"
        r"|(?:do|are|will|would) you (?:keep|keeping|record|recording|save|saving|store|storing|share|sharing|send|sending|tell anyone|remember this|sell)(?: .{0,40})?"
        r"|where (?:does|do|is) (?:this|it|that|my (?:words|voice|recording))(?: .{0,30})?(?:go|kept|saved|stored)|what (?:do you|happens to|do they) (?:keep|with)?(?: .{0,30})?(?:keep|what i (?:say|said)|recordings?|this)"
        r"|(?:can|could) (?:i|you) delete (?:this|it|that|everything|what i said)|does (?:this|it) (?:get|go) (?:sent|saved|recorded|online|anywhere|to)(?: .{0,25})?|you won't tell (?:anyone|anybody|him|her|them)"
    ),
    Request.CORRECTION: re.compile(
        r"that(?:'s| is|s) (?:not|wrong|not at all)(?: (?:what|how|it|right|true|quite|why))*(?: i (?:said|say|mean|meant|feel|felt|was saying|am saying|was on about))?(?: at all)?"
        r"|(?:that's|it's|its) wrong|wrong(?: again)?|you(?:'re| are|'ve|'ve got| have| got)?(?: got)? (?:it |that |me )?(?:wrong|misunderstood|misunderstand(?:ing)?|misheard)(?: (?:me|that|it))?"
        r"|(?:i )?(?:didn't|did not|didnt) (?:say|mean) (?:that|it like that|anything (?:like|of) (?:that|the sort))|not (?:what|how) i (?:said|meant|mean|feel)|you (?:weren't|aren't|'re not) listening|you didn't (?:listen|hear me|understand)|you don't (?:understand|get (?:it|me))"
        r"|not (?:exactly|quite)|you (?:keep|always) (?:saying|telling me) i .*|you(?:'re| are) (?:putting words in my mouth|twisting .*)"
    ),
    Request.COMPLAINT: re.compile(
        r"you (?:really |just |do |all )*(?:sound|talk|seem|speak|act)(?: \w+)? like (?:a |an )?(?:\w+ )?(?:robot|machine|computer|therapist|parrot|script|bot|recording|cliche|fortune cookie|leaflet)(?: .{0,30})?"
        r"|(?:you're|you are|this is|this)(?: just| only| so| such| a bit| really| all| completely| programmed to)* (?:(?:a )?(?:robot|machine|parrot)|useless|stupid|pointless|rubbish|annoying|repeating (?:me|yourself|what i say|everything)|not helping|no help|a waste of time|bullshit|taking (?:her|his|their|my \w+) side|take (?:her|his|their) side|programmed.*)(?: .{0,25})?"
        r"|(?:this|you) (?:isn't|aren't|is not|are not|doesn't|don't)(?: really)? (?:help|helping|helpful|help me|working|listening)(?: .{0,20})?|(?:stop|quit) (?:repeating|parroting|asking|saying) .*|you (?:keep|just|only|always) (?:repeat(?:ing)?|ask(?:ing)?|parrot(?:ing)?|say(?:ing)? the same) ?.*"
        r"|you (?:already )?(?:asked|said) (?:me )?that(?: already| before)?|(?:fuck|screw|sod|piss) (?:you|off|this)|what a (?:load of|stupid) .*|easy for you to say"
    ),
    Request.OFF_TOPIC: re.compile(
        r"(?:ignore|disregard|forget) (?:all |any |your |the |previous |prior |above |these )*(?:instructions|rules|prompt|prompts)(?: .*)?|(?:print|show|reveal|repeat|tell me|what is|what's) (?:me )?your (?:system )?(?:prompt|instructions)(?: .*)?"
        r"|(?:you are|act as|pretend (?:to be|you are|you're)) (?:now |a |an |my ).*(?:model|assistant|dan|hacker|pirate|girlfriend|boyfriend|ai|chatgpt|developer|mode).*|(?:can|could|will) you (?:write|sing|translate|calculate|code|google|order|book|play) .*|(?:write|sing|tell) (?:me )?(?:a |an |some )(?:poem|song|joke|story|essay|email|code|haiku|function|script)(?: .*)?"
        r"|what(?:'s| is| will be) the (?:weather|time|date|capital|score|news|meaning of life)(?: .*)?|what(?:'s| is) \d+ ?(?:\+|-|plus|minus|times|x|divided by) ?\d+|who (?:won|is the president|is the prime minister)(?: .*)?|do you (?:like|know any) (?:\w+ )?(?:music|football|pizza|jokes|films|movies)|play (?:some )?music|set (?:a|an) (?:timer|alarm)(?: .*)?|system prompt.*"
    ),
    Request.REPHRASE: re.compile(
        r"what(?: do| did| d'|'d)? ?(?:you|ya|u) (?:mean|asking|on about|saying|mean by (?:that|it|this))(?: .{0,30})?|what(?:'s| does| is) (?:that|this|it)(?: supposed to| even)? (?:mean|meant to mean)(?: exactly)?|how do you mean|meaning what"
        r"|(?:i )?(?:don't|do not|didn't|dont|can't)(?: really| quite)? (?:understand|get|follow|know what you(?:'re| are)? (?:mean|asking|on about|after))(?: (?:you|it|that|this|the question|what you(?:'re| are)? (?:mean|asking|saying|getting at)|your question|what you said|what that means))?"
        r"|(?:i'm |i am )?(?:not (?:really |quite )?sure|confused)(?: (?:i|what|by|about))?(?: (?:understand|you're|you mean|asking|get|the question|that question|follow|understood|what you|mean))+"
        r"|"
        + _YOU_COULD
        + r"(?:rephrase|reword|explain|clarify|simplify|put|say|ask|asking|rephrasing|explaining|saying)(?: (?:that|it|this|the question|me|in|differently|another way|other words|a different way|simpler|simply|more|plainer|plain|what you mean|words|english|better|with))+"
        r"|(?:in )?(?:other|simpler|plain) (?:words|english)|you(?:'ve| have)? lost me|in what (?:way|sense)|what are you (?:asking|saying|getting at)(?: me)?|what kind of question is that"
    ),
    Request.REPEAT: re.compile(
        _YOU_COULD
        + r"(?:repeat|say|saying|repeating|ask|read)(?: "
        + _IT
        + r")?(?: (?:again|once more|one more time|to me|out|louder|slower|slowly|more|back|last|bit))*(?: (?:again|once more|one more time|louder))"
        r"|"
        + _YOU_COULD
        + r"repeat(?: "
        + _IT
        + r")?(?: (?:for me|to me))?|(?:i )?beg your pardon|what was (?:that|the question|your question|it)(?: again)?|what did you (?:just )?(?:say|ask)(?: me)?(?: again)?|say what|what was that you said"
        r"|(?:i )?(?:didn't|did not|couldn't|didnt|can't)(?: quite| really)? (?:hear|catch|get)(?: (?:that|you|it|what you said|the question|the last (?:bit|part)|any of that|all of that))(?: .{0,20})?|(?:i )?missed (?:that|it|what you said|the question|the last bit)|you (?:cut out|broke up|went quiet)(?: .{0,15})?|i wasn't listening"
    ),
    Request.PAUSE: re.compile(
        r"(?:can|could) (?:you |we |i )?(?:give me |have |take |get )?(?:(?:just )?an? )?(?:moment|minute|second|sec|min|break|pause)(?: to (?:think|breathe))?|(?:give|gimme) ?(?:me )?(?:just )?(?:a|one|two|five|some)? ?(?:moments?|minutes?|mins?|seconds?|secs?|bit|time)(?: to \w+)?"
        r"|(?:hold|hang) on(?: (?:a|one|just|to that|there))?(?: (?:moment|minute|second|sec|mo|tick))?|(?:just )?(?:a|one|two) (?:moment|minute|second|sec|mo|minutes|seconds)|wait(?: (?:a|one|just))?(?: (?:moment|minute|second|sec|bit))?|bear with me|pause(?: (?:here|this|it|there|for a (?:moment|minute|bit|second)|please))*|(?:can|could) (?:you|we) (?:wait|pause|hold on)(?: .{0,20})?"
        r"|(?:i'm|i am|im) (?:just |still )?thinking(?: about (?:it|that))?|let me (?:just )?(?:think|see|breathe|gather (?:myself|my thoughts))(?: (?:about (?:it|that)|for a (?:moment|second|minute)|a (?:moment|second|minute)))?|i need (?:a|one|some|just a) (?:moment|minute|second|time|break)(?: to (?:think|breathe|cry))?|(?:someone's|somebody's|there's someone) at the door|(?:be|i'll be) (?:right )?back(?: in a (?:minute|second|moment))?|brb|not yet|one sec"
    ),
}

_FAMILIES: Final = {
    Request.STOP: (families.ENDING_HERE,),
    Request.SKIP: (families.LEFT_ALONE,),
    Request.ADVICE: (families.ADVICE,),
    Request.IDENTITY: (families.PERSON_OR_PROGRAM, families.MACHINE_AT_THE_END, safety_requests.THERAPY),
    Request.PRIVACY: (families.WHO_HEARS, safety_requests.SECRET),
    Request.CORRECTION: (families.NOT_UNDERSTOOD,),
    Request.COMPLAINT: (families.GRATING,),
    Request.REPHRASE: (families.MORE_PLAINLY,),
    Request.REPEAT: (families.MISSED, safety_requests.AGAIN),
}
"""More ways of asking the same, tried beside the pattern above."""

_ANYWHERE: Final = {
    # Clear enough to be heard inside a run-on, because the words can hardly be part of a story.
    Request.REPEAT: re.compile(
        r"\b(?:(?:can|could) you (?:please )?(?:say|repeat) (?:that|it)(?: again| one more time)?|say that again please)$"
    ),
    Request.ADVICE: re.compile(
        r"(?<!know )(?<!asked me )(?<!wonder )(?<!wondering )(?<!idea )(?<!sure )(?<!figure out )(?<!decide )(?<!think )"
        r"\bwhat (?:should|do) i (?:even )?do(?: now| next)?$|\bjust tell me what to do\b"
    ),
    Request.IDENTITY: re.compile(
        r"^.{0,40}\bam i talking to (?:a|an) (?:real )?(?:person|human|machine|robot|computer|bot|ai)\b"
    ),
}
