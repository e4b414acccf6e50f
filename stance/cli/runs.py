"""``stance runs``: what has been trained."""

from __future__ import annotations

from pathlib import Path

import click

from stance.cli.options import common_options, row_options
from stance.cli.screen import Screen


@click.group("runs")
def runs_group() -> None:
    """List runs, show one, export one."""


@runs_group.command("list")
@click.argument(
    "folder",
    default="runs",
    type=click.Path(path_type=Path),
    metavar="[FOLDER]",
)
@click.option(
    "--sort",
    metavar="NAME",
    help="Sort by a figure (macro_f1, accuracy, log_loss, ...), the best first, or by name, kind, "
    "target, codebook, started, rows.  [default: the newest first]",
)
@click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar="CONDITION",
    help="Only runs of which this holds, as 'macro_f1>0.7' or kind=linear. Repeatable.",
)
@row_options
@common_options
def list_(
    folder: Path,
    sort: str | None,
    conditions: tuple[str, ...],
    output: Path | None,
    format_: str | None,
    screen: Screen,
) -> None:
    """List the runs in a folder (runs, where none is given), the newest first."""
    from stance.cli.output import emit_rows
    from stance.cli.tables import runs_table
    from stance.runs import Condition, list_runs, run_rows, sort_runs, where

    wanted = [Condition.parse(text) for text in conditions]
    found = where(list_runs(folder), wanted)
    if sort:
        found = sort_runs(found, sort)
    emit_rows(
        run_rows(found),
        output,
        format_,
        page=runs_table(found, [*([sort] if sort else []), *(one.name for one in wanted)]),
    )
    screen.note(f"{len(found)} runs in {folder}.")


@runs_group.command()
@click.argument("run", type=click.Path(path_type=Path))
@common_options
def show(run: Path, screen: Screen) -> None:  # noqa: ARG001
    """Show how a run was trained and how good it is."""
    from rich.console import Console

    from stance.cli.tables import extractor_table, run_table
    from stance.runs import ExtractorRun, open_run

    opened = open_run(run)
    console = Console()
    if isinstance(opened, ExtractorRun):
        from stance.eval.extraction import render_extraction

        console.print(extractor_table(opened))
        console.print(render_extraction(opened.evaluation))
        return
    from stance.eval import render

    console.print(run_table(opened))
    console.print(render(opened.evaluation))


@runs_group.command()
@click.argument("run", type=click.Path(path_type=Path))
@common_options
def card(run: Path, screen: Screen) -> None:  # noqa: ARG001
    """Print a run's model card (Markdown)."""
    from stance.runs import open_run

    click.echo(open_run(run).card)


@runs_group.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "format_",
    type=click.Choice(["onnx", "int8", "hub-folder"]),
    default="onnx",
    show_default=True,
    help="onnx is the same to four digits; int8 has 8-bit weights: a quarter of the size, faster, a "
    "little less exact; hub-folder is for transformers and the model hub.",
)
@click.option(
    "--data",
    metavar="DATA",
    multiple=True,
    help="Labelled statements to measure on what the export changes.  [default: those of stance]",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="The directory of the new run, or the folder.  [default: that of RUN, with -onnx, -int8 or "
    "-hub-folder behind]",
)
@common_options
def export(
    run: Path, format_: str, data: tuple[str, ...], output: Path | None, screen: Screen
) -> None:
    """Write a run of a transformer as ONNX, which is fast and needs no torch, or for transformers.

    With onnx and int8, the new run is used as any other, and can be passed on in place of the first
    one. With hub-folder, transformers loads it as it is, by AutoModelForSequenceClassification, and
    stance is not needed; the run must have been trained with params.pooling=native.
    """
    from stance.data import STATEMENTS
    from stance.labelled import read_labelled
    from stance.runs import Run
    from stance.training import export_hub_folder, export_run

    opened = Run.open(run)
    statements = read_labelled(data or [STATEMENTS], opened.codebook)
    if format_ == "hub-folder":
        folder = export_hub_folder(opened, statements, output, on_note=screen.note)
        screen.note(f"The folder: {folder}")
        return
    exported = export_run(opened, statements, output, int8=format_ == "int8", on_note=screen.note)
    screen.note(f"The run: {exported.path}")
