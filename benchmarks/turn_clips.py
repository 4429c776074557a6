"""Turns with pauses in them whose true end is known, made from recordings and from a voice: clean, in rooms, in noise.

The silence put into a pause is made, and so is a synthesised speaker's hesitation: what a person's voice does when they
search for a word is only partly in it. Human clips are read aloud, and cut where the reader's clause ends.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Final

import numpy as np

from audio.frames import SAMPLE_RATE, Samples, samples, seconds
from audio.wav import read_wav

TEXTS: Final = Path(__file__).with_name("hesitant_turns.txt")
SHORTEST, LONGEST = 0.3, 4.0  # seconds of a pause
BEFORE, AFTER = 0.6, 6.0  # seconds of quiet before and after a turn
ROOM_TONE: Final = 0.0005  # of full scale: what a microphone gives in a quiet room
SNR: Final = 15.0  # decibels between speech and the noise that is mixed in
PLACES: Final = 6  # rooms and noises that each recording is heard in
FADE: Final = samples(0.01)  # where a recording is cut
SEARCH: Final = samples(0.08)  # a cut falls at the quietest point this near
AUDIBLE: Final = 0.02  # of a clip's loudest sample: speech has ended where nothing louder follows
GOLDEN: Final = 0.6180339887  # its multiples, modulo 1, spread evenly however many there are

CUTS: Final[dict[str, tuple[tuple[float, bool], ...]]] = {
    # Seconds at which a clause ends in a recording, and whether the words up to there could have been all.
    "LJ001-0001.wav": ((0.70, False), (4.20, False)),
    "LJ001-0003.wav": ((2.33, False), (4.93, False), (8.00, False)),
    "LJ001-0004.wav": ((1.63, True),),
    "LJ001-0005.wav": ((4.10, False), (5.90, True)),
    "LJ001-0006.wav": ((0.48, False), (2.60, True)),
    "LJ001-0007.wav": ((1.15, False), (3.04, False), (6.26, False)),
    "spk1_snt1.wav": ((1.70, False),),
    "spk1_snt2.wav": ((1.33, True),),
    "spk1_snt3.wav": ((1.33, False),),
    "spk1_snt4.wav": ((1.05, False),),
    "spk1_snt5.wav": ((1.05, False),),
    "spk2_snt1.wav": ((0.64, False),),
    "spk2_snt2.wav": ((0.76, False),),
    "spk2_snt3.wav": ((0.80, True),),
    "spk2_snt4.wav": ((1.04, True),),
    "spk2_snt5.wav": ((0.64, True),),
}
WHOLE_BY_ITSELF: Final = frozenset({"LJ001-0001.wav", "LJ001-0004.wav"})  # goes on in the next recording, but need not


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence that is not the end, from `start` to `end` (samples)."""

    start: int
    end: int
    could_be_all: bool
    """The words before it could have been the whole turn."""

    @property
    def seconds(self) -> float:
        """How long it is."""
        return seconds(self.end - self.start)


@dataclass(frozen=True, slots=True)
class Clip:
    """One turn, with quiet around it. Mono, 16 kHz."""

    name: str
    sound: Samples
    pauses: tuple[Pause, ...]
    end: int
    """Sample at which the last word ends."""
    asked: str
    """What was asked before; "" if nothing is known."""
    is_human: bool
    seen: bool
    """Looked at while the policy was made."""
    where: str
    """clean, room or noise."""


@dataclass(frozen=True, slots=True)
class _Part:
    sound: Samples
    could_be_all: bool  # whether the words up to its end could have been all


def clips(speech: Path | None, say: Callable[[str], Samples]) -> Iterator[Clip]:
    """Every clip.

    Args:
        speech: Folder of recordings with a transcripts.json, rooms (rir*.wav) and noises (noise*.wav); None for none.
        say: Renders a text as speech, mono, 16 kHz.
    """
    rooms = [read_wav(path) for path in sorted(speech.glob("rir*.wav"))] if speech else [_made_room()]
    noises = [read_wav(path) for path in sorted(speech.glob("noise*.wav"))] if speech else [_made_noise()]
    lengths = _pause_lengths()
    places = cycle([("room", each) for each in rooms] + [("noise", each) for each in noises])
    for name, parts in _recorded(speech) if speech else ():
        for where, sound in [("clean", np.zeros(1, np.float32)), *(next(places) for _ in range(PLACES))]:
            yield _clip(f"{name} {where}", parts, lengths, (where, sound), is_human=True, seen=False)
    for number, (asked, texts) in enumerate(_texts()):
        parts = [_Part(say(text), could_be_all) for text, could_be_all in texts]
        for where, sound in [("clean", np.zeros(1, np.float32)), next(places)]:
            name = f"turn {number} {where}"
            yield _clip(name, parts, lengths, (where, sound), is_human=False, seen=number % 2 == 0, asked=asked)


