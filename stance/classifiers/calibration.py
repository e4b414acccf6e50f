"""Calibration: how sure a classifier is, set right by items that it was not fitted on.

After C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On calibration of modern neural networks",
ICML 2017 (temperature); J. Platt, "Probabilistic outputs for support vector machines", 1999
(sigmoid); B. Zadrozny and C. Elkan, "Transforming classifier scores into accurate multiclass
probability estimates", KDD 2002 (isotonic, and each class against the rest). In all three the
frequencies are drawn a little together, as in Platt, so that a few hundred items on which the
classifier never errs do not make it certain.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit, log_softmax

from stance.classifiers.calibrators import (
    Calibrator,
    Isotonic,
    Sigmoid,
    Temperature,
    log_odds,
)
from stance.classifiers.parameters import Calibration
from stance.classifiers.protocol import Tell
from stance.classifiers.softmax import softmax

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

COLDEST, HOTTEST = 0.02, 50.0
_NONE: Final = Temperature()


class Fitted(NamedTuple):
    """A calibrator, and what it does to the expected calibration error.

    Attributes
    ----------
    calibrator
        Fitted on all items.
    before, after
        The error of the probabilities as they were, and of each half of the items as a calibrator
        that was fitted on the other half gives them; nan where there are too few.
    """

    calibrator: Calibrator
    before: float
    after: float

    def tell(self, tell: Tell, items: int) -> None:
        """Tell of it, in words and in figures."""
        if np.isnan(self.before):
            return
        of = f" {self.calibrator.value:.2f}" if isinstance(self.calibrator, Temperature) else ""
        tell(
            "calibrated",
            f"Calibrated by {self.calibrator.method}{of} on {items:,} statements: their calibration "
            f"error was {self.before:.3f}, and is {self.after:.3f} (each half by the other).",
            method=self.calibrator.method,
            calibration_error=[self.before, self.after],
            **self.calibrator.to_record(),
        )


def fit_calibrator(method: Calibration, logits: Floats, targets: Places) -> Fitted:
    """Fit a calibrator, and measure what it does.

    Where a curve for each class is asked for and a class is lacking among the targets, there is
    nothing to draw its curve by: a temperature is fitted in its place.

    Parameters
    ----------
    method
        ``none`` leaves the probabilities as they are.
    logits
        Of items that the classifier was not fitted on, shape (items, classes).
    targets
        The column of each item's class, shape (items,).
    """
    if method == "none" or len(targets) == 0:
        return Fitted(_NONE, np.nan, np.nan)
    before = calibration_error(softmax(logits), targets)
    order = np.random.default_rng(0).permutation(len(targets))
    likely = np.zeros(logits.shape)
    for half, other in ((order[::2], order[1::2]), (order[1::2], order[::2])):
        likely[half] = _fit(method, logits[other], targets[other])(logits[half])
    return Fitted(_fit(method, logits, targets), before, calibration_error(likely, targets))


def _fit(method: Calibration, logits: Floats, targets: Places) -> Calibrator:
    present = np.bincount(targets, minlength=logits.shape[1])
    if method == "sigmoid" and present.all():
        return _fit_sigmoid(logits, targets)
    if method == "isotonic" and present.all():
        return _fit_isotonic(logits, targets)
    return Temperature(fit_temperature(logits, targets))


def _fit_sigmoid(logits: Floats, targets: Places) -> Sigmoid:
    curves = []
    for k, odds in enumerate(log_odds(logits).T):
        wanted = _drawn_together(targets == k)

        def loss(
            curve: Floats, odds: Floats = odds, wanted: Floats = wanted
        ) -> tuple[float, Floats]:
            slope, intercept = curve
            at = slope * odds + intercept
            gap = expit(at) - wanted
            # logaddexp(0, at) - wanted * at is the cross entropy.
            return float((np.logaddexp(0, at) - wanted * at).mean()), np.array(
                [(gap * odds).mean(), gap.mean()]
            )

        # A slope below 0 would call likely what the classifier calls unlikely.
        found = minimize(
            loss,
            np.array([1.0, 0.0]),
            jac=True,
            method="L-BFGS-B",
            bounds=[(0, None), (None, None)],
        )
        curves.append(found.x.tolist())
    slopes, intercepts = zip(*curves, strict=True)
    return Sigmoid(slopes, intercepts)


def _fit_isotonic(logits: Floats, targets: Places) -> Isotonic:
    from sklearn.isotonic import IsotonicRegression

    lines = []
    for k, likely in enumerate(softmax(logits).T):
        regression = IsotonicRegression(out_of_bounds="clip").fit(
            likely, _drawn_together(targets == k)
        )
        lines.append((regression.X_thresholds_.tolist(), regression.y_thresholds_.tolist()))
    return Isotonic(lines)


def _drawn_together(hits: NDArray[np.bool_]) -> Floats:
    """Return what Platt puts in the place of 1 and 0, so that certainty takes infinite data."""
    positive = int(hits.sum())
    negative = len(hits) - positive
    return np.where(hits, (positive + 1) / (positive + 2), 1 / (negative + 2))


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


def classwise_gaps(probabilities: Floats, gold: Places, bins: int = 10) -> Floats:
    """How much likelier than true each label is for each item, in the bin of its probability.

    Sums over items, as absolute values, added up for a label and averaged over the labels, over the
    number of items, are the classwise calibration error, after M. Kull et al., "Beyond temperature
    scaling: obtaining well-calibrated multiclass probabilities with Dirichlet calibration", NeurIPS
    2019.

    Returns
    -------
    array
        Shape (items, labels, bins), 0 but in the bins that the item's probabilities are in.
    """
    items, labels = probabilities.shape
    gaps = np.zeros((items, labels, bins))
    place = np.minimum((probabilities * bins).astype(np.intp), bins - 1)
    error = probabilities - np.eye(labels)[gold]
    np.put_along_axis(gaps, place[..., None], error[..., None], axis=2)
    return gaps
