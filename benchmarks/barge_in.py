"""Speaking over a reply: how often the program stops for itself, how often it notices a person, and how fast.

    python -m benchmarks.barge_in --speech FOLDER

FOLDER holds human speech (`LJ*.wav`, `spk*.wav`), rooms (`rir*.wav`) and noise (`noise*.wav`), 16 kHz mono. Replies of the
dialogue library are spoken by the packaged voice and come back through each room, 60 to 400 ms late, at -12 to +3 dB of the
person's level, softly clipped as small speakers do; people begin to speak in the middle of every second reply, say "mm-hm"
in others, or type. Everything from the microphone's samples to "speech started" is the program's own code; only the sound
card is left out, whose buffer (0.1 s) comes on top of the times. `--drift` lets the clocks of the two devices differ.
"""

import argparse
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from assistant.places import Places
from audio.detector import SileroDetector
from audio.echo import Cleaned, OwnVoice, Reference
from audio.endpointing import SpeechStarted
from audio.frames import FRAME_SAMPLES, SAMPLE_RATE, Samples, samples
from audio.listening import Listening
from audio.models import ready
from audio.playback import silence
from audio.resampling import resample
from audio.voices import VoiceOnDemand
from audio.wav import read_wav
from dialogues.dialogue import load_library

SCRIPT: Final = ("", "", "person", "murmur", "person", "typing", "person", "murmur", "person", "", "person", "")
"""What happens during each reply of a scene; the first two are the room's lesson."""
LEVEL: Final = 0.08  # root mean square of a person's speech at an arm's length


class Unguarded:
    """The echo canceller of a well-known telephone system, with nothing else beside it."""

    def __init__(self, _speaker_rate: int) -> None:
        from pywebrtc_audio import EchoCanceller

        self._canceller = EchoCanceller(SAMPLE_RATE, 1)
        self._played = Reference(SAMPLE_RATE)

    def played(self, block: Samples) -> None:
        """As `OwnVoice.played`."""
        self._played.put(block)

    def remove(self, frame: Samples) -> Cleaned:
        """As `OwnVoice.remove`."""
        return Cleaned(self._canceller.process(frame, self._played.take(len(frame))))


@dataclass(slots=True)
class Scene:
    """A stretch of replies, as played and as heard, and who else made a sound when."""

    played: Samples
    heard: Samples
    replies: list[tuple[int, int]]
    people: list[tuple[int, Samples]] = field(default_factory=list)
    """Where each person begins, and their sound alone."""
    murmurs: list[tuple[int, int]] = field(default_factory=list)
    """Each "mm-hm" and each stretch of typing."""


@dataclass(slots=True)
class Score:
    """What came of many scenes."""

    replies: int = 0
    self_stops: int = 0
    people: int = 0
    noticed: int = 0
    waits: list[float] = field(default_factory=list)
    murmurs: int = 0
    murmur_stops: int = 0

    def row(self, name: str) -> str:
        """One line of the table."""
        p50, p95 = np.percentile(self.waits, [50, 95]) if self.waits else (float("nan"),) * 2
        return (
            f"| {name} | {100 * self.self_stops / self.replies:.1f} | {100 * self.noticed / self.people:.0f} % | "
            f"{p50:.2f} / {p95:.2f} s | {self.murmur_stops} of {self.murmurs} |"
        )


def scenes(folder: Path, cache: Path, delays: list[float], levels: list[float], *, drift: float) -> Iterator[Scene]:
    """Every room with every delay and loudness; without a room, for headphones, where `levels` is empty."""
    voice = VoiceOnDemand("joe", cache)
    chance = random.Random(11)  # noqa: S311  the same scenes every time
    asked = [question.ask for each in load_library().dialogues for question in each.questions if not question.slots]
    replies = [resample(voice.render(text), voice.sample_rate) for text in chance.sample(asked, 24)]
    murmurs = [resample(voice.render(text), voice.sample_rate) for text in ("Mm-hm.", "Mhm.", "Uh-huh.")]
    people = [read_wav(path) for path in sorted(folder.glob("LJ*.wav")) + sorted(folder.glob("spk*.wav"))]
    rooms = [read_wav(path) for path in sorted(folder.glob("rir*.wav"))] if levels else [None]
    for room, delay, level in itertools.product(rooms, delays, levels or [0.0]):
        played, added, scene = [], [], Scene(silence(0), silence(0), [])
        at = 0
        for what in SCRIPT:
            reply = chance.choice(replies)
            gap = samples(chance.uniform(1.2, 2.0))
            beside = silence(len(reply) + gap)
            start = int(len(reply) * chance.uniform(0.3, 0.6))
            if what == "person":
                person = _at_level(chance.choice(people)[: samples(3)], LEVEL)[: len(beside) - start]
                beside[start : start + len(person)] += person
                scene.people.append((at + start, person))
            elif what == "murmur":
                murmur = _at_level(chance.choice(murmurs), LEVEL * 0.6)[: len(beside) - start]
                beside[start : start + len(murmur)] += murmur
                scene.murmurs.append((at + start, at + start + len(murmur)))
            elif what == "typing":
                typing = _typing(chance, len(reply) - start)
                beside[start : start + len(typing)] += typing
                scene.murmurs.append((at + start, at + start + len(typing)))
            played.append(np.concatenate([reply, silence(gap)]) * 0.5)
            added.append(beside)
            scene.replies.append((at, at + len(reply)))
            at += len(beside)
        scene.played = np.concatenate(played)
        echo = _echo(scene.played, room, delay, level) if room is not None else silence(at)
        hiss = np.random.default_rng(3).normal(0, 2e-4, at)
        scene.heard = (echo + np.concatenate(added) + hiss).astype(np.float32)
        if drift:
            scene.heard = np.interp(np.arange(at) * (1 + drift * 1e-6), np.arange(at), scene.heard).astype(np.float32)
        yield scene


