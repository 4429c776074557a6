"""What a person named: a feeling they said they have, a thing they came back to, their own word for it."""

import re
from collections.abc import Iterator
from typing import Final

from dialogues.clauses import clauses
from dialogues.cleaning import cleaned
from dialogues.english import (
    ADVERBS,
    AUXILIARIES,
    BASE_VERBS,
    DETERMINERS,
    FEELINGS,
    JOINERS,
    PEOPLE,
    PREPOSITIONS,
    SMALL_WORDS,
    SUBJECT_PRONOUNS,
    SWEARING,
    VERBS,
    content_words,
    listed,
    words,
)
from dialogues.turning import turned

CLIPPED: Final = 9  # words: a turn this short is answered with its own few words
COMES_BACK: Final = 3  # times a thing is named in one turn: twice is only grammar
LONGEST_THING: Final = 2  # words after "the" or "my": more is too easily half a clause


def feelings(text: str) -> tuple[str, ...]:
    """The feelings the person said they have, in their words: "scared", "angry"."""
    return tuple(dict.fromkeys(found.group("word").lower() for found in _own_feelings(cleaned(text))))


def feelings_about(text: str) -> Iterator[str]:
    """A feeling with what it is about: "so the fear is that your daughter will wait"."""
    said = cleaned(text)
    for found in _own_feelings(said):
        word = found.group("word").lower()
        if about := next(iter(clauses(re.sub(r"^\s*that\b", "", _rest(said, found)).strip())), None):
            if FEELINGS[word] in {"fear", "worry"}:
                yield f"so the {FEELINGS[word]} is that {about.text}"
            elif word in {"ashamed", "proud"}:
                yield f"what you're {word} of is that {about.text}"
            else:
                yield f"what makes you {word} is that {about.text}"


def bare_feelings(text: str) -> Iterator[tuple[str, str]]:
    """A feeling that stands for itself: how they said it, turned ("you're so angry"), and its name ("anger")."""
    said = cleaned(text)
    for found in _own_feelings(said):
        rest = _rest(said, found)
        if clauses(re.sub(r"^\s*that\b", "", rest).strip()) or rest.lower().startswith((" to ", " of ", " that ")):
            continue  # the feeling alone would leave out what it is about
        much = "so " if " so" in found.group("much").lower() else ""
        word = found.group("word").lower()
        yield f"{_as_said(found.group().lower())} {much}{word}", FEELINGS[word]


def own_words(text: str) -> Iterator[str]:
    """A thing said again and again, what matters more than another, an image, what is not the point, what they call it."""
    said = cleaned(text).lower()
    for thing in things(text):
        noun = thing.split()[-1].lower()
        if noun not in _ABSTRACT and len(re.findall(rf"\b{re.escape(noun)}\b", said)) >= COMES_BACK:
            yield f"you keep coming back to {thing}"
            yield f"so it comes back to {thing}"
    for found in _RATHER.finditer(cleaned(text)):
        yield f"not {turned(found.group('one'))} so much as {turned(found.group('other'))}"
    for found in _IMAGE.finditer(said):
        yield f"like {found.group('image')}, then"
    for found in _NOT_THE_POINT.finditer(said):
        yield f"so {turned(found.group('what'))} is beside the point for you"
    for found in _CALLED.finditer(said):
        if found.group("noun") not in _ABSTRACT:
            yield f"you call it {found.group('what')}"
            yield f"{found.group('what')} is your word for it"


def clipped(text: str) -> Iterator[str]:
    """The few words of a clipped turn, turned: "bad", "your girlfriend", "the jokes"."""
    if len(words(text)) > CLIPPED:
        return
    for sentence in re.split(r"[.?!]", cleaned(text)):
        tokens = sentence.split()
        low = [token.lower() for token in tokens]
        if not content_words(sentence) or set(low) & _NO_FRAGMENT or low[0] in BASE_VERBS | JOINERS:
            continue
        if re.search(r",|\b(?:i|it|that|he|she|they|we|there|you)'|\byou", sentence.lower()):
            continue
        yield f"your {low[0]}" if len(low) == 1 and low[0] in PEOPLE else turned(" ".join(tokens))


def things(text: str) -> tuple[str, ...]:
    """Concrete things that were named, turned to "you": "the yellow bag", "your mat"."""
    tokens = re.findall(r"[\w'-]+|[.,!?;]", cleaned(text))
    found = []
    for at, token in enumerate(tokens):
        if token.lower() not in _NAMES_A_THING:
            continue
        phrase = []
        for word in tokens[at + 1 :]:
            if word.lower() in SMALL_WORDS | SWEARING or not word[0].isalpha():
                break
            phrase.append(word)
        after = tokens[at + 1 + len(phrase)].lower() if at + 1 + len(phrase) < len(tokens) else "."
        if 0 < len(phrase) <= LONGEST_THING and after in _BOUNDARY and _could_be_a_thing(phrase):
            owner = {"my": "your", "our": "your"}.get(token.lower(), token.lower())
            found.append(" ".join([owner, *phrase]))
    return tuple(dict.fromkeys(found))


