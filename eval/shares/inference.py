"""Prediction-powered inference: shares from many predictions and a few labels.

After A. N. Angelopoulos, S. Bates, C. Fannjiang, M. I. Jordan and T. Zrnic, "Prediction-powered
inference", Science 382 (2023), with the power tuning of A. N. Angelopoulos, J. C. Duchi and T. Zrnic,
"PPI++: efficient prediction-powered inference", 2023. The estimator is that of the model-assisted
survey (C.-E. Särndal, B. Swensson and J. Wretman, "Model assisted survey sampling", Springer 1992).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, stdtrit

Floats = NDArray[np.float64]

LEVEL = 0.95


class Inferred(NamedTuple):
    """Shares with the ends of their 95% intervals, each of shape (labels,).

    Attributes
    ----------
    value, low, high
        The shares sum to 1.
    tuning
        How much the predictions count, from 0 (the labels alone) to 1.
    """

    value: Floats
    low: Floats
    high: Floats
    tuning: float


def prediction_powered(
    predicted: Floats,
    gold: Floats,
    labelled: NDArray[np.intp],
    articles: NDArray[np.intp],
    *,
    weights: Floats | None = None,
    among: NDArray[np.bool_] | None = None,
) -> Inferred:
    """Estimate shares from predictions of all statements and labels of a random sample of them.

    The share is the mean prediction, corrected by how far the predictions are off on average in the
    sample. Standard errors take articles as the units that were drawn; the interval is Student's on
    the scale of log odds, so that it stays between 0 and 1.

    Parameters
    ----------
    predicted
        What the classifier makes of all statements: probabilities, or 0 and 1; rows sum to 1.
        Shape (statements, labels).
    gold
        0 and 1 of the sample's labels, shape (sample, labels).
    labelled
        Which statements the sample is, shape (sample,).
    articles
        The number of each statement's article, from 0, shape (statements,).
    weights
        Of the sample: the inverse of each statement's chance to be drawn, up to a factor.
    among
        Where the shares of a part of the statements only are wanted, which: the sample then tells how
        far predictions are off in all, and that is taken to hold in the part as well. Predictions
        count in full.
    """
    units = int(articles.max()) + 1
    known = np.ones(len(labelled)) if weights is None else weights
    known = known / known.sum()
    part = np.ones(len(predicted), dtype=bool) if among is None else among
    mean = predicted[part].mean(axis=0)
    here = predicted[labelled]
    seen, gold_mean = known @ here, known @ gold
    # What each statement adds to the error of the two means, summed by article.
    of_all = _by_unit(articles[part], (predicted[part] - mean) / part.sum(), units)
    of_sample = articles[labelled]
    of_seen = _by_unit(of_sample, known[:, None] * (here - seen), units)
    of_gold = _by_unit(of_sample, known[:, None] * (gold - gold_mean), units)
    gain = of_all - of_seen
    spread = float((gain**2).sum())
    # Of one article, what is left of the spread is rounding.
    best = -float((gain * of_gold).sum()) / spread if spread > 1e-24 else 0.0
    tuning = 1.0 if among is not None else float(np.clip(best, 0.0, 1.0))
    value = gold_mean + tuning * (mean - seen)
    errors = of_gold + tuning * gain
    number = min(len(np.unique(of_sample)), len(np.unique(articles[part])))
    variance = units / max(units - 1, 1) * (errors**2).sum(axis=0)
    size = 1 / float((known**2).sum())  # of the sample, as far as its weights are alike
    return Inferred(*_interval(value, variance, size, number), tuning)


def _interval(
    value: Floats, variance: Floats, size: float, units: int
) -> tuple[Floats, Floats, Floats]:
    """Return shares between 0 and 1 that sum to 1, and the ends of their intervals.

    A sample that shows no error does not prove that there is none: as A. Agresti and B. A. Coull,
    "Approximate is better than 'exact' for interval estimation of binomial proportions", The American
    Statistician 52 (1998), would, two in four more are taken to be errors.
    """
    rare = 2 / (size + 4)
    least = rare * (1 - rare) / (size + 4)
    error = np.sqrt(np.maximum(variance, least))
    inside = np.clip(value, rare / 2, 1 - rare / 2)
    reach = float(stdtrit(max(units - 1, 1), (1 + LEVEL) / 2)) * error / (inside * (1 - inside))
    shares = np.maximum(value, 0.0)
    shares = shares / shares.sum()
    low, high = expit(logit(inside) - reach), expit(logit(inside) + reach)
    return shares, np.minimum(low, shares), np.maximum(high, shares)


def _by_unit(units: NDArray[np.intp], rows: Floats, number: int) -> Floats:
    return np.stack(
        [np.bincount(units, weights=column, minlength=number) for column in rows.T], axis=1
    )
