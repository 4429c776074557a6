"""What is never said back: talk to the program, swearing, empty phrases, and what people call themselves in shame."""

import re
from typing import Final

from dialogues.english import SWEARING


def is_unfit(tokens: list[str]) -> bool:
    """Whether a clause that starts like this says nothing, speaks to the program, or is a name somebody calls themselves."""
    text = " ".join(tokens)
    return bool(_UNFIT.search(text) or _AGAINST_ONESELF.search(text)) or any(
        token.lower() in SWEARING for token in tokens
    )


_UNFIT: Final = re.compile(
    r"\bI ?(?:'m| am) (?:(?:a bit|a little|so|quite|really|bit) )?nervous\W*$|^\W*(?:long shift|on call|on my break)\b|"
    r"\b(?:you|your|you're|you've|yours|yourself|y'know|anyway)\b"
    r"|^(?:I (?:don't|do not) (?:know|mind|care|think so|remember)|I (?:know|think|guess|mean|suppose|thought|said|say|told|swear|promise)$|it is what it is"
    r"|(?:my|his|her|their) name(?:'s| is| was)\b|(?:that|it)(?:'s| is| was) (?:it|all|that|true|fine|right|okay|the (?:thing|point)|like|just|what|not|me|him|her|so)\b"
    r"|I am sorry$|I'm (?:not saying|saying|telling|talking|just saying|going to say|sorry$)|I(?:'d| would) like to talk|I (?:want(?:ed)?|wish|need|will|can) to (?:talk|speak)|I (?:will|can) speak|(?:I'm|he's|she's|they're|they were|we were|I was|he was|she was) like\b|I'm meant to be|I(?:'ve| have) got (?:about |exactly |only )?(?:a |ten|twenty|thirty|five|two|one|\d)[ \w]*minutes?|I(?:'m| am) (?:on (?:call|nights|my break|a break)|at work|in the car|whispering)|I (?:believe|think) I'd like|I(?:'ve| have) (?:typed|never done this)|(?:I have|I've got) a cold|I(?:'m| am) not (?:one for|much of|good at|great at|used to) (?:a )?talk|I sound like|I (?:don't|do not|never) (?:\w+ )?do this|my (?:battery|phone|signal)(?:'s| is) (?:dying|low|going)|I can't be long|I'll (?:just|be) |I (?:should|wanted to) (?:say|explain)(?: that|$)|I know (?:it|that|this)\b|I (?:don't|do not) (?:really )?know (?:where|how) to (?:start|begin)|I don't want to talk|I (?:didn't|never|did not) (?:say|mean)|I said\b)",
    re.IGNORECASE,
)
_AGAINST_ONESELF: Final = re.compile(
    # What people call themselves in shame: said back, it would be agreed to.
    r"^I(?:'m| am| was)(?: (?:just|such|a bit|really|basically|always|so|kind of|only))*"
    r"(?: (?:an? |the )?(?:\w+ )?(?:liar|coward|idiot|fool|failure|monster|loser|mug|burden|joke|cow|donkey|problem)\b"
    r"| an? (?:bad|horrible|terrible|awful|rotten|wicked|useless|disgusting|weak) \w+"
    r"| (?:horrible|useless|pathetic|disgusting|worthless|weak|wicked|evil|rubbish)\b)",
    re.IGNORECASE,
)
