"""What screening found: how urgent, of which kind, and by which signs."""

from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """How urgent it is. The order of the values is the order of urgency."""

    T0 = "T0"
    """Nothing."""
    T1 = "T1"
    """Suggest a professional, once, warmly."""
    T2 = "T2"
    """A specialist line now."""
    T3 = "T3"
    """Emergency services first."""


class Label(StrEnum):
    """Which kind of danger."""

    NONE = "none"
    PROFESSIONAL = "professional"
    SUICIDE = "crisis.suicide"
    SELF_HARM = "crisis.self_harm"
    PARTNER_VIOLENCE = "crisis.partner_violence"
    COERCIVE_CONTROL = "crisis.coercive_control"
    HARM_TO_OTHERS = "crisis.harm_to_others"
    CHILD_RISK = "crisis.child_risk"
    THIRD_PARTY = "crisis.third_party"


@dataclass(frozen=True, slots=True)
class Screening:
    """The finding for one text."""

    tier: Tier = Tier.T0
    label: Label = Label.NONE
    signs: tuple[str, ...] = ()
    """Names of the rules that fired. Never the person's words."""
    is_unsure: bool = False
    """The signs can be read in two ways: one plain question is asked before anything else."""

    @property
    def is_crisis(self) -> bool:
        """Whether a fixed reply must come before anything else."""
        return self.tier >= Tier.T2
