"""What can be wrong with an exercise file, and on which line: plain sentences for an author who is no programmer."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from dialogues.checking import FOR_WHOM, NAMES, CheckedFile, speech_faults

LONGEST_STEP: Final = 35  # words of one step: about thirteen seconds of speech
LONGEST_OFFER: Final = 24  # words: a reflection comes before it and a question after it

_TOP: Final = {"id": str, "title": str, "source": str, "about": str, "offer": str, "applies": dict, "steps": list}
_ALSO_TOP: Final = {"for_two": bool, "after_danger": bool}
_APPLIES: Final = {"asked": list, "fits": list, "role": str}
_STEP: Final = {"id": str, "say": str}
_ALSO_STEP: Final = {
    "hint": str, "keep": bool, "quote": bool, "dictate": bool, "paced": bool, "next_time": bool, "day": bool, "unless": list, "needs": list, "mend": str,
}  # fmt: skip
_KINDS: Final[Mapping[type, str]] = {**NAMES, bool: "true or false"}


class ExerciseFile(CheckedFile):
    """An exercise being checked."""

    def faults(self) -> Iterator[tuple[int, str]]:
        """Every fault, with its line."""
        shape = list(self._shape())
        yield from shape
        if shape:
            return  # the rest would only repeat it in other words
        yield from self._when()
        for number, entry in enumerate(self.data["steps"]):
            yield from self._step(entry, number)
        if self.data["steps"][-1].get("dictate"):
            yield self.line_of("steps", len(self.data["steps"]) - 1, "dictate"), "the last step cannot be dictated."

    def _shape(self) -> Iterator[tuple[int, str]]:
        yield from ((1, fault) for fault in _lacking(self.data, _TOP, "at the top"))
        for key, fault in _unknown(self.data, {**_TOP, **_ALSO_TOP}, "an exercise"):
            yield self.row_of(key), fault
        applies = self.data.get("applies")
        if isinstance(applies, dict):
            if "asked" not in applies:
                yield self.row_of("[applies]"), '"asked" is missing: what is said by somebody who wants this exercise.'
            for key, fault in _unknown(applies, _APPLIES, "[applies]"):
                yield self.row_of(key, after="[applies]"), fault
        steps = self.data["steps"]
        if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
            yield self.row_of("steps"), 'write each step under its own line "[[steps]]".'
            return
        for number, entry in enumerate(steps):
            yield from ((self.line_of("steps", number, ""), fault) for fault in _lacking(entry, _STEP, "here"))
            for key, fault in _unknown(entry, {**_STEP, **_ALSO_STEP}, "a step"):
                yield self.line_of("steps", number, key), fault

    def _when(self) -> Iterator[tuple[int, str]]:
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", self.data["id"]):
            yield self.row_of("id"), "an id is made of small letters, digits and hyphens."
        if self.data["applies"].get("role", "either") not in FOR_WHOM:
            yield self.row_of("role", after="[applies]"), f'"role" must be one of: {", ".join(FOR_WHOM)}.'
        row = self.row_of("offer")
        yield from (
            (row, f"the offer {fault}") for fault in speech_faults(self.data["offer"], questions=0, advice=False)
        )
        if len(self.data["offer"].split()) > LONGEST_OFFER:
            yield row, f"the offer has more than {LONGEST_OFFER} words."

    def _step(self, entry: Mapping[str, Any], number: int) -> Iterator[tuple[int, str]]:
        earlier = {step["id"]: step for step in self.data["steps"][:number]}
        yield from self._step_itself(entry, number, taken={*earlier, "offer", "over"})
        for key in ("say", "hint", "mend"):
            text = entry.get(key)
            if text is None:
                continue
            line = self.line_of("steps", number, key)
            plain = re.sub(r"\{[^}]*\}", "this", text)
            for fault in speech_faults(plain, questions=min(1, plain.count("?")), advice=False):
                yield line, f"this step {fault}"
            if len(plain.split()) > LONGEST_STEP:
                yield line, f"this step has more than {LONGEST_STEP} words; it will be heard, not read."
            for slot in re.findall(r"\{([^}]*)\}", text):
                if slot not in earlier or not earlier[slot].get("keep"):
                    yield line, f"{{{slot}}} is not an earlier step that is kept."

    def _step_itself(self, entry: Mapping[str, Any], number: int, taken: set[str]) -> Iterator[tuple[int, str]]:
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", entry["id"]):
            yield self.line_of("steps", number, "id"), "an id is made of small letters, digits and hyphens."
        if entry["id"] in taken:
            yield self.line_of("steps", number, "id"), f'the id "{entry["id"]}" is taken already; each must be new.'
        if bool(entry.get("mend")) != bool(entry.get("unless") or entry.get("needs")):
            yield (
                self.line_of("steps", number, "mend"),
                '"mend" goes with "unless" or "needs": how and when it is asked again.',
            )
        if entry.get("dictate") and not entry.get("keep"):
            yield self.line_of("steps", number, "dictate"), "what is dictated must also be kept."


def _lacking(entry: Mapping[str, Any], wanted: Mapping[str, type], where: str) -> Iterator[str]:
    for key, kind in wanted.items():
        if not isinstance(entry.get(key), kind):
            yield f'{where} "{key}" is missing, or is not {_KINDS[kind]}.'


def _unknown(entry: Mapping[str, Any], known: Mapping[str, type], what: str) -> Iterator[tuple[str, str]]:
    for key, value in entry.items():
        if key not in known:
            yield key, f'"{key}" is not something {what} has.'
        elif not isinstance(value, known[key]):
            yield key, f'"{key}" is not {_KINDS[known[key]]}.'
        elif (
            isinstance(value, list)
            and key != "steps"
            and not (value and all(isinstance(one, str) and one.strip() for one in value))
        ):
            yield key, f'"{key}" must be a list of texts: ["...", "..."].'
