"""Smart Turn v3.2, a published end-of-turn model, to compare with: a spectrogram of the last 8 s in, a probability out.

Its file is not part of this project: `smart-turn-v3.2-cpu.onnx` lies in the wheel of pipecat-ai 1.14 (BSD-2-Clause).
"""

from pathlib import Path
from typing import Final

import numpy as np

from audio.frames import Samples, samples

WINDOW: Final = samples(8.0)  # what it was trained to see, with the sound at the end
COLUMNS: Final = 800  # of 10 ms
LOOK_AFTER: Final = samples(0.2)  # of silence: its probability climbs as silence grows, so it is asked once, early
FLOOR: Final = 1e-7  # keeps a silent window from being divided by nothing


class SmartTurn:
    """The model, on one thread.

    Args:
        model: Its ONNX file.
    """

    def __init__(self, model: Path) -> None:
        import onnxruntime
        from faster_whisper.feature_extractor import FeatureExtractor

        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = 1
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._spectrum = FeatureExtractor(chunk_length=8)

    def finished(self, sound: Samples) -> float:
        """How likely it is that the turn which this sound ends with is over."""
        window = np.pad(sound[-WINDOW:], (max(0, WINDOW - len(sound)), 0))
        window = (window - window.mean()) / np.sqrt(window.var() + FLOOR)
        spectrum = self._spectrum(window.astype(np.float32))[:, :COLUMNS].astype(np.float32)
        [probability] = self._session.run(None, {"input_features": spectrum[None]})
        return float(probability.item())
