"""Rows in: JSON Lines, JSON, CSV, TSV and Parquet, streamed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

from stance.errors import StanceError
from stance.rows.decoding import Note, open_text
from stance.rows.formulas import restore
from stance.rows.rejects import Reject, RejectHandler, refuse

READABLE: Final = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet")
_LONGEST_CELL: Final = 2**31 - 1
_SHOWN: Final = 2_000


class Located(NamedTuple):
    """A row and where it stands; the line is None where the format has no lines (Parquet: row)."""

    source: str
    line: int | None
    row: dict[str, Any]


def read_rows(
    path: Path, *, on_reject: RejectHandler = refuse, on_note: Note | None = None
) -> Iterator[Located]:
    """Read the rows of a file, by its ending.

    Parameters
    ----------
    path
        A file that ends in one of `READABLE`.
    on_reject
        Called with each row that cannot be read; the rest goes on.
    on_note
        Called with what a user should know, such as an encoding that is not UTF-8.

    Yields
    ------
    Located
        In the order of the file.

    Raises
    ------
    StanceError
        If the file is not there, is empty or is no such file.
    """
    match path.suffix.lower():
        case ".parquet":
            yield from _parquet(path)
        case ".jsonl" | ".ndjson":
            with open_text(path, on_note) as text:
                yield from read_rows_from(text, str(path), "jsonl", on_reject=on_reject)
        case ".json" | ".csv" | ".tsv" as suffix:
            with open_text(path, on_note) as text:
                yield from read_rows_from(text, str(path), suffix[1:], on_reject=on_reject)
        case other:
            raise StanceError(
                f"{path}: rows are not read from {other or 'files without an ending'}; "
                f"it takes {', '.join(READABLE)}"
            )


def read_rows_from(
    text: TextIO, name: str, format_: str, *, on_reject: RejectHandler = refuse
) -> Iterator[Located]:
    """Read rows from open text: ``jsonl``, ``json``, ``csv`` or ``tsv``."""
    match format_:
        case "jsonl":
            yield from _json_lines(text, name, on_reject)
        case "json":
            yield from _json(text, name, on_reject)
        case "csv" | "tsv":
            yield from _csv(text, name, "\t" if format_ == "tsv" else ",", on_reject)
        case _:
            raise StanceError(f"{name}: no such format {format_!r}")


def _json_lines(text: TextIO, name: str, on_reject: RejectHandler) -> Iterator[Located]:
    for number, line in enumerate(text, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            on_reject(Reject(name, number, f"not a JSON object: {_fault(error)}", line[:_SHOWN]))
            continue
        yield from _object(row, name, number, on_reject)


def _json(text: TextIO, name: str, on_reject: RejectHandler) -> Iterator[Located]:
    try:
        whole = json.load(text)
    except (ValueError, RecursionError) as error:
        line = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise StanceError(f"{name}{line}: not JSON: {_fault(error)}") from error
    for number, row in enumerate(whole if isinstance(whole, list) else [whole], start=1):
        yield from _object(row, name, number, on_reject)


def _object(row: Any, name: str, number: int, on_reject: RejectHandler) -> Iterator[Located]:
    if isinstance(row, dict):
        yield Located(name, number, row)
    else:
        what = f"a JSON object is needed, and this is {_json_type(row)}"
        on_reject(Reject(name, number, what, json.dumps(row)[:_SHOWN]))


def _json_type(value: Any) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _fault(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.colno}"
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _csv(text: TextIO, name: str, delimiter: str, on_reject: RejectHandler) -> Iterator[Located]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(text, delimiter=delimiter)
    header: list[str] = []
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            on_reject(Reject(name, line, f"not a CSV row: {error}"))
            continue
        if not header:
            header = _header(cells, name)
        elif len(cells) == len(header):
            values = (restore(cell) if cell else None for cell in cells)
            yield Located(name, line, dict(zip(header, values, strict=True)))
        elif cells:
            fields = f"it has {len(cells)} fields where the header has {len(header)}"
            on_reject(Reject(name, line, fields, delimiter.join(cells)[:_SHOWN]))
        line = reader.line_num + 1


def _header(cells: list[str], name: str) -> list[str]:
    header = [cell.strip() for cell in cells]
    twice = sorted({cell for cell in header if header.count(cell) > 1})
    if twice:
        raise StanceError(f"{name}:1: the column {', '.join(twice)} stands twice in the header")
    return header


def _parquet(path: Path) -> Iterator[Located]:
    import pyarrow.lib
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches(batch_size=1_000):
                for row in batch.to_pylist():
                    number += 1
                    yield Located(str(path), number, row)
    except FileNotFoundError as error:
        raise StanceError(f"{path}: no such file") from error
    except (OSError, pyarrow.lib.ArrowException) as error:
        raise StanceError(f"{path} cannot be read as Parquet: {error}") from error
