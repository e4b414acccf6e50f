"""What the commands show on the terminal, as rich renderables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from stance.runs.curve import last_gain
from stance.terminal import plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from stance.codebook import Codebook
    from stance.eval import Evaluation
    from stance.runs import CurvePoint, ExtractorRun, Run, RunSummary
    from stance.summary import Estimate, SpeakerRow
    from stance.training.division import Division

SHOWN_SPEAKERS = 20
# Longer headers would leave no room for names on 80 columns.
_HEADER = 8
# From the codebook's highest value to its lowest: blue, grey, orange tell apart without red-green.
_LOW, _MIDDLE, _HIGH = "dark_orange3", "bright_black", "deep_sky_blue3"


def codebook_table(codebook: Codebook) -> Table:
    """Show labels and, under each, its acts."""
    title = Text(plain(f"{codebook.title or codebook.name} (version {codebook.version})"))
    table = Table(title=title, title_justify="left", box=None)
    table.add_column("label, act", style="bold", no_wrap=True)
    table.add_column("value", justify="right")
    table.add_column("definition")
    for label in codebook.labels:
        value = "" if label.value is None else f"{label.value:+g}" if label.value else "0"
        table.add_row(
            Text(plain(label.name), style=label_style(codebook, label.name)),
            value,
            Text(plain(label.definition), style="bold"),
        )
        for act in codebook.acts:
            if act.label == label.name:
                table.add_row(Text(f"  {plain(act.name)}"), "", Text(plain(act.definition)))
    return table


def curve_table(points: Sequence[CurvePoint]) -> RenderableType:
    """Show a learning curve: the mean of the draws of each share, and their range."""
    table = Table(box=None)
    for name in ("share", "rows", "mean", "range of the draws"):
        table.add_column(name, justify="right")
    for share in dict.fromkeys(point.share for point in points):
        some = [point for point in points if point.share == share]
        values = [point.macro_f1 for point in some]
        spread = f"{min(values):.3f} to {max(values):.3f}" if len(values) > 1 else "–"
        mean = sum(values) / len(values)
        table.add_row(f"{share:.0%}", f"{some[0].rows:,}", f"{mean:.3f}", spread)
    title = Text("Learning curve: macro-F1 on the held-out part", style="italic")
    gain = last_gain(points)
    told = "" if gain is None else f"The last doubling of the rows changed it by {gain:+.3f}."
    return Group(title, table, Text(told, style="dim"))


def judged_table(
    names: Sequence[str], judged: Mapping[str, Sequence[Evaluation]]
) -> RenderableType:
    """Show macro-F1 of several classifiers, each judged on the same data, a row for each data."""
    table = Table(title="macro-F1 [95% interval]", title_justify="left", box=None)
    table.add_column("judged on", style="bold")
    table.add_column("n", justify="right")
    for name in names:
        table.add_column(plain(name), justify="right")
    for data, evaluations in judged.items():
        figures = [str(evaluation.figures["macro_f1"]) for evaluation in evaluations]
        table.add_row(plain(data), f"{evaluations[0].n:,}", *map(Text, figures))
    return table


def speaker_table(rows: Sequence[SpeakerRow], codebook: Codebook) -> Table:
    """Show who said how much of what: the most quoted speakers, with intervals."""
    table = Table(
        title="Speakers, by number of statements",
        caption=Text(
            "[low, high]: 95% intervals for other statements of the same speaker; "
            "the classifier's errors are not in them."
        ),
        title_justify="left",
        caption_justify="left",
        box=None,
    )
    table.add_column("speaker", max_width=36)
    table.add_column("n", justify="right", no_wrap=True)
    for name in codebook.label_names:
        short = name if len(name) <= _HEADER else f"{name[: _HEADER - 1]}."
        header = Text(plain(short), label_style(codebook, name))
        table.add_column(header, justify="right", no_wrap=True)
    if codebook.values:
        table.add_column(Text("mean [low, high]"), justify="right", no_wrap=True)
    for row in rows[:SHOWN_SPEAKERS]:
        cells: list[str | Text] = [Text(_name(row)), str(row.statements)]
        cells += [f"{row.shares[name].value:.0%}" for name in codebook.label_names]
        if row.posture:
            cells.append(_interval(row.posture))
        table.add_row(*cells)
    if len(rows) > SHOWN_SPEAKERS:
        table.add_row(Text(f"… and {len(rows) - SHOWN_SPEAKERS:,} more", style="dim"))
    return table


def runs_table(runs: Sequence[RunSummary], named: Sequence[str] = ()) -> Table:
    """Show runs in a line each; a broken one with its fault.

    Figures that are named, as those by which the runs were chosen, have a column of their own.
    """
    chosen_by = [name for name in dict.fromkeys(named) if any(name in run.figures for run in runs)]
    table = Table(box=None, pad_edge=False)
    for name in ("run", "kind", "target", "codebook"):
        table.add_column(name, overflow="fold")
    table.add_column("statements", justify="right")
    table.add_column(Text("F1 [low, high]"), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for name in chosen_by:
        table.add_column(name, justify="right", overflow="fold")
    for run in runs:
        if run.fault:
            table.add_row(Text(plain(run.name)), Text(plain(run.fault), style="yellow"))
            continue
        figures = (run.macro_f1, run.macro_f1_low, run.macro_f1_high)
        which = "macro"
        if run.partial_f1 is not None:
            figures = (run.partial_f1, run.partial_f1_low, run.partial_f1_high)
            which = "partial match"
        value, low, high = map(_figure, figures)
        table.add_row(
            *(Text(plain(text or "")) for text in (run.name, run.kind, run.target, run.codebook)),
            f"{run.rows:,}",
            Text(f"{value} [{low}, {high}]"),
            Text(which, style="dim"),
            *(_figure(run.figures.get(name)) for name in chosen_by),
        )
    return table


def run_table(run: Run) -> Table:
    """Show where a classifier comes from."""
    info = run.info
    fitted = "all rows" if info.refitted else "the training part"
    rows = {
        "kind, target": f"{info.kind}, {info.target}",
        "codebook": f"{run.codebook.name}: {', '.join(run.labels)}",
        "data": f"{info.data.rows:,} statements, held out by {info.data.unit}; fitted on {fitted}",
        "prior": "as in the data" if info.prior is None else str(info.prior),
        "abstains": f"below {info.abstain:g}" if info.abstain else "never",
    }
    return _origin(run, rows)


def extractor_table(run: ExtractorRun) -> Table:
    """Show where an extractor comes from."""
    info, data = run.info, run.info.data
    rows = {
        "kind": f"{info.kind}, an extractor",
        "encoder": info.encoder,
        "data": f"{data.articles:,} articles with {data.statements:,} statements: "
        f"{data.training:,} to train on, {data.development:,} to choose by, "
        f"{data.held_out:,} held out",
    }
    return _origin(run, rows)


def _origin(run: Run | ExtractorRun, rows: Mapping[str, str]) -> Table:
    info = run.info
    table = Table(title=Text(plain(run.name)), title_justify="left", box=None, show_header=False)
    table.add_column(style="dim")
    table.add_column()
    for name, value in {
        "directory": str(run.path),
        **rows,
        "trained": f"{info.started}, {info.seconds:.1f} s, stance {info.stance}, seed {info.seed}",
        "revision": info.git or "—",
    }.items():
        table.add_row(name, Text(plain(value)))
    return table


def division_table(division: Division) -> Table:
    """Show how many rows of each stratum stand in each part."""
    title = f"{len(division.parts):,} rows in {division.groups:,} groups that are never parted"
    table = Table(title=Text(title), title_justify="left", box=None, pad_edge=False)
    rows = division.rows()
    for name in rows[0]:
        table.add_column(Text(plain(name)), justify="left" if name == "part" else "right")
    for row in rows:
        table.add_row(
            Text(plain(row["part"])),
            f"{row['rows']:,}",
            f"{row['share']:.1%}",
            *(f"{row[name]:,}" for name in list(row)[3:]),
        )
    return table


def label_style(codebook: Codebook, label: str) -> str:
    """Colour a label by its value: the ends of the scale apart, its middle grey."""
    if codebook.values is None:
        return "bold"
    value = codebook.values[codebook.label_names.index(label)]
    if value == max(codebook.values):
        return _HIGH
    return _LOW if value == min(codebook.values) else _MIDDLE


def _figure(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def _name(row: SpeakerRow) -> str:
    name = plain(row.speaker or "(no speaker named)")
    if row.affiliation and row.affiliation != row.speaker:
        return f"{name} ({plain(row.affiliation)})"
    return name


def _interval(estimate: Estimate) -> str:
    return f"{estimate.value:+.2f} [{estimate.low:+.2f}, {estimate.high:+.2f}]"
