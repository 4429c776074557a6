"""The sound of a person's turns is kept only if they ask for it, only their turns, and only for as long as they like."""

import json
import sys
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import sounds
from assistant.errors import JournalDamaged, JournalError, UsageError
from assistant.journal import Journal
from assistant.places import Places
from assistant.sound_keeping import LOOK_BACK, SoundKeeping
from assistant.vault import Vault
from assistant.words import timed_words
from audio.aligning import Span
from audio.frames import SAMPLE_RATE
from dialogues.transcript import Speaker, Turn
from tests.assistant.running import run_with
from tests.assistant.sealed import KEY, decrypted, readable

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
S = SAMPLE_RATE
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows hands descriptors on in another way")


def tone(seconds, hz=220.0):
    return (0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * S)) / S)).astype(np.float32)


@pytest.fixture
def journal():
    with Journal.in_memory() as kept:
        yield kept


def kept_seconds(journal, session):
    return [second for (second,) in journal.store.run("SELECT second FROM sounds WHERE session = ?", session)]


def keeping_in(journal, trouble=None):
    session = journal.begin("wav", NOON)
    return session, SoundKeeping(journal.store, session, trouble or pytest.fail)


def test_only_the_seconds_of_the_persons_turns_are_kept(journal):
    """From the one in which a turn began to the one in which it ended; what lies between is forgotten."""
    session, keeping = keeping_in(journal)
    for second in range(20):
        if second == 6:
            keeping.keep(round(5.3 * S))
        if second == 9:
            keeping.wrote()
            keeping.forget()
        if second == 15:
            keeping.keep(round(14.9 * S))
        keeping.hear(tone(1.0))
    keeping.wrote()
    keeping.close()

    assert kept_seconds(journal, session) == [5, 6, 7, 8, *range(14, 20)]


@pytest.mark.parametrize("leaves", [True, False], ids=["leaving", "going on"])
def test_a_turn_without_words_leaves_no_sound(journal, leaves):
    """A door that slammed, a word to somebody else that was not understood: nothing of it stays."""
    session, keeping = keeping_in(journal)
    keeping.keep(0)
    keeping.hear(tone(3.0))
    keeping.wrote()
    keeping.forget()
    keeping.hear(tone(LOOK_BACK + 1))
    keeping.keep((LOOK_BACK + 3) * S)
    keeping.hear(tone(2.5))
    if not leaves:
        keeping.forget()
    keeping.close()

    assert kept_seconds(journal, session) == [0, 1, 2]


@given(cuts=st.lists(st.integers(1, 40_000), min_size=1, max_size=8))
@settings(max_examples=10, deadline=None)
def test_how_the_sound_arrives_does_not_matter(cuts):
    """Blocks of any length give the same seconds."""
    sound = tone(4.0) * np.linspace(0.2, 1.0, 4 * S, dtype=np.float32)
    found = []
    for lengths in (cuts, [S]):
        with Journal.in_memory() as journal:
            session, keeping = keeping_in(journal)
            keeping.keep(0)
            rest, number = sound, 0
            while len(rest):
                length = lengths[number % len(lengths)]
                keeping.hear(rest[:length])
                rest, number = rest[length:], number + 1
            keeping.wrote()
            keeping.close()
            journal.write(session, Turn(Speaker.USER, "I found a medlar."), NOON, 0.5, 3.5)
            found.append(sounds.whole(journal, session))

    assert np.array_equal(*found)


def test_each_turn_is_heard_again_as_it_sounded(journal):
    """In its place, and for as long as it lasted."""
    session, keeping = keeping_in(journal)
    keeping.keep(0)
    keeping.hear(np.concatenate([tone(2.0, 150.0), tone(2.0, 300.0)]))
    keeping.wrote()
    keeping.close()
    journal.write(session, Turn(Speaker.USER, "low"), NOON, 0.2, 1.8)
    journal.write(session, Turn(Speaker.ASSISTANT, "So, low."), NOON)
    journal.write(session, Turn(Speaker.USER, "high"), NOON, 2.2, 3.8)

    turns = sounds.spoken_turns(journal, session)

    def pitch(sound):
        return float(np.argmax(np.abs(np.fft.rfft(sound)))) * S / len(sound)

    assert [each.turn.text for each in turns] == ["low", "high"]
    assert [round(pitch(each.sound), -1) for each in turns] == [150.0, 300.0]


def test_trouble_is_told_once_and_the_talk_goes_on(tmp_path):
    """A journal that takes no more sound does not stop anybody from talking."""
    told = []
    with Journal.open(tmp_path / "data.db", KEY) as journal:
        session = journal.begin("wav", NOON)
    keeping = SoundKeeping(journal.store, session, told.append)  # closed: nothing can be written
    keeping.keep(0)
    keeping.hear(tone(5.0))
    keeping.close()

    assert len(told) == 1
    assert isinstance(told[0], JournalError)


