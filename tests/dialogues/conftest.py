"""The talkers, held once for all tests that look at whole talks."""

import json
from pathlib import Path

import pytest

from assistant.conversing import Script, converse
from assistant.parts import session_for
from assistant.settings import Settings
from dialogues.dialogue import load_library
from dialogues.embedded import EmbeddedListener

FOLDER = Path(__file__).parents[1] / "golden" / "talkers"


@pytest.fixture(scope="session")
def talkers():
    """Very different people, and what they say."""
    return [
        json.loads(line)
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


@pytest.fixture(scope="session")
def whole_talks(talkers):
    """Every turn of the talk with each of them, through the session and the journal; the first is the opening."""
    library, settings = load_library(), Settings()
    return {
        talker["id"]: converse(
            Script(talker["id"], tuple(talker["turns"])),
            lambda _journal: EmbeddedListener(library),
            lambda: session_for(settings),
        )["turns"]
        for talker in talkers
    }


@pytest.fixture(scope="session")
def talks(whole_talks):
    """What was said to each of them after the opening."""
    return {name: [turn for turn in turns[1:] if turn["role"] == "assistant"] for name, turns in whole_talks.items()}
