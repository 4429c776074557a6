"""Reads what a person said for signs of danger, before anything else does.

`screen` runs in process, offline, on every transcript and typed turn. It never raises: where reading fails, help is
offered all the same. `warm_up` loads what it needs.
"""

from dialogues.screening.reading import screen, warm_up
from dialogues.screening.result import Label, Screening, Tier

__all__ = ["Label", "Screening", "Tier", "screen", "warm_up"]
