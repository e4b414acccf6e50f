"""Quality beside cost: which systems are worth a look, whatever a reader is ready to pay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stance.eval.comparison.systems import Cost

COSTS: Final = ("statements_per_second", "model_bytes", "training_seconds")
"""The fields of `Cost`; of the first more is better, of the others less."""


def fronts(quality: Sequence[float], costs: Sequence[Cost]) -> list[tuple[str, ...]]:
    """Tell for each system the costs for which it is on the Pareto front.

    It is on it where no other system is at least as good in quality and in this cost, and better
    in one of the two. A system whose cost is not known is on none.
    """
    places: list[list[str]] = [[] for _ in quality]
    for name in COSTS:
        cheap = [_cheapness(cost, name) for cost in costs]
        points = [
            (i, good, price)
            for i, (good, price) in enumerate(zip(quality, cheap, strict=True))
            if price is not None
        ]
        for i, good, price in points:
            if not any(g >= good and p >= price and (g, p) != (good, price) for _, g, p in points):
                places[i].append(name)
    return [tuple(names) for names in places]


def _cheapness(cost: Cost, name: str) -> float | None:
    value = getattr(cost, name)
    if value is None:
        return None
    return float(value) if name == "statements_per_second" else -float(value)
