"""A session keeps its promises in every order that events can come in."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.commands import (
    Compose,
    CoverEar,
    End,
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
from assistant.commands import Ending as SessionEnding
from assistant.events import (
    Extended,
    Failed,
    Failure,
    Farewell,
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
    Woke,
)
from assistant.how_words_end import Ending
from assistant.session import PRE_ROLL, TAIL, Session
from assistant.states import TABLE, State
from assistant.turn_taking import EXTENDED, HOLDS, MOMENT, Pace
from audio.endpointing import SpeechPaused, SpeechStarted
from audio.frames import samples
from dialogues.listener import Reply
from dialogues.moves import Move
from dialogues.screening import Label, Screening, Tier
from dialogues.transcript import Speaker, Transcript
from tests.assistant.simulated_world import SimulatedWorld

DANGER = "i want to die"
HIDING = "Stop and hide."
FIXED = "If you might act on this now, call 112."
WORDS = [
    "he said he was at work",
    "and then",
    "i don't know",
    "",
    "give me a moment",
    "slow down",
    "slow down, he never came home",
    DANGER,
]


def screen(text, _transcript):
    """Finds one sentence, and nothing else: the session's part is what it does about a finding."""
    return Screening(Tier.T3, Label.SUICIDE, ("explicit",)) if DANGER in text else Screening()


def escalate(_screening, _transcript: Transcript):
    return Reply(Move.ESCALATION, (FIXED,), "crisis.suicide")


def a_session(pace=Pace.UNHURRIED, *, by_hand=False):
    return Session(screen, escalate, pace, by_hand=by_hand)


def fed(session, *events):
    """The commands that these events lead to, all in one list."""
    return [command for event in events for command in session.handle(event)]


def opened(pace=Pace.UNHURRIED, *, by_hand=False):
    """A session whose opening has been spoken."""
    session = a_session(pace, by_hand=by_hand)
    fed(session, Opened(0), *reply(0, 0, Move.OPENING, "Hello."), Spoken(0, 0, samples(2)))
    return session


def reply(turn, draft, move, *sentences):
    ready = [SentenceReady(turn, draft, number, text) for number, text in enumerate(sentences)]
    return [ReplyChosen(turn, draft, move, f"line {turn}"), *ready, ReplyFinished(turn, draft)]


def said(session, words, turn=1, draft=1, start=3.0, end=5.0):
    """The person speaks, pauses, and is understood."""
    return fed(
        session,
        SpeechStarted(samples(start)),
        SpeechPaused(end=samples(end), at=samples(end + 0.3)),
        Transcribed(turn, draft, words),
    )


def wake(session, commands):
    """Time passes until the session is woken."""
    at = [command.at for command in commands if type(command).__name__ == "WakeAt"][-1]
    return session.handle(Woke(at))


@st.composite
def talks(draw):
    """A session after anything up to sixty things have happened to it."""
    world = SimulatedWorld(
        a_session(by_hand=draw(st.booleans())),
        choose=lambda possible: draw(st.sampled_from(possible)),
        say=lambda: draw(st.sampled_from([*WORDS, HIDING])),
    )
    world.happen("open")
    for _ in range(draw(st.integers(5, 60))):
        if world.ended:
            break
        world.step()
    return world


def a_random_talk(random):
    """A talk by chance alone, in which the input may end and the person may leave, more than once."""
    session = a_session(by_hand=random.random() < 0.3)
    often = random.choice(["start", "wake", "compose", "extend"])  # talks differ in what happens most
    world = SimulatedWorld(
        session,
        choose=lambda can: often if often in can and random.random() < 0.3 else random.choice(can),
        say=lambda: HIDING if random.random() < 0.02 else random.choice(WORDS),
    )
    rare = ["leave", "lose the microphone", "hide", "input ends", "type", "type to hide"]
    if random.random() < 0.01:
        world.happen(random.choice(rare[:3]))
    rarely, silently = random.choice([0.02, 0.1]), random.choice([0.0, 0.5])
    over = random.choice([random.randint(10, 30), 100])
    for number in range(random.randint(5, 80)):
        if world.ended:
            break
        if number == over:
            world.happen("input ends")
        elif random.random() < rarely:
            world.happen(random.choice(rare))
        elif world.can_say_nothing and random.random() < silently:
            world.happen("say nothing")
        else:
            world.step()
    return world


