"""A comparison on the terminal: the systems, their differences, what changed, what may be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from stance.eval.comparison.counts import FIGURES
from stance.eval.comparison.front import COSTS
from stance.terminal import plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from stance.eval.comparison.comparison import Comparison
    from stance.eval.comparison.parts import ComparedPair, ComparedSystem, SystemFigure

_COSTS = {
    "statements_per_second": "statements/s",
    "model_bytes": "model, MB",
    "training_seconds": "training, s",
}


def render_comparison(comparison: Comparison) -> RenderableType:
    """Show the systems, the differences with intervals and tests, and a sentence for each pair.

    Returns
    -------
    rich renderable
        For ``rich.console.Console().print``.
    """
    parts: list[RenderableType] = [
        Text(f"{plain(comparison.data)}, n = {comparison.n:,}", style="italic"),
        systems_table(comparison),
        differences_table(comparison),
        pairs_table(comparison),
    ]
    if any(system.model_bytes is not None for system in comparison.systems):
        parts.append(costs_table(comparison))
    if comparison.changes:
        parts.append(changes_table(comparison))
    parts += [Text(f"• {plain(pair.claim)}") for pair in comparison.pairs]
    return Group(*parts, *_foot(comparison))


def render_ranking(comparison: Comparison) -> RenderableType:
    """Show the systems in order, the best first, and which cannot be told apart."""
    table = Table(title=Text("Ranking"), box=None, title_justify="left")
    table.add_column("")
    table.add_column("system")
    table.add_column("macro-F1 [95%]", justify="right", no_wrap=True)
    table.add_column("mean rank [95%]", justify="right", no_wrap=True)
    table.add_column("not told apart", no_wrap=True)
    groups = [g for g in comparison.ranking.groups if len(g) > 1] if comparison.ranking else []
    for row in comparison.ranking_rows():
        marks = "".join("│" if row["system"] in group else " " for group in groups)
        table.add_row(
            f"{row['place']}",
            Text(plain(row["system"])),
            Text(f"{row['macro_f1']:.3f} {_interval(row['low'], row['high'])}"),
            Text(_ranks(row["mean_rank"], row["rank_low"], row["rank_high"])),
            Text(marks),
        )
    parts: list[RenderableType] = [
        Text(f"{plain(comparison.data)}, n = {comparison.n:,}", style="italic"),
        table,
        Text(
            "Systems on one bar are not told apart by paired tests, Holm-corrected over all pairs.",
            style="dim",
        ),
    ]
    if any(system.model_bytes is not None for system in comparison.systems):
        parts.append(costs_table(comparison))
    return Group(*parts, *_foot(comparison))


def systems_table(comparison: Comparison) -> Table:
    """Show the figures of each system; of a group of seeds, the mean and the range."""
    table = Table(box=None)
    table.add_column("")
    for system in comparison.systems:
        table.add_column(Text(plain(system.name)), justify="right")
    for name in comparison.systems[0].figures:
        cells = [Text(_figure(system.figures[name])) for system in comparison.systems]
        table.add_row(Text(FIGURES[name]), *cells)
    return table


def differences_table(comparison: Comparison) -> Table:
    """Show the difference of each pair in each figure."""
    table = Table(title=Text("Differences"), box=None, title_justify="left")
    table.add_column("")
    table.add_column("difference", justify="right")
    table.add_column("95% interval", justify="right", no_wrap=True)
    table.add_column("p", justify="right")
    table.add_column("p (Holm)", justify="right")
    table.add_column("in sd", justify="right")
    table.add_column("items needed", justify="right")
    for pair in comparison.pairs:
        table.add_row(Text(_versus(pair), style="bold"))
        for name, difference in pair.differences.items():
            table.add_row(
                Text(f"  {FIGURES[name]}"),
                f"{difference.value:+.3f}",
                Text(_interval(difference.low, difference.high, signed=True)),
                _p(difference.p),
                _p(difference.p_holm),
                _number(difference.standardized),
                "–" if difference.items_needed is None else f"{difference.items_needed:,}",
            )
    return table


def pairs_table(comparison: Comparison) -> Table:
    """Show what each system fixes and breaks, McNemar's test, effect sizes and agreement."""
    table = Table(title=Text("Item by item"), box=None, title_justify="left")
    table.add_column("")
    for name in ("fixed", "broken", "odds", "g", "McNemar p", "(Holm)", "same label", "kappa"):
        table.add_column(name, justify="right")
    for pair in comparison.pairs:
        table.add_row(
            Text(_versus(pair)),
            f"{pair.fixed:,}",
            f"{pair.broken:,}",
            _number(pair.odds_ratio),
            _number(pair.cohens_g),
            _p(pair.mcnemar),
            _p(pair.mcnemar_holm),
            f"{pair.same_label:.1%}",
            _number(pair.kappa),
        )
    return table


