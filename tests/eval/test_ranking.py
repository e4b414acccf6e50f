from __future__ import annotations

import numpy as np
import pytest
import sklearn.metrics as reference
from hypothesis import given
from hypothesis import strategies as st

from stance.eval.ranking import Ranking, rank_figures

# Few values, so that there are ties.
scored = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9]), st.booleans(), st.integers(0, 3)),
    min_size=1,
    max_size=30,
)


@given(scored)
def test_the_figures_are_those_of_scikit_learn(rows: list[tuple[float, bool, int]]) -> None:
    scores, hits, times = map(np.array, zip(*rows, strict=True))
    auroc, average = Ranking(scores, hits).figures(times.astype(float))
    if len(set(hits[times > 0])) < 2:
        assert np.isnan(auroc)
        assert np.isnan(average)
        return
    assert auroc == pytest.approx(
        reference.roc_auc_score(hits, scores, sample_weight=times), abs=1e-9
    )
    expected = reference.average_precision_score(hits, scores, sample_weight=times)
    assert average == pytest.approx(expected, abs=1e-9)


def test_a_weight_is_so_many_items_alike() -> None:
    chance = np.random.default_rng(0)
    scores, hits = chance.random(50).round(1), chance.random(50) < 0.4
    times = chance.integers(0, 4, size=(5, 50))
    found = Ranking(scores, hits).figures(times.astype(float))
    for row, each in zip(times, found, strict=True):
        repeated = Ranking(np.repeat(scores, row), np.repeat(hits, row))
        np.testing.assert_allclose(each, repeated.figures(np.ones(row.sum())))


def test_the_mean_is_over_the_labels_that_there_are() -> None:
    probabilities = np.random.default_rng(0).dirichlet(np.ones(15), size=60)
    gold = np.arange(60) % 14  # the last label is absent
    rankings = [Ranking(scores, gold == k) for k, scores in enumerate(probabilities.T)]
    found = rank_figures(rankings, np.ones(60))
    assert found.shape == (32,)
    assert np.isnan(found[14])
    every = [reference.roc_auc_score(gold == k, probabilities[:, k]) for k in range(14)]
    np.testing.assert_allclose(found[:14], every)
    assert found[15] == pytest.approx(np.mean(every))
