"""Rows out as Parquet, a row group at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import IO, Any, Final

from stance.errors import StanceError
from stance.rows.columns import Columns, Row, with_columns

_ROW_GROUP: Final = 10_000


def write_parquet(rows: Iterable[Row], file: IO[bytes], columns: Columns | None) -> int:
    """Write rows; the columns' types are those given, else those of the first row group.

    Raises
    ------
    StanceError
        If a later row group has values of another type.
    """
    import pyarrow as pa
    from pyarrow import parquet

    types = _arrow_types(columns) if isinstance(columns, Mapping) else {}
    names, remaining = with_columns(rows, columns)
    writer, count = None, 0
    try:
        # Once even without rows: the columns are there all the same.
        while (batch := list(islice(remaining, _ROW_GROUP))) or writer is None:
            values = [[row.get(name) for row in batch] for name in names]
            try:
                schema = _schema(names, types, values) if writer is None else writer.schema
                table = pa.table(values, schema=schema)
                writer = writer or parquet.ParquetWriter(file, schema)
                writer.write_table(table)
            except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
                raise StanceError(
                    f"rows {count + 1:,} to {count + len(batch):,} do not fit one Parquet table "
                    f"({error}): write JSON Lines, where each row has its own fields"
                ) from error
            count += len(batch)
    finally:
        if writer is not None:
            writer.close()
    return count


def _schema(names: Iterable[str], types: Mapping[str, Any], columns: Iterable[list[Any]]) -> Any:
    """Settle the type of each column; one that is empty so far is text: later rows may have some."""
    import pyarrow as pa

    fields = []
    for name, values in zip(names, columns, strict=True):
        kind = types.get(name) or pa.array(values).type
        fields.append((name, pa.string() if pa.types.is_null(kind) else kind))
    return pa.schema(fields)


def _arrow_types(columns: Mapping[str, type]) -> dict[str, Any]:
    import pyarrow as pa

    arrow = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    return {name: arrow[kind] for name, kind in columns.items()}
