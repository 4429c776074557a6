"""From sound to words.

Whisper was made for windows of 30 seconds and spends most of its time on the silence that fills them. Here it sees the
utterance and two seconds of quiet, which is several times faster, and four things keep the shorter window honest:

1. It writes timestamps. Without them it repeats short answers ("No. No. No. ...") and leaves out what follows a pause.
2. Long pauses are shortened before it listens, and what lies after the last timestamp is listened to on its own.
3. It may write only as many tokens as a person can say in that time. What repeats, runs out of room, or is unsure is heard
   a second time, with the whole window.
4. Words it is unsure of both times, where it also thinks that nobody spoke, are not words: it invents them in noise.

Nothing that was said is kept, logged or put into an error.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from audio.errors import ModelMissing
from audio.frames import SAMPLE_RATE, Samples, samples

PADDING_SECONDS: Final = 2.0  # with half a second Whisper does not see that the speech is over, and goes on by itself
LONGEST_SECONDS: Final = 27.0  # with the padding this still fits Whisper's window of 30 s
SHORTEST_SECONDS: Final = 15.0  # a longer sound is cut at its quietest point between this and LONGEST_SECONDS
KEPT_PAUSE_SECONDS: Final = 0.3  # enough for Whisper to hear a comma
LEVEL_SECONDS: Final = 0.01  # loudness is judged over this long
LOUD_SECONDS: Final = 0.2  # a sound's loud parts are as loud as its loudest fifth of a second: a click is shorter
QUIET: Final = 0.03  # of that loudness, -30 dB: a murmur is louder than this, a quiet room is not
SILENT: Final = 2e-4  # of full scale: below it there is nothing but a microphone's own last bits
TIMESTAMP_ERROR_SECONDS: Final = 0.5  # how far before its true end a timestamp may put the last word
UNHEARD_SECONDS: Final = 0.25  # this much sound after the last words is worth hearing: about one short word

TOKENS_PER_SECOND: Final = 8  # fast speech has five words a second, and a word about 1.3 tokens
SPARE_TOKENS: Final = 12  # timestamps, punctuation, a name spelt out
MOST_TOKENS: Final = 224  # half of Whisper's text context, which is all it may write

UNSURE: Final = -0.9  # mean log probability below which a hearing is not trusted at once
INVENTED: Final = -1.2  # and below this, with the whole window, nobody said it: noise gets less, short answers get more
NO_SPEECH: Final = 0.6  # probability that nobody spoke from which Whisper is believed, unless ...
HARDLY_SURE: Final = -0.5  # ... it is surer of its words than this
PERHAPS_NO_SPEECH: Final = 0.35  # where one person spoke it was never more, in rooms and in noise; in babble mostly
NOT_SURE: Final = -0.8  # what is heard in babble is less sure than this, or it goes round in circles

_REPEATED: Final = re.compile(r"\b(\w[^.?!]{0,80}?\w?)(?:[\s,.?!]+\1\b){3,}", re.IGNORECASE)
_DOUBLED: Final = re.compile(r"(\w.{3,}?)(?:[\s,.?!]+\1)+\W*", re.IGNORECASE)


class Transcriber(Protocol):
    """Turns one utterance into text."""

    def transcribe(self, sound: Samples) -> str:
        """The words in it, or "" where there are none. Mono, 16 kHz. May be slow; is called off the main thread."""
        ...


@dataclass(frozen=True, slots=True)
class Hearing:
    """What Whisper made of a sound, and how sure it was."""

    text: str
    end: float | None
    """Seconds at which the last words end; None if it did not say."""
    no_speech: float
    """Probability that nobody spoke."""
    mean_log_probability: float
    exhausted: bool
    """It was still writing when it ran out of room."""

    @property
    def repeats(self) -> bool:
        """Whether the same words come four times in a row, or all of it comes twice."""
        return bool(_REPEATED.search(self.text) or _DOUBLED.fullmatch(self.text))

    @property
    def doubtful(self) -> bool:
        """Whether it should be heard again, with the whole window."""
        unsure = self.mean_log_probability < UNSURE or self.no_speech > PERHAPS_NO_SPEECH
        return not self.text or self.exhausted or unsure or self.repeats

    @property
    def invented(self) -> bool:
        """Whether nobody said it."""
        if self.no_speech > NO_SPEECH:
            return self.mean_log_probability < HARDLY_SURE or self.repeats
        if self.no_speech > PERHAPS_NO_SPEECH:
            return self.mean_log_probability < NOT_SURE or self.repeats
        return self.mean_log_probability < INVENTED


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text and when it was said, in seconds."""

    text: str
    start: float
    end: float


