"""What a person chose is read as they wrote it, and what cannot be right is answered with what can."""

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from assistant.errors import AssistantError, ExitCode, UsageError
from assistant.settings import Engine, ListenerSettings, Settings, load, save
from assistant.turn_taking import Pace

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
CHOSEN = st.builds(
    Settings,
    country=st.none() | st.from_regex(r"[A-Z]{2}", fullmatch=True),
    pace=st.sampled_from(Pace),
    voice=NAMES,
    lock_after_minutes=st.integers(0, 1440),
    keep_audio=st.booleans(),
    keep_audio_days=st.integers(0, 36_500),
    keep_tiers=st.booleans(),
    listener=st.builds(
        ListenerSettings,
        engine=st.sampled_from(Engine),
        base_url=st.none()
        | st.sampled_from(["http://localhost:11434/v1", "https://[::1]:8000/v1", "https://models.example"]),
        model=st.none() | NAMES,
        api_key_env=st.none() | st.from_regex(r"[A-Za-z_][A-Za-z0-9_]*", fullmatch=True),
    ),
)


def settings_in(folder: Path, content: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_without_a_file_the_settings_are_those_of_a_new_installation(tmp_path: Path) -> None:
    """Nothing is asked, nothing is guessed, and no file is made."""
    assert load(tmp_path / "none" / "settings.toml") == Settings()
    assert Settings() == Settings(
        None,
        Pace.UNHURRIED,
        "joe",
        15,
        keep_audio=False,
        keep_tiers=False,
        listener=ListenerSettings(Engine.EMBEDDED, None, None, None),
    )
    assert list(tmp_path.iterdir()) == []


def test_a_file_written_by_hand_is_read(tmp_path: Path) -> None:
    """Comments, order and small letters are the person's own affair."""
    path = settings_in(
        tmp_path,
        '# mine\nvoice = "joe"\npace = "spacious"\ncountry = "ie"\n'
        '[listener]\nmodel = "qwen3"\nengine = "openai"\nbase_url = "http://localhost:11434/v1"\napi_key_env = "MY_KEY"\n',
    )

    assert load(path) == Settings(
        "IE",
        Pace.SPACIOUS,
        "joe",
        listener=ListenerSettings(Engine.OPENAI, "http://localhost:11434/v1", "qwen3", "MY_KEY"),
    )


@given(chosen=CHOSEN)
@examples(max_examples=100, deadline=None)
def test_what_is_saved_is_what_is_loaded(tmp_path_factory: pytest.TempPathFactory, chosen: Settings) -> None:
    """Any settings that are allowed come back as they were, whatever characters are in them."""
    path = tmp_path_factory.mktemp("kept") / "settings.toml"

    save(chosen, path)

    assert load(path) == chosen


def test_only_what_was_chosen_is_written(tmp_path: Path) -> None:
    """A later program may have better defaults: what nobody chose is left to it."""
    path = tmp_path / "settings.toml"

    save(Settings(), path)
    assert path.read_text() == ""
    save(Settings(country="IE", listener=ListenerSettings(model='the "small" one')), path)
    assert path.read_text() == 'country = "IE"\n\n[listener]\nmodel = "the \\"small\\" one"\n'
    save(Settings(listener=ListenerSettings(engine=Engine.OPENAI)), path)
    assert tomllib.loads(path.read_text()) == {"listener": {"engine": "openai"}}


@pytest.mark.parametrize(
    ("content", "key", "allowed"),
    [
        (
            'colour = "red"',
            "colour",
            "country, pace, voice, lock_after_minutes, keep_audio, keep_audio_days, keep_tiers, hiding, listener",
        ),
        ('[listener]\ncolour = "red"', "listener.colour", "engine, base_url, model, api_key_env"),
        (
            '[listeners]\nengine = "openai"',
            "listeners",
            "country, pace, voice, lock_after_minutes, keep_audio, keep_audio_days, keep_tiers, hiding, listener",
        ),
        ('country = "Ireland"', "country", "Two letters"),
        ('country = "I1"', "country", "Two letters"),
        ("country = 353", "country", "Two letters"),
        ('pace = "slow"', "pace", '"brisk", "unhurried", "spacious"'),
        ("pace = true", "pace", '"brisk", "unhurried", "spacious"'),
        ('voice = " "', "voice", "name of a voice"),
        ('voice = ["joe"]', "voice", "name of a voice"),
        ('lock_after_minutes = "5"', "lock_after_minutes", "number of minutes"),
        ("lock_after_minutes = -1", "lock_after_minutes", "number of minutes"),
        ("lock_after_minutes = true", "lock_after_minutes", "number of minutes"),
        ("keep_audio = 1", "keep_audio", "true or false"),
        ("keep_tiers = 1", "keep_tiers", "true or false"),
        ("keep_audio_days = 1.5", "keep_audio_days", "number of days"),
        ('listener = "openai"', "listener", "section"),
        ("[[listener]]", "listener", "section"),
        ('[listener]\nengine = "ollama"', "listener.engine", '"embedded", "openai"'),
        ('[listener]\nbase_url = "localhost:11434"', "listener.base_url", "http://localhost:11434/v1"),
        ('[listener]\nbase_url = "file:///etc/passwd"', "listener.base_url", "address"),
        ('[listener]\nbase_url = "http://[::1"', "listener.base_url", "address"),
        ('[listener]\nbase_url = "http://a b/"', "listener.base_url", "address"),
        ('[listener]\nbase_url = "http://host:port/"', "listener.base_url", "address"),
        ("[listener]\nmodel = 4", "listener.model", "name of a model"),
    ],
)
def test_what_is_not_a_setting_is_refused_with_what_is(tmp_path: Path, content: str, key: str, allowed: str) -> None:
    """The sentence names the file and the key; the hint says what may stand there."""
    path = settings_in(tmp_path, content)

    with pytest.raises(UsageError) as caught:
        load(path)

    assert str(path) in caught.value.what
    assert repr(key) in caught.value.what
    assert allowed in caught.value.hint
    assert caught.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    "content",
    [
        '[listener]\napi_key = "sk-SECRET"',
        '[listener]\napi_key_env = "sk-SECRET"',
        '[listener]\nbase_url = "https://me:SECRET@models.example/v1"',
        '[listener]\napi_key_env = "SECRET',
    ],
)
def test_a_key_in_the_wrong_place_is_refused_and_not_repeated(tmp_path: Path, content: str) -> None:
    """A key is never kept in the settings, nor shown on a screen by the error that says so."""
    with pytest.raises(UsageError) as caught:
        load(settings_in(tmp_path, content))

    assert "SECRET" not in caught.value.what + caught.value.hint


