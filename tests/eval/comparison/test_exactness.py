"""Every figure of a comparison against another implementation, or all swaps one by one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import combinations, product

import numpy as np
import pytest
import sklearn.metrics as reference
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from stance.eval import Prediction
from stance.eval.comparison import Comparison, Entrant, compare_entrants

Codes = Sequence[int]

# The reference warns where all items are of one label.
pytestmark = pytest.mark.filterwarnings("ignore:A single label was found")

RESAMPLES = 64
"""As many as there are ways to swap six articles."""


@st.composite
def judged(draw: st.DrawFn) -> tuple[int, list[Codes], list[int]]:
    """Draw how many labels there are, gold and three systems' labels, and articles."""
    size, number = draw(st.integers(2, 4)), draw(st.integers(1, 12))
    column = st.lists(st.integers(0, size - 1), min_size=number, max_size=number)
    articles = draw(st.lists(st.integers(0, 5), min_size=number, max_size=number))
    return size, [draw(column) for _ in range(4)], articles


ODD: dict[str, tuple[int, list[Codes], list[int]]] = {
    "one class": (3, [[0] * 6] * 4, [0, 0, 1, 1, 2, 2]),
    "a class absent": (3, [[0, 1, 0, 1], [0, 2, 0, 1], [1, 1, 0, 1], [0, 0, 0, 0]], [0, 1, 2, 3]),
    "all right": (3, [[0, 1, 2]] * 4, [0, 1, 2]),
    "all wrong": (3, [[0, 1, 2], [1, 2, 0], [2, 0, 1], [1, 2, 0]], [0, 1, 2]),
    "ties": (2, [[0, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0]], [0, 0, 1, 1]),
    "one article": (2, [[0, 1, 1], [0, 1, 0], [1, 1, 1], [0, 0, 0]], [0, 0, 0]),
    "fifteen classes": (
        15,
        np.random.default_rng(0).integers(15, size=(4, 45)).tolist(),
        [i % 6 for i in range(45)],
    ),
}


def compared(size: int, columns: Sequence[Codes], articles: Codes) -> Comparison:
    gold, *systems = columns
    entrants = [
        Entrant(
            f"s{k}",
            [
                [
                    Prediction(str(i), f"l{g:02}", f"l{p:02}", None, f"a{a}")
                    for i, (g, p, a) in enumerate(zip(gold, column, articles, strict=True))
                ]
            ],
        )
        for k, column in enumerate(systems)
    ]
    return compare_entrants(
        entrants,
        data="d",
        labels=[f"l{k:02}" for k in range(size)],
        values=np.linspace(1, -1, size).tolist(),
        resamples=RESAMPLES,
    )


def figures_of(size: int) -> dict[str, Callable[[Codes, Codes], float]]:
    values = np.linspace(1, -1, size)
    return {
        "macro_f1": lambda g, p: float(reference.f1_score(g, p, average="macro", zero_division=0)),
        "accuracy": lambda g, p: float(reference.accuracy_score(g, p)),
        "mcc": lambda g, p: float(reference.matthews_corrcoef(g, p)),
        "posture_error": lambda g, p: float(np.abs(values[list(g)] - values[list(p)]).mean()),
        "sign_flips": lambda g, p: float((values[list(g)] * values[list(p)] < 0).mean()),
    }


def loops(size: int) -> dict[str, Callable[[Codes, Codes], float]]:
    """Give the same figures as plain loops, for the many swaps."""
    values = np.linspace(1, -1, size).tolist()
    labels = range(size)

    def macro_f1(g: Codes, p: Codes) -> float:
        found = []
        for k in labels:
            either = sum(a == k for a in g) + sum(b == k for b in p)
            if either:
                found.append(2 * sum(a == b == k for a, b in zip(g, p, strict=True)) / either)
        return sum(found) / len(found)

    def mcc(g: Codes, p: Codes) -> float:
        mine, theirs = ([sum(a == k for a in column) for k in labels] for column in (g, p))
        n, hits = len(g), sum(a == b for a, b in zip(g, p, strict=True))
        spread = (n * n - sum(a * a for a in mine)) * (n * n - sum(b * b for b in theirs))
        crossed = n * hits - sum(a * b for a, b in zip(mine, theirs, strict=True))
        return crossed / math.sqrt(spread) if spread else 0.0

    def mean_of(each: Callable[[int, int], float]) -> Callable[[Codes, Codes], float]:
        return lambda g, p: sum(each(a, b) for a, b in zip(g, p, strict=True)) / len(g)

    return {
        "macro_f1": macro_f1,
        "accuracy": mean_of(lambda a, b: a == b),
        "mcc": mcc,
        "posture_error": mean_of(lambda a, b: abs(values[a] - values[b])),
        "sign_flips": mean_of(lambda a, b: values[a] * values[b] < 0),
    }


def p_of_all_swaps(
    of: Callable[[Codes, Codes], float], gold: Codes, one: Codes, other: Codes, articles: Codes
) -> float:
    """Swap the labels of every set of articles, and count what is as far apart."""
    seen = abs(of(gold, other) - of(gold, one))
    names = sorted(set(articles))
    as_far = []
    for swaps in product([False, True], repeat=len(names)):
        swapped = {name for name, swap in zip(names, swaps, strict=True) if swap}
        rows = list(zip(articles, one, other, strict=True))
        mine = [o if a in swapped else m for a, m, o in rows]
        theirs = [m if a in swapped else o for a, m, o in rows]
        as_far.append(abs(of(gold, theirs) - of(gold, mine)) >= seen - 1e-12)
    return float(np.mean(as_far))


