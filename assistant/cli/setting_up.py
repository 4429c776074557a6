"""The commands around a talk: getting ready, help at once, and finding out what is wrong."""

import sys
from dataclasses import replace

import click

from assistant.cli.choosing import ask_country, known_country
from assistant.cli.context import Context, pass_context, print_json
from assistant.errors import ExitCode
from assistant.settings import save


@click.command()
@click.option("--country", help="Whose emergency number and crisis lines to name: two letters, such as IE.")
@click.option(
    "--passphrase-fd",
    type=click.IntRange(min=0),
    help="Encrypt the journal with the passphrase on this open file descriptor, one line.",
)
@click.option(
    "--device-key",
    is_flag=True,
    help="Encrypt the journal with a key file instead of a passphrase: whoever can use your account can read it.",
)
@pass_context
def setup(context: Context, country: str | None, passphrase_fd: int | None, device_key: bool) -> None:  # noqa: FBT001  as in talk
    """Get everything ready: your country, who can open the journal, the models, and the voice."""
    from assistant.unlocking import Source, set_up
    from assistant.vault import Vault

    if passphrase_fd is None:
        passphrase_fd = context.passphrase_fd
    if device_key and passphrase_fd is not None:
        raise click.UsageError("Choose one: --device-key or --passphrase-fd.")
    settings = context.settings()
    country = known_country(country) if country else settings.country or ask_country()
    settings = replace(settings, country=country)
    save(settings, context.places.settings)
    set_up(Vault(context.places), Source(passphrase_fd), device_key=device_key)
    from assistant.messages import COUNTRY_UNKNOWN, READY
    from assistant.parts import load_senses

    load_senses(settings, context.places)
    if country is None:
        click.echo(COUNTRY_UNKNOWN)
    click.echo(READY)


@click.command(name="help-now")
@click.option("--silent", is_flag=True, help="Only show it; make no sound.")
@click.option("--country", help="For another country than the one that is set: two letters, such as IE.")
@pass_context
def help_now(context: Context, silent: bool, country: str | None) -> None:  # noqa: FBT001  as in talk
    """Show, and speak, where help is: at once, with no questions."""
    from assistant.helping import show_help, speak_help

    settings = context.settings()
    if country:
        settings = replace(settings, country=known_country(country))
    show_help(settings)
    if not silent:
        speak_help(settings, context.places)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def doctor(context: Context, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """Check devices, models, disk and versions, and say what to do about what is wrong."""
    from assistant.doctor import examine, show

    findings = examine(context.places, with_level=not as_json)
    if as_json:
        print_json([finding.as_record() for finding in findings])
    else:
        show(findings)
    sys.exit(ExitCode.DONE if all(finding.is_well for finding in findings) else ExitCode.MISSING)
