"""The commands that talk: with a microphone, with files, typed, or as a sample."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.choosing import listener_options, with_country, with_listener
from assistant.cli.context import EXISTING_FILE, FILE, Context, pass_context
from assistant.errors import ExitCode
from assistant.settings import Engine, Settings
from assistant.terminal import libraries_kept_quiet
from assistant.turn_taking import Pace

if TYPE_CHECKING:
    from assistant.entries import Keeper


@click.command()
@click.option("--text", is_flag=True, help="Type instead of speaking.")
@click.option("--mic", type=EXISTING_FILE, help="Hear this WAV file, in real time, instead of the microphone.")
@click.option("--speaker", type=FILE, help="Write replies to this WAV file instead of playing them.")
@click.option("--timings", type=FILE, help="Write when things happened to this file, as JSON lines.")
@click.option("--headphones", is_flag=True, help="You wear headphones: speak over a reply at any time to stop it.")
@click.option(
    "--pace", type=click.Choice([each.value for each in Pace]), help="How much room to leave you after you fall silent."
)
@click.option("--country", help="Whose crisis lines to name, for this talk: two letters, such as IE.")
@listener_options
@click.option("--else-sample", is_flag=True, help="Hold the sample conversation where there is no microphone.")
@pass_context
def talk(  # noqa: PLR0917  Click hands each option over as an argument
    context: Context,
    /,
    text: bool,  # noqa: FBT001  as PLR0917
    mic: Path | None,
    speaker: Path | None,
    timings: Path | None,
    headphones: bool,  # noqa: FBT001  as PLR0917
    pace: str | None,
    country: str | None,
    else_sample: bool,  # noqa: FBT001  as PLR0917
    **listener: str | None,
) -> None:
    """Talk, and be listened to.

    Speak when it says that it is listening. It waits while you think. To stop, say goodbye or press Ctrl-C: everything
    up to there is kept in your journal.
    """
    if (mic is None) != (speaker is None):
        raise click.UsageError("--mic and --speaker go together: one WAV file to hear, and one to write.")
    if timings and not mic:
        raise click.UsageError("--timings goes with --mic and --speaker.")
    if not text and not mic and not _has_sound(else_sample=else_sample):
        sys.exit(_sample(context))
    settings = with_listener(context.settings(), listener)
    if pace:
        settings = replace(settings, pace=Pace(pace))
    settings = with_country(context, settings, country, asks=not mic)
    from assistant.talking import talk_typed

    _say_what_leaves(settings)
    with context.open_journal() as journal:
        if text:
            sys.exit(talk_typed(settings, journal, sys.stdin))
        if mic and speaker:
            sys.exit(_talk_through_files(context, settings, journal, mic=mic, speaker=speaker, timings=timings))
        sys.exit(_talk_live(context, settings, journal, headphones=headphones))


@click.command()
@pass_context
def sample(context: Context) -> None:
    """Hear a short sample conversation: a recorded voice speaks, and replies are written to a sound file."""
    sys.exit(_sample(context))


def _say_what_leaves(settings: Settings) -> None:
    """Says so where what is said will be sent to another computer."""
    if settings.listener.engine is Engine.EMBEDDED:
        return
    from assistant.asking import Line
    from assistant.messages import LEAVES_COMPUTER, READABLE_ON_THE_WAY

    line = Line.to(settings.listener)
    if line.leaves_computer:
        click.echo(LEAVES_COMPUTER.format(host=line.host))
    if line.readable_on_the_way:
        click.echo(READABLE_ON_THE_WAY)


def _has_sound(*, else_sample: bool) -> bool:
    """Whether there is a microphone and a speaker. Nobody is asked for anything before that is known.

    Raises:
        DeviceError: there is not, and the sample is not wanted instead.
    """
    from assistant.messages import SAMPLE
    from audio.errors import DeviceError
    from audio.live import require_devices

    try:
        require_devices()
    except DeviceError as error:
        if not else_sample:
            raise
        click.echo(f"{error.what}\n{SAMPLE}")
        return False
    return True


@libraries_kept_quiet()
def _talk_live(context: Context, settings: Settings, journal: "Keeper", *, headphones: bool) -> ExitCode:
    from assistant.parts import load_senses
    from assistant.talking import talk_aloud
    from audio.echo import OwnVoice
    from audio.live import LiveSound

    senses = load_senses(settings, context.places)
    door = LiveSound(senses.voice.sample_rate)
    own_voice = None if headphones else OwnVoice(senses.voice.sample_rate)
    return talk_aloud(settings, journal, senses, door, door_name="microphone", own_voice=own_voice)


@libraries_kept_quiet()
def _talk_through_files(
    context: Context, settings: Settings, journal: "Keeper", *, mic: Path, speaker: Path, timings: Path | None
) -> ExitCode:
    from assistant.parts import load_senses
    from assistant.talking import talk_aloud
    from audio.wav import WavSound, read_wav

    sound = read_wav(mic)
    senses = load_senses(settings, context.places)
    door = WavSound(sound, speaker, senses.voice.sample_rate)
    return talk_aloud(settings, journal, senses, door, door_name="wav", timings=timings)


def _sample(context: Context) -> ExitCode:
    from assistant.sample import hold_sample

    return hold_sample(context.settings(), context.places)
