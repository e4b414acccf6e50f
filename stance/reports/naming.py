"""Names at the points of a picture, placed where they cover nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from stance.reports.plots import INK, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

Segment = tuple[float, float, float, float]

_REACH: Final = (7, 12, 20, 32, 46)
"""How far a name may stand from its point, in points (1/72 inch); the nearest is tried first."""

_SIDES: Final = (
    *((1, 0, "left", "center"), (-1, 0, "right", "center"), (0, 1, "center", "bottom")),
    *((0, -1, "center", "top"), (0.7, 0.7, "left", "bottom"), (0.7, -0.7, "left", "top")),
    *((-0.7, 0.7, "right", "bottom"), (-0.7, -0.7, "right", "top")),
)
_LED: Final = 12
"""From farther than this a line leads to the name."""


class NamedPoint(NamedTuple):
    """A point, and the name that it gets."""

    x: float
    y: float
    name: str


def name_points(
    axes: Axes, points: Sequence[NamedPoint], lines: Sequence[Segment] = (), size: float = 8.5
) -> None:
    """Write the names beside the points.

    Each name takes the nearest place where it covers no point, no line and no other name, and does
    not leave the axes; where there is none, that where it covers least.

    Parameters
    ----------
    axes
        With limits that stay as they are.
    points
        In the axes' own units.
    lines
        What is drawn and not to be covered: x, y of the one end, x, y of the other.
    size
        Of the letters, in points.
    """
    figure = axes.get_figure(root=True)
    if figure is None:
        return
    figure.draw_without_rendering()  # settles where the axes stand
    taken = [_box(axes, (each.x, each.y, each.x, each.y), 5) for each in points]
    taken += [_box(axes, line, 1.5) for line in lines]
    inside = axes.get_window_extent()
    for each in sorted(points, key=lambda each: -each.y):
        text = axes.annotate(
            each.name, (each.x, each.y), xytext=(0, 0), textcoords="offset points", fontsize=size,
            color=INK,
        )  # fmt: skip
        text.set_in_layout(False)
        best: tuple[float, Bbox, float, float, str, str] | None = None
        for x, y, across, along in _places():
            text.set(position=(x, y), ha=across, va=along)
            box = text.get_window_extent()
            covered = sum(_overlap(box, other) for other in taken)
            out = box.width * box.height - _overlap(box, inside)
            cost = covered + 3 * out
            if best is None or cost < best[0] - 1e-6:
                best = (cost, box, x, y, across, along)
            if cost < 1e-6:
                break
        if best is None:
            continue
        _, box, x, y, across, along = best
        text.set(position=(x, y), ha=across, va=along)
        taken.append(box)
        if max(abs(x), abs(y)) > _LED:
            axes.annotate(
                "", (each.x, each.y), xytext=(x, y), textcoords="offset points",
                arrowprops={"arrowstyle": "-", "color": SOFT, "linewidth": 0.6, "shrinkB": 4, "shrinkA": 0},
            ).set_in_layout(False)  # fmt: skip


def _places() -> Iterator[tuple[float, float, str, str]]:
    for reach in _REACH:
        for x, y, across, along in _SIDES:
            yield reach * x, reach * y, across, along


def _box(axes: Axes, line: Segment, margin: float) -> Bbox:
    """Return the room that a line takes on the screen, with a margin in points."""
    from matplotlib.transforms import Bbox

    ends = axes.transData.transform([line[:2], line[2:]])
    figure = axes.get_figure(root=True)
    pad = margin * (figure.dpi if figure else 72) / 72
    return Bbox([ends.min(axis=0) - pad, ends.max(axis=0) + pad])


def _overlap(one: Bbox, other: Bbox) -> float:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return float(max(wide, 0.0) * max(high, 0.0))
