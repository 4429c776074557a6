"""Any session that a journal may hold, for tests of what goes out of it and comes in."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from assistant.entries import Correction, Entry, SessionSummary, TimedTurn
from assistant.marking import one_line, tag_of
from dialogues.exercise_progress import Kept
from dialogues.moves import Move
from dialogues.screening import Label, Tier
from dialogues.transcript import Speaker, Turn

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.text("<>&\"'\\`*_#[]|-\x00\x1b\u202e\u2028\u0301\r\n\t 👩‍👧:.", min_size=1),
    st.sampled_from(
        ["</script><b>", "1\n00:00 --> 00:01\nx", "WEBVTT\n\nNOTE", "You: no", "- a\n\n\n- b", "-->", "&lt;"]
    ),
)
NAMES = TEXTS.map(one_line)
MOMENTS = st.datetimes(datetime(1970, 1, 3), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  it has one
SECONDS = st.none() | st.floats(0, 1e6)
TURNS = st.builds(
    TimedTurn,
    st.builds(Turn, st.sampled_from(Speaker), TEXTS, st.none() | st.sampled_from(Move), NAMES, st.booleans()),
    MOMENTS,
    SECONDS,
    SECONDS,
    st.lists(st.builds(Correction, TEXTS, MOMENTS), max_size=2).map(tuple),
    st.none() | st.sampled_from(Tier),
    st.none() | st.sampled_from(Label),
)


def _names(each: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(each.filter(bool), max_size=3).map(lambda names: tuple(sorted(set(names))))


RESULTS = st.lists(
    st.builds(Kept, NAMES, NAMES, st.lists(TEXTS, min_size=1, max_size=2).map(tuple)),
    max_size=3,
    unique_by=lambda kept: (kept.exercise, kept.step),
).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """A whole session with a name of its own."""
    turns = tuple(draw(st.lists(TURNS, max_size=5)))
    summary = SessionSummary(
        0,
        draw(NAMES),
        draw(MOMENTS),
        draw(st.none() | MOMENTS),
        len(turns),
        "",
        draw(st.uuids()).hex,
        draw(NAMES),
        draw(_names(TEXTS.map(tag_of))),
        draw(NAMES),
        draw(_names(NAMES)),
    )
    return Entry(summary, turns, draw(RESULTS))
