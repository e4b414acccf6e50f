"""An evaluation on the terminal: the figures, the labels, the confusions, slices and mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.table import Table
from rich.text import Text

from stance.eval.evaluation import FIGURES, HEADLINES
from stance.terminal import plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from stance.eval.ceiling import Ceiling
    from stance.eval.errors import Mistake
    from stance.eval.evaluation import Evaluation, Figure
    from stance.eval.slices import Slices

_SHOWN: Final = 10
"""Slices and mistakes that are shown; a file has them all."""


def render(evaluation: Evaluation) -> RenderableType:
    """Show an evaluation as three tables, what its intervals are, and what must be known of it.

    Returns
    -------
    rich renderable
        For ``rich.console.Console().print``.
    """
    foot = [
        Text(f"baseline: {evaluation.baseline}", style="dim"),
        Text(plain(str(evaluation.intervals)), style="dim"),
    ]
    notes = [Text(f"Note: {plain(note)}", style="yellow") for note in evaluation.notes]
    parts: list[RenderableType] = [
        Text(_title(evaluation), style="italic"),
        figures_table(evaluation),
        labels_table(evaluation),
    ]
    return Group(*parts, confusion_table(evaluation), *foot, *notes)


def figures_table(evaluation: Evaluation) -> Table:
    """Show the figures over all labels, the baseline's beside them."""
    table = Table(box=None)
    table.add_column("")
    table.add_column("figure", justify="right")
    table.add_column("95% interval", justify="right")
    table.add_column("baseline", justify="right", style="dim")
    for name in HEADLINES:
        if (figure := evaluation.figures.get(name)) is None:
            continue
        table.add_row(
            Text(FIGURES[name]),
            Text(_number(figure.value), style="bold"),
            Text(_interval(figure)),
            _number(figure.baseline),
        )
    return table


def labels_table(evaluation: Evaluation) -> Table:
    """Show precision, recall and F1 of each label."""
    table = Table(title=Text("By label"), box=None, title_justify="left")
    table.add_column("")
    table.add_column("n", justify="right")
    for name in ("precision", "recall", "F1"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in evaluation.by_label:
        cells = [
            # Two digits: three intervals a line shall fit a terminal of eighty columns.
            Text.assemble((_number(figure.value, 2), "bold"), f" {_interval(figure, 2)}")
            for figure in (row.precision, row.recall, row.f1)
        ]
        table.add_row(Text(plain(row.label)), f"{row.support:,}", *cells)
    return table


def confusion_table(evaluation: Evaluation) -> Table:
    """Show gold labels by row and predicted labels by column; agreements stand out."""
    table = Table(title=Text("Gold (rows) and predicted (columns)"), box=None, title_justify="left")
    table.add_column("")
    for label in evaluation.labels:
        table.add_column(Text(plain(label)), justify="right")
    for i, (label, counts) in enumerate(zip(evaluation.labels, evaluation.confusion, strict=True)):
        cells = [
            Text(f"{count:,}", style="bold" if i == k else "" if count else "dim")
            for k, count in enumerate(counts)
        ]
        table.add_row(Text(plain(label)), *cells)
    return table


def slices_table(slices: Slices) -> RenderableType:
    """Show the worst slices, and what was not judged."""
    table = Table(title=Text("The worst slices, by accuracy"), box=None, title_justify="left")
    table.add_column("")
    for name in ("n", "accuracy", "macro-F1", "against rest", "p (Holm)"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in slices.slices[:_SHOWN]:
        gap = each.difference.value
        table.add_row(
            Text(plain(f"{each.column}: {each.value}")),
            f"{each.n:,}",
            Text.assemble(
                (_number(each.accuracy.value, 2), "bold"), f" {_interval(each.accuracy, 2)}"
            ),
            _number(each.macro_f1.value, 2),
            "–" if gap is None else f"{gap:+z.2f}",
            "<0.001" if each.p < 0.001 else f"{each.p:.3f}",
        )
    left = len(slices.slices) - _SHOWN
    foot = [Text(f"… and {left:,} more", style="dim")] if left > 0 else []
    notes = [Text(f"Note: {plain(note)}", style="yellow") for note in slices.notes]
    return Group(*([table] if slices.slices else []), *foot, *notes)


def ceiling_table(ceiling: Ceiling) -> RenderableType:
    """Show how far coders agree with one another, and predictions with them."""
    title = f"The ceiling: {ceiling.items:,} items of {ceiling.coders} coders"
    table = Table(title=Text(title), box=None, title_justify="left")
    table.add_column("")
    for name in ("coders", "predictions", "difference"):
        table.add_column(name, justify="right", no_wrap=True)
    for name, human in ceiling.human.items():
        table.add_row(
            Text(FIGURES[name]),
            *(
                Text.assemble((_number(each.value, 2), "bold"), f" {_interval(each, 2)}")
                for each in (human, ceiling.predicted[name], ceiling.difference[name])
            ),
        )
    line = "each judged by one coder at a time, whom another coder, or the classifier, should match"
    return Group(table, Text(line, style="dim"))


def mistakes_table(mistakes: Sequence[Mistake]) -> RenderableType:
    """Show the surest mistakes, and how many golds are doubted."""
    table = Table(title=Text("The surest mistakes"), box=None, title_justify="left")
    for name in ("gold", "predicted", "sure"):
        table.add_column(name, no_wrap=True)
    table.add_column("text", overflow="ellipsis", no_wrap=True, ratio=1)
    for each in mistakes[:_SHOWN]:
        item = each.prediction
        table.add_row(
            Text(plain(item.gold)),
            Text(plain(item.predicted)),
            "–" if each.sureness is None else f"{each.sureness:.0%}",
            Text(plain(str(item.columns.get("text") or item.id))),
        )
    doubted = sum(each.doubted for each in mistakes)
    line = (
        f"{len(mistakes):,} mistakes; in {doubted:,} of them the classifier is as sure as it is, on "
        "average, where that label is the gold: look at these golds first"
    )
    return Group(table, Text(line, style="dim"))


def _title(evaluation: Evaluation) -> str:
    of = f"{plain(evaluation.run)} on " if evaluation.run else ""
    return f"{of}{plain(evaluation.data)}, n = {evaluation.n:,}"


def _number(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:z.{digits}f}"


def _interval(figure: Figure, digits: int = 3) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"[{figure.low:z.{digits}f}, {figure.high:z.{digits}f}]"
