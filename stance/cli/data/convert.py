"""``stance data convert``: annotations from and to what people annotate with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from stance.cli.options import common_options, rejects_option
from stance.cli.screen import Screen

# As in `stance.annotation.FORMATS`, which takes a while to import.
FORMATS = (
    "label-studio", "doccano", "doccano-spans", "prodigy", "brat", "polnear", "conll", "jsonl",
    "csv",
)  # fmt: skip


@click.command("convert")
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "from_",
    type=click.Choice(FORMATS),
    help="What SOURCE is in.  [default: told by its name and content, where that is certain]",
)
@click.option("--to", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path),
    help="The file to write; for brat and polnear a folder.",
)
@click.option(
    "--articles",
    multiple=True,
    metavar="ARTICLE",
    help="SOURCE holds statements as stance extract and score write them: put them to these "
    "articles. Repeatable.",
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the labelling interface for Label Studio (XML) to this file, too.",
)
@click.option(
    "--codebook",
    default="posture",
    show_default=True,
    metavar="NAME|FILE",
    help="Its labels and acts are offered to the annotator.",
)
@click.option(
    "--units",
    type=click.Choice(["code-points", "utf-16"]),
    help="What the offsets in SOURCE count.  [default: what the tool counts]",
)
@rejects_option
@common_options
def convert_command(
    source: Path,
    from_: str | None,
    to: str,
    output: Path,
    articles: tuple[str, ...],
    config: Path | None,
    codebook: str,
    units: str | None,
    rejects: Path | None,
    screen: Screen,
) -> None:
    """Convert labelled statements or annotated articles from one tool's format to another's.

    What a format cannot hold is counted and named. Annotated articles are articles with the
    statements in them: spans of content, cue and source, speaker, label.
    """
    from itertools import chain

    from stance.annotation import (
        AnnotatedArticle,
        Annotation,
        WarningCounts,
        annotate,
        label_studio_config,
        read_annotations,
        write_annotations,
    )
    from stance.articles import read_articles
    from stance.cli.output import finish
    from stance.codebook import load_codebook
    from stance.errors import StanceError
    from stance.rows import RejectLog, check_writable
    from stance.statement_rows import read_statements

    book = load_codebook(codebook)
    if config:
        check_writable(config)
    lost = WarningCounts()
    with RejectLog(rejects) as log:
        if articles:
            statements = read_statements(source, on_reject=log, on_note=screen.note)
            texts = read_articles(articles, on_reject=log, on_note=screen.note)
            items: Iterator[Annotation] = annotate(texts, statements)
        else:
            items = read_annotations(
                source,
                from_,
                on_reject=log,
                on_warning=lost,
                on_note=screen.note,
                units=units,  # type: ignore[arg-type]
            )
        first = next(items, None)
        if first is None:
            raise StanceError(f"{source} holds nothing that could be converted")
        count = write_annotations(chain([first], items), output, to, codebook=book, on_warning=lost)
        if config:
            whole = isinstance(first, AnnotatedArticle)
            interface = label_studio_config("articles" if whole else "labelled", book)
            config.write_text(interface, encoding="utf-8")
        for line in lost.lines():
            screen.warn(line)
        screen.note(f"{count:,} written to {output}.")
        finish(log, screen, rejects)
