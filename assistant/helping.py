"""Where help is, shown and spoken at once: `soundingboard help-now`."""

from datetime import date

import click

from assistant.messages import COUNTRY_UNKNOWN, NOT_READ_LATELY, UNCHECKED_LINES
from assistant.places import Places
from assistant.settings import Settings
from assistant.terminal import libraries_kept_quiet
from dialogues.crisis import help_now
from dialogues.crisis_lines import lines_for


def show_help(settings: Settings, today: date) -> None:
    """Prints it. Needs no sound, no model and no journal.

    What nobody has read at its source, or not for half a year, is shown as such; unconfirmed numbers are never spoken.
    """
    lines = lines_for(settings.country)
    for sentence in help_now(lines):
        click.echo(sentence)
    for line in lines.stale(today):
        if line.may_be_spoken:
            click.echo(NOT_READ_LATELY.format(name=line.name, day=line.checked))
    unchecked = [f"{line.name}, {line.number or line.text}, for {line.for_whom}" for line in lines.unchecked]
    if unchecked:
        click.echo(UNCHECKED_LINES.format(lines="; ".join(unchecked)))
    if settings.country is None:
        click.echo(COUNTRY_UNKNOWN)


@libraries_kept_quiet()
def speak_help(settings: Settings, places: Places) -> None:
    """Speaks it, where there is a speaker; where there is none, it has been shown, and that is all that is said."""
    from assistant.parts import voice_for
    from audio.errors import AudioError
    from audio.live import play
    from dialogues.sentences import spoken

    try:
        voice = voice_for(settings, places)
        for sentence in help_now(lines_for(settings.country)):
            play(voice.render(spoken(sentence)), voice.sample_rate)
    except AudioError as error:
        click.echo(f"(Not spoken: {error.what})", err=True)
