"""A live talk: PortAudio on a virtual sound card, spoken into at one end and listened to at the other."""

import json
import re

import numpy as np
import pytest

from audio.frames import from_int16
from benchmarks.words import word_error_rate
from tests.virtual_sound import is_available, virtual_sound

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not is_available(), reason="PulseAudio is not installed: a virtual sound card needs it"),
]

STORY = "My best friend told everybody what I had said to her in private."
GOODBYE = "Thank you, that is enough for today. Goodbye."


@pytest.fixture
def sound():
    with virtual_sound() as server:
        yield server


def wait_for(process, pattern):
    """Reads what the program shows until a line matches; returns what was shown."""
    shown = []
    for line in process.stdout:
        shown.append(line)
        if re.match(pattern, line):
            return shown
    raise AssertionError(f"the program ended without showing {pattern}: {''.join(shown)}")


def latest_entry(board):
    newest = json.loads(board("journal", "list", "--json").stdout)[0]
    return json.loads(board("journal", "show", newest["id"], "--json").stdout)


def test_a_live_talk_is_heard_and_answered_aloud(sound, start, board, speak, transcriber, tmp_path):
    """What is spoken into the microphone is kept, and what is kept of the replies came out of the speaker."""
    recording = sound.start_recording(tmp_path / "heard.raw")
    process = start("talk", environment=sound.environment)
    wait_for(process, r"\(listening\)")
    sound.play(speak((0.4, STORY), name="story.wav"))
    wait_for(process, r"\(speaking\)")
    wait_for(process, r"\(listening\)")
    sound.play(speak((0.4, GOODBYE), name="goodbye.wav"))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    recording.terminate()
    recording.wait()

    turns = latest_entry(board)["turns"]
    heard = " ".join(turn["text"] for turn in turns if turn["role"] == "user")
    assert word_error_rate(f"{STORY} {GOODBYE}", heard) < 0.2
    replies = " ".join(turn["text"] for turn in turns if turn["role"] == "assistant")
    spoken = transcriber.transcribe(from_int16(np.fromfile(tmp_path / "heard.raw", dtype="<i2")))
    assert word_error_rate(replies, spoken) < 0.25


def test_it_does_not_answer_its_own_voice(sound, start, board):
    """On open speakers, where the microphone hears every word of the opening, nobody has said anything."""
    sound.let_the_room_echo()
    process = start("talk", environment=sound.environment)
    wait_for(process, r"\(listening\)")
    process.terminate()
    process.communicate(timeout=30)
    turns = latest_entry(board)["turns"]
    assert {turn["role"] for turn in turns} == {"assistant"}


def test_with_headphones_a_reply_can_be_spoken_over(sound, start, board, speak):
    """The voice stops, and what was heard is kept with its cut."""
    process = start("talk", "--headphones", environment=sound.environment)
    wait_for(process, r"Sounding Board:")
    sound.play(speak((0.4, "Wait, I would like to say something."), then=0.5))
    wait_for(process, r"\(thinking\)")
    process.terminate()
    process.communicate(timeout=30)
    first, second = latest_entry(board)["turns"][:2]
    assert (first["role"], first["cut"]) == ("assistant", True)
    assert "say something" in second["text"]


def test_on_open_speakers_a_reply_can_be_spoken_over(sound, start, board, speak):
    """The microphone hears every word of the reply, and the person all the same."""
    sound.let_the_room_echo()
    process = start("talk", environment=sound.environment)
    wait_for(process, r"\(listening\)")
    sound.play(speak((0.4, STORY), name="story.wav"))
    wait_for(process, r"\(speaking\)")
    sound.play(speak((0.8, "Wait, please. There is something that I left out."), then=0.5))
    wait_for(process, r"\(thinking\)")
    process.terminate()
    process.communicate(timeout=30)
    turns = latest_entry(board)["turns"]
    story, more = [turn["text"] for turn in turns if turn["role"] == "user"][:2]
    assert "private" in story
    assert "left out" in more
    assert any(turn["cut"] for turn in turns[2:])


def test_a_microphone_pulled_out_in_mid_sentence_loses_no_word(sound, start, board, speak):
    """A clear sentence, the right exit code, and the words up to there in the journal."""
    process = start("talk", environment=sound.environment)
    wait_for(process, r"\(listening\)")
    sound.play(speak((0.4, "The thing that I have never said to anybody is that I am"), then=0.0))
    sound.pull_the_plug()
    shown, errors = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "went away. Everything up to here is kept." in shown
    assert "Traceback" not in errors
    heard = " ".join(turn["text"] for turn in latest_entry(board)["turns"] if turn["role"] == "user")
    assert "never said" in heard


def test_a_dead_speaker_ends_the_talk_with_a_sentence(sound, start, board):
    """What was heard is kept, the exit code says that a device is missing, and no library writes on the screen."""
    process = start("talk", environment=sound.environment)
    wait_for(process, r"Sounding Board:")
    sound.lose_the_speaker()
    shown, errors = process.communicate(timeout=60)
    assert process.returncode == 4
    assert "The speaker went away. Everything up to here is kept." in shown
    assert "alsa" not in errors.lower()
    assert all(turn["role"] == "assistant" for turn in latest_entry(board)["turns"])


def test_help_now_is_spoken_at_once(sound, board, transcriber, tmp_path):
    """The emergency number comes out of the speaker first."""
    recording = sound.start_recording(tmp_path / "heard.raw")
    result = board("help-now", environment=sound.environment)
    recording.terminate()
    recording.wait()
    assert result.returncode == 0
    assert "112" in result.stdout.splitlines()[0]
    spoken = transcriber.transcribe(from_int16(np.fromfile(tmp_path / "heard.raw", dtype="<i2"))[: 16000 * 12])
    assert "danger" in spoken.lower()


def test_doctor_names_the_devices_and_measures_the_level(sound, start, board, speak):
    """All is well on a computer that has everything."""
    process = start("doctor", environment=sound.environment)
    sound.play(speak(*[(0.4, "One two three four five six seven eight nine ten.")] * 4))
    shown, _ = process.communicate(timeout=60)
    assert process.returncode == 0, shown
    assert re.search(r"ok +microphone: .*pulse", shown)
    assert re.search(r"ok +speaker: .*pulse", shown)
    assert re.search(r"ok +level: loudest 0\.\d+", shown)
    findings = json.loads(board("doctor", "--json", environment=sound.environment).stdout)
    assert all(finding["ok"] for finding in findings)
