"""What a person does not want to talk about: it stays closed until they open it themselves."""

import re
from collections.abc import Collection
from itertools import zip_longest
from typing import Final

from dialogues.dialogue import OPEN_THEME, Library
from dialogues.english import PEOPLE, content_words, words
from dialogues.lines import DETAIL_SOURCE
from dialogues.moves import Move
from dialogues.requests import Request, read_listed, read_request
from dialogues.telling import is_telling
from dialogues.transcript import Speaker, Transcript, Turn


def closed_in(
    transcript: Transcript,
    library: Library,
    closed_before: Collection[str] = (),
    themes_before: Collection[str] = (),
    *,
    lasting: bool = False,
) -> tuple[frozenset[str], frozenset[str]]:
    """The words and the themes that were refused so far, less what the person has opened again.

    Args:
        transcript: The session.
        library: Where the themes are.
        closed_before: Words that earlier sessions left closed.
        themes_before: Themes that they left closed; one that is spoken of again is open.
        lasting: Leave out what was refused for the day only.
    """
    closed: set[str] = set(closed_before)
    left: set[str] = set(themes_before)
    themes: set[str] = set()
    asked, about, told = "", frozenset[str](), ""
    for turn, reply in zip_longest(transcript, transcript.turns[1:]):
        if turn.speaker is Speaker.ASSISTANT:
            asked = turn.source or asked
            about = content_words(turn.text) if asked.startswith(f"{DETAIL_SOURCE}/") else frozenset()
        elif _was_refused(turn, reply):
            if lasting and _FOR_TODAY.search(turn.text.lower()):
                continue
            named = _refused(turn.text, told)
            closed |= named
            if not named:
                closed |= about & content_words(told)
            topic = " ".join(named)
            themes |= {theme for dialogue in library.dialogues for theme in dialogue.themes_named(topic)}
            if not named and (question := library.question(asked)):
                themes |= set(question.themes) - {OPEN_THEME}
        elif is_telling(turn.text, roughly=lasting):
            closed -= content_words(turn.text) | set(words(turn.text))
            told = f"{told} . {turn.text}"
            left -= {theme for dialogue in library.dialogues for theme in dialogue.themes_named(turn.text)}
    return frozenset(closed), frozenset(themes | left)


def _was_refused(turn: Turn, reply: Turn | None) -> bool:
    """Whether the turn asked to leave something: where it was answered, the answer tells how it was understood."""
    if reply is None or reply.speaker is Speaker.USER:
        return read_request(turn.text) is Request.SKIP
    return reply.move is Move.SKIP or read_listed(turn.text) is Request.SKIP


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


_FOR_TODAY: Final = re.compile(r"\b(?:today|tonight|now|right now|at the moment|yet|this time)\b")
