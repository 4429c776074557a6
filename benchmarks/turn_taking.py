"""How often a thinking person is cut in on, and how long a person who has finished waits: both, since each is easy alone.

    python -m benchmarks.turn_taking [--speech FOLDER] [--smart-turn FILE] [--cache FOLDER]

FOLDER of --speech holds 16-bit WAV files, a transcripts.json, rooms (rir*.wav) and noises (noise*.wav); without it there are
synthesised turns only. FILE of --smart-turn is smart-turn-v3.2-cpu.onnx, to compare with. In --cache, what was rendered and
transcribed is kept, so that the policy can be changed and measured again at once.

A pause is cut in on if the floor is taken before it ends. Latency is from the last audible sample of the turn to the moment
the reply may sound: the policy's wait, or, where that is longer, until the reply is ready. The clips, and what is simulated:
`benchmarks/turn_clips.py`, `benchmarks/turn_hearing.py`.
"""

import argparse
import hashlib
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from assistant.how_words_end import how_words_end
from assistant.turn_taking import CUT_IN, OwnPauses, Pace, could_be_all, hold
from audio import models, voices
from audio.detector import SileroDetector
from audio.frames import Samples, samples, seconds
from audio.resampling import resample
from audio.speaking import PiperVoice
from audio.transcribing import WhisperTranscriber
from benchmarks.smart_turn import SmartTurn
from benchmarks.transcribing import FIRST_CLAUSES
from benchmarks.turn_clips import Clip, Pause, clips
from benchmarks.turn_hearing import Hearing, Quiet

THINKING: Final = 2.5  # seconds: the pauses that the unhurried pace should outlast
NEAR: Final = samples(0.5)  # how far from the true end of a stretch the detector may see it end
NEVER: Final = float("inf")
SCALES: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5)
TIMERS: Final = tuple(0.1 * tenths for tenths in range(3, 41))
SURE: Final = (0.3, 0.5, 0.7, 0.9, 0.97)  # probabilities from which Smart Turn is taken at its word
FIRM: Final = (1.0, 1.5, 2.0, 2.5, 3.0)  # seconds after which it is overruled; Pipecat's own choice is 3
SHARES: Final = (0.05, 0.02)

