from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.rows.formulas import neutralise, restore


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", "＝1", "'=1"])
def test_what_a_spreadsheet_would_run_is_text(cell: str) -> None:
    assert neutralise(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "words", "‘quoted’", "'tis so", "1-2"])
def test_other_cells_stay(cell: str) -> None:
    assert neutralise(cell) == cell
    assert restore(cell) == cell


@given(st.text(alphabet="'=+-@\t\r\n＝aB1 "))
def test_restoring_undoes_neutralising(cell: str) -> None:
    assert restore(neutralise(cell)) == cell
