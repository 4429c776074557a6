"""Keys that are pressed while a talk goes on."""

import os
from queue import Empty, SimpleQueue

import pytest

from assistant.keyboard import Key, keys

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")
termios = pytest.importorskip("termios")


@pytest.fixture
def keyboard():
    """A terminal to read from, and the end that is typed at."""
    typed_at, read_from = pty.openpty()
    with os.fdopen(read_from, "r", closefd=True) as terminal:
        yield terminal, typed_at
    os.close(typed_at)


def test_keys_are_noticed_one_by_one(keyboard):
    """Without waiting for a line to end; and those that mean nothing are passed over."""
    pressed = SimpleQueue()
    terminal, typed_at = keyboard
    with keys(pressed.put, terminal):
        os.write(typed_at, b" x\r")
        assert [pressed.get(timeout=10) for _ in range(2)] == [Key.SPACE, Key.ENTER]
    with pytest.raises(Empty):
        pressed.get_nowait()


def test_the_terminal_is_left_as_it_was(keyboard):
    """Even when the talk ends badly."""
    terminal, _ = keyboard

    def talk_badly():
        with keys(lambda _: None, terminal):
            assert termios.tcgetattr(terminal.fileno()) != before
            raise RuntimeError

    before = termios.tcgetattr(terminal.fileno())
    with pytest.raises(RuntimeError):
        talk_badly()
    assert termios.tcgetattr(terminal.fileno()) == before


def test_without_a_keyboard_nothing_is_read(tmp_path):
    """A file that is piped in is somebody else's."""
    (tmp_path / "lines").write_text("\n\n")
    with (tmp_path / "lines").open() as stdin:
        with keys(lambda _: pytest.fail("nothing was pressed"), stdin):
            pass
        assert stdin.read() == "\n\n"
