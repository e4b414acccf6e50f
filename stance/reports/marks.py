"""Marks that pictures are made of: figures with their whiskers, legends, bare axes; and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from stance.reports.marking import clean
from stance.reports.plots import PAPER, RULE, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Estimate(Protocol):
    """A figure with the ends of its interval; None where undefined."""

    @property
    def value(self) -> float | None:
        """The figure."""

    @property
    def low(self) -> float | None:
        """The lower end."""

    @property
    def high(self) -> float | None:
        """The upper end."""


def whisker(
    axes: Axes, figure: Estimate, place: float, colour: str, marker: str, size: float, *,
    hollow: bool = False,
) -> None:  # fmt: skip
    """Draw a figure and its interval lying; nothing where it is not defined."""
    if figure.value is None:
        return
    if figure.low is not None and figure.high is not None:
        axes.plot([figure.low, figure.high], [place, place], color=colour, linewidth=1.6, alpha=0.7)
    _dot(axes, figure.value, place, colour, marker, size, hollow)


def upright(
    axes: Axes, figure: Estimate, place: float, colour: str, marker: str = "o", size: float = 5, *,
    hollow: bool = False,
) -> None:  # fmt: skip
    """Draw a figure and its interval standing."""
    if figure.value is None:
        return
    if figure.low is not None and figure.high is not None:
        axes.plot([place, place], [figure.low, figure.high], color=colour, linewidth=1.6, alpha=0.7)
    _dot(axes, place, figure.value, colour, marker, size, hollow)


def _dot(
    axes: Axes, x: float, y: float, colour: str, marker: str, size: float, hollow: bool
) -> None:
    axes.plot(
        [x], [y], marker, color=colour, markersize=size, markerfacecolor=PAPER if hollow else colour,
        markeredgewidth=1.4 if hollow else 0.0,
    )  # fmt: skip


def legend_above(axes: Axes, columns: int) -> None:
    """Name the markers above the axes."""
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, frameon=False, borderaxespad=0.2,
        handletextpad=0.2, columnspacing=1.2, labelcolor=SOFT, fontsize=8.5,
    )  # fmt: skip


def bare(axes: Axes) -> None:
    """Take the left line away and draw light ones upright."""
    axes.spines.left.set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=RULE, linewidth=0.7)
    axes.set_axisbelow(True)


def told(figure: Estimate, form: str = "z.2f") -> str:
    """Say a figure and its interval, in words for those who do not see the picture."""
    if figure.value is None:
        return "not defined"
    if figure.low is None or figure.high is None:
        return f"{figure.value:{form}}".replace("-", "−")
    return f"{figure.value:{form}} ({figure.low:{form}} to {figure.high:{form}})".replace("-", "−")


def shortened(name: str, most: int = 40) -> str:
    """Return a name that fits into a picture: its ends, by which long ones differ."""
    name = " ".join(clean(name).split())
    if len(name) <= most:
        return name
    head = (most - 1) // 2
    return f"{name[:head]}…{name[head + 1 - most :]}"


def ends(name: str, figure: Estimate) -> dict[str, Any]:
    """Return a figure and its interval as columns of a row."""
    return {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high}
