"""What can go wrong with sound.

AudioError
 ├─ DeviceError
 │   ├─ PortAudioMissing    the system library that reaches sound devices is not installed
 │   ├─ MicrophoneMissing   there is no input device, or it cannot be opened
 │   ├─ MicrophoneLost      the input device went away while listening
 │   ├─ SpeakerMissing      there is no output device, or it cannot be opened
 │   └─ SpeakerLost         the output device went away while speaking
 ├─ ModelError
 │   ├─ ModelMissing        a model's files are not installed
 │   └─ ModelDamaged        a file is not byte for byte the one we know
 ├─ RecordingError          a recording from elsewhere cannot be read
 └─ WavError                a WAV file cannot be read or written

Each carries a sentence that says what happened and a hint that says what to do. Neither ever holds what a person said.
"""


class AudioError(Exception):
    """Root of everything that can go wrong with sound."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class DeviceError(AudioError):
    """Something is wrong with a sound device."""


class PortAudioMissing(DeviceError):
    """The system library that reaches sound devices is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "PortAudio, the system library that reaches microphones and speakers, is not installed.",
            "On Debian or Ubuntu: sudo apt install libportaudio2. On Fedora: sudo dnf install portaudio. "
            "On Arch: sudo pacman -S portaudio. On macOS and Windows it comes with the program.",
        )


class MicrophoneMissing(DeviceError):
    """There is no input device, or it cannot be opened."""


class MicrophoneLost(DeviceError):
    """The input device went away while listening."""


class SpeakerMissing(DeviceError):
    """There is no output device, or it cannot be opened."""


class SpeakerLost(DeviceError):
    """The output device went away while speaking."""


class ModelError(AudioError):
    """Something is wrong with a model's files."""


class ModelMissing(ModelError):
    """A model's files are not installed."""


class ModelDamaged(ModelError):
    """A file is not byte for byte the one we know."""


class WavError(AudioError):
    """A WAV file cannot be read or written."""


class RecordingError(AudioError):
    """A recording from elsewhere cannot be read."""
