"""``stance evaluate``: how good a run is, on labelled data that it has not seen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from stance.cli.options import common_options, data_options, row_options
from stance.cli.screen import Screen


@click.command("evaluate")
@click.argument("run", type=click.Path(path_type=Path), metavar="RUN|PREDICTIONS")
@click.option("--data", "data", multiple=True, metavar="FILE", help="Labelled statements to judge the run on. Repeatable.")
@click.option(
    "--predictions",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write id, gold, predicted and scores of every statement to this file (JSON Lines).",
)
@data_options
@row_options
@common_options
def evaluate_(
    run: Path,
    data: tuple[str, ...],
    predictions: Path | None,
    columns: Mapping[str, str],
    label_map: Mapping[str, str],
    rejects: Path | None,
    output: Path | None,
    format_: str | None,
    screen: Screen,
) -> None:
    """Judge a run on labelled data: figures with 95% intervals, beside the majority baseline.

    RUN is a directory that stance train made; without --data, its own held-out part is judged.
    In its place may stand a file of predictions from any tool: id, gold, predicted and, where
    known, scores, one JSON object a line.
    """
