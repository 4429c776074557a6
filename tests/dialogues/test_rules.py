"""The rules of a spoken reply, each held to over whole talks."""

import re
from itertools import pairwise
from statistics import mean

import pytest

from assistant.commands import Speak, StopSpeaking, Write
from assistant.events import Opened, ReplyChosen, ReplyFinished, SentenceReady, Spoken, Typed
from assistant.parts import session_for
from assistant.settings import Settings
from audio.endpointing import SpeechStarted
from audio.frames import samples
from audio.voices import catalogue
from dialogues.closing import LONGEST_CLOSING
from dialogues.dialogue import load_library
from dialogues.echoing import PARROTING, is_echo
from dialogues.embedded import EmbeddedListener
from dialogues.english import content_words, words
from dialogues.hearing_out import LONG_TALK, LONG_TALK_SOURCE
from dialogues.moves import Move
from dialogues.sentences import sentences
from dialogues.telling import is_telling
from dialogues.transcript import Speaker, Transcript, Turn

LIBRARY = load_library()
LISTENER = EmbeddedListener(LIBRARY)
ADVISING = re.compile(
    r"\b(?:you (?:should(?! prefer| like)|must|ought|need to|have to)|why don't you|if i were you|i(?:'d)? (?:suggest|recommend|advise))\b"
)
STOCK = re.compile(
    r"^(?:it|that|this) (?:sounds|must be|must have been)\b|thank you for sharing|sorry to hear|i understand how"
)
BESIDE = {Move.ESCALATION, Move.REPEAT, Move.SILENCE, Move.PRESENCE, Move.PAUSE}  # not replies to something told
STORY = [
    "My brother lied to me about the house.",
    "He sold the piano without asking me.",
    "I feel so angry when I see the empty wall.",
    "My mother taught us on that piano.",
    "He said that nobody played it any more.",
    "I haven't told my wife what it was worth.",
]


def replies_in(talks, *, beside=BESIDE):
    return [turn["text"] for turns in talks.values() for turn in turns if turn["text"] and turn["move"] not in beside]


def questions_in(text):
    return [sentence for sentence in sentences([text]) if sentence.endswith("?")]


def reply_to(*texts, listener=LISTENER):
    """The last reply in a talk with these turns of the person."""
    return replies_to(*texts, listener=listener)[-1]


def replies_to(*texts, listener=LISTENER):
    transcript = Transcript()
    for text in texts:
        transcript = transcript.plus(Turn(Speaker.USER, text))
        reply = listener.reply(transcript)
        said = Turn(Speaker.ASSISTANT, " ".join(reply.sentences), reply.move, reply.source)
        transcript = transcript.plus(said)
    return list(transcript.by(Speaker.ASSISTANT))


def reply_events(turn, draft, move, text):
    return (ReplyChosen(turn, draft, move, ""), SentenceReady(turn, draft, 0, text), ReplyFinished(turn, draft))


def opened():
    """A session whose opening has been spoken."""
    session = session_for(Settings())
    for event in (Opened(at=0), *reply_events(0, 0, Move.OPENING, "Hello."), Spoken(0, 0, samples(2))):
        session.handle(event)
    return session


def test_rule_01_one_reflection_and_one_open_question(talks):
    """Never two questions, nearly none that a yes or a no answers, and something of theirs in most of what asks."""
    asked = [question for text in replies_in(talks) for question in questions_in(text)]
    closed = [
        each
        for each in asked
        if re.match(r"(?:do|does|did|is|are|was|were|have|has|can|could|would|will)\b", each.lower())
    ]

    assert all(text.count("?") <= 1 for text in replies_in(talks))
    assert len(closed) <= 0.05 * len(asked)


def test_rule_02_short(talks):
    """Mean at most 30 words, and 45 at most in 95 of a hundred."""
    lengths = sorted(len(text.split()) for text in replies_in(talks))

    assert mean(lengths) <= 30
    assert lengths[int(0.95 * len(lengths))] <= 45
    assert lengths[-1] <= 60


