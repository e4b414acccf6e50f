from __future__ import annotations

import krippendorff
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


@pytest.mark.filterwarnings("ignore:A single label was found")
@pytest.mark.filterwarnings("ignore:y_pred contains classes not in y_true")
@pytest.mark.filterwarnings("ignore:invalid value")
@given(judged())
def test_the_means_over_labels_are_those_of_scikit_learn(data: tuple[Codes, Codes, int]) -> None:
    gold, predicted, size = data
    matrix = metrics.confusion_matrix(gold, predicted, size)
    means = {
        name: reference.precision_recall_fscore_support(
            gold, predicted, average=name, zero_division=0
        )
        for name in ("macro", "weighted", "micro")
    }
    exact = {"rel": 1e-9, "abs": 1e-9}
    assert metrics.macro_precision(matrix) == pytest.approx(means["macro"][0], **exact)
    assert metrics.macro_recall(matrix) == pytest.approx(means["macro"][1], **exact)
    assert metrics.weighted_precision(matrix) == pytest.approx(means["weighted"][0], **exact)
    assert metrics.accuracy(matrix) == pytest.approx(means["weighted"][1], **exact)
    assert metrics.weighted_f1(matrix) == pytest.approx(means["weighted"][2], **exact)
    assert metrics.accuracy(matrix) == pytest.approx(means["micro"][2], **exact)
    balanced = reference.balanced_accuracy_score(gold, predicted)
    assert metrics.balanced_accuracy(matrix) == pytest.approx(balanced, **exact)
    if len({*gold, *predicted}) > 1:
        kappa = reference.cohen_kappa_score(gold, predicted)
        assert metrics.kappa(matrix) == pytest.approx(kappa, nan_ok=True, **exact)
        alpha = krippendorff.alpha(
            np.stack([gold, predicted]).astype(float), level_of_measurement="nominal"
        )
        assert metrics.alpha(matrix) == pytest.approx(alpha, **exact)
    else:
        assert np.isnan(metrics.kappa(matrix))
        assert np.isnan(metrics.alpha(matrix))


def test_the_brier_score_by_hand() -> None:
    probabilities = np.array([[0.7, 0.2, 0.1], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    found = metrics.brier(probabilities, np.array([0, 0, 1]))
    np.testing.assert_allclose(found, [0.09 + 0.04 + 0.01, 2, 0])
    binary = np.array([0.9, 0.4, 0.2])
    both = metrics.brier(np.stack([1 - binary, binary], axis=1), np.array([1, 1, 0]))
    assert both.mean() / 2 == pytest.approx(reference.brier_score_loss([1, 1, 0], binary))
