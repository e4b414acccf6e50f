from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import StanceError
from stance.eval import Prediction, risk_coverage, threshold_for

judged = st.lists(
    st.tuples(st.sampled_from([0.5, 0.6, 0.75, 0.9, 1.0]), st.booleans()), min_size=1, max_size=30
)


def made(rows: list[tuple[float, bool]]) -> list[Prediction]:
    return [
        Prediction(str(i), "yes" if right else "no", "yes", {"yes": sure, "no": 1 - sure})
        for i, (sure, right) in enumerate(rows)
    ]


def test_the_curve_by_hand() -> None:
    curve = risk_coverage(made([(0.9, True), (0.6, False), (0.6, True), (0.8, False)]))
    np.testing.assert_array_equal(curve.threshold, [0.9, 0.8, 0.6])
    np.testing.assert_allclose(curve.coverage, [0.25, 0.5, 1])
    np.testing.assert_allclose(curve.risk, [0, 0.5, 0.5])


@given(judged)
def test_each_point_is_what_is_left_at_its_threshold(rows: list[tuple[float, bool]]) -> None:
    curve = risk_coverage(made(rows))
    for threshold, coverage, risk in zip(curve.threshold, curve.coverage, curve.risk, strict=True):
        left = [right for sure, right in rows if sure >= threshold]
        assert coverage == pytest.approx(len(left) / len(rows))
        assert risk == pytest.approx(1 - sum(left) / len(left))
    assert curve.coverage[-1] == 1


@given(judged, st.floats(0.1, 1))
def test_the_threshold_is_the_lowest_that_does(
    rows: list[tuple[float, bool]], wanted: float
) -> None:
    def accuracy(threshold: float) -> float:
        left = [right for sure, right in rows if sure >= threshold]
        return sum(left) / len(left)

    good = [sure for sure, _ in rows if accuracy(sure) >= wanted]
    found = threshold_for(made(rows), wanted, resamples=100)
    if not good:
        assert found is None
        return
    assert found is not None
    assert found.value == min(good)
    assert found.accuracy.value == pytest.approx(accuracy(found.value), abs=1e-9)


def test_what_has_no_probabilities_has_no_curve() -> None:
    with pytest.raises(StanceError, match="takes their scores"):
        risk_coverage([Prediction("1", "a", "a")])
