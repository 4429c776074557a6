"""A recording as a session: its stretches of speech, each written down as a turn of the person's.

Sound is in memory only, a stretch at a time. Who else may speak in it is not told apart.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from assistant.entries import Entry, SessionSummary, TimedTurn
from assistant.errors import ImportRefused
from audio.detector import SpeechDetector
from audio.frames import SAMPLE_RATE
from audio.recordings import recorded_at, stretches
from audio.transcribing import Transcriber
from dialogues.transcript import Speaker, Turn

DOOR: Final = "recording"


def recording_uid(path: Path) -> str:
    """What tells this recording from all others: the same for a copy of it under another name."""
    with path.open("rb") as file:
        return f"{DOOR}:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def recorded_entry(
    path: Path, uid: str, detector: SpeechDetector, transcriber: Transcriber, progress: Callable[[float], None]
) -> Entry:
    """The session in a recording.

    Args:
        path: A file with sound in it.
        uid: As `recording_uid` gives it.
        detector: Tells speech from other sound.
        transcriber: Turns it into words.
        progress: Told after each stretch how many seconds of the recording are written down.

    Raises:
        RecordingError: it holds no sound that can be read.
        ImportRefused: nobody speaks in it.
    """
    changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    opened_at = (recorded_at(path) or changed_at).astimezone(UTC)
    turns: list[TimedTurn] = []
    for stretch in stretches(path, detector):
        start, end = stretch.start / SAMPLE_RATE, (stretch.start + len(stretch.sound)) / SAMPLE_RATE
        text = transcriber.transcribe(stretch.sound)
        if text:
            turns.append(TimedTurn(Turn(Speaker.USER, text), opened_at + timedelta(seconds=end), start, end))
        progress(end)
    if not turns:
        raise ImportRefused("No words could be made out in that recording.", "Nothing was taken in.")
    summary = SessionSummary(0, DOOR, opened_at, turns[-1].said_at, len(turns), "", uid=uid)
    return Entry(summary, tuple(turns))
