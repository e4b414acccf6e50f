from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from stance.eval.shares.adjusting import adjusted_shares, confusion_by_article, solve


def test_two_labels_are_adjusted_as_forman_does() -> None:
    """Of 100 predicted, 40 are yes; it finds 80% of the yes, and 10% of the no: (0.4 - 0.1) / 0.7."""
    confusion = np.array([[[90.0, 10.0], [20.0, 80.0]]])
    found = solve(confusion, np.array([[60.0, 40.0]]))
    np.testing.assert_allclose(found, [[1 - 3 / 7, 3 / 7]], atol=1e-9)


def test_what_no_shares_explain_is_the_nearest_that_do() -> None:
    confusion = np.array([[[90.0, 10.0], [20.0, 80.0]]])
    np.testing.assert_allclose(solve(confusion, np.array([[95.0, 5.0]])), [[1, 0]], atol=1e-9)


def test_it_is_the_least_square_of_another_solver() -> None:
    chance = np.random.default_rng(0)
    confusion = chance.integers(0, 9, size=(20, 4, 4)) + 6.0 * np.eye(4)
    counts = chance.integers(1, 40, size=(20, 4)).astype(float)
    for matrix, count, found in zip(confusion, counts, solve(confusion, counts), strict=True):
        rates, seen = matrix / matrix.sum(axis=1, keepdims=True), count / count.sum()

        def loss(shares: np.ndarray, rates: np.ndarray = rates, seen: np.ndarray = seen) -> float:
            return float(((shares @ rates - seen) ** 2).sum())

        other = minimize(
            loss, np.full(4, 0.25), bounds=[(0, 1)] * 4, method="SLSQP", tol=1e-14,
            constraints={"type": "eq", "fun": lambda shares: shares.sum() - 1},
        )  # fmt: skip
        assert loss(found) <= other.fun + 1e-9
        assert found.sum() == pytest.approx(1)


@given(st.integers(2, 15), st.integers(0, 50))
def test_a_perfect_classifier_is_believed(labels: int, seed: int) -> None:
    predicted = np.random.default_rng(seed).integers(labels, size=40)
    confusion = np.eye(labels)[None] * 10
    found = solve(confusion, np.bincount(predicted, minlength=labels)[None].astype(float))
    np.testing.assert_allclose(found[0], np.bincount(predicted, minlength=labels) / 40, atol=1e-9)


def test_shares_that_shift_are_found_again() -> None:
    chance = np.random.default_rng(1)
    rates = np.array([[0.7, 0.2, 0.1], [0.05, 0.9, 0.05], [0.1, 0.3, 0.6]])

    def draw(shares: list[float], n: int) -> tuple[np.ndarray, np.ndarray]:
        gold = chance.choice(3, size=n, p=shares)
        return gold, (chance.random((n, 1)) > rates[gold].cumsum(axis=1)).sum(axis=1)

    gold, predicted = draw([0.3, 0.4, 0.3], 2000)
    judged = confusion_by_article(gold, predicted, [f"a{i // 5}" for i in range(2000)], 3)
    _, seen = draw([0.1, 0.5, 0.4], 4000)
    value, low, high = adjusted_shares(seen, np.arange(4000) // 5, judged, resamples=300)
    np.testing.assert_allclose(value, [0.1, 0.5, 0.4], atol=0.04)
    assert (low < [0.1, 0.5, 0.4]).all()
    assert (high > [0.1, 0.5, 0.4]).all()


def test_few_articles_here_and_many_there() -> None:
    """A resample may hold none of the one; it does no harm."""
    judged = np.tile([[[5.0, 1.0], [1.0, 5.0]]], (60, 1, 1))
    value, low, high = adjusted_shares(np.array([0, 1, 1, 0, 1]), np.arange(5), judged)
    np.testing.assert_allclose(value, [0.35, 0.65], atol=1e-9)
    assert (low < value).all()
    assert (value < high).all()
