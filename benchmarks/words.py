"""How far what was heard is from what was said."""

import re

import numpy as np


def words(text: str) -> list[str]:
    """A text's words, without case or punctuation."""
    return re.findall(r"[a-z0-9']+", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))


def word_error_rate(said: str, heard: str) -> float:
    """Words to insert, delete or replace to get from what was said to what was heard, per word said."""
    reference, hypothesis = words(said), words(heard)
    distances = np.arange(len(hypothesis) + 1)
    for row, word in enumerate(reference, start=1):
        previous, distances = distances, np.full(len(hypothesis) + 1, row)
        for column, other in enumerate(hypothesis, start=1):
            replaced = previous[column - 1] + (word != other)
            distances[column] = min(replaced, previous[column] + 1, distances[column - 1] + 1)
    return float(distances[-1]) / max(1, len(reference))
