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

FEW_GROUPS = 20


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
    are labelled. Groups are taken in a seeded order, the largest first, and held out where that
    brings the counts of labels nearer to the share asked for.

    Parameters
    ----------
    rows
        The data.
    test
        The share of rows to hold out, 0 to 1.
    by
        ``dispute`` keeps disputes together, and articles where the dispute is not known;
        ``article`` articles; ``none`` neither.
    seed
        Same data, same seed: same parts.
    strata
        What is kept in proportion, for each row; its label by default.

    Raises
    ------
    StanceError
        If the groups are too few to hold any out.
    """
    codes, unit = _group(rows, by)
    layers = np.unique(strata or [row.label for row in rows], return_inverse=True)[1]
    counts = np.zeros((codes.max() + 1, layers.max() + 1))
    np.add.at(counts, (codes, layers), 1)
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


def _group(
    rows: Sequence[LabelledStatement], by: str
) -> tuple[NDArray[np.intp], Literal["dispute", "article", "statement"]]:
    """Give each row the number of its group: rows joined by dispute, article or words."""
    parents = list(range(len(rows)))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = i = parents[parents[i]]
        return i

    first: dict[tuple[str, str], int] = {}
    for i, row in enumerate(rows):
        for key in _keys(row, by):
            parents[root(i)] = root(first.setdefault(key, i))
    codes = np.unique([root(i) for i in range(len(rows))], return_inverse=True)[1]
    joined = {what for what, _ in first}
    unit: Literal["dispute", "article", "statement"] = (
        "dispute" if "dispute" in joined else "article" if "article" in joined else "statement"
    )
    return codes, unit


def _keys(row: LabelledStatement, by: str) -> Iterator[tuple[str, str]]:
    yield "words", normalised(row.text)
    if by != "none" and row.article is not None:
        yield "article", row.article
    if by == "dispute" and row.dispute is not None:
        yield "dispute", row.dispute


def _choose(counts: NDArray[np.float64], test: float, seed: int) -> NDArray[np.bool_]:
    """Choose the groups to hold out, from their counts of labels, shape (groups, labels)."""
    totals = counts.sum(axis=0)
    wanted = totals * test
    shuffled = np.random.default_rng(seed).permutation(len(counts))
    order = shuffled[np.argsort(-counts[shuffled].sum(axis=1), kind="stable")]
    held = np.zeros_like(totals)
    chosen = np.zeros(len(counts), dtype=bool)

    def distance(taken: NDArray[np.float64]) -> float:
        # Relative to each label, so that rare ones are in proportion too.
        return float((((taken - wanted) / totals) ** 2).sum())

    for group in order:
        after = held + counts[group]
        if (after < totals).all() and distance(after) < distance(held):
            held, chosen[group] = after, True
    if not chosen.any():
        # Even the smallest group is more than was asked for: better too much than nothing.
        for group in order[::-1]:
            if (counts[group] < totals).all():
                chosen[group] = True
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
