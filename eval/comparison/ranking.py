"""Many systems in order, and which of them cannot be told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from stance.eval.comparison.paired import ALPHA
from stance.eval.comparison.parts import Ranked, Ranking
from stance.eval.metrics import Floats


def rank_systems(
    names: Sequence[str],
    macro_f1: Sequence[float],
    draws: Floats,
    p_values: Mapping[frozenset[str], float | None],
) -> Ranking:
    """Put systems in order by macro-F1, and group those that cannot be told apart.

    A system's mean rank is that over resamples of articles; equals share a rank. Groups are drawn
    as in J. Demšar, "Statistical comparisons of classifiers over multiple data sets", JMLR 7
    (2006), from paired tests in place of one critical difference, as A. Benavoli, G. Corani and
    F. Mangili advise, "Should we really use post-hoc tests based on mean-ranks?", JMLR 17 (2016).

    Parameters
    ----------
    names, macro_f1
        Of each system.
    draws
        Macro-F1 in each resample, shape (resamples, systems).
    p_values
        Of each pair, corrected; None where there is no test, which tells nothing apart.
    """
    # It takes a while to import, and few rank.
    from scipy.stats import rankdata

    order = sorted(range(len(names)), key=lambda i: -macro_f1[i])
    places = rankdata([-value for value in macro_f1], method="min")
    # Sums in another order differ by a rounding error; such systems are equals.
    ranks = rankdata(-draws.round(12), axis=1) if len(draws) else None
    ranked = []
    for i in order:
        spread: dict[str, float] = {}
        if ranks is not None:
            low, high = np.quantile(ranks[:, i], [0.025, 0.975])
            spread = {
                "mean_rank": float(ranks[:, i].mean()),
                "low": float(low),
                "high": float(high),
            }
        ranked.append(Ranked(system=names[i], place=int(places[i]), **spread))
    return Ranking(ranked=tuple(ranked), groups=_groups([names[i] for i in order], p_values))


def _groups(
    ordered: Sequence[str], p_values: Mapping[frozenset[str], float | None]
) -> tuple[tuple[str, ...], ...]:
    """Return the longest stretches of the order in which no two systems are told apart."""

    def together(one: str, other: str) -> bool:
        p = p_values[frozenset((one, other))]
        return p is None or p >= ALPHA

    groups: list[tuple[str, ...]] = []
    reached = 0
    for start in range(len(ordered)):
        stop = start + 1
        while stop < len(ordered) and all(
            together(name, ordered[stop]) for name in ordered[start:stop]
        ):
            stop += 1
        if stop > reached:
            groups.append(tuple(ordered[start:stop]))
            reached = stop
    return tuple(groups)
