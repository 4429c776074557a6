"""A whole spoken conversation through WAV files, in real time, by the installed command."""

import json
import shutil
import signal
import subprocess

import pytest

from audio.wav import read_wav
from benchmarks.words import word_error_rate
from tests.end_to_end.conftest import COMMAND

pytestmark = pytest.mark.slow
OPENING = 15.0  # seconds: longer than the opening takes to be spoken
EARLY = 2.0  # seconds: while it is still being spoken, where a test need not hear it to its end

STORY = "My brother borrowed money from me and then he lied about it."
GOODBYE = "Thank you. I would like to stop here. Goodbye."


@pytest.fixture
def files(tmp_path):
    return {
        "--speaker": tmp_path / "replies.wav",
        "--timings": tmp_path / "timings.jsonl",
    }


def options(files, mic):
    return ["--mic", mic, *(part for pair in files.items() for part in pair)]


def events(files):
    return [json.loads(line) for line in files["--timings"].read_text(encoding="utf-8").splitlines()]


@pytest.mark.smoke
def test_a_talk_is_heard_answered_aloud_and_kept(board, speak, files, transcriber, tmp_path):
    """Words in, words out, in order, and all of them in the journal; and their sound, since that was asked for."""
    mic = speak((OPENING, STORY), (14.0, GOODBYE))
    result = board("talk", "--keep-audio", *options(files, mic))
    assert result.returncode == 0, result.stderr

    noted = events(files)
    heard = [event["text"] for event in noted if event["event"] == "transcribed"]
    assert word_error_rate(f"{STORY} {GOODBYE}", " ".join(heard)) < 0.2
    kinds = [event["event"] for event in noted if event["event"] != "reply_ready"]
    turn = ["user_speech_ended", "transcribed", "reply_started", "reply_ended"]
    assert kinds == ["reply_started", "reply_ended", *turn, *turn]

    said = " ".join(event["text"] for event in noted if event["event"] == "reply_started")
    spoken = transcriber.transcribe(read_wav(files["--speaker"]))
    assert word_error_rate(said, spoken) < 0.25

    newest = json.loads(board("journal", "list", "--json").stdout)[0]
    entry = json.loads(board("journal", "show", newest["id"], "--json").stdout)
    assert [turn["role"] for turn in entry["turns"]] == ["assistant", "user", "assistant", "user", "assistant"]
    assert entry["turns"][-1]["move"] == "closing"
    assert entry["closed_at"]

    board("journal", "audio", newest["id"], "--to", tmp_path / "said.wav")
    assert word_error_rate(f"{STORY} {GOODBYE}", transcriber.transcribe(read_wav(tmp_path / "said.wav"))) < 0.25
    first, second = json.loads(board("journal", "words", newest["id"], "--json").stdout)
    assert OPENING - 1 < first[0]["start"] < first[-1]["end"] < second[0]["start"]


