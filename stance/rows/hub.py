"""Rows of data sets: directories that the `datasets` library saved, and those of the hub."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from stance.errors import StanceError
from stance.rows.reading import Located

SPLIT: Final = "split"
"""The column that the split's name is put in, unless the rows have one of their own."""

_ID: Final = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*(?:@[\w./-]+)?(?::[\w.-]+)?", re.ASCII)


def is_saved_dataset(path: str | Path) -> bool:
    """Tell whether a directory is one that ``Dataset.save_to_disk`` wrote."""
    folder = Path(path)
    return any((folder / name).is_file() for name in ("state.json", "dataset_dict.json"))


def is_hub_id(name: str | Path) -> bool:
    """Tell whether a name can only be a data set of the hub: ``owner/name@revision:subset``."""
    return isinstance(name, str) and bool(_ID.fullmatch(name)) and not Path(name).exists()


def read_dataset(
    name: str | Path, *, split: str | None = None, offline: bool = False
) -> Iterator[Located]:
    """Read the rows of a saved data set or of one of the hub, as they come.

    Class labels, which data sets keep as numbers, are given by name.

    Parameters
    ----------
    name
        The directory, or the hub's ``owner/name``, with ``@revision`` and ``:subset`` if need be.
    split
        The only split to read; all by default.
    offline
        Refuse the hub.

    Yields
    ------
    Located
        The source is ``name[split]``, the line the row's number in it from 1. Rows of several
        splits are told apart in the column `SPLIT`.

    Raises
    ------
    StanceError
        If there is no such data set or split, it cannot be read or fetched, or it takes code of
        its own, which is never run.
    """
    splits = _saved(Path(name)) if is_saved_dataset(name) else _hub(str(name), offline)
    if split is not None and split not in splits:
        raise StanceError(f"{name} has no split {split!r}; it has {', '.join(splits)}")
    for part, rows in splits.items():
        if split in (None, part):
            yield from _rows(rows, f"{name}[{part}]" if part else str(name), part)


def _rows(rows: Any, source: str, part: str) -> Iterator[Located]:
    from datasets import ClassLabel

    names = {
        column: feature
        for column, feature in (rows.features or {}).items()
        if isinstance(feature, ClassLabel)
    }
    for number, row in enumerate(rows, start=1):
        for column, feature in names.items():
            value = row[column]
            # -1 is how data sets write that a label is not known.
            row[column] = feature.int2str(value) if value is not None and value >= 0 else None
        yield Located(source, number, {SPLIT: part, **row} if part else row)


def _saved(folder: Path) -> dict[str, Any]:
    import datasets

    try:
        found = datasets.load_from_disk(str(folder))
    except (OSError, ValueError, KeyError) as error:
        raise StanceError(f"{folder} cannot be read as a saved data set: {error}") from error
    return dict(found) if isinstance(found, datasets.DatasetDict) else {"": found}


def _hub(name: str, offline: bool) -> dict[str, Any]:
    if offline:
        raise StanceError(
            f"{name} is a data set of the hub, and --offline is on: "
            "name a file, or a directory that save_to_disk wrote"
        )
    import datasets

    address, _, subset = name.partition(":")
    address, _, revision = address.partition("@")
    try:
        found = datasets.load_dataset(
            address, subset or None, revision=revision or None, streaming=True
        )
    except Exception as error:  # network, hub, format: whatever the library meets
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise StanceError(
            f"{name} is no file here, and cannot be had from the hub: {reason}"
        ) from error
    return dict(found)
