"""Stop and hide, said aloud: through a WAV file as microphone, a real transcriber and a real voice."""

import json

import pytest

from assistant.terminal import WIPE

pytestmark = pytest.mark.slow


def test_said_aloud_it_ends_the_talk_at_once_and_keeps_what_came_before(board, speak, tmp_path):
    """What follows is not heard any more, and nothing is answered."""
    mic = speak((9.0, "My sister read my diary. Stop and hide."), (6.0, "Nobody may hear this."), then=3.0)

    result = board("talk", "--mic", mic, "--speaker", tmp_path / "board.wav", "--country", "GB")

    newest = json.loads(board("journal", "list", "--json").stdout)[0]
    turns = json.loads(board("journal", "show", newest["id"], "--json").stdout)["turns"]
    said = [turn["text"] for turn in turns if turn["role"] == "user"]
    assert result.returncode == 0
    assert len(said) == 1
    assert "diary" in said[0]
    assert "hide" not in said[0].lower()
    assert turns[-1]["role"] == "user"
    assert WIPE not in result.stdout  # a pipe has no screen to clear
