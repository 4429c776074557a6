"""Words and phrases to be found in what was said, as an author writes them down."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cues:
    """Words and phrases that say something applies; a star stands for any ending ("cheat*")."""

    listed: tuple[str, ...]
    pattern: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        alternatives = "|".join(re.escape(cue.lower()).replace(r"\*", r"[\w'-]*") for cue in self.listed)
        object.__setattr__(self, "pattern", re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)") if alternatives else None)

    def hits(self, text: str) -> int:
        """How often a cue stands in the text."""
        return len(self._found(text))

    def weight(self, text: str) -> int:
        """How much of the text is cues, in letters: a longer cue says more."""
        return sum(map(len, self._found(text)))

    def _found(self, text: str) -> list[str]:
        return self.pattern.findall(text.lower().replace("\u2019", "'")) if self.pattern else []
