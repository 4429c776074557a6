"""Brings speech as it is transcribed to one plain form, so that a rule can be written once.

`plain` knows nothing of danger: it lowers case, unifies contractions and dialect, mends what Whisper often mishears,
and drops fillers and restarts. Punctuation goes too, because the transcriber guesses it.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final, TypeAlias

Mend: TypeAlias = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def plain(text: str) -> str:
    """The same words in lower case, one space apart: only letters and digits, contractions written out."""
    words = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).lower())
    words = "".join(letter for letter in words if not unicodedata.combining(letter))
    words = _BROKEN_OFF.sub("", words)
    for pattern, replacement in _CONTRACTIONS:
        words = pattern.sub(replacement, words)
    words = " ".join(_NOT_A_WORD.sub(" ", words).split())
    for pattern, replacement in _MENDS:
        words = pattern.sub(replacement, words)
    return _without_restarts(" ".join(words.split()))


def _without_restarts(words: str) -> str:
    while (fewer := _SAID_TWICE.sub(r"\1", words)) != words:
        words = fewer
    return words


def _mends(table: dict[str, str]) -> tuple[Mend, ...]:
    return tuple((re.compile(rf"\b(?:{pattern})\b"), replacement) for pattern, replacement in table.items())


_APOSTROPHES: Final = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"))
_BROKEN_OFF: Final = re.compile(r"\b(\w+)-\s*(?=\1)")  # "k-kill", "wan- want"
_NOT_A_WORD: Final = re.compile(r"[^a-z0-9]+")
_SAID_TWICE: Final = re.compile(r"\b(\w+(?: \w+){0,2})(?: \1\b)+")  # "i want to i want to": one to three words

_CONTRACTIONS: Final = _mends(
    {
        r"won'?t": "will not",
        r"can'?t|cannot|cannae|canny": "can not",
        r"ain'?t": "is not",
        r"amn'?t": "am not",
        r"dinnae|dinny": "do not",
        r"(did|does|would|could|was|is|had|has|will)na?e": r"\1 not",
        r"(do|did|does|would|could|should|was|were|is|are|have|has|had|must|need)n'?t": r"\1 not",
        r"i'?m": "i am",
        r"im(?= (?:a|at|so|going|not|in|on|just|scared|afraid|too|sat|stood|done))": "i am",
        r"i'?ve": "i have",
        r"i'd": "i would",
        r"i'll": "i will",
        r"ill(?= (?:kill|hurt|do|end|never|make|be|go|just|stab|get|take))": "i will",
        r"(he|she|it|that|what|there|who|where|here|how)'s": r"\1 is",
        r"hes": "he is",
        r"shes": "she is",
        r"(you|we|they)'?re(?<!were)": r"\1 are",
        r"(\w+)'ve": r"\1 have",
        r"(\w+)'ll": r"\1 will",
        r"(\w+)'d": r"\1 would",
        r"(you|they)ve": r"\1 have",
        r"(\w+)'s": r"\1 s",
        r"(\w+in)'(?!\w)": r"\1g",
    },
)

_NUMBER_WORDS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)

_MENDS: Final = _mends(
    {
        # Dialect and quick speech.
        "gonna|gunna|finna|fixing to|fixin to|gon|gonnae|goin to|about to go and": "going to",
        "wanna": "want to",
        "gotta": "got to",
        "hafta": "have to",
        "meself|mesel|mesen|my self|me self": "myself",
        "him self|hisself|hissel": "himself",
        "her self": "herself",
        "me(?= (?:mum|mam|mom|dad|husband|wife|partner|boyfriend|girlfriend|ex|fella|arms?|wrists?|neck|throat|phone)\\b)": "my",
        "any more|any longer": "anymore",
        "bout": "about",
        "cos|coz|cuz|cause": "because",
        "(hitt|chok|kill|hurt|cutt|beat|punch|slapp|kick|strangl|stalk|threaten|think|livin|burn|scratch)in": r"\1ing",
        "mom|mam|mammy|mommy|mummy": "mum",
        "self harm(?:ing|ed|s)?|selfharm(?:ing|ed|s)?|self arm(?:ing)?|cell farm(?:ing)?|self injur(?:e|ing|y)": "self harm",
        "air ?tags?": "airtag",
        "counseling|counselling|councilling": "counselling",
        "councell?or|counselor|councillor|counsellor": "counsellor",
        # What Whisper hears instead.
        "(want to|going to|have to|could|might|should) in(?= (?:my(?: own)? life|it all)\\b)": r"\1 end",
        "about in(?= (?:my(?: own)? life|it all)\\b)": "about ending",
        "in (?=in my(?: own)? life\\b)": "",
        "in it all": "end it all",
        "(want to|going to) and (?=my(?: own)? life\\b)": r"\1 end ",
        "sue a ?side?|sue aside|sewer side|suey side|soo a side": "suicide",
        "sue a ?sidal|sue a sidle|sewer sidle": "suicidal",
        "(want to|wanted to|ready to|going to) (?:dye|di)(?! (?:my|his|her|it|the|hair|blonde|black|some))": r"\1 die",
        "over dos(e|ed|ing)": r"overdos\1",
        "(?:hid|heat|hate)(?= me (?:in|on|across|round|over) the (?:face|head|mouth|eye|back|arm|stomach|jaw)\\b)": "hit",
        "(he|she) (?:heats|hates) me(?= with (?:a|his|her|the) (?:belt|stick|fist|hand|shoe)\\b)": r"\1 hits me",
        "(?:chocked|jokes?d?|shocked|coked)(?= me (?:until|till|so hard|by the|with his|with her|out))": "choked",
        "chocked": "choked",
        "strangle? old me": "strangled me",
        "slip(?= my wrists?\\b)": "slit",
        "cotton (?=myself\\b)": "cutting ",
        "cut in(?= myself\\b)": "cutting",
        "(?:kneel|kill|keel) my ?self": "kill myself",
        # Digits as they are said.
        **{str(number): word for number, word in enumerate(_NUMBER_WORDS)},
        # Fillers. "Like" stays where it may be a verb or a comparison.
        "um+|uh+|erm+|er|ah+|hm+|mm+|uhm": "",
        "you know(?! (?:what|when|how|why|where|who|he|she|that|it|i))|sort of|kind of|kinda|sorta|i mean(?! it)": "",
        "to be honest|tbh|honestly|literally|basically|actually|really|just|totally|absolutely|properly|proper|so like": "",
        "(i|and|then|but) like(?= (?:i|want|keep|keeps|feel|think|need|cut|hit|he|she|they|hits)\\b)": r"\1",
    },
)
