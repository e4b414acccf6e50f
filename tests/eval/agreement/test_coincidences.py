from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from stance.eval.agreement.coincidences import (
    alpha,
    cohen_kappa,
    coincidences,
    fleiss_kappa,
    ordinal_alpha,
    specific_agreement,
)
from stance.eval.metrics import confusion_matrix

LABELS = 4


@st.composite
def codings(draw: st.DrawFn) -> np.ndarray:
    coders = draw(st.integers(2, 4))
    row = st.lists(st.integers(-1, LABELS - 1), min_size=coders, max_size=coders)
    return np.array(draw(st.lists(row, min_size=2, max_size=30)))


@given(codings())
def test_alpha_is_that_of_the_reference_implementation(values: np.ndarray) -> None:
    paired = values[(values >= 0).sum(axis=1) > 1]
    assume(len(np.unique(paired[paired >= 0])) > 1)
    matrix = coincidences(values, LABELS).sum(axis=0)
    data = np.where(values < 0, np.nan, values).T
    for level, ours in (
        ("nominal", alpha(matrix)),
        ("ordinal", ordinal_alpha(matrix, list(range(LABELS)))),
    ):
        theirs = krippendorff.alpha(
            data, level_of_measurement=level, value_domain=list(range(LABELS))
        )
        assert ours == pytest.approx(theirs, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=40))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    one, other = np.array(pairs).T
    assume(len(set(one) | set(other)) > 1)
    ours = cohen_kappa(confusion_matrix(one, other, 3))
    assert ours == pytest.approx(cohen_kappa_score(one, other), abs=1e-9)


def test_fleiss_example() -> None:
    # Ten subjects, fourteen raters, five categories: the table of Fleiss (1971), kappa 0.210.
    table = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    values = np.array([np.repeat(np.arange(5), row) for row in table])
    assert fleiss_kappa(coincidences(values, 5).sum(axis=0)) == pytest.approx(0.210, abs=5e-4)


def test_full_agreement_and_no_variety() -> None:
    matrix = coincidences(np.array([[0, 0], [1, 1]]), 2).sum(axis=0)
    assert alpha(matrix) == 1
    assert specific_agreement(matrix).tolist() == [1, 1]
    assert np.isnan(alpha(coincidences(np.array([[0, 0], [0, 0]]), 2).sum(axis=0)))


def test_labels_of_one_value_are_no_distance_apart() -> None:
    matrix = coincidences(np.array([[0, 1], [2, 2], [0, 0]]), 3).sum(axis=0)
    assert ordinal_alpha(matrix, [1, 1, 2]) == 1
