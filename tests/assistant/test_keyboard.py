"""Keys that are pressed while a talk goes on."""

import os
import sys
from queue import Empty, SimpleQueue

import pytest

from assistant.keyboard import Key, keys

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")
termios = pytest.importorskip("termios")


@pytest.fixture
def keyboard(monkeypatch):
    """A terminal as standard input; gives the end that is typed at."""
    typed_at, read_from = pty.openpty()
    with os.fdopen(read_from, "r", closefd=True) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield typed_at
    os.close(typed_at)


def test_keys_are_noticed_one_by_one(keyboard):
    """Without waiting for a line to end; and those that mean nothing are passed over."""
    pressed = SimpleQueue()
    with keys(pressed.put):
        os.write(keyboard, b" x\r")
        assert [pressed.get(timeout=10) for _ in range(2)] == [Key.SPACE, Key.ENTER]
    with pytest.raises(Empty):
        pressed.get_nowait()


@pytest.mark.usefixtures("keyboard")
def test_the_terminal_is_left_as_it_was():
    """Even when the talk ends badly."""

    def talk_badly():
        with keys(lambda _: None):
            assert termios.tcgetattr(sys.stdin.fileno()) != before
            raise RuntimeError

    before = termios.tcgetattr(sys.stdin.fileno())
    with pytest.raises(RuntimeError):
        talk_badly()
    assert termios.tcgetattr(sys.stdin.fileno()) == before


def test_without_a_keyboard_nothing_is_read(monkeypatch, tmp_path):
    """A file that is piped in is somebody else's."""
    (tmp_path / "lines").write_text("\n\n")
    with (tmp_path / "lines").open() as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        with keys(lambda _: pytest.fail("nothing was pressed")):
            pass
        assert stdin.read() == "\n\n"
