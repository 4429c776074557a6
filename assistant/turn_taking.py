"""How long to wait, after a person falls silent, before taking it that they have finished.

Pure: words in, seconds out. Being cut off while thinking is the first complaint about every voice system, and being kept
waiting is the next. Three things decide: how the words end (`assistant.how_words_end`), how much room the person wants, and
how long they themselves have paused so far before going on.

`benchmarks/turn_taking.py` measures what these numbers come to, and they were chosen with it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from assistant.how_words_end import Ending, how_words_end


class Pace(StrEnum):
    """How much room a person wants."""

    BRISK = "brisk"
    UNHURRIED = "unhurried"
    SPACIOUS = "spacious"


MOMENT: Final = 12.0  # seconds after "give me a moment", at every pace
HOLDS: Final[dict[Pace, dict[Ending, float]]] = {
    # Seconds of silence after words that end so. Spacious outlasts any pause for thought up to 4 s.
    Pace.BRISK: {
        Ending.ADDRESSED: 0.5,
        Ending.COMPLETE: 0.6,
        Ending.DOUBTFUL: 1.18,
        Ending.UNFINISHED: 2.6,
        Ending.MOMENT: MOMENT,
    },
    Pace.UNHURRIED: {
        Ending.ADDRESSED: 0.9,
        Ending.COMPLETE: 1.1,
        Ending.DOUBTFUL: 2.1,
        Ending.UNFINISHED: 3.5,
        Ending.MOMENT: MOMENT,
    },
    Pace.SPACIOUS: {
        Ending.ADDRESSED: 2.2,
        Ending.COMPLETE: 4.2,
        Ending.DOUBTFUL: 4.4,
        Ending.UNFINISHED: 6.0,
        Ending.MOMENT: MOMENT,
    },
}
IN_DANGER: Final = HOLDS[Pace.UNHURRIED][Ending.COMPLETE]  # seconds at most before saying where help is
EXTENDED: Final = 30.0  # seconds of quiet that the key for more time gives, each time it is pressed
CUT_IN: Final = 1.5  # seconds after taking the floor in which who goes on speaking had not finished
LONG_SILENCE: Final = 14.0  # seconds with nobody speaking before one soft line: therapists let ten pass

REMEMBERED: Final = 12  # pauses, the latest: about the last five minutes
ENOUGH: Final = 3  # pauses before they say anything about a person
USUAL: Final = 0.9  # share of a person's own pauses that a wait should outlast
MARGIN: Final = 0.3  # seconds beyond that
MOST: Final = 1.6  # times the pace's own wait: however long the pauses, nobody is kept waiting longer


@dataclass(frozen=True, slots=True)
class OwnPauses:
    """How long this person has been silent, after words that could have been all, and then gone on."""

    lengths: tuple[float, ...] = ()
    """Seconds, the latest last."""

    def plus(self, seconds: float) -> "OwnPauses":
        """These, and one more."""
        return OwnPauses((*self.lengths, seconds)[-REMEMBERED:])

    @property
    def usual(self) -> float:
        """Seconds that all but their longest pauses stay under; 0 while too little is known."""
        if len(self.lengths) < ENOUGH:
            return 0.0
        return sorted(self.lengths)[round(USUAL * (len(self.lengths) - 1))]


def could_be_all(ending: Ending) -> bool:
    """Whether a person who goes on after such words has told something about their pauses."""
    return ending in {Ending.COMPLETE, Ending.DOUBTFUL}


def hold(words: str, pace: Pace, asked: str = "", own: OwnPauses | None = None) -> float:
    """Seconds of silence after these words before the person may be answered.

    Args:
        words: All that was said in the turn so far.
        pace: How much room the person wants.
        asked: What the program said before; "" if nothing.
        own: This person's pauses so far.
    """
    ending = how_words_end(words, asked)
    wait = HOLDS[pace][ending]
    if own is None or not own.usual or not could_be_all(ending):
        return wait
    return min(max(wait, own.usual + MARGIN), MOST * wait)
