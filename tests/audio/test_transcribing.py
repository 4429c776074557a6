"""What is said is written down; what is not said is not."""

import logging
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import models, voices
from audio.errors import ModelMissing
from audio.frames import SAMPLE_RATE, samples
from audio.resampling import resample
from audio.transcribing import (
    KEPT_PAUSE_SECONDS,
    LONGEST_SECONDS,
    Hearing,
    WhisperTranscriber,
    after_pause,
    pieces,
    without_long_pauses,
)
from benchmarks.words import word_error_rate

SENTENCES = (
    "I do not know whether I can trust him again.",
    "She read my diary while I was away.",
    "He said he was working late, and then I saw the photograph.",
    "My brother told our mother everything I had asked him to keep to himself.",
)


def words(text):
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()


def quiet(seconds, seed=0):
    """What a microphone gives in a quiet room."""
    noise = np.random.default_rng(seed).standard_normal(samples(seconds)) * 0.0005
    return noise.astype(np.float32)


@pytest.fixture(scope="module")
def transcriber(tmp_path_factory):
    transcriber = WhisperTranscriber(models.ready("whisper-base", tmp_path_factory.mktemp("cache")))
    transcriber.warm_up()
    return transcriber


@pytest.fixture(scope="module")
def say(tmp_path_factory):
    """Speaks a text with the packaged voice; mono at 16 kHz."""
    voice = voices.load(voices.DEFAULT, tmp_path_factory.mktemp("cache"))
    return lambda text: resample(voice.render(text), voice.sample_rate)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_is_spoken_is_written_down(transcriber, say, sentence):
    """A sentence spoken by the packaged voice, which never speaks twice alike, comes back but for a word or two."""
    assert word_error_rate(sentence, transcriber.transcribe(say(sentence))) <= 0.2


@pytest.mark.parametrize("answer", ["Yes.", "No.", "I don't know.", "Thank you.", "Goodbye.", "Not really."])
@pytest.mark.parametrize("level", [1.0, 0.02], ids=["aloud", "softly"])
def test_a_short_answer_is_written_once(transcriber, say, answer, level):
    """The shortest answers are neither lost nor repeated, however softly they are spoken."""
    sound = np.concatenate([quiet(0.3), say(answer) * np.float32(level), quiet(0.3)])

    assert words(transcriber.transcribe(sound)) == words(answer)


@pytest.mark.parametrize("pause", [1.0, 2.5])
def test_what_follows_a_pause_is_not_lost(transcriber, say, pause):
    """Someone who stops to think in mid-turn has both halves written down."""
    sound = np.concatenate([say(SENTENCES[0]), quiet(pause), say(SENTENCES[1])])

    assert words(transcriber.transcribe(sound)) == words(SENTENCES[0]) + words(SENTENCES[1])


@pytest.mark.slow
def test_a_long_turn_is_written_down_whole(transcriber, say):
    """A turn longer than Whisper's window loses nothing but a word here and there."""
    said = [*SENTENCES, *SENTENCES[:2], *reversed(SENTENCES), *SENTENCES]
    sound = np.concatenate([say(sentence) for sentence in said])
    heard = words(transcriber.transcribe(sound))
    expected = words(" ".join(said))

    assert len(sound) > samples(1.5 * LONGEST_SECONDS)
    assert abs(len(heard) - len(expected)) <= 3
    assert sum(word in heard for word in expected) >= len(expected) - 3


def white(count, rng):
    return rng.standard_normal(count)


def pink(count, rng):
    spectrum = np.fft.rfft(rng.standard_normal(count))
    return np.fft.irfft(spectrum / np.sqrt(np.arange(1, len(spectrum) + 1)), count)


def breath(count, rng):
    return pink(count, rng) * np.hanning(count)


