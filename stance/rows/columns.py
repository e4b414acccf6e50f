"""The columns of a table that is written row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from stance.errors import StanceError

Row = Mapping[str, Any]
Columns = Sequence[str] | Mapping[str, type]


def with_columns(
    rows: Iterable[Row], columns: Columns | None
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Return the columns, the first row's where none are given, and the rows, each checked.

    Raises
    ------
    StanceError
        While the rows are drawn, if one has a column that there is not.
    """
    remaining = iter(rows)
    if columns is None:
        first = next(remaining, None)
        if first is None:
            return (), iter(())
        columns, remaining = tuple(first), chain([first], remaining)
    names = tuple(columns)
    return names, _checked(remaining, frozenset(names))


def _checked(rows: Iterator[Row], names: frozenset[str]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        if strange := row.keys() - names:
            raise StanceError(
                f"row {number} has {', '.join(sorted(strange))}, which the table has no column "
                "for: write JSON Lines, where each row has its own fields"
            )
        yield row