@pytest.mark.parametrize(
    "chosen",
    [Settings(country="Ireland"), Settings(voice=""), Settings(listener=ListenerSettings(api_key_env="sk-SECRET"))],
)
def test_what_could_not_be_loaded_is_not_saved(tmp_path: Path, chosen: Settings) -> None:
    """The file that was there stays as it was."""
    path = settings_in(tmp_path, 'country = "IE"\n')

    with pytest.raises(UsageError):
        save(chosen, path)

    assert path.read_text() == 'country = "IE"\n'


@given(content=st.binary() | st.text(st.sampled_from('[]{}=".\n#\\u0018_aé ')).map(str.encode))
@examples(max_examples=300, deadline=None)
def test_any_bytes_are_settings_or_are_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever is in the file, what comes is settings or our own error."""
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)

    try:
        chosen = load(path)
    except UsageError as error:
        assert str(path) in error.what  # noqa: PT017  either outcome is right; this one has a condition
    else:
        assert isinstance(chosen, Settings)


@pytest.mark.parametrize("content", ["a = " + "[" * 5000, "a = " + "9" * 5000, 'country = "IE"\ncountry = "UK"'])
def test_what_the_parser_chokes_on_is_refused(tmp_path: Path, content: str) -> None:
    """Depth, length and repetition end in a sentence like any other mistake."""
    with pytest.raises(UsageError, match="not valid TOML"):
        load(settings_in(tmp_path, content))


def test_a_mistake_in_the_file_is_located(tmp_path: Path) -> None:
    """The line is named, so that it can be found."""
    with pytest.raises(UsageError, match=r"at line 2, column \d+"):
        load(settings_in(tmp_path, 'country = "IE"\npace = slow\n'))


def test_a_folder_in_place_of_the_settings_is_reported(tmp_path: Path) -> None:
    """Reading and saving say so in a sentence, and leave nothing half written."""
    (tmp_path / "settings.toml").mkdir()

    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "settings.toml")
    with pytest.raises(AssistantError, match="could not be saved"):
        save(Settings(country="IE"), tmp_path / "settings.toml")
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_only_the_owner_can_read_the_settings(tmp_path: Path, umask: int) -> None:
    """Folder 0700, file 0600, whatever the umask, and whatever the file was before."""
    path = tmp_path / "new" / "settings.toml"
    before = os.umask(umask)
    try:
        save(Settings(country="IE"), path)
        path.chmod(0o644)
        save(Settings(country="ZA"), path)
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_settings_that_are_a_link_are_saved_where_it_leads(tmp_path: Path) -> None:
    """A person who keeps such files elsewhere keeps them there."""
    (tmp_path / "elsewhere.toml").write_text("")
    (tmp_path / "settings.toml").symlink_to(tmp_path / "elsewhere.toml")

    save(Settings(country="IE"), tmp_path / "settings.toml")

    assert (tmp_path / "settings.toml").is_symlink()
    assert load(tmp_path / "elsewhere.toml").country == "IE"
