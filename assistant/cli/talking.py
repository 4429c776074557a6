"""The commands that talk: with a microphone, with files, typed, or as a sample."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.choosing import listener_options, with_country, with_listener
from assistant.cli.context import EXISTING_FILE, FILE, Context, pass_context
from assistant.cli.sounds import let_old_sound_go
from assistant.errors import ExitCode
from assistant.settings import Engine, Settings
from assistant.terminal import libraries_kept_quiet
from assistant.turn_taking import Pace

if TYPE_CHECKING:
    from assistant.journal import Journal
    from assistant.locking import Lookout


@click.command()
@click.option("--text", is_flag=True, help="Type instead of speaking.")
@click.option("--mic", type=EXISTING_FILE, help="Hear this WAV file, in real time, instead of the microphone.")
@click.option("--speaker", type=FILE, help="Write replies to this WAV file instead of playing them.")
@click.option("--timings", type=FILE, help="Write when things happened to this file, as JSON lines.")
@click.option("--headphones", is_flag=True, help="You wear headphones: speak over a reply at any time to stop it.")
@click.option("--push-to-talk", is_flag=True, help="Begin and end each of your turns by a key; no silence ends one.")
@click.option(
    "--pace", type=click.Choice([each.value for each in Pace]), help="How much room to leave you after you fall silent."
)
@click.option(
    "--lock-after",
    type=click.IntRange(0, 1440),
    help="Lock when nobody has spoken or typed for so many minutes; 0 for never. Without it, 15.",
)
@click.option(
    "--keep-audio/--no-keep-audio",
    default=None,
    help="Keep the sound of what you say in the journal, with the words. It is not kept unless you ask for it.",
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
    push_to_talk: bool,  # noqa: FBT001  as PLR0917
    pace: str | None,
    lock_after: int | None,
    keep_audio: bool | None,  # noqa: FBT001  as PLR0917
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
    if push_to_talk and (text or mic or not sys.stdin.isatty()):
        raise click.UsageError("--push-to-talk needs a microphone and a keyboard.")
    if timings and not mic:
        raise click.UsageError("--timings goes with --mic and --speaker.")
    if not text and not mic and not _has_sound(else_sample=else_sample):
        sys.exit(_sample(context))
    context.choose()
    settings = with_listener(context.settings(), listener)
    if pace:
        settings = replace(settings, pace=Pace(pace))
    if lock_after is not None:
        settings = replace(settings, lock_after_minutes=lock_after)
    if keep_audio is not None:
        settings = replace(settings, keep_audio=keep_audio)
    settings = with_country(context, settings, country, asks=not mic)
    from assistant.locking import Lookout, request_for
    from assistant.talking import talk_typed

    _say_what_leaves(settings)
    with context.open_journal() as journal:
        let_old_sound_go(journal, settings)
        lookout = Lookout(request_for(context.places), settings.lock_after_minutes * 60 or None)
        if text:
            sys.exit(talk_typed(settings, journal, sys.stdin, lookout=lookout))
        if mic and speaker:
            sys.exit(_talk_through_files(context, settings, journal, lookout, mic, speaker, timings))
        sys.exit(_talk_live(context, settings, journal, lookout, headphones=headphones, by_hand=push_to_talk))


@click.command(name="lock")
@pass_context
def lock_now(context: Context) -> None:
    """Lock at once: a talk that is running ends, with everything kept, and its screen is cleared.

    Needs no passphrase, and locks every journal on this computer unless --vault names one.
    """
    from assistant.explaining import explained
    from assistant.locking import lock
    from assistant.messages import NOTHING_TO_LOCK, NOW_LOCKED

    with explained(context.places.journal.name):
        each = [context.places] if context.is_chosen else [context.places.of_vault(n) for n in context.places.vaults()]
    had_any = [lock(places) for places in each]
    click.echo(NOW_LOCKED if any(had_any) else NOTHING_TO_LOCK)


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
def _talk_live(
    context: Context, settings: Settings, journal: "Journal", lookout: "Lookout", *, headphones: bool, by_hand: bool
) -> ExitCode:
    from assistant.parts import load_senses
    from assistant.talking import talk_aloud
    from audio.echo import OwnVoice
    from audio.live import LiveSound

    senses = load_senses(settings, context.places)
    door = LiveSound(senses.voice.sample_rate)
    return talk_aloud(
        settings,
        journal,
        senses,
        door,
        door_name="microphone",
        own_voice=None if headphones else OwnVoice(senses.voice.sample_rate),
        by_hand=by_hand,
        lookout=lookout,
        sound_in=journal.store if settings.keep_audio else None,
    )


@libraries_kept_quiet()
def _talk_through_files(  # noqa: PLR0917  as talk
    context: Context,
    settings: Settings,
    journal: "Journal",
    lookout: "Lookout",
    mic: Path,
    speaker: Path,
    timings: Path | None,
) -> ExitCode:
    from assistant.parts import load_senses
    from assistant.talking import talk_aloud
    from audio.wav import WavSound, read_wav

    sound = read_wav(mic)
    senses = load_senses(settings, context.places)
    door = WavSound(sound, speaker, senses.voice.sample_rate)
    return talk_aloud(
        settings,
        journal,
        senses,
        door,
        door_name="wav",
        timings=timings,
        lookout=lookout,
        sound_in=journal.store if settings.keep_audio else None,
    )


def _sample(context: Context) -> ExitCode:
    from assistant.sample import hold_sample

    return hold_sample(context.settings(), context.places)
