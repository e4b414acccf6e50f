"""Adjusted counting: shares from hard labels and a matrix of the classifier's errors.

After G. Forman, "Quantifying counts and costs via classification", Data Mining and Knowledge
Discovery 17 (2008), for any number of labels and with shares that stay between 0 and 1. The
classifier must err on each label as often as it does where the errors were counted, however frequent
the labels are (prior shift).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stance.eval.bootstrap import Bootstrap, units_of

Floats = NDArray[np.float64]

RESAMPLES = 1000
_STEPS = 2000


def adjusted_shares(
    predicted: NDArray[np.intp],
    articles: NDArray[np.intp],
    confusion: Floats,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> tuple[Floats, Floats, Floats]:
    """Return the share of each label, and the ends of its 95% interval; each of shape (labels,).

    The interval is that of `stance.eval.bootstrap.Bootstrap`, with the articles of either side as units.

    Parameters
    ----------
    predicted
        The label that each statement was given, shape (statements,).
    articles
        The number of each statement's article, from 0, shape (statements,).
    confusion
        Counts by gold and predicted label in each article of the judged data, shape (judged articles,
        labels, labels).
    resamples, seed
        Of the bootstrap.
    """
    labels = confusion.shape[-1]
    cells = labels * labels
    counts = np.zeros((int(articles.max()) + 1, labels))
    np.add.at(counts, (articles, predicted), 1)
    units = np.zeros((len(confusion) + len(counts), cells + labels))
    units[: len(confusion), :cells] = confusion.reshape(len(confusion), cells)
    units[len(confusion) :, cells:] = counts

    def shares(sums: Floats) -> Floats:
        flat = sums.reshape(-1, cells + labels)
        errors, found = flat[:, :cells], flat[:, cells:]
        # A resample without an article of one side says nothing.
        both = (errors.sum(axis=1) > 0) & (found.sum(axis=1) > 0)
        solved = np.full((len(flat), labels), np.nan)
        if both.any():
            solved[both] = solve(errors[both].reshape(-1, labels, labels), found[both])
        return solved.reshape(*sums.shape[:-1], labels)

    return Bootstrap(units, resamples=resamples, seed=seed).interval(shares)


def solve(confusion: Floats, counts: Floats) -> Floats:
    """Find the shares that, under the errors counted, give shares of predictions like those found.

    Least squares over the simplex, by projected gradients; many problems at once.

    Parameters
    ----------
    confusion
        By gold and predicted label, shape (problems, labels, labels). A label without gold is taken
        to be found always.
    counts
        By predicted label, shape (problems, labels).

    Returns
    -------
    array
        Shape (problems, labels); rows sum to 1.
    """
    found = counts / counts.sum(axis=1, keepdims=True)
    support = confusion.sum(axis=2, keepdims=True)
    size = confusion.shape[-1]
    rates = np.where(support > 0, confusion / np.where(support > 0, support, 1), np.eye(size))
    shares = found.copy()
    squared = rates @ np.swapaxes(rates, 1, 2)
    target = (rates @ found[..., None])[..., 0]
    step = 1 / np.linalg.norm(squared, ord=2, axis=(1, 2))[:, None]
    momentum, ahead = 1.0, shares
    for _ in range(_STEPS):
        gradient = (squared @ ahead[..., None])[..., 0] - target
        after = _onto_simplex(ahead - step * gradient)
        if np.abs(after - shares).max() < 1e-12:
            return np.asarray(after)
        # Nesterov's acceleration.
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = after + (momentum - 1) / following * (after - shares)
        shares, momentum = after, following
    return np.asarray(shares)


def confusion_by_article(
    gold: NDArray[np.intp], predicted: NDArray[np.intp], articles: list[str | None], labels: int
) -> Floats:
    """Count gold and predicted labels in each article, shape (articles, labels, labels)."""
    units = units_of(articles)
    counts = np.zeros((int(units.max()) + 1, labels, labels))
    np.add.at(counts, (units, gold, predicted), 1)
    return counts


def _onto_simplex(points: Floats) -> Floats:
    """Return the nearest points whose coordinates are not negative and sum to 1.

    After J. Duchi, S. Shalev-Shwartz, Y. Singer and T. Chandra, "Efficient projections onto the
    l1-ball for learning in high dimensions", ICML 2008.
    """
    falling = -np.sort(-points, axis=1)
    excess = (falling.cumsum(axis=1) - 1) / np.arange(1, points.shape[1] + 1)
    last = (falling > excess).sum(axis=1, keepdims=True) - 1
    return np.asarray(np.maximum(points - np.take_along_axis(excess, last, axis=1), 0))
