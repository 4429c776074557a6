"""What a person says is kept, read back, and gone when they say so."""

import os
import random
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import (
    JournalBusy,
    JournalDamaged,
    JournalError,
    JournalUnwritable,
    UsageError,
)
from assistant.explaining import explained
from assistant.journal import Journal, Keeper
from assistant.migrations import upgrade
from assistant.store import Store
from dialogues.moves import Move
from dialogues.transcript import Speaker, Transcript, Turn
from tests.assistant.sealed import KEY, decrypted, readable

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
OPENING = Turn(Speaker.ASSISTANT, "Hello. I am a program.", Move.OPENING, "opening.1")
PHONE = Turn(Speaker.USER, "She still checks my phone at night.")
CUT = Turn(Speaker.ASSISTANT, "She checks your", Move.REFLECTION, "", cut=True)
NOBODY = 65_534  # user and group: the one that owns nothing, so that root can be someone without rights

# Text as microphones, keyboards and terminals give it: every kind of character, long runs, and nothing left out.
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.text("'\"\\%_;\x00\x1a\ufeff\u202e\u0301👩‍👩‍👧\r\n", min_size=1),
    st.builds(
        lambda part, times: part * times, st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.just(900)
    ),
)


@pytest.fixture(params=["in a file", "in memory"])
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Keeper]:
    """Every kind of keeper there is: they promise the same."""
    kept = Journal.open(tmp_path / "kept" / "data.db", KEY) if request.param == "in a file" else Journal.in_memory()
    with closing(kept):
        yield kept


def held(keeper: Keeper, *turns: Turn) -> int:
    session = keeper.begin("typed", NOON)
    for turn in turns:
        keeper.write(session, turn, NOON)
    return session


def test_a_session_is_read_back_as_it_was_written(keeper: Keeper) -> None:
    """Words, moves, sources, cuts and times come back as they went in."""
    session = keeper.begin("microphone", NOON)
    keeper.write(session, OPENING, NOON, 0.0, 2.5)
    keeper.write(session, PHONE, NOON + timedelta(seconds=9), 4.032, 8.96)
    keeper.write(session, CUT, NOON + timedelta(seconds=11))
    keeper.close_session(session, NOON + timedelta(minutes=20))

    entry = keeper.entry(session)

    assert [timed.turn for timed in entry.turns] == [OPENING, PHONE, CUT]
    assert [(timed.start_seconds, timed.end_seconds) for timed in entry.turns] == [
        (0.0, 2.5),
        (4.032, 8.96),
        (None, None),
    ]
    assert [timed.said_at - NOON for timed in entry.turns] == [timedelta(seconds=each) for each in (0, 9, 11)]
    assert entry.transcript == Transcript((OPENING, PHONE, CUT))
    assert (entry.summary.door, entry.summary.opened_at, entry.summary.turn_count) == ("microphone", NOON, 3)
    assert entry.summary.closed_at == NOON + timedelta(minutes=20)


def test_a_session_that_was_never_closed_is_kept_and_says_so(keeper: Keeper) -> None:
    """An interrupted session is listed like any other, with no end."""
    held(keeper, PHONE)

    (summary,) = keeper.sessions()

    assert summary.closed_at is None
    assert summary.turn_count == 1


def test_sessions_come_newest_first_whatever_the_clock_said(keeper: Keeper) -> None:
    """A clock that was set back does not reorder them."""
    first = keeper.begin("typed", NOON)
    second = keeper.begin("typed", NOON - timedelta(days=400))

    assert [summary.id for summary in keeper.sessions()] == [second, first]
    assert [summary.id for summary in keeper.sessions(limit=1)] == [second]
    assert keeper.sessions(limit=0) == ()
    assert len(keeper.sessions(limit=10**40)) == 2


def test_a_summary_begins_as_the_person_began(keeper: Keeper) -> None:
    """The first words are the person's, on one line, with nothing in them that a terminal would act on."""
    held(keeper, OPENING, Turn(Speaker.USER, "I don't\n know\x1b[2J where to start. " + "And then. " * 20))
    held(keeper, OPENING)

    only_opening, talked = keeper.sessions()

    assert only_opening.first_words == ""
    assert talked.first_words.startswith("I don't know [2J where to start. And then.")
    assert talked.first_words.endswith("…")
    assert len(talked.first_words) <= 60


