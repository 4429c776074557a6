"""The catalogue of voices says what is true of each voice."""

import pytest

from audio import voices
from audio.errors import ModelMissing
from audio.models import State

PASSAGE = (
    "It sounds as though the silence was harder than the message itself. What has it been like to carry that on your own? "
    "You said you checked her phone, and that you are not proud of it. I am here, and there is no hurry. "
    "When did you first notice that you had stopped telling him things? Part of you wants to believe him, and part of you "
    "keeps looking for proof. What would trust look like on an ordinary Tuesday? Take all the time you need. "
    "You told your sister something in confidence, and it came back to you from someone else. "
    "I am a program, and I run only on this computer. What would you want her to understand about that night? "
    "It is all right to stop here."
)


@pytest.fixture(params=voices.catalogue(), ids=lambda voice: voice.id)
def catalogued(request):
    return request.param


def test_a_voice_has_the_sample_rate_it_says(catalogued, tmp_path):
    """The rate in the catalogue is the rate of the sound."""
    assert voices.load(catalogued.id, tmp_path).sample_rate == catalogued.sample_rate


def test_a_voice_speaks_slowly_enough_to_think_along(catalogued, tmp_path):
    """It speaks at the pace the catalogue says, and that is between 150 and 180 words a minute."""
    voice = voices.load(catalogued.id, tmp_path)
    minutes = len(voice.render(PASSAGE)) / voice.sample_rate / 60
    pace = len(PASSAGE.split()) / minutes

    assert 150 < pace < 180
    assert pace == pytest.approx(catalogued.words_per_minute, rel=0.06)


def test_each_voice_is_found_by_its_id(catalogued, tmp_path):
    """What the catalogue lists can be found and is ready."""
    assert voices.find(catalogued.id) == catalogued
    assert voices.check(catalogued.id, tmp_path).state is State.READY


def test_the_default_voice_is_in_the_catalogue():
    """There is always a voice to speak with."""
    assert voices.find().id == voices.DEFAULT


def test_an_unknown_voice_is_missing():
    """An id that is not in the catalogue is answered with those that are."""
    with pytest.raises(ModelMissing) as caught:
        voices.find("nobody")

    assert voices.DEFAULT in caught.value.hint


def test_a_change_of_pace_is_another_sound(catalogued):
    """What was kept at one pace is not used at another."""
    from dataclasses import replace

    assert replace(catalogued, length_scale=catalogued.length_scale + 0.1).sound != catalogued.sound
