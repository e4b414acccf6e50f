"""``stance extraction evaluate``: how well statements are found, given to their speakers, and labelled."""

from __future__ import annotations

from pathlib import Path

import click

from stance.cli.extraction.gold import annotated_options, read_annotated
from stance.cli.options import common_options, extractor_option, rejects_option, row_options
from stance.cli.screen import Screen


@click.command("evaluate")
@annotated_options("GOLD")
@extractor_option
@click.option(
    "--predicted",
    multiple=True,
    metavar="FILE",
    help="Judge these statements, as stance extract -o writes them, from whatever tool; without, "
    "those that the extractor finds now. Repeatable.",
)
@click.option(
    "--run",
    type=click.Path(path_type=Path),
    metavar="RUN",
    help="Let this run label what was found, and judge the labels: a directory that stance train made, or "
    "default, the one that ships. Without, labels are judged where --predicted has them.",
)
@click.option("--offline", is_flag=True, envvar="STANCE_OFFLINE", help="Ask no server for labels.")
@click.option(
    "--iou",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.5,
    show_default=True,
    metavar="SHARE",
    help="The share of their words (Jaccard) that a statement and what was found for it must have "
    "in common to match.",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page (HTML) with the figures and every mistake in its place to this file.",
)
@rejects_option
@row_options
@common_options
def evaluate_command(
    annotated: tuple[str, ...],
    articles: tuple[str, ...],
    from_: str | None,
    split: str | None,
    extractor: str,
    predicted: tuple[str, ...],
    run: Path | None,
    offline: bool,
    iou: float,
    report: Path | None,
    rejects: Path | None,
    output: Path | None,
    format_: str | None,
    screen: Screen,
) -> None:
    """Judge what is found in articles: statements, their speakers, and their labels.

    GOLD is articles with the statements that are in them: files or folders in any format that
    stance data convert reads. Precision, recall and F1 come with 95% intervals, over all and by
    kind, cue, source and length of the article; mistakes are counted by their class. With a
    run, and labels in GOLD, a table shows which stage costs what. As JSON, the whole of the evaluation
    is given; else one row for each figure.
    """
    from stance.cli.output import emit_rows, finish, require_all
    from stance.eval.extraction import (
        evaluate_extraction,
        read_predicted,
        render_extraction,
        write_extraction_page,
    )
    from stance.extraction import extract
    from stance.rows import RejectLog, check_writable
    from stance.runs import Run
    from stance.runs.extractor import open_extractor, trained_on

    if report:
        check_writable(report)
    finder = open_extractor(extractor)
    classifier = Run.open(run) if run else None
    if classifier and offline:
        classifier.stay_local()
    with RejectLog(rejects) as log:
        marked = read_annotated(annotated, articles, from_, split, log, screen)
        texts = {item.article.id: item.article for item in marked}
        found = (
            list(read_predicted(predicted, texts, on_reject=log, on_note=screen.note))
            if predicted
            else None
        )
        require_all(log, rejects)
        evaluation = evaluate_extraction(
            marked,
            found,
            extract=lambda article: extract(article, finder),
            run=classifier,
            trained_on=() if predicted else trained_on(extractor),
            iou=iou,
            data=", ".join(annotated) + (f", {split}" if split else ""),
            extractor=", ".join(predicted) or extractor,
        )
        for line in classifier.accounts() if classifier else ():
            screen.note(line)
        if report:
            write_extraction_page(evaluation, report)
            screen.note(f"The page: {report}")
        whole = (output.suffix == ".json") if output and not format_ else format_ == "json"
        rows = [evaluation.to_record()] if whole else evaluation.rows()
        emit_rows(rows, output, format_, page=render_extraction(evaluation))
        finish(log, screen, rejects)
