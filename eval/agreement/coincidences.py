"""Agreement beyond chance, from counts that can be summed over items.

All functions take any number of leading axes, so that the resamples of a bootstrap are one call.
A coincidence matrix counts the pairs of values that coders gave to the same item, each item by
its number of coders less one (K. Krippendorff, "Content Analysis", 4th edition 2019, chapter 12).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stance.eval.metrics import Floats


def coincidences(values: NDArray[np.intp], labels: int) -> Floats:
    """Count the pairs of values within each item.

    Parameters
    ----------
    values
        The label's number that each coder gave, shape (items, coders); -1 where one did not.
    labels
        How many labels there are.

    Returns
    -------
    array of shape (items, labels, labels)
        0 throughout for an item with fewer than two values.
    """
    given = np.stack([(values == k).sum(axis=1) for k in range(labels)], axis=1).astype(np.float64)
    pairs = given[:, :, None] * given[:, None, :] - given[:, :, None] * np.eye(labels)
    return np.asarray(pairs / np.maximum(given.sum(axis=1) - 1, 1)[:, None, None])


def alpha(matrices: Floats) -> Floats:
    """Krippendorff's alpha for nominal labels, from summed coincidences (…, labels, labels)."""
    return _alpha(matrices, 1 - np.eye(matrices.shape[-1]))


def ordinal_alpha(matrices: Floats, ranks: Sequence[float]) -> Floats:
    """Krippendorff's alpha for labels in an order: far apart counts more than next to.

    Parameters
    ----------
    matrices
        Summed coincidences, shape (…, labels, labels).
    ranks
        The labels' values; labels of one value are one rank, and no distance apart.
    """
    order = np.unique(ranks, return_inverse=True)[1]
    joined = np.eye(order.max() + 1)[order]
    merged = joined.T @ matrices @ joined
    totals = merged.sum(axis=-1)
    upto = np.cumsum(totals, axis=-1)
    rows, columns = np.indices(merged.shape[-2:])
    first, last = np.minimum(rows, columns), np.maximum(rows, columns)
    # The values from one rank to the other, less half of those at both ends.
    between = upto[..., last] - upto[..., first] + totals[..., first]
    ends = (totals[..., first] + totals[..., last]) / 2
    return _alpha(merged, np.where(rows == columns, 0.0, between - ends) ** 2)


def specific_agreement(matrices: Floats) -> Floats:
    """Agreement on each label: where one coder gave it, how often another did. Shape (…, labels).

    D. V. Cicchetti and A. R. Feinstein, "High agreement but low kappa II", J. Clin. Epidemiol. 43
    (1990), for any number of coders; nan for a label that nobody gave.
    """
    return _divide(np.diagonal(matrices, axis1=-2, axis2=-1), matrices.sum(axis=-1))


def cohen_kappa(matrices: Floats) -> Floats:
    """Cohen's kappa of two coders, from confusion matrices (…, labels, labels). Shape (…,)."""
    total = matrices.sum(axis=(-2, -1))
    observed = _divide(np.trace(matrices, axis1=-2, axis2=-1), total)
    expected = _divide((matrices.sum(axis=-1) * matrices.sum(axis=-2)).sum(axis=-1), total**2)
    return _beyond(observed, expected)


def fleiss_kappa(matrices: Floats) -> Floats:
    """Fleiss' kappa, from summed coincidences of items that all coders coded. Shape (…,).

    J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychol. Bull. 76 (1971).
    """
    total = matrices.sum(axis=(-2, -1))
    observed = _divide(np.trace(matrices, axis1=-2, axis2=-1), total)
    expected = (_divide(matrices.sum(axis=-1), total[..., None]) ** 2).sum(axis=-1)
    return _beyond(observed, expected)


def _alpha(matrices: Floats, distances: Floats) -> Floats:
    totals = matrices.sum(axis=-1)
    number = totals.sum(axis=-1)
    observed = (matrices * distances).sum(axis=(-2, -1))
    expected = (totals[..., :, None] * totals[..., None, :] * distances).sum(axis=(-2, -1))
    return 1 - _divide((number - 1) * observed, expected)


def _beyond(observed: Floats, expected: Floats) -> Floats:
    """Agreement beyond what chance gives, over the most that it could be; nan where it is all."""
    return _divide(observed - expected, 1 - expected)


def _divide(part: Floats, whole: Floats) -> Floats:
    """Divide, giving nan where the whole is 0."""
    part, whole = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    known = np.abs(whole) > 1e-12
    return np.where(known, part / np.where(known, whole, 1.0), np.nan)
