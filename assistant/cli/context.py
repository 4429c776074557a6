"""What every command starts from, and how commands print."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.errors import AssistantError
from assistant.places import Places
from assistant.settings import Settings, load

if TYPE_CHECKING:
    from assistant.journal import Journal

FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(slots=True)
class Context:
    """What every command starts from."""

    places: Places
    passphrase_fd: int | None = None
    """An open descriptor to read passphrases from; None to ask."""

    def settings(self) -> Settings:
        """What the person has chosen."""
        return load(self.places.settings)

    def open_journal(self) -> "Journal":
        """The journal to write and read, unlocked; made where there is none."""
        from assistant.journal import Journal
        from assistant.unlocking import Source, unlock
        from assistant.vault import Vault

        return Journal.open(self.places.journal, unlock(Vault(self.places), Source(self.passphrase_fd)))

    def read_journal(self) -> "Journal":
        """The journal to read, unlocked; an empty one where there is none."""
        from assistant.journal import Journal
        from assistant.unlocking import Source, unlock_to_read
        from assistant.vault import Vault

        key = unlock_to_read(Vault(self.places), Source(self.passphrase_fd))
        return Journal.read(self.places.journal, key) if key else Journal.in_memory()


pass_context = click.make_pass_decorator(Context)


def print_json(value: Any) -> None:  # noqa: ANN401  whatever JSON can hold
    """Prints one value as one line of JSON."""
    click.echo(json.dumps(value, ensure_ascii=False))


def print_lines(lines: Iterable[str]) -> None:
    """Prints each line as soon as it is there."""
    for line in lines:
        click.echo(line)


def warn(error: AssistantError) -> None:
    """Says what went wrong where the talk goes on all the same."""
    click.echo(f"{error.what} {error.hint}", err=True)
