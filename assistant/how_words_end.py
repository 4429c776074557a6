"""Whether words sound finished: what is known of a turn from its last words alone.

Pure: words in, a judgement out. The words are a transcript's, so its punctuation counts: it is where the transcriber heard
a voice go on or come to rest, and it is often wrong. Grammar counts more: nobody has finished at "and", at "my", at "when
I came home". Where neither says enough, the judgement is that it could be either.
"""

import re
from enum import StrEnum
from typing import Final


class Ending(StrEnum):
    """How the words of a turn end."""

    ADDRESSED = "addressed"
    """With something that waits for an answer: a question to the program, a goodbye."""
    COMPLETE = "complete"
    """As a whole sentence does."""
    DOUBTFUL = "doubtful"
    """They could be all, or not."""
    UNFINISHED = "unfinished"
    """More is coming."""
    MOMENT = "moment"
    """They ask for time to think."""


SHORT_TURN: Final = 6  # words, up to which a turn is often only its beginning: "I wrote him a letter. I never sent it."
SHORTEST_TURN: Final = 3  # words, up to which a voice that does not come to rest has only begun
ELLIPSIS: Final = 5  # words, up to which "yes, they have" is likely an answer and not a beginning
LONG_CLAUSE: Final = 9  # words, from which what begins with "when" may hold its main clause too
BOTH_CLAUSES: Final = 2  # subjects: its own, and that of the main clause


def how_words_end(words: str, asked: str = "") -> Ending:
    """How a turn ends that consists of these words.

    Args:
        words: The turn so far, as it was transcribed.
        asked: What the program said before it; "" if nothing.
    """
    said = words.strip()
    *earlier, sentence = _SENTENCE_END.split(said.lower())
    plain = _EDGES.sub("", sentence)
    if _MOMENT.search(said):
        return Ending.MOMENT
    if _is_addressed(sentence, plain):
        return Ending.ADDRESSED
    at_rest = bool(_AT_REST.search(said))
    count = len(said.split())
    follows_something = bool(earlier) or asked.rstrip().endswith("?")
    is_cut_short = not at_rest and count <= SHORTEST_TURN and not _ANSWER.fullmatch(plain)
    if _GOES_ON.search(said) or is_cut_short or _wants_another(plain):
        return Ending.UNFINISHED
    if _is_only_a_beginning(plain, at_rest=at_rest):
        return Ending.DOUBTFUL if at_rest and follows_something else Ending.UNFINISHED
    if _may_want_another(plain):
        return Ending.DOUBTFUL if at_rest else Ending.UNFINISHED
    may_lack_its_main_clause = "," not in plain and _SUBORDINATE.match(plain)
    is_sure = at_rest and count > SHORT_TURN and not _HEDGING.search(plain) and not may_lack_its_main_clause
    return Ending.COMPLETE if is_sure else Ending.DOUBTFUL


def _is_addressed(sentence: str, plain: str) -> bool:
    """Whether it waits for an answer, in the person's own voice: not "she asked me, are you coming?"."""
    if _GOODBYE.search(plain):
        return True
    if _OPENER.fullmatch(plain):
        return False  # "you know what?"
    return sentence.endswith("?") and bool(_TO_US.search(plain)) and not _REPORTED.search(plain)


def _wants_another(plain: str) -> bool:
    """Whether nobody ends with this word, whatever the voice did."""
    return bool(_DANGLING.search(plain)) and not _COMPLETES.search(plain)


def _may_want_another(plain: str) -> bool:
    """Whether the last word mostly wants another, and sometimes does not."""
    if _COMPLETES.search(plain):
        return False
    auxiliary = _AUXILIARY.search(plain)
    if auxiliary is not None:
        return not (auxiliary["who"] and len(plain.split()) <= ELLIPSIS)
    return bool(_MOSTLY_DANGLING.search(plain))


