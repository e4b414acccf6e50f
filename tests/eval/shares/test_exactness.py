"""Corrected shares against the formulas written out, statement by statement."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from stance.eval import Prediction, estimate_shares
from stance.eval.shares import prediction_powered
from stance.statements import Span, Statement

LABELS = ("no", "perhaps", "yes")


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 4), st.integers(6, 40), st.integers(1, 8), st.integers(0, 999))
def test_ppi_is_its_formulas_written_out(size: int, n: int, articles: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    likely = chance.dirichlet(np.ones(size), size=n)
    article = np.r_[
        np.arange(min(articles, n)), chance.integers(min(articles, n), size=max(0, n - articles))
    ]
    sample = chance.permutation(n)[: n // 2]
    gold = np.eye(size)[chance.integers(size, size=len(sample))]
    weights = chance.integers(1, 4, size=len(sample)).astype(float)
    found = prediction_powered(likely, gold, sample, article, weights=weights)

    units = int(article.max()) + 1
    total = math.fsum(weights)
    part = [w / total for w in weights]
    labels = range(size)
    mean = [math.fsum(likely[:, k]) / n for k in labels]
    seen = [math.fsum(w * likely[i, k] for w, i in zip(part, sample, strict=True)) for k in labels]
    held = [math.fsum(w * row[k] for w, row in zip(part, gold, strict=True)) for k in labels]
    # What each article adds to the error of the predictions' gain, and to that of the labels.
    gain = [
        [
            math.fsum((likely[i, k] - mean[k]) / n for i in range(n) if article[i] == u)
            - math.fsum(
                w * (likely[i, k] - seen[k])
                for w, i in zip(part, sample, strict=True)
                if article[i] == u
            )
            for k in labels
        ]
        for u in range(units)
    ]
    own = [
        [
            math.fsum(
                w * (row[k] - held[k])
                for w, i, row in zip(part, sample, gold, strict=True)
                if article[i] == u
            )
            for k in labels
        ]
        for u in range(units)
    ]
    above = -math.fsum(
        g * o for a, b in zip(gain, own, strict=True) for g, o in zip(a, b, strict=True)
    )
    below = math.fsum(g * g for row in gain for g in row)
    tuning = min(max(above / below, 0.0), 1.0) if units > 1 else 0.0
    assert found.tuning == pytest.approx(tuning, abs=1e-9)
    raw = [held[k] + tuning * (mean[k] - seen[k]) for k in labels]
    kept = [max(value, 0.0) for value in raw]
    size_of_sample = 1 / math.fsum(w * w for w in part)
    rare = 2 / (size_of_sample + 4)
    sampled = min(len({article[i] for i in sample}), units)
    for k in labels:
        share = kept[k] / math.fsum(kept)
        assert found.value[k] == pytest.approx(share, abs=1e-9)
        variance = (
            units
            / max(units - 1, 1)
            * math.fsum((own[u][k] + tuning * gain[u][k]) ** 2 for u in range(units))
        )
        error = math.sqrt(max(variance, rare * (1 - rare) / (size_of_sample + 4)))
        inside = min(max(raw[k], rare / 2), 1 - rare / 2)
        reach = stats.t.ppf(0.975, max(sampled - 1, 1)) * error / (inside * (1 - inside))
        odds = math.log(inside / (1 - inside))
        low, high = (
            1 / (1 + math.exp(-min(max(at, -700), 700))) for at in (odds - reach, odds + reach)
        )
        assert found.low[k] == pytest.approx(min(low, share), abs=1e-9)
        assert found.high[k] == pytest.approx(max(high, share), abs=1e-9)


def statements(counts: tuple[int, int, int]) -> list[Statement]:
    """Make statements whose likeliest labels are so many."""
    rows = [k for k, number in enumerate(counts) for _ in range(number)]
    return [
        Statement(
            id=str(i), article=f"a{i // 4}", text="no", kind="direct", content=(Span("no", 0, 2),),
            label=LABELS[k], scores={name: 0.8 if name == LABELS[k] else 0.1 for name in LABELS}, run="r",
        )
        for i, k in enumerate(rows)
    ]  # fmt: skip


@pytest.mark.parametrize("counts", [(60, 70, 70), (50, 100, 50), (80, 60, 60)])
def test_adjusted_counting_is_the_inverse_of_the_matrix(counts: tuple[int, int, int]) -> None:
    rates = np.array([[0.8, 0.1, 0.1], [0.1, 0.7, 0.2], [0.05, 0.15, 0.8]])
    judged = [
        Prediction(f"{g}{p}{i}", LABELS[g], LABELS[p], None, f"b{i % 7}")
        for g in range(3)
        for p in range(3)
        for i in range(round(100 * rates[g, p]))
    ]
    found = estimate_shares(statements(counts), judged, resamples=50)
    seen = np.array(counts) / 200
    # A prediction is yes as often as the shares of the golds, each by how often it is taken for yes.
    expected = np.linalg.inv(rates.T) @ seen
    assert (expected > 0).all()
    assert [each.share for each in found.shares] == pytest.approx(expected.tolist(), abs=1e-9)
    assert [each.naive for each in found.shares] == pytest.approx(seen.tolist(), abs=1e-9)


def test_shares_of_a_group_are_those_of_its_statements_alone() -> None:
    whole = statements((60, 70, 70))
    labelled = {each.id: LABELS[(int(each.id) // 50) % 3] for each in whole[::2]}
    found = estimate_shares(whole, labelled, by="kind")
    assert [each.group for each in found.shares] == [""] * 3 + ["direct"] * 3
    both = [(each.naive, each.share, each.low, each.high) for each in found.shares]
    assert both[:3] == both[3:]