def _could_be_a_thing(phrase: list[str]) -> bool:
    verbs = VERBS | BASE_VERBS - {"text", "work", "change", "call", "act", "lie", "look"}
    return not {word.lower() for word in phrase} & verbs and not phrase[-1].lower().endswith(("ing", "ly", "ed"))


def _own_feelings(said: str) -> Iterator[re.Match[str]]:
    """Feelings the speaker has, not those they deny, and not words that only look like one ("I lost")."""
    for found in _FEELING.finditer(said):
        word, how = found.group("word").lower(), found.group().lower()
        if word in _AMBIGUOUS and "feel" not in how and "felt" not in how and " so " not in how:
            continue
        before = re.split(r"[,.;!?]", said[: found.start()])[-1].lower().split()[-2:]
        quoted = _QUOTING.search(re.split(r"[.;!?]", said[: found.start()])[-1])
        if not quoted and not {"not", "never", "wasn't", "isn't", "don't", "didn't"} & set(before):
            yield found


def _rest(said: str, found: re.Match[str]) -> str:
    """What follows the feeling, up to the end of its clause."""
    return re.split(r"[,.!?;]| because | but | and ", said[found.end() :], maxsplit=1)[0]


def _as_said(how: str) -> str:
    """The turned verb for a feeling: "I'm" as "you're", "it made me feel" as "you felt"."""
    if how.startswith(("i'm", "i am")):
        return "you're"
    if how.startswith("i was"):
        return "you were"
    return "you felt" if re.search(r"\b(?:felt|made|left|got)\b", how) else "you feel"


_FEELING: Final = re.compile(
    r"\b(?:I'm|I am|I was|I feel|I felt|I've been|I have been|made me feel|makes me feel|made me|makes me|I get|I got|leaves me|left me)"
    r"(?P<much>(?: (?:so|very|really|just|always|quite|pretty|a bit|a little|completely|totally|still|too|also|mostly|actually|more))*)"
    r" (?P<word>" + "|".join(FEELINGS) + r")\b",
    re.IGNORECASE,
)
_AMBIGUOUS: Final = frozenset({"small", "used", "lost", "mad", "broken", "happy", "hurt"})
_NOT_THE_POINT: Final = re.compile(
    r"(?:^|[.!] )(?!that\b|it\b|this\b)(?P<what>[a-z' ]{5,40}?) (?:is not|isn't|was not|wasn't) the point(?=[.,!]|$)"
)
_CALLED: Final = re.compile(r"\b(?:that|this)(?:'s| is| was) (?P<what>an? (?:[a-z]+ )?(?P<noun>[a-z]+))(?=[.,!]|$)")
_QUOTING: Final = re.compile(
    r"\b(?:says?|said|goes|went like|was like|were like|asked|told \w+)[,:]? [^.]{0,25}$", re.IGNORECASE
)
_RATHER: Final = re.compile(
    # "It's not the money. Well, it is the money. But it's the Sundays."
    r"\bit(?:'s not| is not| isn't)(?: even| really| just| about)* (?P<one>(?:the|my|his|her) [A-Za-z]+)(?:[.,;!]| anymore[.,])"
    r"(?:[^.!?]{0,40}[.!])?\s*(?:but |no |and )*it(?:'s| is)(?: about)? (?P<other>(?:the|my|his|her) [A-Za-z]+)(?=[.,!]|$)",
    re.IGNORECASE,
)
_IMAGE: Final = re.compile(
    r"\b(?:it's|it is|it was|that's) like (?P<image>an? [a-z]+(?: in [a-z]+ [a-z]+)?)(?=[.,!]|$)"
)
_ABSTRACT: Final = listed(
    "point side question way thing things truth fact time lot bit one day end kind sort reason problem word words dunno"
    " maybe nothing alright fine whatever something wrong right good shame relief pity mess joke"
)
_NO_FRAGMENT: Final = (
    SUBJECT_PRONOUNS
    | AUXILIARIES
    | SWEARING
    | _ABSTRACT
    | listed("evening morning afternoon hiya aye aight listening testing")
)
_NAMES_A_THING: Final = DETERMINERS - listed("that this no any some each both another these those every")
_BOUNDARY: Final = PREPOSITIONS | JOINERS | SUBJECT_PRONOUNS | AUXILIARIES | frozenset(".,!?;") | ADVERBS
