"""Writes down when things happened in a spoken session, as JSON lines, for those who measure.

Each line is `{"event", "at"}`, `at` in seconds of the input's clock. For each turn of the person, once it is over:
`user_speech_ended`, `transcribed` (with `text`). For each reply: `reply_ready` (its first sound is rendered),
`reply_started` (with `text`), `reply_ended`; and `interrupted` (with the `text` that was heard) where the person spoke over it.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.commands import Command, Speak, Write
from assistant.errors import AssistantError
from assistant.events import Event, Rendered, SpeakingCut, SpeakingStarted, Spoken, Transcribed
from assistant.states import State
from audio.frames import seconds
from dialogues.transcript import Speaker


class Timeline:
    """Watches a session and notes its moments.

    Args:
        clock: Samples heard so far.
    """

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._lines: list[dict[str, object]] = []
        self._transcribed_at = 0.0
        self._rendered_at: dict[int, float] = {}  # turn -> when its first sound was ready
        self._asked: dict[int, list[str]] = {}  # turn -> sentences it was asked to say
        self._ended_at = 0.0
        self._speaking: int | None = None

    def saw(self, event: Event, commands: Sequence[Command], _state: State) -> None:
        """Notes what happened, and when."""
        match event:
            case Transcribed():
                self._transcribed_at = seconds(self._clock())
            case Rendered(turn=turn, number=0, at=at) if turn not in self._asked or turn not in self._rendered_at:
                self._rendered_at[turn] = seconds(at)
            case SpeakingStarted(turn=turn, number=0, at=at):
                self._speaking = turn
                self._note("reply_ready", self._rendered_at.get(turn, seconds(at)))
                self._note("reply_started", seconds(at), text=" ".join(self._asked.get(turn, ())))
            case Spoken(at=at):
                self._ended_at = seconds(at)
            case SpeakingCut(turn=turn, at=at) if self._speaking == turn:
                self._speaking = None
                written = [command.turn.text for command in commands if isinstance(command, Write)]
                self._note("interrupted", seconds(at), text=" ".join(written))
        for command in commands:
            self._saw_command(command)

    def save(self, path: Path) -> None:
        """Writes what was noted, one line each, in the order of their moments.

        Raises:
            AssistantError: It cannot be written.
        """
        lines = sorted(self._lines, key=lambda line: float(str(line["at"])))
        try:
            path.touch(mode=0o600)
            path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        except OSError as error:
            raise AssistantError(
                f"The timeline cannot be written: {error.strerror}.",
                "Give a path in a folder that exists and has room.",
            ) from error

    def _saw_command(self, command: Command) -> None:
        match command:
            case Speak(turn=turn, text=text):
                self._asked.setdefault(turn, []).append(text)
            case Write(turn=turn, end=end) if turn.speaker is Speaker.USER and turn.text and end is not None:
                self._note("user_speech_ended", seconds(end))
                self._note("transcribed", self._transcribed_at, text=turn.text)
            case Write(turn=turn) if turn.speaker is Speaker.ASSISTANT and self._speaking is not None:
                self._speaking = None
                self._note("reply_ended", self._ended_at)

    def _note(self, event: str, at: float, **more: object) -> None:
        self._lines.append({"event": event, "at": round(at, 3), **more})