@given(talks())
def test_every_change_of_state_is_in_the_table(world):
    """What is not in the table does not happen."""
    for before, event, commands, after in world.happened:
        if type(event) in TABLE[before]:
            assert after in TABLE[before][type(event)]
        else:
            assert (after, commands) == (before, ())


def test_every_row_of_the_table_can_happen():
    """The table promises nothing that cannot come about."""
    rows = {(before, kind, after) for before, row in TABLE.items() for kind, states in row.items() for after in states}
    for seed in range(40_000):
        rows -= {(before, type(event), after) for before, event, _, after in a_random_talk(Random(seed)).happened}
        if not rows:
            break
    assert rows == set()


@given(talks())
def test_nothing_is_spoken_while_the_person_has_the_floor(world):
    """A sentence is only asked for where the program has the floor."""
    for _, _, commands, after in world.happened:
        if any(isinstance(command, Speak) for command in commands):
            assert after is State.REPLYING


@given(talks())
def test_a_turn_is_written_before_it_is_answered(world):
    """No sentence of a reply is asked for before what it answers is committed."""
    for _, _, commands, _ in world.happened:
        kinds = [type(command) for command in commands]
        if Speak in kinds and Write in kinds:
            assert kinds.index(Write) < kinds.index(Speak)


@given(talks())
def test_danger_never_reaches_the_listener(world):
    """Words that hold danger are answered by the fixed reply alone."""
    for _, event, commands, _ in world.happened:
        if isinstance(event, Transcribed) and DANGER in event.text:
            assert not any(isinstance(command, Compose) for command in commands)


@given(talks())
def test_the_same_events_give_the_same_commands(world):
    """A session is a function of its events."""
    session = a_session(by_hand=world.session.by_hand)
    for _, event, commands, after in world.happened:
        assert session.handle(event) == commands
        assert session.state is after


@given(talks())
@settings(max_examples=200)
def test_leaving_ends_every_session(world):
    """Whatever is going on, a farewell leads to the end once the last words are understood."""
    if not world.ended:
        world.happen("leave")
    while not world.ended:
        world.happen("cut" if world.cuts else "transcribe")
    assert world.session.state is State.ENDED


@given(talks())
def test_what_is_written_is_what_the_transcript_holds(world):
    """The journal and the session remember the same turns, in the same order."""
    written = [c.turn for _, _, commands, _ in world.happened for c in commands if isinstance(c, Write)]
    assert tuple(written) == world.session.transcript.turns


def test_the_first_words_keep_the_sound_before_them():
    """A turn's sound begins a little before its first frame of speech."""
    commands = opened().handle(SpeechStarted(samples(3)))
    assert Keep(since=samples(3) - PRE_ROLL) in commands


def test_a_finished_thought_is_answered_after_its_pause():
    """Write, then speak what was prepared in the silence."""
    session = opened()
    waiting = said(session, "He came home late.")
    prepared = fed(session, *reply(1, 1, Move.QUESTION, "Late again.", "What went through you?"))
    assert prepared == [Prepare(1, 0, "Late again."), Prepare(1, 1, "What went through you?")]

    commands = wake(session, waiting)
    assert isinstance(commands[0], Write)
    assert [c.text for c in commands if isinstance(c, Speak)] == ["Late again.", "What went through you?"]


def test_speech_that_goes_on_is_one_turn():
    """A pause inside a thought throws the prepared reply away, and the whole thought is transcribed together."""
    session = opened()
    said(session, "He came home late and")
    fed(session, *reply(1, 1, Move.QUESTION, "Late again."))
    commands = fed(session, SpeechStarted(samples(6)), SpeechPaused(end=samples(8), at=samples(8.3)))
    assert [(c.turn, c.draft, c.start) for c in commands if isinstance(c, Transcribe)] == [
        (1, 2, samples(3) - PRE_ROLL)
    ]
    assert not any(isinstance(c, Speak | Write) for c in commands)


def test_late_news_of_a_thrown_away_draft_is_ignored():
    """The reply to half a thought is never spoken."""
    session = opened()
    said(session, "He came home late and")
    waiting = fed(
        session,
        SpeechStarted(samples(6)),
        SpeechPaused(end=samples(8), at=samples(8.3)),
        *reply(1, 1, Move.QUESTION, "Stale."),
        Transcribed(1, 2, "He came home late and said nothing."),
        *reply(1, 2, Move.QUESTION, "He said nothing."),
    )
    assert [c.text for c in wake(session, waiting) if isinstance(c, Speak)] == ["He said nothing."]


