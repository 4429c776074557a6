"""Reads what a session was about, and what was made in it, from its transcript, and keeps that beside it.

It is done the next time the journal is opened, not while somebody talks: so a session that was broken off has its themes
and its letter too, and a correction finds its way into both.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from assistant.entries import Findings
from assistant.errors import JournalError
from assistant.journal import Journal
from dialogues.dialogue import GENERAL, OPEN_THEME, Dialogue, Library
from dialogues.exercise_progress import kept_in, without_answers
from dialogues.transcript import Speaker, Transcript

OFTEN: Final = 2  # turns that touch a theme before the session is about it: one word alone proves little
MOST_THEMES: Final = 5  # of one session: more would say nothing


def read_sessions(journal: Journal, library: Library) -> None:
    """Finds themes and results in every session that nobody has read yet; nothing is lost if that cannot be written.

    Must be called while no session is being held: a session is read once, and again when it was corrected.
    """
    try:
        with journal.together():
            for session in journal.unread():
                journal.set_findings(session, findings(journal.entry(session).transcript, library))
    except JournalError:  # no room, or no right to write: it is tried again next time
        return


def findings(transcript: Transcript, library: Library) -> Findings:
    """What a session was about, and what was kept in its exercises."""
    told = [turn.text for turn in without_answers(transcript, library.exercises).by(Speaker.USER)]
    asked = [
        question for turn in transcript.by(Speaker.ASSISTANT) if (question := library.question(turn.source)) is not None
    ]
    dialogue = _led_by([question.id.partition("/")[0] for question in asked], told, library)
    touched = Counter(theme for text in told for theme in dialogue.themes_in(text))
    touched.update(theme for question in asked for theme in question.themes if theme in touched)
    themes = [theme for theme, times in touched.most_common(MOST_THEMES) if times >= OFTEN and theme != OPEN_THEME]
    return Findings(
        dialogue="" if dialogue.id == GENERAL else dialogue.id,
        themes=tuple(sorted(themes)),
        results=kept_in(transcript, library.exercises),
    )


def _led_by(asked: Sequence[str], told: Sequence[str], library: Library) -> Dialogue:
    """The dialogue that asked most; where none asked anything, the one that fits what was said."""
    for name, _ in Counter(name for name in asked if name != GENERAL).most_common(1):
        return next(dialogue for dialogue in library.dialogues if dialogue.id == name)
    return library.choose(" . ".join(told))