def test_a_turn_without_words_is_not_kept(keeper: Keeper) -> None:
    """A silence leaves no trace."""
    session = held(keeper, Turn(Speaker.USER, ""), Turn(Speaker.ASSISTANT, "", Move.SILENCE))

    assert keeper.entry(session).turns == ()


def test_transcripts_are_those_of_sessions_with_words_oldest_first(keeper: Keeper) -> None:
    """What a listener may remember of earlier sessions is what was said in them."""
    held(keeper, OPENING, PHONE)
    held(keeper)
    held(keeper, PHONE, CUT)

    assert keeper.transcripts() == (Transcript((OPENING, PHONE)), Transcript((PHONE, CUT)))


def test_a_deleted_session_is_gone_and_its_number_is_not_used_again(keeper: Keeper) -> None:
    """The others stay as they were, and the number never comes to mean another session."""
    kept = held(keeper, PHONE)
    deleted = held(keeper, OPENING)

    keeper.delete(deleted)

    assert [summary.id for summary in keeper.sessions()] == [kept]
    assert keeper.transcripts() == (Transcript((PHONE,)),)
    assert held(keeper) not in {kept, deleted}


@pytest.mark.parametrize("session", [7, 0, -1, 2**63, 10**40])
def test_a_session_that_is_not_there_is_said_not_to_be_there(keeper: Keeper, session: int) -> None:
    """Reading, writing, closing and deleting all answer with the same plain sentence, and change nothing."""
    for attempt in (
        lambda: keeper.entry(session),
        lambda: keeper.write(session, PHONE, NOON),
        lambda: keeper.close_session(session, NOON),
        lambda: keeper.delete(session),
    ):
        with pytest.raises(UsageError, match=f"There is no session {session} "):
            attempt()

    assert keeper.sessions() == ()


def test_any_text_comes_back_exactly(keeper: Keeper) -> None:
    """Whatever valid Unicode is said, its session holds it, character for character."""

    @given(st.lists(TEXTS, min_size=1, max_size=3))
    @settings(max_examples=60, deadline=None)
    def law(said: list[str]) -> None:
        session = held(keeper, *(Turn(Speaker.USER, text) for text in said))
        assert [timed.turn.text for timed in keeper.entry(session).turns] == said
        assert len(keeper.sessions(limit=1)[0].first_words) <= 60

    law()


def test_half_a_character_costs_no_more_than_itself(keeper: Keeper) -> None:
    """A terminal can send half of a surrogate pair: it becomes a replacement character, and the rest is kept."""
    session = held(keeper, Turn(Speaker.USER, "a\ud83db\udc00"), Turn(Speaker.USER, "\ud83d\ude00"))

    assert [timed.turn.text for timed in keeper.entry(session).turns] == ["a\ufffdb\ufffd", "😀"]


