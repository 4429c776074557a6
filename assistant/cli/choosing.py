"""The choices that several commands offer: which listener replies, and whose crisis lines are named."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

import click

from assistant.cli.context import Context
from assistant.settings import Engine, ListenerSettings, Settings, save

Command = TypeVar("Command", bound=Callable[..., None])


def listener_options(command: Command) -> Command:
    """The options that choose a listener for one talk."""
    for option in (
        click.option("--api-key-env", help="Name of the environment variable that holds the server's key."),
        click.option("--model", help="The language model's name, as its server knows it."),
        click.option("--base-url", help="Where a language model is served; without it, OpenAI's own address."),
        click.option(
            "--engine",
            type=click.Choice([each.value for each in Engine]),
            help="Which listener replies: built in, or a model.",
        ),
    ):
        command = option(command)
    return command


def with_listener(settings: Settings, listener: Mapping[str, str | None]) -> Settings:
    """The settings, with the listener that was chosen on the command line."""
    usual = settings.listener
    return replace(
        settings,
        listener=ListenerSettings(
            engine=Engine(listener["engine"] or usual.engine),
            base_url=listener["base_url"] or usual.base_url,
            model=listener["model"] or usual.model,
            api_key_env=listener["api_key_env"] or usual.api_key_env,
        ),
    )


def with_country(context: Context, settings: Settings, named: str | None, *, asks: bool) -> Settings:
    """The settings, with the country that was named; `asks` for it, once and for good, if none is set."""
    if named:
        return replace(settings, country=known_country(named))
    if settings.country is not None or not asks:
        return settings
    asked = ask_country()
    if asked is None:
        from assistant.messages import COUNTRY_UNKNOWN

        click.echo(COUNTRY_UNKNOWN)
        return settings
    save(replace(context.settings(), country=asked), context.places.settings)
    return replace(settings, country=asked)


def known_country(text: str) -> str:
    """A country whose crisis lines we know, as they are filed.

    Raises:
        UsageError: there are none for it.
    """
    from dialogues.crisis_lines import COUNTRIES, country_code

    code = country_code(text)
    if code is None:
        raise click.UsageError(
            f"There are no crisis lines for that country yet. There are for: {', '.join(COUNTRIES)}."
        )
    return code


def ask_country() -> str | None:
    """Asks once. Nobody is asked who cannot answer, and no answer is an answer."""
    if not sys.stdin.isatty():
        return None
    from assistant.messages import ASK_COUNTRY, COUNTRY_UNKNOWN_TO_US
    from dialogues.crisis_lines import COUNTRIES, country_code

    click.echo(ASK_COUNTRY.format(countries=", ".join(COUNTRIES)))
    while True:
        answer = click.prompt("Country", default="", show_default=False).strip()
        if not answer:
            return None
        code = country_code(answer)
        if code:
            return code
        click.echo(COUNTRY_UNKNOWN_TO_US)
