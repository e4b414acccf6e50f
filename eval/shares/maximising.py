"""Expectation maximisation: shares from the probabilities alone, where the proportions have shifted.

After M. Saerens, P. Latinne and C. Decaestecker, "Adjusting the outputs of a classifier to new a
priori probabilities", Neural Computation 14 (2002), section 2.2. Probabilities hold for some
proportions of the labels, the prior. But for these they must be right, and what is said within a
label must be alike here and there (prior shift).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stance.eval.bootstrap import Bootstrap

Floats = NDArray[np.float64]

_STEPS = 2000
# Scores are written with four digits: what stands as 0 may be a little more.
_LEAST = 5e-5


class Judged(NamedTuple):
    """Scores of items whose gold is known.

    Attributes
    ----------
    likely
        The probability of each label, shape (items, labels).
    gold
        The place of each item's label, shape (items,).
    articles
        Of each item, where known.
    """

    likely: Floats
    gold: NDArray[np.intp]
    articles: Sequence[str | None]


def maximised_shares(
    likely: Floats,
    articles: NDArray[np.intp],
    known: Floats | Judged,
    *,
    resamples: int,
    seed: int = 0,
) -> tuple[Floats, Floats, Floats]:
    """Return the share of each label, and the ends of its 95% interval; each of shape (labels,).

    The interval is that of `stance.eval.bootstrap.Bootstrap`, with articles as units. What the prior
    is off by is in it where the prior is learnt from items that are judged, and not where it is given.

    Parameters
    ----------
    likely
        The probability of each label, shape (statements, labels); rows sum to 1.
    articles
        The number of each statement's article, from 0, shape (statements,).
    known
        The prior, shape (labels,); or items that are judged, from which it is learnt.
    resamples, seed
        Of the bootstrap.
    """
    here = len(likely)
    clusters: list[str | None] = [f"here {number}" for number in articles]
    if isinstance(known, Judged):
        clusters += [None if name is None else f"there {name}" for name in known.articles]
    bootstrap = Bootstrap(
        np.ones((len(clusters), 1)), clusters=clusters, resamples=resamples, seed=seed
    )

    def shares(times: Floats) -> Floats:
        if not isinstance(known, Judged):
            return maximise(likely, known, times)
        found = np.full((len(times), likely.shape[1]), np.nan)
        # A resample without an article of one side says nothing.
        both = (times[:, :here].sum(axis=1) > 0) & (times[:, here:].sum(axis=1) > 0)
        if both.any():
            prior = implied_prior(known.likely, known.gold, times[both, here:])
            found[both] = maximise(likely, prior, times[both, :here])
        return found

    return bootstrap.interval_of_weights(shares)


def maximise(likely: Floats, prior: Floats, weights: Floats) -> Floats:
    """Find the shares under which what the probabilities say is likeliest.

    Parameters
    ----------
    likely
        Shape (statements, labels).
    prior
        The shares that the probabilities hold for, above 0; shape (labels,) or (problems, labels).
    weights
        How often each statement counts, shape (problems, statements).

    Returns
    -------
    array
        Shape (problems, labels); rows sum to 1.
    """
    likely = np.maximum(likely, _LEAST)
    shares = np.tile(prior, (len(weights), 1)) if prior.ndim == 1 else prior
    for _ in range(_STEPS):
        after = _expected(likely, shares / prior, weights)
        if _close(after, shares):
            return after
        shares = after
    return np.asarray(shares)


def implied_prior(likely: Floats, gold: NDArray[np.intp], weights: Floats) -> Floats:
    """Find the shares of labels that probabilities hold for, from items whose gold is known.

    Each label's probabilities are multiplied by what makes them, on average, as high as the label is
    frequent, and its frequency divided by that. It is the bias of A. Alexandari, A. Kundaje and
    A. Shrikumar, "Maximum likelihood with bias-corrected calibration is hard-to-beat at label shift
    adaptation", ICML 2020, found by iterative scaling. Each label counts for half an item more, so
    that one without gold has a prior.

    Parameters
    ----------
    likely
        Shape (items, labels).
    gold
        Shape (items,).
    weights
        How often each item counts, shape (problems, items).

    Returns
    -------
    array
        Shape (problems, labels); rows sum to 1.
    """
    likely = np.maximum(likely, _LEAST)
    size = likely.shape[1]
    counts = weights @ np.eye(size)[gold] + 0.5
    frequent = counts / counts.sum(axis=1, keepdims=True)
    factors = np.ones_like(frequent)
    for _ in range(_STEPS):
        expected = _expected(likely, factors, weights)
        factors = factors * frequent / expected
        factors /= factors.sum(axis=1, keepdims=True)
        if _close(expected, frequent):
            break
    prior = frequent / factors
    return np.asarray(prior / prior.sum(axis=1, keepdims=True))


def _expected(likely: Floats, factors: Floats, weights: Floats) -> Floats:
    """Average the probabilities, multiplied by factors and made to sum to 1; (problems, labels)."""
    each = factors @ likely.T
    np.divide(weights, each, out=each)
    return np.asarray(factors * (each @ likely) / weights.sum(axis=1, keepdims=True))


def _close(one: Floats, other: Floats) -> bool:
    # Resamples need no more than six digits.
    return bool(np.abs(one - other).max() < (1e-13 if len(one) == 1 else 1e-7))