@given(st.datetimes(datetime(1970, 1, 3), datetime(2999, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001  the zone is drawn beside
@settings(max_examples=50, deadline=None)
def test_a_moment_is_the_same_moment_afterwards(moment: datetime, hours: int) -> None:
    """A time in any zone comes back as that time, in UTC."""
    moment = moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    with Journal.in_memory() as journal:
        session = journal.begin("typed", moment)
        journal.close_session(session, moment)
        (summary,) = journal.sessions()

    assert summary.opened_at == summary.closed_at == moment
    assert summary.opened_at.tzinfo is UTC


def test_what_was_kept_is_there_the_next_time(tmp_path: Path) -> None:
    """A journal that was closed and opened again holds what it held."""
    with Journal.open(tmp_path / "data.db", KEY) as journal:
        session = held(journal, OPENING, PHONE)
    with Journal.open(tmp_path / "data.db", KEY) as journal:
        journal.verify()
        assert journal.entry(session).transcript == Transcript((OPENING, PHONE))


def test_a_move_that_this_program_does_not_know_does_not_hide_the_words(tmp_path: Path) -> None:
    """A later program may write moves that we have no name for; the turn stays readable."""
    with Journal.open(tmp_path / "data.db", KEY) as journal:
        session = held(journal, OPENING)
    with Store.writing(tmp_path / "data.db", KEY) as store:
        store.run("UPDATE turns SET move = 'dance'")
    with Journal.read(tmp_path / "data.db", KEY) as journal:
        (timed,) = journal.entry(session).turns

    assert timed.turn == Turn(Speaker.ASSISTANT, OPENING.text, None, OPENING.source)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_only_the_owner_can_read_any_file_of_the_journal(tmp_path: Path, umask: int) -> None:
    """Folder 0700, files 0600, the log included, whatever the umask."""
    before = os.umask(umask)
    try:
        journal = Journal.open(tmp_path / "new" / "kept" / "data.db", KEY)
    finally:
        os.umask(before)
    with journal:
        held(journal, PHONE)
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "new").rglob("*")}

    assert modes.pop("kept") == 0o700
    assert modes == dict.fromkeys(["data.db", "data.db-wal", "data.db-shm", "data.db.lock"], 0o600)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_journal_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    """A copy brought from elsewhere with a loose mode becomes the owner's alone when it is opened."""
    Journal.open(tmp_path / "data.db", KEY).close()
    (tmp_path / "data.db").chmod(0o664)

    Journal.open(tmp_path / "data.db", KEY).close()

    assert stat.S_IMODE((tmp_path / "data.db").stat().st_mode) == 0o600


def test_the_disk_is_told_to_hurry_and_to_forget() -> None:
    """A commit waits for the disk, what is deleted is overwritten, and nothing goes to temporary files."""
    with tempfile.TemporaryDirectory() as folder, Store.writing(Path(folder) / "data.db", KEY) as store:
        upgrade(store)
        asked = ("journal_mode", "synchronous", "fullfsync", "secure_delete", "foreign_keys", "temp_store")

        assert [store.run(f"PRAGMA {each}")[0][0] for each in asked] == ["wal", 2, 1, 1, 1, 2]


@pytest.mark.parametrize("seed", range(4))
def test_nothing_of_a_deleted_session_is_left_in_any_file(tmp_path: Path, seed: int) -> None:
    """Sessions of all sizes are deleted in any order: even with the key, their words are nowhere, and the others' all are."""
    chance = random.Random(seed)
    with Journal.open(tmp_path / "data.db", KEY) as journal:
        marks: dict[int, list[str]] = {}
        for _ in range(8):
            session = held(journal)
            marks[session] = [f"mark{session}x{chance.getrandbits(64):016x}" for _ in range(chance.randint(1, 12))]
            for mark in marks[session]:
                words = f"{mark} " * chance.choice([1, 3, 40, 900])
                journal.write(session, Turn(Speaker.USER, words), NOON)
        order = chance.sample(list(marks), len(marks))
        while order:
            journal.delete(order.pop())
            assert (tmp_path / "data.db-wal").stat().st_size == 0
            beneath = decrypted(tmp_path / "data.db")
            for session, words in marks.items():
                assert {mark.encode() in beneath for mark in words} == {session in order}
                assert not any(mark.encode() in readable(tmp_path) for mark in words)


def test_a_deletion_that_a_reader_holds_up_says_so_and_is_finished_later(tmp_path: Path) -> None:
    """Traces that cannot be removed yet are admitted, and go when the journal is closed."""
    with Journal.open(tmp_path / "data.db", KEY) as journal:
        session = held(journal, Turn(Speaker.USER, "tell-tale"))
        with Store.reading(tmp_path / "data.db", KEY) as reader:
            reader.run("BEGIN")
            reader.run("SELECT count(*) FROM turns")
            with pytest.raises(JournalBusy, match="traces"):
                journal.delete(session)
        assert journal.sessions() == ()

    assert b"tell-tale" not in decrypted(tmp_path / "data.db")
    assert not (tmp_path / "data.db-wal").exists()


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from assistant.journal import Journal
from assistant.keys import Key
from dialogues.transcript import Speaker, Turn
with Journal.open(Path(sys.argv[1]), Key(bytes(range(32)))) as journal:
    session = journal.begin("typed", datetime.now(UTC))
    journal.write(session, Turn(Speaker.USER, "from the other program"), datetime.now(UTC))
    print(session, flush=True)
    sys.stdin.read()
"""


def test_a_second_program_may_read_but_not_write(tmp_path: Path) -> None:
    """While one program has a session, another is refused at once, and can still list and show."""
    path = tmp_path / "data.db"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        session = int(other.stdout.readline())
        with pytest.raises(JournalBusy, match=r"data\.db"):
            Journal.open(path, KEY)
        with Journal.read(path, KEY) as reader:
            said = reader.entry(session).transcript.last(Speaker.USER)
        other.kill()

    assert said == Turn(Speaker.USER, "from the other program")
    with Journal.open(path, KEY) as journal:  # the killed program's claim went with it
        assert journal.sessions()[0].closed_at is None


def test_a_journal_is_open_for_writing_once_in_one_program_too(tmp_path: Path) -> None:
    """A second opening is refused, and does not take the first one's claim away."""
    with Journal.open(tmp_path / "data.db", KEY):
        for _ in range(2):
            with pytest.raises(JournalBusy):
                Journal.open(tmp_path / "data.db", KEY)
    Journal.open(tmp_path / "data.db", KEY).close()


def test_reading_sees_turns_as_they_are_committed(tmp_path: Path) -> None:
    """A reader beside a running session sees each turn once it is kept."""
    with Journal.open(tmp_path / "data.db", KEY) as journal, Journal.read(tmp_path / "data.db", KEY) as reader:
        session = held(journal, OPENING)
        assert len(reader.entry(session).turns) == 1
        journal.write(session, PHONE, NOON)
        assert len(reader.entry(session).turns) == 2


def test_a_journal_opened_to_read_cannot_be_written(tmp_path: Path) -> None:
    """Reading changes nothing, and says so when asked to."""
    with Journal.open(tmp_path / "data.db", KEY) as journal:
        session = held(journal, PHONE)
    with Journal.read(tmp_path / "data.db", KEY) as reader:
        with pytest.raises(JournalUnwritable):
            reader.write(session, PHONE, NOON)
        with pytest.raises(JournalUnwritable):
            reader.delete(session)
        assert len(reader.entry(session).turns) == 1


def test_reading_a_journal_that_is_not_there_finds_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    """Nobody has talked yet: an empty list, and no file."""
    with Journal.read(tmp_path / "none" / "data.db", KEY) as reader:
        assert reader.sessions() == ()

    assert list(tmp_path.iterdir()) == []


def test_closing_twice_does_no_harm_and_a_closed_journal_says_so(tmp_path: Path) -> None:
    """Late news after the end is answered in plain words."""
    journal = Journal.open(tmp_path / "data.db", KEY)
    session = held(journal)
    journal.close()
    journal.close()

    with pytest.raises(JournalUnwritable, match="closed"):
        journal.write(session, PHONE, NOON)


@contextmanager
def someone_without_rights() -> Iterator[Path]:
    """A folder whose owner we are for a while; being root would make every mode meaningless."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if os.geteuid() != 0:
            yield folder
            return
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_read_only_folder_can_be_read_and_says_that_it_cannot_be_written() -> None:
    """On a write-protected stick earlier sessions can be read, and a new one is refused with a plain sentence."""
    with someone_without_rights() as folder:
        with Journal.open(folder / "data.db", KEY) as journal:
            session = held(journal, PHONE)
        folder.chmod(0o500)
        try:
            with pytest.raises(JournalUnwritable, match=r"data\.db"):
                Journal.open(folder / "data.db", KEY)
            with pytest.raises(JournalUnwritable, match=r"data\.db"):
                Journal.open(folder / "deeper" / "data.db", KEY)
            with Journal.read(folder / "data.db", KEY) as reader:
                assert reader.entry(session).transcript == Transcript((PHONE,))
        finally:
            folder.chmod(0o700)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_read_only_file_is_left_read_only() -> None:
    """Who makes the file read-only wants nothing added: its mode stays, and a new session is refused."""
    with someone_without_rights() as folder:
        path = folder / "data.db"
        Journal.open(path, KEY).close()
        path.chmod(0o400)
        with Journal.open(path, KEY) as journal, pytest.raises(JournalUnwritable, match="read-only"):
            journal.begin("typed", NOON)

        assert stat.S_IMODE(path.stat().st_mode) == 0o400


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_folder_that_may_not_be_entered_is_reported() -> None:
    """Neither reading nor writing lets the system's own error out."""
    with someone_without_rights() as folder:
        (folder / "shut").mkdir(mode=0o000)
        for opening in (Journal.open, Journal.read):
            with pytest.raises(JournalUnwritable):
                opening(folder / "shut" / "data.db", KEY)


@pytest.mark.parametrize("opening", [Journal.open, Journal.read])
def test_a_folder_where_the_journal_should_be_is_reported(tmp_path: Path, opening) -> None:
    """It says so in a sentence, holding the file's name and not its whole path."""
    (tmp_path / "data.db").mkdir()

    with pytest.raises(JournalUnwritable, match=r"data\.db") as caught:
        opening(tmp_path / "data.db", KEY)
    assert str(tmp_path) not in caught.value.what + caught.value.hint


def test_a_file_where_the_folder_should_be_is_reported(tmp_path: Path) -> None:
    """The file is left as it is."""
    (tmp_path / "kept").write_text("mine")

    with pytest.raises(JournalUnwritable):
        Journal.open(tmp_path / "kept" / "data.db", KEY)
    assert (tmp_path / "kept").read_text() == "mine"


@pytest.mark.parametrize(
    "content", [b"mine", b"Dear diary, " * 500, bytes(8192), b"SQLite format 2\x00" + b"\xff" * 5000]
)
@pytest.mark.parametrize("opening", [Journal.open, Journal.read])
def test_a_file_that_is_not_a_journal_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes, opening) -> None:
    """Text, zeros, or a spoiled header: a clear sentence, and not one byte changed."""
    (tmp_path / "data.db").write_bytes(content)

    with pytest.raises(JournalDamaged, match=r"data\.db"):
        opening(tmp_path / "data.db", KEY)
    assert (tmp_path / "data.db").read_bytes() == content


