"""How sure predictions are, and how often they are right when they are that sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stance.eval.bootstrap import RESAMPLES, Bootstrap
from stance.eval.clusters import ARTICLE, clusters_of
from stance.eval.evaluation import Figure
from stance.eval.judging import BINS
from stance.eval.metrics import Floats
from stance.eval.predictions import Prediction
from stance.eval.selective import risk_coverage, sureness_of

SHARES: Final = tuple(round(0.1 * tenth, 1) for tenth in range(1, 11))
"""Of the predictions, the surest first."""


@dataclass(frozen=True, slots=True)
class SureBin:
    """Predictions that are about equally sure.

    Attributes
    ----------
    low, high
        Between which probabilities of the predicted label.
    n
        How many there are.
    sureness
        Their mean probability.
    accuracy
        How many of them are right.
    """

    low: float
    high: float
    n: int
    sureness: float
    accuracy: Figure


@dataclass(frozen=True, slots=True)
class SurestShare:
    """The surest predictions, down to a threshold.

    Attributes
    ----------
    share
        Of all, at least; more where several are as sure as the last.
    threshold
        The probability of the least sure among them: ``stance score --abstain`` takes it.
    n
        How many they are.
    accuracy
        How many of them are right.
    """

    share: float
    threshold: float
    n: int
    accuracy: Figure


def reliability(
    predictions: Sequence[Prediction],
    *,
    cluster: str = ARTICLE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> list[SureBin]:
    """Tell how often predictions are right, by how sure they are; empty bins are left out.

    The bins are those of the calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015).

    Raises
    ------
    StanceError
        If the probabilities are not known.
    """
    sure, right = sureness_of(predictions)
    place = np.minimum((sure * BINS).astype(np.intp), BINS - 1)
    members = place[:, None] == np.arange(BINS)
    accuracy = _shares_right(predictions, members, right, cluster, resamples, seed)
    return [
        SureBin(
            k / BINS, (k + 1) / BINS, int(inside.sum()), float(sure[inside].mean()), accuracy[k]
        )
        for k, inside in enumerate(members.T)
        if inside.any()
    ]


def surest_shares(
    predictions: Sequence[Prediction],
    *,
    cluster: str = ARTICLE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> list[SurestShare]:
    """Tell how often the surest predictions are right, for each tenth of them.

    Raises
    ------
    StanceError
        If the probabilities are not known.
    """
    sure, right = sureness_of(predictions)
    curve = risk_coverage(predictions)
    thresholds = [
        float(curve.threshold[np.searchsorted(curve.coverage, share - 1e-12)]) for share in SHARES
    ]
    members = sure[:, None] >= np.array(thresholds)
    accuracy = _shares_right(predictions, members, right, cluster, resamples, seed)
    return [
        SurestShare(share, threshold, int(inside.sum()), figure)
        for share, threshold, inside, figure in zip(
            SHARES, thresholds, members.T, accuracy, strict=True
        )
    ]


def _shares_right(
    predictions: Sequence[Prediction],
    members: NDArray[np.bool_],
    right: NDArray[np.bool_],
    cluster: str,
    resamples: int,
    seed: int,
) -> list[Figure]:
    """Return the share of right ones in each column of members, shape (items, columns)."""
    columns = members.shape[1]
    bootstrap = Bootstrap(
        np.hstack([members, members & right[:, None]]).astype(np.float64),
        clusters=clusters_of(predictions, cluster),
        unit=cluster,
        resamples=resamples,
        seed=seed,
    )

    def share(k: int) -> Callable[[Floats], Floats]:
        def of(sums: Floats) -> Floats:
            inside = sums[..., k]
            return np.asarray(sums[..., columns + k] / np.where(inside > 0, inside, np.nan))

        return of

    figures = []
    for k in range(columns):
        value, low, high = map(float, bootstrap.interval(share(k)))
        figures.append(Figure.of(value=value, low=low, high=high))
    return figures
