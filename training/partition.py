"""Groups of rows into parts: whole groups, strata in proportion, a seeded order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 20


def group(keys: Sequence[Iterable[Hashable]]) -> NDArray[np.intp]:
    """Give each row the number of its group: rows that share a key, or are linked by others.

    Parameters
    ----------
    keys
        For each row what it may not be parted from.

    Returns
    -------
    array of shape (rows,)
    """
    parents = list(range(len(keys)))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = i = parents[parents[i]]
        return i

    first: dict[Hashable, int] = {}
    for i, own in enumerate(keys):
        for key in own:
            parents[root(i)] = root(first.setdefault(key, i))
    codes: NDArray[np.intp] = np.unique([root(i) for i in range(len(keys))], return_inverse=True)[1]
    return codes


def count(groups: NDArray[np.intp], strata: Sequence[str]) -> NDArray[np.float64]:
    """Count the rows of each stratum in each group; shape (groups, strata)."""
    layers = np.unique(strata, return_inverse=True)[1]
    counts = np.zeros((groups.max(initial=-1) + 1, layers.max(initial=-1) + 1))
    np.add.at(counts, (groups, layers), 1)
    return counts


def assign(
    counts: NDArray[np.float64], shares: Sequence[float], *, seed: int = 0
) -> NDArray[np.intp]:
    """Assign whole groups to parts, so that each has its share of every stratum.

    The largest group first, each to the part that it brings the nearest to its share; then groups
    move while that improves the whole. The distance is relative to each stratum, so that rare ones
    are in proportion too.

    Parameters
    ----------
    counts
        Rows by group and stratum, shape (groups, strata).
    shares
        Of the parts; their sum is 1.
    seed
        Decides the order among groups of one size.

    Returns
    -------
    array of shape (groups,)
        The part of each group.
    """
    relative = counts / np.maximum(counts.sum(axis=0), 1)
    wanted = np.asarray(shares)[:, None] * (counts.sum(axis=0) > 0)
    shuffled = np.random.default_rng(seed).permutation(len(counts))
    order = shuffled[np.argsort(-counts[shuffled].sum(axis=1), kind="stable")]
    held = np.zeros_like(wanted)
    parts = np.full(len(counts), -1, dtype=np.intp)
    for g in order:
        parts[g] = _best(held, wanted, relative[g])
        held[parts[g]] += relative[g]
    for _ in range(_ROUNDS):
        moved = False
        for g in order:
            held[parts[g]] -= relative[g]
            better = _best(held, wanted, relative[g], now=int(parts[g]))
            moved |= better != parts[g]
            parts[g] = better
            held[better] += relative[g]
        if not moved:
            break
    return parts


def _best(
    held: NDArray[np.float64],
    wanted: NDArray[np.float64],
    more: NDArray[np.float64],
    now: int | None = None,
) -> int:
    """Find the part that some more rows bring the nearest to its share; stay where that is equal."""
    # What the sum of squares over all parts gains by putting the rows there.
    costs = ((held + more - wanted) ** 2).sum(axis=1) - ((held - wanted) ** 2).sum(axis=1)
    best = int(costs.argmin())
    return now if now is not None and costs[now] <= costs[best] + 1e-12 else best
