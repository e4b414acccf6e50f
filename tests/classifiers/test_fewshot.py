from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.classifiers import Classifier, load, make
from stance.classifiers.contrast import make_pairs
from stance.errors import StanceError
from stance.labelled import LabelledStatement

LABELS = ("conciliatory", "neutral", "threatening")
Make = Callable[..., list[LabelledStatement]]
Fit = Callable[..., Classifier]


@pytest.fixture
def fit(tiny_encoder: Path) -> Fit:
    def fit_on(rows: list[LabelledStatement], *, seed: int = 3, **params: Any) -> Classifier:
        params = {"encoder": str(tiny_encoder), "length": 48, "rate": 1e-3} | params
        return make("fewshot", params).fit(
            [row.utterance for row in rows],
            [row.label for row in rows],
            classes=LABELS,
            seed=seed,
        )

    return fit_on


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=20), st.integers(1, 4))
def test_each_statement_is_compared_with_its_like_and_with_others(
    targets: list[str], number: int
) -> None:
    if len(set(targets)) < 2:
        return
    pairs = make_pairs(targets, number, seed=1)
    assert pairs == make_pairs(targets, number, seed=1)
    for pair in pairs:
        assert pair.one != pair.other
        assert (targets[pair.one] == targets[pair.other]) == pair.same
    begun = Counter((pair.one, pair.same) for pair in pairs)
    for i, target in enumerate(targets):
        assert begun[i, False] == number
        assert begun[i, True] == (number if targets.count(target) > 1 else 0)


def test_a_dozen_of_each_are_enough_and_tuning_is_what_helps(
    make_statements: Make, fit: Fit
) -> None:
    few, others = make_statements(36), make_statements(120, seed=1)
    utterances = [row.utterance for row in others]
    gold = np.array([LABELS.index(row.label) for row in others])
    frozen, tuned = (
        fit(few, pairs=pairs, rate=rate, calibration_folds=0).predict_proba(utterances)
        for pairs, rate in ((1, 1e-9), (20, 1e-3))
    )
    assert (tuned.argmax(axis=1) == gold).mean() > 0.9
    sure_before, sure_after = (each[np.arange(len(gold)), gold].mean() for each in (frozen, tuned))
    assert sure_after > sure_before + 0.05


def test_the_same_seed_gives_the_same_also_once_saved_and_loaded(
    make_statements: Make, fit: Fit, tmp_path: Path
) -> None:
    rows = make_statements(24)
    utterances = [row.utterance for row in make_statements(12, seed=2)]
    first, second = (fit(rows, pairs=4) for _ in range(2))
    expected = first.predict_proba(utterances)
    assert second.predict_proba(utterances).tobytes() == expected.tobytes()
    other = fit(rows, pairs=4, seed=4)
    assert other.predict_proba(utterances).tobytes() != expected.tobytes()
    first.save(tmp_path)
    restored = load("fewshot", tmp_path)
    assert restored.predict_proba(utterances).tobytes() == expected.tobytes()


def test_one_target_is_refused(make_statements: Make, fit: Fit) -> None:
    with pytest.raises(StanceError, match="one class only"):
        fit([row for row in make_statements() if row.label == "neutral"])
