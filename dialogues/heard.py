"""What a transcript tells the listener: what was said, about whom, what was asked, and what is closed.

Everything here is read from the transcript anew each time, so that nothing has to be remembered elsewhere.
"""

import re
from dataclasses import dataclass
from typing import Final

from dialogues.dialogue import OPEN_THEME, Dialogue, Library, Role
from dialogues.english import AUXILIARIES, PEOPLE, SMALL_WORDS, SWEARING, VERBS, content_words, listed, words
from dialogues.moves import Move
from dialogues.reflecting import opening_of
from dialogues.requests import Request, read_request
from dialogues.transcript import Speaker, Transcript, Turn

TERSE_TURN: Final = 5.0  # words: someone whose last turns are this short on average is asked briefly
LATIN_ENDS: Final = 0x24F  # the last code point of the Latin letters
CLEARLY_FOREIGN: Final = 2  # small words of another language that do not come by chance
SHORTEST_NOISE: Final = 3  # letters: "hm" and "pff" are not noise
TWICE: Final = 2  # times a pronoun must be heard before it is taken up
OPENINGS_REMEMBERED: Final = 3  # replies: no two of any four in a row begin alike


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the person speaks of."""

    name: str
    """As said back: "your husband", "Mark"."""
    they: str

    @property
    def slots(self) -> dict[str, str]:
        """What to put into a question's braces."""
        them = {"he": "him", "she": "her", "they": "them"}[self.they]
        their = {"he": "his", "she": "her", "they": "their"}[self.they]
        return {"person": self.name, "they": self.they, "them": them, "their": their}


@dataclass(frozen=True, slots=True)
class Heard:
    """The state of the talk before a reply."""

    last: str
    """What the person said last; "" for a silence."""
    told: tuple[str, ...]
    """Their turns that tell something: no requests, no bare yes or no. Oldest first."""
    replies: tuple[Turn, ...]
    dialogue: Dialogue
    role: Role
    """EITHER while it is not clear, and for someone who was hurt and did hurt."""
    person: Person | None
    asked: frozenset[str]
    closed: frozenset[str]
    """Words and stems they asked not to talk about."""
    closed_themes: frozenset[str]
    after_danger: bool

    @property
    def is_terse(self) -> bool:
        """Whether the last few turns were very short."""
        recent = [len(words(text)) for text in self.told[-3:]]
        return bool(recent) and sum(recent) / len(recent) <= TERSE_TURN

    @property
    def openings(self) -> frozenset[str]:
        """How the latest replies began."""
        return frozenset(opening_of(turn.text) for turn in self.replies[-OPENINGS_REMEMBERED:] if turn.text)

    @property
    def questions_in_a_row(self) -> int:
        """How many of the latest replies each asked something."""
        count = 0
        for turn in reversed(self.replies):
            if turn.move in {Move.PRESENCE, Move.SILENCE, Move.PAUSE}:
                continue
            if "?" not in turn.text:
                break
            count += 1
        return count

    @property
    def replies_since_summary(self) -> int:
        """How many replies there were since the last summary, or since the start."""
        moves = [turn.move for turn in self.replies]
        return len(moves) - 1 - max((at for at, move in enumerate(moves) if move is Move.SUMMARY), default=0)

    def has_said(self, text: str) -> bool:
        """Whether the program has said these words before."""
        return any(text.lower() in turn.text.lower() for turn in self.replies)


def hear(transcript: Transcript, library: Library) -> Heard:
    """Reads the transcript."""
    replies = transcript.by(Speaker.ASSISTANT)
    texts = [turn.text for turn in transcript.by(Speaker.USER)]
    told = tuple(text for text in texts if is_telling(text))
    everything = " . ".join(told)
    dialogue = library.choose(everything)
    closed, closed_themes = _closed(transcript, library)
    return Heard(
        last=texts[-1] if texts else "",
        told=told,
        replies=replies,
        dialogue=dialogue,
        role=_role(dialogue, everything),
        person=_person(told, closed),
        asked=frozenset(turn.source for turn in replies if turn.source),
        closed=closed,
        closed_themes=closed_themes,
        after_danger=any(turn.move is Move.ESCALATION for turn in replies),
    )


