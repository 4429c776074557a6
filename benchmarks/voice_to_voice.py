"""How long from the end of speech to the transcript, to a reply that is ready, and to its first sample.

    python -m benchmarks.voice_to_voice [--speech FOLDER]

Drives the installed command through its WAV door, in real time, over at least 20 utterances: those of a folder with WAV
files and a `transcripts.json`, else sentences spoken by the packaged voice. Prints figures; asserts nothing. Takes about
five minutes.
"""

import argparse
import json
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audio.endpointing import PAUSE
from audio.frames import FRAME_SAMPLES, SAMPLE_RATE, Samples, samples
from audio.playback import silence
from audio.wav import read_wav, write_wav
from benchmarks.words import word_error_rate

UTTERANCES = 20
OPENING = 18.0  # seconds to let the opening be spoken
GAP = 11.0  # seconds after each utterance: enough for the turn policy and most replies
IDLE = 30.0  # seconds over which listening to silence is measured
DECIDED = PAUSE * FRAME_SAMPLES / SAMPLE_RATE  # seconds after the last frame of speech until a pause is one

SENTENCES = (
    "I found the letter in his coat on a Tuesday.",
    "She said she would call and then she never did.",
    "I keep checking his phone when he is in the shower.",
    "My brother borrowed the money and lied about what it was for.",
    "We used to talk every evening and now we just sit there.",
    "I don't know if I can believe what he says any more.",
    "It was the third time that he had promised to be home by six.",
    "My manager told everybody what I had said in private.",
    "I feel sick when the phone rings.",
    "I was the one who broke it, and I don't know how to begin.",
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sound, and its words where they are known."""

    sound: Samples
    words: str


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speech", type=Path, help="a folder of WAV files with a transcripts.json")
    options = parser.parse_args()
    utterances = list(_recorded(options.speech) if options.speech else _synthesised())
    while len(utterances) < UTTERANCES:
        utterances += utterances[: UTTERANCES - len(utterances)]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _command(home, "setup", "--country", "IE")
        print(f"{platform.system()} {platform.machine()}, Python {platform.python_version()}")
        print(f"{len(utterances)} utterances, {'recorded' if options.speech else 'synthesised'}")
        _measure_talk(home, utterances)
        _measure_idle(home)


def _measure_talk(home: Path, utterances: Sequence[Utterance]) -> None:
    sound = silence(samples(OPENING))
    for utterance in utterances:
        sound = np.concatenate([sound, utterance.sound, silence(samples(GAP))])
    started, listening, peak = _talk(home, sound)
    lines = [json.loads(line) for line in (home / "timings.jsonl").read_text(encoding="utf-8").splitlines()]
    turns = list(_turns(lines))
    _print_times(
        "end of speech decided -> transcript", [t["transcribed"] - t["user_speech_ended"] - DECIDED for t in turns]
    )
    _print_times("end of speech -> transcript", [t["transcribed"] - t["user_speech_ended"] for t in turns])
    ready = [t["reply_ready"] - t["user_speech_ended"] for t in turns if "reply_ready" in t]
    _print_times("end of speech -> reply ready", ready)
    begun = [t["reply_started"] - t["user_speech_ended"] for t in turns if "reply_started" in t]
    _print_times("end of speech -> first reply sample", begun)
    heard = " ".join(line["text"] for line in lines if line["event"] == "transcribed")
    said = " ".join(utterance.words for utterance in utterances)
    print(f"{'turns taken':42s} {len(turns)} of {len(utterances)} utterances")
    print(f"{'word error rate':42s} {word_error_rate(said, heard):.3f}")
    print(f"{'start to microphone open':42s} {listening - started:.2f} s")
    print(f"{'peak memory':42s} {peak / 1e6:.0f} MB")


def _talk(home: Path, sound: Samples) -> tuple[float, float, int]:
    """Holds a talk; gives when it was started, when the microphone was open, and its peak memory in bytes."""
    write_wav(home / "mic.wav", sound, SAMPLE_RATE)
    started = time.monotonic()
    process = _start_talk(home)
    listening = peak = 0
    assert process.stdout is not None  # noqa: S101  it was asked for
    for line in process.stdout:
        if line.startswith("(") and not listening:
            listening = time.monotonic()
        peak = max(peak, _peak_memory(process.pid))
    process.wait()
    return started, listening, peak


def _measure_idle(home: Path) -> None:
    """Processor time spent on listening to a silent room."""
    write_wav(home / "mic.wav", silence(samples(OPENING + IDLE + 5)), SAMPLE_RATE)
    process = _start_talk(home)
    time.sleep(OPENING + 4)
    before = _cpu_seconds(process.pid)
    time.sleep(IDLE / 2)
    after = _cpu_seconds(process.pid)
    process.terminate()
    process.wait()
    if before is None or after is None:
        print(f"{'listening to silence':42s} not measured on this system")
    else:
        print(f"{'listening to silence':42s} {100 * (after - before) / (IDLE / 2):.1f} % of one core")


def _turns(lines: Sequence[dict[str, Any]]) -> Iterator[dict[str, float]]:
    """The moments of each turn that was answered."""
    turn: dict[str, float] = {}
    for line in lines:
        if line["event"] == "user_speech_ended":
            if "transcribed" in turn:
                yield turn
            turn = {}
        if turn or line["event"] == "user_speech_ended":
            turn.setdefault(line["event"], line["at"])
    if "transcribed" in turn:
        yield turn


def _print_times(what: str, seconds: Sequence[float]) -> None:
    if seconds:
        p95 = float(np.percentile(seconds, 95))
        print(f"{what:42s} p50 {statistics.median(seconds):.2f} s   p95 {p95:.2f} s   n {len(seconds)}")


def _recorded(folder: Path) -> Iterator[Utterance]:
    transcripts = json.loads((folder / "transcripts.json").read_text(encoding="utf-8"))
    for name, words in transcripts.items():
        yield Utterance(read_wav(folder / name), words)


def _synthesised() -> Iterator[Utterance]:
    from assistant.parts import voice_for
    from assistant.places import Places
    from assistant.settings import Settings
    from audio.resampling import resample

    with tempfile.TemporaryDirectory() as folder:
        voice = voice_for(Settings(), Places.under(Path(folder)))
        for sentence in SENTENCES:
            yield Utterance(resample(voice.render(sentence), voice.sample_rate), sentence)


def _command(home: Path, *arguments: str) -> None:
    subprocess.run([_program(), "--home", str(home), *arguments], check=True, capture_output=True)


def _start_talk(home: Path) -> "subprocess.Popen[str]":
    files = ["--mic", home / "mic.wav", "--speaker", home / "speaker.wav", "--timings", home / "timings.jsonl"]
    return subprocess.Popen(
        [_program(), "--home", str(home), "talk", *map(str, files)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def _program() -> str:
    beside = Path(sys.executable).with_name("soundingboard")
    return str(beside) if beside.exists() else shutil.which("soundingboard") or "soundingboard"


def _peak_memory(pid: int) -> int:
    """Bytes; 0 where the system does not tell."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def _cpu_seconds(pid: int) -> float | None:
    """Processor time a process has used, all its threads together; None where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    ticks_per_second = 100
    return (int(fields[11]) + int(fields[12])) / ticks_per_second


if __name__ == "__main__":
    main()