def _pause_lengths() -> Iterator[float]:
    """Seconds, spread evenly over the logarithm: most thinking pauses are short, and some are not."""
    step = 0.0
    while True:
        step = (step + GOLDEN) % 1.0
        yield SHORTEST * (LONGEST / SHORTEST) ** step


def _clip(
    name: str,
    parts: list[_Part],
    lengths: Iterator[float],
    place: tuple[str, Samples],
    *,
    is_human: bool,
    seen: bool,
    asked: str = "",
) -> Clip:
    sound, pauses = [np.zeros(samples(BEFORE), np.float32)], []
    at = end = len(sound[0])
    for number, part in enumerate(parts):
        first, last = _audible(part.sound)
        sound.append(part.sound[first:last])
        end = at = at + last - first
        if number < len(parts) - 1:
            length = samples(next(lengths))
            pauses.append(Pause(at, at + length, part.could_be_all))
            sound.append(np.zeros(length, np.float32))
            at += length
    sound.append(np.zeros(samples(AFTER), np.float32))
    heard = _heard_in(place, np.concatenate(sound))
    return Clip(name, heard, tuple(pauses), end, asked, is_human, seen, place[0])


def _heard_in(place: tuple[str, Samples], speech: Samples) -> Samples:
    """The speech as a microphone hears it there."""
    where, other = place
    rng = np.random.default_rng(len(speech))
    tone = (rng.standard_normal(len(speech)) * ROOM_TONE).astype(np.float32)
    if where == "room":
        size = 1 << (len(speech) + len(other)).bit_length()
        wet = np.fft.irfft(np.fft.rfft(speech, size) * np.fft.rfft(other, size), size)[: len(speech)]
        speech = (wet * (np.abs(speech).max() / np.abs(wet).max())).astype(np.float32)
    elif where == "noise":
        spoken = speech[speech != 0]
        level = np.sqrt(np.mean(np.square(spoken))) / np.sqrt(np.mean(np.square(other))) / 10 ** (SNR / 20)
        tone += np.resize(np.roll(other, -int(rng.integers(len(other)))), len(speech)) * np.float32(level)
    return (speech + tone).astype(np.float32)


def _texts() -> Iterator[tuple[str, list[tuple[str, bool]]]]:
    """Each written turn: what was asked, and its stretches with whether each could have been all."""
    for line in TEXTS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            asked, _, turn = line.rpartition(" >> ")
            marked = turn.replace("/", "/|").split("|")
            yield asked, [(part.strip(" /"), part.rstrip().endswith("/")) for part in marked]


def _recorded(folder: Path) -> Iterator[tuple[str, list[_Part]]]:
    """Each recorded sentence; one that goes on in the next recording is joined with it."""
    texts: dict[str, str] = json.loads((folder / "transcripts.json").read_text("utf-8"))
    names = list(texts)
    parts: list[_Part] = []
    for name, following in zip(names, [*names[1:], ""], strict=True):
        sound = read_wav(folder / name)
        cuts = [(_quietest(sound, samples(at)), could_be_all) for at, could_be_all in CUTS.get(name, ())]
        edges = [0, *(at for at, _ in cuts), len(sound)]
        could_be_all = [*(each for _, each in cuts), name in WHOLE_BY_ITSELF]
        for start, end, all_said in zip(edges[:-1], edges[1:], could_be_all, strict=True):
            parts.append(_Part(_faded(sound[start:end]), all_said))
        if not texts.get(following, "A")[0].islower():
            yield name, parts
            parts = []


def _quietest(sound: Samples, near: int) -> int:
    """The quietest point about there."""
    around = np.abs(sound[near - SEARCH : near + SEARCH])
    return near - SEARCH + int(np.argmin(np.convolve(around, np.ones(2 * FADE), mode="same")))


def _faded(sound: Samples) -> Samples:
    faded = sound.copy()
    ramp = np.linspace(0, 1, FADE, dtype=np.float32)
    faded[:FADE] *= ramp
    faded[-FADE:] *= ramp[::-1]
    return faded


def _audible(sound: Samples) -> tuple[int, int]:
    """Where the speech in a sound begins and ends."""
    loud = np.flatnonzero(np.abs(sound) > AUDIBLE * np.abs(sound).max())
    return int(loud[0]), int(loud[-1]) + 1


def _made_room() -> Samples:
    """A room's answer to a click: half a second of dying noise."""
    count = samples(0.5)
    tail = np.random.default_rng(1).standard_normal(count) * np.exp(-np.arange(count) / SAMPLE_RATE * 12)
    tail[0] = 8.0
    return tail.astype(np.float32)


def _made_noise() -> Samples:
    """A fan: noise whose higher parts are fainter."""
    spectrum = np.fft.rfft(np.random.default_rng(2).standard_normal(samples(10)))
    return np.fft.irfft(spectrum / np.sqrt(np.arange(1, len(spectrum) + 1))).astype(np.float32)
