from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from stance.eval.shares import prediction_powered


def corpus(n: int = 600, *, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    gold = chance.choice(3, size=n, p=[0.2, 0.6, 0.2])
    logits = chance.normal(size=(n, 3))
    logits[np.arange(n), gold] += 2
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True), np.eye(3)[gold]


def test_it_is_the_mean_prediction_corrected_by_the_mean_error() -> None:
    likely, gold = corpus()
    sample = np.arange(0, 600, 4)
    found = prediction_powered(likely, gold[sample], sample, np.arange(600))
    tuned = found.tuning
    assert 0 < tuned <= 1
    expected = tuned * likely.mean(axis=0) + (gold[sample] - tuned * likely[sample]).mean(axis=0)
    np.testing.assert_allclose(found.value, expected, atol=1e-9)
    assert found.value.sum() == pytest.approx(1, abs=1e-9)


def test_predictions_that_say_nothing_leave_the_labels_alone() -> None:
    """Then it is the share among the labels, and its interval that of a share on log odds."""
    _, gold = corpus()
    flat = np.full((600, 3), 1 / 3)
    sample = np.arange(150)
    found = prediction_powered(flat, gold[sample], sample, np.arange(600))
    share = gold[sample].mean(axis=0)
    np.testing.assert_allclose(found.value, share, atol=1e-9)
    error = np.sqrt(600 / 599 * share * (1 - share) / 150)
    reach = stats.t.ppf(0.975, 149) * error / (share * (1 - share))
    odds = np.log(share / (1 - share))
    np.testing.assert_allclose(found.low, 1 / (1 + np.exp(-(odds - reach))), atol=1e-9)
    np.testing.assert_allclose(found.high, 1 / (1 + np.exp(-(odds + reach))), atol=1e-9)


def test_the_tuning_makes_the_errors_least() -> None:
    """No other weight of the predictions would give narrower intervals, all labels together."""
    likely, gold = corpus()
    sample = np.arange(0, 600, 5)
    best = prediction_powered(likely, gold[sample], sample, np.arange(600))
    alone = prediction_powered(np.full((600, 3), 1 / 3), gold[sample], sample, np.arange(600))
    assert (best.high - best.low).sum() < 0.85 * (alone.high - alone.low).sum()


def test_statements_of_one_article_that_agree_widen_the_interval() -> None:
    likely = np.full((400, 2), 0.5)
    gold = np.eye(2)[np.repeat(np.arange(40) % 2, 10)]
    sample = np.arange(400)
    alone = prediction_powered(likely, gold, sample, np.arange(400))
    together = prediction_powered(likely, gold, sample, np.repeat(np.arange(40), 10))
    assert together.high[0] - together.low[0] > 2.5 * (alone.high[0] - alone.low[0])


def test_weights_set_an_uneven_sample_right() -> None:
    likely = np.full((1000, 2), 0.5)
    gold = np.eye(2)[(np.arange(1000) >= 900).astype(int)]
    # All of the rare ones, and one in nine of the others.
    sample = np.r_[np.arange(0, 900, 9), np.arange(900, 1000)]
    weights = np.r_[np.full(100, 9.0), np.ones(100)]
    found = prediction_powered(likely, gold[sample], sample, np.arange(1000), weights=weights)
    np.testing.assert_allclose(found.value, [0.9, 0.1], atol=1e-9)


def test_a_part_borrows_the_correction_of_all() -> None:
    likely, gold = corpus()
    sample = np.arange(0, 600, 4)
    inside = np.arange(600) < 100
    found = prediction_powered(likely, gold[sample], sample, np.arange(600), among=inside)
    expected = likely[:100].mean(axis=0) + (gold[sample] - likely[sample]).mean(axis=0)
    np.testing.assert_allclose(found.value, expected, atol=1e-9)
    assert found.tuning == 1


def test_a_sample_without_an_error_is_no_proof_that_there_is_none() -> None:
    _, gold = corpus()
    found = prediction_powered(gold, gold[:50], np.arange(50), np.arange(600))
    assert (found.high - found.low > 0.01).all()
    # One label only, and it is always found.
    ones = np.eye(2)[np.zeros(30, dtype=int)]
    found = prediction_powered(ones, ones, np.arange(30), np.arange(30))
    np.testing.assert_allclose(found.value, [1, 0])
    assert found.low[0] < 0.97
    assert found.high[1] > 0.03


@given(st.integers(1, 5), st.integers(2, 15), st.integers(1, 30), st.integers(0, 99))
def test_shares_and_intervals_stay_where_shares_are(
    articles: int, labels: int, size: int, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    likely = chance.dirichlet(np.ones(labels), size=30)
    gold = np.eye(labels)[chance.integers(labels, size=size)]
    found = prediction_powered(likely, gold, np.arange(size), np.arange(30) % articles)
    assert found.value.sum() == pytest.approx(1)
    assert (found.low >= 0).all()
    assert (found.high <= 1).all()
    assert (found.low <= found.value).all()
    assert (found.value <= found.high).all()
