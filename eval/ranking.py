"""How well the scores of a label put its items before the others: AUROC and average precision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

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
        ordered = scores[self._order]
        self._hits = np.flatnonzero(hits[self._order])
        # Items of one score stand in no order: they are taken together. For each item with the
        # label: where its score begins and ends, among all items and among those with the label.
        falling = -ordered
        own = falling[self._hits]
        sides: tuple[Literal["left"], Literal["right"]] = ("left", "right")
        self._all = [np.searchsorted(falling, own, side=side) for side in sides]
        self._found = [np.searchsorted(own, own, side=side) for side in sides]

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
        own = weights[..., self._hits]
        seen, found = _sums(weights), _sums(own)
        positive = found[..., -1]
        negative = seen[..., -1] - positive
        (begin, end), (first, last) = (
            [sums[..., at] for at in places]
            for sums, places in ((seen, self._all), (found, self._found))
        )
        # Pairs in which the item without the label has the higher score.
        lost = (own * (begin - first + end - last)).sum(axis=-1) / 2
        precise = own * last / np.where(end > 0, end, 1.0)
        known = (positive > 0) & (negative > 0)
        pairs = np.where(known, positive * negative, 1.0)
        auroc = np.where(known, (pairs - lost) / pairs, np.nan)
        average = precise.sum(axis=-1) / np.where(known, positive, 1.0)
        return np.stack([auroc, np.where(known, average, np.nan)], axis=-1)


def _sums(weights: Floats) -> Floats:
    """Sum up to each item, from 0; shape (…, items + 1)."""
    sums = np.zeros((*weights.shape[:-1], weights.shape[-1] + 1))
    np.cumsum(weights, axis=-1, out=sums[..., 1:])
    return sums


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
