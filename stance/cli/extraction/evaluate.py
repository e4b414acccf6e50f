"""``stance extraction evaluate``: how well statements are found, and given to their speakers."""

from __future__ import annotations

from pathlib import Path

import click

from stance.cli.data.convert import FORMATS
from stance.cli.options import common_options, rejects_option, row_options
from stance.cli.screen import Screen


@click.command("evaluate")
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...")
@click.option(
    "--articles",
    multiple=True,
    metavar="ARTICLE",
    help="GOLD holds statements only: their articles are here, and are put to them by their id. "
    "Repeatable.",
)
@click.option(
    "--from",
    "from_",
    type=click.Choice(FORMATS),
    help="What GOLD is in.  [default: told by its name and content, where that is certain]",
)
@click.option(
    "--predicted",
    multiple=True,
    metavar="FILE",
    help="Judge these statements, as stance extract -o writes them, from whatever tool; without, "
    "those that stance extract finds now. Repeatable.",
)
@click.option(
    "--split",
    metavar="NAME",
    help="Judge by this split only: by the column split of articles and statements.",
)
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
    gold: tuple[str, ...],
    articles: tuple[str, ...],
    from_: str | None,
    predicted: tuple[str, ...],
    split: str | None,
    iou: float,
    report: Path | None,
    rejects: Path | None,
    output: Path | None,
    format_: str | None,
    screen: Screen,
) -> None:
    """Judge how well statements are found in articles, and given to their speakers.

    GOLD is articles with the statements that are in them: files or folders in any format that
    stance data convert reads. Precision, recall and F1 come with 95% intervals, over all and by
    kind, cue, source and length of the article; mistakes are counted by their class. As JSON, the
    whole of the evaluation is given; else one row for each figure.
    """
    from stance.annotation import WarningCounts, read_annotated_articles
    from stance.cli.output import emit_rows, finish, require_all
    from stance.eval.extraction import (
        evaluate_extraction,
        read_predicted,
        render_extraction,
        write_extraction_page,
    )
    from stance.rows import RejectLog, check_writable

    if report:
        check_writable(report)
    lost = WarningCounts()
    with RejectLog(rejects) as log:
        marked = list(
            read_annotated_articles(
                gold,
                articles=articles,
                format_=from_,
                split=split,
                on_reject=log,
                on_warning=lost,
                on_note=screen.note,
            )
        )
        for line in lost.lines():
            screen.warn(line)
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
            iou=iou,
            data=", ".join(gold) + (f", {split}" if split else ""),
            extractor=", ".join(predicted) or "stance extract",
        )
        if report:
            write_extraction_page(evaluation, report)
            screen.note(f"The page: {report}")
        whole = (output.suffix == ".json") if output and not format_ else format_ == "json"
        rows = [evaluation.to_record()] if whole else evaluation.rows()
        emit_rows(rows, output, format_, page=render_extraction(evaluation))
        finish(log, screen, rejects)