Turn = tuple[Clip, tuple[Quiet, ...]]
Policy = Callable[[Clip, Quiet], float]
"""Seconds of silence before the floor is taken."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy came to."""

    pauses: list[tuple[Pause, bool]]
    """Each pause, and whether it was cut in on."""
    latencies: list[float]

    def share(self, *, whole: bool, longest: float, shortest: float = 0.0) -> tuple[int, int]:
        """How many pauses were cut in on, and of how many: after words that could be all, or not; of such a length."""
        chosen = [
            was_cut
            for pause, was_cut in self.pauses
            if pause.could_be_all is whole and shortest < pause.seconds <= longest
        ]
        return sum(chosen), len(chosen)

    def latency(self, percent: float) -> float:
        """Seconds within which so many percent of the finished turns were answered."""
        return float(np.percentile(self.latencies, percent, method="higher"))


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--speech", type=Path, help="folder of recordings, rooms and noises")
    parser.add_argument("--smart-turn", type=Path, help="smart-turn-v3.2-cpu.onnx, to compare with")
    parser.add_argument("--cache", type=Path, help="folder in which to keep what was rendered and transcribed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cache = options.cache or Path(folder)
        turns, ready = _listen(cache, options.speech, options.smart_turn)
    _print_clips(turns)
    print(f"reply ready {ready:.2f} s after the transcript (listener and first clause, median, processor time)\n")
    _print_paces(turns, ready)
    _print_parts(turns, ready)
    _print_own_pauses(turns, ready)
    _print_trade(turns, ready, compares=options.smart_turn is not None)


def run(turns: Iterable[Turn], policy: Policy, ready: float) -> Outcome:
    """What comes of a policy, each turn on its own. After it cut in, the rest of the turn is judged as if it had not."""
    pauses: list[tuple[Pause, bool]] = []
    latencies = []
    for clip, quiets in turns:
        cut = set()
        latency = NEVER
        for quiet in quiets:
            floor = floor_at(clip, quiet, policy, ready)
            if quiet.end > clip.end - NEAR:
                latency = min(latency, max(0.0, floor - seconds(clip.end)))
            elif (pause := _pause_at(clip, quiet)) is not None and is_taken(floor, quiet, pause):
                cut.add(pause)
        pauses += [(pause, pause in cut) for pause in clip.pauses]
        latencies.append(latency)
    return Outcome(pauses, latencies)


def floor_at(clip: Clip, quiet: Quiet, policy: Policy, ready: float) -> float:
    """Seconds into the clip at which the reply would sound, if the silence lasted; never where there were no words."""
    if not quiet.words:
        return NEVER
    return max(seconds(quiet.end) + policy(clip, quiet), seconds(quiet.noticed) + quiet.seconds + ready)


def is_taken(floor: float, quiet: Quiet, pause: Pause) -> bool:
    """Whether the floor was taken before the person went on."""
    return floor < seconds(min(pause.end, quiet.resumed or pause.end))


def ours(pace: Pace, scale: float = 1.0) -> Policy:
    """The program's own policy, with its waits made longer or shorter."""
    return lambda clip, quiet: scale * hold(quiet.words, pace, clip.asked)


def smart_turn(sure: float, firm: float) -> Policy:
    """Smart Turn as its publishers use it: at its word when it is sure, and a timer otherwise."""
    return lambda _, quiet: seconds(samples(0.2)) if quiet.smart >= sure else firm


def _pause_at(clip: Clip, quiet: Quiet) -> Pause | None:
    return next((pause for pause in clip.pauses if pause.start - NEAR < quiet.end <= pause.end), None)


def _listen(cache: Path, speech: Path | None, smart: Path | None) -> tuple[list[Turn], float]:
    """Every clip with what is heard in it, and how long a reply takes once its turn is transcribed."""
    voice = voices.load(voices.DEFAULT, cache, threads=1)
    detector = SileroDetector(models.ready("silero-vad", cache) / "silero_vad_v6.onnx")
    transcriber = WhisperTranscriber(models.ready("whisper-base", cache), threads=1)
    transcriber.warm_up()
    hearing = Hearing(detector, transcriber, SmartTurn(smart) if smart else None, cache / "turns_heard.json")
    turns = [(clip, hearing.hear(clip)) for clip in clips(speech, lambda text: _said(voice, text, cache))]
    hearing.keep()
    return turns, _time_to_reply(voice)


def _said(voice: PiperVoice, text: str, cache: Path) -> Samples:
    """A stretch of a turn in the packaged voice; one that goes on is spoken as before a comma."""
    text = text if text[-1] in ",.?" else f"{text},"
    kept = cache / f"turn_{hashlib.sha256(text.encode()).hexdigest()[:16]}.npy"
    if not kept.exists():
        np.save(kept, resample(voice.render(text), voice.sample_rate))
    sound: Samples = np.load(kept)
    return sound


def _time_to_reply(voice: PiperVoice) -> float:
    """Seconds of processor time to choose a reply and render its first clause, in the middle of several."""
    from dialogues.dialogue import load_library
    from dialogues.embedded import EmbeddedListener
    from dialogues.moves import Move
    from dialogues.transcript import Speaker, Transcript, Turn

    listener = EmbeddedListener(load_library())
    opening = Transcript((Turn(Speaker.ASSISTANT, "What is on your mind?", Move.OPENING),))
    took = []
    for clause in FIRST_CLAUSES * 2:
        started = time.process_time()
        list(listener.reply(opening.plus(Turn(Speaker.USER, f"{clause} and he lied to me."))).sentences)
        voice.render(clause)
        took.append(time.process_time() - started)
    return median(took)


def _print_clips(turns: Sequence[Turn]) -> None:
    pauses = [pause for clip, _ in turns for pause in clip.pauses]
    human = sum(clip.is_human for clip, _ in turns)
    whole = sum(pause.could_be_all for pause in pauses)
    heard = [quiet.seconds for _, quiets in turns for quiet in quiets]
    print(f"{len(turns)} turns ({human} human), {sum(len(clip.sound) for clip, _ in turns) / samples(60):.0f} minutes")
    print(f"{len(pauses) - whole} pauses in unfinished thoughts, {whole} after words that could have been all")
    print(
        f"{len(heard)} transcripts: p50 {np.percentile(heard, 50):.2f} s, p95 {np.percentile(heard, 95):.2f} s of processor time"
    )


def _print_paces(turns: Sequence[Turn], ready: float) -> None:
    print(f"{'':28}{'unfinished thoughts':>28}{'could be all':>24}{'latency at true ends':>28}")
    print(f"{'':28}{'to 2.5 s':>14}{'to 4 s':>14}{'to 2.5 s':>12}{'to 4 s':>12}{'p50':>12}{'p95':>8}{'p99':>8}")
    for pace in Pace:
        print(f"{pace:28}{_row(run(turns, ours(pace), ready))}")


def _print_parts(turns: Sequence[Turn], ready: float) -> None:
    """The default pace, on parts of the clips: a figure that holds only on what was looked at is worth little."""
    parts: dict[str, Callable[[Clip], bool]] = {
        "read by people": lambda clip: clip.is_human,
        "synthesised, looked at": lambda clip: not clip.is_human and clip.seen,
        "synthesised, not looked at": lambda clip: not clip.is_human and not clip.seen,
        "clean": lambda clip: clip.where == "clean",
        "in a room": lambda clip: clip.where == "room",
        "in noise": lambda clip: clip.where == "noise",
    }
    for name, belongs in parts.items():
        chosen = [(clip, quiets) for clip, quiets in turns if belongs(clip)]
        if chosen:
            print(f"  {name:26}{_row(run(chosen, ours(Pace.UNHURRIED), ready))}")


def _row(outcome: Outcome) -> str:
    shares = [outcome.share(whole=whole, longest=longest) for whole in (False, True) for longest in (THINKING, 4.1)]
    columns = [f"{cut}/{count} {100 * cut / max(1, count):.1f} %" for cut, count in shares]
    latencies = [f"{outcome.latency(percent):.2f}" for percent in (50, 95, 99)]
    first, second, third, fourth = columns
    return f"{first:>14}{second:>14}{third:>12}{fourth:>12}{latencies[0]:>12}{latencies[1]:>8}{latencies[2]:>8}"


def _print_own_pauses(turns: Sequence[Turn], ready: float) -> None:
    """All turns as one person's, at the default pace, with and without a memory of their pauses."""
    print("\nas one person's talk, unhurried, pauses to 2.5 s after words that could have been all:")
    for name, remembers in (("without their own pauses", False), ("with them", True)):
        own, cut, of, latencies = OwnPauses(), 0, 0, []
        for clip, quiets in turns:
            for quiet in quiets:
                known = own if remembers else None
                floor = floor_at(
                    clip,
                    quiet,
                    lambda clip, quiet, known=known: hold(quiet.words, Pace.UNHURRIED, clip.asked, known),
                    ready,
                )
                pause = _pause_at(clip, quiet)
                if quiet.end > clip.end - NEAR:
                    latencies.append(max(0.0, floor - seconds(clip.end)))
                elif pause is not None:
                    is_short = pause.could_be_all and pause.seconds <= THINKING
                    of += is_short
                    cut += is_short and is_taken(floor, quiet, pause)
                    noticed = seconds(pause.end) < floor + CUT_IN
                    if noticed and could_be_all(how_words_end(quiet.words, clip.asked)):
                        own = own.plus(pause.seconds)
        print(
            f"  {name:26}{cut}/{of} cut in on, latency p50 {median(latencies):.2f} p95 {np.percentile(latencies, 95):.2f}"
        )


def _print_trade(turns: Sequence[Turn], ready: float, *, compares: bool) -> None:
    """What each way of deciding costs, where it cuts in no more often than so: pauses to 2.5 s in unfinished thoughts."""
    ways: dict[str, list[tuple[str, Policy]]] = {
        "this policy, waits scaled": [(f"x{scale:g}", ours(Pace.UNHURRIED, scale)) for scale in SCALES],
        "a silence timer": [(f"{timer:.1f} s", lambda _, __, timer=timer: timer) for timer in TIMERS],  # type: ignore[misc]
    }
    if compares:
        ways["Smart Turn, then a timer"] = [
            (f"from {sure:g}, else {firm:g} s", smart_turn(sure, firm)) for sure in SURE for firm in FIRM
        ]
    print(
        f"\n{'latency at no more than':28}"
        + "".join(f"{f'{100 * share:.0f} % cut in on: p50':>26}{'p95':>7}" for share in SHARES)
    )
    curves = {}
    for name, settings in ways.items():
        outcomes = [(label, run(turns, policy, ready)) for label, policy in settings]
        curves[name] = outcomes
        print(f"{name:28}" + "".join(_cheapest(outcomes, share) for share in SHARES))
    print("\nthe curve of this policy: cut in on, p50, p95")
    for label, outcome in curves["this policy, waits scaled"]:
        cut, count = outcome.share(whole=False, longest=THINKING)
        print(f"  {label:8}{100 * cut / count:6.1f} %{outcome.latency(50):8.2f}{outcome.latency(95):8.2f}")


def _cheapest(outcomes: Sequence[tuple[str, Outcome]], share: float) -> str:
    """The setting with the lowest median latency, and then the lowest p95, that cuts in no more often than that."""
    allowed = []
    for label, outcome in outcomes:
        cut, count = outcome.share(whole=False, longest=THINKING)
        if cut <= share * count:
            allowed.append((outcome.latency(50), outcome.latency(95), label))
    if not allowed:
        return f"{'never':>26}{'':>7}"
    p50, p95, label = min(allowed)
    return f"{f'({label}) {p50:.2f}':>26}{p95:>7.2f}"


if __name__ == "__main__":
    main()
