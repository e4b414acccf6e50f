"""Every figure of an evaluation, on anything, against another implementation or a plain loop."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

import krippendorff
import numpy as np
import pytest
import sklearn.metrics as reference
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from stance.codebook import Codebook, Label
from stance.eval import (
    FIGURES,
    Evaluation,
    Prediction,
    evaluate_predictions,
    risk_coverage,
    slice_predictions,
    threshold_for,
)

EXACT = {"rel": 0.0, "abs": 1e-9}
Row = dict[str, Any]

# The reference warns of what is not defined, of one label, and of labels that are not gold.
pytestmark = [
    pytest.mark.filterwarnings("ignore:A single label was found"),
    pytest.mark.filterwarnings("ignore:y_pred contains classes not in y_true"),
    pytest.mark.filterwarnings("ignore:invalid value"),
]


def rows_of(
    pairs: Sequence[tuple[int, int]],
    weights: Sequence[Sequence[int]],
    articles: Sequence[int | None] | None = None,
) -> list[Row]:
    """Make rows of codes, whole numbers that stand in the proportion of scores, and articles."""
    return [
        {
            "id": str(i),
            "gold": f"l{gold:02}",
            "predicted": f"l{guess:02}",
            "scores": {f"l{k:02}": weight / sum(row) for k, weight in enumerate(row)},
            "article": None if articles is None or articles[i] is None else f"a{articles[i]}",
            "kind": "direct" if i % 3 else "indirect",
        }
        for i, ((gold, guess), row) in enumerate(zip(pairs, weights, strict=True))
    ]


@st.composite
def judged(draw: st.DrawFn) -> list[Row]:
    size = draw(st.integers(2, 6))
    number = draw(st.integers(1, 25))
    codes = st.integers(0, size - 1)
    pairs = draw(st.lists(st.tuples(codes, codes), min_size=number, max_size=number))
    # Small whole numbers, so that many scores are tied and some are 0.
    weight = st.lists(st.integers(0, 4), min_size=size, max_size=size).filter(any)
    weights = draw(st.lists(weight, min_size=number, max_size=number))
    article = st.none() | st.integers(0, 5)
    return rows_of(pairs, weights, draw(st.lists(article, min_size=number, max_size=number)))


def drawn(size: int, number: int, *, right: float = 0.6) -> list[Row]:
    chance = np.random.default_rng(size * number)
    weights = chance.integers(0, 9, size=(number, size)) + 1
    gold = chance.integers(size, size=number)
    guess = np.where(chance.random(number) < right, gold, weights.argmax(axis=1))
    pairs = list(zip(gold.tolist(), guess.tolist(), strict=True))
    return rows_of(pairs, weights.tolist(), [i // 3 for i in range(number)])


ODD = {
    "one class": rows_of([(0, 0)] * 8, [[5, 2, 1]] * 8),
    "a class absent from the gold": rows_of([(0, 2), (1, 1), (0, 0), (1, 2)], [[1, 2, 3]] * 4),
    "a class absent from predictions": rows_of([(0, 0), (1, 1), (2, 0)], [[3, 2, 1]] * 3),
    "a class absent from both": rows_of([(0, 0), (1, 1), (1, 0)] * 4, [[3, 2, 0]] * 12),
    "all right": rows_of([(0, 0), (1, 1), (2, 2)], [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    "all wrong": rows_of([(0, 1), (1, 2), (2, 0)], [[0, 1, 0], [0, 0, 1], [1, 0, 0]]),
    "all tied": rows_of([(i % 3, i % 2) for i in range(12)], [[1, 1, 1]] * 12),
    "one article": rows_of([(0, 0), (1, 0), (2, 2)] * 3, [[3, 1, 2]] * 9, [0] * 9),
    "three items": drawn(3, 3),
    "one item": drawn(3, 1),
    "fifteen classes": drawn(15, 120),
    "fifteen classes, three items": drawn(15, 3),
    "a thousand items": drawn(3, 1000),
}


def book(rows: Sequence[Row]) -> Codebook:
    """Give the labels values from 1 down to -1."""
    names = list(rows[0]["scores"])
    values = np.linspace(1, -1, len(names)).tolist()
    labels = [Label(name=name, value=value) for name, value in zip(names, values, strict=True)]
    return Codebook(name="odd", labels=tuple(labels))


def expected(
    gold: list[str], guess: list[str], scores: list[Mapping[str, float]], coded: Codebook
) -> tuple[dict[str, float | None], dict[str, dict[str, float | None]]]:
    """Compute all figures, and those of each label, by other means; None where not defined."""
    names = list(coded.label_names)
    values = dict(zip(names, coded.values or (), strict=True))
    n = len(gold)
    pairs = list(zip(gold, guess, strict=True))

    def mean(terms: Sequence[float]) -> float:
        return math.fsum(terms) / n

    found: dict[str, float | None] = {
        "accuracy": reference.accuracy_score(gold, guess),
        "balanced_accuracy": reference.balanced_accuracy_score(gold, guess),
        "mcc": reference.matthews_corrcoef(gold, guess),
        "kappa": None,
        "alpha": None,
        "posture_error": mean([abs(values[g] - values[p]) for g, p in pairs]),
        "sign_flips": mean([values[g] * values[p] < 0 for g, p in pairs]),
    }
    if len({*gold, *guess}) > 1:
        found["kappa"] = reference.cohen_kappa_score(gold, guess)
        codes = [[names.index(each) for each in column] for column in (gold, guess)]
        found["alpha"] = krippendorff.alpha(codes, level_of_measurement="nominal")
    for way in ("macro", "weighted", "micro"):
        three = reference.precision_recall_fscore_support(
            gold, guess, average=way, zero_division=0
        )[:3]
        found |= {
            f"{way}_{name}": value
            for name, value in zip(("precision", "recall", "f1"), three, strict=True)
        }
    found["log_loss"] = mean(
        [-math.log(max(row[g], 1e-7)) for g, row in zip(gold, scores, strict=True)]
    )
    found["brier"] = mean(
        [
            (row[name] - (name == g)) ** 2
            for g, row in zip(gold, scores, strict=True)
            for name in names
        ]
    )
    surest = [max(names, key=row.__getitem__) for row in scores]
    found["calibration_error"] = binned(
        [row[name] for name, row in zip(surest, scores, strict=True)],
        [name == g for name, g in zip(surest, gold, strict=True)],
    )
    gaps = [binned([row[name] for row in scores], [name == g for g in gold]) for name in names]
    found["classwise_calibration_error"] = math.fsum(gaps) / len(names)
    by_label: dict[str, dict[str, float | None]] = {}
    three = reference.precision_recall_fscore_support(
        gold, guess, labels=names, zero_division=np.nan
    )[:3]
    for k, name in enumerate(names):
        hits, likely = [g == name for g in gold], [row[name] for row in scores]
        both = len(set(hits)) == 2
        by_label[name] = {
            **{of: known(each[k]) for of, each in zip(("precision", "recall", "f1"), three, strict=True)},
            "auroc": reference.roc_auc_score(hits, likely) if both else None,
            "average_precision": reference.average_precision_score(hits, likely) if both else None,
        }  # fmt: skip
    for name in ("auroc", "average_precision"):
        all_known = [each for row in by_label.values() if (each := row[name]) is not None]
        found[name] = math.fsum(all_known) / len(all_known) if all_known else None
    return {name: known(value) for name, value in found.items()}, by_label


def binned(likely: Sequence[float], true: Sequence[bool]) -> float:
    """Sum up, over ten bins, how far probability and truth are apart, a share of the items."""
    bins: dict[int, list[float]] = {}
    for p, hit in zip(likely, true, strict=True):
        bins.setdefault(min(int(p * 10), 9), []).append(p - hit)
    return math.fsum(abs(math.fsum(gaps)) for gaps in bins.values()) / len(likely)


def known(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def same(found: float | None, wanted: float | None) -> bool:
    """Tell whether both are alike to 1e-9, or neither is defined."""
    return found is wanted if found is None or wanted is None else abs(found - wanted) < 1e-9


def check(rows: list[Row]) -> Evaluation:
    """Compare all that an evaluation says with what is expected."""
    coded = book(rows)
    evaluation = evaluate_predictions(rows, codebook=coded, resamples=20)
    gold, guess, scores = ([row[of] for row in rows] for of in ("gold", "predicted", "scores"))
    figures, by_label = expected(gold, guess, scores, coded)
    shares = {name: gold.count(name) / len(gold) for name in coded.label_names}
    most = max(coded.label_names, key=shares.__getitem__)
    base, _ = expected(gold, [most] * len(gold), [shares] * len(gold), coded)
    assert set(evaluation.figures) == set(FIGURES) <= set(figures)
    for name, figure in evaluation.figures.items():
        assert same(figure.value, figures[name]), name
        assert same(figure.baseline, base[name]), name
        if figure.low is not None:
            assert figure.low <= figure.value <= figure.high
    for row in evaluation.by_label:
        assert (row.support, row.predicted) == (gold.count(row.label), guess.count(row.label))
        for name, figure in row.figures.items():
            assert same(figure.value, by_label[row.label][name]), (row.label, name)
    pairs = list(zip(gold, guess, strict=True))
    assert evaluation.confusion == tuple(
        tuple(pairs.count((g, p)) for p in coded.label_names) for g in coded.label_names
    )
    record = json.loads(json.dumps(evaluation.to_record(), allow_nan=False))
    assert Evaluation.from_record(record).figures == evaluation.figures
    return evaluation


@settings(max_examples=40, deadline=None)
@given(judged())
def test_every_figure_of_anything(rows: list[Row]) -> None:
    check(rows)


@pytest.mark.parametrize("name", ODD)
def test_every_figure_where_data_are_odd(name: str) -> None:
    evaluation = check(ODD[name])
    alone = evaluation.intervals.units < 2
    assert alone == (
        name in {"one article", "one item", "fifteen classes, three items", "three items"}
    )
    for figure in evaluation.figures.values():
        assert (figure.low is None) == (figure.value is None or alone)


def test_one_label_and_no_other() -> None:
    rows = rows_of([(0, 0)] * 4, [[1]] * 4)
    figures = {k: f.value for k, f in evaluate_predictions(rows, resamples=20).figures.items()}
    none = {"kappa", "alpha", "auroc", "average_precision"}
    zero = {"mcc", "log_loss", "brier", "calibration_error", "classwise_calibration_error"}
    of_values = {"posture_error", "sign_flips"}
    assert figures == {
        name: None if name in none else 0 if name in zero else 1
        for name in set(FIGURES) - of_values
    }


def test_the_intervals_are_those_of_plain_loops() -> None:
    """The same articles drawn, item by item, and BCa as Efron writes it, a little wider."""
    rows = drawn(3, 60)
    units = [list(group) for _, group in groupby(rows, key=lambda row: row["article"])]
    chance = np.random.default_rng(7)
    draws = [[units[i] for i in chance.integers(20, size=20)] for _ in range(50)]
    evaluation = evaluate_predictions(rows, resamples=50, seed=7)

    def interval(of: Callable[[list[Row]], float], *, bent: bool) -> tuple[float, float]:
        def each(some: list[list[Row]]) -> float:
            return of([row for unit in some for row in unit])

        value, found = each(units), np.array([each(some) for some in draws])
        below = (
            np.mean([f < value - 1e-12 for f in found]) / 2 + np.mean(found <= value + 1e-12) / 2
        )
        bias = stats.norm.ppf(np.clip(below, 0.5 / 50, 1 - 0.5 / 50))
        left = np.array([each(units[:i] + units[i + 1 :]) for i in range(20)])
        lean = left.mean() - left
        bend = (lean**3).sum() / (6 * (lean**2).sum() ** 1.5) if bent else 0.0
        at = bias + np.array([-1, 1]) * stats.t.ppf(0.975, 19) * math.sqrt(20 / 19)
        low, high = np.quantile(found, stats.norm.cdf(bias + at / (1 - bend * at)))
        return min(low, value), max(high, value)

    def f1(some: list[Row]) -> float:
        return float(
            reference.f1_score(
                [r["gold"] for r in some], [r["predicted"] for r in some], average="macro"
            )
        )

    def auroc(some: list[Row]) -> float:
        hits = [row["gold"] == "l00" for row in some]
        return float(reference.roc_auc_score(hits, [row["scores"]["l00"] for row in some]))

    figure = evaluation.figures["macro_f1"]
    assert (figure.low, figure.high) == pytest.approx(interval(f1, bent=True), **EXACT)
    ranked = evaluation.by_label[0].auroc
    assert ranked is not None
    assert (ranked.low, ranked.high) == pytest.approx(interval(auroc, bent=False), **EXACT)


def made(rows: Sequence[Row]) -> list[Prediction]:
    return [
        Prediction(
            r["id"], r["gold"], r["predicted"], r["scores"], r["article"], {"kind": r["kind"]}
        )
        for r in rows
    ]


@settings(max_examples=40, deadline=None)
@given(judged(), st.floats(0.05, 1))
def test_risk_coverage_and_threshold_are_those_of_a_loop(rows: list[Row], wanted: float) -> None:
    curve = risk_coverage(made(rows))
    sure = [(row["scores"][row["predicted"]], row["gold"] == row["predicted"]) for row in rows]
    falling = sorted({p for p, _ in sure}, reverse=True)
    kept = [[hit for p, hit in sure if p >= at] for at in falling]
    risk = [1 - sum(hits) / len(hits) for hits in kept]
    coverage = [len(hits) / len(rows) for hits in kept]
    np.testing.assert_allclose(curve.threshold, falling, rtol=0, atol=0)
    np.testing.assert_allclose(curve.coverage, coverage, rtol=0, atol=1e-9)
    np.testing.assert_allclose(curve.risk, risk, rtol=0, atol=1e-9)
    good = [k for k, r in enumerate(risk) if 1 - r >= wanted - 1e-12]
    found = threshold_for(made(rows), wanted, resamples=20)
    if not good:
        assert found is None
        return
    assert found is not None
    last = good[-1]
    assert found.value == falling[last]
    assert found.coverage.value == pytest.approx(coverage[last], **EXACT)
    assert found.accuracy.value == pytest.approx(1 - risk[last], **EXACT)


@pytest.mark.parametrize("name", ["a thousand items", "fifteen classes"])
def test_a_slice_is_its_items_judged_alone_and_against_the_rest(name: str) -> None:
    rows = ODD[name]
    found = slice_predictions(made(rows), list(rows[0]["scores"]), ["kind"], resamples=20)
    for each in found.slices:
        sides = [[r for r in rows if (r["kind"] == each.value) == side] for side in (True, False)]
        accuracy, f1 = (
            [of([r["gold"] for r in side], [r["predicted"] for r in side]) for side in sides]
            for of in (
                reference.accuracy_score,
                lambda g, p: reference.f1_score(g, p, average="macro"),
            )
        )
        assert (each.accuracy.value, each.accuracy.baseline) == pytest.approx(accuracy, **EXACT)
        assert (each.macro_f1.value, each.macro_f1.baseline) == pytest.approx(f1, **EXACT)
        gap = accuracy[0] - accuracy[1]
        assert each.difference.value == pytest.approx(gap, **EXACT)
        # What each article adds to the error of the two shares.
        by_article: dict[str, float] = {}
        for sign, share, side in zip((1, -1), accuracy, sides, strict=True):
            for r in side:
                lean = sign * ((r["gold"] == r["predicted"]) - share) / len(side)
                by_article[r["article"]] = by_article.get(r["article"], 0.0) + lean
        m = len(by_article)
        error = math.sqrt(m / (m - 1) * math.fsum(lean**2 for lean in by_article.values()))
        assert each.difference.high == pytest.approx(
            gap + stats.t.ppf(0.975, m - 1) * error, **EXACT
        )
        # The two slices are each other's rest: their p-values are alike, and there are two.
        p = 2 * stats.t.sf(abs(gap) / error, m - 1)
        assert each.p == pytest.approx(min(1.0, 2 * p), **EXACT)
    assert len(found.slices) == 2
