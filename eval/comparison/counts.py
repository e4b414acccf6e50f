"""What figures of several systems are made of, summed over items once, and the figures of sums.

Macro-F1, accuracy and Matthews' correlation need no whole confusion matrix: for each label how many
items are it, how many were predicted as it, and how many are both. That is 2 labels + 2 numbers
an item and predictions, where a matrix has labels². The formulas are those of `stance.eval.metrics`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stance.eval.metrics import Floats

Codes = NDArray[np.intp]

FIGURES: Final[Mapping[str, str]] = {
    "macro_f1": "macro-F1",
    "accuracy": "accuracy",
    "mcc": "Matthews correlation",
    "posture_error": "posture error (lower is better)",
    "sign_flips": "sign flips (lower is better)",
}
"""What systems are compared on, in the order shown; the last two need values of the labels."""

LOWER_IS_BETTER: Final = frozenset({"posture_error", "sign_flips"})


def figure_names(values: Sequence[float] | None) -> tuple[str, ...]:
    """Name the figures that there are, with or without values of the labels."""
    return tuple(FIGURES) if values else tuple(FIGURES)[:3]


def gold_counts(gold: Codes, labels: int) -> Floats:
    """Mark the gold label of each item, shape (items, labels)."""
    return np.eye(labels)[gold]


def system_counts(
    gold: Codes, predicted: Codes, labels: int, values: Sequence[float] | None
) -> Floats:
    """Give what each item adds to the sums of one column of predictions.

    Returns
    -------
    array of float, shape (items, 2 labels + 2)
        Hits by label, predictions by label, distance of the values, flip of the sign.
    """
    counts = np.zeros((len(gold), 2 * labels + 2))
    rows = np.arange(len(gold))
    hit = gold == predicted
    counts[rows[hit], gold[hit]] = 1
    counts[rows, labels + predicted] = 1
    if values:
        scale = np.asarray(values, dtype=np.float64)
        counts[:, -2] = np.abs(scale[gold] - scale[predicted])
        counts[:, -1] = scale[gold] * scale[predicted] < 0
    return counts


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over items, taken apart; any number of leading axes.

    Attributes
    ----------
    gold, hits, predicted
        By label, shape (…, labels).
    distance, flips
        Of the values, shape (…,).
    """

    gold: Floats
    hits: Floats
    predicted: Floats
    distance: Floats
    flips: Floats

    @classmethod
    def of(cls, gold: Floats, counts: Floats) -> Sums:
        """Take apart what `gold_counts` and `system_counts` sum to."""
        labels = gold.shape[-1]
        return cls(
            gold,
            counts[..., :labels],
            counts[..., labels : 2 * labels],
            counts[..., -2],
            counts[..., -1],
        )

    @property
    def items(self) -> Floats:
        """How many items, shape (…,)."""
        return np.asarray(self.gold.sum(axis=-1))


def figure(name: str, sums: Sums) -> Floats:
    """Compute a figure from sums, shape (…,)."""
    return _OF[name](sums)


def _macro_f1(sums: Sums) -> Floats:
    either = sums.gold + sums.predicted
    known = either > 0
    scores = np.where(known, 2 * sums.hits / np.where(known, either, 1.0), 0.0)
    return np.asarray(scores.sum(axis=-1) / np.maximum(known.sum(axis=-1), 1))


def _accuracy(sums: Sums) -> Floats:
    return np.asarray(sums.hits.sum(axis=-1) / sums.items)


def _mcc(sums: Sums) -> Floats:
    total = sums.items
    covariance = sums.hits.sum(axis=-1) * total - (sums.gold * sums.predicted).sum(axis=-1)
    spread = (total**2 - (sums.gold**2).sum(axis=-1)) * (
        total**2 - (sums.predicted**2).sum(axis=-1)
    )
    return np.where(spread > 0, covariance / np.sqrt(np.where(spread > 0, spread, 1.0)), 0.0)


def _posture_error(sums: Sums) -> Floats:
    return np.asarray(sums.distance / sums.items)


def _sign_flips(sums: Sums) -> Floats:
    return np.asarray(sums.flips / sums.items)


_OF: Final[Mapping[str, Callable[[Sums], Floats]]] = {
    "macro_f1": _macro_f1,
    "accuracy": _accuracy,
    "mcc": _mcc,
    "posture_error": _posture_error,
    "sign_flips": _sign_flips,
}
