"""What a person sees: whose turn it is, the words as they are recognised, and the talk as it grows.

In a terminal the last line is rewritten in place. Where output goes elsewhere, or the terminal cannot do that, every
line is written once and stays.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TextIO

from assistant.commands import Command, End, Ending, Message, Speak, Write
from assistant.events import Event, SpeakingCut, SpeakingStarted, Transcribed
from assistant.messages import MESSAGES, STATES
from assistant.states import State
from dialogues.transcript import Speaker, Turn

YOU: Final = "You"
BOARD: Final = "Sounding Board"
CUT_AFTER: Final = "(you heard this much: {heard} —)"
CLEAR_LINE: Final = "\r\x1b[K"
WIPE: Final = "\x1b[H\x1b[2J\x1b[3J"  # home, clear the screen, clear what was scrolled away
DIM, PLAIN = "\x1b[2m", "\x1b[0m"
PATIENCE: Final = 1.0  # seconds that need no explanation
SHOWN_STATES: Final = frozenset(State) - {State.WAITING, State.ENDED}


class Terminal:
    """Shows a session on a terminal or in a pipe.

    Args:
        out: Where to.
        shows_user: Whether to print the person's turns; they need not be when they were just typed here.
    """

    def __init__(self, out: TextIO, *, shows_user: bool = True) -> None:
        self._out = out
        self._shows_user = shows_user
        self._rewrites = out.isatty() and os.environ.get("TERM") != "dumb"
        self._colours = self._rewrites and not os.environ.get("NO_COLOR")
        self._state = State.WAITING
        self._partial = ""
        self._asked: dict[tuple[int, int], str] = {}
        self._speaking = -1  # the turn whose first sentence is on the screen
        self._is_hidden = False

    def saw(self, event: Event, commands: Sequence[Command], state: State) -> None:
        """Shows what happened."""
        for command in commands:
            match command:
                case Speak(turn=turn, number=number, text=text):
                    self._asked[turn, number] = text
                case Write(turn=turn) if turn.speaker is Speaker.USER:
                    self._wrote(turn)
                case End(why=Ending.HIDDEN):
                    self.hide()
        match event:
            case Transcribed(text=text) if state in {State.HEARING, State.UNDERSTANDING, State.HOLDING}:
                self._partial = text
            case SpeakingStarted(turn=turn, number=number):
                sentence = self._asked.pop((turn, number), "")
                self.line(f"  {sentence}" if turn == self._speaking else f"{BOARD}: {sentence}")
                self._speaking = turn
            case SpeakingCut(heard=heard) if heard:
                self.line(f"  {CUT_AFTER.format(heard=heard)}")
        self._show_state(state)

    def line(self, text: str) -> None:
        """Shows a line that stays."""
        self._write(f"{CLEAR_LINE if self._rewrites else ''}{text}\n")
        if self._rewrites:
            self._show_status()

    def tell(self, message: Message) -> None:
        """Shows a message."""
        self.line(MESSAGES[message])

    def wipe(self) -> None:
        """Takes everything off the screen, and out of what can be scrolled back to where the terminal knows how."""
        if self._rewrites:
            self._write(WIPE)
        elif self._out.isatty():
            self._write("\n" * shutil.get_terminal_size().lines)

    def hide(self) -> None:
        """Takes everything off the screen, and shows nothing after it."""
        self.wipe()
        self._is_hidden = True

    def close(self) -> None:
        """Leaves the last line clean."""
        if self._rewrites:
            self._write(CLEAR_LINE)

    def _wrote(self, turn: Turn) -> None:
        self._partial = ""
        if self._shows_user and turn.text:
            self.line(f"{YOU}: {turn.text}")

    def _show_state(self, state: State) -> None:
        changed = state is not self._state
        self._state = state
        if state is State.LISTENING:
            self._partial = ""
        if self._rewrites:
            self._show_status()
        elif changed and self._shows_user and state in SHOWN_STATES:
            self._write(f"({STATES[state]})\n")

    def _show_status(self) -> None:
        if not self._shows_user or self._state not in SHOWN_STATES:
            return
        status = f"({STATES[self._state]}) {self._partial}"
        room = max(10, shutil.get_terminal_size().columns - 1)
        shown = status if len(status) <= room else status[: room - 1] + "…"
        self._write(f"{CLEAR_LINE}{DIM}{shown}{PLAIN}" if self._colours else f"{CLEAR_LINE}{shown}")

    def _write(self, text: str) -> None:
        if self._is_hidden:
            return
        self._out.write(text)
        self._out.flush()


@contextmanager
def libraries_kept_quiet() -> Iterator[None]:
    """Takes standard error away from what is not Python, for as long as sound and models are in use.

    PortAudio, ALSA and onnxruntime write notes of their own across the person's screen; what matters of them comes back
    as an error. Nothing may be asked meanwhile: Python's own prompts go the same way.
    """
    usual = sys.stderr
    try:
        number = usual.fileno()
        ours = os.dup(number)
    except (OSError, AttributeError):
        yield  # there is no standard error to keep clean
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
    sys.stderr = os.fdopen(ours, "w", buffering=1, encoding=usual.encoding, errors="backslashreplace")
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(ours, number)
        sys.stderr.close()
        sys.stderr = usual


class Progress:
    """How far work has come that takes more than a moment; what takes less is not mentioned.

    Args:
        out: Where to.
        what: What is being done, in a few words.
    """

    def __init__(self, out: TextIO, what: str) -> None:
        self._out = out
        self._what = what
        self._rewrites = out.isatty() and os.environ.get("TERM") != "dumb"
        self._percent = -1
        self._began = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """So much of so much is done."""
        percent = 100 * done // max(1, total)
        is_quick = self._percent < 0 and time.monotonic() - self._began < PATIENCE
        if percent == self._percent or is_quick:
            return
        first, self._percent = self._percent < 0, percent
        if self._rewrites:
            bar = "#" * (percent // 5)
            self._out.write(f"{CLEAR_LINE}{self._what} [{bar:<20}] {percent} %" + ("\n" if done >= total else ""))
        elif first or done >= total:
            self._out.write(f"{self._what}: {'begun' if done < total else 'done'}\n")
        self._out.flush()
