"""Asks for what opens the journal: at the terminal, or from an open descriptor, and nowhere else.

A passphrase is never an option's value or an environment variable: others on the computer can see those, and a shell
remembers them.
"""

import os
import sys
from collections.abc import Callable
from typing import Final, TypeVar

import click

from assistant import messages
from assistant.errors import JournalLocked, UsageError
from assistant.explaining import explained
from assistant.keys import SHORTEST_PASSPHRASE, Key, Kind
from assistant.places import FIRST, Places
from assistant.vault import Vault

if sys.platform != "win32":
    import resource

TRIES: Final = 3  # at the terminal, before the program ends; each takes half a second anyway
LONGEST_LINE: Final = 4096  # bytes of a passphrase from a descriptor

Given = TypeVar("Given")


class Source:
    """Where secrets come from.

    Args:
        descriptor: An open file descriptor with one secret a line; None to ask at the terminal.
    """

    def __init__(self, descriptor: int | None = None) -> None:
        self.descriptor = descriptor

    @property
    def can_ask(self) -> bool:
        """Whether there is somebody to ask."""
        return sys.stdin.isatty()

    def line(self) -> str:
        """The next line of the descriptor, and nothing of what comes after it.

        Raises:
            UsageError: it cannot be read, or is no text.
        """
        read = bytearray()
        try:
            while len(read) < LONGEST_LINE and (byte := os.read(self.descriptor or 0, 1)) not in {b"", b"\n"}:
                read += byte
            return read.removesuffix(b"\r").decode()
        except (OSError, UnicodeError, OverflowError):
            raise UsageError(
                "No passphrase could be read from that descriptor.",
                "Open it for reading, with the passphrase as its first line: --passphrase-fd 3 3<FILE",
            ) from None


def chosen_vault(first: Places, number: int | None) -> Places:
    """The places of the vault that is meant: the one that was named, the only one there is, or the one somebody picks.

    Raises:
        UsageError: there is no such vault, or there are several and nobody can be asked which.
    """
    with explained(first.journal.name):
        numbers = first.vaults()
    if number is not None:
        if number not in {*numbers, FIRST}:
            raise UsageError(
                f"There is no journal {number} on this computer.",
                "To see which there are: soundingboard vaults. To make one more: soundingboard setup --another",
            )
        return first.of_vault(number)
    if len(numbers) <= 1:
        return first.of_vault(numbers[0]) if numbers else first
    if not sys.stdin.isatty():
        raise UsageError(
            "There are several journals on this computer, and nobody can be asked here which is meant.",
            "Say which: soundingboard --vault 2 ... To see their numbers: soundingboard vaults",
        )
    picked = click.prompt(
        messages.WHICH_VAULT, type=click.Choice([str(each) for each in numbers]), show_choices=True, err=True
    )
    return first.of_vault(int(picked))


def further_vault(first: Places, *, can_be_opened: bool) -> tuple[Places, int]:
    """The places and the number of a vault that is yet to be made.

    Args:
        first: The places of the first vault.
        can_be_opened: It is known what shall open it; else there must be somebody to ask.

    Raises:
        UsageError: there is not.
    """
    if not can_be_opened and not sys.stdin.isatty():
        raise UsageError(
            "A new journal needs something that opens it, and nobody can be asked for it here.",
            "Give a passphrase with --passphrase-fd, or choose --device-key.",
        )
    with explained(first.journal.name):
        numbers = first.vaults()
    number = max(numbers) + 1 if numbers else FIRST  # never one that meant somebody else while others were there
    return first.of_vault(number), number


def unlock(vault: Vault, source: Source) -> Key:
    """The journal's key; made, with whatever the person chooses, where there is none.

    Raises:
        JournalLocked: what was given does not open it, or nobody can be asked.
    """
    _keep_out_of_core_dumps()
    if vault.is_set_up:
        return _opened(vault, source)
    if source.descriptor is None and not source.can_ask:
        click.echo(messages.DEVICE_KEY_MADE)
        return vault.make_with_device_key()
    return _made(vault, source)


def unlock_to_read(vault: Vault, source: Source) -> Key | None:
    """The journal's key; None where there is none, and so nothing to read.

    Raises:
        JournalLocked: as `unlock`.
    """
    _keep_out_of_core_dumps()
    return _opened(vault, source) if vault.is_set_up else None


def unlock_existing(vault: Vault, source: Source, *, with_recovery_code: bool = False) -> Key:
    """The key of a journal that is there, such as one in a backup.

    Raises:
        JournalLocked: as `unlock`.
    """
    _keep_out_of_core_dumps()
    return _recovered(vault, source) if with_recovery_code else _opened(vault, source)


