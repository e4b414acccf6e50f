"""Rows of which most numbers are 0, for scoring; scipy, which fits on them, is slow to be imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy import sparse


@dataclass(frozen=True, slots=True)
class SparseRows:
    """The numbers that are not 0, row by row.

    Attributes
    ----------
    values, columns
        The numbers and their columns, shape (numbers,).
    ends
        Where each row ends among them, shape (rows,).
    width
        How many columns there are.
    """

    values: NDArray[np.float64]
    columns: NDArray[np.intp]
    ends: NDArray[np.intp]
    width: int

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def rows(self) -> NDArray[np.intp]:
        """The row of each number, shape (numbers,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.ends, prepend=0))

    @classmethod
    def of(cls, matrix: NDArray[np.float64]) -> SparseRows:
        """Take all numbers of a matrix, shape (rows, width)."""
        rows, width = matrix.shape
        columns = np.tile(np.arange(width), rows)
        return cls(matrix.reshape(-1), columns, width * np.arange(1, rows + 1), width)

    @classmethod
    def beside(cls, blocks: Sequence[SparseRows]) -> SparseRows:
        """Lay blocks of the same rows side by side."""
        starts = np.cumsum([0, *(block.width for block in blocks)])
        rows = np.concatenate([each.rows for each in blocks])
        order = np.argsort(rows, kind="stable")
        columns = [block.columns + start for block, start in zip(blocks, starts[:-1], strict=True)]
        return cls(
            np.concatenate([block.values for block in blocks])[order],
            np.concatenate(columns)[order],
            np.sum([block.ends for block in blocks], axis=0),
            int(starts[-1]),
        )

    def to_length_1(self) -> SparseRows:
        """Divide each row by its length; one of zeros stays so."""
        rows = self.rows
        lengths = np.sqrt(np.bincount(rows, self.values**2, minlength=len(self)))
        return replace(self, values=self.values / lengths[rows])

    def times(self, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        """Multiply with a matrix, shape (width, k); shape (rows, k).

        What comes of a row does not depend on the rows beside it.
        """
        rows = self.rows
        products = (self.values * column[self.columns] for column in matrix.T)
        sums = [np.bincount(rows, each, minlength=len(self)) for each in products]
        return np.array(sums, dtype=np.float64).reshape(matrix.shape[1], len(self)).T

    def to_scipy(self) -> sparse.csr_array:
        """Return them as scikit-learn fits on them, shape (rows, width)."""
        from scipy import sparse

        # scikit-learn's solvers take narrow indices only.
        places = self.columns.astype(np.int32)
        starts = np.concatenate([[0], self.ends]).astype(np.int32)
        return sparse.csr_array((self.values, places, starts), shape=(len(self), self.width))
