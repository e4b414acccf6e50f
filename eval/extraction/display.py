"""How well statements are found, on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from stance.eval.extraction.evaluation import BREAKDOWNS, LENGTHS, MATCHES
from stance.eval.extraction.labelling import LABEL_MATCHES, STAGES
from stance.eval.extraction.mistakes import MISTAKES
from stance.eval.matching import IOU
from stance.terminal import plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from stance.eval.evaluation import Figure
    from stance.eval.extraction.evaluation import ExtractionEvaluation, GroupFigures

_BARS = " ▏▎▍▌▋▊▉█"
_BAR_WIDTH = 10


def render_extraction(evaluation: ExtractionEvaluation) -> RenderableType:
    """Show the figures with their intervals, the breakdowns, and the mistakes by their class.

    Returns
    -------
    rich renderable
        For ``rich.console.Console().print``; it fits eighty columns.
    """
    optional = f" ({evaluation.optional:,} nested ones apart)" if evaluation.optional else ""
    title = (
        f"{plain(evaluation.extractor)} on {plain(evaluation.data)}: {evaluation.predicted:,} "
        f"statements found, {evaluation.gold:,} in the gold{optional}, "
        f"{evaluation.articles:,} articles"
    )
    if evaluation.labelling and evaluation.labelling.run:
        title += f"; labelled by {plain(evaluation.labelling.run)}"
    foot = [Text(str(evaluation.intervals) + f", seed {evaluation.intervals.seed}", style="dim")]
    notes = [Text(f"Note: {plain(note)}", style="yellow") for note in evaluation.notes]
    tables = (
        headline_table(evaluation),
        shares_table(evaluation),
        *stage_tables(evaluation),
        *group_tables(evaluation.groups),
        *mistake_tables(evaluation),
    )
    spaced = (part for table in tables for part in (Text(), table))
    return Group(Text(title, style="italic"), *spaced, Text(), *foot, *notes)


def headline_table(evaluation: ExtractionEvaluation) -> Table:
    """Show precision, recall and F1 of each sort of match, and the shares of the matched."""
    table = _table("Found")
    for name in ("precision", "recall", "F1"):
        table.add_column(name, justify="right", no_wrap=True)
    for match, meaning in {**MATCHES, **LABEL_MATCHES}.items():
        if f"{match}_f1" not in evaluation.figures:
            continue
        changed = match == "partial" and evaluation.iou != IOU
        main = match == "partial"
        table.add_row(
            Text(
                f"an overlap of {evaluation.iou:g}" if changed else meaning,
                style="bold" if main else "none",
            ),
            *(
                _with_interval(evaluation.figures[f"{match}_{side}"], strong=main)
                for side in ("precision", "recall", "f1")
            ),
        )
    return table


def shares_table(evaluation: ExtractionEvaluation) -> Table:
    """Show in how many of the matched speaker and kind are right."""
    table = _table(f"Of the {evaluation.matched:,} found", header=False)
    table.add_column("", justify="right", no_wrap=True)
    what = "the right speaker" if evaluation.speaker_by == "name" else "the right mention"
    for name, meaning in (("speaker", what), ("kind", "direct, indirect, mixed: the right one")):
        table.add_row(Text(meaning), _with_interval(evaluation.figures[name], strong=True))
    return table


def stage_tables(evaluation: ExtractionEvaluation) -> Iterator[RenderableType]:
    """Show what each stage costs the whole, where labels are judged."""
    labelling = evaluation.labelling
    if labelling is None:
        return
    table = _table("Which stage costs what")
    for name in ("as found", "given gold", "loss", "costs the F1"):
        table.add_column(name, justify="right", no_wrap=True)
    for stage in STAGES:
        names = (stage.found, stage.given, stage.loss, stage.cost)
        last = stage is STAGES[-1]
        table.add_row(
            Text.assemble(
                (f"{stage.name}: {stage.figure}", "bold" if last else "none"),
                (f"\nfrom {stage.source}", "dim"),
            ),
            *(_above_interval(evaluation.figures, name, strong=last) for name in names),
        )
    yield table
    yield Text(explained(evaluation), style="dim")


def explained(evaluation: ExtractionEvaluation) -> str:
    """Say what the columns of the table of stages are."""
    labelling, figures = evaluation.labelling, evaluation.figures
    if labelling is None:
        return ""
    told = (
        f"Speakers are judged on the {evaluation.matched:,} matched statements, labels on "
        f"{labelling.matched:,} of them, as found and as the gold has them; the whole on "
        f"{labelling.judged:,} statements of the gold. Loss: the difference, on the same statements."
    )
    if figures["cost_statements"].value is None:
        return told
    return (
        f"{told} Costs the F1: how much the joint F1 rises if the gold stands in the stage's place, "
        "from the first on; they sum to what it lacks of 1."
    )


def group_tables(groups: Sequence[GroupFigures]) -> Iterator[Table]:
    """Show each breakdown: recall with its interval, and the other figures."""
    for by, of_one in groupby(groups, key=lambda group: group.by):
        table = _table(BREAKDOWNS[by][0])
        table.add_column("n", justify="right")
        table.add_column("recall", justify="right", no_wrap=True)
        table.add_column("")
        for name in ("precision", "exact", "speaker"):
            table.add_column(name, justify="right")
        for group in of_one:
            table.add_row(
                Text(LENGTHS.get(group.group, group.group)),
                f"{group.gold:,}",
                _with_interval(group.figures["recall"], strong=True),
                Text(_bar(group.figures["recall"].value), style="cyan"),
                *(_number(group.figures[name].value) for name in ("precision", "exact", "speaker")),
            )
        yield table


def mistake_tables(evaluation: ExtractionEvaluation) -> Iterator[Table]:
    """Show how many mistakes there are of each class: of edges, and of speakers."""
    edges = ("missed", "false", "inexact")
    table = _table("Where they begin and end")
    for where in edges:
        table.add_column({"false": "false"}.get(where, where), justify="right")
    for which, meaning in MISTAKES["missed"][1].items():
        counts = [evaluation.mistakes[where].get(which) for where in edges]
        table.add_row(
            Text.assemble((f"{which:<12}", "none"), (meaning, "dim")),
            *("" if count is None else f"{count:,}" for count in counts),
        )
    totals = [sum(evaluation.mistakes[where].values()) for where in edges]
    table.add_row(Text("in all", style="bold"), *(Text(f"{n:,}", style="bold") for n in totals))
    yield table
    speakers = _table("Wrong speakers", header=False)
    speakers.add_column("", justify="right")
    for which, count in evaluation.mistakes["speaker"].items():
        meaning = MISTAKES["speaker"][1][which]
        speakers.add_row(Text.assemble((f"{which:<18}", "none"), (meaning, "dim")), f"{count:,}")
    yield speakers
    if evaluation.mistakes.get("label"):
        labels = _table("Wrong labels", header=False)
        labels.add_column("", justify="right")
        for which, count in evaluation.mistakes["label"].items():
            labels.add_row(Text(plain(which)), f"{count:,}")
        yield labels


def _table(title: str, *, header: bool = True) -> Table:
    table = Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=None,
        pad_edge=False,
        show_header=header,
        header_style="dim",
    )
    table.add_column("", overflow="fold")
    return table


def _with_interval(figure: Figure, *, strong: bool = False) -> Text:
    """Write a figure with two digits of its interval: three of them shall fit a line."""
    if figure.value is None:
        return Text("–", style="dim")
    parts = [(f"{figure.value:.3f}", "bold" if strong else "none")]
    if figure.low is not None and figure.high is not None:
        parts.append((f" [{figure.low:.2f}, {figure.high:.2f}]", "dim"))
    return Text.assemble(*parts)


def _above_interval(
    figures: Mapping[str, Figure], name: str | None, *, strong: bool = False
) -> Text:
    """Write a figure with its interval below it: five columns shall fit a line."""
    figure = figures[name] if name else None
    if figure is None or figure.value is None:
        return Text("–", style="dim")
    parts = [(f"{figure.value:.3f}", "bold" if strong else "none")]
    if figure.low is not None and figure.high is not None:
        parts.append((f"\n[{figure.low:.2f}, {figure.high:.2f}]", "dim"))
    return Text.assemble(*parts)


def _number(value: float | None) -> Text:
    return Text("–", style="dim") if value is None else Text(f"{value:.3f}")


def _bar(share: float | None) -> str:
    eighths = round((share or 0) * _BAR_WIDTH * 8)
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (_BARS[rest] if rest else "")).ljust(_BAR_WIDTH)