def test_a_long_thought_is_transcribed_in_stretches_and_written_whole():
    """What was said a long while ago is not transcribed again, and not lost."""
    session = opened()
    said(session, "The first long stretch.", end=20.0)
    commands = fed(session, SpeechStarted(samples(21)), SpeechPaused(end=samples(23), at=samples(23.3)))
    assert [c.start for c in commands if isinstance(c, Transcribe)] == [samples(20)]

    waiting = fed(session, Transcribed(1, 2, "And the rest."), *reply(1, 2, Move.REFLECTION, "All of it."))
    written = [c.turn.text for c in wake(session, waiting) if isinstance(c, Write)]
    assert written == ["The first long stretch. And the rest."]


def test_late_words_of_a_long_stretch_are_not_written_twice():
    """Where the next draft was asked for from the same beginning, it holds them already."""
    session = opened()
    fed(session, SpeechStarted(samples(3)), SpeechPaused(end=samples(20), at=samples(20.3)))
    fed(session, SpeechStarted(samples(21)), SpeechPaused(end=samples(23), at=samples(23.3)))
    session.handle(Transcribed(1, 1, "The first long stretch."))
    waiting = session.handle(Transcribed(1, 2, "The first long stretch. And the rest."))
    fed(session, *reply(1, 2, Move.REFLECTION, "All of it."))
    written = [c.turn.text for c in wake(session, waiting) if isinstance(c, Write)]
    assert written == ["The first long stretch. And the rest."]


def test_speech_without_any_pause_is_transcribed_in_pieces():
    """A television cannot pile up in memory, and an endless sentence loses nothing."""
    session = opened()
    woken = wake(session, session.handle(SpeechStarted(samples(3))))
    (piece,) = [command for command in woken if isinstance(command, Transcribe)]
    assert session.state is State.HEARING
    assert Keep(since=piece.end - TAIL) in session.handle(Transcribed(1, piece.draft, "The first piece."))

    (rest,) = session.handle(SpeechPaused(end=samples(40), at=samples(40.3)))[:1]
    assert rest.start == piece.end - TAIL
    waiting = session.handle(Transcribed(1, rest.draft, "And the rest."))
    fed(session, *reply(1, rest.draft, Move.REFLECTION, "All of it."))
    assert [c.turn.text for c in wake(session, waiting) if isinstance(c, Write)] == ["The first piece. And the rest."]


def test_danger_is_answered_with_the_fixed_reply():
    """The listener is not asked."""
    session = opened()
    commands = said(session, f"sometimes {DANGER}")
    assert Prepare(1, 0, FIXED) in commands
    spoken = wake(session, commands)
    assert [c.text for c in spoken if isinstance(c, Speak)] == [FIXED]
    assert next(c for c in spoken if isinstance(c, Write)).turn.screening.tier is Tier.T3


def test_typed_danger_is_answered_with_the_fixed_reply():
    """Typed words are read for danger as spoken ones are."""
    commands = opened().handle(Typed(DANGER))
    assert [c.text for c in commands if isinstance(c, Speak)] == [FIXED]


def test_a_reply_that_was_spoken_over_is_kept_as_far_as_it_was_heard():
    """The cut is marked, and what was not heard is not written."""
    session = opened()
    waiting = said(session, "He came home late.")
    fed(session, *reply(1, 1, Move.QUESTION, "Late again.", "What went through you?"))
    wake(session, waiting)
    commands = fed(session, Spoken(1, 0, samples(9)), SpeechStarted(samples(10)))
    assert StopSpeaking(1) in commands

    (written,) = fed(session, SpeakingCut(1, 1, "What went", samples(10.1)))
    assert (written.turn.text, written.turn.cut) == ("Late again. What went —", True)


def test_noise_without_words_is_no_turn():
    """A cough gives the floor back and writes nothing."""
    session = opened()
    commands = said(session, "")
    assert session.state is State.LISTENING
    assert not any(isinstance(c, Write) for c in commands)


def test_a_long_silence_is_offered_to_the_listener_once():
    """After the soft line, the silence is the person's."""
    session = opened()
    session.handle(SpeechStarted(samples(3)))
    silence = wake(session, said(session, "", start=3.0))
    asked = next(c for c in silence if isinstance(c, Compose))
    assert asked.transcript.turns[-1].text == ""

    fed(session, *reply(asked.turn, 0, Move.PRESENCE, "Take your time."))
    commands = session.handle(Spoken(asked.turn, 0, samples(30)))
    assert session.state is State.LISTENING
    assert not any(type(c).__name__ == "WakeAt" for c in commands)


