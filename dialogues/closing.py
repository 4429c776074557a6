"""The goodbye: one sentence in their words, the step they chose, that it is saved. Never a question."""

from typing import Final

from dialogues.lines import Line
from dialogues.listener import Reply
from dialogues.moves import Move
from dialogues.remembering import planned_step
from dialogues.wording import Wording, count

LONGEST_CLOSING: Final = 40  # words: a goodbye is short
SHORT_PAIR: Final = 9  # words of two facts together: one that is longer says enough


def close(wording: Wording) -> Reply:
    """The last reply of a session, with as much of what was said as a short goodbye holds."""
    goodbye = wording.line(Line.CLOSING)
    step = planned_step(wording.transcript, wording.library)
    chosen = wording.line(Line.STEP_CHOSEN, fact=step) if step else ""
    gathered = wording.facts()
    for many in range(len(gathered) if count(*gathered) <= SHORT_PAIR else min(len(gathered), 1), -1, -1):
        slots = dict(zip(("fact", "other"), gathered[:many], strict=False))
        gathering = wording.line(Line.CLOSING_WORDS, **slots) if many else ""
        if (gathering or chosen) and count(gathering, chosen, goodbye) <= LONGEST_CLOSING:
            return wording.say(Move.CLOSING, gathering, chosen, goodbye)
    return wording.say(Move.CLOSING, goodbye)