def check(size: int, columns: Sequence[Codes], articles: Codes) -> None:
    gold, *systems = columns
    comparison = compared(size, columns, articles)
    units = len(set(articles))
    p_values: dict[str, list[float]] = {}
    by_items = []
    for name, of in figures_of(size).items():
        alone = [of(gold, column) for column in systems]
        for system, value in zip(comparison.systems, alone, strict=True):
            assert system.figures[name].value == pytest.approx(value, abs=1e-9)
        for pair, (i, k) in zip(comparison.pairs, combinations(range(3), 2), strict=True):
            difference = pair.differences[name]
            assert difference.value == pytest.approx(alone[k] - alone[i], abs=1e-9)
            if units == 1:
                assert difference.p is None
                continue
            p = p_of_all_swaps(loops(size)[name], gold, systems[i], systems[k], articles)
            assert difference.p == pytest.approx(p, abs=1e-9)
            p_values.setdefault(name, []).append(p)
    for name, found in p_values.items():
        corrected = multipletests(found, method="holm")[1]
        shown = [pair.differences[name].p_holm for pair in comparison.pairs]
        assert shown == pytest.approx(corrected.tolist(), abs=1e-9)
    for pair, (i, k) in zip(comparison.pairs, combinations(range(3), 2), strict=True):
        one, other = systems[i], systems[k]
        rows = list(zip(gold, one, other, strict=True))
        fixed = sum(o == g != m for g, m, o in rows)
        broken = sum(m == g != o for g, m, o in rows)
        assert (pair.fixed, pair.broken) == (fixed, broken)
        by_items.append(stats.binomtest(fixed, fixed + broken).pvalue if fixed + broken else 1.0)
        assert pair.odds_ratio == (fixed / broken if broken else None)
        g = fixed / (fixed + broken) - 0.5 if fixed + broken else None
        assert pair.cohens_g == (None if g is None else pytest.approx(g, abs=1e-9))
        assert pair.same_label == pytest.approx(reference.accuracy_score(one, other), abs=1e-9)
        kappa = reference.cohen_kappa_score(one, other) if len({*one, *other}) > 1 else math.nan
        assert pair.kappa == (None if math.isnan(kappa) else pytest.approx(kappa, abs=1e-9))
    assert [pair.mcnemar for pair in comparison.pairs] == pytest.approx(by_items, abs=1e-9)
    corrected = multipletests(by_items, method="holm")[1].tolist()
    assert [pair.mcnemar_holm for pair in comparison.pairs] == pytest.approx(corrected, abs=1e-9)


@pytest.mark.filterwarnings("ignore:invalid value")
@settings(max_examples=12, deadline=None)
@given(judged())
def test_every_figure_of_anything(drawn: tuple[int, list[Codes], list[int]]) -> None:
    check(*drawn)


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("name", ODD)
def test_every_figure_where_data_are_odd(name: str) -> None:
    check(*ODD[name])


def test_what_is_resampled_is_what_plain_loops_resample() -> None:
    """The difference in standard deviations, the items needed and the mean ranks, draw by draw."""
    chance = np.random.default_rng(1)
    gold = chance.integers(3, size=40)
    one, other = (
        np.where(chance.random(40) < p, gold, chance.integers(3, size=40)) for p in (0.5, 0.8)
    )
    articles = [i // 4 for i in range(40)]
    entrants = [
        Entrant(
            name,
            [[Prediction(str(i), f"l{gold[i]}", f"l{p}", None, f"a{articles[i]}") for i, p in enumerate(column)]],
        )
        for name, column in (("one", one), ("other", other))
    ]  # fmt: skip
    comparison = compare_entrants(entrants, data="d", rank=True, resamples=30, seed=3)
    most = np.full(40, np.bincount(gold).argmax())
    draws = np.random.default_rng(3)
    found = []
    for _ in range(30):
        places = [4 * a + j for a in draws.integers(10, size=10) for j in range(4)]
        found.append(
            [
                reference.f1_score(gold[places], column[places], average="macro", zero_division=0)
                for column in (one, other, most)
            ]
        )
    table = np.array(found)
    difference = comparison.pairs[0].differences["macro_f1"]
    deviation = float((table[:, 1] - table[:, 0]).std(ddof=1)) * math.sqrt(10)
    assert difference.standardized == pytest.approx(difference.value / deviation, abs=1e-9)
    together = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    needed = math.ceil((together * deviation / difference.value) ** 2)
    assert (difference.articles_needed, difference.items_needed) == (needed, 4 * needed)
    assert comparison.ranking is not None
    ranks = stats.rankdata(-table.round(12), axis=1)
    names = [system.name for system in comparison.systems]
    for each in comparison.ranking.ranked:
        mine = ranks[:, names.index(each.system)]
        assert each.mean_rank == pytest.approx(mine.mean(), abs=1e-9)
        assert (each.low, each.high) == pytest.approx(
            tuple(np.quantile(mine, [0.025, 0.975])), abs=1e-9
        )