def test_leaving_in_mid_sentence_keeps_the_words():
    """Ctrl-C first understands and writes what was just being said."""
    session = opened()
    session.handle(SpeechStarted(samples(3)))
    (asked,) = [c for c in session.handle(Farewell(samples(6))) if isinstance(c, Transcribe)]
    commands = session.handle(Transcribed(asked.turn, asked.draft, "I wanted to say"))
    assert [c.turn.text for c in commands if isinstance(c, Write)] == ["I wanted to say"]
    assert commands[-1] == End(SessionEnding.LEFT)


def test_leaving_twice_does_not_wait():
    """A second Ctrl-C ends the session at once."""
    session = opened()
    session.handle(SpeechStarted(samples(3)))
    session.handle(Farewell(samples(6)))
    assert session.handle(Farewell(samples(7)))[-1] == End(SessionEnding.LEFT)


def test_a_lost_microphone_is_told_and_keeps_the_words():
    """What was said before the plug was pulled is transcribed and written."""
    session = opened()
    session.handle(SpeechStarted(samples(3)))
    commands = session.handle(Lost(Loss.MICROPHONE, samples(6)))
    assert commands[0] == Tell(Message.MICROPHONE_LOST)
    commands = session.handle(Transcribed(1, 1, "Are you"))
    assert [c.turn.text for c in commands if isinstance(c, Write)] == ["Are you"]
    assert commands[-1] == End(SessionEnding.DEVICE_LOST)


def test_a_goodbye_ends_the_session_when_it_has_been_spoken():
    """The closing line is heard to its end, written, and then the session is over."""
    session = opened()
    fed(session, Typed("Goodbye."), *reply(1, 0, Move.CLOSING, "Good night."))
    *_, written, end = session.handle(Spoken(1, 0, samples(9)))
    assert (written.turn.move, end) == (Move.CLOSING, End(SessionEnding.CLOSED))


def test_the_end_of_the_input_waits_for_the_reply():
    """A recording that stops after a question still gets its answer."""
    session = opened()
    waiting = said(session, "Why did he lie?")
    session.handle(InputEnded(samples(6)))
    fed(session, *reply(1, 1, Move.REFLECTION, "You want to know why."))
    wake(session, waiting)
    assert session.handle(Spoken(1, 0, samples(9)))[-1] == End(SessionEnding.INPUT_ENDED)


def test_a_key_ends_a_turn_by_hand():
    """The person need not wait for their pause to be long enough."""
    session = opened()
    session.handle(SpeechStarted(samples(3)))
    session.handle(Nudged(samples(5)))
    commands = session.handle(Transcribed(1, 1, "That is all"))
    assert any(isinstance(c, Write) for c in commands)
    assert session.state is State.REPLYING


def test_a_key_stops_the_voice():
    """The floor is the person's again."""
    session = opened()
    fed(session, Typed("Hello."), *reply(1, 0, Move.QUESTION, "What brings you here?"))
    assert StopSpeaking(1) in session.handle(Nudged(samples(9)))
    assert session.state is State.LISTENING


def test_a_failed_listener_does_not_end_the_talk():
    """The person is told, and something plain is said."""
    session = opened()
    session.handle(Typed("Hello."))
    commands = session.handle(Failed(1, 0, Failure.COMPOSING))
    assert commands[0] == Tell(Message.LISTENER_FAILED)
    assert [c.text for c in commands if isinstance(c, Speak)]


def test_a_silence_is_remembered_as_a_turn_of_the_person():
    """The listener can see that it was quiet."""
    session = opened()
    fed(session, Typed(""), *reply(1, 0, Move.SILENCE))
    assert [(t.speaker, t.text) for t in session.transcript.turns[1:]] == [
        (Speaker.USER, ""),
        (Speaker.ASSISTANT, ""),
    ]


def spoken_over(words, move=Move.QUESTION, turn=1):
    """A reply of two sentences, the first of them heard, and then these words; returns the session and what it did."""
    session = opened()
    waiting = said(session, "she lied about the money")
    fed(session, *reply(1, 1, move, "That hurts.", "What hurts most?"))
    wake(session, waiting)
    session.handle(Spoken(1, 0, samples(8)))
    return session, over(session, words, turn)


