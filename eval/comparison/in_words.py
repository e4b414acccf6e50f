"""What a comparison says, in sentences for a reader who has not met the figures before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stance.eval.comparison.paired import ALPHA

if TYPE_CHECKING:
    from stance.eval.comparison.comparison import Comparison
    from stance.eval.comparison.parts import ComparedPair

_NAMED: Final = 6


def in_words(comparison: Comparison) -> list[str]:
    """Say what may be claimed, the shortest first: all at once, then by each pair with the first.

    Of two systems it is the claim alone; of many ranked ones the order, and who is not told apart.
    """
    first = comparison.systems[0].name
    with_first = [pair for pair in comparison.pairs if pair.against == first]
    claims = [pair.claim for pair in with_first]
    if comparison.ranking is not None:
        return [*_order(comparison), *claims]
    return claims if len(claims) == 1 else [_against(first, with_first), *claims]


def _against(first: str, pairs: Sequence[ComparedPair]) -> str:
    """Say of all at once which are better than the first, which worse, which neither."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        figure = pair.differences["macro_f1"]
        apart = figure.p_holm is not None and figure.p_holm < ALPHA
        which = ("better" if figure.value > 0 else "worse") if apart else "neither"
        found.setdefault(which, []).append(pair.system)
    parts = [
        f"{_listed(found[which])} may be called {which}"
        for which in ("better", "worse")
        if which in found
    ]
    if alike := found.get("neither"):
        verb = "is" if len(alike) == 1 else "are"
        parts.append(
            f"{_listed(alike)} {verb} not told apart from it, which does not make "
            f"{'it' if len(alike) == 1 else 'them'} equally good"
        )
    return f"In macro-F1, held against {first}: {'; '.join(parts)}."


def _order(comparison: Comparison) -> list[str]:
    """Say the order, and the neighbours in it that are not told apart."""
    ranking = comparison.ranking
    if ranking is None:
        return []
    order = [each.system for each in ranking.ranked]
    joined = [group for group in ranking.groups if len(group) > 1]
    if not joined:
        apart = "The tests tell all of them apart."
    elif len(joined) > 2:
        apart = "Not all neighbours in this order are told apart: the ranking shows which."
    else:
        alike = "; ".join(_listed(group) for group in joined)
        apart = f"Not told apart: {alike}. That does not show that they are equally good."
    return [f"By macro-F1, from the best: {_listed(order)}.", apart]


def _listed(names: Sequence[str]) -> str:
    """Join names as a sentence does; of many, the first."""
    if len(names) > _NAMED:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED:,} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
