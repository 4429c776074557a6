"""A session, from hello to goodbye, as a function of events.

Two rules. All that changes state lives in this file and in `assistant.drafts`. Nothing in it waits, reads a clock, or touches a device, a
file or a model: `Session.handle` takes one event and returns commands, and the same events always give the same commands.

Theory of operation. The person and the program take turns having the floor. A *turn* begins with speech and has one
number for both parties' halves. Whenever the person pauses, a *draft* of the turn is transcribed, read for danger and
answered, all in silence; if they go on, the draft is thrown away and the next pause makes a new one. Only when they have
been quiet for as long as their last words call for (`assistant.turn_taking`) is the turn written down and the prepared
reply spoken. Who asks for a moment, aloud or by a key, is *held* for: the same, but for much longer. News of an older turn
or draft falls through.

In a talk led by hand (push to talk) a key begins and ends each turn, and no silence does.

In danger the listener is not asked: a fixed reply is spoken.

`assistant.states.TABLE` says which events mean something in which state, and where each can lead. What it does not name is ignored.
"""

from collections.abc import Callable
from typing import Final

from assistant.commands import (
    Command,
    Compose,
    CoverEar,
    End,
    Ending,
    Forget,
    Keep,
    Message,
    Prepare,
    Speak,
    StopSpeaking,
    Tell,
    Transcribe,
    WakeAt,
    Write,
)
from assistant.drafts import Draft, Replying
from assistant.events import (
    Event,
    Extended,
    Failed,
    Failure,
    Farewell,
    HideAsked,
    InputEnded,
    Loss,
    Lost,
    Nudged,
    Opened,
    ReplyChosen,
    ReplyFinished,
    SentenceReady,
    SpeakingCut,
    Spoken,
    Transcribed,
    Typed,
    Unspoken,
    Woke,
)
from assistant.how_words_end import Ending as WordsEnd
from assistant.how_words_end import how_words_end
from assistant.overlap import is_backchannel, is_own_voice
from assistant.pace_wishes import pace_wish
from assistant.states import TABLE, State
from assistant.turn_taking import CUT_IN, EXTENDED, IN_DANGER, LONG_SILENCE, OwnPauses, Pace, could_be_all, hold
from audio.endpointing import SpeechPaused, SpeechStarted
from audio.frames import samples, seconds
from dialogues.hiding import without_hiding
from dialogues.listener import Reply
from dialogues.moves import Move
from dialogues.screening import Screening
from dialogues.transcript import Speaker, Transcript, Turn

PRE_ROLL: Final = samples(0.35)  # sound kept from before the first frame of speech, so that no first word is clipped
TAIL: Final = samples(0.2)  # sound kept after the last one
FREEZE: Final = samples(
    12.0
)  # a stretch this long is transcribed once and then left alone, however long the turn grows
MOST_FALSE_ALARMS: Final = 3  # in a session, before the ear is covered while the program speaks
REMIND_AFTER: Final = samples(3 * 60 * 60.0)  # three hours: what the strictest of today's laws asks for
REMINDER: Final = "I should say it again: I am a computer program, not a person and not a therapist, and after three hours a break is a good thing."
UNBROKEN: Final = samples(
    30.0
)  # speech without one pause for so long is mostly a television: it is transcribed in pieces, so that it cannot pile up
STILL_LISTENING: Final = "I'm listening. Please go on."  # when a listener failed: the talk must not end there
PAUSED: Final = frozenset({State.UNDERSTANDING, State.HOLDING})  # the person is quiet, and their turn is not over
QUIET_AFTER: Final = frozenset({Move.PRESENCE, Move.SILENCE, Move.PAUSE})  # a silence after these is the person's


