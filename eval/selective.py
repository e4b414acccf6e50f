"""What a classifier gains by leaving undecided what it is not sure of: risk and coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stance.errors import StanceError
from stance.eval.bootstrap import RESAMPLES, Bootstrap
from stance.eval.clusters import ARTICLE, clusters_of
from stance.eval.evaluation import Figure
from stance.eval.metrics import Floats
from stance.eval.predictions import Prediction


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """How often the surest predictions are wrong, for each share of the items.

    After Y. Geifman and R. El-Yaniv, "Selective classification for deep neural networks", NIPS 2017.

    Attributes
    ----------
    threshold
        Falling probabilities of the predicted label, shape (points,).
    coverage
        The share of items that are at least as sure, shape (points,).
    risk
        The share of wrong ones among them, shape (points,).
    area
        Under the risk, over all items; lower is better.
    """

    threshold: Floats
    coverage: Floats
    risk: Floats
    area: float


@dataclass(frozen=True, slots=True)
class Threshold:
    """The lowest probability down to which predictions are as accurate as wanted.

    Attributes
    ----------
    wanted
        The accuracy asked for.
    value
        The probability: ``stance score --abstain`` takes it.
    coverage, accuracy
        The share of items that are left, and how many of them are right, with intervals. They are
        of the items that the threshold was chosen by: on others, accuracy will be a little lower.
    """

    wanted: float
    value: float
    coverage: Figure
    accuracy: Figure

    def __str__(self) -> str:
        return (
            f"accuracy {self.wanted:g} takes --abstain {self.value:.4g}: coverage {self.coverage}, "
            f"accuracy {self.accuracy} (chosen on these items: a little lower on others)"
        )


def risk_coverage(predictions: Sequence[Prediction]) -> RiskCoverage:
    """Order predictions by how sure they are, and count the wrong ones down to each.

    Raises
    ------
    StanceError
        If their probabilities are not known.
    """
    sure, right = sureness_of(predictions)
    order = np.argsort(-sure, kind="stable")
    number = np.arange(1, len(order) + 1)
    risk = (~right[order]).cumsum() / number
    # Items that are equally sure are kept, or left, together.
    last = np.append(np.flatnonzero(np.diff(sure[order])), len(order) - 1)
    return RiskCoverage(
        sure[order][last], number[last] / len(order), risk[last], float(risk.mean())
    )


def threshold_for(
    predictions: Sequence[Prediction],
    wanted: float,
    *,
    cluster: str = ARTICLE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Threshold | None:
    """Find the lowest threshold at which the accuracy is as wanted; None where there is none.

    Intervals resample the items of one `cluster` together.

    Raises
    ------
    StanceError
        If the probabilities are not known.
    """
    curve = risk_coverage(predictions)
    good = np.flatnonzero(1 - curve.risk >= wanted - 1e-12)
    if not len(good):
        return None
    value = float(curve.threshold[good[-1]])
    sure, right = sureness_of(predictions)
    kept = sure >= value
    bootstrap = Bootstrap(
        np.stack([np.ones(len(kept)), kept, kept & right], axis=1).astype(np.float64),
        clusters=clusters_of(predictions, cluster),
        unit=cluster,
        resamples=resamples,
        seed=seed,
    )

    def share(part: int, whole: int) -> Figure:
        found, low, high = bootstrap.interval(
            lambda sums: sums[..., part] / np.where(sums[..., whole] > 0, sums[..., whole], np.nan)
        )
        return Figure.of(value=float(found), low=float(low), high=float(high))

    return Threshold(wanted, value, coverage=share(1, 0), accuracy=share(2, 1))


def sureness_of(predictions: Sequence[Prediction]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return how probable each predicted label is, and whether it is right; shape (items,) each.

    Raises
    ------
    StanceError
        If the probabilities are not known.
    """
    if any(item.scores is None for item in predictions):
        raise StanceError("how sure predictions are takes their scores, which these have not")
    sure = np.array([(item.scores or {})[item.predicted] for item in predictions])
    right = np.array([item.gold == item.predicted for item in predictions])
    return sure, right
