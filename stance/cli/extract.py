"""``stance extract``: articles to statements."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import click

from stance.cli.options import article_options, common_options, row_options
from stance.cli.screen import Screen


@click.command("extract")
@article_options
@click.option("--explain", is_flag=True, help="Give each statement the reason why it was found.")
@row_options
@common_options
def extract_command(
    articles: tuple[str, ...],
    fields: Mapping[str, str],
    offline: bool,
    rejects: Path | None,
    explain: bool,
    output: Path | None,
    format_: str | None,
    screen: Screen,
) -> None:
    """Find the statements in articles, and who made each.

    ARTICLE is a file (text, Markdown, HTML, JSON, JSON Lines, CSV, Parquet), a folder, a glob,
    a URL, or - for standard input.
    """
    from stance.articles import read_articles
    from stance.cli.output import ReadArticles, emit_statements, finish
    from stance.extraction import extract
    from stance.rows import RejectLog

    with RejectLog(rejects) as log:
        found = read_articles(
            articles, fields=fields, on_reject=log, offline=offline, on_note=screen.note
        )
        read = ReadArticles(screen.track(found, "reading", "articles"), log)
        statements = (extract(article, explain=explain) for article in read)
        written = emit_statements(chain.from_iterable(statements), output, format_)
        screen.note(f"{written:,} statements in {read.count:,} articles.")
        finish(log, screen, rejects)
