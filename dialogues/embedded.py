"""The listener that needs no model: it says back one thing it heard, asks one open question, and waits.

A reply is a function of the transcript, the transcripts of earlier sessions, the library and a seed. In the order of
who goes first:

    an exercise         the one that is going on, asked for, or said yes to (`dialogues.exercise_turns`)
    silence             one soft line, then silence
    a request           repeat, rephrase, skip, pause, stop, who are you, what should I do (`dialogues.answering`)
    after a crisis      no work on trust: what would help right now
    otherwise           what was told is listened to (`dialogues.hearing_out`)

What earlier sessions left (the step chosen last time, what was asked, what was refused, who is who) is read from their
transcripts once (`dialogues.remembering`).
"""

from dataclasses import dataclass, field

from dialogues.answering import answer
from dialogues.dialogue import Library
from dialogues.exercise_turns import exercise_turn
from dialogues.exercising import begin
from dialogues.hearing_out import after_danger, hear_out, silence
from dialogues.lines import Line
from dialogues.listener import Reply
from dialogues.memory import Memory
from dialogues.moves import Move
from dialogues.remembering import remember
from dialogues.requests import read_request
from dialogues.telling import is_silence
from dialogues.transcript import Speaker, Transcript
from dialogues.wording import Wording


@dataclass(frozen=True, slots=True)
class EmbeddedListener:
    """Listens with the library alone. Pure: the same transcript always gets the same reply."""

    library: Library
    earlier: tuple[Transcript, ...] = ()
    """The earlier sessions of this person, oldest first."""
    seed: int = 0
    """Varies the wording from person to person; from session to session it varies by itself."""
    memory: Memory = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "memory", remember(self.earlier, self.library))

    def reply(self, transcript: Transcript) -> Reply:
        """The reply to a transcript that is empty, or ends with a turn of the user."""
        wording = Wording(self.library, self.memory, self.seed, transcript)
        if not transcript.by(Speaker.USER):
            return _opening(wording)
        if (next_step := exercise_turn(wording, self.reply)) is not None:
            return next_step
        if is_silence(wording.heard.last):
            return silence(wording)
        if (answered := answer(read_request(wording.heard.last), wording, self.reply)) is not None:
            return answered
        return after_danger(wording) if wording.heard.after_danger else hear_out(wording)


def _opening(wording: Wording) -> Reply:
    """The first words of a session; where a step was chosen last time, they ask how it went."""
    if (trying := wording.library.exercise(wording.library.leading)) is not None:
        return begin(trying)
    if not wording.memory.sessions:
        return wording.say(Move.OPENING, wording.line(Line.OPENING))
    if wording.memory.step:
        return wording.say(Move.OPENING, wording.line(Line.OPENING_STEP, fact=wording.memory.step))
    return wording.say(Move.OPENING, wording.line(Line.OPENING_RETURNING))
