"""Pictures of a comparison: differences, ranking, what changed, quality beside costs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from stance.eval.comparison.costs import COSTS, ToldCost
from stance.eval.comparison.looks import SHAPES, change_styles, system_styles
from stance.eval.comparison.paired import ALPHA
from stance.reports.marks import bare, ends, shortened, told, upright, whisker
from stance.reports.naming import NamedPoint, name_points
from stance.reports.plots import INK, RULE, SOFT, Plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from stance.eval.comparison.comparison import Comparison
    from stance.eval.comparison.parts import ComparedPair, ComparedSystem, Ranking, SliceChange

PAIRS: Final = 24
"""Pairs that the picture shows; those with the first come first."""

CHANGES: Final = 24
"""Parts of the data that the picture of changes shows: those where most changed."""

CROWDED: Final = 7
"""With more systems than these, pictures of costs are taller and the names smaller."""

_LINE: Final = 0.42
"""Inches that a line of a picture takes, with the name above it."""


def comparison_plots(comparison: Comparison) -> list[Plot]:
    """Draw what there is to draw; of costs, those that are known for two systems or more."""
    plots = [differences_plot(comparison.pairs)]
    if comparison.ranking is not None:
        plots.append(ranking_plot(comparison.ranking))
    if comparison.changes:
        plots.append(changes_plot(comparison.changes))
    plots += [
        cost_plot(comparison.systems, cost)
        for cost in COSTS
        if sum(bool(getattr(system, cost.field)) for system in comparison.systems) > 1
    ]
    return plots


def told_apart(pair: ComparedPair) -> bool:
    """Tell whether a pair's macro-F1 differs by the corrected test."""
    p = pair.differences["macro_f1"].p_holm
    return p is not None and p < ALPHA


def differences_plot(pairs: Sequence[ComparedPair]) -> Plot:
    """Draw the difference in macro-F1 of each pair with its interval, beside zero."""
    shown = pairs[:PAIRS]

    def draw(axes: Axes) -> None:
        axes.axvline(0, color=SOFT, linewidth=0.9, linestyle=(0, (4, 3)))
        for place, pair in enumerate(shown):
            figure = pair.differences["macro_f1"]
            whisker(axes, figure, place, INK, "o", 6.5, hollow=not told_apart(pair))
            _name_line(axes, f"{shortened(pair.system, 26)} − {shortened(pair.against, 26)}", place)
        _lines(axes, len(shown))
        points = [0.0]
        for pair in shown:
            figure = pair.differences["macro_f1"]
            points += [each for each in (figure.value, figure.low, figure.high) if each is not None]
        low, high = min(points), max(points)
        room = 0.08 * (high - low) or 0.01
        axes.set_xlim(low - room, high + room)
        axes.set_xlabel(
            "difference in macro-F1; right of 0: the first is better\nfilled: told apart (Holm)"
        )

    return Plot(
        "differences",
        "How far apart they are",
        "Differences in macro-F1 with 95% intervals. "
        + " ".join(
            f"{pair.system} − {pair.against}: {told(pair.differences['macro_f1'], '+z.3f')}, "
            f"{'told apart' if told_apart(pair) else 'not told apart'}."
            for pair in shown
        )
        + _beyond(len(pairs) - len(shown), "pair"),
        [
            {
                "system": pair.system,
                "against": pair.against,
                **ends("difference", pair.differences["macro_f1"]),
                "p": pair.differences["macro_f1"].p,
                "p_holm": pair.differences["macro_f1"].p_holm,
                "told_apart": told_apart(pair),
            }
            for pair in pairs
        ],
        draw,
        height=0.95 + _LINE * len(shown),
    )


