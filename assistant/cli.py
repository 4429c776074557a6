"""The command line. Thin: each command says what it is for and hands over.

Sound, models and listeners are imported inside the commands that need them, so that `--help`, `doctor`, `journal` and
`help-now` work on a computer where any of them is missing.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeVar

import click

from assistant.errors import AssistantError, ExitCode
from assistant.places import Places
from assistant.settings import Engine, ListenerSettings, Settings, load, save
from assistant.terminal import libraries_kept_quiet
from assistant.turn_taking import Pace

if TYPE_CHECKING:
    from assistant.entries import Keeper
    from assistant.journal import Journal
    from dialogues.listener import Listener

FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


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


@cli.command()
@click.option("--text", is_flag=True, help="Type instead of speaking.")
@click.option("--mic", type=EXISTING_FILE, help="Hear this WAV file, in real time, instead of the microphone.")
@click.option("--speaker", type=FILE, help="Write replies to this WAV file instead of playing them.")
@click.option("--timings", type=FILE, help="Write when things happened to this file, as JSON lines.")
@click.option("--headphones", is_flag=True, help="You wear headphones: speak over a reply at any time to stop it.")
@click.option("--push-to-talk", is_flag=True, help="Begin and end each of your turns by a key; no silence ends one.")
@click.option(
    "--pace", type=click.Choice([each.value for each in Pace]), help="How much room to leave you after you fall silent."
)
@click.option("--country", help="Whose crisis lines to name, for this talk: two letters, such as IE.")
@listener_options
@click.option("--else-sample", is_flag=True, help="Hold the sample conversation where there is no microphone.")
@pass_context
def talk(  # noqa: PLR0917  Click hands each option over as an argument
    context: Context,
    /,
    text: bool,  # noqa: FBT001  as PLR0917
    mic: Path | None,
    speaker: Path | None,
    timings: Path | None,
    headphones: bool,  # noqa: FBT001  as PLR0917
    push_to_talk: bool,  # noqa: FBT001  as PLR0917
    pace: str | None,
    country: str | None,
    else_sample: bool,  # noqa: FBT001  as PLR0917
    **listener: str | None,
) -> None:
    """Talk, and be listened to.

    Speak when it says that it is listening. It waits while you think. To stop, say goodbye or press Ctrl-C: everything
    up to there is kept in your journal.
    """
    if (mic is None) != (speaker is None):
        raise click.UsageError("--mic and --speaker go together: one WAV file to hear, and one to write.")
    if push_to_talk and (text or mic or not sys.stdin.isatty()):
        raise click.UsageError("--push-to-talk needs a microphone and a keyboard.")
    if timings and not mic:
        raise click.UsageError("--timings goes with --mic and --speaker.")
    if not text and not mic and not _has_sound(else_sample=else_sample):
        sys.exit(_sample(context))
    settings = _chosen(context, listener, pace=pace, country=country, asks=not mic)
    from assistant.talking import talk_typed

    _say_what_leaves(settings)
    with context.open_journal() as journal:
        if text:
            sys.exit(talk_typed(settings, journal, sys.stdin))
        if mic and speaker:
            sys.exit(_talk_through_files(context, settings, journal, mic=mic, speaker=speaker, timings=timings))
        sys.exit(_talk_live(context, settings, journal, headphones=headphones, by_hand=push_to_talk))


@cli.command()
@pass_context
def sample(context: Context) -> None:
    """Hear a short sample conversation: a recorded voice speaks, and replies are written to a sound file."""
    sys.exit(_sample(context))


@cli.command()
@click.argument("script", type=click.File(encoding="utf-8"))
@listener_options
@pass_context
def converse(context: Context, /, script: TextIO, **listener: str | None) -> None:
    """Hold typed talks written as JSON lines, and print them with the replies.

    Each line of SCRIPT: {"id": "1", "turns": ["hello", ""]}; an empty text is a silence. With "prior_sessions": [[...]],
    those are held first, as earlier sessions of the same person. Nothing is kept.
    """
    from assistant.conversing import converse as hold
    from assistant.conversing import read_scripts
    from assistant.parts import listener_for, session_for

    settings = _chosen(context, listener)

    def chosen_listener(journal: "Keeper") -> "Listener":
        return listener_for(settings.listener, journal, _warn)

    for each in read_scripts(script):
        _print_json(hold(each, chosen_listener, lambda: session_for(settings)))


@cli.command()
def screen() -> None:
    """Read texts for signs of danger: JSON lines in, JSON lines out. Nothing is kept."""
    from assistant.conversing import screen_lines

    for each in screen_lines(sys.stdin):
        _print_json(each)


@cli.command()
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
@pass_context
def setup(context: Context, country: str | None, passphrase_fd: int | None, device_key: bool) -> None:  # noqa: FBT001  as in talk
    """Get everything ready: your country, who can open the journal, the models, and the voice."""
    from assistant.unlocking import Source, set_up
    from assistant.vault import Vault

    if passphrase_fd is None:
        passphrase_fd = context.passphrase_fd
    if device_key and passphrase_fd is not None:
        raise click.UsageError("Choose one: --device-key or --passphrase-fd.")
    settings = context.settings()
    country = _country(country) or settings.country or _ask_country()
    settings = replace(settings, country=country)
    save(settings, context.places.settings)
    set_up(Vault(context.places), Source(passphrase_fd), device_key=device_key)
    from assistant.messages import COUNTRY_UNKNOWN, READY
    from assistant.parts import load_senses

    load_senses(settings, context.places)
    if country is None:
        click.echo(COUNTRY_UNKNOWN)
    click.echo(READY)


@cli.command(name="help-now")
@click.option("--silent", is_flag=True, help="Only show it; make no sound.")
@click.option("--country", help="For another country than the one that is set: two letters, such as IE.")
@pass_context
def help_now(context: Context, silent: bool, country: str | None) -> None:  # noqa: FBT001  as in talk
    """Show, and speak, where help is: at once, with no questions."""
    from assistant.helping import show_help, speak_help

    settings = context.settings()
    settings = replace(settings, country=_country(country) or settings.country)
    show_help(settings)
    if not silent:
        speak_help(settings, context.places)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_context
def doctor(context: Context, as_json: bool) -> None:  # noqa: FBT001  as in talk
    """Check devices, models, disk and versions, and say what to do about what is wrong."""
    from assistant.doctor import examine, show

    findings = examine(context.places, with_level=not as_json)
    if as_json:
        _print_json([finding.as_record() for finding in findings])
    else:
        show(findings)
    sys.exit(ExitCode.DONE if all(finding.is_well for finding in findings) else ExitCode.MISSING)


@cli.group()
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
        _print_json([session_record(each) for each in sessions])
    elif sessions:
        _print_lines(session_line(each) for each in sessions)
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
        _print_json(entry_record(entry))
    else:
        _print_lines(entry_lines(entry))


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


@cli.command()
@click.argument("recording", type=click.File(encoding="utf-8"))
@pass_context
def replay(context: Context, recording: TextIO) -> None:
    """Feed a session from recorded events (JSON lines), and print what it asks for and the transcript it leads to."""
    from assistant.parts import session_for
    from assistant.replaying import as_record, read_events
    from assistant.replaying import replay as feed
    from assistant.showing import turn_line

    session = session_for(context.settings())
    for event, commands in feed(session, read_events(recording)):
        _print_json({**as_record(event), "commands": [as_record(each) for each in commands]})
    _print_lines(turn_line(turn) for turn in session.transcript)


@cli.group()
def dialogues() -> None:
    """Work on dialogue files."""


@dialogues.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING_FILE)
def check(files: tuple[Path, ...]) -> None:
    """Check dialogue FILES, and name the file and line of what is wrong."""
    from dialogues.dialogue import check as check_file

    problems = [problem for file in files for problem in check_file(file)]
    _print_lines(str(problem) for problem in problems)
    sys.exit(ExitCode.ERROR if problems else ExitCode.DONE)


@dialogues.command(name="try")
@click.argument("file", type=EXISTING_FILE)
@pass_context
def try_out(context: Context, file: Path) -> None:
    """Talk a dialogue or exercise FILE through, typed. Nothing is kept."""
    from assistant.journal import Journal
    from assistant.parts import listener_leading_with
    from assistant.talking import talk_typed
    from dialogues.dialogue import check as check_file

    if problems := check_file(file):
        _print_lines(str(problem) for problem in problems)
        sys.exit(ExitCode.ERROR)
    with Journal.in_memory() as journal:
        sys.exit(talk_typed(context.settings(), journal, sys.stdin, listener_leading_with(file)))


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


def _chosen(
    context: Context,
    listener: Mapping[str, str | None],
    *,
    pace: str | None = None,
    country: str | None = None,
    asks: bool = False,
) -> Settings:
    """The settings, with what was asked for on the command line; `asks` for the country if none is set."""
    settings = context.settings()
    if pace:
        settings = replace(settings, pace=Pace(pace))
    usual = settings.listener
    chosen = ListenerSettings(
        engine=Engine(listener["engine"] or usual.engine),
        base_url=listener["base_url"] or usual.base_url,
        model=listener["model"] or usual.model,
        api_key_env=listener["api_key_env"] or usual.api_key_env,
    )
    settings = replace(settings, listener=chosen)
    if country:
        return replace(settings, country=_country(country))
    if settings.country is None and asks:
        asked = _ask_country()
        if asked:
            settings = replace(settings, country=asked)
            save(replace(context.settings(), country=asked), context.places.settings)
        else:
            from assistant.messages import COUNTRY_UNKNOWN

            click.echo(COUNTRY_UNKNOWN)
    return settings


def _country(text: str | None) -> str | None:
    """A country whose crisis lines we know, as they are filed."""
    if text is None:
        return None
    from dialogues.crisis_lines import COUNTRIES, country_code

    code = country_code(text)
    if code is None:
        raise click.UsageError(
            f"There are no crisis lines for that country yet. There are for: {', '.join(COUNTRIES)}."
        )
    return code


def _ask_country() -> str | None:
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


def _say_what_leaves(settings: Settings) -> None:
    """Says so where what is said will be sent to another computer."""
    if settings.listener.engine is Engine.EMBEDDED:
        return
    from assistant.composing import ModelListener
    from assistant.messages import LEAVES_COMPUTER, READABLE_ON_THE_WAY
    from assistant.parts import embedded_listener

    listener = ModelListener(settings.listener, embedded_listener())
    if listener.leaves_computer:
        click.echo(LEAVES_COMPUTER.format(host=listener.host))
    if listener.readable_on_the_way:
        click.echo(READABLE_ON_THE_WAY)


def _has_sound(*, else_sample: bool) -> bool:
    """Whether there is a microphone and a speaker. Nobody is asked for anything before that is known.

    Raises:
        DeviceError: there is not, and the sample is not wanted instead.
    """
    from assistant.messages import SAMPLE
    from audio.errors import DeviceError
    from audio.live import require_devices

    try:
        require_devices()
    except DeviceError as error:
        if not else_sample:
            raise
        click.echo(f"{error.what}\n{SAMPLE}")
        return False
    return True


@libraries_kept_quiet()
def _talk_live(context: Context, settings: Settings, journal: "Keeper", *, headphones: bool, by_hand: bool) -> ExitCode:
    from assistant.parts import load_senses
    from assistant.talking import talk_aloud
    from audio.live import LiveSound

    senses = load_senses(settings, context.places)
    door = LiveSound(senses.voice.sample_rate)
    return talk_aloud(
        settings, journal, senses, door, door_name="microphone", hears_itself=not headphones, by_hand=by_hand
    )


@libraries_kept_quiet()
def _talk_through_files(
    context: Context, settings: Settings, journal: "Keeper", *, mic: Path, speaker: Path, timings: Path | None
) -> ExitCode:
    from assistant.parts import load_senses
    from assistant.talking import talk_aloud
    from audio.wav import WavSound, read_wav

    sound = read_wav(mic)
    senses = load_senses(settings, context.places)
    door = WavSound(sound, speaker, senses.voice.sample_rate)
    return talk_aloud(settings, journal, senses, door, door_name="wav", timings=timings)


def _sample(context: Context) -> ExitCode:
    from assistant.sample import hold_sample

    return hold_sample(context.settings(), context.places)


def _warn(error: AssistantError) -> None:
    click.echo(f"{error.what} {error.hint}", err=True)


def _print_json(value: Any) -> None:  # noqa: ANN401  whatever JSON can hold
    click.echo(json.dumps(value, ensure_ascii=False))


def _print_lines(lines: Iterable[str] | Iterator[str]) -> None:
    for line in lines:
        click.echo(line)