def test_rule_03_spoken_slowly():
    """Every voice that ships is slowed down from its own pace."""
    assert all(voice.length_scale >= 1.35 for voice in catalogue())


def test_rule_04_many_replies_ask_nothing(talks):
    """A fifth to nearly half of them."""
    replies = replies_in(talks, beside={Move.ESCALATION, Move.SILENCE})

    assert 0.20 <= sum("?" not in text for text in replies) / len(replies) <= 0.45


def test_rule_05_less_than_was_said(whole_talks):
    """Never eight of their words in a row, and hardly ever an echo."""
    echoes = []
    for turns in whole_talks.values():
        for turn, reply in pairwise(turns):
            if (
                turn["role"] == "user"
                and reply["role"] == "assistant"
                and reply["move"] in {Move.REFLECTION, Move.QUESTION}
            ):
                told = " ".join(sentence for sentence in sentences([reply["text"]]) if not sentence.endswith("?"))
                echoes.append(is_echo(told, words(turn["text"])))

    assert PARROTING <= 8
    assert sum(echoes) <= 0.02 * len(echoes)


def test_rule_06_form_varies(talks):
    """No two of any four replies begin alike, and stock sympathy is rare."""
    for name, turns in talks.items():
        said = [turn["text"] for turn in turns if turn["text"] and turn["move"] not in {Move.REPEAT, Move.ESCALATION}]
        openings = [" ".join(words(text)[:2]) for text in said]
        alike = [at for at in range(len(openings)) if openings[at] in openings[max(0, at - 3) : at]]
        assert len(alike) <= 0.25 * len(openings), name
    replies = replies_in(talks)
    assert sum(bool(STOCK.search(text.lower())) for text in replies) <= 0.05 * len(replies)


def test_rule_07_looks_back():
    """Something from before the last turn comes up again in the course of a talk."""
    replies = replies_to(*STORY, "Yes.", "Maybe.", "I could ring him.")
    before = content_words(" ".join(STORY[:4]))

    assert any(content_words(reply.text) & before for reply in replies[5:])


def test_rule_08_nothing_that_cannot_be_spoken(talks):
    """No lists, no markup, no signs."""
    assert not [
        text
        for text in replies_in(talks)
        if re.search(r"[*_#`<>|\[\]{}!]|^\s*(?:-|\d+[.)])\s|[\U0001f300-\U0001faff]", text)
    ]


def test_rule_09_no_advice_unless_asked(talks):
    """None that tells them what to do; what some people do is said only to those who ask."""
    offers = [offer.say for dialogue in LIBRARY.dialogues for offer in dialogue.offers]

    for turns in talks.values():
        for turn in turns:
            told = " ".join(sentence for sentence in sentences([turn["text"]]) if not sentence.endswith("?"))
            assert not ADVISING.search(told.lower()) or turn["move"] == Move.ESCALATION, told
            assert turn["move"] in {Move.CHOICE, Move.REPEAT} or not any(offer in turn["text"] for offer in offers)


@pytest.mark.parametrize("asked", ["What should I do?", "Should I call him?", "What would you do in my place?"])
def test_rule_10_the_choice_is_theirs_and_is_not_bounced(asked):
    """It says so, gives back something of theirs, offers one thing at most, and asks what they make of it."""
    reply = reply_to(*STORY, asked)

    assert reply.move is Move.CHOICE
    assert any(reply.text.startswith(line) for line in LIBRARY.general.lines["choice"])
    assert content_words(reply.text) & content_words(" ".join(STORY))
    assert reply.text.count("Some ") <= 1
    assert reply.text.endswith("?")


def test_rule_10_also_in_an_exercise():
    """Then the step is put in other words."""
    reply = reply_to(STORY[0], "help me make a plan", "What should I do?")

    assert reply.move is Move.CHOICE
    assert len(list(sentences([reply.text]))) > 1