def over(session, words, turn):
    cut = fed(session, SpeechStarted(samples(9)), SpeakingCut(turn, 1, "What", samples(9.3)))
    assert StopSpeaking(turn) in cut
    return [
        *cut,
        *fed(session, SpeechPaused(end=samples(10), at=samples(10.3)), Transcribed(turn + 1, 1, words)),
    ]


@pytest.mark.parametrize("words", ["", "What hurts most", "that hurts what hurts mast"])
def test_a_noise_or_its_own_voice_does_not_take_the_floor(words):
    """What was being said is said again from the sentence that was cut, and nobody gets a turn for it."""
    session, commands = spoken_over(words)
    assert Speak(2, 1, "What hurts most?") in commands
    assert session.state is State.REPLYING
    fed(session, Spoken(2, 1, samples(12)))
    assert [turn.text for turn in session.transcript][-2:] == ["That hurts. What —", "What hurts most?"]


def test_an_mm_hm_is_kept_and_the_reply_goes_on():
    """It says that they are with us, not that they want the floor."""
    session, commands = spoken_over("Mm-hm.")
    commands += wake(session, commands)
    assert Speak(2, 0, "What hurts most?") in commands
    assert not [each for each in commands if isinstance(each, Compose)]
    assert session.transcript.last(Speaker.USER).text == "Mm-hm."


@pytest.mark.parametrize("words", ["no, not that", "that's not what hurts", "yes and the worst thing was"])
def test_words_over_a_reply_take_the_floor(words):
    """They are answered, and the rest of the reply is left unsaid."""
    session, commands = spoken_over(words)
    assert [each.transcript.last(Speaker.USER).text for each in commands if isinstance(each, Compose)] == [words]
    assert session.state is State.UNDERSTANDING


def test_noise_does_not_stop_the_reply_to_danger_and_a_person_does():
    """Where help is, is said to its end unless somebody speaks."""
    for words, stopped in (("", False), ("wait please", True)):
        session = opened()
        commands = said(session, DANGER)
        wake(session, commands)
        commands = over(session, words, 1)
        assert (Speak(2, 0, FIXED) not in commands) is stopped


def test_what_stops_it_three_times_for_nobody_is_not_heard_again():
    """After that, the ear is covered while it speaks."""
    session, commands = spoken_over("")
    for turn in (2, 3):
        assert CoverEar() not in commands
        commands = over(session, "", turn)
    assert CoverEar() in commands
    assert session.state is State.REPLYING


def words_spoken(commands):
    return [command.text for command in commands if isinstance(command, Speak)]


def woken_after(commands):
    """Seconds of silence, after speech that ended at 5 s, until the session asks to be woken."""
    return [command.at for command in commands if type(command).__name__ == "WakeAt"][-1] / samples(1) - 5.0


def test_who_asks_for_a_moment_is_held_for():
    """Nothing is said, for much longer than a pause; what they go on to say belongs to the same turn."""
    session = opened()
    waiting = said(session, "I think that, give me a moment.")
    assert session.state is State.HOLDING
    assert woken_after(waiting) == MOMENT

    session.handle(SpeechStarted(samples(14)))
    assert session.state is State.HEARING


def test_a_key_gives_more_time():
    """In the pause, from the press on; and again with each press."""
    session = opened()
    said(session, "He came home late again last night.")
    for pressed in (5.5, 20.0):
        commands = session.handle(Extended(samples(pressed)))
        assert session.state is State.HOLDING
        assert woken_after(commands) == pytest.approx(pressed + EXTENDED - 5.0)


def test_a_key_pressed_while_speaking_gives_time_in_the_next_pause():
    """They know already that they will have to think."""
    session = opened()
    session.handle(SpeechStarted(samples(3)))
    session.handle(Extended(samples(4)))
    session.handle(SpeechPaused(end=samples(5), at=samples(5.3)))
    assert session.state is State.HOLDING
    assert woken_after(session.handle(Transcribed(1, 1, "He came home late again last night."))) == EXTENDED


def test_a_key_before_speaking_leaves_the_silence_alone():
    """No soft line comes into it."""
    assert WakeAt(None) in opened().handle(Extended(samples(4)))


