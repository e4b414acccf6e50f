"""Holding a part of the data out: whole disputes or articles, labels in proportion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from stance.duplicates import normalised
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.training.partition import assign, count, group

FEW_GROUPS = 20
TEST = "test"
"""What rows that are held out name as their split."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Two parts of the data that share no group and no text.

    Attributes
    ----------
    training, held_out
        Places in the data, ascending.
    groups
        The group of each row of the data; rows of one group are in one part.
    unit
        What the groups are: dispute, article or, where neither is known, statement.
    notes
        What the reader of figures must know of the split.
    """

    training: tuple[int, ...]
    held_out: tuple[int, ...]
    groups: tuple[str, ...]
    unit: Literal["dispute", "article", "statement"]
    notes: tuple[str, ...]


def split(
    rows: Sequence[LabelledStatement],
    *,
    test: float,
    by: str = "dispute",
    seed: int = 0,
    strata: Sequence[str] | None = None,
) -> Parts:
    """Hold a part of the rows out.

    Rows of one dispute or article go together, and so do rows of the same words, whatever they
    are labelled; labels stay in proportion.

    Parameters
    ----------
    rows
        The data.
    test
        The share of rows to hold out, 0 to 1.
    by
        ``dispute`` keeps disputes together, and articles where the dispute is not known;
        ``article`` articles; ``none`` neither; ``given`` holds out the rows whose split is `TEST`.
    seed
        Same data, same seed: same parts.
    strata
        What is kept in proportion, for each row; its label by default.

    Raises
    ------
    StanceError
        If the groups are too few to hold any out.
    """
    keys = [list(_keys(row, by)) for row in rows]
    codes, unit = group(keys), _unit(keys)
    if by == "given":
        held_out = _given(rows)
        chosen = np.isin(np.arange(codes.max() + 1), codes[held_out])
        test = float(held_out.mean())
    else:
        counts = count(codes, strata or [row.label for row in rows])
        chosen = _choose(counts, test, seed)
        if not chosen.any():
            raise StanceError(_too_few(len(counts), unit))
        held_out = chosen[codes]
    return Parts(
        training=tuple(np.flatnonzero(~held_out).tolist()),
        held_out=tuple(np.flatnonzero(held_out).tolist()),
        groups=tuple(f"{unit}-{code}" for code in codes),
        unit=unit,
        notes=tuple(_cautions(rows, held_out, chosen, test, unit)),
    )


def _given(rows: Sequence[LabelledStatement]) -> NDArray[np.bool_]:
    """Tell which rows are marked to be held out, and make sure that nothing stands on both sides.

    Raises
    ------
    StanceError
        If none or all are marked, or marked rows share a text or an article with others.
    """
    held_out = np.array([row.split == TEST for row in rows])
    if held_out.all() or not held_out.any():
        raise StanceError(
            f"split.by=given holds out the rows whose split is {TEST!r}, and "
            f"{'all' if held_out.all() else 'no'} rows are: mark some with stance data split"
        )
    both: dict[str, list[str | None]] = {
        "words": [normalised(row.text) for row in rows],
        "article": [row.article for row in rows],
    }
    for what, values in both.items():
        inside, outside = (
            {value for value, out in zip(values, held_out, strict=True) if out == side and value}
            for side in (False, True)
        )
        if shared := inside & outside:
            raise StanceError(
                f"{len(shared):,} rows of the split {TEST!r} have the same {what} as others (the "
                f"first: {min(shared)!r}): look with stance data check, divide with stance data split"
            )
    return held_out


def _unit(keys: Sequence[list[tuple[str, str]]]) -> Literal["dispute", "article", "statement"]:
    joined = {what for own in keys for what, _ in own}
    return "dispute" if "dispute" in joined else "article" if "article" in joined else "statement"


def _keys(row: LabelledStatement, by: str) -> Iterator[tuple[str, str]]:
    yield "words", normalised(row.text)
    if by != "none" and row.article is not None:
        yield "article", row.article
    if by in {"dispute", "given"} and row.dispute is not None:
        yield "dispute", row.dispute


def _choose(counts: NDArray[np.float64], test: float, seed: int) -> NDArray[np.bool_]:
    """Choose the groups to hold out, from their counts of labels, shape (groups, labels)."""
    chosen: NDArray[np.bool_] = assign(counts, [1 - test, test], seed=seed) == 1
    for held in np.flatnonzero(chosen):
        # Without it, training would lack a label.
        if (counts[chosen].sum(axis=0) == counts.sum(axis=0)).any():
            chosen[held] = False
    if not chosen.any():
        # Even the smallest group is more than was asked for: better too much than nothing.
        for least in np.argsort(counts.sum(axis=1), kind="stable"):
            if (counts[least] < counts.sum(axis=0)).all():
                chosen[least] = True
                break
    return chosen


def _too_few(groups: int, unit: str) -> str:
    if groups == 1:
        return (
            f"all rows belong to one {unit}, so that none can be held out: bring more data, or "
            "split by less with split.by=article or split.by=none (figures will then be too good)"
        )
    return (
        f"no {unit} can be held out: each holds all rows of some label. Bring more data of that "
        "label, or split by less with split.by=article or split.by=none (figures will then be "
        "too good)"
    )


def _cautions(
    rows: Sequence[LabelledStatement],
    held_out: NDArray[np.bool_],
    chosen: NDArray[np.bool_],
    test: float,
    unit: str,
) -> Iterator[str]:
    share = float(held_out.mean())
    if abs(share - test) > 0.25 * test:
        yield (
            f"the held-out part is {share:.0%} of the rows where {test:.0%} was asked for, since "
            f"{unit}s are kept whole"
        )
    if unit != "statement" and len(chosen) < FEW_GROUPS:
        yield (
            f"there are {len(chosen)} {unit}s only, of which {int(chosen.sum())} held out: the "
            f"figures say little about other {unit}s"
        )
    there = Counter(row.label for row, out in zip(rows, held_out, strict=True) if out)
    if absent := sorted({row.label for row in rows} - set(there)):
        yield f"no statement labelled {', '.join(absent)} could be held out"
