"""The commands that look back on earlier sessions, and those that say who can."""

import click

from assistant.cli.context import Context, pass_context, print_json, print_lines


@click.group()
def journal() -> None:
    """Look back on earlier sessions."""


@journal.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def journal_list(context: Context, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """List your sessions, newest first."""
    from assistant.messages import JOURNAL_EMPTY
    from assistant.showing import session_line, session_record

    with context.read_journal() as kept:
        sessions = kept.sessions()
    if as_json:
        print_json([session_record(each) for each in sessions])
    elif sessions:
        print_lines(session_line(each) for each in sessions)
    else:
        click.echo(JOURNAL_EMPTY)


@journal.command(name="show")
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def journal_show(context: Context, number: int, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """Show session NUMBER, as `journal list` gives it."""
    from assistant.showing import entry_lines, entry_record

    with context.read_journal() as kept:
        entry = kept.entry(number)
    if as_json:
        print_json(entry_record(entry))
    else:
        print_lines(entry_lines(entry))


@journal.command(name="delete")
@click.argument("number", type=int)
@click.option("--yes", is_flag=True, help="Do not ask first.")
@pass_context
def journal_delete(context: Context, number: int, yes: bool) -> None:  # noqa: FBT001  as in talk
    """Delete session NUMBER for good."""
    from assistant.messages import DELETED, REALLY_DELETE

    with context.open_journal() as kept:
        kept.entry(number)
        if yes or click.confirm(REALLY_DELETE.format(id=number)):
            kept.delete(number)
            click.echo(DELETED.format(id=number))


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

    change_passphrase(Vault(context.places), Source(context.passphrase_fd), with_recovery_code=recovery_code)


@journal.command(name="erase")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@pass_context
def journal_erase(context: Context, yes: bool) -> None:  # noqa: FBT001  as in talk
    """Erase everything for good: the keys first, then every session and every copy beside it."""
    from assistant.messages import ERASED, REALLY_ERASE
    from assistant.vault import Vault

    if yes or click.confirm(REALLY_ERASE):
        Vault(context.places).erase()
        click.echo(ERASED)
