"""Figures of systems and of their differences, with intervals and tests, from sums over articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import stdtr, stdtrit

from stance.eval.bootstrap import LEVEL, Bootstrap
from stance.eval.comparison.counts import (
    Sums,
    figure,
    figure_names,
    gold_counts,
    system_counts,
)
from stance.eval.comparison.randomization import Randomization
from stance.eval.comparison.systems import Matched
from stance.eval.metrics import Floats

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, or a difference in one; nan where it is not defined.

    Attributes
    ----------
    value, low, high
        With the ends of its 95% interval.
    error
        The standard error.
    p
        Of the test that a difference is none.
    """

    value: float
    low: float
    high: float
    error: float
    p: float = np.nan


class Measurement:
    """All that is resampled, drawn once.

    Parameters
    ----------
    matched
        The systems.
    values
        Of the labels, where they have an order.
    resamples, seed
        Of the bootstrap and of the randomisation test.
    """

    def __init__(
        self, matched: Matched, values: Sequence[float] | None, *, resamples: int, seed: int
    ) -> None:
        self.figures = figure_names(values)
        self.systems = matched.systems
        self.pairs: tuple[Pair, ...] = tuple(combinations(range(len(self.systems)), 2))
        self._labels = len(matched.labels)
        self._first: list[int] = []
        parts = [gold_counts(matched.gold, self._labels)]
        for system in self.systems:
            self._first.append(len(parts) - 1)
            parts += [
                system_counts(matched.gold, predicted, self._labels, values)
                for predicted in system.predicted
            ]
        self._columns = len(parts) - 1
        self.bootstrap = Bootstrap(
            np.hstack(parts),
            clusters=matched.clusters,
            unit=matched.unit,
            resamples=resamples,
            seed=seed,
        )
        self._seed = seed
        sums = self.bootstrap.sums
        self.randomization = (
            Randomization(sums, resamples=resamples, seed=seed + 1) if len(sums) > 1 else None
        )

    def is_group(self, system: int) -> bool:
        """Tell whether a system has several runs."""
        return self.systems[system].runs > 1

    def by_run(self, name: str, system: int) -> Floats:
        """Return a figure of each run of a system, shape (runs,)."""
        return self._each(name, self.bootstrap.sums.sum(axis=0))[self._runs(system)]

    def draws(self, name: str) -> Floats:
        """Return a figure of each system in each resample of articles, shape (resamples, systems)."""
        return self.bootstrap.resampled(lambda sums: self._means(name, sums))

    def measure(self, name: str) -> tuple[list[Measured], list[Measured]]:
        """Measure a figure: that of each system, and the difference of each pair.

        The intervals of single runs are BCa (see `Bootstrap`), and their p values those of
        `Randomization`. With a group of seeds, `_hierarchical`.
        """
        one, other = (np.array([pair[k] for pair in self.pairs], dtype=int) for k in (0, 1))

        def both(sums: Floats) -> Floats:
            means = self._means(name, sums)
            return np.concatenate([means, means[..., other] - means[..., one]], axis=-1)

        measured = [
            Measured(*map(float, row))
            for row in zip(*self.bootstrap.interval(both), self._errors(both), strict=True)
        ]
        size = len(self.systems)
        alone = [
            self._hierarchical(name, None, i) if self.is_group(i) else measured[i]
            for i in range(size)
        ]
        differences = [
            self._hierarchical(name, i, k)
            if self.is_group(i) or self.is_group(k)
            else self._tested(name, i, k, measured[size + place])
            for place, (i, k) in enumerate(self.pairs)
        ]
        return alone, differences

    def _errors(self, both: Callable[[Floats], Floats]) -> Floats:
        if self.bootstrap.intervals.units < 2:
            return np.full(len(self.systems) + len(self.pairs), np.nan)
        return np.asarray(self.bootstrap.resampled(both).std(axis=0, ddof=1))

    def _tested(self, name: str, one: int, other: int, measured: Measured) -> Measured:
        if self.randomization is None:
            return measured
        gold = self.bootstrap.sums[:, : self._labels].sum(axis=0)
        _, p = self.randomization.p_value(
            self._slice(self._first[one]),
            self._slice(self._first[other]),
            lambda counts: figure(name, Sums.of(gold, counts)),
        )
        return Measured(measured.value, measured.low, measured.high, measured.error, p)

    def _hierarchical(self, name: str, one: int | None, other: int) -> Measured:
        """Measure with seeds and articles resampled both; a Student interval and test from the error.

        Seeds are resampled within a system and spread out by √(m / (m − 1)), without which the few
        that there are would seem to differ less than they do: J. N. K. Rao and C. F. J. Wu,
        "Resampling inference with complex survey data", JASA 83 (1988). The degrees of freedom are
        those of F. E. Satterthwaite, "An approximate distribution of estimates of variance
        components", Biometrics Bulletin 2 (1946), so that three seeds count as three.
        """
        rng = np.random.default_rng(self._seed + 2)
        systems = [(other, 1.0)] + ([] if one is None else [(one, -1.0)])
        units = self.bootstrap.intervals.units
        value = sum(sign * float(self.by_run(name, i).mean()) for i, sign in systems)
        if units < 2:
            return Measured(value, np.nan, np.nan, np.nan)
        each = self.bootstrap.resampled(lambda sums: self._each(name, sums))
        resampled = np.zeros(len(each))
        fixed = np.zeros(len(each))
        parts = []
        for i, sign in systems:
            draws = each[:, self._runs(i)]
            mean, m = draws.mean(axis=1), draws.shape[1]
            fixed += sign * mean
            resampled += sign * mean
            if m > 1:
                chosen = np.take_along_axis(draws, rng.integers(m, size=draws.shape), axis=1)
                resampled += sign * np.sqrt(m / (m - 1)) * (chosen.mean(axis=1) - mean)
                parts.append((float(self.by_run(name, i).var(ddof=1)) / m, m - 1))
        parts.append((float(fixed.var(ddof=1)), units - 1))
        error = float(resampled.std(ddof=1))
        if error < 1e-12:
            return Measured(value, value, value, 0.0, 1.0 if abs(value) < 1e-12 else np.nan)
        freedom = sum(part for part, _ in parts) ** 2 / sum(part**2 / df for part, df in parts)
        reach = float(stdtrit(freedom, (1 + LEVEL) / 2)) * error
        p = 2 * float(stdtr(freedom, -abs(value) / error))
        return Measured(value, value - reach, value + reach, error, p)

    def _means(self, name: str, sums: Floats) -> Floats:
        """Average a figure over the runs of each system, shape (…, systems)."""
        each = self._each(name, sums)
        return np.stack(
            [each[..., self._runs(i)].mean(axis=-1) for i in range(len(self.systems))], axis=-1
        )

    def _each(self, name: str, sums: Floats) -> Floats:
        """Compute a figure of each run, shape (…, runs of all systems)."""
        gold = sums[..., : self._labels]
        return np.stack(
            [
                figure(name, Sums.of(gold, sums[..., self._slice(column)]))
                for column in range(self._columns)
            ],
            axis=-1,
        )

    def _runs(self, system: int) -> slice:
        return slice(self._first[system], self._first[system] + self.systems[system].runs)

    def _slice(self, column: int) -> slice:
        """Tell where the sums of a run stand; the gold's are before all."""
        width = 2 * self._labels + 2
        start = self._labels + column * width
        return slice(start, start + width)
