"""What every end-to-end test starts from: the installed command, a home of its own, and a voice to speak with."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.parts import load_transcriber, voice_for
from assistant.places import Places
from assistant.settings import Settings
from audio.frames import SAMPLE_RATE, samples
from audio.playback import silence
from audio.resampling import resample
from audio.wav import write_wav

COMMAND = str(Path(sys.executable).with_name("soundingboard"))


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """A folder in which everything is set up, as after a first run."""
    folder = tmp_path_factory.mktemp("home")
    subprocess.run([COMMAND, "--home", folder, "setup", "--country", "IE"], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def voice(home):
    """The packaged voice, for the person's side."""
    return voice_for(Settings(), Places.under(home))


@pytest.fixture(scope="session")
def transcriber(home):
    """The packaged transcriber, for hearing what came out of the speaker."""
    return load_transcriber(Places.under(home))


@pytest.fixture
def speak(voice, tmp_path):
    """Writes a WAV file in which a person says these things, each after so many seconds."""

    def written(*said, then=1.0, name="person.wav"):
        sound = silence(0)
        for after, text in said:
            sound = np.concatenate([sound, silence(samples(after)), resample(voice.render(text), voice.sample_rate)])
        path = tmp_path / name
        write_wav(path, np.concatenate([sound, silence(samples(then))]), SAMPLE_RATE)
        return path

    return written


@pytest.fixture
def board(home):
    """Runs the installed command to its end."""

    def run(*arguments, environment=None, **more):
        command = [COMMAND, "--home", str(home), *map(str, arguments)]
        more = {"stdin": subprocess.DEVNULL, **more} if "input" not in more else more
        return subprocess.run(
            command, env=environment or os.environ, capture_output=True, encoding="utf-8", check=False, **more
        )

    return run


@pytest.fixture
def start(home):
    """Starts the installed command and leaves it running."""
    running = []

    def begun(*arguments, environment=None, stdin_open=False):
        command = [COMMAND, "--home", str(home), *map(str, arguments)]
        process = subprocess.Popen(
            command,
            env=environment or os.environ,
            stdin=subprocess.PIPE if stdin_open else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        running.append(process)
        return process

    yield begun
    for process in running:
        process.kill()
        process.communicate()
