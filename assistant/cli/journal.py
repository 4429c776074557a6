"""The commands that look back on earlier sessions, and those that say who can."""

import click

from assistant.cli.context import Context, pass_context, print_json
from assistant.cli.looking_back import journal_list, journal_show, kept, search
from assistant.cli.marking import correct, tag, title
from assistant.cli.moving import export, import_


@click.group()
def journal() -> None:
    """Look back on earlier sessions."""


for _each in (journal_list, journal_show, search, kept, title, tag, correct, export, import_):
    journal.add_command(_each)


@journal.command(name="delete")
@click.argument("number", type=int)
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option("--purge-backups", is_flag=True, help="Delete the backups that may hold it too, without asking.")
@click.option("--audio-only", is_flag=True, help="Delete only the sound of what you said, and keep the words.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; sentences and questions go to standard error.")
@pass_context
def journal_delete(  # noqa: PLR0917  as in talk
    context: Context,
    number: int,
    yes: bool,  # noqa: FBT001  as in talk
    purge_backups: bool,  # noqa: FBT001
    audio_only: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Delete session NUMBER for good."""
    from assistant.cli import backups, sounds
    from assistant.messages import DELETED, REALLY_DELETE

    with context.open_journal() as kept:
        kept.entry(number)
        if audio_only:
            is_deleted = sounds.delete_audio(kept, number, unasked=yes, aside=as_json)
        elif is_deleted := yes or click.confirm(REALLY_DELETE.format(id=number), err=as_json):
            kept.delete(number)
            click.echo(DELETED.format(id=number), err=as_json)
        holding = (
            backups.purge_backups(context, kept, number, unasked=purge_backups, asks=not yes, aside=as_json)
            if is_deleted
            else []
        )
    if as_json:
        print_json({"session": number, "audio_only": audio_only, "deleted": is_deleted, "backups": holding})


@journal.command(name="passphrase")
@click.option("--recovery-code", is_flag=True, help="Give the recovery code in place of the present passphrase.")
@pass_context
def journal_passphrase(context: Context, recovery_code: bool) -> None:  # noqa: FBT001  as in talk
    """Change the passphrase, or choose one in place of a key file.

    With --passphrase-fd, the first line is what opens the journal now, and the second the new passphrase; where a key file
    opens it now, the only line is the new passphrase.
    """
    from assistant.unlocking import Source, change_passphrase
    from assistant.vault import Vault

    context.choose()
    change_passphrase(Vault(context.places), Source(context.passphrase_fd), with_recovery_code=recovery_code)


@journal.command(name="erase")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@pass_context
def journal_erase(context: Context, yes: bool) -> None:  # noqa: FBT001  as in talk
    """Erase everything for good: the keys first, then every session and every copy beside it."""
    from assistant.messages import ERASED, REALLY_ERASE
    from assistant.vault import Vault

    context.choose()
    if yes or click.confirm(REALLY_ERASE):
        Vault(context.places).erase()
        click.echo(ERASED)