def is_silence(text: str) -> bool:
    """Whether nothing was said."""
    return not re.search(r"\w", re.sub(r"\[[^\]]*\]", " ", text))


def is_telling(text: str) -> bool:
    """Whether a turn tells something, rather than asking for something or only nodding."""
    if is_silence(text) or read_request(text) not in {Request.NONE, Request.CORRECTION}:
        return False
    return nod(text) is None and not is_other_language(text) and not is_unclear(text)


def nod(text: str) -> str | None:
    """Which kind of bare answer a turn is: "yes", "no", "unsure" or "hello"; None if it says more."""
    said = re.sub(
        r"\b(?:um+|uh+|er+m?|hm+|well|so|oh|like|really|just|i guess|i suppose|i think)\b|[^\w' ]",
        " ",
        text.lower().replace("\u2019", "'"),
    )
    said = " ".join(said.split())
    for kind, pattern in _NODS.items():
        if pattern.fullmatch(said):
            return kind
    return "yes" if not said and text.strip() else None


_NODS: Final = {
    "yes": re.compile(r"(?:(?:yeah|yes|yep|yup|mm|mhm|uh huh|ok|okay|right|true|sure|exactly|i know|fine|i do|i did|it is|it does|probably|of course|alright|sorry|i'm here|still here|i'm back|huh|wow|oh)(?: |$))+"),
    "no": re.compile(r"(?:(?:no|nope|nah|not really|nothing|never|no one|nobody|neither|whatever|i don't|i didn't)(?: |$))+"),
    "unsure": re.compile(r"(?:(?:i )?(?:dunno|don't know|do not know|no idea|not sure|i'm not sure|can't say|hard to say|maybe|who knows|have no idea|couldn't say|not a clue)(?: (?:yet|how|what|why|really))?(?: |$))+"),
    "hello": re.compile(r"(?:(?:hi|hello|hey|good (?:morning|evening|afternoon)|hiya|hi there|hello there|hey there)(?: |$))+"),
}  # fmt: skip


def is_other_language(text: str) -> bool:
    """Whether the turn is plainly not English."""
    letters = [character for character in text if character.isalpha()]
    if (
        letters
        and sum(not character.isascii() and ord(character) > LATIN_ENDS for character in letters) > len(letters) / 2
    ):
        return True
    said = re.findall(r"[^\W\d_]+", text.lower())
    foreign = sum(word in _FOREIGN for word in said)
    return foreign >= CLEARLY_FOREIGN and foreign > sum(word in SMALL_WORDS - _SHARED for word in said)


_FOREIGN: Final = listed(
    "y no entiendo hablo soy es fue tengo marido mujer cuando pas moi ma le du au bin hab auch wir uns mann frau"
    " el la los las una que de por para con pero muy mi mis esta estoy yo ella ellos porque como le les des est je tu il elle nous vous"
    " mon ma mes avec pour dans pas ne qui sur ce cette suis der die das und ich nicht ist mit ein eine mein meine zu auf sie er wir war"
    " habe hat che non sono mio mia una gli uma meu minha com eu ele isso essa het een niet mijn ik jestem nie jest bardzo"
) - {"die", "war", "me", "no", "ma", "pas", "bin"}
_SHARED: Final = frozenset({"no", "me", "a", "i", "on", "he", "as", "so", "in", "all", "an"})


def is_unclear(text: str) -> bool:
    """Whether the turn is no words at all, as far as can be seen."""
    said = re.findall(r"[a-z']+", text.lower())
    if not said:
        return True
    odd = [word for word in said if not re.search(r"[aeiouy]", word) or re.search(r"[^aeiouy']{5}", word)]
    return len(odd) * 2 > len(said) and len("".join(said)) > SHORTEST_NOISE


def has_swearing(text: str) -> bool:
    """Whether there is a swear word in it."""
    return any(word in SWEARING for word in words(text))


def _role(dialogue: Dialogue, everything: str) -> Role:
    hurt, broke = dialogue.hurt.hits(everything), dialogue.broke.hits(everything)
    if hurt and not broke:
        return Role.HURT
    if broke and not hurt:
        return Role.BROKE
    return Role.EITHER


