"""The clauses that a person says in their own voice: not what somebody said in a story, and without the small words.

What is asked of the program is looked for in these alone (`dialogues.requests`, `dialogues.asking`).
"""

import re
from typing import Final


def own_clauses(text: str) -> list[str]:
    """The clauses spoken in the person's own voice, in lower case and without filler words."""
    text = re.sub(r"\[[^\]]*\]", " ", text.lower().replace("\u2019", "'"))
    text = re.sub(
        r"\b((?:can|could|will|would) (?:you|we|i)) (?:(?:just|please|maybe|kindly|possibly) )+", r"\1 ", text
    )
    text = re.sub(r",?\s*\b(?:um+|uh+|er+m?|h+m+|mm+|ah+|oh+)\b[,.]*", " ", text)
    own: list[str] = []
    for sentence in re.split(r"[.?!;\u2026]+(?:\s|$)", text):
        if '"' in sentence or "\u201c" in sentence:
            continue
        for piece in re.split(r",|\s[-\u2013\u2014]+\s", sentence):
            clause = _unwrapped(" ".join(re.sub(r"[^\w' /+-]", " ", piece).split()))
            if _SAID_AFTERWARDS.match(clause):
                own.clear()
                break
            if clause:
                own.append(clause)
            if _SAYING.search(clause):
                break  # the rest of the sentence is somebody's words
    return own


def own_sentences(text: str) -> list[str]:
    """The sentences spoken in the person's own voice, whole: those in which nobody is quoted."""
    text = re.sub(r"\[[^\]]*\]", " ", text.lower().replace("\u2019", "'"))
    own: list[str] = []
    for sentence in re.split(r"[.?!;\u2026]+(?:\s|$)", text):
        pieces = [_unwrapped(" ".join(re.findall(r"[\w'-]+", piece))) for piece in sentence.split(",")]
        if any(_SAID_AFTERWARDS.match(piece) for piece in pieces):
            own.clear()
        elif re.search(r"\w", sentence) and not (
            {'"', "\u201c"} & set(sentence) or any(_SAYING.search(piece) for piece in pieces)
        ):
            own.append(sentence.strip())
    return own


def _unwrapped(clause: str) -> str:
    """The clause without the small words that people put before and after what they mean."""
    before = None
    while clause != before:
        before = clause
        clause = _LEADING.sub("", clause, count=1)
        clause = _TRAILING.sub("", clause, count=1)
    return clause.strip()


_SAYING: Final = re.compile(
    r"\b(?:said|says|say to (?:him|her|them)|told (?:me|him|her|them|us|my \w+)|asked(?: me| him| her)?|replied|shouted|yelled"
    r"|screamed|texted(?: me)?|wrote|asks? (?:me|him|her|us|them)|goes|said was|(?:was|were|is|he's|she's|they're) like|thought|kept saying|saying)$"
)
_SAID_AFTERWARDS: Final = re.compile(
    r"(?:i|he|she|they|we|my \w+) (?:\w+ )?(?:said|says?|used to say|told (?:him|her|them|me)|asked|shouted|yelled|screamed)(?: to (?:him|her|them|me))?$"
)
_LEADING: Final = re.compile(
    r"^(?:(?:ok(?:ay)?|so|well|right|sorry|please|and|but|yeah|yes|no|nah|look|listen|honestly|actually|maybe|hey|hang on|like"
    r"|just|i mean|you know|i think|i guess|i believe|i reckon|hello|aight|alright|all right|fine|wait|anyway|anyways|also|to be honest|i'm afraid|god|lovely"
    r"|great|cool|perfect|brilliant)\b ?)(?=\S)"
)
_TRAILING: Final = re.compile(
    r"(?<=\S) (?:please|now|then|though|for (?:today|tonight|now|the day)|today|tonight|really|actually|anyway|tho|mate|love|dear|bro|bruv|pal|safe|(?<!a )man|thanks"
    r"|thank you|okay|ok|if that's (?:ok|okay|alright|all right)|if you don't mind|if possible|sorry|any ?more|at the moment|by the way)$"
)
