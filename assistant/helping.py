"""Where help is, shown and spoken at once: `soundingboard help-now`."""

import click

from assistant.messages import COUNTRY_UNKNOWN
from assistant.places import Places
from assistant.settings import Settings
from assistant.terminal import libraries_kept_quiet
from dialogues.crisis import help_now
from dialogues.crisis_lines import lines_for


def show_help(settings: Settings) -> None:
    """Prints it. Needs no sound, no model and no journal."""
    for sentence in help_now(lines_for(settings.country)):
        click.echo(sentence)
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
