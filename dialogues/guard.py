"""What a language model may say here: its sentences pass one by one, and those that break a rule are left out.

A model is told how to listen (`dialogues.prompting`), and does not always do it. So each sentence is read against the
rules of `guard.toml` before a voice may speak it. A rule that fired is known by its name; the words it fired on are not
kept.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from dialogues.sentences import spoken
from dialogues.unsafe_together import is_couple_work

WORDS: Final = 45  # about 16 s of speech: longer replies are not taken in by ear
WORDS_TO_THE_QUESTION: Final = 60  # a question that ends the reply may go on a little: without it, nothing was asked

ECHO_WORDS: Final = 10  # so many words in a row, as the person said them: that is repeating, not reflecting
TOO_SHORT_TO_RECUR: Final = 4  # words: "Take your time." may be said twice


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of thing that may not be said."""

    name: str
    pattern: re.Pattern[str]
    keep: tuple[str, ...]
    """Sentences that come near it, and must pass every rule."""
    drop: tuple[str, ...]
    """Sentences that break it."""
    ends_reply: bool
    """What follows usually leans on it, so the reply ends before it."""
    models_only: bool
    """Our own fixed sentences may say this."""


def problems(sentence: str) -> tuple[str, ...]:
    """The names of the rules that a sentence of our own would break, in the order of `guard.toml`."""
    return tuple(rule.name for rule in _broken(sentence) if not rule.models_only)


class Guard:
    """Stands between one reply of a language model and the voice."""

    def __init__(
        self,
        *,
        questions: int = 1,
        words: int = WORDS,
        heard: str = "",
        said: Iterable[str] = (),
        couple_work: bool = True,
    ) -> None:
        """A guard for one reply.

        Args:
            questions: How many questions may be asked. The reply ends with the last one.
            words: How long the reply may be.
            heard: What the person said last, so that it is not recited to them.
            said: The assistant's earlier turns, so that no sentence is said twice.
            couple_work: Whether the reply may touch what is between two people.
        """
        self._questions = questions
        self._words = words
        self._heard = _runs(heard)
        self._said = tuple(f" {_bare(turn)} " for turn in said)
        self._couple_work = couple_work
        self._dropped: list[str] = []

    @property
    def dropped(self) -> tuple[str, ...]:
        """Why sentences were left out: the names of rules, in order. Never the words."""
        return tuple(self._dropped)

    def speakable(self, sentences: Iterable[str]) -> Iterator[str]:
        """The sentences that may be spoken, each as soon as it is known to be fit; ends when the reply is long enough."""
        asked = words = 0
        for sentence in sentences:
            if _LIST_ITEM.search(sentence):
                self._dropped.append("list")
                return
            text = _fit_for_the_ear(sentence)
            if not text:
                continue
            if broken := self._reasons(text):
                self._dropped.extend(broken)
                if _ends_reply(text):
                    return
                continue
            asks = text.endswith("?")
            words += len(text.split())
            if (name := self._too_much(asks=asks, asked=asked, words=words)) is not None:
                self._dropped.append(name)
                return
            yield text
            asked += asks
            if asks and asked == self._questions:
                return

    def _reasons(self, text: str) -> list[str]:
        names = [rule.name for rule in _broken(text)]
        bare = _bare(text)
        if not self._couple_work and is_couple_work(text):
            names.append("unsafe together")
        if self._heard & _runs(text):
            names.append("echo")
        if len(bare.split()) > TOO_SHORT_TO_RECUR and any(f" {bare} " in turn for turn in self._said):
            names.append("said before")
        return names

    def _too_much(self, *, asks: bool, asked: int, words: int) -> str | None:
        if asks and asked >= self._questions:
            return "question"
        if words > (WORDS_TO_THE_QUESTION - WORDS + self._words if asks else self._words):
            return "length"
        return None


