"""Reads what a person said for signs of danger, before anything else does.

`screen` reads one text; `screen_turn` and `TalkScreening` read a turn in the light of the talk before it. All run in
process and offline, and none raises: where reading fails, help is offered all the same. `warm_up` loads what they need.
"""

from dialogues.screening.reading import screen, warm_up
from dialogues.screening.result import Label, Screening, Tier
from dialogues.screening.state import Risk, TalkScreening, screen_turn

__all__ = ["Label", "Risk", "Screening", "TalkScreening", "Tier", "screen", "screen_turn", "warm_up"]