def test_rule_11_a_silence_is_answered_once_and_softly():
    """One line that asks nothing; then none, and none at all after a promised pause."""
    line, *rest = replies_to(STORY[0], "", "", "")[1:]

    assert line.move is Move.PRESENCE
    assert "?" not in line.text
    assert [reply.text for reply in rest] == ["", ""]
    assert reply_to(STORY[0], "give me a moment", "").text == ""


def test_rule_12_speech_stops_the_voice():
    """As soon as they begin to speak, and before anything else."""
    session = session_for(Settings())
    for event in (Opened(at=0), *reply_events(0, 0, Move.OPENING, "Hello.")):
        session.handle(event)

    assert StopSpeaking(0) in session.handle(SpeechStarted(samples(1)))


def test_rule_13_no_sounds_while_they_speak():
    """A turn that has not ended gets no reply, not even a "mm"."""
    assert not [command for command in opened().handle(SpeechStarted(samples(3))) if isinstance(command, Speak)]


def test_rule_14_a_summary_every_five_or_six_turns():
    """Two things in their words, 45 words at most, and one question about what is missing."""
    replies = replies_to(*STORY, "I miss the sound of it.")
    at, summary = next((at, reply) for at, reply in enumerate(replies) if reply.move is Move.SUMMARY)

    assert 4 <= at <= 6
    assert len(content_words(summary.text) & content_words(" ".join(STORY))) >= 2
    assert len(summary.text.split()) <= 45
    assert summary.text.endswith("?")


def test_rule_15_a_correction_is_taken_up_and_never_disputed():
    """In their words, with nothing in its own defence."""
    reply = reply_to("My wife went through my phone. I'm hurt.", "That's not what I said. I said it is a violation.")

    assert any(reply.text.startswith(line) for line in LIBRARY.general.lines["correction"])
    assert not re.search(r"\b(?:actually|but i|i meant|you said you)\b", reply.text.lower())


def test_rule_16_what_and_how_rather_than_why(talks):
    """No question begins with why."""
    assert not [
        text for text in replies_in(talks) for question in questions_in(text) if question.lower().startswith("why")
    ]


def test_rule_17_somebody_who_says_little_is_asked_little():
    """Twelve words on average, and one-word answers are no failure."""
    replies = replies_to("Girlfriend.", "She was texting my flatmate.", "Bad.", "Moved out.", "Dunno.", "Don't sleep.")

    assert mean(len(reply.text.split()) for reply in replies) <= 12
    assert not any("more" in words(reply.text) and "say" in words(reply.text) for reply in replies)


def test_rule_18_a_monologue_gets_one_sentence_of_it(talks, talkers):
    """Whoever tells a long story hears little back."""
    long = [talker["id"] for talker in talkers if mean(len(text.split()) for text in talker["turns"]) > 60]

    assert long
    for name in long:
        assert (
            mean(len(turn["text"].split()) for turn in talks[name] if turn["move"] in {Move.REFLECTION, Move.QUESTION})
            <= 22
        )


def test_rule_19_going_round_is_met_with_something_concrete():
    """Once, when the same was told three times."""
    same = "He lied about the money, and he hid the letters from the bank."
    replies = replies_to(STORY[2], same, same, same, same)
    circling = [reply for reply in replies if reply.source == "circling"]

    assert len(circling) == 1
    assert circling[0].text in LIBRARY.general.lines["circling"]


@pytest.mark.parametrize(("asked", "move"), [
    ("Can you say that again?", Move.REPEAT), ("What do you mean?", Move.REPHRASE), ("Skip that.", Move.SKIP),
    ("Give me a moment.", Move.PAUSE), ("Stop.", Move.CLOSING), ("Who can hear this?", Move.PRIVACY),
])  # fmt: skip
def test_rule_20_what_is_asked_of_the_talk_always_works(asked, move):
    """After any turn."""
    for many in range(1, len(STORY)):
        assert reply_to(*STORY[:many], asked).move is move


def test_rule_20_what_was_said_can_be_read_back():
    """Once something was told that is worth keeping; before that, it says that there is nothing yet."""
    assert reply_to(*STORY, "Read it back to me.").move is Move.SUMMARY
    assert reply_to("Read it back to me.").move is Move.QUESTION


