"""Sentences that mean alike lie close together, and the model's file is the one we know."""

import numpy as np

from dialogues.encoder import DIMENSIONS, encode


def test_each_meaning_has_length_one():
    """One row for each text, even for none and for an empty one."""
    assert encode([]).shape == (0, DIMENSIONS)
    assert np.allclose(np.linalg.norm(encode(["", "hello", "word " * 500]), axis=1), 1, atol=1e-5)


def test_company_changes_nothing():
    """A text means the same alone and beside others."""
    alone = encode(["He never rang."])[0]

    assert np.array_equal(encode(["A much longer text " * 9, "He never rang."])[1], alone)


def test_what_means_alike_lies_closer():
    """Other words for the same are nearer than the same words for something else."""
    asked, alike, other = encode(["Who can listen to this?", "Does anybody else hear me?", "Who can drive to this?"])

    assert asked @ alike > asked @ other


def test_case_and_accents_do_not_matter():
    """Transcripts differ in both."""
    assert np.array_equal(*encode(["CAFÉ Zoë", "cafe zoe"]))
