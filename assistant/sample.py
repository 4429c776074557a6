"""The sample conversation: a recorded voice speaks into the same loop, in real time, and nothing of it is kept.

The recording is made once, with the packaged voice, and stays in the cache.
"""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Final

import click
import numpy as np

from assistant.errors import ExitCode
from assistant.journal import Journal
from assistant.messages import SAMPLE_WRITTEN
from assistant.parts import load_senses
from assistant.places import Places
from assistant.settings import ListenerSettings, Settings
from assistant.talking import talk_aloud
from assistant.terminal import libraries_kept_quiet
from audio.frames import Samples, samples
from audio.playback import silence
from audio.resampling import resample
from audio.speaking import Voice
from audio.wav import WavSound

REPLIES: Final = Path("sample-replies.wav")


@libraries_kept_quiet()
def hold_sample(settings: Settings, places: Places) -> ExitCode:
    """Holds the sample conversation, and writes its replies to a file in the current folder."""
    settings = Settings(country=settings.country, voice=settings.voice, listener=ListenerSettings())
    senses = load_senses(settings, places)
    door = WavSound(recording(senses.voice), REPLIES, senses.voice.sample_rate)
    with Journal.in_memory() as journal:
        code = talk_aloud(settings, journal, senses, door, door_name="sample")
    click.echo(SAMPLE_WRITTEN.format(file=REPLIES))
    return code


def recording(voice: Voice) -> Samples:
    """The person's side of the sample conversation, mono at 16 kHz."""
    script = tomllib.loads((resources.files("assistant") / "sample.toml").read_text(encoding="utf-8"))
    sound = silence(0)
    for said in script["said"]:
        words = resample(voice.render(said["text"]), voice.sample_rate)
        gap = silence(max(0, samples(said["at"]) - len(sound)))
        sound = np.concatenate([sound, gap, words])
    return np.concatenate([sound, silence(samples(1.0))])
