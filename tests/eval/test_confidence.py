from __future__ import annotations

import numpy as np
import pytest

from stance.errors import StanceError
from stance.eval import Prediction
from stance.eval.confidence import SHARES, reliability, surest_shares


def predicted(*pairs: tuple[float, bool]) -> list[Prediction]:
    """Make items by how sure each is and whether it is right."""
    return [
        Prediction(str(i), "yes" if right else "no", "yes", {"yes": sure, "no": 1 - sure})
        for i, (sure, right) in enumerate(pairs)
    ]


def test_bins_by_hand() -> None:
    bins = reliability(
        predicted((0.62, True), (0.68, False), (0.91, True), (0.99, True), (1.0, False)),
        resamples=200,
    )
    assert [(each.low, each.high, each.n) for each in bins] == [(0.6, 0.7, 2), (0.9, 1.0, 3)]
    assert [each.sureness for each in bins] == pytest.approx([0.65, 2.9 / 3])
    assert [each.accuracy.value for each in bins] == pytest.approx([1 / 2, 2 / 3])
    for each in bins:
        assert each.accuracy.low is not None
        assert each.accuracy.high is not None
        assert each.accuracy.low <= (each.accuracy.value or 0.0) <= each.accuracy.high


def test_the_bins_make_the_calibration_error() -> None:
    chance = np.random.default_rng(0)
    sure = chance.uniform(0.5, 1, 300)
    items = predicted(*((float(s), bool(chance.random() < s**2)) for s in sure))
    bins = reliability(items, resamples=10)
    from stance.eval import judge

    evaluation = judge(
        items, ("yes", "no"), baseline={"yes": 1}, baseline_is="x", data="x", resamples=10
    )
    gap = sum(each.n * abs(each.sureness - (each.accuracy.value or 0.0)) for each in bins) / 300
    assert evaluation.figures["calibration_error"].value == pytest.approx(gap, abs=1e-6)


def test_the_surest_by_a_plain_loop() -> None:
    chance = np.random.default_rng(1)
    items = predicted(
        *(
            (float(round(s, 2)), bool(r))
            for s, r in zip(chance.uniform(0.5, 1, 97), chance.random(97) < 0.7, strict=True)
        )
    )
    rows = surest_shares(items, resamples=10)
    assert [row.share for row in rows] == list(SHARES)
    scores = [(item.scores or {})["yes"] for item in items]
    for row in rows:
        kept = [item for item, sure in zip(items, scores, strict=True) if sure >= row.threshold]
        assert row.n == len(kept) >= row.share * len(items)
        # No higher threshold would keep as many.
        assert sum(sure > row.threshold for sure in scores) < row.share * len(items)
        right = sum(item.gold == item.predicted for item in kept)
        assert row.accuracy.value == pytest.approx(right / len(kept))


def test_without_probabilities() -> None:
    with pytest.raises(StanceError, match="takes their scores"):
        reliability([Prediction("a", "yes", "yes")])
