"""How likely is it that this frame is speech?

Silero's network keeps a memory of what came before. It is fed one frame at a time here, with that memory carried from frame
to frame, so that it can run while a person is still talking.
"""

from pathlib import Path
from typing import Final, Protocol

import numpy as np

from audio.frames import FRAME_SAMPLES, Samples

CONTEXT_SAMPLES: Final = 64  # the end of the frame before, which Silero was trained to see in front of each frame
_MEMORY_SHAPE: Final = (1, 1, 128)


class SpeechDetector(Protocol):
    """Tells speech from everything else, frame by frame."""

    def probability(self, frame: Samples) -> float:
        """How likely the frame is speech, from 0 to 1, given the frames since `reset`. Shape (512,)."""
        ...

    def reset(self) -> None:
        """Forget what came before."""
        ...


class SileroDetector:
    """Silero VAD 6 in onnxruntime, on one thread: a frame takes a fraction of a millisecond.

    Args:
        model: `silero_vad_v6.onnx`, in the folder that `audio.models.ready("silero-vad", ...)` gives.
    """

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = 1
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.reset()

    def reset(self) -> None:
        """Forget what came before."""
        self._hidden = np.zeros(_MEMORY_SHAPE, np.float32)
        self._cell = np.zeros(_MEMORY_SHAPE, np.float32)
        self._input = np.zeros((1, CONTEXT_SAMPLES + FRAME_SAMPLES), np.float32)

    def probability(self, frame: Samples) -> float:
        """How likely the frame is speech, from 0 to 1, given the frames since `reset`. The frame is only read."""
        if frame.shape != (FRAME_SAMPLES,):
            raise ValueError(f"a frame has {FRAME_SAMPLES} samples, not {frame.shape}")
        self._input[0, :CONTEXT_SAMPLES] = self._input[0, -CONTEXT_SAMPLES:]
        self._input[0, CONTEXT_SAMPLES:] = frame
        inputs = {"input": self._input, "h": self._hidden, "c": self._cell}
        probability, self._hidden, self._cell = self._session.run(None, inputs)
        return float(probability.item())