class Session:
    """One conversation.

    Args:
        screen: Reads a text for signs of danger, in the light of the turns before it.
        escalate: The fixed reply to a finding, given the transcript that ends with what was said.
        pace: How much room the person wants.
        by_hand: A key begins and ends each turn of the person (push to talk).
    """

    def __init__(
        self,
        screen: Callable[[str, Transcript], Screening],
        escalate: Callable[[Screening, Transcript], Reply],
        pace: Pace = Pace.UNHURRIED,
        *,
        by_hand: bool = False,
    ) -> None:
        self._screen = screen
        self._escalate = escalate
        self._pace = pace
        self._by_hand = by_hand
        self._own = OwnPauses()
        self._floor_taken: tuple[int, int] | None = None  # when, and where the speech ended that was taken for all
        self._state = State.WAITING
        self._turn = 0
        self._now = 0  # the latest sample index heard of
        self._reminded_at = 0  # when they were last told what this is
        self._wake_at: int | None = None
        self._draft: Draft | None = None
        self._reply: Replying | None = None
        self._cut: Replying | None = None  # a reply that was stopped, until it is known how much of it was heard
        self._input_ended = False
        self._false_alarms = 0  # times that a reply was stopped for nobody
        self._leaving: Ending | None = None
        self._transcript = Transcript()

    @property
    def state(self) -> State:
        """Who has the floor."""
        return self._state

    @property
    def by_hand(self) -> bool:
        """Whether a key begins and ends each turn."""
        return self._by_hand

    @property
    def pace(self) -> Pace:
        """How much room the person is given."""
        return self._pace

    @property
    def transcript(self) -> Transcript:
        """The turns that are over."""
        return self._transcript

    def handle(self, event: Event) -> tuple[Command, ...]:
        """What to do about one event, in order."""
        if type(event) not in TABLE[self._state]:
            return ()
        if self._leaving and isinstance(event, SpeechStarted | SpeechPaused | Nudged):
            return ()  # what was said until then is being written down; nothing more is taken in
        self._now = max(self._now, getattr(event, "at", 0))
        return tuple(self._commands(event))

    def _commands(self, event: Event) -> list[Command]:  # noqa: C901, PLR0911, PLR0912  one line for each kind of event
        match event:
            case Opened():
                self._state = State.REPLYING
                self._reminded_at = self._now
                return self._compose(turn=0, draft=0, transcript=self._transcript)
            case SpeechStarted(at=at):
                return [] if self._by_hand and self._state not in PAUSED else self._begin_or_resume(at)
            case SpeechPaused(end=end):
                return self._draft_up_to(end)
            case Nudged(at=at):
                return self._nudged(at)
            case Extended(at=at):
                return self._extended(at)
            case Transcribed():
                return self._transcribed(event)
            case Typed(text=text):
                return self._typed(text)
            case HideAsked():
                return self._hide(self._draft.words if self._draft else "")
            case Woke(at=at):
                return self._woke(at)
            case ReplyChosen() | SentenceReady() | ReplyFinished():
                return self._composed(event)
            case Spoken(turn=turn, number=number):
                return self._spoken(turn, number)
            case Unspoken(turn=turn, number=number):
                return [Tell(Message.VOICE_FAILED), *self._spoken(turn, number)]
            case SpeakingCut():
                return self._speaking_cut(event)
            case Failed():
                return self._failed(event)
            case Lost(device=device, at=at):
                message = Message.MICROPHONE_LOST if device is Loss.MICROPHONE else Message.SPEAKER_LOST
                return [Tell(message), *self._leave(Ending.DEVICE_LOST, at)]
            case Farewell(at=at):
                return self._leave(Ending.LEFT, at)
            case InputEnded():
                self._input_ended = True
                return self._end(Ending.INPUT_ENDED) if self._state is State.LISTENING and self._cut is None else []
            case _:  # SpeakingStarted and Rendered: of interest to those who watch, not to the session
                return []

    # The person speaks.

    def _begin_or_resume(self, at: int) -> list[Command]:
        commands: list[Command] = []
        if self._state in PAUSED:
            draft = self._open_draft()
            self._learn_pause(draft, at)
            if draft.latest and draft.end - draft.segment >= FREEZE:
                draft.freeze(draft.latest, draft.end)
                commands.append(Keep(since=draft.segment))
            draft.latest = None
            draft.more = draft.is_due = False
            self._reply = None
        else:
            over = self._reply
            self._learn_cut_in(at)
            commands += self._stop_speaking()
            self._turn += 1
            started = max(0, at - PRE_ROLL)
            self._draft = Draft(turn=self._turn, started=started, segment=started, over=over)
            commands.append(Keep(since=started))
        self._state = State.HEARING
        return [*commands, *self._wake(None if self._by_hand else at + UNBROKEN)]

    def _learn_pause(self, draft: Draft, at: int) -> None:
        """They went on: this is how long they pause."""
        if draft.latest and could_be_all(how_words_end(draft.words, self._asked())):
            self._own = self._own.plus(seconds(at - draft.end))

    def _learn_cut_in(self, at: int) -> None:
        """They went on when the reply had hardly begun, so they had not finished: they pause longer than that."""
        if self._state is State.REPLYING and self._floor_taken is not None:
            taken, end = self._floor_taken
            if at - taken <= samples(CUT_IN):
                self._own = self._own.plus(seconds(at - end))

    def _asked(self) -> str:
        """What the program said last."""
        last = self._transcript.last(Speaker.ASSISTANT)
        return last.text if last else ""

    def _draft_up_to(self, end: int) -> list[Command]:
        draft = self._open_draft()
        draft.end = end
        draft.latest = None
        if self._state is not State.HOLDING:
            is_held = draft.more and not draft.now and not self._leaving
            self._state = State.HOLDING if is_held else State.UNDERSTANDING
        return [self._transcribe(draft, end), *self._wake(None)]

    def _transcribe(self, draft: Draft, end: int) -> Transcribe:
        """Asks for the words up to `end`, as a new draft."""
        draft.number += 1
        draft.asked[draft.number] = (draft.segment, end)
        return Transcribe(turn=draft.turn, draft=draft.number, start=draft.segment, end=end + TAIL)

    def _transcribed(self, event: Transcribed) -> list[Command]:  # noqa: PLR0911  one line for each thing it can mean
        draft = self._draft
        if draft is None or event.turn != draft.turn or event.draft not in draft.asked:
            return []
        start, end = draft.asked.pop(event.draft)
        before, hides = without_hiding(event.text)
        if hides:
            draft.latest = before
            return self._hide(draft.words)
        if self._leaving:
            return self._write_and_end(draft, event.text) if event.draft == draft.number else []
        if event.draft != draft.number or self._state is State.HEARING:
            if (
                start == draft.segment and end - start >= FREEZE and not draft.asked
            ):  # a later draft has these words too
                draft.freeze(event.text, end)
                return [Keep(since=end)]
            return []
        draft.latest = event.text
        if draft.over and (not draft.words or is_own_voice(draft.words, " ".join(draft.over.sentences.values()))):
            return self._go_on(draft, draft.over)
        if draft.words:
            return self._answer(draft)
        return [] if self._by_hand and not draft.now else self._listen()

    def _go_on(self, draft: Draft, over: Replying) -> list[Command]:
        """Nobody took the floor, it was a noise or the program's own voice: says the rest of what was being said."""
        self._false_alarms += 1
        if self._false_alarms == MOST_FALSE_ALARMS:
            return [CoverEar(), *self._go_on(draft, over)]
        if not over.rest:
            return self._listen()
        self._draft = None
        self._state = State.REPLYING
        self._reply = Replying(draft.turn, draft.number, over.move, over.source, over.rest, finished=True)
        return [Forget(), *self._wake(None), *self._speak_what_is_ready()]

    def _answer(self, draft: Draft) -> list[Command]:
        """Prepares the reply to a draft whose words are known, and waits as long as they call for."""
        commands = self._prepare(draft)
        if draft.now:
            return [*commands, *self._take_floor()]
        if how_words_end(draft.words) is WordsEnd.MOMENT and not draft.screening.is_answered_first:
            self._state = State.HOLDING
        if self._by_hand:
            return commands
        wait = hold(draft.words, self._pace, self._asked(), self._own)
        if draft.screening.is_answered_first:
            wait = min(wait, IN_DANGER)
        elif draft.more:
            wait = EXTENDED
        return [*commands, *self._wake(draft.end + samples(wait))]

    def _prepare(self, draft: Draft) -> list[Command]:
        """Reads a draft for danger, then for a wish about the pace, and lets the reply be made."""
        draft.screening = self._screen(draft.words, self._transcript) if draft.words else Screening()
        said = self._transcript.plus(Turn(Speaker.USER, draft.words, screening=draft.screening))
        if draft.screening.is_answered_first:
            return self._prepare_fixed(draft, self._escalate(draft.screening, said))
        if draft.over and draft.over.move and draft.over.rest and is_backchannel(draft.words):
            rest = Reply(draft.over.move, tuple(draft.over.rest.values()), draft.over.source)
            return self._prepare_fixed(draft, rest)
        draft.wish = wish = pace_wish(draft.words, self._pace)
        if wish is None:
            return self._compose(draft.turn, draft.number, said)
        answer = Reply(Move.PAUSE, (wish.answer,), f"pace.{wish.pace}")
        if wish.is_all:
            return self._prepare_fixed(draft, answer)
        commands = self._compose(draft.turn, draft.number, said, before=wish.answer)
        return [*commands, Prepare(draft.turn, 0, wish.answer)]

    def _nudged(self, at: int) -> list[Command]:
        if self._by_hand and self._state in {State.LISTENING, State.REPLYING}:
            return self._begin_or_resume(at)
        if self._state is State.LISTENING:
            return []
        if self._state is State.REPLYING:
            return [*self._stop_speaking(), *self._listen()]
        draft = self._open_draft()
        draft.now = True
        if self._state is State.HEARING:
            return self._draft_up_to(at)
        if draft.latest is None:
            return []
        return self._take_floor() if draft.words else self._listen()

    def _extended(self, at: int) -> list[Command]:
        """Gives the person more time: to begin, to go on after their next pause, or to think now."""
        if self._state is State.LISTENING:
            return self._wake(None)
        draft = self._open_draft()
        draft.more = True
        if self._state is State.HEARING:
            return []
        self._state = State.HOLDING
        return [] if draft.latest is None or self._by_hand else self._wake(at + samples(EXTENDED))

    def _typed(self, text: str) -> list[Command]:
        self._turn += 1
        text, hides = without_hiding(text)
        self._draft = draft = Draft(turn=self._turn, started=self._now, segment=self._now, end=self._now, latest=text)
        if hides:
            return self._hide(text)
        return [*self._prepare(draft), *self._take_floor()]

    # The floor changes hands.

    def _woke(self, at: int) -> list[Command]:
        if at != self._wake_at:
            return []
        self._wake_at = None
        if self._state is State.LISTENING:
            return self._typed("")
        draft = self._open_draft()
        if self._state is State.HEARING:
            return [self._transcribe(draft, at), *self._wake(at + UNBROKEN)]
        draft.is_due = True
        return self._take_floor() if self._reply is not None and self._reply.has_begun else []

    def _take_floor(self) -> list[Command]:
        """The person has finished: commits their turn, then says what is ready."""
        draft = self._open_draft()
        self._draft = None
        self._state = State.REPLYING
        is_judged = draft.number > 0 and not draft.now  # it was the turn policy that took them to have finished
        self._floor_taken = (self._now, draft.end) if is_judged else None
        self._pace = draft.wish.pace if draft.wish else self._pace
        commands = [self._write_user(draft), Forget(), *self._wake(None)]
        self._remind(draft)
        return [*commands, *self._speak_what_is_ready()]

    def _remind(self, draft: Draft) -> None:
        """Every three hours the reply begins by saying what this is. Help comes first, and a silence is left alone."""
        due = self._now - self._reminded_at >= REMIND_AFTER
        if due and self._reply is not None and draft.words and not draft.screening.is_answered_first:
            self._reply.sentences[-1] = REMINDER  # before the sentences of the reply, which are numbered from 0
            self._reminded_at = self._now

    def _listen(self) -> list[Command]:
        """Gives the floor to the person."""
        self._draft = None
        self._reply = None
        self._state = State.LISTENING
        if self._leaving or self._input_ended:
            return self._end(self._leaving or Ending.INPUT_ENDED) if self._cut is None else []
        last = self._transcript.last(Speaker.ASSISTANT)
        quiet = self._by_hand or (last is not None and last.move in QUIET_AFTER)
        return [Forget(), *self._wake(None if quiet else self._now + samples(LONG_SILENCE))]

    # The program speaks.

    def _compose(self, turn: int, draft: int, transcript: Transcript, before: str = "") -> list[Command]:
        """Asks the listener, whose sentences come after the one `before` them, if there is one."""
        sentences = {0: before} if before else {}
        self._reply = Replying(turn, draft, first=len(sentences), sentences=sentences)
        return [Compose(turn, draft, transcript)]

    def _prepare_fixed(self, draft: Draft, reply: Reply) -> list[Command]:
        sentences = dict(enumerate(reply.sentences))
        self._reply = Replying(draft.turn, draft.number, reply.move, reply.source, sentences=sentences, finished=True)
        return [Prepare(draft.turn, number, text) for number, text in sentences.items()]

    def _composed(self, event: ReplyChosen | SentenceReady | ReplyFinished) -> list[Command]:
        reply = self._reply
        if reply is None or (event.turn, event.draft) != (reply.turn, reply.draft):
            return []
        match event:
            case ReplyChosen(move=move, source=source):
                reply.move, reply.source = move, source
            case SentenceReady(number=number, text=text):
                reply.sentences[reply.first + number] = text
                if self._state in PAUSED:
                    return [Prepare(reply.turn, reply.first + number, text), *self._wake_if_due()]
            case ReplyFinished():
                reply.finished = True
        return self._speak_what_is_ready() if self._state is State.REPLYING else self._wake_if_due()

    def _wake_if_due(self) -> list[Command]:
        """Asks to be woken at once where only the reply was missing: not to speak, since they may just be going on."""
        is_due = self._draft is not None and self._draft.is_due and self._reply is not None and self._reply.has_begun
        return self._wake(self._now) if is_due else []

    def _speak_what_is_ready(self) -> list[Command]:
        reply = self._reply
        if reply is None:
            return []
        waiting = [number for number in sorted(reply.sentences) if number not in reply.asked]
        reply.asked.update(waiting)
        commands: list[Command] = [Speak(reply.turn, number, reply.sentences[number]) for number in waiting]
        return [*commands, *self._close_reply(reply)] if reply.done else commands

    def _spoken(self, turn: int, number: int) -> list[Command]:
        for reply in (self._cut, self._reply):
            if reply is not None and reply.turn == turn:
                reply.spoken.add(number)
        reply = self._reply
        return self._close_reply(reply) if self._state is State.REPLYING and reply is not None and reply.done else []

    def _close_reply(self, reply: Replying) -> list[Command]:
        turn = Turn(Speaker.ASSISTANT, reply.heard(), reply.move, reply.source)
        self._transcript = self._transcript.plus(turn)
        self._reply = None
        if reply.move is Move.CLOSING:
            return [Write(turn), *self._end(Ending.CLOSED)]
        return [Write(turn), *self._listen()]

    def _stop_speaking(self) -> list[Command]:
        """Abandons the reply. What was heard of it is written once that is known."""
        reply, self._reply = self._reply, None
        if reply is None or self._state is not State.REPLYING:
            return []
        self._cut = reply
        return [StopSpeaking(reply.turn)]

    def _speaking_cut(self, event: SpeakingCut) -> list[Command]:
        reply = self._cut
        if reply is None or reply.turn != event.turn:
            return []
        self._cut = None
        commands = self._write_cut(reply, reply.heard(event.heard))
        if self._draft is None and self._reply is None and (self._leaving or self._input_ended):
            commands += self._end(self._leaving or Ending.INPUT_ENDED)
        return commands

    def _write_cut(self, reply: Replying, heard: str) -> list[Command]:
        """Writes as much of a reply as was heard; of one about danger, also that it was begun and not heard."""
        if not heard and reply.move is not Move.ESCALATION:
            return []
        turn = Turn(Speaker.ASSISTANT, f"{heard} —".strip(), reply.move, reply.source, cut=True)
        self._transcript = self._transcript.plus(turn)
        return [Write(turn)]

    # What goes wrong, and leaving.

    def _failed(self, event: Failed) -> list[Command]:
        draft, reply = self._draft, self._reply
        match event.what:
            case Failure.TRANSCRIBING if draft and (draft.turn, draft.number) == (event.turn, event.draft):
                draft.asked.pop(event.draft, None)
                if self._leaving:
                    return [Tell(Message.NOT_UNDERSTOOD), *self._write_and_end(draft, "")]
                return [Tell(Message.NOT_UNDERSTOOD), *self._listen()] if self._state in PAUSED else []
            case Failure.COMPOSING if reply and (reply.turn, reply.draft) == (event.turn, event.draft):
                reply.move = reply.move or Move.PRESENCE
                reply.sentences = reply.sentences or {0: STILL_LISTENING}
                reply.finished = True
                ready = self._speak_what_is_ready() if self._state is State.REPLYING else self._wake_if_due()
                return [Tell(Message.LISTENER_FAILED), *ready]
            case _:
                return []

    def _leave(self, why: Ending, at: int) -> list[Command]:
        """Ends the session without losing what was just said. A second time, ends it at once."""
        draft = self._draft
        if self._leaving:
            return self._write_and_end(draft, "") if draft else self._end(why)
        self._leaving = why
        if self._state is State.REPLYING:
            return self._stop_speaking()
        if draft is None:
            return self._end(why) if self._cut is None else []
        self._reply = None
        if draft.latest is not None:
            return self._write_and_end(draft, "")
        return self._draft_up_to(max(at, draft.end))

    def _write_and_end(self, draft: Draft, latest: str) -> list[Command]:
        draft.latest = draft.latest or latest
        self._draft = None
        written = [self._write_user(draft)] if draft.words else []
        return [*written, *self._end(self._leaving or Ending.LEFT)]

    def _hide(self, words: str) -> list[Command]:
        """Ends at once and in silence. What was said until then, and heard of a reply, is kept."""
        commands: list[Command] = []
        if self._draft is not None and words:
            self._draft.latest, self._draft.frozen = words, ()
            commands.append(self._write_user(self._draft))
        if self._state is State.REPLYING and self._reply is not None:
            commands.append(StopSpeaking(self._reply.turn))
            commands += self._write_cut(self._reply, self._reply.heard())
        self._draft = self._reply = None
        return [*commands, *self._end(Ending.HIDDEN)]

    def _end(self, why: Ending) -> list[Command]:
        self._state = State.ENDED
        return [*self._wake(None), End(why)]

    # Small things.

    def _open_draft(self) -> Draft:
        if self._draft is None:
            raise AssertionError("the person has the floor, so there is a draft")
        return self._draft

    def _write_user(self, draft: Draft) -> Write:
        turn = Turn(Speaker.USER, draft.words, screening=draft.screening)
        self._transcript = self._transcript.plus(turn)
        return Write(turn, draft.started, draft.end)

    def _wake(self, at: int | None) -> list[Command]:
        if at == self._wake_at:
            return []
        self._wake_at = at
        return [WakeAt(at)]