def written(path: Path) -> int:
    """A journal of a few dozen pages; gives its number of pages."""
    with Journal.open(path, KEY) as journal:
        for number in range(6):
            held(journal, *(Turn(Speaker.USER, f"turn {number} {each} " * 30) for each in range(30)))
    return path.stat().st_size // 4096


def read_all(path: Path) -> None:
    for opening in (Journal.open, Journal.read):
        with opening(path, KEY) as journal:
            for summary in journal.sessions():
                journal.entry(summary.id)
            journal.transcripts()
            journal.verify()


def test_a_damaged_page_is_noticed_wherever_it_is(tmp_path: Path) -> None:
    """Each page in turn is overwritten: reading the whole says so, in our own words."""
    path = tmp_path / "data.db"
    pages = written(path)
    whole = path.read_bytes()
    assert pages > 20

    for page in range(pages):
        path.write_bytes(whole[: page * 4096] + b"\xa5" * 4096 + whole[(page + 1) * 4096 :])
        with pytest.raises(JournalDamaged, match=r"data\.db"):
            read_all(path)


def test_any_damage_reads_or_is_reported(tmp_path: Path) -> None:
    """Whatever bytes are changed or cut off, what comes is words or our own error, never the engine's."""
    path = tmp_path / "data.db"
    size = written(path) * 4096
    whole = path.read_bytes()
    place = st.one_of(st.integers(0, size), st.integers(0, 4096), st.sampled_from(range(0, size, 4096)))

    @given(place, st.binary(min_size=1, max_size=64), st.one_of(st.just(size), st.integers(0, size)))
    @settings(max_examples=80, deadline=None)
    def law(at: int, put: bytes, end: int) -> None:
        for each in tmp_path.glob("data.db-*"):
            each.unlink()
        path.write_bytes((whole[:at] + put + whole[at + len(put) :])[:end])
        try:
            read_all(path)
        except JournalError as error:
            assert "turn" not in error.what + error.hint  # noqa: PT017  either outcome is right; this one has a condition

    law()


