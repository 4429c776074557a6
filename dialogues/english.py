"""Which English words do which work: the small closed classes, and the words that carry weight in talk about trust.

Grammar is read by `dialogues.grammar`; these lists say what it cannot: what is a feeling, who is one of one's people, which
words are so small that they say nothing.
"""

import re
from typing import Final

SHORTEST_CONTENT: Final = 3  # letters: shorter words are nearly all grammar
SHORTEST_STEM: Final = 3  # letters that must be left when an ending goes


def words(text: str) -> list[str]:
    """The words of a text, in lower case, with their apostrophes and without punctuation."""
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace("\u2019", "'"))


def content_words(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about."""
    return frozenset(stem(word) for word in words(text) if word not in SMALL_WORDS and len(word) >= SHORTEST_CONTENT)


def stem(word: str) -> str:
    """A word without its commonest endings, so that "texting" and "texts" meet."""
    word = word.removesuffix("'s")
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending) + instead
    return word


def listed(text: str) -> frozenset[str]:
    """The words of a word list written as one text, so that a list of a hundred stays readable."""
    return frozenset(text.split())


SUBJECT_PRONOUNS: Final = listed(
    "i he she we they it nobody everybody everyone someone somebody everything nothing noone"
)
DETERMINERS: Final = listed(
    "a an the my our his her their this that these those some every each no another both any its"
)
NUMBERS: Final = listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty hundred thousand half dozen"
)
PREPOSITIONS: Final = listed(
    "in on at by for from with without about after before since until till during into onto over under behind between"
    " through against near across around of to off out up down as than like beside beyond towards toward inside outside"
)
JOINERS: Final = listed(
    "and but or so because cause cos if when while although though unless that which who whom whose where why how what"
)
AUXILIARIES: Final = listed(
    "am is are was were be been being have has had do does did will would can could shall should may might must"
    " isn't aren't wasn't weren't haven't hasn't hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't mustn't"
    " cannot ain't"
)
ADVERBS: Final = listed(
    "just really still always never even only also already kind sort almost nearly often sometimes usually actually"
    " suddenly finally probably maybe perhaps again then now ever simply barely hardly once mostly truly"
    " completely totally quite rather so very too not"
)
PARTICLES: Final = listed("off up out over down back away apart together around in on through by behind home")

VERBS: Final = listed(
    # Forms that can follow a subject and be the verb of its clause; regular past forms in "-ed" need not be here.
    "lent came went said told saw found knew thought felt left lost kept got made took gave had met hid lied broke chose"
    " wrote spoke heard ran stood sat lay slept woke ate drank drove brought bought caught fell held hit hurt let put"
    " read sent set shut sang threw wore won paid built cut forgot forgave grew led meant quit rang rose sold shook"
    " stole stuck swore taught tore understood began became bit blew dealt drew fed fought flew froze spent split spread"
    " comes goes says tells sees finds knows thinks feels leaves loses keeps gets makes takes gives meets hides lies breaks"
    " chooses writes speaks hears runs stands sits sleeps wakes eats drinks drives brings buys catches falls holds hits"
    " hurts lets puts reads sends throws wears pays cuts forgets forgives grows leads means wants needs loves likes hates"
    " misses trusts believes looks seems sounds talks calls texts asks answers works lives stays stops starts tries helps"
    " plays cries laughs smiles shouts yells waits watches walks moves turns checks drinks cooks visits promises apologises"
    " apologizes cheats acts treats blames ignores avoids pretends remembers happens matters changes keeps comes stares"
    " worries snaps freezes shuts makes"
)
BASE_VERBS: Final = listed(
    "come go say tell see find know think feel leave lose keep get make take give meet hide lie break choose write speak"
    " hear run stand sit sleep wake eat drink drive bring buy catch fall hold hit hurt let put read send throw wear pay"
    " forget forgive grow lead mean want need love like hate miss trust believe look seem sound talk call text ask answer"
    " work live stay stop start try help play cry laugh smile shout yell wait watch walk move turn check cook visit promise"
    " apologise apologize cheat act treat blame ignore avoid pretend remember matter change worry wish hope wonder freeze"
    " lend open close coach bake smell wash clean feed count grieve swim gamble pour label borrow study"
    " dread lock panic bottle snap doubt search scroll learn earn argue fight share carry deserve regret recognise"
)
FEELINGS: Final = {
    # The word a person says, and the name of the feeling.
    "scared": "fear", "afraid": "fear", "frightened": "fear", "terrified": "fear", "anxious": "worry", "worried": "worry",
    "nervous": "worry", "angry": "anger", "furious": "anger", "mad": "anger", "livid": "anger", "raging": "anger",
    "bitter": "bitterness", "resentful": "resentment", "ashamed": "shame", "embarrassed": "embarrassment",
    "humiliated": "humiliation", "guilty": "guilt", "sad": "sadness", "heartbroken": "heartbreak", "devastated": "grief",
    "gutted": "disappointment", "hurt": "hurt", "lonely": "loneliness", "alone": "being alone", "empty": "emptiness",
    "numb": "numbness", "lost": "being lost", "confused": "confusion", "torn": "being torn", "stuck": "being stuck",
    "trapped": "being trapped", "jealous": "jealousy", "suspicious": "suspicion", "paranoid": "suspicion",
    "betrayed": "betrayal", "disappointed": "disappointment", "exhausted": "exhaustion", "tired": "tiredness",
    "overwhelmed": "too much at once", "relieved": "relief", "hopeful": "hope", "hopeless": "hopelessness",
    "disgusted": "disgust", "shocked": "shock", "sick": "feeling sick", "stupid": "feeling stupid",
    "foolish": "feeling foolish", "small": "feeling small", "invisible": "being invisible", "worthless": "feeling worthless",
    "used": "being used", "proud": "pride", "grateful": "gratitude", "desperate": "desperation", "helpless": "helplessness",
    "insecure": "insecurity", "unsafe": "not feeling safe", "broken": "feeling broken", "happy": "happiness", "calm": "calm",
}  # fmt: skip
SWEARING: Final = listed(
    "fuck fucking fucked shit shitty bullshit bitch bastard cunt twat wanker arsehole asshole dick prick slut whore crap damn"
)
PEOPLE: Final = {
    # Whom a person may speak of, and the word that stands for them.
    "husband": "he", "boyfriend": "he", "ex-husband": "he", "father": "he", "dad": "he", "brother": "he", "son": "he",
    "uncle": "he", "grandfather": "he", "grandad": "he", "stepdad": "he", "stepfather": "he", "wife": "she", "girlfriend": "she",
    "ex-wife": "she", "mother": "she", "mum": "she", "mom": "she", "mam": "she", "sister": "she", "daughter": "she", "aunt": "she",
    "nan": "she", "gran": "she", "grandmother": "she", "stepmum": "she", "stepmother": "she", "partner": "they", "friend": "they",
    "mate": "they", "flatmate": "they", "roommate": "they", "housemate": "they", "boss": "they", "manager": "they",
    "colleague": "they", "neighbour": "they", "neighbor": "they", "ex": "they", "fiance": "they", "pastor": "they",
    "priest": "they", "teacher": "they", "coach": "they", "business partner": "they", "cousin": "they", "best friend": "they",
}  # fmt: skip
NAME_LIKE: Final = listed("mum mom mam dad nan gran grandma grandpa grandad granny daddy mummy")
"""Words that stand without "my", as a name does, but are turned as "your mum"."""

SMALL_WORDS: Final = (
    SUBJECT_PRONOUNS | DETERMINERS | PREPOSITIONS | JOINERS | AUXILIARIES | ADVERBS | PARTICLES
    | listed(
        "me him them us you your yours mine ours hers i'm i've i'd i'll he's he'd he'll she's she'd she'll we're we've we'd"
        " they're they've it's that's there's there here what's who's you're yeah yes no okay well um uh hm thing things"
        " something anything way bit lot much many more most know think mean guess suppose say said says go going get got"
        " want feel like really him her his one ones time day today people person myself yourself himself herself"
        " themselves sure right good thank thanks please sorry hello hi let lets make made come came went tell told take"
        " its don dont didnt cant had has have all such same other own done used better"
    )
)  # fmt: skip
