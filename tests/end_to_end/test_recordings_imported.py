"""A recording becomes a session, written down by the packaged Whisper."""

import json

import pytest


@pytest.mark.slow
def test_a_recording_is_written_down_and_found(board, speak):
    """Two stretches of speech are two turns with their times; a second time, nothing is listened to."""
    memo = speak((0.5, "My sister promised to come on Sunday."), (4.0, "She did not even call."))

    first = json.loads(board("journal", "import", memo, "--json").stdout.splitlines()[-1])
    again = json.loads(board("journal", "import", memo, "--json").stdout.splitlines()[-1])
    turns = json.loads(board("journal", "show", first["added"][0], "--json").stdout)["turns"]

    assert (again["added"], again["already_there"]) == ([], 1)
    assert ["Sunday" in turns[0]["text"], "call" in turns[1]["text"], len(turns)] == [True, True, 2]
    assert turns[0]["start_seconds"] < 1.0 < turns[0]["end_seconds"] < turns[1]["start_seconds"]
