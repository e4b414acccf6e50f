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
    from stance.data import ARTICLE_STATEMENTS, ARTICLES
    from stance.eval import evaluate, render
    from stance.labelled import read_labelled
    from stance.reports import write_report
    from stance.scoring import score
    from stance.statement_rows import write_statements
    from stance.summary import Tally
    from stance.training import train_default

    run = train_default(folder=output / "runs", on_note=screen.note)
    # Articles that the classifier has learnt nothing from.
    gold = read_labelled([ARTICLE_STATEMENTS], run.codebook, split="test")
    unseen = {row.article for row in gold}
    articles = [article for article in read_articles([ARTICLES]) if article.id in unseen]
    tally = Tally(run.codebook)
    statements = list(tally.counting(score(articles, run)))
    speakers = tally.speakers()
    rows, report = output / "statements.jsonl", output / "report.html"
    write_statements(statements, rows, "jsonl")
    write_report(report, articles, statements, run=run, summary=speakers, total=tally.total())
    console = Console()
    console.print(render(run.evaluation))
    in_the_news = evaluate(run, gold).figures["macro_f1"]
    click.echo(
        "In the held-out part all labels are frequent; the classifier expects the news' shares.\n"
        f"On the gold statements of its {len(articles)} articles alone: macro-F1 {in_the_news}\n"
    )
    console.print(speaker_table(speakers, run.codebook))
    click.echo(f"\nThe run:        {run.path}")
    click.echo(f"The statements: {rows}")
    click.echo(f"The report:     {report}  (open it in a browser)")
    click.echo(f"\nOn your articles: stance score ARTICLE... --run {run.path} --report report.html")
    click.echo("On your labels:   stance train LABELLED.csv --codebook auto")