def set_up(vault: Vault, source: Source, *, device_key: bool) -> None:
    """Makes the journal's key as asked for. With nothing asked for and nobody to ask, that is left to the first talk.

    Raises:
        UsageError: there is a key already, and something else opens it.
        JournalLocked: there is a key already, and another passphrase opens it.
    """
    if vault.is_set_up:
        if device_key and Kind.DEVICE not in vault.kinds:
            raise UsageError(
                "The journal has a passphrase already.",
                "To keep new sessions without one, erase the journal first: soundingboard journal erase",
            )
        if source.descriptor is not None:
            vault.open_with_passphrase(source.line())
    elif device_key:
        vault.make_with_device_key()
        click.echo(messages.DEVICE_KEY_MADE)
    elif source.descriptor is not None or source.can_ask:
        _made(vault, source)


def change_passphrase(vault: Vault, source: Source, *, with_recovery_code: bool) -> None:
    """Asks for what opens the journal now, then for a new passphrase, and lets that open it from now on.

    Raises:
        UsageError: there is no journal yet, or the new passphrase is too short.
        JournalLocked: as `unlock`.
    """
    _keep_out_of_core_dumps()
    if not vault.is_set_up:
        raise UsageError("There is no journal yet.", "To make one: soundingboard setup")
    key = _recovered(vault, source) if with_recovery_code else _opened(vault, source)
    code = vault.change_passphrase(key, _new_passphrase(source))
    click.echo(messages.PASSPHRASE_CHANGED)
    if code:
        _show_recovery_code(code, source)
    else:
        click.echo(messages.RECOVERY_CODE_STAYS)


def _opened(vault: Vault, source: Source) -> Key:
    if Kind.DEVICE in vault.kinds:
        return vault.open_with_device_key()
    return _given(source, messages.PASSPHRASE, vault.open_with_passphrase)


def _recovered(vault: Vault, source: Source) -> Key:
    return _given(source, messages.RECOVERY_CODE, vault.open_with_recovery_code)


def _given(source: Source, question: str, attempt: Callable[[str], Given]) -> Given:
    """What an attempt gives with what the person gives; asks again where it can."""
    if source.descriptor is not None:
        return attempt(source.line())
    if not source.can_ask:
        raise JournalLocked(
            "The journal is locked with a passphrase, and nobody can be asked for it here.",
            "Give it through an open descriptor: soundingboard --passphrase-fd 3 ... 3<FILE",
        )
    for _ in range(TRIES - 1):
        try:
            return attempt(_asked(question))
        except JournalLocked as error:
            click.echo(error.what, err=True)
    return attempt(_asked(question))


def _made(vault: Vault, source: Source) -> Key:
    if source.descriptor is None:
        click.echo(messages.CHOOSE_KEY)
        if click.prompt("1 or 2", type=click.Choice(["1", "2"]), default="1", show_choices=False) == "2":
            click.echo(messages.DEVICE_KEY_MADE)
            return vault.make_with_device_key()
    key, code = vault.make(_new_passphrase(source))
    _show_recovery_code(code, source)
    return key


def _new_passphrase(source: Source) -> str:
    if source.descriptor is not None:
        return source.line()
    if not source.can_ask:
        raise UsageError(
            "A new passphrase is needed, and nobody can be asked for it here.",
            "Give it as the next line of an open descriptor: soundingboard --passphrase-fd 3 ... 3<FILE",
        )
    while True:
        chosen = _asked(messages.NEW_PASSPHRASE)
        if len(chosen) < SHORTEST_PASSPHRASE:
            click.echo(messages.PASSPHRASE_TOO_SHORT.format(least=SHORTEST_PASSPHRASE))
        elif _asked(messages.NEW_PASSPHRASE_AGAIN) == chosen:
            return chosen
        else:
            click.echo(messages.PASSPHRASES_DIFFER)


def _show_recovery_code(code: str, source: Source) -> None:
    click.echo(messages.RECOVERY_CODE_IS.format(code=code))
    if source.descriptor is None and sys.stdout.isatty():
        click.prompt(messages.WRITTEN_DOWN, default="", show_default=False, prompt_suffix="")
        click.clear()


def _asked(question: str) -> str:
    """What somebody types, unseen. The question goes to the terminal, so that output stays clean."""
    return str(click.prompt(question, hide_input=True, err=True))


def _keep_out_of_core_dumps() -> None:
    """Were the program to crash, the system would otherwise write its memory, with the key in it, to a file."""
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))
