"""The test by which two systems are told apart: swap their predictions, article by article."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from stance.eval.metrics import Floats

# So many swaps are held in memory at a time.
_AT_ONCE = 2_000_000


class Randomization:
    """Approximate randomisation, with the swaps drawn once for all pairs and figures.

    If two systems are equally good, it makes no difference which of them gave which predictions. So
    all predictions of an article are swapped or not, by the toss of a coin, and the difference is
    computed again; the p value is the share of tosses in which it is at least as large as the one
    seen, in either direction. E. W. Noreen, *Computer-Intensive Methods for Testing Hypotheses*
    (1989); A. Yeh, "More accurate tests for the statistical significance of result differences",
    COLING 2000. Whole articles are swapped, since their statements resemble one another.

    Parameters
    ----------
    sums
        What figures are made of, summed by article (or item); shape (units, k).
    resamples
        How many times all coins are tossed. Where there are no more outcomes than that, each is
        taken once, and the test is exact.
    seed
        Of the tosses.

    Attributes
    ----------
    exact
        Whether each outcome was taken once.
    """

    def __init__(self, sums: Floats, *, resamples: int, seed: int = 0) -> None:
        units = len(sums)
        self.exact = 2**units <= resamples if units < 63 else False
        self._total = sums.sum(axis=0)
        swaps = _all(units) if self.exact else _tosses(units, resamples, seed)
        self._moved = np.concatenate([some @ sums for some in swaps])

    def p_value(
        self, one: slice, other: slice, figure: Callable[[Floats], Floats]
    ) -> tuple[float, float]:
        """Test the difference in a figure.

        Parameters
        ----------
        one, other
            Where the columns of the two stand.
        figure
            From sums of a system's columns, shape (…, columns), to the figure, shape (…).

        Returns
        -------
        difference, p
            Of the other from the one; the two-sided p value.
        """
        mine, theirs = self._total[one], self._total[other]
        change = self._moved[:, other] - self._moved[:, one]
        seen = float(figure(theirs)) - float(figure(mine))
        swapped = np.abs(figure(theirs - change) - figure(mine + change))
        # Sums in another order differ by a rounding error, which is no difference.
        extreme = int((swapped >= abs(seen) - 1e-12).sum())
        if self.exact:
            return seen, extreme / len(swapped)
        return seen, (extreme + 1) / (len(swapped) + 1)


def _all(units: int) -> Iterator[Floats]:
    yield ((np.arange(2**units)[:, None] >> np.arange(units)) & 1).astype(np.float64)


def _tosses(units: int, resamples: int, seed: int) -> Iterator[Floats]:
    rng = np.random.default_rng(seed)
    batch = max(1, _AT_ONCE // units)
    for start in range(0, resamples, batch):
        shape = (min(batch, resamples - start), units)
        yield rng.integers(0, 2, size=shape, dtype=np.uint8).astype(np.float64)
