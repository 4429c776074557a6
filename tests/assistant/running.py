"""Runs the program as a person does: with nobody to ask, or at a terminal."""

import os
import select
import subprocess
import sys
import time

PROGRAM = [sys.executable, "-m", "assistant"]
SURROUNDINGS = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


class open_with:  # noqa: N801  reads as a sentence
    """A pipe with these lines in it."""

    def __init__(self, lines):
        self._lines = lines

    def __enter__(self):
        if self._lines is None:
            return None
        self._read, write = os.pipe()
        os.write(write, "".join(f"{line}\n" for line in self._lines).encode())
        os.close(write)
        return self._read

    def __exit__(self, *_):
        if self._lines is not None:
            os.close(self._read)


def run_with(home, *arguments, secrets=None, typed=""):
    """Runs the program to its end with nobody to ask; `secrets` are the lines on its descriptor."""
    with open_with(secrets) as descriptor:
        given = [] if descriptor is None else ["--passphrase-fd", str(descriptor)]
        return subprocess.run(
            [*PROGRAM, "--home", str(home), *given, *map(str, arguments)],
            input=typed,
            capture_output=True,
            encoding="utf-8",
            check=False,
            pass_fds=[] if descriptor is None else [descriptor],
            env=SURROUNDINGS,
        )


IN_A_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
FROM_A_SHELL = """
import fcntl, os, subprocess, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
code = subprocess.call([sys.executable, *sys.argv[1:]])
print("the shell was given:", repr(input()))
sys.exit(code)
"""


class Person:
    """Sits at a terminal, reads what it shows, and types."""

    def __init__(self, home, *arguments, terminal="dumb", start=IN_A_TERMINAL):
        self._ours, theirs = os.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-c", start, *PROGRAM[1:], "--home", str(home), *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**SURROUNDINGS, "TERM": terminal},
        )
        os.close(theirs)
        self.shown = ""
        self._read_up_to = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def reads(self, words):
        """Waits until these words are shown; they are looked for after those that were waited for before."""
        until = time.monotonic() + 60
        while words not in self.shown[self._read_up_to :]:
            assert time.monotonic() < until, self.shown
            if not self._more():
                break
        assert words in self.shown[self._read_up_to :], self.shown
        self._read_up_to = self.shown.index(words, self._read_up_to) + len(words)

    def types(self, line):
        time.sleep(0.2)  # hiding what is typed throws away what was typed before
        os.write(self._ours, f"{line}\n".encode())

    def types_half(self, words):
        """Types without pressing Enter."""
        os.write(self._ours, words.encode())
        time.sleep(0.2)

    def leaves(self):
        while self._more():
            pass
        return self._process.wait()

    def _more(self):
        if not select.select([self._ours], [], [], 60)[0]:
            return False
        try:
            read = os.read(self._ours, 4096)
        except OSError:  # the program has ended
            return False
        self.shown += read.decode("utf-8", "replace").replace("\r", "")
        return bool(read)
