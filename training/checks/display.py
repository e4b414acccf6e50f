"""A check on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from stance.terminal import plain
from stance.training.checks.findings import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from stance.training.checks.findings import Example, Finding
    from stance.training.checks.report import CheckReport

SHOWN = 3
_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}


def render_check(report: CheckReport) -> RenderableType:
    """Show what the data are, and what is wrong with them, the worst first."""
    return Group(*_parts(report))


def _parts(report: CheckReport) -> Iterator[RenderableType]:
    yield _counts(report)
    yield Text()
    yield _figures(report)
    for found in report.findings:
        yield Text()
        yield _finding(found)
    yield Text()
    yield _verdict(report)


def _counts(report: CheckReport) -> Table:
    beside = f", beside {report.articles:,} articles" if report.articles else ""
    title = f"{report.rows:,} rows{beside}"
    labels = list(report.columns.get("label", {}))
    table = Table(title=Text(title), box=None, title_justify="left", pad_edge=False)
    table.add_column("part", overflow="fold")
    table.add_column("rows", justify="right")
    for label in labels[:6]:
        table.add_column(Text(plain(label)), justify="right")
    for part in report.parts:
        cells = [f"{part.labels.get(label, 0):,}" for label in labels[:6]]
        table.add_row(Text(plain(part.name)), f"{part.rows:,}", *cells)
    return table


def _figures(report: CheckReport) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, counts in report.columns.items():
        if name != "label":
            shown = ", ".join(f"{plain(value)} {n:,}" for value, n in counts.items())
            table.add_row(name, Text(shown))
    of = report.diversity
    table.add_row("length", f"{of.words[0]} words in the middle, {of.words[1]} to {of.words[2]}")
    table.add_row("distinct 2-grams", f"{of.distinct_2:.2f} of all")
    table.add_row("20 most frequent 4-grams", f"{of.top_4_grams:.2%} of all")
    alike = f" ({of.most_alike[0]} and {of.most_alike[1]})" if of.most_alike else ""
    table.add_row(
        "4-grams shared by two texts", Text(f"{of.most_shared:.0%} at most{plain(alike)}")
    )
    for ease in report.ease:
        table.add_row(
            f"{ease.target} by a bag of words",
            f"macro-F1 {ease.macro_f1:.2f}, accuracy {ease.accuracy:.2f}, cross-validated",
        )
    return table


def _finding(found: Finding) -> Group:
    heading = Text.assemble(
        (found.severity, _STYLES[found.severity]),
        f" {found.code}: ",
        (plain(found.message), "bold"),
    )
    lines = [_example(example) for example in found.examples[:SHOWN]]
    more = found.count - len(lines)
    if lines and more > 0:
        lines.append(Text(f"  … and {more:,} more", style="dim"))
    return Group(heading, *lines, Text(f"  → {found.cure}"))


def _example(example: Example) -> Text:
    parts = (example.place, example.label, example.detail, example.text)
    shown = " · ".join(plain(part) for part in parts if part)
    return Text(f"  {shown}", style="dim", no_wrap=True, overflow="ellipsis")


def _verdict(report: CheckReport) -> Text:
    counts = [
        (severity, sum(found.severity == severity for found in report.findings))
        for severity in SEVERITIES
    ]
    if not report.findings:
        return Text("Nothing found.", style="green")
    shown = ", ".join(f"{n} {name}{'s' if n != 1 else ''}" for name, n in counts if n)
    return Text(f"{shown}.", style=_STYLES[report.worst or "note"])