def talked(journal, at=NOON):
    session = journal.begin("wav", at)
    keeping = SoundKeeping(journal.store, session, pytest.fail)
    keeping.keep(0)
    keeping.hear(tone(3.0))
    keeping.wrote()
    keeping.close()
    journal.write(session, Turn(Speaker.USER, "I found a medlar."), at, 0.2, 2.8)
    return session


def test_words_are_found_once_and_kept_until_their_sound_goes(journal):
    """Each at its time in the session; whoever deletes the sound deletes the times with it."""
    session = talked(journal)
    asked = []

    def align():
        asked.append("once")
        return lambda _, text: tuple(Span(0.5 * number, 0.5 * number + 0.4) for number in range(len(text.split())))

    first, again = (timed_words(journal, session, align) for _ in range(2))

    ((_, words),) = first
    assert [(each.word, each.start, each.end) for each in words] == [
        ("I", 0.2, 0.6),
        ("found", 0.7, 1.1),
        ("a", 1.2, 1.6),
        ("medlar.", 1.7, 2.1),
    ]
    assert (again, asked) == (first, ["once"])
    sounds.delete_sound(journal.store, session)
    assert journal.store.run("SELECT count(*) FROM words") == [(0,)]


def test_sound_goes_after_its_days_and_the_words_stay(journal):
    """Each session's own days count; 0 days are for good."""
    old, new = talked(journal, NOON - timedelta(days=31)), talked(journal, NOON - timedelta(days=29))

    assert sounds.delete_old_sound(journal.store, 0, NOON) == 0
    assert sounds.delete_old_sound(journal.store, 30, NOON) == 1

    assert sounds.whole(journal, new).any()
    with pytest.raises(UsageError, match="No sound"):
        sounds.whole(journal, old)
    assert journal.entry(old).turns[0].turn.text == "I found a medlar."


def test_deleted_sound_is_in_no_file_even_for_whoever_has_the_key(tmp_path):
    """By itself, or with its session; and none of it was ever readable."""
    path = tmp_path / "data.db"
    with Journal.open(path, KEY) as journal:
        first, second = talked(journal), talked(journal)
        ((opus,),) = journal.store.run("SELECT opus FROM sounds WHERE session = ? AND second = 1", first)
        assert opus[100:140] not in readable(tmp_path)
        sounds.delete_sound(journal.store, first)
        journal.delete(second)

    assert opus[100:140] not in decrypted(path)


def test_sound_that_is_damaged_is_reported(journal):
    """As damage, not as a fault of the program."""
    session = talked(journal)
    sounds.keep_second(journal.store, session, 1, b"\x00\x05no")

    with pytest.raises(JournalDamaged):
        sounds.whole(journal, session)


@pytest.fixture
def home(tmp_path):
    """A journal with one session that was kept with its sound, and one without."""
    places = Places.under(tmp_path / "home")
    key = Vault(places).make_with_device_key()
    with Journal.open(places.journal, key) as journal:
        talked(journal)
        journal.write(journal.begin("typed", NOON), Turn(Speaker.USER, "typed"), NOON)
    return places.journal.parent


@posix
@pytest.mark.parametrize("kind", ["wav", "opus"])
def test_sound_is_written_where_a_person_asks_for_it(home, tmp_path, kind):
    """It says that the file is plain, and never takes the place of another."""
    file = tmp_path / f"said.{kind}"
    ran = run_with(home, "journal", "audio", 1, "--to", file)

    assert ran.returncode == 0, ran.stderr
    assert "not encrypted" in ran.stdout
    assert file.stat().st_mode & 0o077 == 0
    again = run_with(home, "journal", "audio", 1, "--to", file)
    assert (again.returncode, "already" in again.stderr) == (2, True)
    assert run_with(home, "journal", "audio", 2, "--to", tmp_path / "none.wav").returncode == 2
    assert not (tmp_path / "none.wav").exists()


@posix
def test_sound_is_deleted_by_itself(home):
    """The words stay; a second time there is none."""
    assert "words stay" in run_with(home, "journal", "delete", 1, "--audio-only", "--yes").stdout

    assert run_with(home, "journal", "delete", 1, "--audio-only", "--yes").returncode == 2
    assert json.loads(run_with(home, "journal", "show", 1, "--json").stdout)["turns"][0]["text"] == "I found a medlar."


@posix
def test_without_a_speaker_playing_says_so(home):
    """With the exit code of a missing device; where there is one, it plays."""
    ran = run_with(home, "journal", "play", 1)

    assert ran.returncode in {0, 4}
    assert ran.returncode == 0 or "soundingboard doctor" in ran.stderr or "libportaudio2" in ran.stderr
    assert run_with(home, "journal", "play", 2).returncode == 2
