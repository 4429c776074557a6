"""The commands around a talk: getting ready, help at once, and finding out what is wrong."""

import sys
from dataclasses import replace
from datetime import UTC, datetime

import click

from assistant.cli.choosing import ask_country, known_country
from assistant.cli.context import Context, pass_context, print_json, print_lines
from assistant.errors import ExitCode
from assistant.settings import Hiding, save


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
@click.option("--another", is_flag=True, help="Make one more journal, for another person at this computer.")
@click.option(
    "--hiding",
    type=click.Choice([each.value for each in Hiding]),
    help="What becomes of a talk after stop and hide: kept in the journal, or discarded for good.",
)
@click.option(
    "--keep-tiers/--no-keep-tiers",
    default=None,
    help="Keep how urgent each thing you say was found to be, and what kind of danger, in your journal. Off unless you ask.",
)
@pass_context
def setup(  # noqa: PLR0917  as in talk
    context: Context,
    country: str | None,
    passphrase_fd: int | None,
    device_key: bool,  # noqa: FBT001  as in talk
    another: bool,  # noqa: FBT001
    hiding: str | None,
    keep_tiers: bool | None,  # noqa: FBT001
) -> None:
    """Get everything ready: your country, who can open the journal, the models, and the voice."""
    from assistant.unlocking import Source, further_vault, set_up
    from assistant.vault import Vault

    if passphrase_fd is None:
        passphrase_fd = context.passphrase_fd
    if device_key and passphrase_fd is not None:
        raise click.UsageError("Choose one: --device-key or --passphrase-fd.")
    if another:
        if context.is_chosen:
            raise click.UsageError("Choose one: --vault, or setup --another.")
        context.places, number = further_vault(context.places, can_be_opened=device_key or passphrase_fd is not None)
        context.is_chosen = True
    context.choose()
    from assistant.messages import WHAT_IT_IS

    settings = context.settings()
    if country or settings.country is not None or not sys.stdin.isatty():
        click.echo(WHAT_IT_IS)  # where the country is asked for, it is said there
    country = known_country(country) if country else settings.country or ask_country()
    settings = replace(settings, country=country, hiding=Hiding(hiding) if hiding else settings.hiding)
    if keep_tiers is not None:
        settings = replace(settings, keep_tiers=keep_tiers)
    save(settings, context.places.settings)
    set_up(Vault(context.places), Source(passphrase_fd), device_key=device_key)
    from assistant.messages import COUNTRY_UNKNOWN, READY, VAULT_MADE

    if another:
        click.echo(VAULT_MADE.format(number=number))
    from assistant.parts import load_senses

    load_senses(settings, context.places)
    if country is None:
        click.echo(COUNTRY_UNKNOWN)
    click.echo(READY)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def vaults(context: Context, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """List the journals on this computer by their numbers. Nothing else about them can be seen."""
    from assistant.explaining import explained
    from assistant.messages import NO_VAULT, VAULT

    with explained(context.places.journal.name):
        numbers = context.places.vaults()
    if as_json:
        print_json(list(numbers))
    elif numbers:
        print_lines(VAULT.format(number=number) for number in numbers)
    else:
        click.echo(NO_VAULT)


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
    show_help(settings, datetime.now(UTC).date())
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
