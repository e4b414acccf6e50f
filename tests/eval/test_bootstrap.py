from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from stance.eval.bootstrap import Bootstrap
from stance.eval.metrics import Floats


def share(sums: Floats) -> Floats:
    return np.asarray(sums[..., 0] / sums[..., 1])


def hits(values: list[int] | Floats) -> Floats:
    """Lay out items that are right (1) or wrong (0), with a column that counts them."""
    return np.stack([np.asarray(values, dtype=float), np.ones(len(values))], axis=1)


def test_the_interval_is_scipys() -> None:
    data = np.random.default_rng(1).exponential(size=60)
    value, low, high = Bootstrap(hits(data), resamples=8000).interval(share)
    expected = stats.bootstrap(
        (data,), np.mean, n_resamples=8000, method="BCa", rng=np.random.default_rng(0)
    ).confidence_interval
    assert value == pytest.approx(data.mean())
    assert low == pytest.approx(expected.low, abs=0.03)
    assert high == pytest.approx(expected.high, abs=0.03)


def test_the_seed_decides() -> None:
    items = hits(np.random.default_rng(0).normal(size=50))
    first, second, third = (Bootstrap(items, seed=seed).interval(share) for seed in (0, 0, 1))
    assert first == second
    assert first != third


def test_articles_of_like_statements_widen_the_interval() -> None:
    right = np.repeat(np.arange(20) % 2, 10)
    alone = Bootstrap(hits(right))
    together = Bootstrap(hits(right), clusters=[f"a{i // 10}" for i in range(200)])
    assert (alone.intervals.unit, alone.intervals.units) == ("item", 200)
    assert (together.intervals.unit, together.intervals.units) == ("article", 20)
    widths = [high - low for _, low, high in (alone.interval(share), together.interval(share))]
    assert widths[1] > 2 * widths[0]


def test_items_without_an_article_stand_for_themselves() -> None:
    bootstrap = Bootstrap(hits([1, 0, 1, 1]), clusters=["a", "a", None, None])
    assert (bootstrap.intervals.unit, bootstrap.intervals.units) == ("article", 3)


def test_one_article_gives_no_interval() -> None:
    value, low, high = Bootstrap(hits([1, 0, 1]), clusters=["a"] * 3).interval(share)
    assert value == pytest.approx(2 / 3)
    assert np.isnan(low)
    assert np.isnan(high)


@pytest.mark.parametrize("right", [0, 1])
def test_all_alike_gives_the_figure_itself(right: int) -> None:
    value, low, high = Bootstrap(hits([right] * 30)).interval(share)
    assert value == low == high == right


def test_a_figure_that_is_not_defined_has_no_interval() -> None:
    def nothing(sums: Floats) -> Floats:
        return np.full(sums.shape[:-1], np.nan)

    assert np.isnan(Bootstrap(hits([1, 0, 1])).interval(nothing)).all()


def test_figures_of_many_labels_have_an_interval_each() -> None:
    items = np.random.default_rng(0).random((40, 3))
    value, low, high = Bootstrap(items).interval(lambda sums: sums)
    assert value.shape == low.shape == high.shape == (3,)
    assert (low < value).all()
    assert (value < high).all()


def test_the_interval_holds_the_figure() -> None:
    chance = np.random.default_rng(0)
    for size in (2, 3, 5, 8):
        for _ in range(20):
            bootstrap = Bootstrap(hits(chance.integers(2, size=size)), resamples=200)
            value, low, high = bootstrap.interval(share)
            assert low <= value <= high


@pytest.mark.slow
def test_ninety_five_of_a_hundred_intervals_cover() -> None:
    chance = np.random.default_rng(0)
    covered = 0
    for _ in range(300):
        _, low, high = Bootstrap(hits(chance.random(80) < 0.7), resamples=500).interval(share)
        covered += low <= 0.7 <= high
    assert 0.91 <= covered / 300 <= 0.98