class WhisperTranscriber:
    """Whisper, as int8 weights on the processor.

    Args:
        folder: The model's files, checked: what `audio.models.ready` gives. Nothing is ever fetched.
        language: Two-letter code of the language that is spoken.
        threads: How many processor threads may work on one utterance.
    """

    def __init__(self, folder: Path, language: str = "en", threads: int = 2) -> None:
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer

        if not (folder / "model.bin").is_file() or not (folder / "tokenizer.json").is_file():
            raise ModelMissing(  # faster-whisper would look for them on the network
                "The folder of the speech model does not hold model.bin and tokenizer.json.",
                "Run: soundingboard doctor. It checks each file and says what to do.",
            )
        self._whisper = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )
        multilingual = self._whisper.model.is_multilingual
        self._tokenizer = Tokenizer(self._whisper.hf_tokenizer, multilingual, task="transcribe", language=language)

    def warm_up(self) -> None:
        """Do what is only done once, so that the first person to speak need not wait for it."""
        noise = np.random.default_rng(0).standard_normal(SAMPLE_RATE).astype(np.float32)
        self.hear(noise * np.float32(0.01))

    def transcribe(self, sound: Samples) -> str:
        """The words in it, or "" where there are none."""
        if not sound.size or float(np.abs(sound).max()) < SILENT:
            return ""
        words = (self._words_in(piece) for piece in pieces(without_long_pauses(sound)))
        return " ".join(" ".join(words).split())

    def hear(self, sound: Samples, *, whole_window: bool = False) -> Hearing:
        """What Whisper makes of at most 30 s of sound, in one go, whether or not it can be trusted."""
        length = len(sound) / SAMPLE_RATE
        budget = min(round(SPARE_TOKENS + TOKENS_PER_SECOND * length), MOST_TOKENS)
        prompt = list(self._tokenizer.sot_sequence)  # without the token that turns timestamps off
        [result] = self._whisper.model.generate(
            self._whisper.encode(self._spectrum(sound, whole_window=whole_window)),
            [prompt],
            beam_size=1,
            max_length=2 * budget,  # CTranslate2 keeps half of this for what is written
            return_scores=True,
            return_no_speech_prob=True,
        )
        tokens: list[int] = result.sequences_ids[0]
        said, end = self._said_within(length, tokens)
        return Hearing(
            text=self._tokenizer.decode(said).strip(),
            end=end,
            no_speech=result.no_speech_prob,
            mean_log_probability=result.scores[0] * len(tokens) / (len(tokens) + 1),  # the end token counts too
            exhausted=len(tokens) >= budget,
        )

    def align(self, sound: Samples, text: str) -> list[Piece]:
        """When each piece of a text was said in at most `LONGEST_SECONDS` of sound; pieces are words, blanks, and signs."""
        tokens = self._tokenizer.encode(f" {text}")
        if not tokens or not sound.size:
            return []
        heard = self._whisper.encode(self._spectrum(sound, whole_window=False))
        frames = len(sound) // samples(LEVEL_SECONDS)
        [found] = self._whisper.find_alignment(self._tokenizer, [tokens], heard, frames)
        return [Piece(each["word"], float(each["start"]), float(each["end"])) for each in found]

    def _words_in(self, piece: Samples) -> str:
        """The words in at most `LONGEST_SECONDS` of sound, those after the last timestamp included."""
        words = []
        rest: Samples | None = piece
        while rest is not None:
            hearing = self.hear(rest)
            if hearing.doubtful:
                hearing = self.hear(rest, whole_window=True)
            if not hearing.invented:
                words.append(_REPEATED.sub(r"\1", hearing.text) if hearing.exhausted else hearing.text)
            rest = None if hearing.end is None else after_pause(rest, hearing.end)
        return " ".join(words)

    def _said_within(self, length: float, tokens: list[int]) -> tuple[list[int], float | None]:
        """The tokens of what begins before the sound ends, and the seconds at which it ends, if it says so.

        Where Whisper repeats itself, it gives the repetition a place in the quiet after the sound.
        """
        said: list[int] = []
        time: float | None = None
        after_words = True  # the first timestamp begins a stretch of words; one right after words ends it
        for token in tokens:
            if token < self._tokenizer.timestamp_begin:
                said.append(token)
                after_words = True
                continue
            time = float((token - self._tokenizer.timestamp_begin) * self._whisper.time_precision)
            if said and not after_words and time >= length:
                break
            after_words = False
        return said, time if tokens and not after_words else None

    def _spectrum(self, sound: Samples, *, whole_window: bool) -> NDArray[np.float32]:
        """Log-mel spectrum of the sound and the quiet after it, shape (80, frames of 10 ms)."""
        extractor = self._whisper.feature_extractor
        if whole_window:
            spectrum: Any = extractor(sound)[:, : extractor.nb_max_frames]
            return np.pad(spectrum, ((0, 0), (0, extractor.nb_max_frames - spectrum.shape[1])))
        spectrum = extractor(np.pad(sound, (0, samples(PADDING_SECONDS))))
        frames = min(spectrum.shape[1], extractor.nb_max_frames) // 2 * 2  # the encoder takes two at a time
        shortened: NDArray[np.float32] = spectrum[:, :frames]
        return shortened


