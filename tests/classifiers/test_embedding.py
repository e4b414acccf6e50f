from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from stance.classifiers import Classifier, load, make
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.statements import Utterance

LABELS = ("conciliatory", "neutral", "threatening")

Statements = list[LabelledStatement]
Make = Callable[..., Statements]
Fit = Callable[..., Classifier]


@pytest.fixture
def fit(tiny_encoder: Path) -> Fit:
    def fit_on(rows: Statements, **params: object) -> Classifier:
        params = {"encoder": str(tiny_encoder), "length": 48} | params
        return make("embedding", params).fit(
            [row.utterance for row in rows],
            [row.label for row in rows],
            classes=LABELS,
            seed=3,
        )

    return fit_on


@pytest.mark.parametrize("params", [{}, {"ngrams": False}, {"loss": "hinge"}])
def test_it_learns_and_is_the_same_once_saved_and_loaded(
    make_statements: Make, fit: Fit, tmp_path: Path, params: dict[str, object]
) -> None:
    classifier = fit(make_statements(), **params)
    others = make_statements(60, seed=1)
    utterances = [row.utterance for row in others]
    probabilities = classifier.predict_proba(utterances)
    assert probabilities.sum(axis=1) == pytest.approx(1)
    right = [LABELS[i] for i in probabilities.argmax(axis=1)] == np.array([r.label for r in others])
    # The encoder was never trained: without n-grams it knows little.
    assert right.mean() > (0.9 if params.get("ngrams", True) else 0.5)
    classifier.save(tmp_path)
    restored = load("embedding", tmp_path)
    assert restored.targets == LABELS
    assert restored.predict_proba(utterances).tobytes() == probabilities.tobytes()
    assert restored.predict_proba([]).shape == (0, 3)


def test_vectors_and_n_grams_both_count(make_statements: Make, fit: Fit) -> None:
    rows = make_statements()
    utterances = [row.utterance for row in rows]
    joined, alone, heavy = (
        fit(rows, **params).predict_proba(utterances)
        for params in ({}, {"ngrams": False}, {"weight": 20.0})
    )
    assert np.abs(joined - alone).max() > 0.01
    assert np.abs(joined - heavy).max() > 0.01


def test_what_the_encoder_cannot_read_is_counted(make_statements: Make, fit: Fit) -> None:
    classifier = fit(make_statements(30), length=8)
    assert classifier.too_long([Utterance("short"), make_statements(1)[0].utterance]) == 1


@pytest.mark.parametrize("broken", ["embedding.json", "embedding.safetensors", "terms.json"])
def test_a_broken_file_is_told(
    make_statements: Make, fit: Fit, tmp_path: Path, broken: str
) -> None:
    fit(make_statements(30)).save(tmp_path)
    (tmp_path / broken).write_bytes(b"\x80\x04not it")
    with pytest.raises(StanceError, match=r"is broken|no safetensors file"):
        load("embedding", tmp_path)


def test_an_encoder_that_is_not_there_is_told(make_statements: Make, fit: Fit) -> None:
    with pytest.raises(StanceError, match="no encoder 'nowhere'"):
        fit(make_statements(30), encoder="nowhere")
