"""Small statistics of pairs: McNemar's test, effect sizes, power."""

from __future__ import annotations

import math
from typing import Final

from scipy.special import bdtr, ndtri

ALPHA: Final = 0.05
POWER: Final = 0.80


def mcnemar(fixed: int, broken: int) -> float:
    """Return the exact two-sided p value of McNemar's test.

    Of the items that only one of two systems gets right, either should get half. It takes items as
    independent of one another: where statements share articles, its p is too small.
    Q. McNemar, "Note on the sampling error of the difference between correlated proportions or
    percentages", Psychometrika 12 (1947).

    Parameters
    ----------
    fixed, broken
        Items that only the second gets right, and that only the first does.
    """
    return min(1.0, 2 * float(bdtr(min(fixed, broken), fixed + broken, 0.5)))


def odds_ratio(fixed: int, broken: int) -> float | None:
    """Return how many items are fixed for each one broken; None where none is broken."""
    return fixed / broken if broken else None


def cohens_g(fixed: int, broken: int) -> float | None:
    """Return how far the share of fixed among the fixed and broken lies from one half.

    J. Cohen, *Statistical Power Analysis for the Behavioral Sciences* (1988), chapter 5: 0.05 is
    small, 0.15 medium, 0.25 large. None where nothing is fixed or broken.
    """
    return fixed / (fixed + broken) - 0.5 if fixed + broken else None


def units_needed(difference: float, deviation: float) -> int | None:
    """Return how many articles (or items) would tell two systems apart, at 5% and 80% power.

    Takes the difference seen for the true one. None where there is no difference.

    Parameters
    ----------
    difference
        In the figure.
    deviation
        The difference's standard deviation, scaled to one article: standard error × √articles.
    """
    if abs(difference) < 1e-12:
        return None
    together = float(ndtri(1 - ALPHA / 2) + ndtri(POWER))
    return max(2, math.ceil((together * deviation / difference) ** 2))