def measure(scene: Scene, detector: SileroDetector, own_voice: OwnVoice | Unguarded | None, score: Score) -> None:
    """Runs one scene through the ear, and adds what happened to the score."""
    begun: list[tuple[int, int]] = []  # where speech began, and when that was known
    ear = _ear(detector, begun, own_voice)
    for start in range(0, len(scene.heard) - FRAME_SAMPLES, FRAME_SAMPLES):
        if own_voice:
            own_voice.played(scene.played[start : start + FRAME_SAMPLES])
        ear.feed(scene.heard[start : start + FRAME_SAMPLES])
    known = [when for _, when in begun]
    # A reply is over once a person was noticed in it: what happens in the rest of it says nothing.
    free = [(at, _end_of_reply(scene, at) + samples(0.5)) for at, _ in scene.people]
    free += [(at, end + samples(0.5)) for at, end in scene.murmurs]
    for start, end in scene.replies:
        score.replies += 1
        score.self_stops += any(start <= when <= end and not any(a <= when <= b for a, b in free) for when in known)
    for start, sound in scene.people:
        alone: list[tuple[int, int]] = []
        _ear(detector, alone, None).feed(np.concatenate([sound, silence(samples(1.0))]))
        if not alone:
            continue  # too faint for anybody
        score.people += 1
        noticed = [when for when in known if start <= when <= start + len(sound)]
        score.noticed += bool(noticed)
        score.waits += [(noticed[0] - start - alone[0][0]) / SAMPLE_RATE] if noticed else []
    score.murmurs += len(scene.murmurs)
    score.murmur_stops += sum(any(a <= when <= b + samples(0.3) for when in known) for a, b in scene.murmurs)


def _ear(detector: SileroDetector, begun: list[tuple[int, int]], own_voice: OwnVoice | Unguarded | None) -> Listening:
    detector.reset()
    ear = Listening(
        detector,
        lambda event: begun.append((event.at, ear.position)) if isinstance(event, SpeechStarted) else None,
        woke=lambda _: None,
        own_voice=own_voice,
    )
    return ear


def _end_of_reply(scene: Scene, at: int) -> int:
    return next(end for start, end in scene.replies if start <= at <= end)


def _echo(played: Samples, room: Samples, delay: float, level: float) -> Samples:
    size = 1 << (len(played) + len(room)).bit_length()
    smeared = np.fft.irfft(np.fft.rfft(played, size) * np.fft.rfft(room, size), size)[: len(played)]
    loud = _at_level(smeared.astype(np.float32), LEVEL * 10 ** (level / 20))
    return np.concatenate([silence(samples(delay)), np.tanh(loud * 4) / 4])[: len(played)].astype(np.float32)


def _at_level(sound: Samples, level: float) -> Samples:
    """The sound with its louder half at this root mean square."""
    frames = sound[: len(sound) // 320 * 320].reshape(-1, 320)
    loudness = np.sqrt((frames**2).mean(axis=1))
    return (sound * level / loudness[loudness > 0.1 * loudness.max()].mean()).astype(np.float32)


def _typing(chance: random.Random, length: int) -> Samples:
    """Keys being pressed: short knocks, five or six a second."""
    sound = silence(length)
    noise = np.random.default_rng(5)
    at = 0
    while at < length - samples(0.02):
        knock = noise.normal(0, LEVEL, samples(0.02)) * np.exp(-np.arange(samples(0.02)) / samples(0.004))
        sound[at : at + len(knock)] += knock.astype(np.float32)
        at += samples(chance.uniform(0.12, 0.24))
    return sound


def main() -> None:
    """Prints the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--speech", type=Path, required=True, help="the folder of human speech, rooms and noise")
    asked.add_argument("--drift", type=float, default=0.0, help="parts in a million between the devices' clocks")
    chosen = asked.parse_args()
    cache = Places.default().cache
    detector = SileroDetector(ready("silero-vad", cache) / "silero_vad_v6.onnx")
    delays, levels = [0.06, 0.2, 0.4], [-12.0, -3.0, 3.0]
    print(
        "| | stops for itself, of 100 replies | people noticed | time to notice, p50 / p95 | stopped by mm-hm, keys |"
    )
    print("|---|---|---|---|---|")
    for name, in_rooms, ear in (
        ("headphones", [], lambda: None),
        ("open speaker", levels, lambda: OwnVoice(SAMPLE_RATE)),
        ("open speaker, WebRTC AEC3 alone", levels, lambda: Unguarded(SAMPLE_RATE)),
    ):
        score = Score()
        for scene in scenes(chosen.speech, cache, delays, in_rooms, drift=chosen.drift):
            measure(scene, detector, ear(), score)
        print(score.row(name), flush=True)


if __name__ == "__main__":
    main()
