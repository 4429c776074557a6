"""A sound card that is not there: a PulseAudio server of our own, with a microphone to speak into and a speaker to hear.

    what a test plays -> [person] -> the program's microphone
    the program's speaker -> [program] -> what a test records

The first moments of a new stream can be lost on the way (15 to 140 ms were seen), so what is played begins with silence.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

RATE = 16_000
PROGRAMS = ("pulseaudio", "pactl", "pacmd", "paplay", "parec")


def is_available():
    """Whether this computer can have one."""
    return os.name == "posix" and all(shutil.which(program) for program in PROGRAMS)


@dataclass(frozen=True)
class VirtualSound:
    """A running sound server.

    Attributes:
        environment: What a program needs in its environment to use it.
    """

    environment: dict[str, str]
    server: subprocess.Popen

    def play(self, wav: Path):
        """Speaks a WAV file into the microphone; returns when it has been spoken."""
        self._run("paplay", "--device=person", str(wav))

    def start_recording(self, raw: Path):
        """Records, from now on, all that the program says: 16-bit mono PCM at 16 kHz. Returns the process to stop."""
        return subprocess.Popen(
            [
                "parec",
                "--device=program.monitor",
                "--format=s16le",
                f"--rate={RATE}",
                "--channels=1",
                "--raw",
                str(raw),
            ],
            env=self.environment,
        )

    def let_the_room_echo(self):
        """From now on the microphone hears the speaker, 40 ms later and as loud."""
        loop = ("source=program.monitor", "sink=person", "latency_msec=40", "adjust_time=0")
        self._run("pactl", "load-module", "module-loopback", *loop)

    def lose_the_speaker(self):
        """Takes the stream that is playing away from the program."""
        playing = subprocess.run(
            ["pactl", "list", "short", "sink-inputs"], env=self.environment, check=True, capture_output=True, text=True
        )
        for line in playing.stdout.splitlines():
            self._run("pacmd", "kill-sink-input", line.split()[0])

    def pull_the_plug(self):
        """Takes the whole sound card away."""
        self.server.kill()

    def _run(self, *command: str):
        subprocess.run(command, env=self.environment, check=True, capture_output=True)


@contextmanager
def virtual_sound() -> Iterator[VirtualSound]:
    """Starts a sound server for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="sound") as folder:
        home = Path(folder)
        socket = home / "socket"
        environment = {
            **os.environ,
            "HOME": folder,
            "XDG_RUNTIME_DIR": folder,
            "XDG_CONFIG_HOME": f"{folder}/config",
            "PULSE_SERVER": f"unix:{socket}",
        }
        (home / ".asoundrc").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
        modules = [
            f"module-native-protocol-unix socket={socket} auth-anonymous=1",
            f"module-null-sink sink_name=program rate={RATE} channels=1",
            f"module-null-sink sink_name=person rate={RATE} channels=1",
            "module-remap-source source_name=microphone master=person.monitor channels=1",
        ]
        server = subprocess.Popen(
            ["pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit=no", "-n"]
            + [part for module in modules for part in ("-L", module)],
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        try:
            sound = VirtualSound(environment, server)
            _wait_for(socket)
            sound._run("pactl", "set-default-sink", "program")  # noqa: SLF001  the same module
            sound._run("pactl", "set-default-source", "microphone")  # noqa: SLF001
            yield sound
        finally:
            server.kill()
            server.wait()


def _wait_for(socket: Path):
    for _ in range(100):
        if socket.exists():
            return
        time.sleep(0.1)
    raise RuntimeError("PulseAudio did not start")
