"""What a person named: a feeling they said they have, a thing they came back to, their own word for it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dialogues.cleaning import cleaned
from dialogues.english import FEELINGS, PEOPLE, SWEARING, content_words, listed, words
from dialogues.grammar import Sentence, Word, read
from dialogues.heads import core_of
from dialogues.quoting import SAYING, quoted
from dialogues.trimming import TIMES, denies_in
from dialogues.turning import is_mine, said_back, turned
from dialogues.unfit import is_unfit

CLIPPED: Final = 9  # words: a turn this short is answered with its own few words
COMES_BACK: Final = 3  # times a thing is named in one turn: twice is only grammar
LONGEST_THING: Final = 4  # words of a thing, its "the" among them
LONGEST_ABOUT: Final = 9  # words of what a feeling is about


@dataclass(frozen=True, slots=True)
class Feeling:
    """A feeling that somebody said they have."""

    word: str
    how: str
    """How it is said back: "you're", "you felt"."""
    much: str
    """"so ", or ""."""
    about: str
    """What it is about, turned: "your daughter will wait"; "" if nothing was said."""
    stands_alone: bool
    """Whether nothing that belongs to it would be left out."""

    @property
    def name(self) -> str:
        """What the feeling is called: "fear"."""
        return FEELINGS[self.word]


def feelings(text: str) -> tuple[Feeling, ...]:
    """The feelings the person said they have; not those they deny, suppose or tell of others."""
    found: dict[str, Feeling] = {}
    for sentence in read(cleaned(text)):
        barred = quoted(sentence) if sentence.ends_with != "?" else frozenset(range(len(sentence.words)))
        for word in sentence.words:
            if word.low == "nervous" and len(sentence.words) <= CLIPPED:
                continue  # about talking to a program
            if word.low in FEELINGS and word.at not in barred and (feeling := _felt(sentence, word)) is not None:
                found.setdefault(word.low, feeling)
    return tuple(found.values())


def feelings_about(text: str) -> Iterator[str]:
    """A feeling with what it is about: "so the fear is that your daughter will wait"."""
    for feeling in feelings(text):
        if not feeling.about:
            continue
        if feeling.name in {"fear", "worry"}:
            link = "" if feeling.about.startswith(("what ", "how ", "where ", "who ")) else "that "
            yield f"so the {feeling.name} is {link}{feeling.about}"
        elif feeling.about.startswith(("what ", "how ", "where ", "who ", "why ", "when ")):
            continue
        elif feeling.word in {"ashamed", "proud"}:
            yield f"what {feeling.how} {feeling.word} of is that {feeling.about}"
        elif feeling.word not in _NO_CAUSE:
            yield f"what makes you {feeling.word} is that {feeling.about}"


def moved_by(text: str) -> Iterator[str]:
    """What they say moves them, turned round: "it worries you that nobody would believe you"."""
    for found in _MOVED_BY.finditer(cleaned(text)):
        yield f"it {found.group('moves').lower()} you that {turned(found.group('what'))}"


def bare_feelings(text: str) -> Iterator[tuple[str, str]]:
    """A feeling that stands for itself: how they said it, turned ("you're so angry"), and its name ("anger")."""
    for feeling in feelings(text):
        if feeling.stands_alone:
            yield f"{feeling.how} {feeling.much}{feeling.word}", feeling.name


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


def come_back(text: str, earlier: Sequence[str]) -> Iterator[str]:
    """Things of this turn that were named once, some turns before, as they were named then: "the yellow bag"."""
    named: dict[str, str] = {}
    times = Counter(noun for before in earlier for noun in {thing.split()[-1].lower() for thing in things(before)})
    for before in earlier:
        named |= {thing.split()[-1].lower(): thing for thing in things(before)}
    for thing in things(text):
        noun = thing.split()[-1].lower()
        if times[noun] == 1 and noun not in _ABSTRACT | TIMES | _EVERYDAY:
            fuller = max(named[noun], thing, key=lambda name: len(name.split()))
            yield re.sub(r"^(?:an?|some) ", "the ", fuller)


def amounts(text: str) -> Iterator[str]:
    """How long, how many, how much, where it was said: "eleven years", "seven letters"."""
    for sentence in read(cleaned(text)):
        for word in sentence.words:
            number = sentence.child(word.at, "nummod")
            if is_unfit(sentence.written(every(sentence)).split()):
                continue
            if (
                word.tag != "NNS"
                or number is None
                or number.low in {"one", "1"}
                or word.lemma in _CLOCK
                or sentence.ends_with == "?"
            ):
                continue
            start = min(sentence.whole(number.at))
            before = sentence.words[start - 1].low if start else ""
            if before in {"at", "after", "of", "aged", "the", "under", "before"} or number.at > word.at:
                continue
            if word.at - start < LONGEST_THING and word.at not in quoted(sentence):
                yield said_back(sentence, set(range(start, word.at + 1)))


def clipped(text: str) -> Iterator[str]:
    """The few words of a clipped turn, turned: "bad", "your girlfriend", "the jokes"."""
    if len(words(text)) > CLIPPED:
        return
    for sentence in read(cleaned(text)):
        said = [word for word in sentence.words if word.tag not in {".", ",", ":", "UH"}]
        if sentence.ends_with == "?" or not said or any(word.is_verb or word.tag in _NO_FRAGMENT for word in said):
            continue
        lows = {word.low for word in said}
        if is_unfit(sentence.written(every(sentence)).split()):
            continue
        if said[0].low == "its":
            continue  # misheard "it's"
        alone_and_a_name = len(said) == 1 and said[0].tag == "NNP" and said[0].low not in PEOPLE
        if (
            lows & (_ABSTRACT | {"computer", "machine", "robot"} | SWEARING | _GREETING)
            or alone_and_a_name
            or "," in sentence.written(every(sentence))
        ):
            continue
        text_back = said_back(sentence, {word.at for word in said})
        if content_words(text_back):
            yield text_back


def every(sentence: Sentence) -> frozenset[int]:
    """Every place of a sentence."""
    return frozenset(word.at for word in sentence.words)


def things(text: str) -> tuple[str, ...]:
    """Concrete things that were named, turned to "you": "the yellow bag", "your mat"."""
    found = []
    for sentence in read(cleaned(text)):
        for word in sentence.words:
            owner = sentence.child(word.at, "det", "poss")
            if word.tag not in {"NN", "NNS"} or owner is None or word.low in PEOPLE or word.role == "compound":
                continue
            if owner.tag not in {"DT", "PRP$"} or owner.low not in _NAMES_A_THING or owner.at > word.at:
                continue
            places = set(range(owner.at, word.at + 1))
            between = [sentence.words[at] for at in range(owner.at + 1, word.at)]
            plain = all(w.tag in {"JJ", "NN", "NNP", "NNS"} and w.low not in SWEARING for w in between)
            if len(places) <= LONGEST_THING and plain and word.low not in SWEARING:
                found.append(said_back(sentence, places))
    return tuple(dict.fromkeys(found))


def _felt(sentence: Sentence, word: Word) -> Feeling | None:
    """The feeling this word names, if the speaker has it."""
    verb = _verb_of(sentence, word)
    if verb is None or (word.low in _AMBIGUOUS and verb.lemma == "be" and not _is_so(sentence, word)):
        return None
    above = sentence.above(verb.at)
    small = verb.role == "ccomp" and sentence.words[verb.head].lemma in {"make", "leave", "get"}
    subject = sentence.child(verb.at, "nsubj", "nsubjpass")
    if subject is None and verb.role == "conj":
        subject = sentence.child(verb.head, "nsubj", "nsubjpass")
    theirs = is_mine(sentence, subject) or (small and subject is not None and subject.low == "me")
    if not theirs or denies_in(
        sentence, {w.at for w in sentence.under(verb.at)} | {w.at for w in sentence.under(word.at)}
    ):
        return None
    if any(w.lemma in SAYING for w in above):
        return None  # "I said I was tired" may be what was only said
    if any(getattr(sentence.child(w.at, "mark"), "low", "") in {"if", "unless"} for w in (verb, *above)):
        return None
    about = sentence.child(word.at, "ccomp") or (sentence.child(verb.at, "ccomp") if verb is not word else None)
    about_text = ""
    if _is_so(sentence, word) and about is not None and sentence.child(about.at, "mark") is None:
        about = None  # "so angry I couldn't speak" tells how angry, not what about
    if about is not None and about.at > word.at and sentence.child(about.at, "nsubj", "nsubjpass", "expl") is not None:
        asks = any(w.tag in {"WP", "WRB", "WDT"} for w in sentence.under(about.at))
        places = sentence.whole(about.at) if asks else core_of(sentence, about)
        if len(places) <= LONGEST_ABOUT and not any(sentence.words[at].low in {"you", "your"} for at in places):
            about_text = said_back(sentence, places)
    more = [
        w
        for w in sentence.under(word.at)
        if w.at > word.at and w.role in {"prep", "xcomp", "ccomp", "advcl", "acl", "prt"}
    ]
    named_by = {"sick", "tired", "proud"}  # "sick of it" is not sick
    loose = word.low not in named_by and all(w.role == "prep" and w.low in {"of", "about", "at"} for w in more)
    alone = (not more or loose) and (about is None or about.at < word.at)
    past = (verb.tag in {"VBD", "VBN"} and "'ve" not in {w.low for w in sentence.under(verb.at)}) or (
        small and sentence.words[verb.head].tag == "VBD"
    )
    feels = verb.lemma == "feel" or small or word.low in _AGAINST_ONESELF
    so_far = {"'ve", "have"} & {w.low for w in sentence.under(verb.at) if w.role == "aux"}
    how = ("you felt" if past else "you feel") if feels else ("you were" if past else "you're")
    how = "you've felt" if so_far and feels else "you've been" if so_far else how
    much = "so " if _is_so(sentence, word) else ""
    return Feeling(word.low, how, much, about_text, stands_alone=alone)


def _verb_of(sentence: Sentence, word: Word) -> Word | None:
    """The "am" or "feel" that gives the speaker this feeling."""
    if word.head == word.at or word.role in {"ROOT", "ccomp"}:
        passive = sentence.child(word.at, "auxpass", "aux")
        if word.role == "ccomp" and word.tag.startswith("JJ"):
            return word
        return (
            word
            if word.tag in {"VBN", "JJ"} and passive is not None and sentence.child(word.at, "dobj", "agent") is None
            else None
        )
    head = sentence.words[word.head]
    if word.role == "conj" and (head.low in FEELINGS or head.role == "acomp"):
        return _verb_of(sentence, head)
    linking = head.lemma in {"be", "feel", "get", "become", "'", "'m"} or head.low in {"'m", "'s", "m"}
    return head if linking and word.role in {"acomp", "oprd", "attr", "advmod"} else None


def _is_so(sentence: Sentence, word: Word) -> bool:
    return any(w.low == "so" and w.at < word.at for w in sentence.under(word.at))


_AMBIGUOUS: Final = frozenset({"small", "used", "lost", "mad", "broken", "happy", "hurt"}) - {"lost", "hurt", "broken"}
_AGAINST_ONESELF: Final = listed("stupid foolish small worthless broken used invisible insecure")
_NO_CAUSE: Final = listed(
    "lost torn stuck small used tired exhausted invisible worthless stupid foolish sick numb empty alone"
)
_NOT_THE_POINT: Final = re.compile(
    r"(?:^|[.!] )(?!that\b|it\b|this\b)(?P<what>[a-z' ]{5,40}?) (?:is not|isn't|was not|wasn't) the point(?=[.,!]|$)"
)
_MOVED_BY: Final = re.compile(
    # "What worries me is that nobody would believe me."
    r"(?:^|[.!] )what (?P<moves>worries|scares|frightens|bothers|upsets|angers|hurts|saddens|shames|puzzles) me (?:the )?(?:most )?is that"
    r" (?P<what>(?:[\w']+ ?){3,9})(?=[.,!]|$)",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(r"\b(?:that|this)(?:'s| is| was) (?P<what>an? (?:[a-z]+ )?(?P<noun>[a-z]+))(?=[.,!]|$)")
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
    " maybe nothing alright fine whatever something wrong right good shame relief pity mess joke decision start thought plan risk idea lie step back front top bottom middle left call part stuff place case idea"
)
_EVERYDAY: Final = listed(
    "house home job work money world life room people person place car door night head face hand life name kids lad girl boy man woman kid baby guy"
    " bloke fella child people table station shop office street park tongue class computer machine bed side chance floor wall family"
)
_CLOCK: Final = listed("minute hour clock hundred dose time")
_GREETING: Final = listed(
    "evening morning afternoon hiya aye aight listening testing hello hi okay ok yeah yes no sorry thanks"
)
_NO_FRAGMENT: Final = listed("PRP WP WRB WDT MD EX")
_NAMES_A_THING: Final = listed("the a an my our his her their")
