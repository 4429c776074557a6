"""The parser itself: importing this module is what loads it, once, whichever thread comes first.

Python lets only one thread run a module; every other that wants it waits until it is done. `dialogues.grammar` imports it
when the first sentence is read, and `warm_up` there does so ahead of time.
"""

from typing import Final

import spacy

from dialogues.grammar import UNUSED, verify

PARSER: Final = spacy.load(verify(), exclude=UNUSED)
