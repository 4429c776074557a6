"""Which language a turn is in, as far as it matters: English, or plainly not."""

import re
from typing import Final

from dialogues.english import SMALL_WORDS, listed

LATIN_ENDS: Final = 0x24F  # the last code point of the Latin letters
CLEARLY_FOREIGN: Final = 2  # small words of another language that do not come by chance


def is_other_language(text: str) -> bool:
    """Whether the turn is plainly not English."""
    letters = [character for character in text if character.isalpha()]
    if (
        letters
        and sum(not character.isascii() and ord(character) > LATIN_ENDS for character in letters) > len(letters) / 2
    ):
        return True
    said = re.findall(r"[^\W\d_]+", text.lower())
    foreign = sum(word in _FOREIGN for word in said)
    return foreign >= CLEARLY_FOREIGN and foreign > sum(word in SMALL_WORDS - _SHARED for word in said)


_FOREIGN: Final = listed(
    "y no entiendo hablo soy es fue tengo marido mujer cuando pas moi ma le du au bin hab auch wir uns mann frau"
    " el la los las una que de por para con pero muy mi mis esta estoy yo ella ellos porque como le les des est je tu il elle nous vous"
    " mon ma mes avec pour dans pas ne qui sur ce cette suis der die das und ich nicht ist mit ein eine mein meine zu auf sie er wir war"
    " habe hat che non sono mio mia una gli uma meu minha com eu ele isso essa het een niet mijn ik jestem nie jest bardzo"
) - {"die", "war", "me", "no", "ma", "pas", "bin"}
_SHARED: Final = frozenset({"no", "me", "a", "i", "on", "he", "as", "so", "in", "all", "an"})