def costs_table(comparison: Comparison) -> Table:
    """Show what each system costs beside its macro-F1; a star marks the Pareto front."""
    table = Table(title=Text("Quality and cost"), box=None, title_justify="left")
    table.add_column("")
    table.add_column("macro-F1", justify="right")
    for name in COSTS:
        table.add_column(_COSTS[name], justify="right")
    for system in comparison.systems:
        cells = [_cost(system, name) for name in COSTS]
        table.add_row(Text(plain(system.name)), f"{system.figures['macro_f1'].value:.3f}", *cells)
    table.caption = Text("* no other is as good in both and better in one")
    table.caption_justify = "left"
    return table


def changes_table(comparison: Comparison) -> Table:
    """Show what each system fixes and breaks against the first, by label and slice."""
    table = Table(title=Text("Fixed and broken"), box=None, title_justify="left")
    for name in ("system", "by", "", "n", "fixed", "broken"):
        table.add_column(name, justify="right" if name in {"n", "fixed", "broken"} else "left")
    for row in comparison.changes:
        table.add_row(
            Text(plain(row.system)),
            Text(row.column),
            Text(plain(row.value)),
            f"{row.n:,}",
            f"{row.fixed:,}",
            f"{row.broken:,}",
        )
    return table


def _foot(comparison: Comparison) -> list[RenderableType]:
    how = (
        "every way to swap"
        if comparison.exact
        else f"{comparison.intervals.resamples:,} random swaps of"
    )
    lines = [plain(str(comparison.intervals))]
    if comparison.intervals.units > 1:
        units = plain(comparison.intervals.of_units)
        lines.append(
            f"p: randomisation test, {how} whole {units}; of groups of seeds, a Student test over "
            f"seeds and {units}. McNemar's is exact, and takes items as independent."
        )
    notes = [Text(f"Note: {plain(note)}", style="yellow") for note in comparison.notes]
    return [*(Text(line, style="dim") for line in lines), *notes]


def _versus(pair: ComparedPair) -> str:
    return f"{plain(pair.system)} − {plain(pair.against)}"


def _figure(figure: SystemFigure) -> str:
    text = f"{figure.value:.3f} {_interval(figure.low, figure.high)}"
    if figure.sd is None:
        return text
    return f"{text} sd {figure.sd:.3f}, {figure.least:.3f} to {figure.most:.3f}"


def _cost(system: ComparedSystem, name: str) -> str:
    value = getattr(system, name)
    if value is None:
        return "–"
    shown = f"{value / 1e6:,.1f}" if name == "model_bytes" else f"{value:,.1f}"
    return f"{shown}{'*' if name in system.on_front else ' '}"


def _interval(low: float | None, high: float | None, *, signed: bool = False) -> str:
    if low is None or high is None:
        return ""
    return f"[{low:+.3f}, {high:+.3f}]" if signed else f"[{low:.3f}, {high:.3f}]"


def _ranks(mean: float | None, low: float | None, high: float | None) -> str:
    return "–" if mean is None else f"{mean:.2f} [{low:.1f}, {high:.1f}]"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _p(value: float | None) -> str:
    if value is None:
        return "–"
    return "<0.001" if value < 0.001 else f"{value:.3f}"
