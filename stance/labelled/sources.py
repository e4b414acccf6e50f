"""What a user names as data: files, folders, globs, standard input, data sets."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from stance.errors import StanceError
from stance.paths import expand
from stance.rows import (
    READABLE,
    SPLIT,
    Located,
    RejectHandler,
    is_hub_id,
    is_saved_dataset,
    read_dataset,
    read_json_lines,
    read_rows,
    refuse,
)
from stance.rows.decoding import Note, lines_of_stream


def data_rows(
    names: Iterable[str | Path],
    *,
    split: str | None = None,
    offline: bool = False,
    on_reject: RejectHandler = refuse,
    on_note: Note | None = None,
) -> Iterator[Located]:
    """Give the rows of data one by one, whatever they are in.

    Parameters
    ----------
    names
        Files (JSON Lines, JSON, CSV, TSV, Parquet), folders, globs, ``-`` for JSON Lines from
        standard input, directories that the `datasets` library saved, ids of its hub.
    split
        Take only rows of this split: of data sets the split itself, of files the rows that have
        it in the column ``split``.
    offline
        Refuse ids of the hub.
    on_reject, on_note
        As in `stance.rows.read_rows`.

    Raises
    ------
    StanceError
        If something named is not there or cannot be read, or no row is of the split.
    """
    found = False
    for name in names:
        for located in _rows(name, split, offline, on_reject, on_note):
            if split is None or located.row.get(SPLIT) == split:
                found = True
                yield located
    if split is not None and not found:
        raise StanceError(
            f"no row is of the split {split!r}: rows of files name theirs in the column {SPLIT!r}"
        )


def _rows(
    name: str | Path,
    split: str | None,
    offline: bool,
    on_reject: RejectHandler,
    on_note: Note | None,
) -> Iterator[Located]:
    if name == "-":
        lines = lines_of_stream(sys.stdin.buffer, "standard input", on_note)
        yield from read_json_lines(lines, "stdin", on_reject=on_reject)
    elif is_saved_dataset(name) or is_hub_id(name):
        yield from read_dataset(name, split=split, offline=offline)
    else:
        for path in expand(name, READABLE, what="labelled data", on_note=on_note):
            yield from read_rows(path, on_reject=on_reject, on_note=on_note)
