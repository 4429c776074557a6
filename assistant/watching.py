"""Decides when nobody is there any more. Pure: whoever asks brings the time. See `assistant.locking`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ASLEEP: Final = 30.0  # seconds between two looks: no busy computer makes a thread wait so long, a closed lid does


class Reason(StrEnum):
    """Why a session was locked."""

    ASKED = "asked"
    IDLE = "idle"
    SLEPT = "slept"


@dataclass(slots=True)
class Watch:
    """Watches the time since somebody was there. Times are seconds on a clock that runs on while the computer sleeps.

    Attributes:
        limit: How long nobody may speak or type; None for as long as they like.
        alive_at: When somebody last did.
        looked_at: When this was last looked at.
    """

    limit: float | None
    alive_at: float
    looked_at: float

    def alive(self, now: float) -> None:
        """Somebody spoke or typed."""
        self.alive_at = now

    def look(self, now: float) -> Reason | None:
        """Whether to lock now. A clock that was set back only begins the wait anew."""
        slept = now - self.looked_at > ASLEEP
        self.looked_at = now
        self.alive_at = min(self.alive_at, now)
        if slept:
            return Reason.SLEPT
        if self.limit is not None and now - self.alive_at >= self.limit:
            return Reason.IDLE
        return None
