"""What earlier sessions left behind, as far as the listener needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known before a session begins."""

    sessions: int = 0
    """How many there were."""
    step: str = ""
    """The step chosen last time, so that it can follow "you meant to": "call her on Sunday"; "" if there was none."""
    plan: tuple[str, ...] = ()
    """What the last plan said, in whole sentences."""
    facts: tuple[str, ...] = ()
    """What was said last time, turned to "you", weightiest first."""
    asked: frozenset[str] = frozenset()
    """The questions of the last few sessions."""
    said: frozenset[str] = frozenset()
    """The sentences that the program said in them, in small letters."""
    exercises: frozenset[str] = frozenset()
    """The exercises that came up in the last few sessions."""
    closed: frozenset[str] = frozenset()
    """Words that name what they did not want to talk about."""
    closed_themes: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    """Who is who: {"Ana": "sister"}."""
    after_danger: bool = False
    """Whether one of these sessions held a crisis."""
    blocks_couple_work: bool = False
    """Whether any session that is kept showed violence or control: nothing that two people do together is suggested."""


NOTHING_YET: Final = Memory()
"""What is known of somebody who has never been here."""
