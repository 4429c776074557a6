"""Recorded events lead to the same commands and the same transcript as when a person last read them.

Each folder of tests/golden/sessions holds `events.jsonl` (what happened, invented), and what came of it: `commands.jsonl`
(one line for each event) and `transcript.txt`. To write the last two again, and read the difference:

    UPDATE_GOLDEN=1 python -m pytest tests/assistant/test_golden_sessions.py
"""

import json
import os
from pathlib import Path

import pytest

from assistant.parts import session_for
from assistant.replaying import as_record, read_events, replay
from assistant.settings import Settings
from assistant.showing import turn_line

FOLDERS = sorted(path for path in (Path(__file__).parents[1] / "golden" / "sessions").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_recorded_session_replays_as_it_was(folder):
    """The same events, the same commands, the same words."""
    session = session_for(Settings(country="IE"))
    events = read_events((folder / "events.jsonl").read_text(encoding="utf-8").splitlines())
    commands = [
        json.dumps([as_record(command) for command in commands], ensure_ascii=False)
        for _, commands in replay(session, events)
    ]
    transcript = [turn_line(turn) for turn in session.transcript]
    _compare(folder / "commands.jsonl", commands)
    _compare(folder / "transcript.txt", transcript)


def _compare(path: Path, lines: list[str]):
    text = "".join(f"{line}\n" for line in lines)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
