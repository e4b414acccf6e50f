"""Agreement on the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from stance.eval.agreement import agreeing, spans
from stance.terminal import plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from stance.eval.evaluation import Figure

SHOWN = 10


def render_agreement(
    found: Sequence[agreeing.Agreement], differing: Sequence[Mapping[str, Any]]
) -> RenderableType:
    """Show the figures for each field, the values by their agreement, and the first disagreements."""
    parts: list[RenderableType] = []
    for agreement in found:
        coders = ", ".join(map(plain, agreement.coders))
        heading = (
            f"The {agreement.field}s of {coders}: {agreement.shared:,} of {agreement.items:,} "
            "items coded by two or more"
        )
        parts += [Text(heading, style="italic"), _figures(agreement)]
        for pair in agreement.pairs:
            parts += [_cohen(pair), _confusion(agreement, pair)]
        parts.append(Text(str(agreement.intervals), style="dim"))
    return Group(*parts, *([_differing(differing)] if differing else []))


def render_spans(found: Sequence[spans.SpanAgreement]) -> RenderableType:
    """Show how far each two coders marked the same statements."""
    parts: list[RenderableType] = []
    for pair in found:
        one, other = map(plain, pair.coders)
        heading = (
            f"Statements marked in {pair.articles:,} articles: {pair.statements[0]:,} by {one}, "
            f"{pair.statements[1]:,} by {other}"
        )
        table = _table()
        for name, figure in pair.figures.items():
            _row(table, spans.FIGURES[name], figure)
        parts += [Text(heading, style="italic"), table, Text(str(pair.intervals), style="dim")]
    return Group(*parts)


def _figures(agreement: agreeing.Agreement) -> Table:
    table = _table()
    for name, figure in agreement.figures.items():
        _row(table, agreeing.FIGURES[name], figure)
    for value, figure in agreement.by_value.items():
        if figure.value is not None:
            _row(table, f"  {plain(value)}", figure)
    return table


def _cohen(pair: agreeing.PairAgreement) -> Table:
    table = _table(f"{plain(pair.coders[0])} and {plain(pair.coders[1])}, {pair.items:,} items")
    _row(table, "agreement", pair.agreement)
    _row(table, "Cohen's kappa", pair.cohen_kappa)
    return table


def _confusion(agreement: agreeing.Agreement, pair: agreeing.PairAgreement) -> Table:
    one, other = map(plain, pair.coders)
    used = [
        k
        for k in range(len(agreement.values))
        if any(pair.confusion[k]) or any(row[k] for row in pair.confusion)
    ]
    table = Table(title=Text(f"{one} (rows) and {other} (columns)"), box=None, title_justify="left")
    table.add_column("")
    for k in used:
        # Fifteen acts shall fit a terminal: a column's name is cut to the width of a count.
        name = agreement.values[k] if len(used) < 6 else agreement.values[k][:4]
        table.add_column(Text(plain(name)), justify="right", no_wrap=True)
    for i in used:
        cells = [
            Text(f"{pair.confusion[i][k]:,}" if pair.confusion[i][k] else "·",
                 style="bold" if i == k else "" if pair.confusion[i][k] else "dim")
            for k in used
        ]  # fmt: skip
        table.add_row(Text(plain(agreement.values[i])), *cells)
    return table


def _differing(rows: Sequence[Mapping[str, Any]]) -> Table:
    title = f"{len(rows):,} items on which they differ; labels first"
    table = Table(title=Text(title), box=None, title_justify="left")
    shown = [name for name in rows[0] if name not in ("differ", "article")]
    for name in shown:
        table.add_column(Text(plain(name)), overflow="fold", max_width=40 if name == "text" else 18)
    for row in rows[:SHOWN]:
        table.add_row(*(Text(plain(str(row[name]))) for name in shown))
    if len(rows) > SHOWN:
        table.add_row(Text(f"… and {len(rows) - SHOWN:,} more", style="dim"))
    return table


def _table(title: str | None = None) -> Table:
    table = Table(title=title and Text(title), box=None, title_justify="left", show_header=False)
    table.add_column(min_width=34)
    table.add_column(justify="right", style="bold")
    table.add_column()
    return table


def _row(table: Table, name: str, figure: Figure) -> None:
    value = "–" if figure.value is None else f"{figure.value:.3f}"
    interval = "" if figure.low is None else f"[{figure.low:.3f}, {figure.high:.3f}]"
    table.add_row(Text(name), value, Text(interval))
