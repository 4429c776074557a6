"""A real microphone and a real speaker, through PortAudio."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from types import ModuleType
from typing import Any, Final

import numpy as np

from audio.door import Ends
from audio.errors import DeviceError, MicrophoneLost, MicrophoneMissing, PortAudioMissing, SpeakerLost, SpeakerMissing
from audio.frames import FRAME_SAMPLES, SAMPLE_RATE, Samples
from audio.playback import silence
from audio.resampling import Resampler

STALLED: Final = 3.0  # seconds without a block before a device counts as lost: more than any healthy hiccup
STARTING: Final = 10.0  # seconds a device may take to give its first block: a wireless headset can be slow to wake
OUTPUT_LATENCY: Final = 0.1  # seconds of sound in hand: with less, a busy computer makes the voice stutter

NO_MICROPHONE: Final = MicrophoneMissing(
    "There is no microphone that can be used.",
    "Plug one in or allow this program to use it in your system's privacy settings, "
    "then run `soundingboard doctor`. To type instead: `soundingboard talk --text`.",
)
NO_SPEAKER: Final = SpeakerMissing(
    "There is no speaker that can be used.",
    "Plug in a speaker or headphones, then run `soundingboard doctor`. To read instead: `soundingboard talk --text`.",
)


@dataclass(frozen=True, slots=True)
class Device:
    """A sound device as the system names it."""

    name: str
    is_input: bool
    is_output: bool
    is_default: bool


def devices() -> tuple[Device, ...]:
    """All sound devices there are; none if there are none.

    Raises:
        PortAudioMissing: The system library is not installed.
    """
    sounddevice = _sounddevice()
    defaults = set(sounddevice.default.device)
    return tuple(
        Device(
            name=device["name"],
            is_input=device["max_input_channels"] > 0,
            is_output=device["max_output_channels"] > 0,
            is_default=device["index"] in defaults,
        )
        for device in sounddevice.query_devices()
    )


class LiveSound:
    """The system's default microphone and speaker.

    Args:
        speaker_rate: Hz of what is played.
    """

    def __init__(self, speaker_rate: int) -> None:
        self._speaker_rate = speaker_rate
        self._blocks: SimpleQueue[Samples] = SimpleQueue()
        self._stopping = Event()
        self._last_played = 0.0
        self._input: Any = None
        self._output: Any = None
        self._thread: Thread | None = None
        self._resampler: Resampler | None = None

    def start(self, ends: Ends) -> None:
        """Opens both devices.

        Raises:
            PortAudioMissing: The system library is not installed.
            MicrophoneMissing: There is no microphone, or it cannot be opened.
            SpeakerMissing: There is no speaker, or it cannot be opened.
        """
        sounddevice = _sounddevice()
        try:
            self._output = self._open_output(sounddevice, ends)
            self._input, self._resampler = _open_input(sounddevice, self._blocks.put)
        except DeviceError:
            self.stop()
            raise
        self._last_played = time.monotonic()
        self._thread = Thread(target=self._run, args=(ends,), name="ear", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Closes both devices."""
        self._stopping.set()
        self._blocks.put(silence(0))  # wakes the thread, should no block come any more
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        for stream in (self._input, self._output):
            if stream is not None:
                stream.close(ignore_errors=True)
        self._input = self._output = None

    def _open_output(self, sounddevice: ModuleType, ends: Ends) -> Any:  # noqa: ANN401
        def play(block: Samples, _frames: int, _time: object, _status: object) -> None:
            self._last_played = time.monotonic()
            ends.mouth(block[:, 0])

        try:
            stream = sounddevice.OutputStream(
                samplerate=self._speaker_rate, channels=1, dtype="float32", latency=OUTPUT_LATENCY, callback=play
            )
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise NO_SPEAKER from error
        return stream

    def _run(self, ends: Ends) -> None:
        """Carries blocks from the callback to the ear, and notices when a device has gone quiet for good."""
        patience = STARTING
        while not self._stopping.is_set():
            try:
                block = self._blocks.get(timeout=patience)
            except Empty:
                ends.lost(MicrophoneLost("The microphone went away.", "Plug it in again and start a new talk."))
                return
            patience = STALLED
            ends.ear(self._resampler.feed(block) if self._resampler else block)
            if time.monotonic() - self._last_played > STALLED:
                ends.lost(SpeakerLost("The speaker went away.", "Plug it in again and start a new talk."))
                return


def require_devices() -> None:
    """Returns if there is a microphone and a speaker that can be asked for sound.

    Raises:
        PortAudioMissing: The system library is not installed.
        MicrophoneMissing: There is no microphone.
        SpeakerMissing: There is no speaker.
    """
    there = devices()
    if not any(device.is_input for device in there):
        raise NO_MICROPHONE
    if not any(device.is_output for device in there):
        raise NO_SPEAKER


def play(sound: Samples, sample_rate: int) -> None:
    """Plays a sound to its end.

    Raises:
        PortAudioMissing: The system library is not installed.
        SpeakerMissing: There is no speaker, or it cannot be opened.
    """
    sounddevice = _sounddevice()
    try:
        sounddevice.play(sound, sample_rate, blocking=True)
    except (sounddevice.PortAudioError, ValueError) as error:
        raise NO_SPEAKER from error


def measure_level(seconds: float, level: Callable[[float], None]) -> None:
    """Listens for a while and gives the loudness of each block: root mean square, 0 to 1.

    Raises:
        PortAudioMissing: The system library is not installed.
        MicrophoneMissing: There is no microphone, or it cannot be opened.
        MicrophoneLost: It gives no sound.
    """
    blocks: SimpleQueue[Samples] = SimpleQueue()
    stream, _ = _open_input(_sounddevice(), blocks.put)
    try:
        block = blocks.get(timeout=STARTING)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            level(float(np.sqrt(np.mean(block**2))))
            block = blocks.get(timeout=STALLED)
    except Empty:
        raise MicrophoneLost("The microphone is there but gives no sound.", "Unplug it and plug it in again.") from None
    finally:
        stream.close(ignore_errors=True)


def _open_input(sounddevice: ModuleType, put: Callable[[Samples], None]) -> tuple[Any, Resampler | None]:
    """The default microphone's stream, running, and what brings its sound to 16 kHz if it knows only its own rate."""

    def heard(block: Samples, _frames: int, _time: object, _status: object) -> None:
        put(block[:, 0].copy())

    def opened(rate: int, blocksize: int) -> Any:  # noqa: ANN401  sounddevice ships no types
        stream = sounddevice.InputStream(
            samplerate=rate, blocksize=blocksize, channels=1, dtype="float32", latency="low", callback=heard
        )
        stream.start()
        return stream

    try:
        return opened(SAMPLE_RATE, FRAME_SAMPLES), None
    except (sounddevice.PortAudioError, ValueError):
        pass  # many devices know only their own rate
    try:
        rate = int(sounddevice.query_devices(kind="input")["default_samplerate"])
        return opened(rate, 0), Resampler(rate)
    except (sounddevice.PortAudioError, ValueError) as error:
        raise NO_MICROPHONE from error


def _sounddevice() -> ModuleType:
    """The sounddevice module, imported only when a device is really wanted: without PortAudio its import fails."""
    try:
        import sounddevice
    except OSError as error:
        raise PortAudioMissing from error
    return sounddevice  # type: ignore[no-any-return]  # it ships no types
