"""Full disks, missing libraries, bad input: each ends in a sentence and the right exit code, and nothing is lost."""

import json
import os
import resource
import shutil
import subprocess

import pytest

from tests.end_to_end.conftest import COMMAND

STORY = "I have never told anybody about the letter.\n"


def test_a_full_disk_loses_no_turn(board, home):
    """What was saved stays readable; what could not be saved is shown, so that it can be copied."""
    assert board("talk", "--text", input="Goodbye.\n").returncode == 0
    sizes = [path.stat().st_size for path in home.glob("data.db*")]
    limit = max(sizes) + 45_000  # bytes: room for a few turns; measuring coverage would need more

    result = board(
        "talk",
        "--text",
        environment={key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")},
        input=STORY + "It was a long time ago and I still think of it every single day.\n" * 40 + "Goodbye.\n",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )

    assert "Traceback" not in result.stderr
    assert "These turns could not be saved." in result.stdout
    shown = result.stdout.split("These turns could not be saved.")[1]
    newest = json.loads(board("journal", "list", "--json").stdout)[0]
    saved = json.loads(board("journal", "show", newest["id"], "--json").stdout)["turns"]
    said = [turn["text"] for turn in saved if turn["role"] == "user"]
    assert said[0] == STORY.strip()
    assert len(said) + shown.count("You: ") == 42


def test_without_portaudio_everything_but_sound_works(home):
    """Help, the journal and a typed talk need no sound library; doctor says what to install."""
    unshare, library = shutil.which("unshare"), _portaudio()
    alone = ["unshare", "--mount", "--map-root-user"]
    if not unshare or not library or subprocess.run([*alone, "true"], check=False).returncode:
        pytest.skip("this system does not let a process hide a library from itself")

    def run(*arguments, said=""):
        hidden = f'mount --bind /dev/null {library} && exec "$@"'
        return subprocess.run(
            [*alone, "sh", "-c", hidden, "sh", COMMAND, "--home", home, *arguments],
            input=said,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    assert run("--help").returncode == 0
    assert run("talk", "--help").returncode == 0
    assert run("help-now").returncode == 0
    assert run("talk", "--text", said="Goodbye.\n").returncode == 0
    assert run("journal", "list").returncode == 0
    for arguments in (["talk"], ["doctor"]):
        result = run(*arguments)
        assert result.returncode == 4
        assert "libportaudio2" in result.stdout + result.stderr
        assert "Traceback" not in result.stderr


def test_without_a_microphone_talk_says_so(board):
    """And with --else-sample it would go on with the sample."""
    nothing = {**os.environ, "PULSE_SERVER": "unix:/nowhere", "HOME": "/nowhere"}
    result = board("talk", environment=nothing)
    if result.returncode != 4:
        pytest.skip("this computer has a sound card of its own")
    assert "microphone" in result.stderr
    assert "soundingboard talk --text" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said", "code", "sentence"),
    [
        (["talk", "--mic", "MISSING.wav", "--speaker", "x.wav"], "", 2, "does not exist"),
        (["talk", "--mic", COMMAND], "", 2, "--mic and --speaker go together"),
        (["talk", "--mic", COMMAND, "--speaker", "/nowhere/x.wav"], "", 1, "WAV file"),
        (["talk", "--text", "--country", "Atlantis"], "", 2, "no crisis lines for that country"),
        (["converse", "-"], "{}\n", 2, "Line 1 is not a script."),
        (["converse", "-"], "my secret\n", 2, "Line 1 is not a script."),
        (["screen"], '{"id": 1}\n', 2, "Line 1 is not a text to screen."),
        (["replay", "-"], '{"event": "my secret"}\n', 2, "Line 1 of the recording is not an event."),
        (["journal", "show", "4711"], "", 2, "no session 4711"),
        (["nonsense"], "", 2, "No such command"),
    ],
    ids=lambda each: " ".join(map(str, each)) if isinstance(each, list) else None,
)
def test_bad_input_is_a_sentence_and_an_exit_code(board, arguments, said, code, sentence):
    """No traceback reaches a person, and no word of theirs stands in an error."""
    result = board(*arguments, input=said)
    assert result.returncode == code, result.stderr
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert "secret" not in result.stderr


def test_a_dead_language_model_does_not_end_the_talk(board):
    """The built-in listener goes on, and the person is told once."""
    dead = ["--engine", "openai", "--base-url", "http://127.0.0.1:9/v1", "--model", "none"]
    result = board("talk", "--text", *dead, input="He lied to me.\nAbout the money.\nGoodbye.\n")
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("I go on with the built-in listener.") == 1
    assert result.stdout.count("Sounding Board:") >= 4


def test_two_talks_at_once_do_not_share_a_journal(start, board):
    """The second is told that the journal is in use."""
    first = start("talk", "--text", stdin_open=True)
    first.stdout.readline()
    result = board("talk", "--text", input="Hello.\n")
    assert result.returncode == 1
    assert "journal" in result.stderr.lower()


def _portaudio():
    listed = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=False).stdout
    return next((line.split()[-1] for line in listed.splitlines() if "libportaudio.so.2" in line), None)
