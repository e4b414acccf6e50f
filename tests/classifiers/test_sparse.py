from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy import sparse

from stance.classifiers.sparse import SparseRows

NUMBERS = st.sampled_from([0.0, 0.0, 0.0, 1.0, -2.5, 0.1])


@st.composite
def blocks(draw: st.DrawFn) -> list[NDArray[np.float64]]:
    rows = draw(st.integers(0, 5))
    widths = draw(st.lists(st.integers(0, 4), min_size=1, max_size=3))
    return [draw(arrays(np.float64, (rows, width), elements=NUMBERS)) for width in widths]


def without_zeros(matrix: NDArray[np.float64]) -> SparseRows:
    rows = sparse.csr_array(matrix)
    return SparseRows(rows.data, rows.indices.astype(np.intp), rows.indptr[1:].astype(np.intp),
                      matrix.shape[1])  # fmt: skip


@given(blocks(), st.integers(0, 3), st.booleans())
def test_they_are_what_matrices_are(
    parts: list[NDArray[np.float64]], targets: int, all_numbers: bool
) -> None:
    dense = np.hstack(parts)
    rows = SparseRows.beside([SparseRows.of(p) if all_numbers else without_zeros(p) for p in parts])
    assert len(rows) == len(dense)
    np.testing.assert_array_equal(rows.to_scipy().toarray(), dense)
    factors = (
        np.arange(dense.shape[1] * targets, dtype=np.float64).reshape(dense.shape[1], targets) - 2
    )
    np.testing.assert_allclose(rows.times(factors), dense @ factors, atol=1e-12)


def test_a_row_does_not_depend_on_its_company() -> None:
    chance = np.random.default_rng(0)
    matrix, factors = chance.normal(size=(7, 40)), chance.normal(size=(40, 3))
    alone = np.vstack([SparseRows.of(matrix[[i]]).times(factors) for i in range(7)])
    assert SparseRows.of(matrix).times(factors).tobytes() == alone.tobytes()
