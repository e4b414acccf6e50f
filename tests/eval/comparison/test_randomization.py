from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from stance.eval.comparison.randomization import Randomization

ONE, OTHER = slice(0, 2), slice(2, 4)


def ratio(sums: np.ndarray) -> np.ndarray:
    return np.asarray(sums[..., 0] / np.maximum(sums[..., 1], 1))


def enumerated(sums: np.ndarray) -> float:
    """Swap every subset of the units, one by one."""
    seen = abs(ratio(sums[:, OTHER].sum(axis=0)) - ratio(sums[:, ONE].sum(axis=0)))
    extreme = []
    for swaps in product([False, True], repeat=len(sums)):
        swapped = sums.copy()
        for unit, swap in enumerate(swaps):
            if swap:
                swapped[unit] = [*sums[unit, OTHER], *sums[unit, ONE]]
        total = swapped.sum(axis=0)
        extreme.append(abs(ratio(total[OTHER]) - ratio(total[ONE])) >= seen - 1e-12)
    return float(np.mean(extreme))


@pytest.mark.parametrize("units", [1, 2, 5, 10])
def test_few_articles_are_enumerated(units: int) -> None:
    sums = np.random.default_rng(units).integers(0, 9, size=(units, 4)).astype(float)
    test = Randomization(sums, resamples=2000)
    assert test.exact
    difference, p = test.p_value(ONE, OTHER, ratio)
    assert p == pytest.approx(enumerated(sums), abs=1e-9)
    total = sums.sum(axis=0)
    assert difference == pytest.approx(float(ratio(total[OTHER]) - ratio(total[ONE])))


def test_random_swaps_come_close_to_all() -> None:
    sums = np.random.default_rng(3).integers(0, 9, size=(10, 4)).astype(float)
    test = Randomization(sums, resamples=1000)
    assert not test.exact
    assert test.p_value(ONE, OTHER, ratio)[1] == pytest.approx(enumerated(sums), abs=0.05)


def test_no_difference_has_p_1() -> None:
    sums = np.tile([[3.0, 4.0, 3.0, 4.0]], (30, 1))
    assert Randomization(sums, resamples=200).p_value(ONE, OTHER, ratio) == (0, 1)


def test_swaps_drawn_in_parts_are_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stance.eval.comparison.randomization._AT_ONCE", 90)
    sums = np.zeros((30, 4))
    sums[:, 2] = 1
    sums[:, [1, 3]] = 1
    _, p = Randomization(sums, resamples=100).p_value(ONE, OTHER, ratio)
    assert p == pytest.approx(1 / 101)