def test_a_full_file_is_reported_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    """Earlier turns stay readable, the failed one leaves no trace, and the next attempt is kept."""
    with Store.writing(tmp_path / "data.db", KEY) as store:
        upgrade(store)
        journal = Journal(store)
        session = held(journal, PHONE)
        long = Turn(Speaker.USER, "so much to say " * 2000)
        ((pages,),) = store.run("PRAGMA page_count")
        store.run(f"PRAGMA max_page_count = {pages + 2}")

        with pytest.raises(JournalUnwritable, match="disk is full") as caught:
            journal.write(session, long, NOON)
        assert "so much" not in caught.value.what + caught.value.hint
        assert journal.entry(session).transcript == Transcript((PHONE,))

        store.run("PRAGMA max_page_count = 1000000")
        journal.write(session, long, NOON)
        assert journal.entry(session).transcript == Transcript((PHONE, long))


def _kinds_of(root: type[Exception]) -> list[type[Exception]]:
    return [root, *(each for kind in root.__subclasses__() for each in _kinds_of(kind))]


@pytest.mark.parametrize("kind", [*_kinds_of(apsw.Error), OSError, PermissionError])
@pytest.mark.parametrize("code", [None, *range(1, 27), apsw.SQLITE_IOERR_READ, apsw.SQLITE_READONLY_DBMOVED, 255])
def test_every_error_of_the_engine_becomes_one_of_ours(kind: type[Exception], code: int | None) -> None:
    """Whatever it raises, a person gets two sentences that name the file and repeat nothing of what was raised."""
    raised = kind("she said SECRET in /home/somebody")
    if code is not None and isinstance(raised, apsw.Error):
        raised.extendedresult = code

    with pytest.raises(JournalError, match=r"data\.db") as caught, explained("data.db"):
        raise raised

    told = f"{caught.value} {caught.value.what} {caught.value.hint} {caught.value.__notes__}"
    assert "SECRET" not in told
    assert "somebody" not in told
    assert caught.value.hint
    assert caught.value.__suppress_context__


