"""Temperature scaling: one number that makes a classifier as sure as it is right.

After C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On calibration of modern neural networks",
ICML 2017; the targets smoothed as in J. Platt, "Probabilistic outputs for support vector machines",
1999, so that a few hundred items on which the classifier never errs do not make it certain.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

COLDEST, HOTTEST = 0.02, 50.0


def fit_temperature(logits: NDArray[np.float64], targets: NDArray[np.intp]) -> float:
    """Find the temperature that makes the targets likeliest under ``softmax(logits / t)``.

    Parameters
    ----------
    logits
        Of items that the classifier was not fitted on, shape (items, classes).
    targets
        The column of each item's class, shape (items,).

    Returns
    -------
    float
        1 where there is nothing to learn from.
    """
    if len(targets) == 0 or not np.ptp(logits, axis=1).any():
        return 1.0
    items, classes = logits.shape
    doubt = 1 / (items + classes)
    smoothed = np.full(logits.shape, doubt)
    smoothed[np.arange(items), targets] = 1 - (classes - 1) * doubt

    def loss(log_temperature: float) -> float:
        likelihood = log_softmax(logits / np.exp(log_temperature), axis=1)
        return -float((smoothed * likelihood).sum() / items)

    found = minimize_scalar(loss, bounds=(np.log(COLDEST), np.log(HOTTEST)), method="bounded")
    return float(np.exp(found.x))


def calibration_error(probabilities: NDArray[np.float64], gold: NDArray[np.intp]) -> float:
    """Return the expected calibration error; see `calibration_gaps`."""
    gaps = calibration_gaps(probabilities, gold)
    return float(np.abs(gaps.sum(axis=0)).sum() / len(gold))


def calibration_gaps(
    probabilities: NDArray[np.float64], gold: NDArray[np.intp], bins: int = 10
) -> NDArray[np.float64]:
    """How much surer than right each item's likeliest label is, in the bin of its sureness.

    Sums over items, taken as absolute values and added up, over the number of items, are the
    expected calibration error, after M. P. Naeini, G. F. Cooper and M. Hauskrecht, "Obtaining
    well calibrated probabilities using Bayesian binning", AAAI 2015.

    Returns
    -------
    array
        Shape (items, bins), 0 but in the item's bin.
    """
    sure = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == gold
    gaps = np.zeros((len(gold), bins))
    place = np.minimum((sure * bins).astype(np.intp), bins - 1)
    gaps[np.arange(len(gold)), place] = sure - right
    return gaps
