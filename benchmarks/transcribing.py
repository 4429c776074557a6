"""How fast and how well speech is transcribed, and how fast the voice speaks.

    python -m benchmarks.transcribing [--speech FOLDER] [--threads N]

FOLDER holds 16-bit WAV files and a transcripts.json that gives the words of each; without it, sentences are spoken by the
packaged voice. Each sound is transcribed as the program does it, and in one pass over Whisper's whole window of 30 s. These
are compared in seconds of processor time, so that a busy machine does not decide; with one thread, an idle one needs as long.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Final, TypeVar

import numpy as np

from assistant.parts import TRANSCRIBER_THREADS
from audio import models, voices
from audio.frames import Samples, samples, seconds
from audio.resampling import resample
from audio.speaking import PiperVoice
from audio.transcribing import LONGEST_SECONDS, WhisperTranscriber
from audio.wav import read_wav
from benchmarks.words import word_error_rate

SENTENCES: Final = (
    "Yes.",
    "I don't know.",
    "Not really.",
    "She read my diary while I was away.",
    "I keep checking his phone, and I hate that I do.",
    "He said he was working late, and then I saw the photograph.",
    "My brother told our mother everything I had asked him to keep to himself.",
    "I want to believe her, but every time she is late my stomach turns and I start to count the minutes.",
)
T = TypeVar("T")

FIRST_CLAUSES: Final = (
    "It sounds as though you",
    "I hear how tired you",
    "So you waited for her,",
    "You said it still hurts,",
)
PAUSES_SECONDS: Final = (0.8, 1.5, 2.5)  # thinking pauses, put between two utterances


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sound, and the words in it."""

    text: str
    sound: Samples


@dataclass(frozen=True, slots=True)
class Outcome:
    """What transcribing some utterances came to."""

    seconds: list[float]
    word_error_rate: float

    def __str__(self) -> str:
        slow = float(np.percentile(self.seconds, 95))
        return f"{median(self.seconds):8.3f} {slow:8.3f} {self.word_error_rate:10.3f}"


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--speech", type=Path, help="folder of WAV files with a transcripts.json")
    parser.add_argument("--threads", type=int, default=TRANSCRIBER_THREADS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options.speech, options.threads)


def measure(cache: Path, speech: Path | None, threads: int) -> None:
    """Measure everything, with a fresh cache."""
    joined, folder = timed(lambda: models.ready("whisper-base", cache))
    checked, _ = timed(lambda: models.ready("whisper-base", cache))
    loaded, transcriber = timed(lambda: WhisperTranscriber(folder, threads=threads))
    warmed, _ = timed(transcriber.warm_up)
    voice_loaded, voice = timed(lambda: voices.load(voices.DEFAULT, cache, threads))
    print(f"whisper-base: join {joined:.2f} s, check {checked:.2f} s, load {loaded:.2f} s, warm up {warmed:.2f} s")
    print(f"voice {voices.DEFAULT}: check and load {voice_loaded:.2f} s")
    measure_voice(voice)
    if (peak := peak_megabytes()) is not None:
        print(f"memory after loading both, at its peak: {peak} MB")

    human = list(recorded(speech)) if speech else [spoken(voice, sentence) for sentence in SENTENCES]
    print(f"\n{'':24}{'p50 s':>8} {'p95 s':>8} {'word error':>10}")
    for name, utterances in (("one utterance", human), ("with a thinking pause", list(paused(human)))):
        for way, transcribe in (
            ("shortened", transcriber.transcribe),
            ("whole window", lambda sound: transcriber.hear(sound, whole_window=True).text),
        ):
            print(f"{name:24}{run(transcribe, utterances)}  {way}")
    invented = sum(bool(transcriber.transcribe(noise)) for noise in noises())
    print(f"\nnoises in which words were invented: {invented} of {len(list(noises()))}")


def measure_voice(voice: PiperVoice) -> None:
    """Print how fast the voice renders."""
    took, sounds = timed(lambda: [voice.render(sentence) for sentence in SENTENCES])
    length = sum(len(sound) for sound in sounds) / voice.sample_rate
    clause = median(timed(lambda clause=clause: voice.render(clause))[0] for clause in FIRST_CLAUSES * 3)
    print(f"rendering: {took / length:.3f} s for each second of speech; a first clause of five words {clause:.3f} s")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """How many seconds the work took, and what it gave."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def recorded(folder: Path) -> Iterator[Utterance]:
    """Each recording in the folder whose words are known."""
    for name, text in json.loads((folder / "transcripts.json").read_text("utf-8")).items():
        yield Utterance(text, read_wav(folder / name))


def spoken(voice: PiperVoice, sentence: str) -> Utterance:
    """A sentence in the packaged voice."""
    return Utterance(sentence, resample(voice.render(sentence), voice.sample_rate))


def paused(utterances: list[Utterance]) -> Iterator[Utterance]:
    """Neighbours with a pause between them, where both fit Whisper's window."""
    for index, (first, second) in enumerate(pairwise(utterances)):
        pause = PAUSES_SECONDS[index % len(PAUSES_SECONDS)]
        room = np.random.default_rng(index).standard_normal(samples(pause)) * 0.001
        sound = np.concatenate([first.sound, room.astype(np.float32), second.sound])
        if seconds(len(sound)) < LONGEST_SECONDS:
            yield Utterance(f"{first.text} {second.text}", sound)


def noises() -> Iterator[Samples]:
    """White, pink and brown noise of several lengths and levels."""
    rng = np.random.default_rng(0)
    for colour in (0.0, 1.0, 2.0):
        for length in (0.5, 1.5, 4.0, 10.0):
            for level in (0.003, 0.03, 0.3):
                spectrum = np.fft.rfft(rng.standard_normal(samples(length)))
                sound = np.fft.irfft(spectrum / np.arange(1, len(spectrum) + 1) ** (colour / 2))
                yield (sound / np.abs(sound).max() * level).astype(np.float32)


def run(transcribe: Callable[[Samples], str], utterances: list[Utterance]) -> Outcome:
    """Transcribe each of them once."""
    took, heard = [], []
    for utterance in utterances:
        started = time.process_time()
        heard.append(transcribe(utterance.sound))
        took.append(time.process_time() - started)
    return Outcome(took, word_error_rate(" ".join(utterance.text for utterance in utterances), " ".join(heard)))


def peak_megabytes() -> int | None:
    """The most memory this process has held, where the system says so."""
    if sys.platform == "win32":
        return None
    from resource import RUSAGE_SELF, getrusage

    return getrusage(RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)


if __name__ == "__main__":
    main()
