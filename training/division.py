"""Data divided into parts for good: train, dev and test, or folds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stance.directories import written_whole
from stance.duplicates import near_duplicates, normalised
from stance.errors import StanceError
from stance.rows import SPLIT, SUFFIXES, format_of, write_rows
from stance.training.partition import assign, count, group

SHARES: Final[Mapping[str, float]] = {"train": 0.7, "dev": 0.15, "test": 0.15}
TOLERANCE: Final = 0.05

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Division:
    """Which part each row is in, and how well that is balanced.

    Attributes
    ----------
    parts
        The part of each row.
    groups
        How many groups the rows fall in; those of one group are in one part.
    counts
        Rows by part and stratum.
    """

    parts: tuple[str, ...]
    groups: int
    counts: Mapping[str, Mapping[str, int]]

    def rows(self) -> list[dict[str, Any]]:
        """Return the counts as a table, a row a part."""
        return [
            {"part": part, "rows": sum(of.values()), "share": sum(of.values()) / len(self.parts)}
            | dict(of)
            for part, of in self.counts.items()
        ]


def folds_of(number: int) -> dict[str, float]:
    """Return equal shares: ``{"fold-1": 0.2, …}``."""
    if number < 2:
        raise StanceError(f"{number} folds cannot be made: it takes two at least")
    return {f"fold-{i}": 1 / number for i in range(1, number + 1)}


def divide(
    rows: Sequence[Row],
    shares: Mapping[str, float] = SHARES,
    *,
    by: Sequence[str] = (),
    stratify: str | None = "label",
    text: str = "text",
    seed: int = 0,
    tolerance: float = TOLERANCE,
) -> Division:
    """Divide rows into parts that share no group and no text, not even nearly.

    Parameters
    ----------
    rows
        As they stand in the data, with whatever columns they have.
    shares
        The parts' names and shares; they sum to 1.
    by
        Columns whose values are never parted: ``article``, ``speaker``, ``dispute``. A row that
        has no value there goes by its others.
    stratify
        The column whose values every part has in proportion; None for the number of rows alone.
    text
        The column with the text: equal and nearly equal texts stay together.
    seed
        Same rows, same seed: same parts.
    tolerance
        How far a part's share of the rows, and of any stratum with 20 rows or more in it, may be
        from what was asked for.

    Raises
    ------
    StanceError
        If a column is in no row, the shares do not sum to 1, or the rows cannot be balanced.
    """
    _check(rows, shares, [*by, *([stratify] if stratify else []), text])
    codes = group(_keys(rows, by, text))
    strata = [str(row.get(stratify)) if stratify else "rows" for row in rows]
    names = list(shares)
    counts = count(codes, strata)
    parts = assign(counts, list(shares.values()), seed=seed)
    table = np.zeros((len(names), counts.shape[1]))
    np.add.at(table, parts, counts)
    layers = sorted(set(strata))
    division = Division(
        parts=tuple(names[part] for part in parts[codes]),
        groups=len(counts),
        counts={
            name: dict(zip(layers, map(int, row), strict=True))
            for name, row in zip(names, table, strict=True)
        },
    )
    if faults := list(_faults(table, shares, layers, tolerance)):
        raise StanceError(_unbalanced(division, counts, faults, by))
    return division


def _check(rows: Sequence[Row], shares: Mapping[str, float], columns: Sequence[str]) -> None:
    if abs(sum(shares.values()) - 1) > 1e-6 or min(shares.values()) <= 0:
        raise StanceError(
            f"the shares {', '.join(f'{name}={share:g}' for name, share in shares.items())} "
            "must be above 0 and sum to 1"
        )
    if not rows:
        raise StanceError("there is no row to divide")
    known = Counter(name for row in rows for name, value in row.items() if value not in (None, ""))
    for column in columns:
        if column not in known:
            raise StanceError(f"no row has a column {column!r}; there are {', '.join(known)}")


def _keys(rows: Sequence[Row], by: Sequence[str], text: str) -> list[list[Hashable]]:
    texts = [str(row.get(text) or "") for row in rows]
    keys: list[list[Hashable]] = [[("text", normalised(words))] for words in texts]
    for pair in near_duplicates(texts):
        keys[pair.other].append(("near", pair.one))
        keys[pair.one].append(("near", pair.one))
    for own, row in zip(keys, rows, strict=True):
        own += [(name, str(row[name])) for name in by if row.get(name) not in (None, "")]
    return keys


def _faults(
    table: NDArray[np.float64], shares: Mapping[str, float], layers: Sequence[str], tolerance: float
) -> Iterator[str]:
    """Tell where the parts are off what was asked for; `table` is rows by part and stratum."""
    totals = table.sum(axis=0)
    for (name, share), row in zip(shares.items(), table, strict=True):
        if abs(row.sum() / totals.sum() - share) > tolerance:
            yield f"{name} has {row.sum() / totals.sum():.0%} of the rows, not {share:.0%}"
        for layer, held, total in zip(layers, row, totals, strict=True):
            # Of what is too rare for a share to be near, each part has some, at least.
            near = total * share >= 20
            if held == 0 and total >= len(table):
                yield f"{name} has none of the {int(total)} rows of {layer!r}"
            elif near and abs(held / total - share) > tolerance:
                yield f"{name} has {held / total:.0%} of {layer!r}, not {share:.0%}"


def _unbalanced(
    division: Division, counts: NDArray[np.float64], faults: Sequence[str], by: Sequence[str]
) -> str:
    largest = counts.sum(axis=1).max() / counts.sum()
    kept = f" by {', '.join(by)}" if by else ""
    return (
        f"the rows cannot be balanced: {'; '.join(faults[:5])}"
        f"{f'; and {len(faults) - 5} more' if len(faults) > 5 else ''}. Groups{kept} that cannot be "
        f"parted: {division.groups:,}, the largest with {largest:.0%} of the rows. Divide by less, into fewer parts, stratify by "
        "another column, or allow more with --tolerance"
    )


def write_parts(rows: Sequence[Row], division: Division, target: Path) -> None:
    """Write divided rows, all their columns kept.

    Parameters
    ----------
    rows, division
        What `divide` was given, and gave.
    target
        With the ending of a format of rows: a file with all rows in their order, their part in
        the column ``split``. Else a directory, which must not be there yet, with a JSON Lines
        file for each part.

    Raises
    ------
    StanceError
        If the target cannot be written.
    """
    if target.suffix.lower() in SUFFIXES:
        marked = [{**row, SPLIT: part} for row, part in zip(rows, division.parts, strict=True)]
        columns = list(dict.fromkeys(name for row in marked for name in row))
        write_rows(marked, target, format_of(target), columns=columns)
        return
    with written_whole(target, "divided data") as folder:
        for name in division.counts:
            held = (row for row, part in zip(rows, division.parts, strict=True) if part == name)
            write_rows(map(dict, held), folder / f"{name}.jsonl", "jsonl")
