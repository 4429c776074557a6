"""Which question comes next: by what was just said, how far the talk has come, and what was asked before."""

from dataclasses import dataclass
from typing import Final
from zlib import crc32

from dialogues.dialogue import OPEN_THEME, Layer, Library, Question, Role, Stage
from dialogues.heard import Heard
from dialogues.reflecting import touches
from dialogues.understanding import likely
from dialogues.unsafe_together import COUPLE_DIALOGUES, is_couple_work

NOW: Final = 3.0  # weight of a theme in the turn just heard, against 1 for the two turns before it
AT_HOME: Final = 0.8  # a question of the dialogue that leads
FITS_ANYTHING: Final = 2.0  # a question for whatever was said: after one to the point, before one from earlier
FAR_FROM_IT: Final = -3.0  # a question whose themes were never touched
NOT_YET: Final = -4.0  # a question for the end, at the start
AT_FIRST: Final = 2  # turns of telling in which feelings come first
LATER_ON: Final = 5  # turns after which what is possible may come up
ASKED_LATELY: Final = -6.0  # a question of the last few sessions: after every fresh one that fits at all
SURELY: Final = 0.6  # likelihood that they speak of what could be: then what is possible may come up at once
SURELY_FELT: Final = 0.8  # likelihood that a feeling is in what they said, named or not
FELT: Final = 0.5  # weight of a question about what is felt, when something is
CHANCE: Final = 0.9  # the most that variety adds: enough to vary, too little to leave the subject


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its braces filled, and where it came from."""

    sentence: str
    source: str


def choose_question(
    library: Library, heard: Heard, key: str, *, simply: bool = False, other_door: bool = False
) -> Asked | None:
    """The best question that was not asked yet and touches nothing that is closed; None if there is none left.

    Args:
        library: Where the questions are.
        heard: The state of the talk.
        key: Varies the choice among questions that fit equally well.
        simply: Ask in the simpler wording, for someone who says little.
        other_door: After something was refused: a wide question, and none of the themes of the last one.
    """
    best: tuple[float, Question] | None = None
    last = library.question(next((turn.source for turn in reversed(heard.replies) if turn.source), ""))
    barred = heard.closed_themes | ((frozenset(last.themes) - {OPEN_THEME}) if last and other_door else frozenset())
    just_told = heard.told[-1:] == (heard.last,)
    ahead = just_told and likely(heard.last, "stage")["ahead"] > SURELY
    feels = just_told and 1 - likely(heard.last, "feeling")["-"] > SURELY_FELT
    for dialogue in library.dialogues:
        now = dialogue.themes_in(heard.last) if just_told else {}
        before = dialogue.themes_in(" . ".join(heard.told[-3:-1] if just_told else heard.told[-3:]))
        ever = dialogue.themes_in(" . ".join(heard.told))
        home = AT_HOME if dialogue is heard.dialogue else 0.0
        for question in dialogue.questions:
            if heard.blocks_couple_work and (dialogue.id in COUPLE_DIALOGUES or is_couple_work(question.ask)):
                continue
            if question.id in heard.asked or set(question.themes) & barred or not _may_ask(question, heard):
                continue
            if other_door and (question.slots or OPEN_THEME not in question.themes):
                continue
            touched = max(
                (
                    NOW * min(2, now.get(t, 0)) + 0.8 * min(2, before.get(t, 0)) + 0.3 * (t in ever)
                    for t in question.themes
                ),
                default=0.0,
            )
            if dialogue is not library.general and dialogue is not heard.dialogue and touched < NOW:
                continue  # a question from another dialogue only where it is to the point
            if OPEN_THEME in question.themes:
                touched = max(touched, FITS_ANYTHING)
            score = home + (touched or FAR_FROM_IT) + _timeliness(question, len(heard.told), looks_ahead=ahead)
            score += FELT * (feels and question.layer is Layer.EMOTION)
            score += ASKED_LATELY * (question.id in heard.asked_lately)
            score += CHANCE * (crc32(f"{key}/{question.id}".encode()) % 1000) / 1000
            if best is None or score > best[0]:
                best = (score, question)
    return filled(best[1], heard, simply=simply) if best else None


def filled(question: Question, heard: Heard, *, simply: bool) -> Asked:
    """The question with its braces filled."""
    wording = question.simpler if simply else question.ask
    slots = heard.person.slots if heard.person else {}
    return Asked(wording.format(**slots), question.id)


def _may_ask(question: Question, heard: Heard) -> bool:
    if question.role is not Role.EITHER and heard.role not in {question.role, Role.BOTH}:
        return False
    if question.slots and heard.person is None:
        return False
    return not touches(filled(question, heard, simply=False).sentence, heard.closed)


def _timeliness(question: Question, told: int, *, looks_ahead: bool) -> float:
    """How well a question fits how far the talk has come: feelings first, what is possible last, or when they turn to it."""
    layers = list(Layer)
    due = 2 if looks_ahead else 0 if told <= AT_FIRST else 1 if told <= LATER_ON else 2
    score = {0: 1.2, 1: 0.5, 2: -0.5}[abs(layers.index(question.layer) - due)]
    match question.stage:
        case Stage.EARLY:
            score += 0.8 if told <= AT_FIRST else -1.5
        case Stage.MIDDLE:
            score += NOT_YET / 2 if told <= AT_FIRST else 0.3
        case Stage.LATE:
            score += 0.8 if told >= LATER_ON else NOT_YET / 2 if looks_ahead else NOT_YET
        case Stage.ANY:
            pass
    return score
