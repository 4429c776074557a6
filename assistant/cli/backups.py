"""The commands that make encrypted backups, look into them, and put one in the journal's place."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.context import EXISTING_FILE, Context, pass_context, print_json
from assistant.cli.journal import journal
from assistant.cli.sounds import let_old_sound_go
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.backups import Contents
    from assistant.journal import Journal
    from assistant.places import Places

WITH_CODE = click.option(
    "--recovery-code", is_flag=True, help="Give the recovery code in place of the passphrase of the backup."
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
FOLDER = click.Path(file_okay=False, path_type=Path)


@journal.command(name="backup")
@click.option("--to", "folder", type=FOLDER, help="The folder to write it to, such as one on a stick.")
@click.option("--keep", type=click.IntRange(min=1), help="How many backups of this journal stay in that folder: 5.")
@AS_JSON
@pass_context
def journal_backup(context: Context, folder: Path | None, keep: int | None, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """Write an encrypted copy of the journal, and read it back to be sure.

    What opens the journal now opens the backup, on any computer. Older backups in that folder go.
    """
    from assistant.backups import KEEP, back_up, contents
    from assistant.journal import Journal
    from assistant.keys import Kind
    from assistant.messages import BACKED_UP, BACKUP_NEEDS_DEVICE_KEY
    from assistant.vault import Vault

    key = context.unlock()
    with Journal.open(context.places.journal, key) as kept:
        let_old_sound_go(kept, context.settings())
        backup = back_up(kept.store, context.places, key, folder, now=datetime.now(UTC), keep=keep or KEEP)
        found = contents(kept.store)
    if as_json:
        print_json({"file": str(backup), **_record(found)})
        return
    click.echo(BACKED_UP.format(file=backup, **_numbers(found)))
    if Kind.DEVICE in Vault(context.places).kinds:
        click.echo(BACKUP_NEEDS_DEVICE_KEY)


@journal.command(name="verify")
@click.argument("file", type=EXISTING_FILE, required=False)
@WITH_CODE
@AS_JSON
@pass_context
def journal_verify(context: Context, file: Path | None, recovery_code: bool, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """Read every page of the journal, or of a backup FILE, and say whether it is as it was written."""
    from assistant.backups import verify
    from assistant.messages import VERIFIED

    if file is None:
        with context.read_journal() as kept:
            found = verify(kept.store)
    else:
        with _opened(context, file, recovery_code=recovery_code) as (kept, _):
            found = verify(kept.store)
    if as_json:
        print_json({"ok": True, **_record(found)})
    else:
        click.echo(VERIFIED.format(**_numbers(found)))


@journal.command(name="restore")
@click.argument("file", type=EXISTING_FILE)
@click.option("--dry-run", is_flag=True, help="Only look into it, and say what would be done.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@WITH_CODE
@AS_JSON
@pass_context
def journal_restore(  # noqa: PLR0917  Click hands each option over as an argument
    context: Context,
    file: Path,
    dry_run: bool,  # noqa: FBT001  as in talk
    yes: bool,  # noqa: FBT001
    recovery_code: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Put the backup FILE in the place of the journal, after reading all of it.

    The passphrase is the one that opened the journal when the backup was made. A journal that is there now is not lost: it is
    kept among the backups, as it is.
    """
    from assistant.backups import restore, verify
    from assistant.messages import HERE_NOW, IN_BACKUP, REALLY_RESTORE, REPLACED_IS, RESTORED, WOULD_RESTORE

    with _opened(context, file, recovery_code=recovery_code) as (kept, inner):
        found = verify(kept.store)
        kept.close()
        record: dict[str, Any] = {**_record(found), "restored": False, "replaced": None}
        if not as_json:
            click.echo(IN_BACKUP.format(**_numbers(found)))
            if context.places.hold_a_journal:
                click.echo(HERE_NOW)
        if dry_run:
            if not as_json:
                click.echo(WOULD_RESTORE)
        elif _agreed(yes, REALLY_RESTORE):
            replaced = restore(inner, context.places, datetime.now(UTC))
            record |= {"restored": True, "replaced": str(replaced) if replaced else None}
            if not as_json:
                click.echo(RESTORED)
                if replaced:
                    click.echo(REPLACED_IS.format(file=replaced))
    if as_json:
        print_json(record)


def purge_backups(
    context: Context, kept: "Journal", session: int, *, unasked: bool, asks: bool, aside: bool
) -> list[dict[str, Any]]:
    """After a session was deleted: says which backups may still hold it, and offers to delete those too.

    What is said of it goes to standard error where it is `aside`. Gives those backups, and what became of them.
    """
    from assistant.backups import purge, that_may_hold
    from assistant.messages import (
        BACKUPS_HOLD_IT,
        BACKUPS_PURGED,
        BACKUPS_STAY,
        COPIES_ELSEWHERE,
        NOT_REACHED,
        REALLY_PURGE,
    )
    from assistant.packing import clear_leftovers

    clear_leftovers(context.places)
    holding = that_may_hold(kept.store, context.places, session)
    is_purged = False
    if holding:
        click.echo(BACKUPS_HOLD_IT, err=aside)
        for each in holding:
            click.echo(f"  {each.path}{'' if each.is_there else NOT_REACHED}", err=aside)
        is_purged = unasked or (asks and sys.stdin.isatty() and click.confirm(REALLY_PURGE, err=aside))
        if is_purged:
            for each in holding:
                purge(kept.store, each)
        click.echo(BACKUPS_PURGED if is_purged else BACKUPS_STAY, err=aside)
    click.echo(COPIES_ELSEWHERE, err=aside)
    return [{"file": str(each.path), "purged": is_purged and each.is_there} for each in holding]


@contextmanager
def _opened(context: Context, file: Path, *, recovery_code: bool) -> "Iterator[tuple[Journal, Places]]":
    """What is in a backup, unlocked with what opened it when it was made."""
    from assistant.journal import Journal
    from assistant.packing import unpacked
    from assistant.unlocking import Source, unlock_existing
    from assistant.vault import Vault

    context.choose()
    with unpacked(file, context.places) as inner:
        key = unlock_existing(Vault(inner), Source(context.passphrase_fd), with_recovery_code=recovery_code)
        with Journal.open(inner.journal, key) as kept:  # brings a log that is still there, and older tables, up to date
            yield kept, inner


def _agreed(yes: bool, question: str) -> bool:  # noqa: FBT001  what was said on the command line
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError("Nobody can be asked here whether to go on. Nothing was changed.", "Say so with --yes.")
    return click.confirm(question)


def _numbers(found: "Contents") -> dict[str, str]:
    """What was found, as it is said."""
    period = ""
    if found.first_at and found.last_at:
        first, last = (moment.astimezone().strftime("%Y-%m-%d") for moment in (found.first_at, found.last_at))
        period = f" of {first}" if first == last else f" from {first} to {last}"
    return {
        "sessions": f"{found.sessions} session{'' if found.sessions == 1 else 's'}",
        "turns": f"{found.turns} turn{'' if found.turns == 1 else 's'}",
        "period": period,
    }


def _record(found: "Contents") -> dict[str, Any]:
    return {
        "sessions": found.sessions,
        "turns": found.turns,
        "first_at": found.first_at.isoformat() if found.first_at else None,
        "last_at": found.last_at.isoformat() if found.last_at else None,
    }
