"""What systems cost, as a reader is told it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

_TICKS: Final = 6
_TIME: Final = (1.0, 60.0, 3600.0, 86400.0)


class ToldCost(NamedTuple):
    """A cost.

    Attributes
    ----------
    field
        Of `Cost`.
    name
        What its picture is called.
    title
        Heads its column.
    axis
        Stands under the picture.
    more_is_better
        Whether the systems with more of it are the better ones.
    told
        Says a value with its unit.
    units
        The axis has 1, 2, 5, 10 … of each, up to the next.
    """

    field: str
    name: str
    title: str
    axis: str
    more_is_better: bool
    told: Callable[[float], str]
    units: tuple[float, ...] = (1.0,)

    def ticks(self, low: float, high: float) -> list[float]:
        """Return round values between the ends of a logarithmic axis, at most six."""
        for steps in ((1, 2, 5), (1,)):
            found = [value for value in self._round(steps) if low <= value <= high]
            if len(found) <= _TICKS:
                break
        return found[:: 1 + len(found) // (_TICKS + 1)]

    def _round(self, steps: Sequence[int]) -> Iterator[float]:
        for unit, following in zip(self.units, (*self.units[1:], float("inf")), strict=True):
            first = -6 if unit == self.units[0] else 0
            for power in range(first, 16):
                for step in steps:
                    value = unit * step * 10.0**power
                    if value < following:
                        yield value


def size(value: float) -> str:
    """Say how many bytes: ``24 MB``."""
    for unit, name in ((1e9, "GB"), (1e6, "MB")):
        if value >= unit:
            return f"{_digits(value / unit)} {name}"
    return f"{_digits(value / 1e3)} kB"


def duration(value: float) -> str:
    """Say how many seconds: ``12 min``."""
    for unit, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if value >= unit:
            return f"{_digits(value / unit)} {name}"
    return f"{_digits(value)} s"


def speed(value: float) -> str:
    """Say how many a second: ``1,200/s``."""
    return f"{_digits(value)}/s"


def _digits(value: float) -> str:
    """Write two telling digits, and all before the point."""
    return f"{value:,.0f}" if value >= 9.95 else f"{value:.2g}"


COSTS: Final = (
    ToldCost("statements_per_second", "speed", "Speed", "statements per second", True, speed),
    ToldCost("model_bytes", "size", "Size", "size of the model", False, size),
    ToldCost(
        "training_seconds", "training", "Training", "time of training", False, duration, _TIME
    ),
)
"""In the order shown."""
