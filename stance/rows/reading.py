"""Rows in: JSON Lines, JSON, CSV, TSV and Parquet, streamed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

from stance.errors import StanceError
from stance.rows.decoding import Note, lines_of, open_text
from stance.rows.delimited import delimited_rows
from stance.rows.json_text import StrictDecoder, elements
from stance.rows.rejects import LONGEST_CONTENT, Reject, RejectHandler, refuse

READABLE: Final = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet")

RowFilter = Callable[[Mapping[str, Any]], bool]
"""Tells of a row whether it is to be read, or passed over."""


class Located(NamedTuple):
    """A row and where it stands: its (first) line, or in JSON and Parquet its number, from 1."""

    source: str
    line: int | None
    row: dict[str, Any]

    @property
    def content(self) -> str:
        """The row as a `Reject` keeps it."""
        return str(self.row)[:LONGEST_CONTENT]


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
        In the order of the file. An empty cell of CSV and TSV is None, others are strings.

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
                yield from read_rows_from(
                    text, str(path), suffix[1:], on_reject=on_reject, on_note=on_note
                )
        case other:
            raise StanceError(
                f"{path}: rows are not read from {other or 'files without an ending'}; "
                f"it takes {', '.join(READABLE)}"
            )


def read_rows_from(
    text: TextIO,
    name: str,
    format_: str,
    *,
    on_reject: RejectHandler = refuse,
    on_note: Note | None = None,
) -> Iterator[Located]:
    """Read rows from open text (``newline=""``): ``jsonl``, ``json``, ``csv`` or ``tsv``.

    `name` names the text in errors; for the rest see `read_rows`.
    """
    match format_:
        case "jsonl":
            yield from read_json_lines(lines_of(text, name), name, on_reject=on_reject)
        case "json":
            for number, (row, fault) in enumerate(elements(text, name), start=1):
                yield from _object(row, fault, name, number, on_reject)
        case "csv" | "tsv":
            delimiter = "\t" if format_ == "tsv" else ","
            for line, row in delimited_rows(
                lines_of(text, name), name, delimiter, on_reject, on_note
            ):
                yield Located(name, line, row)
        case _:
            raise StanceError(f"{name}: no such format {format_!r}")


def read_json_lines(
    lines: Iterable[str], name: str, *, on_reject: RejectHandler = refuse
) -> Iterator[Located]:
    """Read one JSON object a line; blank lines are passed over.

    Raises
    ------
    StanceError
        If it begins as a JSON array.
    """
    decoder = StrictDecoder()
    begun = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if not begun and line.lstrip().startswith("["):
            raise StanceError(f"{name} is JSON, and not JSON Lines: let its name end in .json")
        begun = True
        try:
            row = decoder.decode(line)
        except ValueError as error:
            reason = f"not a JSON object: {_fault(error)}"
            on_reject(Reject(name, number, reason, line[:LONGEST_CONTENT]))
        else:
            yield from _object(row, None, name, number, on_reject)


def _object(
    row: Any, fault: str | None, name: str, number: int, on_reject: RejectHandler
) -> Iterator[Located]:
    if fault is None and isinstance(row, dict):
        yield Located(name, number, row)
        return
    reason = fault or f"a JSON object is needed, and this is {_json_type(row)}"
    on_reject(Reject(name, number, reason, json.dumps(row, ensure_ascii=False)[:LONGEST_CONTENT]))


def _json_type(value: Any) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _fault(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.colno}"
    return str(error)


def _parquet(path: Path) -> Iterator[Located]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            names = file.schema_arrow.names
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise StanceError(f"{path}: the column {', '.join(twice)} stands twice")
            number = 0
            for batch in file.iter_batches(batch_size=1_000):
                for row in batch.to_pylist():
                    number += 1
                    yield Located(str(path), number, row)
    except FileNotFoundError as error:
        raise StanceError(f"{path}: no such file") from error
    except (OSError, UnicodeDecodeError, pa.ArrowException) as error:
        raise StanceError(f"{path} cannot be read as Parquet: {error}") from error
