"""What a person puts beside a session stays there, what was heard stays as it was heard, and what was made is found again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.journal import Journal
from assistant.marking import LONGEST_NAME, one_line, tag_of
from assistant.reading import findings, read_sessions
from dialogues.dialogue import load_library
from dialogues.exercise_progress import Kept
from dialogues.moves import Move
from dialogues.transcript import Speaker, Transcript, Turn
from tests.assistant.sealed import KEY, engine

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LIBRARY = load_library()
LETTER = (
    Turn(Speaker.USER, "He lied to me, and I found out by accident."),
    Turn(Speaker.ASSISTANT, "You found out.", Move.QUESTION, "broken-trust/hardest-moment"),
    Turn(Speaker.USER, "I found the messages, and then I caught him lying."),
    Turn(Speaker.ASSISTANT, "Whom is it to?", Move.EXERCISE, "exercise/unsent-letter/to-whom"),
    Turn(Speaker.USER, "To my brother Tim."),
    Turn(Speaker.ASSISTANT, "Begin with Dear.", Move.EXERCISE, "exercise/unsent-letter/letter"),
    Turn(Speaker.USER, "Dear Tim, I was hurt."),
    Turn(Speaker.ASSISTANT, "Go on.", Move.EXERCISE, "exercise/unsent-letter/letter/more"),
    Turn(Speaker.USER, "I still am."),
)


@pytest.fixture
def journal() -> Iterator[Journal]:
    with Journal.in_memory() as kept:
        yield kept


def held(journal: Journal, *turns: Turn) -> int:
    session = journal.begin("typed", NOON)
    for turn in turns:
        journal.write(session, turn, NOON)
    return session


def test_a_session_keeps_its_name_and_tags(journal: Journal) -> None:
    """Added, taken away, and given twice; another session has none of them."""
    session, other = held(journal, *LETTER), held(journal, *LETTER)

    journal.set_title(session, "  The\nletter ")
    journal.tag(session, ["Family", "#money", "family", " , "])
    assert (journal.entry(session).summary.title, journal.entry(session).summary.tags) == (
        "The letter",
        ("family", "money"),
    )

    journal.untag(session, ["FAMILY", "nowhere"])
    journal.set_title(session, "")
    assert (journal.entry(session).summary.title, journal.entry(session).summary.tags) == ("", ("money",))
    assert journal.entry(other).summary.tags == ()


@given(st.text())
def test_a_name_is_one_line_and_naming_it_again_changes_nothing(text: str) -> None:
    """Whatever is typed."""
    for name in (one_line(text), tag_of(text)):
        assert name.isprintable()
        assert len(name) <= LONGEST_NAME
    assert one_line(one_line(text)) == one_line(text)


def test_a_correction_stands_beside_what_was_heard(journal: Journal) -> None:
    """The latest is what was said, to the listener of the next session too; what was heard never changes."""
    session = held(journal, Turn(Speaker.ASSISTANT, "Hello."), Turn(Speaker.USER, "I miss my moth."))

    journal.correct(session, 2, "I miss my other.", NOON)
    journal.correct(session, 2, "I miss my mother.", NOON)
    (_, timed) = journal.entry(session).turns
    assert (timed.turn.text, timed.text) == ("I miss my moth.", "I miss my mother.")
    assert [each.text for each in timed.corrections] == ["I miss my other.", "I miss my mother."]
    assert journal.transcripts()[0].turns[1].text == "I miss my mother."
    assert journal.sessions()[0].first_words == "I miss my mother."

    journal.correct(session, 2, "", NOON)
    assert journal.entry(session).turns[1].corrections == ()
    assert journal.transcripts()[0].turns[1].text == "I miss my moth."


def test_what_was_heard_cannot_be_written_over(tmp_path: Path) -> None:
    """Not even by a slip in the program: the file itself refuses it."""
    with Journal.open(tmp_path / "data.db", KEY) as journal:
        held(journal, *LETTER)
    connection = engine(tmp_path / "data.db")

    with pytest.raises(apsw.ConstraintError, match="what was heard never changes"):
        connection.execute("UPDATE turns SET text = 'something else'")
    connection.close()


@pytest.mark.parametrize("turn", [0, 1, 3, -1])
def test_only_a_turn_of_the_persons_can_be_corrected(journal: Journal, turn: int) -> None:
    """The program's words are as it said them, and a turn that is not there is said not to be."""
    session = held(journal, Turn(Speaker.ASSISTANT, "Hello."), Turn(Speaker.USER, "I miss my moth."))

    with pytest.raises(UsageError, match=f"[Tt]urn {turn}"):
        journal.correct(session, turn, "x", NOON)


def test_a_session_that_is_not_there_can_be_given_nothing(journal: Journal) -> None:
    """The same plain sentence as everywhere."""
    for attempt in (
        lambda: journal.set_title(3, "x"),
        lambda: journal.tag(3, ["x"]),
        lambda: journal.untag(3, ["x"]),
        lambda: journal.correct(3, 1, "x", NOON),
        lambda: journal.require_own_turn(3, 1),
    ):
        with pytest.raises(UsageError, match="There is no session 3 "):
            attempt()


def test_a_letter_a_plan_and_the_themes_are_found_when_the_journal_is_next_opened(journal: Journal) -> None:
    """Whether the session came to its end or not; and they follow a correction."""
    session = held(journal, *LETTER)
    read_sessions(journal, LIBRARY)

    entry = journal.entry(session)
    assert entry.results == (
        Kept("unsent-letter", "to-whom", ("To my brother Tim.",)),
        Kept("unsent-letter", "letter", ("Dear Tim, I was hurt.", "I still am.")),
    )
    assert (entry.summary.dialogue, "finding-out" in entry.summary.themes) == ("broken-trust", True)
    assert journal.sessions_with_results() == [session]
    assert journal.unread() == []

    journal.correct(session, 7, "Dear Jim, I was hurt.", NOON)
    read_sessions(journal, LIBRARY)
    assert journal.entry(session).results[1].turns[0] == "Dear Jim, I was hurt."

    journal.delete(session)
    assert journal.sessions_with_results() == []


def test_what_a_session_was_about_is_more_than_one_word() -> None:
    """A word that falls once is no theme, and an empty session has none."""
    once = Transcript((Turn(Speaker.USER, "I saw the messages. It rained."),))

    assert findings(once, LIBRARY).themes == ()
    assert findings(Transcript(), LIBRARY).themes == ()
    assert findings(Transcript(LETTER), LIBRARY).themes
