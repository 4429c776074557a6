"""How sound comes in and goes out, whatever it comes from: a microphone and a speaker, or two WAV files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from audio.errors import DeviceError
from audio.frames import Samples


@dataclass(frozen=True, slots=True)
class Ends:
    """The four ends that a door is tied to. Each may be called from a thread of the door's own."""

    ear: Callable[[Samples], None]
    """Takes each block heard: mono, 16 kHz, any length."""
    mouth: Callable[[Samples], None]
    """Fills each block to be played: mono, at the rate the door was opened with."""
    lost: Callable[[DeviceError], None]
    """Is told, once, that a device went away."""
    ended: Callable[[], None]
    """Is told, once, that nothing more will be heard. The door goes on playing, and hears silence."""


class SoundDoor(Protocol):
    """Where sound comes in and goes out, in real time."""

    def start(self, ends: Ends) -> None:
        """Opens both directions; returns once sound flows.

        Raises:
            DeviceError: A device is missing or cannot be opened.
        """
        ...

    def stop(self) -> None:
        """Closes both directions. Safe to call twice, and before `start`."""
        ...
