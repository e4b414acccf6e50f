from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower

from stance.eval.comparison.paired import (
    cohens_g,
    mcnemar,
    odds_ratio,
    units_needed,
)
from stance.eval.multiplicity import holm


@pytest.mark.parametrize(("fixed", "broken"), [(0, 1), (5, 5), (12, 3), (0, 20), (130, 101)])
def test_mcnemar_is_that_of_statsmodels(fixed: int, broken: int) -> None:
    table = [[40, broken], [fixed, 7]]
    expected = statsmodels_mcnemar(table, exact=True).pvalue
    assert mcnemar(fixed, broken) == pytest.approx(expected, abs=1e-9)


def test_mcnemar_of_no_discordant_item_is_1() -> None:
    assert mcnemar(0, 0) == 1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_is_that_of_statsmodels(p_values: list[float]) -> None:
    expected = multipletests(p_values, method="holm")[1]
    assert holm(p_values) == pytest.approx(list(expected), abs=1e-9)


def test_holm_passes_over_what_has_no_p() -> None:
    assert holm([0.01, None, 0.04]) == [0.02, None, 0.04]


def test_effect_sizes_by_hand() -> None:
    assert (odds_ratio(12, 3), cohens_g(12, 3)) == (4.0, pytest.approx(0.3))
    assert (odds_ratio(12, 0), cohens_g(0, 0)) == (None, None)


def test_the_number_needed_is_that_of_a_power_analysis() -> None:
    # One sample is two with infinitely many in the other.
    expected = NormalIndPower(ddof=0).solve_power(effect_size=0.2, alpha=0.05, power=0.8, ratio=0)
    assert units_needed(0.02, 0.1) == int(np.ceil(expected)) == 197
    assert units_needed(0.0, 0.1) is None