def test_no_network_is_needed(speak, files, home):
    """The same in a network namespace with nothing in it, not even loopback."""
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "--net", "--map-root-user", "true"], check=False).returncode:
        pytest.skip("this system does not let a process leave the network")
    inside = ["unshare", "--net", "--map-root-user"]
    proof = subprocess.run(
        [*inside, "python3", "-c", "import socket; socket.create_connection(('192.0.2.1', 80), 2)"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "unreachable" in proof.stderr

    mic = speak((OPENING, STORY), then=8.0)
    result = subprocess.run(
        [*inside, COMMAND, "--home", home, "talk", *options(files, mic)],
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    heard = [event["text"] for event in events(files) if event["event"] == "transcribed"]
    assert word_error_rate(STORY, " ".join(heard)) < 0.2
    assert [event["event"] for event in events(files)].count("reply_started") == 2


def test_a_pause_in_a_thought_is_not_answered(board, speak, files):
    """What stops at "and" goes on as the same turn."""
    mic = speak((EARLY, "He came home very late on Thursday and"), (1.6, "he said nothing about it at all."), then=3.0)
    assert board("talk", *options(files, mic)).returncode == 0
    heard = [event["text"] for event in events(files) if event["event"] == "transcribed"]
    assert len(heard) == 1
    assert word_error_rate("He came home very late on Thursday and he said nothing about it at all.", heard[0]) < 0.2


def test_speaking_over_a_reply_stops_it(board, speak, files):
    """The person has the floor as soon as they take it, and what they heard is kept with its cut."""
    mic = speak((4.0, "Sorry, can I say something first?"), then=3.0)
    assert board("talk", *options(files, mic)).returncode == 0
    noted = events(files)
    (cut,) = [event for event in noted if event["event"] == "interrupted"]
    assert 4.0 < cut["at"] < 5.0
    assert cut["text"].endswith("—")


def test_danger_is_answered_first_and_without_a_question_about_trust(board, speak, files):
    """The fixed reply, with the number of the country that was set."""
    mic = speak((EARLY, "I have the pills in my hand and I am going to kill myself tonight."), then=3.0)
    assert board("talk", *options(files, mic)).returncode == 0
    replies = [event["text"] for event in events(files) if event["event"] == "reply_started"]
    assert "112" in replies[-1] or "999" in replies[-1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_leaving_in_mid_sentence_keeps_the_words(start, board, speak, files, number):
    """Ctrl-C understands what was just being said, writes it, and ends with the right exit code."""
    mic = speak((0.5, "What I have never told anyone is that I knew about it all along"), then=30.0)
    process = start("talk", *options(files, mic))
    for line in process.stdout:
        if line.startswith("(hearing you)"):
            break
    try:
        process.wait(timeout=2.5)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    newest = json.loads(board("journal", "list", "--json").stdout)[0]
    entry = json.loads(board("journal", "show", newest["id"], "--json").stdout)
    user = " ".join(turn["text"] for turn in entry["turns"] if turn["role"] == "user")
    assert "never told" in user.lower()


def test_a_spoken_talk_is_locked_from_another_terminal(start, board, speak, files):
    """It ends as locked, in the middle of a reply or not; what was said is kept, and the session has its end."""
    mic = speak((EARLY, STORY), then=60.0)
    process = start("talk", *options(files, mic))
    for line in process.stdout:
        if line.startswith("You:"):
            break
    assert board("lock").stdout.startswith("Locked")
    shown, errors = process.communicate(timeout=60)
    assert process.returncode == 3, errors
    assert "Locked." in shown
    newest = json.loads(board("journal", "list", "--json").stdout)[0]
    entry = json.loads(board("journal", "show", newest["id"], "--json").stdout)
    assert "borrowed money" in entry["turns"][1]["text"]
    assert entry["closed_at"]
    assert "No sound" in board("journal", "words", newest["id"]).stderr  # nobody asked for it to be kept


def test_kill_leaves_every_finished_turn(start, board, speak, files):
    """No signal, no goodbye: the turn that was answered is there, and the session is shown as not finished."""
    mic = speak((EARLY, STORY), then=30.0)
    process = start("talk", *options(files, mic))
    shown = []
    for line in process.stdout:
        shown.append(line)
        if line.startswith("You:"):
            break
    process.kill()
    process.wait()
    listed = board("journal", "list").stdout.splitlines()[0]
    assert "not finished, kept" in listed
    newest = json.loads(board("journal", "list", "--json").stdout)[0]
    entry = json.loads(board("journal", "show", newest["id"], "--json").stdout)
    said = [turn["text"] for turn in entry["turns"] if turn["role"] == "user"]
    assert shown[-1] == f"You: {said[0]}\n"


def test_no_word_reaches_a_log_or_another_file(board, speak, files, home):
    """What was said is in the journal, where nobody can read it without the key, and in no other file."""
    mic = speak((EARLY, "I hid the pineapple money from my sister."), then=3.0)
    result = board("talk", *options(files, mic))
    assert "pineapple" not in result.stderr.lower()
    files["--timings"].unlink()
    kept = [path for path in home.rglob("*") if path.is_file() and path.parent.name != "whisper-base"]
    assert not [path.name for path in kept if b"pineapple" in path.read_bytes().lower()]
    newest = json.loads(board("journal", "list", "--json").stdout)[0]
    assert "pineapple" in board("journal", "show", newest["id"]).stdout.lower()
