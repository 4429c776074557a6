"""The two halves of a turn while they are still in the making: what a person is saying, and what is said in reply."""

from dataclasses import dataclass, field

from assistant.pace_wishes import PaceWish
from dialogues.moves import Move
from dialogues.screening import Screening


@dataclass(slots=True)
class Draft:
    """A turn of the person, as far as it is known."""

    turn: int
    started: int  # sample at which the turn began
    segment: int  # sample from which sound is not yet frozen into words
    number: int = 0  # of the latest draft
    end: int = 0  # sample at which the latest draft's speech ended
    asked: dict[int, tuple[int, int]] = field(default_factory=dict)  # drafts being transcribed: their sound
    frozen: tuple[str, ...] = ()  # words that will not be transcribed again
    latest: str | None = None  # the words after the frozen ones; None until they are known
    screening: Screening = field(default_factory=Screening)
    now: bool = False  # they said, by a key, that they have finished
    over: "Replying | None" = None  # the reply that it was spoken over
    is_due: bool = False  # they have been quiet long enough; the reply is not there yet
    more: bool = False  # they asked, by a key, for more time
    wish: PaceWish | None = None  # for another pace

    @property
    def words(self) -> str:
        """All that is known of what was said."""
        return " ".join(part.strip() for part in (*self.frozen, self.latest or "") if part.strip())

    def freeze(self, latest: str, end: int) -> None:
        """Settles the words up to `end`: only what comes after is transcribed again."""
        self.frozen = (*self.frozen, latest)
        self.latest = None
        self.segment = end


@dataclass(slots=True)
class Replying:
    """A reply, as far as it is known and spoken."""

    turn: int
    draft: int
    move: Move | None = None
    source: str = ""
    sentences: dict[int, str] = field(default_factory=dict)
    finished: bool = False  # no more sentences will come
    asked: set[int] = field(default_factory=set)  # sentences the voice was asked for
    spoken: set[int] = field(default_factory=set)  # sentences heard to their end
    first: int = 0  # number of the listener's first sentence: 1 where something is said before it

    @property
    def has_begun(self) -> bool:
        """Whether there is something to say, or nothing will come."""
        return self.finished or bool(self.sentences)

    @property
    def rest(self) -> dict[int, str]:
        """The sentences that were not heard to their end."""
        return {number: text for number, text in self.sentences.items() if number not in self.spoken}

    @property
    def done(self) -> bool:
        """Whether all of it was heard."""
        return self.finished and self.spoken >= self.sentences.keys()

    def heard(self, part: str = "") -> str:
        """What was heard of it: whole sentences, then part of one."""
        whole = [self.sentences[number] for number in sorted(self.spoken & self.sentences.keys())]
        return " ".join([*whole, part] if part else whole)
