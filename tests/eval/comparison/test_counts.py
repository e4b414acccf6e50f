from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as sklearn

from stance.eval import metrics
from stance.eval.comparison.counts import FIGURES, Sums, figure, gold_counts, system_counts


def drawn(labels: int, n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    return chance.integers(labels, size=n), chance.integers(labels, size=n)


def compute(name: str, gold: np.ndarray, predicted: np.ndarray, labels: int) -> float:
    values = np.linspace(1, -1, labels).tolist()
    counts = system_counts(gold, predicted, labels, values).sum(axis=0)
    return float(figure(name, Sums.of(gold_counts(gold, labels).sum(axis=0), counts)))


# scikit-learn warns where there is one label only; its figure is right.
@pytest.mark.filterwarnings("ignore:A single label")
@pytest.mark.parametrize(
    ("gold", "predicted", "labels"),
    [
        (*drawn(3, 200, 1), 3),
        (*drawn(15, 300, 2), 15),
        (*drawn(3, 3, 3), 3),
        (np.zeros(5, int), np.zeros(5, int), 3),
        (np.zeros(5, int), np.ones(5, int), 2),
        (np.array([0, 1, 0, 1]), np.array([0, 1, 0, 1]), 3),
    ],
)
def test_figures_are_those_of_scikit_learn(
    gold: np.ndarray, predicted: np.ndarray, labels: int
) -> None:
    values = np.linspace(1, -1, labels)
    expected = {
        "macro_f1": sklearn.f1_score(gold, predicted, average="macro"),
        "accuracy": sklearn.accuracy_score(gold, predicted),
        "mcc": sklearn.matthews_corrcoef(gold, predicted),
        "posture_error": sklearn.mean_absolute_error(values[gold], values[predicted]),
        "sign_flips": np.mean(np.sign(values[gold]) * np.sign(values[predicted]) == -1),
    }
    for name in FIGURES:
        assert compute(name, gold, predicted, labels) == pytest.approx(expected[name], abs=1e-9)


def test_figures_are_those_of_an_evaluation() -> None:
    gold, predicted = drawn(4, 100, 5)
    matrix = metrics.confusion_matrix(gold, predicted, 4)
    for name in ("macro_f1", "accuracy", "mcc"):
        whole = getattr(metrics, name)(matrix)
        assert compute(name, gold, predicted, 4) == pytest.approx(float(whole), abs=1e-12)
