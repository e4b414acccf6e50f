"""Rows out as a table for a person's eyes; nothing in a cell reaches the terminal as a command."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

from stance.rows.columns import Columns, Row, with_columns
from stance.terminal import plain


def write_table(rows: Iterable[Row], file: IO[str], columns: Columns | None) -> int:
    """Write rows as a table as wide as the terminal; all of them are held in memory."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    names, rows = with_columns(rows, columns)
    table = Table(box=None, pad_edge=False)
    for name in names:
        table.add_column(Text(plain(name)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(_shown(row.get(name)))) for name in names))
    if table.row_count:
        Console(file=file).print(table)
    return table.row_count


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return f"{value:.3g}"
        case _:
            return json.dumps(value, ensure_ascii=False)
