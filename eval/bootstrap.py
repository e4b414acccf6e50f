"""95% intervals by resampling articles, other clusters or, where none are known, items."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtrit

from stance.eval.evaluation import Intervals
from stance.eval.metrics import Floats

METHOD: Final = "bias-corrected and accelerated (BCa) bootstrap"
RESAMPLES: Final = 2000
LEVEL: Final = 0.95
# So many resampled units are held in memory at a time; and so many weights of items, few enough for
# the processor's cache.
_AT_ONCE: Final = 2_000_000
_WEIGHTS_AT_ONCE: Final = 100_000


class Bootstrap:
    """Resamples of units, drawn once for all figures, and intervals from them.

    The intervals are BCa: B. Efron, "Better bootstrap confidence intervals", JASA 82 (1987); a little
    wider where units are few, as Student's interval is than the normal one: T. C. Hesterberg, "What
    teachers should know about the bootstrap", The American Statistician 69 (2015), section 5.3.
    Whole articles are drawn, since statements of one article resemble one another.

    Parameters
    ----------
    items
        What figures are made of, summed over items: confusion cells, losses. Shape (items, k).
    clusters
        The article of each item, or None. An item whose article is not known stands for itself.
    unit
        What the clusters are, where they are no articles.
    resamples, seed
        How many to draw, and how.

    Attributes
    ----------
    sums
        What is summed, by unit; shape (units, k).
    """

    def __init__(
        self,
        items: Floats,
        *,
        clusters: Sequence[str | None] | None = None,
        unit: str = "article",
        resamples: int = RESAMPLES,
        seed: int = 0,
    ) -> None:
        clusters = clusters or [None] * len(items)
        self._codes = units_of(clusters)
        named = any(name is not None for name in clusters)
        sums = np.zeros((int(self._codes.max(initial=-1)) + 1, items.shape[1]))
        np.add.at(sums, self._codes, items)
        self.intervals = Intervals(
            method=METHOD,
            unit=unit if named else "item",
            units=len(sums),
            resamples=resamples,
            seed=seed,
            level=LEVEL,
        )
        self.sums = sums
        self._total = sums.sum(axis=0)
        self._draws = np.concatenate(
            [np.zeros((0, sums.shape[1])), *(times @ sums for times in self._resamples())]
        )

    def interval(self, figure: Callable[[Floats], Floats]) -> tuple[Floats, Floats, Floats]:
        """Return a figure and the ends of its interval.

        Parameters
        ----------
        figure
            From sums over items, shape (…, k), to figures, shape (…) or (…, m).

        Returns
        -------
        value, low, high
            Shape () or (m,). The ends are nan where there is one unit only, and where the figure
            is not defined.
        """
        value = np.asarray(figure(self._total))
        if self.intervals.units < 2:
            nothing = np.full_like(value, np.nan)
            return value, nothing, nothing
        draws, jackknife = (
            np.asarray(figure(sums)).reshape(len(sums), -1)
            for sums in (self._draws, self._total - self.sums)
        )
        return value, *_ends(value, draws, jackknife, self.intervals.units)

    def interval_of_weights(
        self, figure: Callable[[Floats], Floats]
    ) -> tuple[Floats, Floats, Floats]:
        """Return figures that no sums hold, as of the order of items, and the ends of their intervals.

        The intervals are of the same resamples; they are corrected for bias, not for acceleration.

        Parameters
        ----------
        figure
            From how often each item is drawn, shape (…, items), to figures, shape (…, m).

        Returns
        -------
        value, low, high
            Shape (m,).
        """
        value = np.asarray(figure(np.ones((1, len(self._codes)))))[0]
        if self.intervals.units < 2:
            nothing = np.full_like(value, np.nan)
            return value, nothing, nothing
        some = max(1, _WEIGHTS_AT_ONCE // len(self._codes))
        draws = np.concatenate(
            [
                figure(times[start : start + some, self._codes])
                for times in self._resamples()
                for start in range(0, len(times), some)
            ]
        )
        return value, *_ends(value, draws, np.zeros((0, len(value))), self.intervals.units)

    def _resamples(self) -> Iterator[Floats]:
        """Give how often each unit is drawn, with replacement; shape (some resamples, units)."""
        units, resamples = self.intervals.units, self.intervals.resamples
        rng = np.random.default_rng(self.intervals.seed)
        batch = max(1, _AT_ONCE // max(1, units))
        for start in range(0, resamples if units > 1 else 0, batch):
            times = [
                np.bincount(rng.integers(units, size=units), minlength=units)
                for _ in range(min(batch, resamples - start))
            ]
            yield np.stack(times).astype(np.float64)

    def resampled(self, figure: Callable[[Floats], Floats]) -> Floats:
        """Return a figure of each resample, shape (resamples, …); of none where there is one unit."""
        return np.asarray(figure(self._draws))


def units_of(clusters: Sequence[str | None]) -> NDArray[np.intp]:
    """Give each item the number of the unit it is resampled with."""
    keys: list[object] = [i if name is None else name for i, name in enumerate(clusters)]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return np.array([numbers[key] for key in keys], dtype=np.intp)


def _ends(value: Floats, draws: Floats, jackknife: Floats, units: int) -> tuple[Floats, Floats]:
    """Return the ends of the interval of each figure, in the shape of `value`."""
    ends = np.array(
        [
            _bca(float(point), draws[:, k], jackknife[:, k], units)
            for k, point in enumerate(value.reshape(-1))
        ]
    ).reshape(-1, 2)
    return ends[:, 0].reshape(value.shape), ends[:, 1].reshape(value.shape)


def _bca(value: float, draws: Floats, jackknife: Floats, units: int) -> tuple[float, float]:
    """Return the ends of one figure's interval; nan where it is not defined."""
    draws = draws[~np.isnan(draws)]
    if np.isnan(value) or len(draws) == 0:
        return np.nan, np.nan
    # Ties count half; a value beyond all draws is kept off infinity. Sums of floats in another
    # order differ by a rounding error, which is no difference.
    near = 1e-12 * max(1.0, abs(value))
    below = ((draws < value - near).sum() + (draws <= value + near).sum()) / 2
    bias = ndtri(np.clip(below, 0.5, len(draws) - 0.5) / len(draws))
    reach = np.sqrt(units / (units - 1)) * stdtrit(units - 1, (1 + LEVEL) / 2)
    normal = bias + np.array([-reach, reach])
    # Where the acceleration is strong, the correction would turn the interval around.
    bend = np.maximum(1 - _acceleration(jackknife) * normal, 0.1)
    low, high = np.quantile(draws, ndtr(bias + normal / bend))
    # The interval of a small sample may miss the figure itself; a reader's should not.
    return min(float(low), value), max(float(high), value)


def _acceleration(jackknife: Floats) -> float:
    known = jackknife[~np.isnan(jackknife)]
    if len(known) < 2:
        return 0.0
    lean = known.mean() - known
    spread = float((lean**2).sum())
    return float((lean**3).sum()) / (6 * spread**1.5) if spread > 1e-24 else 0.0
