"""What a turn asks of the program, by what it means: for the wordings that no list foresaw.

A story turn that is taken for "stop" is far worse than a wish that is missed: so nothing long is read, nothing that is
quoted, and each thing that may be asked needs its own certainty.
"""

from typing import Final

from dialogues.language import is_other_language
from dialogues.own_clauses import own_sentences
from dialogues.understanding import NOTHING, asked_in

LONGEST: Final = 16  # words: who asks something of a listener says it in one breath
LONGEST_ENDING: Final = 14  # words of the last sentence of a longer turn
SURE: Final = 0.6
"""How likely it must be that a turn asks anything. Chosen on turns that were not learned from then (training/turns/more_*.txt)."""
SURER: Final = {"stop": 0.85, "skip": 0.8, "complaint": 0.75, "off_topic": 0.75, "correction": 0.7}
"""What breaks into a talk if it was not meant, and how sure it must be."""
SUREST: Final = 0.92  # for the last sentence of a longer turn, which is mostly the end of a story


def meant(text: str) -> str:
    """What the turn asks of the program: a `Request`, "exercise", "memory", "how_long", "ever_again", "read_back" or "none"."""
    own = own_sentences(text)
    if not own or is_other_language(text):
        return NOTHING
    what, certainty = asked_in(". ".join(own))
    if len(text.split()) <= LONGEST and certainty >= SURER.get(what, SURE):
        return what
    what, certainty = asked_in(own[-1])
    return what if len(own[-1].split()) <= LONGEST_ENDING and certainty >= SUREST else NOTHING