def keys(count, rng):
    sound = np.zeros(count)
    click = np.exp(-np.arange(400) / 60)
    for at in rng.integers(0, count - 400, count // 3000):
        sound[at : at + 400] += rng.standard_normal(400) * click
    return sound


@pytest.mark.parametrize("kind", [white, pink, breath, keys], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seconds", [0.5, 3.0])
@pytest.mark.parametrize("level", [0.005, 0.2])
def test_noise_says_nothing(transcriber, kind, seconds, level):
    """Where nobody spoke, no words are invented."""
    sound = kind(samples(seconds), np.random.default_rng(7))

    assert transcriber.transcribe((sound / np.abs(sound).max() * level).astype(np.float32)) == ""


@pytest.mark.parametrize("seconds", [0.0, 0.01, 1.0, 40.0])
def test_silence_says_nothing(transcriber, seconds):
    """Digital silence of any length has no words in it."""
    assert transcriber.transcribe(np.zeros(samples(seconds), np.float32)) == ""


def test_text_is_tidy(transcriber, say):
    """No space stands at either end, and never two together."""
    text = transcriber.transcribe(np.concatenate([say(SENTENCES[1]), quiet(2), say(SENTENCES[2])]))

    assert text == " ".join(text.split())


def test_what_was_said_never_reaches_a_log(transcriber, say, caplog):
    """Even with every logger at DEBUG, no record holds a word of it."""
    for name in ("", "faster_whisper"):
        caplog.set_level(logging.DEBUG, logger=name)

    assert "diary" in transcriber.transcribe(say(SENTENCES[1]))
    assert "diary" not in caplog.text


def test_the_sound_is_only_read(transcriber, say):
    """The caller's samples are left as they were."""
    sound = say(SENTENCES[1])
    before = sound.copy()
    transcriber.transcribe(sound)

    assert np.array_equal(sound, before)


def test_an_incomplete_folder_is_refused(tmp_path):
    """A folder without the model's files is an error of ours, before anything could look for them elsewhere."""
    with pytest.raises(ModelMissing):
        WhisperTranscriber(Path(tmp_path))


def hearing(text="I waited.", *, no_speech=0.1, sure=-0.2, exhausted=False):
    return Hearing(text, None, no_speech, sure, exhausted)


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("No no no no", True),
        ("I can't. I can't. I can't. I can't.", True),
        ("in being modern, in being modern,", True),
        ("No, no, no.", False),
        ("I waited and I waited until he came.", False),
        ("", False),
    ],
)
def test_repetition_is_noticed(text, repeats):
    """The same words four times in a row, or the whole text twice, are a repetition."""
    assert hearing(text).repeats is repeats


def test_a_sure_hearing_is_believed():
    """Ordinary speech needs no second hearing."""
    assert not hearing().doubtful
    assert not hearing().invented


@pytest.mark.parametrize(
    "doubtful", [hearing(""), hearing(sure=-1.0), hearing(no_speech=0.7), hearing(exhausted=True)], ids=str
)
def test_a_doubtful_hearing_is_doubted(doubtful):
    """Nothing heard, words it is unsure of, or text without an end are heard again."""
    assert doubtful.doubtful


@pytest.mark.parametrize(
    ("heard", "invented"),
    [
        (hearing(sure=-1.3), True),
        (hearing(no_speech=0.8, sure=-0.7), True),
        (hearing("you you you you", no_speech=0.8), True),
        (hearing("you you you you", no_speech=0.4), True),
        (hearing(no_speech=0.4, sure=-0.9), True),
        (hearing("no no no no"), False),
        (hearing(no_speech=0.4, sure=-0.7), False),
        (hearing(no_speech=0.8), False),
        (hearing(sure=-1.0), False),
    ],
)
def test_invention_needs_evidence(heard, invented):
    """Words are dropped when Whisper is unsure of them, more readily where it thinks that nobody spoke."""
    assert heard.invented is invented


def toned(pattern):
    """Loud and quiet stretches; pattern: (is loud, hundredths of a second)."""
    tone = 0.3 * np.sin(2 * np.pi * 300 * np.arange(samples(0.01)) / SAMPLE_RATE)
    parts = [np.tile(tone * (1.0 if loud else 0.001), count) for loud, count in pattern]
    return np.concatenate([np.tile(tone, 30), *parts]).astype(np.float32)


patterns = st.lists(st.tuples(st.booleans(), st.integers(1, 90) | st.sampled_from([29, 30, 31])), max_size=12)


@given(patterns)
def test_shortening_pauses_removes_only_quiet(pattern):
    """All that is loud stays, in order; and no pause is longer than it may be."""
    sound = toned(pattern)
    short = without_long_pauses(sound)

    assert np.array_equal(short[np.abs(short) > 0.01], sound[np.abs(sound) > 0.01])
    longest = max(map(len, "".join("q" if q else "l" for q in np.abs(short) < 0.001).split("l")))
    assert longest <= samples(KEPT_PAUSE_SECONDS) + samples(0.01)


@given(patterns, st.integers(0, 200_000))
def test_pieces_are_the_sound_again(pattern, tail):
    """Cut anywhere, joined again it is the same sound; and each piece fits the window."""
    sound = np.concatenate([np.tile(toned(pattern), 4), np.zeros(tail, np.float32)])
    cut = pieces(sound)

    assert np.array_equal(np.concatenate(cut), sound)
    assert all(len(piece) <= samples(LONGEST_SECONDS) for piece in cut)


def test_a_long_sound_is_cut_in_its_pause():
    """The cut falls where it is quiet, not in the middle of a word."""
    sound = toned([(True, 1970), (False, 50), (True, 2000)])
    first, second = pieces(sound)

    assert samples(20.0) <= len(first) <= samples(20.5)
    assert len(first) + len(second) == len(sound)


def test_what_lies_after_the_last_words_is_found():
    """A word after a pause is given back to be heard; a click, or no pause, is not."""
    spoken = toned([(True, 100), (False, 40), (True, 60)])

    assert after_pause(spoken, 1.3) is not None
    assert len(after_pause(spoken, 1.3)) == samples(0.6)
    assert after_pause(spoken, 2.3) is None
    assert after_pause(toned([(True, 100), (False, 40), (True, 5)]), 1.3) is None
    assert after_pause(toned([(True, 200)]), 1.3) is None