def test_turns_may_be_written_from_any_thread(keeper: Keeper) -> None:
    """Whoever finishes a turn may keep it: none is lost and none is mixed up with another."""
    sessions = [held(keeper) for _ in range(4)]

    def talk(session: int) -> None:
        for number in range(20):
            keeper.write(session, Turn(Speaker.USER, f"{number} of {session}"), NOON)

    with ThreadPoolExecutor(len(sessions)) as talkers:
        list(talkers.map(talk, sessions))

    for session in sessions:
        assert [timed.turn.text for timed in keeper.entry(session).turns] == [
            f"{each} of {session}" for each in range(20)
        ]


def test_reading_a_journal_that_was_only_just_made_finds_nothing(tmp_path: Path) -> None:
    """A first start that was killed leaves an empty file; reading it is reading an empty journal."""
    (tmp_path / "data.db").touch()

    with Journal.read(tmp_path / "data.db", KEY) as reader:
        assert reader.sessions() == ()


def test_a_turn_that_belongs_to_no_session_is_noticed(tmp_path: Path) -> None:
    """Every page can be read, and yet the journal is not as it was written."""
    with Journal.open(tmp_path / "data.db", KEY) as journal:
        session = held(journal, PHONE)
    with Store.writing(tmp_path / "data.db", KEY) as store:
        store.run("PRAGMA foreign_keys = OFF")
        store.run("DELETE FROM sessions WHERE id = ?", session)

    with Journal.read(tmp_path / "data.db", KEY) as journal, pytest.raises(JournalDamaged):
        journal.verify()


def test_a_time_that_we_never_write_is_damage(tmp_path: Path) -> None:
    """What cannot be a time is reported as a damaged journal, and not repeated."""
    with Journal.open(tmp_path / "data.db", KEY) as journal:
        session = held(journal, PHONE)
    with Store.writing(tmp_path / "data.db", KEY) as store:
        store.run("UPDATE turns SET said_at = 'SECRET'")

    with Journal.read(tmp_path / "data.db", KEY) as journal, pytest.raises(JournalDamaged) as caught:
        journal.entry(session)
    assert "SECRET" not in str(caught.value) + caught.value.hint
    assert caught.value.__suppress_context__


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_newest_turns_in_a_log_are_not_passed_over_on_a_read_only_place() -> None:
    """A journal copied with its log to a write-protected place is refused rather than shown without its last turns."""
    with someone_without_rights() as folder:
        with Journal.open(folder / "data.db", KEY) as journal:
            held(journal, PHONE)
            (folder / "copy").mkdir()
            for name in ("data.db", "data.db-wal"):
                (folder / "copy" / name).write_bytes((folder / name).read_bytes())
        (folder / "copy").chmod(0o500)
        try:
            with pytest.raises(JournalUnwritable, match=r"data\.db"):
                Journal.read(folder / "copy" / "data.db", KEY)
        finally:
            (folder / "copy").chmod(0o700)
        with Journal.read(folder / "copy" / "data.db", KEY) as reader:
            assert reader.transcripts() == (Transcript((PHONE,)),)
