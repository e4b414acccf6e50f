"""``stance demo``: the whole way of the data, once through, in the first minute."""

from __future__ import annotations

from pathlib import Path

import click

from stance.cli.options import common_options
from stance.cli.screen import Screen


@click.command("demo")
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("stance-demo"),
    show_default=True,
    help="The folder for the run, the statements and the report.",
)
@common_options
def demo_command(output: Path, screen: Screen) -> None:
    """Train the default classifier, judge it, score invented articles, and write the report.

    All of it on data that come with stance: nothing is downloaded.
    """
    from rich.console import Console

    from stance.articles import read_articles
    from stance.cli.tables import speaker_table
    from stance.data import ARTICLE_STATEMENTS, ARTICLES, STATEMENTS
    from stance.eval import evaluate, render
    from stance.reports import write_report
    from stance.scoring import score
    from stance.statement_rows import write_statements
    from stance.summary import Tally
    from stance.training import DEFAULT_RECIPE, train

    run = train([STATEMENTS], DEFAULT_RECIPE, folder=output / "runs", on_note=screen.note)
    articles = list(read_articles([ARTICLES]))
    tally = Tally(run.codebook)
    statements = list(tally.counting(score(articles, run)))
    speakers = tally.speakers()
    rows, report = output / "statements.jsonl", output / "report.html"
    write_statements(statements, rows, "jsonl")
    write_report(report, articles, statements, run=run, summary=speakers, total=tally.total())
    console = Console()
    console.print(render(run.evaluation))
    in_the_news = evaluate(run, [ARTICLE_STATEMENTS]).figures["macro_f1"]
    click.echo(
        "The held-out part has every label in equal shares; the classifier expects the news'.\n"
        f"On the gold statements of the articles, labelled as the news are: macro-F1 {in_the_news}\n"
    )
    console.print(speaker_table(speakers, run.codebook))
    click.echo(f"\nThe run:        {run.path}")
    click.echo(f"The statements: {rows}")
    click.echo(f"The report:     {report}  (open it in a browser)")
    click.echo(f"\nOn your articles: stance score ARTICLE... --run {run.path} --report report.html")
    click.echo("On your labels:   stance train LABELLED.csv --codebook auto")