def _closed(transcript: Transcript, library: Library) -> tuple[frozenset[str], frozenset[str]]:
    """What was refused so far, less what the person has opened again."""
    closed: set[str] = set()
    themes: set[str] = set()
    asked, told = "", ""
    for turn in transcript:
        if turn.speaker is Speaker.ASSISTANT:
            asked = turn.source or asked
        elif read_request(turn.text) is Request.SKIP:
            named = _refused(turn.text, told)
            closed |= named
            topic = " ".join(named)
            themes |= {theme for dialogue in library.dialogues for theme in dialogue.themes_in(topic)}
            if not named and (question := library.question(asked)):
                themes |= set(question.themes) - {OPEN_THEME}
        elif is_telling(turn.text):
            closed -= content_words(turn.text) | set(words(turn.text))
            told = f"{told} . {turn.text}"
    return frozenset(closed), frozenset(themes)


def _refused(text: str, told: str) -> set[str]:
    """The words that name what they do not want to talk about: "my father", "her", "the money"."""
    found = re.search(r"\b(?:about|into|discuss|leave)\s+(.*)", text.lower())
    if found is None:
        return set()
    topic = words(re.split(r"[.!?;]", found.group(1))[0])
    named = {word for phrase in topic for word in content_words(phrase)} - {"today", "anymore", "now"}
    for they, forms in {"he": ("him", "his", "he"), "she": ("her", "she"), "they": ("them", "they")}.items():
        if set(topic) & set(forms):
            named |= {word for word in words(told) if PEOPLE.get(word) == they} | set(forms)
    return named


def _person(told: tuple[str, ...], closed: frozenset[str]) -> Person | None:
    """Whom the talk is about: the one named most lately who has not been put aside."""
    everything = " . ".join(told)
    for text in reversed(told):
        for name, they in reversed(_people_in(text)):
            if not (set(words(name)) | content_words(name)) & closed and they not in closed:
                return Person(name, _pronoun(they, everything))
    return None


def _people_in(text: str) -> list[tuple[str, str]]:
    people = [
        (found.start(), f"your {found.group(1).lower()}", PEOPLE[found.group(1).lower()])
        for found in _MINE.finditer(text)
    ]
    people += [
        (found.start(), found.group(1), "they")
        for found in _NAMED.finditer(text)
        if found.group(1).lower() not in _NOT_NAMES
        and not (found.start() == found.start(1) and text[found.end(1) : found.end(1) + 1] in {".", ","})  # "Tuna."
    ]
    return [(name, they) for _, name, they in sorted(people)]


_MINE: Final = re.compile(
    r"\bmy (?:\w+ )?(" + "|".join(sorted(PEOPLE, key=len, reverse=True)) + r")\b(?!'s)", re.IGNORECASE
)
_NAMED: Final = re.compile(
    r"(?:\bname(?: is|'s) |\bcalled |\bmy \w+,? |(?<=[.!?,] )|^|\b[Aa]nd |\b[Bb]ut |\b[Ww]ith )([A-Z][a-z]{2,})(?= (?:"
    + "|".join(sorted((VERBS | AUXILIARIES | {"asked", "called", "texted"}), key=len, reverse=True))
    + r")\b|[.,])"
)
_NOT_NAMES: Final = SMALL_WORDS | listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november"
    " december christmas easter god okay nan mum mom dad people sometimes something everyone everything nothing nobody somebody anyway wrong right fine"
    " people trust love work because sorry banter physically actually honestly eventually suddenly basically then well three two four five yesterday"
    " tomorrow tonight moved left lost quiet girlfriend boyfriend husband wife listen eleven answer happy christian"
)


def _pronoun(they: str, everything: str) -> str:
    """He, she or they, as the person says it."""
    if they != "they":
        return they
    said = words(everything)
    he = sum(word in {"he", "him", "his", "he's", "he'd"} for word in said)
    she = sum(word in {"she", "her", "she's", "she'd", "hers"} for word in said)
    if he >= TWICE and he > 2 * she:
        return "he"
    if she >= TWICE and she > 2 * he:
        return "she"
    return "they"
