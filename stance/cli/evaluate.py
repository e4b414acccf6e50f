"""``stance evaluate``: how good a run is, on labelled data that it has not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stance.cli.options import common_options, data_options, page_options, row_options
from stance.cli.screen import Screen

if TYPE_CHECKING:
    from stance.codebook import Codebook
    from stance.eval import Evaluation, Mistake
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
@page_options
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
    report: Path | None,
    figures: Path | None,
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
    from stance.rows import RejectLog, check_folder, check_writable, format_of
    from stance.runs import Run

    for target in filter(None, (predictions, slices, errors, report)):
        check_writable(target)
    if figures:
        check_folder(figures)
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
        parts = _Parts(
            evaluation,
            slice_by=slice_by if slice_by or slices else None,
            training=read(training, book) if training else (),
            codings=codings,
            accuracy=accuracy,
            drawn=drawn,
            screen=screen,
        )
        parts.show(screen, slices=slices, errors=errors)
        parts.draw(screen, report=report, figures=figures)
        finish(log, screen, rejects)


class _Parts:
    """What can be asked for beside the figures."""

    def __init__(
        self,
        evaluation: Evaluation,
        *,
        slice_by: Sequence[str] | None,
        training: Sequence[LabelledStatement],
        codings: Sequence[str],
        accuracy: float | None,
        drawn: Mapping[str, Any],
        screen: Screen,
    ) -> None:
        from stance import eval as judged
        from stance.codebook import Codebook, Label
        from stance.eval.agreement import read_codings

        items = evaluation.predictions
        self.evaluation = evaluation
        self.training = training
        self.slices = self.ceiling = self.threshold = None
        if slice_by is not None:
            self.slices = judged.slice_predictions(items, evaluation.labels, slice_by, **drawn)
        if codings:
            book = Codebook(name="judged", labels=tuple(Label(name=n) for n in evaluation.labels))
            coded = read_codings(codings, book, on_note=screen.note)
            self.ceiling = judged.measure_ceiling(items, evaluation.labels, coded, **drawn)
        self.wanted = accuracy
        if accuracy is not None:
            self.threshold = judged.threshold_for(items, accuracy, **drawn)

    @cached_property
    def mistakes(self) -> Sequence[Mistake]:
        """The mistakes, the surest first, beside what they resemble in the training data."""
        from stance.eval import find_mistakes

        return find_mistakes(self.evaluation.predictions, self.training)

    def show(self, screen: Screen, *, slices: Path | None, errors: Path | None) -> None:
        """Show them, and write those that have a file of their own."""
        from stance import eval as judged
        from stance.rows import format_of, write_rows

        if self.slices is not None:
            screen.show(judged.slices_table(self.slices))
            if slices:
                rows = self.slices.rows()
                write_rows(rows, slices, format_of(slices), columns=judged.Slice.COLUMNS)
                screen.note(f"The slices: {slices}")
        if errors:
            write_rows((each.to_record() for each in self.mistakes), errors, "jsonl")
            screen.show(judged.mistakes_table(self.mistakes))
            screen.note(f"The mistakes: {errors}")
        if self.ceiling is not None:
            screen.show(judged.ceiling_table(self.ceiling))
        if self.wanted is not None:
            none = "No threshold makes so many right: none of the surest labels are."
            screen.note(none if self.threshold is None else f"{self.threshold}.".capitalize())

    def draw(self, screen: Screen, *, report: Path | None, figures: Path | None) -> None:
        """Write the page and the pictures; by all slices that are known, where none are named."""
        from stance.eval.page import write_evaluation_page
        from stance.eval.plots import evaluation_plots
        from stance.eval.slices import slice_known

        if report is None and figures is None:
            return
        slices = self.slices or slice_known(self.evaluation)
        plots = evaluation_plots(self.evaluation, slices)
        if report:
            write_evaluation_page(
                self.evaluation,
                report,
                slices=slices,
                mistakes=self.mistakes,
                ceiling=self.ceiling,
                threshold=self.threshold,
                plots=plots,
            )
            screen.note(f"The page: {report}")
        if figures:
            for plot in plots:
                plot.save(figures)
            screen.note(f"The pictures: {figures}")