def without_thinking(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces without what a model thinks aloud between `<think>` and `</think>`, however the tags are cut."""
    waiting, thinking = "", False
    for piece in pieces:
        waiting += piece
        while True:
            tag = "</think>" if thinking else "<think>"
            before, found, after = waiting.partition(tag)
            if not found:
                break
            if before and not thinking:
                yield before
            waiting, thinking = after, not thinking
        held = _length_of_beginning(waiting, tag)
        if not thinking and (ready := waiting[: len(waiting) - held]):
            yield ready
        waiting = waiting[len(waiting) - held :]
    if waiting and not thinking:
        yield waiting


def _length_of_beginning(text: str, tag: str) -> int:
    """How many characters at the end of the text could be the beginning of the tag."""
    return next((length for length in range(len(tag) - 1, 0, -1) if text.endswith(tag[:length])), 0)


_LIST_ITEM: Final = re.compile(
    r"^\s*(?:[-*\u2022\u2013\u2014+]\s|\(?\d{1,2}[.)]\s|#{1,6}\s|step \d)|:\W*$", re.IGNORECASE
)
_ROLE: Final = re.compile(r"^\W*(?:assistant|reply|response|listener|sounding board|ai|you|user)\W*:\W*", re.IGNORECASE)
_STAGE_DIRECTION: Final = re.compile(
    r"\([^()]*\)|(?<!\*)\*(?:nods?|smil\w+|paus\w+|sighs?|leans?|listens?|softly|gently|quietly|silence|warmly)\b[^*]*\*",
    re.IGNORECASE,
)


def _fit_for_the_ear(sentence: str) -> str:
    """The sentence without markup, stage directions, emoji and quotation marks around it; "" if nothing is left."""
    text = spoken(_ROLE.sub("", _STAGE_DIRECTION.sub(" ", sentence)))
    text = re.sub(r"[!\uff01]+\?|\?[?!]+", "?", text)
    text = re.sub(r"[!\uff01]+", ".", text)
    text = re.sub(r"[\"\u201c\u201d\u00ab\u00bb]", "", text).strip(" ,;\u2013-")
    text = re.sub(r"\?(?= [a-z])", ",", text)  # a quoted question within the sentence
    asking, mark, _rest = text.partition("?")
    text = asking + mark
    if not any(character.isalnum() for character in text):
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".?\u2026" else f"{text}."


def _broken(sentence: str) -> list[Rule]:
    text = sentence.lower().replace("\u2019", "'").strip()
    return [rule for rule in rules() if rule.pattern.search(text)]


def _ends_reply(sentence: str) -> bool:
    return any(rule.ends_reply for rule in _broken(sentence))


@cache
def rules() -> tuple[Rule, ...]:
    """The rules, in the order in which they are tried."""
    data = tomllib.loads(files("dialogues").joinpath("guard.toml").read_text(encoding="utf-8"))
    return tuple(
        Rule(
            name=rule["name"],
            pattern=re.compile("|".join(_with_parts(pattern, data["parts"]) for pattern in rule["patterns"])),
            keep=tuple(rule["keep"]),
            drop=tuple(rule["drop"]),
            ends_reply=rule.get("ends_reply", False),
            models_only=rule.get("models_only", False),
        )
        for rule in data["rules"]
    )


def _with_parts(pattern: str, parts: dict[str, str]) -> str:
    """The pattern with the named parts in it spelled out, also where parts name parts."""
    while (found := next((name for name in parts if name in pattern), None)) is not None:
        pattern = pattern.replace(found, f"(?:{parts[found]})")
    return pattern


def _bare(text: str) -> str:
    """Only the words, in lower case."""
    return " ".join(re.findall(r"[\w']+", text.lower().replace("\u2019", "'")))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of ECHO_WORDS words in the text."""
    words = _bare(text).split()
    return frozenset(tuple(words[at : at + ECHO_WORDS]) for at in range(len(words) - ECHO_WORDS + 1))
