"""Text becomes sound, is rendered once, and is neither logged nor written unless it is the program's own."""

import logging

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio import voices
from audio.speaking import LATELY_RENDERED, SENTENCE_PAUSE_SECONDS, KeptVoice, ToneVoice

FIXED = ("I am here.", "Take your time.", "I am a program.")
OVERHEARD = "My sister Xanthippe read my letters."


class CountingVoice(ToneVoice):
    """A voice that remembers how often it was asked."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def render(self, text):
        self.asked.append(text)
        return super().render(text)


@pytest.fixture(scope="module")
def piper(tmp_path_factory):
    return voices.load(voices.DEFAULT, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def counting():
    return CountingVoice()


@pytest.fixture(params=["piper", "tone", "kept"])
def voice(request, tmp_path):
    if request.param == "piper":
        return request.getfixturevalue("piper")
    return ToneVoice() if request.param == "tone" else KeptVoice(ToneVoice(), "tone", tmp_path / "kept")


def test_every_voice_renders_words_as_mono_sound(voice):
    """Whatever the voice, words become floats in [-1, 1] that can be heard."""
    sound = voice.render("I hear you.")

    assert sound.dtype == np.float32
    assert sound.ndim == 1
    assert 0.1 < np.abs(sound).max() <= 1.0


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_every_voice_is_silent_where_there_are_no_words(voice, text):
    """Nothing to say makes no sound, and no error."""
    assert voice.render(text).size == 0


@pytest.mark.parametrize("text", ["...", "?!", "[[]]", "\u2026"])
def test_punctuation_alone_is_not_spoken(piper, text):
    """Marks without words make no sound."""
    assert piper.render(text).size == 0


def test_what_is_spoken_never_reaches_a_log(piper, caplog):
    """Even with every logger at DEBUG, no record holds the text or its phonemes."""
    for name in ("", "piper", "piper.voice"):
        caplog.set_level(logging.DEBUG, logger=name)
    piper.render(OVERHEARD)

    assert [record.getMessage() for record in caplog.records if record.name.startswith("piper")] == []
    assert "Xanthippe" not in caplog.text


def test_a_sentence_ends_in_a_pause(piper):
    """After a sentence there is quiet, as long as we mean it to be; after a clause, less."""

    def quiet_at_the_end(text):
        sound = piper.render(text)
        return (len(sound) - 1 - np.flatnonzero(np.abs(sound) > 0.01)[-1]) / piper.sample_rate

    assert quiet_at_the_end("It hurts.") == pytest.approx(SENTENCE_PAUSE_SECONDS, abs=0.05)
    assert quiet_at_the_end("It hurts,") < SENTENCE_PAUSE_SECONDS / 2


def test_speech_starts_at_once(piper):
    """No more than a twentieth of a second passes before the first sound."""
    sound = piper.render("Take all the time you need.")

    assert np.flatnonzero(np.abs(sound) > 0.01)[0] < piper.sample_rate / 20


def test_brackets_are_not_read_as_phonemes(piper):
    """Double brackets, which Piper would take for phonemes, change nothing."""
    plain, bracketed = (len(piper.render(text)) for text in ("I hear you now.", "I hear [[you]] now."))

    assert bracketed == pytest.approx(plain, rel=0.15)


@given(texts=st.lists(st.sampled_from(["a", "b c", "d e f"]), min_size=1, max_size=20))
def test_a_sentence_is_rendered_once(texts, tmp_path_factory):
    """However often and in whatever order they come, a few sentences are rendered once each, and always sound alike."""
    counting = CountingVoice()
    kept = KeptVoice(counting, "tone", tmp_path_factory.mktemp("kept"))
    sounds = {text: kept.render(text) for text in texts}

    assert sorted(counting.asked) == sorted(set(texts))
    assert all(np.array_equal(kept.render(text), sound) for text, sound in sounds.items())


def test_fixed_sentences_survive_a_restart(counting, tmp_path):
    """What was prepared once is read from disk by the next start, and sounds the same but for 16-bit rounding."""
    KeptVoice(ToneVoice(), "tone", tmp_path, FIXED).prepare()
    again = KeptVoice(counting, "tone", tmp_path, FIXED)
    again.prepare()

    assert np.allclose(again.render(FIXED[0]), ToneVoice().render(FIXED[0]), atol=1e-4)
    assert counting.asked == []


def test_preparing_tells_how_far_it_is(tmp_path):
    """Progress counts the sentences, those already kept included."""
    for _ in range(2):
        told: list[tuple[int, int]] = []
        KeptVoice(ToneVoice(), "tone", tmp_path, FIXED).prepare(lambda *done, told=told: told.append(done))

        assert told == [(1, 3), (2, 3), (3, 3)]


def test_only_fixed_sentences_are_written(tmp_path):
    """What a conversation brings leaves nothing on disk, and neither does the order in which fixed sentences are said."""
    kept = KeptVoice(ToneVoice(), "tone", tmp_path, FIXED)
    for text in (OVERHEARD, *FIXED):
        kept.render(text)

    assert list(tmp_path.iterdir()) == []
    kept.prepare()
    assert len(list(tmp_path.iterdir())) == len(FIXED)


def test_kept_files_are_private(tmp_path):
    """Their names say nothing, and nobody else may read them."""
    KeptVoice(ToneVoice(), "tone", tmp_path / "kept", FIXED).prepare()

    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700
    for path in (tmp_path / "kept").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
        assert set(path.stem) <= set("0123456789abcdef")


@pytest.mark.parametrize("damage", [lambda b: b[:-40], lambda b: b[:400] + b"\xff\x7f" * 50 + b[500:], lambda _: b""])
def test_a_damaged_kept_sentence_is_rendered_again(counting, tmp_path, damage):
    """A file that is short, changed or empty is never played; it is rendered, and repaired by the next `prepare`."""
    KeptVoice(ToneVoice(), "tone", tmp_path, FIXED[:1]).prepare()
    [path] = tmp_path.iterdir()
    good = path.read_bytes()
    path.write_bytes(damage(good))
    kept = KeptVoice(counting, "tone", tmp_path, FIXED[:1])

    assert np.allclose(kept.render(FIXED[0]), ToneVoice().render(FIXED[0]), atol=1e-4)
    assert counting.asked == [FIXED[0]]
    kept.prepare()
    assert len(path.read_bytes()) == len(good)


def test_another_voice_does_not_speak_with_the_first_ones_sound(counting, tmp_path):
    """What was kept under another name, such as another pace, is not used."""
    KeptVoice(ToneVoice(), "tone x1.0", tmp_path, FIXED).prepare()
    KeptVoice(counting, "tone x1.5", tmp_path, FIXED).render(FIXED[0])

    assert counting.asked == [FIXED[0]]


def test_a_folder_that_cannot_be_written_does_not_silence_the_voice(tmp_path):
    """Keeping is a convenience: without it, sentences are rendered as they come."""
    (tmp_path / "file").touch()
    kept = KeptVoice(ToneVoice(), "tone", tmp_path / "file", FIXED)
    kept.prepare()

    assert kept.render(FIXED[0]).size


def test_memory_is_bounded(counting, tmp_path):
    """Only the latest sentences are held; the first of many is rendered anew."""
    kept = KeptVoice(counting, "tone", tmp_path)
    for number in range(LATELY_RENDERED + 1):
        kept.render(f"number {number}")
    kept.render("number 0")

    assert counting.asked.count("number 0") == 2
    assert counting.asked.count(f"number {LATELY_RENDERED}") == 1


def test_sound_that_is_given_out_again_cannot_be_changed(tmp_path):
    """Who plays a sentence cannot spoil it for the next time."""
    sound = KeptVoice(ToneVoice(), "tone", tmp_path).render("a b c")

    with pytest.raises(ValueError, match="read-only"):
        sound[0] = 1.0
