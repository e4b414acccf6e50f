from __future__ import annotations

import numpy as np
import pytest
import sklearn.metrics as reference
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from stance.eval import metrics

Codes = NDArray[np.intp]


@st.composite
def judged(draw: st.DrawFn) -> tuple[Codes, Codes, int]:
    """Draw gold and predicted codes, and how many labels there are."""
    labels = draw(st.integers(2, 5))
    pairs = st.tuples(st.integers(0, labels - 1), st.integers(0, labels - 1))
    gold, predicted = zip(*draw(st.lists(pairs, min_size=1, max_size=40)), strict=True)
    return np.array(gold), np.array(predicted), labels


# The reference warns where all items are of one label.
@pytest.mark.filterwarnings("ignore:A single label was found")
@given(judged())
def test_the_figures_are_those_of_scikit_learn(data: tuple[Codes, Codes, int]) -> None:
    gold, predicted, size = data
    matrix = metrics.confusion_matrix(gold, predicted, size)
    labels = range(size)
    np.testing.assert_array_equal(
        matrix, reference.confusion_matrix(gold, predicted, labels=labels)
    )
    precision, recall, f1, _ = reference.precision_recall_fscore_support(
        gold, predicted, labels=labels, zero_division=np.nan
    )
    np.testing.assert_allclose(metrics.precision(matrix), precision)
    np.testing.assert_allclose(metrics.recall(matrix), recall)
    np.testing.assert_allclose(metrics.f1(matrix), f1)
    macro = reference.f1_score(gold, predicted, average="macro", zero_division=np.nan)
    assert metrics.macro_f1(matrix) == pytest.approx(macro)
    assert metrics.accuracy(matrix) == pytest.approx(reference.accuracy_score(gold, predicted))
    assert metrics.mcc(matrix) == pytest.approx(
        reference.matthews_corrcoef(gold, predicted), abs=1e-9
    )


def test_many_matrices_at_once_are_each_alone() -> None:
    chance = np.random.default_rng(0)
    matrices = chance.integers(0, 4, size=(7, 3, 3)).astype(float)
    for figure in (metrics.precision, metrics.f1, metrics.macro_f1, metrics.accuracy, metrics.mcc):
        alone = [figure(matrix) for matrix in matrices]
        np.testing.assert_array_equal(figure(matrices), alone)


def test_log_loss_is_that_of_scikit_learn() -> None:
    probabilities = np.random.default_rng(0).dirichlet(np.ones(3), size=50)
    gold = np.arange(50) % 3
    expected = reference.log_loss(gold, probabilities)
    assert metrics.log_loss(probabilities, gold).mean() == pytest.approx(expected)


def test_an_impossible_gold_is_a_finite_surprise() -> None:
    assert metrics.log_loss(np.array([[1.0, 0.0]]), np.array([1])) == pytest.approx(16.1, abs=0.1)


def test_the_error_of_posture_and_the_flips_by_hand() -> None:
    values = np.array([1.0, 0.0, -1.0])
    # Gold by row: 5 right, one neutral taken for conciliatory, two threats for conciliatory.
    matrix = np.array([[2, 0, 0], [1, 2, 0], [2, 0, 1]], dtype=float)
    assert metrics.posture_error(matrix, values) == pytest.approx((1 * 1 + 2 * 2) / 8)
    assert metrics.sign_flips(matrix, values) == pytest.approx(2 / 8)
    assert np.isnan(metrics.posture_error(np.zeros((3, 3)), values))
