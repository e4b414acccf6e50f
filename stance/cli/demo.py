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
    """Train a linear classifier, judge it beside the one that ships, and write its report.

    All of it on data that come with stance, whose articles are invented: nothing is downloaded.
    """
    from rich.console import Console

    from stance.articles import read_articles
    from stance.cli.tables import judged_table, speaker_table
    from stance.data import ARTICLE_STATEMENTS, ARTICLES, STATEMENTS
    from stance.eval import Prediction, evaluate_predictions, render
    from stance.labelled import read_labelled
    from stance.reports import write_report
    from stance.runs import Run
    from stance.scoring import score
    from stance.statement_rows import write_statements
    from stance.summary import Tally
    from stance.training import train

    # What is held out is the same as for the one that ships, and is not learnt from in the end either.
    trained = train(
        [STATEMENTS, ARTICLE_STATEMENTS],
        "news",
        overrides=["split.by=given", "refit=false"],
        folder=output / "runs",
        on_note=screen.note,
    )
    gold = read_labelled([ARTICLE_STATEMENTS], trained.codebook, split="test")
    unseen = {row.article for row in gold}
    articles = [article for article in read_articles([ARTICLES]) if article.id in unseen]
    tally = Tally(trained.codebook)
    statements = list(tally.counting(score(articles, trained)))
    speakers = tally.speakers()
    rows, report = output / "statements.jsonl", output / "report.html"
    write_statements(statements, rows, "jsonl")
    write_report(report, articles, statements, run=trained, summary=speakers, total=tally.total())
    console = Console()
    console.print(render(trained.evaluation))
    both = [run.evaluation.predictions for run in (trained, Run.open("default"))]
    of_articles = [[item for item in items if item.article in unseen] for items in both]
    judged = {
        name: [evaluate_predictions(map(Prediction.to_record, items)) for items in parts]
        for name, parts in (
            ("the held-out part", both),
            (f"the gold of its {len(articles)} articles", of_articles),
        )
    }
    console.print(judged_table(["this one", "the one that ships"], judged))
    console.print(speaker_table(speakers, trained.codebook))
    click.echo(f"\nThe run:        {trained.path}")
    click.echo(f"The statements: {rows}")
    click.echo(f"The report:     {report}  (open it in a browser)")
    click.echo(
        "\nOn your articles: stance score ARTICLE... --report report.html  (by the one that ships)"
    )
    click.echo("On your labels:   stance train LABELLED.csv --codebook auto")
