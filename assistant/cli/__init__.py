"""The command line. Thin: each command says what it is for and hands over.

Sound, models and listeners are imported inside the commands that need them, so that `--help`, `doctor`, `journal` and
`help-now` work on a computer where any of them is missing.
"""

import sys
from pathlib import Path
from typing import NoReturn

import click

from assistant.cli.context import Context
from assistant.cli.data import converse, replay, screen
from assistant.cli.dialogues import dialogues
from assistant.cli.journal import journal
from assistant.cli.setting_up import doctor, help_now, setup
from assistant.cli.talking import sample, talk
from assistant.errors import AssistantError, ExitCode
from assistant.places import Places


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="SOUNDINGBOARD_HOME",
    help="Keep everything (settings, journal, cache) beneath this folder, such as one on a USB stick.",
)
@click.option(
    "--passphrase-fd",
    type=click.IntRange(min=0),
    help="Read the journal's passphrase from this open file descriptor, one line, instead of asking.",
)
@click.version_option(package_name="soundingboard", message="Sounding Board %(version)s")
@click.pass_context
def cli(context: click.Context, home: Path | None, passphrase_fd: int | None) -> None:
    """Talk something difficult through, aloud, in private, on your own computer.

    It is a program: not a person, not a therapist, not an emergency service. To read where help is, at any time:
    soundingboard help-now
    """
    context.obj = Context(Places.under(home) if home else Places.default(), passphrase_fd)


for _each in (talk, sample, setup, help_now, doctor, journal, dialogues, converse, screen, replay):
    cli.add_command(_each)


def main() -> None:
    """Runs the command line; whatever goes wrong ends in a sentence and the right exit code."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo(err=True)
        sys.exit(ExitCode.INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(ExitCode.USAGE)
    except AssistantError as error:
        _fail(error.what, error.hint, error.exit_code)
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ExitCode.ERROR)
    except Exception as error:  # noqa: BLE001  its text may hold what a person said, so only its kind and place are shown
        _fail_unexpectedly(error)


def _fail_unexpectedly(error: Exception) -> NoReturn:
    from audio.errors import AudioError, WavError

    if isinstance(error, AudioError):
        _fail(error.what, error.hint, ExitCode.ERROR if isinstance(error, WavError) else ExitCode.MISSING)
    place, at = "", error.__traceback__
    while at is not None:
        place = f"{Path(at.tb_frame.f_code.co_filename).name}, line {at.tb_lineno}"
        at = at.tb_next
    _fail(
        f"Something went wrong inside the program ({type(error).__name__} in {place}).",
        "What was saved before is safe. Please report this line; it holds nothing that you said.",
        ExitCode.ERROR,
    )


def _fail(what: str, hint: str, code: ExitCode) -> NoReturn:
    click.echo(f"{what}\n{hint}" if hint else what, err=True)
    sys.exit(code)
