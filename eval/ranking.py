"""How well the scores of a label put its items before the others: AUROC and average precision."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stance.eval.metrics import Floats


class Ranking:
    """The items in the order of a label's scores, sorted once for all resamples.

    Parameters
    ----------
    scores
        The label's probability of each item, shape (items,).
    hits
        Whether the item's gold is the label, shape (items,).
    """

    def __init__(self, scores: Floats, hits: NDArray[np.bool_]) -> None:
        self._order = np.argsort(-scores, kind="stable")
        self._hits = hits[self._order].astype(np.float64)
        ordered = scores[self._order]
        # Items of one score stand in no order: they are taken together.
        self._starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])

    def figures(self, weights: Floats) -> Floats:
        """Return AUROC and average precision; nan where no item, or each, has the label.

        AUROC is the chance that an item with the label has a higher score than one without, ties
        counting half: J. A. Hanley and B. J. McNeil, "The meaning and use of the area under a
        receiver operating characteristic (ROC) curve", Radiology 143 (1982). Average precision is
        the mean, over the items with the label, of the precision down to them.

        Parameters
        ----------
        weights
            How often each item counts, shape (…, items).

        Returns
        -------
        array
            Shape (…, 2).
        """
        weights = weights[..., self._order]
        with_label = np.add.reduceat(weights * self._hits, self._starts, axis=-1)
        all_ = np.add.reduceat(weights, self._starts, axis=-1)
        found, seen = with_label.cumsum(axis=-1), all_.cumsum(axis=-1)
        positive = found[..., -1]
        negative = seen[..., -1] - positive
        before = ((all_ - with_label) * (found - with_label / 2)).sum(axis=-1)
        precise = with_label * found / np.where(seen > 0, seen, 1.0)
        known = (positive > 0) & (negative > 0)
        auroc = np.where(known, before / np.where(known, positive * negative, 1.0), np.nan)
        average = precise.sum(axis=-1) / np.where(known, positive, 1.0)
        return np.stack([auroc, np.where(known, average, np.nan)], axis=-1)


def rank_figures(rankings: Sequence[Ranking], weights: Floats) -> Floats:
    """Return AUROC of each label and its mean, then average precision likewise.

    Parameters
    ----------
    rankings
        One a label.
    weights
        How often each item counts, shape (…, items).

    Returns
    -------
    array
        Shape (…, 2 * (labels + 1)); a mean is over the labels for which the figure is defined.
    """
    by_label = np.stack([ranking.figures(weights) for ranking in rankings], axis=-2)
    known = ~np.isnan(by_label)
    total = np.where(known, by_label, 0.0).sum(axis=-2)
    number = known.sum(axis=-2)
    mean = np.where(number > 0, total / np.where(number > 0, number, 1), np.nan)
    both = np.concatenate([by_label, mean[..., None, :]], axis=-2)
    return np.asarray(np.swapaxes(both, -1, -2).reshape(*weights.shape[:-1], -1))
