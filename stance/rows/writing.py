"""Rows out: streamed to a file, which is there only when it is whole, or to a stream."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Final

from stance.errors import StanceError
from stance.rows.formulas import neutralise
from stance.terminal import plain

FORMATS: Final = ("jsonl", "csv", "json", "parquet", "table")
_BY_SUFFIX: Final = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".parquet": "parquet",
}  # fmt: skip
_ROW_GROUP: Final = 10_000

Row = Mapping[str, Any]


def format_of(path: Path) -> str:
    """Tell the format of a file by its ending.

    Raises
    ------
    StanceError
        If the ending tells none.
    """
    try:
        return _BY_SUFFIX[path.suffix.lower()]
    except KeyError:
        raise StanceError(
            f"{path}: its ending tells no format; it takes {', '.join(_BY_SUFFIX)}, "
            "or name one with --format"
        ) from None


def check_writable(path: Path) -> None:
    """Make sure, before any work, that a file can be written.

    Raises
    ------
    StanceError
        If it cannot: the folder is missing, forbidden, or the path is a folder.
    """
    if path.is_dir():
        raise StanceError(f"cannot write {path}: it is a folder; name a file")
    part = _aside(path)
    # It may be there: the rows of a run that was interrupted.
    new = not part.exists()
    try:
        part.open("ab").close()
        if new:
            part.unlink()
    except OSError as error:
        raise StanceError(
            f"cannot write {path}: {error.strerror}; name a file in a folder that exists and that "
            "you may write to"
        ) from error


def write_rows(
    rows: Iterable[Row],
    target: Path | IO[str] | IO[bytes],
    format_: str,
    *,
    columns: Sequence[str] | None = None,
) -> int:
    """Write rows, one by one as they come.

    Parameters
    ----------
    rows
        Their values are JSON-ready; nested ones become JSON text in CSV.
    target
        A file, which is written aside and put in its place when whole; or an open stream
        (binary for Parquet, else text).
    format_
        One of `FORMATS`; ``table`` is for a person's eyes.
    columns
        Of CSV, Parquet and tables; those of the first row where None. Later rows have no others.

    Returns
    -------
    int
        How many there were.

    Raises
    ------
    StanceError
        If the target cannot be written: told before the first row is drawn.
    """
    write = _WRITERS[format_]
    if not isinstance(target, Path):
        return write(rows, target, columns)
    check_writable(target)
    with written_aside(target, binary=format_ == "parquet") as file:
        return write(rows, file, columns)


@contextmanager
def written_aside(path: Path, *, binary: bool = False) -> Iterator[IO[Any]]:
    """Open a file beside the path, and put it in its place once the block is left normally.

    An error removes it. An interruption leaves it, and says where it is in a note on the
    exception: rows that are done are not lost.
    """
    part = _aside(path)
    options: dict[str, Any] = {} if binary else {"encoding": "utf-8", "newline": ""}
    try:
        with part.open("wb" if binary else "w", **options) as file:
            yield file
        part.replace(path)
    except KeyboardInterrupt as interruption:
        interruption.add_note(f"What was written so far is in {part}.")
        raise
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _write_json_lines(rows: Iterable[Row], file: IO[str], _columns: object) -> int:
    count = 0
    for row in rows:
        file.write(_json(row) + "\n")
        count += 1
    return count


def _write_json(rows: Iterable[Row], file: IO[str], _columns: object) -> int:
    count = 0
    file.write("[")
    for row in rows:
        file.write(f"{',' if count else ''}\n{_json(row)}")
        count += 1
    file.write("\n]\n" if count else "]\n")
    return count


def _write_csv(rows: Iterable[Row], file: IO[str], columns: Sequence[str] | None) -> int:
    columns, rows = _with_columns(rows, columns)
    writer = csv.DictWriter(file, columns)
    count = 0
    if columns:
        writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
        count += 1
    return count


def _write_parquet(rows: Iterable[Row], file: IO[bytes], columns: Sequence[str] | None) -> int:
    import pyarrow as pa
    from pyarrow import parquet

    columns, rows = _with_columns(rows, columns)
    remaining = iter(rows)
    writer, schema, count = None, None, 0
    try:
        while batch := list(islice(remaining, _ROW_GROUP)):
            table = pa.Table.from_pylist(
                [{name: row.get(name) for name in columns} for row in batch], schema
            )
            if writer is None:
                schema = _settled(table.schema)
                table = table.cast(schema)
                writer = parquet.ParquetWriter(file, schema)
            writer.write_table(table)
            count += len(batch)
        if writer is None:
            empty = pa.schema([(name, pa.string()) for name in columns])
            writer = parquet.ParquetWriter(file, empty)
    finally:
        if writer is not None:
            writer.close()
    return count


def _settled(schema: Any) -> Any:
    """Give columns that are empty so far the type of text: later rows may have some."""
    import pyarrow as pa

    return pa.schema(
        [
            field.with_type(pa.string()) if pa.types.is_null(field.type) else field
            for field in schema
        ]
    )


def _write_table(rows: Iterable[Row], file: IO[str], columns: Sequence[str] | None) -> int:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    columns, rows = _with_columns(rows, columns)
    table = Table(box=None, pad_edge=False)
    for name in columns:
        table.add_column(Text(plain(name)), overflow="fold")
    count = 0
    for row in rows:
        table.add_row(*(Text(plain(_shown(row.get(name)))) for name in columns))
        count += 1
    if count:
        Console(file=file).print(table)
    return count


def _with_columns(
    rows: Iterable[Row], columns: Sequence[str] | None
) -> tuple[Sequence[str], Iterable[Row]]:
    if columns is not None:
        return columns, rows
    remaining = iter(rows)
    first = next(remaining, None)
    if first is None:
        return (), ()
    return tuple(first), chain([first], remaining)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _cell(value: Any) -> Any:
    match value:
        case str():
            return neutralise(value)
        case bool():
            return "true" if value else "false"
        case list() | tuple() | dict():
            return _json(value)
        case _:
            return value


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case float():
            return f"{value:.3g}"
        case str():
            return value
        case int():
            return str(value)
        case _:
            return _json(value)


_WRITERS: Final[dict[str, Callable[[Iterable[Row], IO[Any], Sequence[str] | None], int]]] = {
    "jsonl": _write_json_lines,
    "json": _write_json,
    "csv": _write_csv,
    "parquet": _write_parquet,
    "table": _write_table,
}