def ranking_plot(ranking: Ranking) -> Plot:
    """Draw mean ranks in order; bars at the right join systems that are not told apart.

    After the critical-difference diagram of J. Demšar, JMLR 7 (2006), turned by a quarter so that
    names have room, with the bars from paired tests.
    """
    ranked = ranking.ranked
    order = [each.system for each in ranked]
    joined = [group for group in ranking.groups if len(group) > 1]

    def draw(axes: Axes) -> None:
        for place, each in enumerate(ranked):
            mean = each.place if each.mean_rank is None else each.mean_rank
            if each.low is not None and each.high is not None:
                axes.plot([each.low, each.high], [place, place], color=SOFT, linewidth=1.6)
            axes.plot([mean], [place], "o", color=INK, markersize=6.5, markeredgewidth=0)
            _name_line(axes, shortened(each.system), place)
        _lines(axes, len(ranked))
        room = 0.03 * len(ranked)
        axes.set_xlim(1 - room, len(ranked) + room)
        axes.set_xticks(range(1, len(ranked) + 1, 1 + len(ranked) // 12))
        for i, group in enumerate(joined):
            axes.plot(
                [1.03 + 0.035 * i] * 2, [order.index(group[0]) - 0.18, order.index(group[-1]) + 0.18],
                color=INK, linewidth=3.2, solid_capstyle="butt", clip_on=False,
                transform=axes.get_yaxis_transform(),
            )  # fmt: skip
        axes.set_xlabel("mean rank (1 is the best)\nsystems on one bar are not told apart (Holm)")

    return Plot(
        "ranking",
        "From the best to the worst",
        "Mean ranks by macro-F1. "
        + " ".join(
            f"{each.system}: {each.place if each.mean_rank is None else f'{each.mean_rank:.2f}'}."
            for each in ranked
        )
        + (
            " Not told apart: " + "; ".join(", ".join(group) for group in joined) + "."
            if joined
            else " All are told apart."
        ),
        [
            {
                **each.model_dump(),
                "groups": " ".join(
                    str(i) for i, group in enumerate(ranking.groups, 1) if each.system in group
                ),
            }
            for each in ranked
        ],
        draw,
        height=0.95 + _LINE * len(ranked),
    )


def changes_plot(changes: Sequence[SliceChange]) -> Plot:
    """Draw how many items of each part are fixed, to the right, and broken, to the left."""
    colours = {name: style.light.fill for name, style in change_styles().items()}
    several = len({each.system for each in changes}) > 1
    most = sorted(range(len(changes)), key=lambda i: -(changes[i].fixed + changes[i].broken))
    shown = [changes[i] for i in sorted(most[:CHANGES])]

    def draw(axes: Axes) -> None:
        widest = max(1, *(max(each.fixed, each.broken) for each in shown))
        for place, each in enumerate(shown):
            for count, sign in ((each.fixed, 1), (each.broken, -1)):
                colour = colours["fixed" if sign > 0 else "broken"]
                axes.barh(place, sign * count, height=0.36, color=colour, linewidth=0)
                axes.annotate(
                    f"{count:,}", (sign * count, place), xytext=(3 * sign, 0),
                    textcoords="offset points", ha="left" if sign > 0 else "right", va="center",
                    fontsize=8.5,
                )  # fmt: skip
            part = f"{each.column}: {each.value} ({each.n:,})"
            _name_line(axes, shortened(f"{each.system}, {part}" if several else part, 56), place)
        _lines(axes, len(shown))
        axes.axvline(0, color=SOFT, linewidth=0.9)
        axes.set_xlim(-1.2 * widest, 1.2 * widest)
        axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):,.0f}")
        axes.locator_params(axis="x", nbins=6, integer=True)
        axes.set_xlabel("items; left of 0: broken, right of 0: fixed")

    return Plot(
        "changes",
        "What is fixed, what is broken",
        f"Items that are right now and were not with {changes[0].against}, and the reverse. "
        + " ".join(
            f"{each.system}, {each.column} {each.value}: {each.fixed:,} fixed, "
            f"{each.broken:,} broken of {each.n:,}."
            for each in shown
        )
        + _beyond(len(changes) - len(shown), "part"),
        [each.model_dump() for each in changes],
        draw,
        height=0.75 + _LINE * len(shown),
    )


def cost_plot(systems: Sequence[ComparedSystem], cost: ToldCost) -> Plot:
    """Draw macro-F1 against a cost; a line joins the systems that no other beats in both."""
    styles = system_styles([system.name for system in systems])
    known = [system for system in systems if getattr(system, cost.field)]
    front = sorted(
        (each for each in known if cost.field in each.on_front),
        key=lambda each: float(getattr(each, cost.field)),
    )

    crowded = len(known) > CROWDED

    def at(system: ComparedSystem) -> tuple[float, float]:
        return float(getattr(system, cost.field)), system.figures["macro_f1"].value

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import FixedLocator, NullLocator

        axes.set_xscale("log")
        lines = []
        for (x, y), (far, other) in pairwise(map(at, front)):
            # What is to be had at no more cost, or no less speed, than this.
            turn = (x, other) if cost.more_is_better else (far, y)
            axes.plot([x, turn[0], far], [y, turn[1], other], color=SOFT, linewidth=1.1)
            lines += [(x, y, *turn), (*turn, far, other)]
        for system in known:
            x, _ = at(system)
            figure, style = system.figures["macro_f1"], styles[system.name]
            upright(
                axes, figure, x, style.light.fill, SHAPES[style.glyph], 7,
                hollow=cost.field not in system.on_front,
            )  # fmt: skip
            if figure.low is not None and figure.high is not None:
                lines.append((x, figure.low, x, figure.high))
        places = [at(system) for system in known]
        axes.set_xlim(min(x for x, _ in places) / 1.8, max(x for x, _ in places) * 1.8)
        low, high = axes.get_ylim()
        axes.set_ylim(low - 0.1 * (high - low), high + 0.1 * (high - low))
        axes.xaxis.set_major_locator(FixedLocator(cost.ticks(*axes.get_xlim())))
        axes.xaxis.set_major_formatter(lambda value, _: cost.told(value))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.grid(axis="y", color=RULE, linewidth=0.7)
        axes.set_axisbelow(True)
        axes.set_xlabel(f"{cost.axis}\nfilled: on the front")
        axes.set_ylabel("macro-F1")
        points = [
            NamedPoint(*place, shortened(system.name, 20 if crowded else 28))
            for place, system in zip(places, known, strict=True)
        ]
        name_points(axes, points, lines, size=7 if crowded else 8.5)

    return Plot(
        cost.name,
        f"Macro-F1 and {cost.axis}",
        " ".join(
            f"{each.name}: macro-F1 {told(each.figures['macro_f1'])} at "
            f"{cost.told(getattr(each, cost.field))}"
            f"{', on the front' if cost.field in each.on_front else ''}."
            for each in known
        ),
        [
            {
                "system": each.name,
                **ends("macro_f1", each.figures["macro_f1"]),
                cost.field: getattr(each, cost.field),
                "on_front": cost.field in each.on_front,
            }
            for each in known
        ],
        draw,
        height=3.2 + 0.15 * max(0, len(known) - CROWDED),
    )


def _name_line(axes: Axes, name: str, place: float) -> None:
    """Write what a line is about above it, from the left end of the axes."""
    at = ("axes fraction", "data")
    axes.annotate(name, (0, place - 0.38), xycoords=at, va="center", fontsize=8.5)


def _lines(axes: Axes, number: int) -> None:
    """Make room for so many lines under one another, the first at the top."""
    axes.set_yticks([])
    axes.set_ylim(number - 0.5, -0.75)
    bare(axes)


def _beyond(number: int, what: str) -> str:
    return f" {number:,} more {what if number == 1 else what + 's'} not shown." if number else ""
