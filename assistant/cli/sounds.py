"""The commands for the sound of what a person said, where they chose to keep it: hear it, take it out, delete it."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.context import FILE, Context, pass_context, print_json, print_lines
from assistant.cli.journal import journal
from assistant.errors import JournalBusy, UsageError

if TYPE_CHECKING:
    from assistant.journal import Journal
    from assistant.settings import Settings


@journal.command(name="play")
@click.argument("number", type=int)
@click.option("--turn", type=click.IntRange(min=1), help="Only this turn of yours: 1 is the first thing you said.")
@pass_context
def journal_play(context: Context, number: int, turn: int | None) -> None:
    """Hear what you said in session NUMBER again, turn by turn, if its sound was kept."""
    from assistant.showing import turn_line
    from assistant.sounds import spoken_turns
    from audio.frames import SAMPLE_RATE
    from audio.live import play

    with context.read_journal() as kept:
        turns = spoken_turns(kept, number)
    if turn is not None and turn > len(turns):
        raise UsageError(f"You have {len(turns)} turns with sound in session {number}.", "Choose one of those.")
    for each in turns if turn is None else [turns[turn - 1]]:
        click.echo(turn_line(each.turn))
        play(each.sound, SAMPLE_RATE)


@journal.command(name="audio")
@click.argument("number", type=int)
@click.option("--to", "file", type=FILE, required=True, help="The file to write: its name ends in .wav or .opus.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def journal_audio(context: Context, number: int, file: Path, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """Write the sound of session NUMBER, if it was kept, to a file that other programs play. It is not encrypted."""
    from assistant.messages import SOUND_WRITTEN
    from assistant.sounds import whole
    from audio.frames import SAMPLE_RATE, seconds
    from audio.opus import write_opus
    from audio.wav import write_wav

    if file.suffix not in {".wav", ".opus"}:
        raise click.UsageError("The file's name must end in .wav or .opus: that says how to write it.")
    if file.exists():
        raise UsageError("There is a file of that name already.", "It was left as it is. Choose another name.")
    with context.read_journal() as kept:
        sound = whole(kept, number)
    if file.suffix == ".wav":
        write_wav(file, sound, SAMPLE_RATE)
    else:
        write_opus(file, sound)
    if as_json:
        print_json({"file": str(file), "seconds": seconds(len(sound))})
    else:
        click.echo(SOUND_WRITTEN.format(file=file))


@journal.command(name="words")
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def journal_words(context: Context, number: int, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """Show when you said each word in session NUMBER, if its sound was kept.

    The first time they are looked for in the sound, which takes a moment; then they are kept.
    """
    from assistant.parts import load_aligner
    from assistant.words import timed_words

    with context.open_journal() as kept:
        found = timed_words(kept, number, lambda: load_aligner(context.places))
    if as_json:
        print_json(
            [[{"word": each.word, "start": each.start, "end": each.end} for each in words] for _, words in found]
        )
    else:
        for _, words in found:
            print_lines(f"{each.start:8.2f}  {each.word}" for each in words)


def let_old_sound_go(kept: "Journal", settings: "Settings") -> None:
    """Deletes the sound whose days are over. Somebody who reads meanwhile puts off the last of it, and stops nothing."""
    from assistant.sounds import delete_old_sound

    with suppress(JournalBusy):
        delete_old_sound(kept.store, settings.keep_audio_days, datetime.now(UTC))


def delete_audio(kept: "Journal", session: int, *, unasked: bool, aside: bool) -> bool:
    """Deletes the sound of a session, once somebody agreed to that; gives whether they did.

    What is said of it goes to standard error where it is `aside`.
    """
    from assistant.messages import REALLY_DELETE_SOUND, SOUND_DELETED
    from assistant.sounds import delete_sound, require_sound

    require_sound(kept, session)
    if not unasked and not click.confirm(REALLY_DELETE_SOUND.format(id=session), err=aside):
        return False
    delete_sound(kept.store, session)
    click.echo(SOUND_DELETED.format(id=session), err=aside)
    return True
