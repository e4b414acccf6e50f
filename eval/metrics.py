"""Figures from confusion matrices, many matrices at once.

A confusion matrix counts items, gold label by row and predicted label by column. All functions
take any number of leading axes, so that the resamples of a bootstrap are one call.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def confusion_matrix(gold: NDArray[np.intp], predicted: NDArray[np.intp], labels: int) -> Floats:
    """Count items by gold and predicted label, shape (labels, labels)."""
    cells = np.bincount(gold * labels + predicted, minlength=labels * labels)
    return cells.reshape(labels, labels).astype(np.float64)


def precision(matrices: Floats) -> Floats:
    """Share of the items predicted as a label that are; nan where none is. Shape (…, labels)."""
    return _divide(_hits(matrices), matrices.sum(axis=-2))


def recall(matrices: Floats) -> Floats:
    """Share of a label's items that are predicted as it; nan where it has none."""
    return _divide(_hits(matrices), matrices.sum(axis=-1))


def f1(matrices: Floats) -> Floats:
    """Harmonic mean of precision and recall; nan where a label is neither gold nor predicted."""
    return _divide(2 * _hits(matrices), matrices.sum(axis=-1) + matrices.sum(axis=-2))


def macro_f1(matrices: Floats) -> Floats:
    """Mean F1 of the labels that are gold or predicted, all of one weight. Shape (…,)."""
    return _macro(f1(matrices), matrices)


def macro_precision(matrices: Floats) -> Floats:
    """Mean precision of the labels that are gold or predicted; 0 for one that is never predicted."""
    return _macro(precision(matrices), matrices)


def macro_recall(matrices: Floats) -> Floats:
    """Mean recall of the labels that are gold or predicted; 0 for one that is never gold."""
    return _macro(recall(matrices), matrices)


def weighted_precision(matrices: Floats) -> Floats:
    """Mean precision of the labels, each weighing as much as it has gold items. Shape (…,)."""
    return _by_support(precision(matrices), matrices)


def weighted_f1(matrices: Floats) -> Floats:
    """Mean F1 of the labels, each weighing as much as it has gold items. Shape (…,)."""
    return _by_support(f1(matrices), matrices)


def balanced_accuracy(matrices: Floats) -> Floats:
    """Mean recall of the labels that are gold. Shape (…,)."""
    found = recall(matrices)
    known = ~np.isnan(found)
    return _divide(np.where(known, found, 0.0).sum(axis=-1), known.sum(axis=-1))


def accuracy(matrices: Floats) -> Floats:
    """Share of items whose predicted label is the gold one. Shape (…,)."""
    return _divide(_hits(matrices).sum(axis=-1), matrices.sum(axis=(-2, -1)))


def mcc(matrices: Floats) -> Floats:
    """Matthews' correlation of gold and predicted, for any number of labels. Shape (…,).

    After J. Gorodkin, "Comparing two K-category assignments by a K-category correlation
    coefficient", Computational Biology and Chemistry 28 (2004). 0 where all items have one gold
    label, or one predicted.
    """
    gold, predicted = matrices.sum(axis=-1), matrices.sum(axis=-2)
    total = gold.sum(axis=-1)
    covariance = _hits(matrices).sum(axis=-1) * total - (gold * predicted).sum(axis=-1)
    spread = (total**2 - (gold**2).sum(axis=-1)) * (total**2 - (predicted**2).sum(axis=-1))
    return np.where(spread > 0, covariance / np.sqrt(np.where(spread > 0, spread, 1.0)), 0.0)


def kappa(matrices: Floats) -> Floats:
    """Cohen's kappa of gold and predicted; nan where chance alone would agree. Shape (…,).

    After J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
    Measurement 20 (1960).
    """
    total = matrices.sum(axis=(-2, -1))
    by_chance = (matrices.sum(axis=-1) * matrices.sum(axis=-2)).sum(axis=-1)
    agreed = _hits(matrices).sum(axis=-1)
    return _divide(agreed * total - by_chance, total**2 - by_chance)


def alpha(matrices: Floats) -> Floats:
    """Krippendorff's nominal alpha of gold and predicted; nan where all have one label. Shape (…,).

    After K. Krippendorff, "Content analysis", Sage 2018, chapter 12: gold and predicted are two
    coders of each item.
    """
    values = matrices.sum(axis=-1) + matrices.sum(axis=-2)
    total = values.sum(axis=-1)
    differ = total - 2 * _hits(matrices).sum(axis=-1)
    expected = total**2 - (values**2).sum(axis=-1)
    return np.asarray(1 - _divide(differ * (total - 1), expected))


def posture_error(matrices: Floats, values: Floats) -> Floats:
    """Mean distance of predicted and gold value, for labels that have values. Shape (…,).

    Parameters
    ----------
    matrices
        Shape (…, labels, labels).
    values
        The value of each label, shape (labels,): -1, 0 and 1 in the codebook of postures.
    """
    return _weighted(matrices, np.abs(values[:, None] - values))


def sign_flips(matrices: Floats, values: Floats) -> Floats:
    """Share of items whose predicted value has the opposite sign of the gold one. Shape (…,)."""
    return _weighted(matrices, (values[:, None] * values < 0).astype(np.float64))


def log_loss(probabilities: Floats, gold: NDArray[np.intp]) -> Floats:
    """Surprise at each gold label in nats, lower is better; shape (items,).

    No surprise is greater than that at one in ten million.
    """
    return -np.log(np.maximum(probabilities[np.arange(len(gold)), gold], 1e-7))


def brier(probabilities: Floats, gold: NDArray[np.intp]) -> Floats:
    """Squared distance of each item's probabilities from its gold, 0 to 2; shape (items,).

    After G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather
    Review 78 (1950).
    """
    hits = np.eye(probabilities.shape[1])[gold]
    return np.asarray(((probabilities - hits) ** 2).sum(axis=1))


def _macro(figures: Floats, matrices: Floats) -> Floats:
    known = (matrices.sum(axis=-1) + matrices.sum(axis=-2)) > 0
    defined = np.where(np.isnan(figures), 0.0, figures)
    return _divide(np.where(known, defined, 0.0).sum(axis=-1), known.sum(axis=-1))


def _by_support(figures: Floats, matrices: Floats) -> Floats:
    support = matrices.sum(axis=-1)
    defined = np.where(np.isnan(figures), 0.0, figures)
    return _divide((defined * support).sum(axis=-1), support.sum(axis=-1))


def _weighted(matrices: Floats, weights: Floats) -> Floats:
    """Mean over items of what each cell weighs."""
    return _divide((matrices * weights).sum(axis=(-2, -1)), matrices.sum(axis=(-2, -1)))


def _hits(matrices: Floats) -> Floats:
    return np.diagonal(matrices, axis1=-2, axis2=-1)


def _divide(part: Floats, whole: Floats) -> Floats:
    """Divide, giving nan where the whole is 0."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)
