"""``stance evaluate``: how good a run is, on labelled data that it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stance.cli.options import common_options, data_options, row_options
from stance.cli.screen import Screen

if TYPE_CHECKING:
    from stance.codebook import Codebook
    from stance.eval import Evaluation
    from stance.labelled import LabelledStatement

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("evaluate")
@click.argument("run", type=click.Path(path_type=Path), metavar="RUN|PREDICTIONS")
@click.option(
    "--data",
    multiple=True,
    metavar="FILE",
    help="Labelled statements to judge the run on; without, its own held-out part. Repeatable.",
)
@click.option(
    "--codebook",
    metavar="NAME|FILE",
    help="Of a file of predictions: the order of its labels, and their values.",
)
@click.option(
    "--slice",
    "slice_by",
    multiple=True,
    metavar="COLUMN",
    help="Judge parts of the data too: by kind, speaker, affiliation, act, difficulty, date (by year), "
    "length (in words) or any other column. Repeatable.",
)
@click.option(
    "--slices",
    type=_FILE,
    help="Write the figures of all slices to this file; without --slice, by all that is known.",
)
@click.option(
    "--errors",
    type=_FILE,
    help="Write every mistake to this file (JSON Lines), the surest first.",
)
@click.option(
    "--training",
    metavar="FILE",
    multiple=True,
    help="Beside each mistake, the labelled statements of this file that resemble it most. Repeatable.",
)
@click.option(
    "--codings",
    multiple=True,
    metavar="FILE",
    help="What several coders made of the same items, as stance data agreement reads it: how far they "
    "agree, beside how far the classifier agrees with them. Repeatable.",
)
@click.option(
    "--accuracy",
    type=click.FloatRange(0, 1, min_open=True),
    metavar="SHARE",
    help="Find how sure a label must be for so many to be right, as --abstain of stance score takes it.",
)
@click.option(
    "--cluster",
    default="article",
    show_default=True,
    metavar="COLUMN",
    help="Resample the statements of one article, speaker, dispute … together, or of any column that is "
    "known of them.",
)
@click.option(
    "--predictions",
    type=_FILE,
    help="Write id, gold, predicted and scores of each statement to this file (JSON Lines).",
)
@click.option(
    "--resamples",
    type=click.IntRange(100, 100_000),
    default=2000,
    show_default=True,
    help="Resamples of the bootstrap.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the bootstrap."
)
@data_options
@row_options
@common_options
def evaluate_command(
    run: Path,
    data: tuple[str, ...],
    codebook: str | None,
    slice_by: tuple[str, ...],
    slices: Path | None,
    errors: Path | None,
    training: tuple[str, ...],
    codings: tuple[str, ...],
    accuracy: float | None,
    cluster: str,
    predictions: Path | None,
    resamples: int,
    seed: int,
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
    any tool (JSON Lines, JSON, CSV, TSV, Parquet): gold and predicted in each row and, where known,
    id, article, scores (or a column score_LABEL each), and what else is known of the items.
    """
    from stance.cli.labelled import read_whole
    from stance.cli.output import emit_rows, finish
    from stance.codebook import load_codebook
    from stance.eval import evaluate, evaluate_predictions, render, write_predictions
    from stance.rows import RejectLog, check_writable, format_of
    from stance.runs import Run

    for target in filter(None, (predictions, slices, errors)):
        check_writable(target)
    if slices:
        format_of(slices)  # told before any work
    drawn: dict[str, Any] = {"cluster": cluster, "resamples": resamples, "seed": seed}
    with RejectLog(rejects) as log:

        def read(files: Sequence[str], book: Codebook | None) -> list[LabelledStatement]:
            return read_whole(
                files,
                book,
                log,
                screen,
                columns=columns,
                label_map=label_map,
                split=split,
                offline=offline,
                rejects=rejects,
            )

        book = load_codebook(codebook) if codebook else None
        if run.is_file() and not data:
            evaluation = evaluate_predictions(run, columns=columns, codebook=book, **drawn)
        elif run.is_file() or not data:
            evaluation = evaluate(run, data or None, cluster=cluster)
        else:
            opened = Run.open(run)
            book = opened.codebook
            if offline:
                opened.stay_local()
            evaluation = evaluate(opened, read(data, book), **drawn)
            for line in opened.accounts():
                screen.note(line)
        if predictions:
            write_predictions(evaluation.predictions, predictions)
        whole = (output.suffix == ".json") if output and not format_ else format_ == "json"
        rows = [evaluation.to_record()] if whole else evaluation.rows()
        emit_rows(rows, output, format_, page=render(evaluation))
        _tell_more(
            evaluation,
            screen,
            slice_by=slice_by if slice_by or slices else None,
            slices=slices,
            errors=errors,
            training=lambda: read(training, book) if training else [],
            codings=codings,
            accuracy=accuracy,
            drawn=drawn,
        )
        finish(log, screen, rejects)


def _tell_more(
    evaluation: Evaluation,
    screen: Screen,
    *,
    slice_by: Sequence[str] | None,
    slices: Path | None,
    errors: Path | None,
    training: Callable[[], list[LabelledStatement]],
    codings: Sequence[str],
    accuracy: float | None,
    drawn: Mapping[str, Any],
) -> None:
    """Show slices, mistakes, ceiling and threshold, as far as they are asked for."""
    from stance import eval as judged
    from stance.codebook import Codebook, Label
    from stance.eval.agreement import read_codings
    from stance.rows import format_of, write_rows

    items = evaluation.predictions
    if slice_by is not None:
        found = judged.slice_predictions(items, evaluation.labels, slice_by, **drawn)
        screen.show(judged.slices_table(found))
        if slices:
            write_rows(found.rows(), slices, format_of(slices), columns=judged.Slice.COLUMNS)
            screen.note(f"The slices: {slices}")
    if errors:
        mistakes = judged.find_mistakes(items, training())
        write_rows((each.to_record() for each in mistakes), errors, "jsonl")
        screen.show(judged.mistakes_table(mistakes))
        screen.note(f"The mistakes: {errors}")
    if codings:
        book = Codebook(name="judged", labels=tuple(Label(name=n) for n in evaluation.labels))
        coded = read_codings(codings, book, on_note=screen.note)
        screen.show(
            judged.ceiling_table(judged.measure_ceiling(items, evaluation.labels, coded, **drawn))
        )
    if accuracy is not None:
        threshold = judged.threshold_for(items, accuracy, **drawn)
        best = "No threshold makes so many right: none of the surest labels are."
        screen.note(best if threshold is None else f"{threshold}.".capitalize())
