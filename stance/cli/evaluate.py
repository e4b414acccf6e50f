"""``stance evaluate``: how good a run is, on labelled data that it has not seen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from stance.cli.options import common_options, data_options, row_options
from stance.cli.screen import Screen


@click.command("evaluate")
@click.argument("run", type=click.Path(path_type=Path), metavar="RUN|PREDICTIONS")
@click.option(
    "--data",
    multiple=True,
    metavar="FILE",
    help="Labelled statements to judge the run on; without, its own held-out part. Repeatable.",
)
@click.option(
    "--predictions",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write id, gold, predicted and scores of each statement to this file (JSON Lines).",
)
@data_options
@row_options
@common_options
def evaluate_command(
    run: Path,
    data: tuple[str, ...],
    predictions: Path | None,
    columns: Mapping[str, str],
    label_map: Mapping[str, str],
    split: str | None,
    offline: bool,
    rejects: Path | None,
    output: Path | None,
    format_: str | None,
    screen: Screen,
) -> None:
    """Judge a run on labelled data: figures with 95% intervals, beside the majority baseline.

    RUN is a directory that stance train made. In its place may stand a file of predictions from
    any tool: one JSON object a line with id, gold, predicted and, where known, scores and article.
    """
    from stance.cli.labelled import read_whole
    from stance.cli.output import emit_rows, finish
    from stance.eval import evaluate, render, write_predictions
    from stance.rows import RejectLog, check_writable
    from stance.runs import Run

    if predictions:
        check_writable(predictions)
    with RejectLog(rejects) as log:
        if run.is_file() or not data:
            evaluation = evaluate(run)
        else:
            opened = Run.open(run)
            if offline:
                opened.stay_local()
            statements = read_whole(
                data,
                opened.codebook,
                log,
                screen,
                columns=columns,
                label_map=label_map,
                split=split,
                offline=offline,
                rejects=rejects,
            )
            evaluation = evaluate(opened, statements)
            for line in opened.accounts():
                screen.note(line)
        if predictions:
            write_predictions(evaluation.predictions, predictions)
        whole = (output.suffix == ".json") if output and not format_ else format_ == "json"
        rows = [evaluation.to_record()] if whole else evaluation.rows()
        emit_rows(rows, output, format_, page=render(evaluation))
        finish(log, screen, rejects)
