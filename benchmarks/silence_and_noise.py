"""Whether the program takes for a turn what nobody said: minutes of silence, a fan, a street, music, typing, babble.

    python -m benchmarks.silence_and_noise [--minutes N] [--speech FOLDER]

The sounds are made (`benchmarks/noises.py`); with FOLDER, its noise*.wav are heard too, over and over. Each goes through
the real detector, endpointer, session and transcriber, faster than in real time.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from assistant.commands import Command, Compose, Forget, Keep, Transcribe, WakeAt, Write
from assistant.events import Event, Opened, ReplyChosen, ReplyFinished, Transcribed, Woke
from assistant.session import Session
from audio import models, voices
from audio.detector import SileroDetector, SpeechDetector
from audio.endpointing import SpeechStarted
from audio.frames import Samples, samples, seconds
from audio.listening import Listening
from audio.resampling import resample
from audio.transcribing import Transcriber, WhisperTranscriber
from audio.wav import read_wav
from benchmarks.noises import MADE, babble
from benchmarks.transcribing import SENTENCES
from dialogues.listener import Reply
from dialogues.moves import Move
from dialogues.screening import Screening
from dialogues.transcript import Speaker

BLOCK: Final = samples(0.1)


class Room:
    """A session that hears a sound, and answers nothing.

    Args:
        detector: Tells speech from other sound.
        transcriber: Turns speech into text.
    """

    def __init__(self, detector: SpeechDetector, transcriber: Transcriber) -> None:
        self.turns: list[str] = []
        """The words of each turn that was taken."""
        self.stretches = 0
        """How often speech seemed to begin."""
        self._transcriber = transcriber
        self._session = Session(lambda _text, _transcript: Screening(), lambda *_: Reply(Move.SILENCE))
        detector.reset()
        self._listening = Listening(detector, self._happened, woke=lambda at: self._happened(Woke(at)))

    def hear(self, sound: Samples) -> None:
        """Hears a sound to its end."""
        self._happened(Opened(0))
        for start in range(0, len(sound), BLOCK):
            self._listening.feed(sound[start : start + BLOCK])

    def _happened(self, event: Event) -> None:
        self.stretches += isinstance(event, SpeechStarted)
        for command in self._session.handle(event):
            self._carry_out(command)

    def _carry_out(self, command: Command) -> None:
        match command:
            case Keep(since=since):
                self._listening.recording.keep(since)
            case Forget():
                self._listening.recording.forget()
            case WakeAt(at=at):
                self._listening.wake_at(at)
            case Transcribe(turn=turn, draft=draft, start=start, end=end):
                words = self._transcriber.transcribe(self._listening.recording.between(start, end))
                self._happened(Transcribed(turn, draft, words))
            case Compose(turn=turn, draft=draft):
                self._happened(ReplyChosen(turn, draft, Move.SILENCE, ""))
                self._happened(ReplyFinished(turn, draft))
            case Write(turn=turn) if turn.speaker is Speaker.USER and turn.text:
                self.turns.append(turn.text)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--minutes", type=float, default=10.0, help="how long each sound is heard")
    parser.add_argument("--speech", type=Path, help="folder with noise*.wav, heard as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        detector = SileroDetector(models.ready("silero-vad", cache) / "silero_vad_v6.onnx")
        transcriber = WhisperTranscriber(models.ready("whisper-base", cache), threads=1)
        print(f"{'':16}{'minutes':>8}{'seemed speech':>15}{'turns taken':>13}{'words':>7}")
        for name, sound in _sounds(cache, options.speech, 60 * options.minutes):
            room = Room(detector, transcriber)
            room.hear(sound)
            words = sum(len(turn.split()) for turn in room.turns)
            minutes = seconds(len(sound)) / 60
            print(f"{name:16}{minutes:8.1f}{room.stretches:15}{len(room.turns):13}{words:7}", flush=True)


def _sounds(cache: Path, speech: Path | None, length: float) -> Iterator[tuple[str, Samples]]:
    for name, make in MADE.items():
        yield name, make(length)
    voice = voices.load(voices.DEFAULT, cache)
    said = [resample(voice.render(sentence), voice.sample_rate) for sentence in SENTENCES]
    for level in (1.0, 0.1):
        yield f"babble x{level:g}", babble(length, said) * np.float32(level)
    for path in sorted(speech.glob("noise*.wav")) if speech else ():
        yield path.stem, np.resize(read_wav(path), samples(length))


if __name__ == "__main__":
    main()
