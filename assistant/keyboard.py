"""Single keys while a talk goes on, without Enter and without showing them.

Where there is no keyboard (a pipe, a file) nothing is read. Ctrl-C goes on working: it is a signal, not a key.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from threading import Event, Thread
from typing import Final, TextIO

BREATH: Final = 0.1  # seconds between looks at the keyboard: how late the end of a talk may be noticed


class Key(StrEnum):
    """A key that means something in a talk."""

    ENTER = "enter"
    SPACE = "space"


_KEYS: Final = {"\n": Key.ENTER, "\r": Key.ENTER, " ": Key.SPACE}


@contextmanager
def keys(pressed: Callable[[Key], None], keyboard: TextIO) -> Iterator[None]:
    """Calls `pressed`, on a thread of its own, for each key of this keyboard that means something, until the block is left."""
    if not keyboard.isatty():
        yield
        return
    over = Event()

    def read() -> None:
        for character in _characters(keyboard, over):
            if character in _KEYS:
                pressed(_KEYS[character])

    with _single_keys(keyboard):
        thread = Thread(target=read, name="keyboard", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join(10 * BREATH)


if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def _single_keys(_keyboard: TextIO) -> Iterator[None]:
        yield  # Windows gives single keys without being asked

    def _characters(_keyboard: TextIO, over: Event) -> Iterator[str]:
        while not over.wait(BREATH):
            while msvcrt.kbhit():
                yield msvcrt.getwch()

else:
    import os
    import select
    import termios
    import tty

    @contextmanager
    def _single_keys(keyboard: TextIO) -> Iterator[None]:
        """Takes line editing and echo from the terminal, and gives them back."""
        number = keyboard.fileno()
        usual = termios.tcgetattr(number)
        tty.setcbreak(number)
        try:
            yield
        finally:
            termios.tcsetattr(number, termios.TCSADRAIN, usual)

    def _characters(keyboard: TextIO, over: Event) -> Iterator[str]:
        number = keyboard.fileno()
        while not over.is_set():
            if select.select([number], [], [], BREATH)[0]:
                read = os.read(number, 64)
                if not read:
                    return  # the terminal is gone
                yield from read.decode("ascii", "ignore")
