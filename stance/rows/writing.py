"""Rows out: JSON Lines, JSON, CSV, TSV, Parquet, streamed; or a table for the screen or a text."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Final

from stance.errors import StanceError
from stance.rows.columns import Columns, Row, with_columns
from stance.rows.formulas import neutralise
from stance.rows.parquet import write_parquet
from stance.rows.print_tables import write_latex, write_markdown
from stance.rows.screen_table import write_table
from stance.rows.targets import check_writable, written_aside

FORMATS: Final = ("jsonl", "csv", "tsv", "json", "parquet", "markdown", "latex", "table")
SUFFIXES: Final = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "tsv",
    ".parquet": "parquet", ".md": "markdown", ".tex": "latex",
}  # fmt: skip


def format_of(path: Path) -> str:
    """Tell the format of a file by its ending.

    Raises
    ------
    StanceError
        If the ending tells none.
    """
    try:
        return SUFFIXES[path.suffix.lower()]
    except KeyError:
        raise StanceError(
            f"{path}: its ending tells no format; it takes {', '.join(SUFFIXES)}, "
            "or name one with --format"
        ) from None


def write_rows(
    rows: Iterable[Row],
    target: Path | IO[str] | IO[bytes],
    format_: str,
    *,
    columns: Columns | None = None,
) -> int:
    """Write rows, one by one as they come.

    Parameters
    ----------
    rows
        Their values are JSON-ready; nested ones become JSON text in CSV and TSV.
    target
        A file, which is written aside and put in its place when whole; or an open stream
        (binary for Parquet, else text).
    format_
        One of `FORMATS`; ``table`` is for a person's eyes.
    columns
        Of CSV, TSV, Parquet and tables: names, or names with their types (str, int, float, bool),
        which Parquet then has even where nothing tells them. Those of the first row where None.
        Later rows may lack some and have no others.

    Returns
    -------
    int
        How many there were.

    Raises
    ------
    StanceError
        If the target cannot be written, told before the first row is drawn; or if a row does not
        fit the format: a column that there is not, a value that is not finite.
    """
    if format_ not in _WRITERS:
        raise StanceError(f"there is no format {format_!r}; there are {', '.join(FORMATS)}")
    write = _WRITERS[format_]
    if not isinstance(target, Path):
        return write(rows, target, columns)
    check_writable(target)
    with written_aside(target, binary=format_ == "parquet") as file:
        return write(rows, file, columns)


def _write_json_lines(rows: Iterable[Row], file: IO[str], _columns: object) -> int:
    count = 0
    for row in rows:
        count += 1
        file.write(_json(row, count) + "\n")
    return count


def _write_json(rows: Iterable[Row], file: IO[str], _columns: object) -> int:
    count = 0
    file.write("[")
    for row in rows:
        count += 1
        file.write(f"{',' if count > 1 else ''}\n{_json(row, count)}")
    file.write("\n]\n" if count else "]\n")
    return count


def _write_csv(rows: Iterable[Row], file: IO[str], columns: Columns | None) -> int:
    return _write_delimited(rows, file, columns, ",")


def _write_tsv(rows: Iterable[Row], file: IO[str], columns: Columns | None) -> int:
    return _write_delimited(rows, file, columns, "\t")


def _write_delimited(
    rows: Iterable[Row], file: IO[str], columns: Columns | None, delimiter: str
) -> int:
    named, rows = with_columns(rows, columns)
    # RFC 4180 ends lines so; and only then are cells quoted that hold a bare carriage return.
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
    if named:
        writer.writerow(map(neutralise, named))
    count = 0
    for row in rows:
        count += 1
        writer.writerow([_cell(row.get(name), count) for name in named])
    return count


def _cell(value: Any, number: int) -> Any:
    match value:
        case str():
            # No spreadsheet and no reader of CSV takes NUL.
            return neutralise(value).replace("\0", "\ufffd")
        case bool():
            return "true" if value else "false"
        case list() | tuple() | Mapping():
            return _json(value, number)
        case _:
            return value


def _json(value: Any, number: int) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise StanceError(
            f"row {number} cannot be written as JSON: it holds NaN or an infinity"
        ) from error


_WRITERS: Final[dict[str, Callable[[Iterable[Row], IO[Any], Columns | None], int]]] = {
    "jsonl": _write_json_lines,
    "json": _write_json,
    "csv": _write_csv,
    "tsv": _write_tsv,
    "parquet": write_parquet,
    "markdown": write_markdown,
    "latex": write_latex,
    "table": write_table,
}
