"""``stance score``: articles to labelled statements, a summary by speaker, and a report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stance.cli.options import (
    article_options,
    common_options,
    extractor_option,
    row_options,
    run_option,
)
from stance.cli.screen import Screen

if TYPE_CHECKING:
    from stance.articles import Article
    from stance.statements import Statement


@click.command("score")
@article_options
@run_option
@extractor_option
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the page that shows the articles with their statements (HTML, one file). What it "
    "shows is held in memory.",
)
@click.option(
    "--summary",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the summary by speaker, all speakers, to this file; its ending tells the format.",
)
@click.option(
    "--abstain",
    type=click.FloatRange(0, 1, max_open=True),
    metavar="SHARE",
    help="Leave a statement undecided where none of its labels is as likely as this, such as 0.6; by "
    "default as the run's recipe says.",
)
@row_options
@common_options
def score_command(
    articles: tuple[str, ...],
    fields: Mapping[str, str],
    offline: bool,
    rejects: Path | None,
    run: Path,
    extractor: str,
    report: Path | None,
    summary: Path | None,
    abstain: float | None,
    output: Path | None,
    format_: str | None,
    screen: Screen,
) -> None:
    """Find the statements in articles, label each, and sum up by speaker.

    ARTICLE is a file (text, Markdown, HTML, JSON, JSON Lines, CSV, Parquet), a folder, a glob,
    a URL, or - for standard input. The statements go to standard output or to -o, the summary
    to the terminal.
    """
    from stance.articles import read_articles
    from stance.cli.output import ReadArticles, emit_statements, finish, keep
    from stance.cli.tables import speaker_table
    from stance.rows import RejectLog, check_writable, format_of, write_rows
    from stance.runs import Run, open_extractor
    from stance.scoring import score
    from stance.summary import Tally

    for target in filter(None, (report, summary)):
        check_writable(target)
    summary_format = format_of(summary) if summary else ""
    trained = Run.open(run)
    if offline:
        trained.stay_local()
    finder = open_extractor(extractor)
    tally = Tally(trained.codebook)
    page_articles: list[Article] | None = [] if report else None
    page_statements: list[Statement] | None = [] if report else None
    with RejectLog(rejects) as log:
        found = read_articles(
            articles, fields=fields, on_reject=log, offline=offline, on_note=screen.note
        )
        read = ReadArticles(screen.track(found, "scoring", "articles"), log)
        scored = tally.counting(
            score(keep(read, page_articles), trained, finder, abstain=abstain, on_note=screen.note)
        )
        written = emit_statements(keep(scored, page_statements), output, format_)
        speakers = tally.speakers()
        screen.note(f"{written:,} statements in {read.count:,} articles.")
        for line in trained.accounts():
            screen.note(line)
        screen.show(speaker_table(speakers, trained.codebook))
        if summary:
            write_rows((row.to_record() for row in speakers), summary, summary_format)
            screen.note(f"The summary: {summary}")
        if report and page_articles is not None and page_statements is not None:
            from stance.reports import write_report

            write_report(
                report,
                page_articles,
                page_statements,
                run=trained,
                summary=speakers,
                total=tally.total(),
            )
            screen.note(f"The report: {report}")
        finish(log, screen, rejects)