def _is_only_a_beginning(plain: str, *, at_rest: bool) -> bool:
    """Whether it is a subordinate clause, an adverbial or a subject, with nothing that it belongs to."""
    if (subordinator := _SUBORDINATE.match(plain)) is not None:
        subjects = len(_SUBJECT.findall(plain[subordinator.end() :]))
        is_long = len(plain.split()) > LONG_CLAUSE and at_rest
        return "," not in plain and subjects < BOTH_CLAUSES and not is_long
    if _OPENER.fullmatch(plain) or _NOUN_ALONE.fullmatch(plain):
        return True
    return bool(_PLACE_ALONE.match(plain)) and not _SUBJECT.search(plain) and not _VERB.search(plain)


_SENTENCE_END: Final = re.compile(r"(?<=[.?!])\s+")
_EDGES: Final = re.compile(r"^[^\w']+|[^\w']+$")
_AT_REST: Final = re.compile(r"(?<!\.)[.?!][\"'\u2019\u201d)]*$")
_GOES_ON: Final = re.compile(r"(?:,|;|:|-|\u2013|\u2014|\.\.\.?|\u2026)[\"'\u2019\u201d]?$")

_MOMENT: Final = re.compile(
    r"\b(?:(?:give|gimme|let) me (?:(?:just )?(?:a|one|another)(?: little)?(?: more)? (?:moment|second|sec|minute)|think|some time|time)"
    r"|hold on|hang on|bear with me|wait(?: a (?:moment|second|sec|minute))?|i(?:'m| am) (?:just |still )?thinking"
    r"|(?:i|i'll) need (?:a|another) (?:moment|second|sec|minute)|(?:just )?(?:a|one) (?:moment|second|sec|minute))"
    r"(?:,? (?:please|sorry|okay|ok|to think|here|about (?:it|that|this)|for a (?:moment|second|sec|minute)))*\W*$",
    re.IGNORECASE,
)
_TO_US: Final = re.compile(
    r"\byou(?:r|'re|'ve|'d|'ll)?\b|\b(?:should|shall|do|can|could|must|did|am|ought) i\b|\bmakes? sense\b|^who'?s? "
)
_REPORTED: Final = re.compile(r"\b(?:said|says|say|asked|asks|told|goes|went|thought|wonder|wondered|texted|wrote)\b")
_GOODBYE: Final = re.compile(
    r"\b(?:good ?bye|bye(?: bye)?|good night|(?:i(?:'d| would) like|i want|let's|can we|i need) to (?:stop|end)(?: (?:it|this))?"
    r"(?: (?:here|there|now|for (?:today|now|tonight)))?(?:,? (?:please|thank you|thanks))?|thank you for listening"
    r"|(?:can|could) you (?:say|repeat) (?:that|it)(?: again)?|say that again"
    r"|(?:what do you|i(?:'m not sure| don't know) what you) mean(?: by that)?)$"
)
_ANSWER: Final = re.compile(
    r"(?:oh )?(?:yes|no|yeah|yep|nope|okay|ok|right|sure|maybe|sometimes|never|always|nothing|nobody|thanks|thank you|hello|hi)"
    r"(?: (?:yes|no|yeah|please|thanks|thank you|he did|she did|i did|i do|it did|it is|there))?"
)
_COMPLETES: Final = re.compile(
    r"\b(?:(?:tell|tells|told|know|knows|knew|say|says|ask|asks|asked|understand|see)(?: me| him| her| us)? (?:how|why|what|when|where|who)"
    r"|(?:all|everything|anything|nothing|what) (?:i|he|she|we|they|it) (?:had|have|has|got|need|needed|took|found|knew|remember)|(?:think|thought|hope|hoped|guess|suppose|said|believe|more|do|did) so|(?:not|no) (?:really|very|always|even|yet|just)"
    r"|(?:what|who|that|which) (?:he|she|it|they|i|we|you)(?:'s|'re|'m|'d|'ve)?(?: \w+){0,3} (?:for|about|with|to|of|like|at|asking|saying)"
    r"|(?:all|what|than|before|as) (?:he|she|it|they|i|we|you)(?:'s|'d)?(?: \w+){0,2} (?:said|told me|wanted|felt|thought|meant|asked|remember)"
    r"|(?:what|how) (?:it|that|he|she|they|things|i|we)(?:'s| is| was| were| are| am| had| have| did| does| would| could| can)"
    r"|(?:what|how|who|where|why|when|which|that)\b(?: [\w']+){1,3} (?:is|was|were|are|had|has|did|does|would|could|can|be)"
    r"|(?:ever|never|said|done|told|been|it|that|this) (?:\w+ ){0,2}before|(?:for|by|like|about|with|of|using|after|from|than|do|all|not) that|never"
    r"|as (?:always|well|usual)|a bit|a lot|and all|after all|at all|each other|once more|any ?more|no more|(?:to|can|could) (?:do|be)"
    r"|(?:talk|look|listen|speak|lie|shout|laugh|point|write|think|care|know|ask|worry|ring|call|tell|with|for|to|at|of|about|without|like|search|find|lost?"
    r"|miss|love|hate|hurt|trust|believe|left|leave|see|saw|met|ask)(?:ed|ing|s|ting|ning)? her|(?:is|was|are|were) (?:his|hers|mine|theirs))$"
)
_AUXILIARY: Final = re.compile(
    r"(?:\b(?P<who>i|he|she|it|we|they|you|there|that|who|what|yes|no|which)\b(?: \w+ly| still| really| just| never)? )?\b"
    r"(?:is|was|are|were|am|be|been|has|have|had|will|would|can|could|should|must|might|may|do|does|did"
    r"|isn't|wasn't|aren't|weren't|hasn't|haven't|hadn't|won't|wouldn't|can't|cannot|couldn't|shouldn't|don't|doesn't|didn't)$"
)
_DANGLING: Final = re.compile(
    r"\b(?:and|but|or|nor|so|because|cause|'cause|which|whose|while|if|whether|unless|until|although|than|as|the|a|an|my|his|their|our"
    r"|your|its|every|some|of|from|into|onto|between|against|towards?|during|just|very|quite|even|only"
    r"|i|he|she|we|they|he's|she's|it's|i'm|i've|i'd|i'll|he'd|he'll|she'd|she'll|they're|they'd|they've|we're|we've|we'd|that's|there's"
    r"|(?:and|but|so) then|u[hm]+|e[rh]+m*|erm|hm+|mm+|you know|i mean|sort of|kind of|what if|whenever|one of|instead of|as if|as though|so that|even though"
    r"|except that|the fact|the (?:thing|problem|truth|point|worst part) is)$"
    r"|\b(?:i|he|she|we|they) (?:just |really |still |only |always |sometimes )?(?:thought|think|wanted|want|felt|feel|meant|said|wish|guess"
    r"|suppose|hoped|wonder|kept|keep)$"
    r"|\b(?:i|he|she|we|they|it|nobody|who|has|have|had) (?:\w+ )?(?:told|asked|promised|gave|made|showed|reminded) (?:me|him|us|them)$"
    r"|\b(?:who|with|want(?:s|ed)? to|need(?:s|ed)? to|tr(?:y|ying|ied) to|used to|going to|(?:should|could|would|must|might) have|one thing to"
    r"|(?:it|him|her|them|me|us|away|down|up|back) (?:in|at|for|from|to|into)|(?:and|but|so|well) (?:that|it|this|there) (?:was|is)"
    r"|(?:my|his|her|our|their|the) \w+ (?:don't|doesn't|didn't|won't|can't|wouldn't|couldn't|is|was|are|were|has|had|will|would|can|could))$"
    r"|\b(?:told (?:me|him|her|us|them)|is|was|such|just|except|sure|said|says|think|hope|hoped|feeling|sense|idea|knowing|always said) that$"
)
_MOSTLY_DANGLING: Final = re.compile(
    r"\b(?:that|her|who|when|where|how|why|what|to|in|on|at|for|with|without|about|by|after|before|like|not|though|since|really|still|always"
    r"|never|such|each|rather|asking|wondering|saying|telling|what's|who's|to be|wishing|trying|i suppose|wonder)$"
    r"|\b(?:i|he|she|we|they) (?:\w+ )?(?:remember|started|took|knew|found|had|has|got|needed|need|decided|tried|try)$"
)
_OPENER: Final = re.compile(
    r"(?:(?:and|but|so|well|now|then|um|uh|er|oh|right|anyway|honestly|look|see|to be honest|to be fair|the thing is"
    r"|you know what|the truth is|i don't know|sometimes|maybe|in the end|at first|at work|at home|at night|even now|even so|every time"
    r"|before all this|after all this|back then|these days|for me|for a while|one day|last (?:week|year|month|night|summer|winter)"
    r"|the (?:first|last|next|other) (?:time|day|thing|night)|part of me|with him|with her|in a way|as i said),?(?: |$)){2,4}"
    r"|(?:and|but|so|well|now|then|honestly|to be honest|to be fair|you know what|the truth is|sometimes|in the end|at first|at work"
    r"|even now|even so|every time|back then|part of me|anyway|um|uh|er)"
)
_SUBORDINATE: Final = re.compile(
    r"(?:(?:and|but|so|well|yes|no|yeah|like|because|cause|that|even now|even|just|only|honestly|except|um|or|for),? )*"
    r"(?:when|whenever|if|after|since|although|though|while|until|unless|because|cause|as soon as|as long as|every time|each time"
    r"|the (?:first|last|next) time|the (?:day|night|moment|way|minute)|in case|whether|what (?:hurts?|i mean|gets me|bothers me))\b(?! that)(?: (?:everything|all))?"
)
_SUBJECT: Final = re.compile(
    r"\b(?:i|i'm|i'd|i'll|i've|he|he's|he'd|he'll|she|she's|she'd|she'll|we|we're|we'd|we've|they|they're|they'd|they've|it(?= \w)|it's|it'd"
    r"|there(?= \w)|there's|that's|nobody|everybody|everyone|nothing|somebody|someone|everything|you(?= \w)|you're)\b"
)
_VERB: Final = re.compile(
    r"\b(?:is|was|are|were|am|be|been|has|have|had|will|would|can|could|should|must|do|does|did|went|came|got|said|told|knew|made|took"
    r"|left|lied|hurts?|\w+n't|\w{3,}ed|\w+'s)\b"
)
_NOUN_ALONE: Final = re.compile(
    r"(?:(?:and|but|so|well|um|uh|because|like|that),? )*(?:my|his|her|our|their|the|a|an)(?: (?!is|was|are|were|has|have|had|will|would"
    r"|can|could|did|does|do|left|went|came|got|said|told|knew|made|took|lied|died|put|hurts?|lies?)[\w-]+(?<!ed)){1,3}"
)
_PLACE_ALONE: Final = re.compile(
    r"(?:(?:and|but|so|well|um|uh),? )*(?:at|in|on|of|after|before|during|with|without|under|over|from|by|between|despite|apart from|instead of)\b"
)
_HEDGING: Final = re.compile(
    r"^(?:(?:yes|no|yeah|well|oh|um|so|and|but|honestly|i mean|look),? )*(?:i (?:don't|do not|didn't|dunno)(?: really| even)? know|i'm not sure"
    r"|i suppose|i guess|i think so|it's hard|it's like|maybe|i mean)\b[^,]{0,12}$"
    r"|\b(?:or something|or whatever|i think|i guess|maybe|anyway|and stuff|and things|first of all)$"
)