def test_a_turn_led_by_hand_lasts_until_the_key():
    """Speech does not begin it, and no silence ends it."""
    session = opened(by_hand=True)
    session.handle(SpeechStarted(samples(3)))
    assert session.state is State.LISTENING

    session.handle(Nudged(samples(4)))
    paused = fed(session, SpeechPaused(end=samples(6), at=samples(6.3)), Transcribed(1, 1, "He came home late again."))
    assert not any(isinstance(command, WakeAt) for command in paused)

    fed(session, *reply(1, 1, Move.QUESTION, "Late again."))
    assert words_spoken(session.handle(Nudged(samples(60)))) == ["Late again."]


def test_by_hand_the_key_that_stops_the_voice_gives_the_floor():
    """One press is enough to speak over a reply."""
    session = opened(by_hand=True)
    fed(session, Typed("Hello."), *reply(1, 0, Move.QUESTION, "What brings you here?"))
    assert StopSpeaking(1) in session.handle(Nudged(samples(9)))
    assert session.state is State.HEARING


def test_a_wish_for_another_pace_is_granted_and_said_back():
    """It holds for the rest of the session, and the listener need not be asked."""
    session = opened()
    commands = said(session, "Could you slow down, please?")
    assert not any(isinstance(command, Compose) for command in commands)
    (answer,) = words_spoken(wake(session, commands))
    assert "more room" in answer
    assert session.pace is Pace.SPACIOUS


def test_a_wish_beside_a_story_is_said_back_before_the_reply():
    """Neither is lost."""
    session = opened()
    waiting = said(session, "Slow down, please. He came home late again last night.")
    fed(session, *reply(1, 1, Move.QUESTION, "Late again.", "What went through you?"))
    first, *rest = words_spoken(wake(session, waiting))
    assert "more room" in first
    assert rest == ["Late again.", "What went through you?"]


def test_a_wish_in_a_thought_that_goes_on_changes_nothing_yet():
    """Only what was said to its end counts."""
    session = opened()
    said(session, "Slow down.")
    session.handle(SpeechStarted(samples(6)))
    assert session.pace is Pace.UNHURRIED


WHOLE = "He came home late again last night."


def pauses_once(session, turn, pause, start):
    """A turn with such a pause in it; gives how long its end was waited for."""
    end = start + 4 + pause
    commands = fed(
        session,
        SpeechStarted(samples(start)),
        SpeechPaused(end=samples(start + 2), at=samples(start + 2.3)),
        Transcribed(turn, 1, WHOLE),
        SpeechStarted(samples(start + 2 + pause)),
        SpeechPaused(end=samples(end), at=samples(end + 0.3)),
        Transcribed(turn, 2, f"{WHOLE} {WHOLE}"),
        *reply(turn, 2, Move.REFLECTION, "Late again."),
    )
    (at,) = [command.at for command in commands if isinstance(command, WakeAt) and command.at][-1:]
    fed(session, Woke(at), Spoken(turn, 0, at + samples(2)))
    return at / samples(1) - end


def test_a_person_who_pauses_long_is_waited_for_longer():
    """After a few of their own pauses; and never without end."""
    session = opened()
    waits = [pauses_once(session, turn, 1.0 if turn == 1 else 1.05, start=40.0 * turn) for turn in range(1, 8)]
    usual = HOLDS[Pace.UNHURRIED][Ending.COMPLETE]
    assert waits[0] == pytest.approx(usual)
    assert waits[-1] == pytest.approx(1.35, abs=0.01)


def test_going_on_right_after_the_reply_began_counts_as_a_pause():
    """They had not finished: next time they are given longer."""
    session = opened()
    for turn in (1, 3, 5, 7):
        commands = said(session, WHOLE, turn=turn, start=30.0 * turn, end=30.0 * turn + 2)
        fed(session, *reply(turn, 1, Move.REFLECTION, "Late again."))
        at = [command.at for command in commands if isinstance(command, WakeAt)][-1]
        session.handle(Woke(at))
        fed(session, SpeechStarted(at + samples(0.4)), SpeakingCut(turn, 0, "Late", at + samples(0.5)))
        more = fed(session, SpeechPaused(end=at + samples(1), at=at + samples(1.3)), Transcribed(turn + 1, 1, WHOLE))
        fed(session, *reply(turn + 1, 1, Move.REFLECTION, "Late again."))
        wake(session, more)
        fed(session, Spoken(turn + 1, 0, at + samples(5)))
    assert at / samples(1) - (30.0 * turn + 2) > HOLDS[Pace.UNHURRIED][Ending.COMPLETE] + 0.3
