"""Speech as Opus, a second at a time: small enough to keep, and each second stands in a place of its own.

At 24 kbit/s an hour of speech is about 10 MB, and coding it takes one hundredth of the time it lasts.
"""

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from audio.errors import WavError
from audio.frames import SAMPLE_RATE, Samples
from audio.resampling import Resampler

BIT_RATE: Final = 24_000  # bits a second: speech sounds as it did; with 16,000 it begins to sound like a telephone
PACKET: Final = SAMPLE_RATE // 50  # samples: 20 ms, what Opus was made for

LOOK_AHEAD: Final = 104  # samples: 6.5 ms by which Opus gives everything late

_DECODED_RATE: Final = 48_000  # Hz: Opus always gives this
_HEAD: Final = b"OpusHead\x01\x01" + struct.pack("<HIhB", 0, SAMPLE_RATE, 0, 0)  # mono, nothing skipped, no gain
_LENGTH: Final = struct.Struct(">H")


class OpusEncoder:
    """Codes sound that goes on without a gap; after a gap a new one is needed."""

    def __init__(self) -> None:
        from av import CodecContext

        coder: Any = CodecContext.create("libopus", "w")
        coder.sample_rate, coder.layout, coder.format = SAMPLE_RATE, "mono", "flt"
        coder.bit_rate = BIT_RATE
        coder.options = {"application": "voip"}
        coder.open()
        self._coder = coder
        self._coded = 0

    def second(self, sound: Samples) -> bytes:
        """The next second, which has `SAMPLE_RATE` samples."""
        from av import AudioFrame

        packets = []
        for start in range(0, len(sound), PACKET):
            frame = AudioFrame.from_ndarray(sound[start : start + PACKET].reshape(1, -1), format="flt", layout="mono")
            frame.sample_rate, frame.pts = SAMPLE_RATE, self._coded
            self._coded += PACKET
            packets += [bytes(packet) for packet in self._coder.encode(frame)]
        return b"".join(_LENGTH.pack(len(packet)) + packet for packet in packets)


def decoded(seconds: Iterable[bytes]) -> Samples:
    """Seconds that follow each other without a gap, as sound: mono, 16 kHz.

    Raises:
        ValueError: They are not what was coded.
    """
    from av import CodecContext, Packet
    from av.error import FFmpegError

    decoder: Any = CodecContext.create("opus", "r")
    decoder.extradata = _HEAD
    resampler = Resampler(_DECODED_RATE)
    pieces = [np.zeros(0, np.float32)]
    try:
        for second in seconds:
            for packet in _packets(second):
                pieces += [resampler.feed(frame.to_ndarray()) for frame in decoder.decode(Packet(packet))]
    except FFmpegError:
        raise ValueError("not Opus") from None
    sound = np.concatenate([*pieces, resampler.flush()])
    late = sound[:LOOK_AHEAD]
    return np.concatenate([sound[LOOK_AHEAD:], np.zeros_like(late)])


def write_opus(path: Path, sound: Samples) -> None:
    """Writes sound as an Opus file that other programs play, readable by its owner alone.

    Raises:
        WavError: It cannot be written.
    """
    import av

    try:
        path.touch(mode=0o600)
        with path.open("r+b") as file, av.open(file, "w", format="ogg") as container:
            stream: Any = container.add_stream("libopus", rate=SAMPLE_RATE, layout="mono")
            stream.bit_rate = BIT_RATE
            frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="flt", layout="mono")
            frame.sample_rate = SAMPLE_RATE
            for each in (frame, None):
                container.mux(stream.encode(each))
    except OSError as error:
        raise WavError(
            f"The sound file cannot be written: {error.strerror}.", "Give a path in a folder that exists and has room."
        ) from error


def _packets(second: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(second):
        try:
            (length,) = _LENGTH.unpack_from(second, at)
        except struct.error:
            raise ValueError("cut off") from None
        at += _LENGTH.size
        if not length or at + length > len(second):
            raise ValueError("cut off")
        yield second[at : at + length]
        at += length