def test_rule_21_are_you_real_is_answered_in_a_sentence(talks):
    """Truthfully, then back to them; and it is said first of all, but never unasked in between."""
    reply = reply_to(*STORY[:2], "Are you a real person?")

    answer, *back = sentences([reply.text])
    assert "program" in answer
    assert len(back) == 1
    assert "program" in " ".join(LISTENER.reply(Transcript()).sentences)
    unasked = {Move.REFLECTION, Move.SUMMARY, Move.CHOICE, Move.CLOSING}
    assert not [
        turn for turns in talks.values() for turn in turns if turn["move"] in unasked and "program" in turn["text"]
    ]


def test_rule_22_the_goodbye(talks):
    """Gathers in their words, says that it is saved, and asks nothing."""
    goodbyes = [turn["text"] for turns in talks.values() for turn in turns if turn["move"] == Move.CLOSING]

    assert goodbyes
    for text in goodbyes:
        assert "?" not in text
        assert len(text.split()) <= LONGEST_CLOSING
        assert {"saved", "delete", "goodbye"} <= set(words(text))


def test_rule_22_the_end_is_offered_after_a_long_talk():
    """Once; after many turns, or after as many words as twenty minutes hold."""
    many = [
        f"I remember the {thing} in our house."
        for thing in [
            "piano",
            "lamp",
            "carpet",
            "table",
            "mirror",
            "clock",
            "stove",
            "chair",
            "bench",
            "window",
            "curtain",
            "ladder",
            "kettle",
            "drawer",
            "bucket",
            "basket",
        ]
    ]
    long = ["I told him about the house and the piano and what it was to us, and then I told him again. " * 20] * 8

    assert [reply.source for reply in replies_to(*many)].count(LONG_TALK_SOURCE) == 1
    assert len(many) >= LONG_TALK
    assert LONG_TALK_SOURCE in [reply.source for reply in replies_to(*long)]


def test_rule_23_the_opening():
    """What it is, that it stays here, how to stop, one wide question; later, the step and how it went."""
    first = " ".join(LISTENER.reply(Transcript()).sentences)
    before = Transcript(
        tuple(Turn(Speaker.USER, text) for text in (STORY[0], "Maybe I could ask him about the piano."))
    )
    later = " ".join(EmbeddedListener(LIBRARY, (before,)).reply(Transcript()).sentences)

    assert all(word in first for word in ("program", "this computer", "stop"))
    assert "ask him about the piano" in later
    for text in (first, later):
        assert text.count("?") == 1
        assert len(text.split()) <= 40


def test_rule_24_a_skip_is_accepted_and_another_door_opened():
    """One question that has little in common with the refused one."""
    for many in range(1, len(STORY)):
        *_, before, after = replies_to(*STORY[:many], "I don't want to talk about that.")
        one, other = ({*words(" ".join(questions_in(reply.text)))} for reply in (before, after))

        assert after.text.count("?") == 1
        assert not one or len(one & other) <= 0.6 * len(one | other)


def test_rule_25_never_called_therapy(talks):
    """Nor diagnosis or treatment: a therapist is what it says it is not, or somebody who may help."""
    for text in replies_in(talks):
        assert not re.search(r"\b(?:therapy|diagnos\w+|treatment|patient|disorder)\b", text.lower()), text


def test_rule_26_saved_before_it_is_answered():
    """What they said is written before anything is spoken back."""
    session = opened()
    happened = list(session.handle(Typed(STORY[0])))
    for event in reply_events(1, 0, Move.REFLECTION, "The house."):
        happened += session.handle(event)
    written = [type(command) for command in happened if isinstance(command, Write | Speak)]

    assert written[:2] == [Write, Speak]


def test_every_talker_tells_something(whole_talks):
    """So that none of the rules above holds of nothing."""
    assert all(
        any(is_telling(turn["text"]) for turn in turns if turn["role"] == "user") for turns in whole_talks.values()
    )
