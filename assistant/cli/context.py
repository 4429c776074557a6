"""What every command starts from, and how commands print."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.errors import AssistantError
from assistant.places import Places
from assistant.plain_text import as_json
from assistant.settings import Settings, load

if TYPE_CHECKING:
    from assistant.journal import Journal
    from assistant.keys import Key

FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(slots=True)
class Context:
    """What every command starts from."""

    places: Places
    """Those of the first vault, until another is chosen."""
    passphrase_fd: int | None = None
    """An open descriptor to read passphrases from; None to ask."""
    is_chosen: bool = False
    """Whether it is known whose vault this is about."""

    def choose(self, vault: int | None = None) -> None:
        """Makes sure whose vault this is about, before anything of it is touched; asks if there are several.

        Raises:
            UsageError: there is no such vault, or there are several and nobody can be asked which.
        """
        if not self.is_chosen:
            from assistant.unlocking import chosen_vault

            self.places = chosen_vault(self.places, vault)
            self.is_chosen = True

    def settings(self) -> Settings:
        """What the person has chosen."""
        return load(self.places.settings)

    def unlock(self) -> "Key":
        """The journal's key; made where there is none."""
        from assistant.unlocking import Source, unlock
        from assistant.vault import Vault

        self.choose()
        return unlock(Vault(self.places), Source(self.passphrase_fd))

    def open_journal(self) -> "Journal":
        """The journal to write and read, unlocked; made where there is none."""
        from assistant.journal import Journal

        journal = Journal.open(self.places.journal, self.unlock())
        _bring_up_to_date(journal)
        return journal

    def read_journal(self, *, brought_up_to_date: bool = False) -> "Journal":
        """The journal to read, unlocked; an empty one where there is none.

        Args:
            brought_up_to_date: Whether themes and results of the latest sessions are wanted too, as far as they can be had
                while another program may be writing.
        """
        from assistant.errors import JournalError
        from assistant.journal import Journal
        from assistant.unlocking import Source, unlock_to_read
        from assistant.vault import Vault

        self.choose()
        key = unlock_to_read(Vault(self.places), Source(self.passphrase_fd))
        if not key:
            return Journal.in_memory()
        journal = Journal.read(self.places.journal, key)
        if brought_up_to_date and journal.unread():
            try:
                with Journal.open(self.places.journal, key) as written:
                    _bring_up_to_date(written)
            except JournalError:  # somebody is talking, or it may not be written: it is read as it is
                return journal
        return journal


pass_context = click.make_pass_decorator(Context)


def print_json(value: Any) -> None:  # noqa: ANN401  whatever JSON can hold
    """Prints one value as one line of JSON."""
    click.echo(as_json(value))


def print_lines(lines: Iterable[str]) -> None:
    """Prints each line as soon as it is there."""
    for line in lines:
        click.echo(line)


def typed(question: str, *before: str) -> str:
    """What somebody answers at the terminal, or the next line of standard input where nobody is there to be asked.

    Args:
        question: Asked in a terminal only, and on standard error, so that output stays clean.
        before: Lines to read before it.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    for line in before:
        click.echo(line, err=True)
    return str(click.prompt(question, default="", show_default=False, err=True)).strip()


def warn(error: AssistantError) -> None:
    """Says what went wrong where the talk goes on all the same."""
    click.echo(f"{error.what} {error.hint}", err=True)


def _bring_up_to_date(journal: "Journal") -> None:
    """Reads what nobody has read yet. Most often there is nothing, and the library need not be loaded."""
    if journal.unread():
        from assistant.reading import read_sessions
        from dialogues.dialogue import load_library

        read_sessions(journal, load_library())
