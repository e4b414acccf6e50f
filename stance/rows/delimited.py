"""CSV and TSV in: every row has as many cells as the header, and no quotation mark is left open."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from stance.errors import StanceError
from stance.rows.decoding import LONGEST_LINE, Note
from stance.rows.formulas import restore
from stance.rows.rejects import LONGEST_CONTENT, Reject, RejectHandler

# The largest that every platform's C long holds; the length is watched by _RowLines.
_LONGEST_CELL: Final = 2**31 - 1


def delimited_rows(
    lines: Iterator[str],
    name: str,
    delimiter: str,
    on_reject: RejectHandler,
    on_note: Note | None = None,
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read rows after the header, each with the line that it begins at.

    Cells without a name in the header are left out. A comma is not insisted on: where the header
    has none, semicolons or tabs may stand in its place, as spreadsheets write them.

    Raises
    ------
    StanceError
        If the header names a column twice or cannot be read, or a row has no end.
    """
    csv.field_size_limit(_LONGEST_CELL)
    source = _RowLines(lines, name)
    delimiter = _delimiter(source.peek(), delimiter, name, on_note)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    header: list[str] | None = None
    while True:
        source.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if header is None:
                raise StanceError(
                    f"{name}:{source.first}: the header is not CSV: {error}"
                ) from error
            on_reject(Reject(name, source.first, _fault(error, source), source.content))
            continue
        if header is None:
            header = _header(cells, name)
        elif len(cells) == len(header):
            yield (
                source.first,
                {
                    column: restore(cell) if cell else None
                    for column, cell in zip(header, cells, strict=True)
                    if column
                },
            )
        elif cells:
            reason = f"it has {len(cells)} fields where the header has {len(header)}"
            on_reject(Reject(name, source.first, reason, source.content))


class _RowLines:
    """Hands lines to the CSV reader, and knows which of them the present row stands on."""

    def __init__(self, lines: Iterator[str], name: str) -> None:
        self._lines, self._name = lines, name
        self.first = self.last = 0
        self._row: list[str] = []
        self._length = 0

    def peek(self) -> str:
        """Pass over blank lines, and look at the one that comes then."""
        for line in self._lines:
            if line.strip():
                self._lines = chain([line], self._lines)
                return line
            self.last += 1
        return ""

    def begin_row(self) -> None:
        self.first = self.last + 1
        self._row, self._length = [], 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.last += 1
        self._length += len(line)
        if self._length > LONGEST_LINE:
            raise StanceError(
                f"{self._name}:{self.first}: the row has over {LONGEST_LINE:,} characters: "
                "is a quotation mark left open?"
            )
        self._row.append(line)
        return line

    @property
    def content(self) -> str:
        return "".join(self._row)[:LONGEST_CONTENT].rstrip("\r\n")


def _delimiter(header: str, delimiter: str, name: str, on_note: Note | None) -> str:
    if delimiter != "," or "," in header:
        return delimiter
    for other, called in ((";", "semicolons"), ("\t", "tabs")):
        if other in header:
            if on_note:
                on_note(f"{name} has {called} between its cells, not commas.")
            return other
    return delimiter


def _fault(error: csv.Error, source: _RowLines) -> str:
    if source.last > source.first:
        return (
            f"not a CSV row: {error}, down to line {source.last}: "
            "is a quotation mark left open, or not doubled within a cell?"
        )
    return f"not a CSV row: {error}: a quotation mark within a quoted cell is written twice"


def _header(cells: list[str], name: str) -> list[str]:
    header = [restore(cell.strip()) for cell in cells]
    twice = sorted({cell for cell in header if cell and header.count(cell) > 1})
    if twice:
        raise StanceError(f"{name}:1: the column {', '.join(twice)} stands twice in the header")
    return header