def without_long_pauses(sound: Samples) -> Samples:
    """The sound with each pause shortened to `KEPT_PAUSE_SECONDS`. In steady noise nothing is quiet, and nothing is cut."""
    quiet = quiet_parts(sound)
    kept = np.ones(len(quiet), bool)
    margin = round(KEPT_PAUSE_SECONDS / LEVEL_SECONDS / 2)
    for start, end in runs(quiet):
        kept[start + margin : max(start + margin, end - margin)] = False
    step = samples(LEVEL_SECONDS)
    whole = len(quiet) * step
    return np.concatenate([sound[:whole].reshape(-1, step)[kept].reshape(-1), sound[whole:]])


def after_pause(sound: Samples, end: float) -> Samples | None:
    """What lies after the first pause from the end of the last words on, if it is long enough to hold a word.

    Args:
        sound: What was listened to.
        end: Seconds at which the last words are said to end.
    """
    quiet = quiet_parts(sound)
    earliest = (end - TIMESTAMP_ERROR_SECONDS) / LEVEL_SECONDS
    shortest = KEPT_PAUSE_SECONDS / 2 / LEVEL_SECONDS
    for start, stop in runs(quiet):
        if start > earliest and stop - start >= shortest and start > 0:
            heard = np.count_nonzero(~quiet[stop:]) * LEVEL_SECONDS
            return sound[stop * samples(LEVEL_SECONDS) :] if heard >= UNHEARD_SECONDS else None
    return None


def pieces(sound: Samples) -> list[Samples]:
    """The sound in pieces that fit Whisper's window, cut where it is quietest."""
    cut: list[Samples] = []
    while len(sound) > samples(LONGEST_SECONDS):
        smooth = np.convolve(_levels(sound[: samples(LONGEST_SECONDS)]), np.ones(30), mode="same")  # over 0.3 s
        earliest = round(SHORTEST_SECONDS / LEVEL_SECONDS)
        latest = len(smooth) - 30  # beyond this the mean reaches over the edge
        at = (earliest + int(np.argmin(smooth[earliest:latest]))) * samples(LEVEL_SECONDS)
        cut.append(sound[:at])
        sound = sound[at:]
    return [*cut, sound]


def _levels(sound: Samples) -> NDArray[np.float32]:
    """Root mean square of each hundredth of a second, shape (len(sound) // 160,)."""
    step = samples(LEVEL_SECONDS)
    blocks = sound[: len(sound) // step * step].reshape(-1, step)
    levels: NDArray[np.float32] = np.sqrt(np.mean(np.square(blocks), axis=1))
    return levels


def quiet_parts(sound: Samples) -> NDArray[np.bool_]:
    """Which hundredths of a second are quiet beside the loud parts."""
    levels = _levels(sound)
    loud_count = round(LOUD_SECONDS / LEVEL_SECONDS)
    if len(levels) <= loud_count:
        return np.zeros(len(levels), bool)
    loud = float(np.partition(levels, -loud_count)[-loud_count])
    return np.less(levels, QUIET * loud)


def runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The (start, end) of each unbroken run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]])))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
