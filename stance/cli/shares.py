"""``stance shares``: what share of the statements has each label, the classifier's errors corrected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from stance.cli.options import common_options, row_options
from stance.cli.screen import Screen

if TYPE_CHECKING:
    from stance.statements import Statement

_READ = click.Path(exists=True, dir_okay=False, path_type=Path)
_PERIODS = ("year", "month")
_articles = click.option(
    "--articles",
    multiple=True,
    metavar="ARTICLE",
    help="With --by year or month: the articles that were scored, whose dates tell it; without, a column "
    "date of SCORED does. Repeatable.",
)


def _shares(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, float]:
    shares = {}
    for value in values:
        label, sign, share = value.rpartition("=")
        try:
            shares[label] = float(share)
        except ValueError:
            sign = ""
        if not (label and sign):
            raise click.BadParameter(f"{value!r} has not the form LABEL=SHARE")
    return shares


@click.group("shares")
def shares_group() -> None:
    """Estimate the shares of labels in a corpus from its predictions and some labels by hand."""


@shares_group.command("sample")
@click.argument("scored", type=_READ)
@click.option(
    "-n", "number", type=click.IntRange(1), default=200, show_default=True, help="How many."
)
@click.option(
    "--by",
    type=click.Choice(["label", "speaker", "affiliation", "kind", *_PERIODS]),
    help="As many of each label (as predicted), speaker …: rare ones get enough, and a weight sets "
    "that right.",
)
@_articles
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the draw.")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Write the rows to this file, such as sample.csv; its ending tells the format.",
)
@common_options
def sample_command(
    scored: Path,
    number: int,
    by: str | None,
    articles: tuple[str, ...],
    seed: int,
    output: Path,
    screen: Screen,
) -> None:
    """Draw statements by chance, to be labelled by hand.

    SCORED is a file that stance score wrote. The rows have an empty column label to be filled in; what
    the classifier thinks of them is not in it. A file that is there already is never written over.
    """
    from stance.errors import StanceError
    from stance.eval.shares import SAMPLED, draw_sample
    from stance.rows import format_of, write_rows

    format_ = format_of(output)  # told before any work
    if output.exists():
        raise StanceError(
            f"{output} is there already, and may hold labels by hand: name another file"
        )
    _check_dates(by, articles)
    statements, dates = _read(scored, by, articles, screen)
    rows = draw_sample(statements, number, by=by, dates=dates, seed=seed)
    write_rows(rows, output, format_, columns=SAMPLED)
    screen.note(f"{len(rows):,} statements: fill in the column label, then stance shares estimate.")


@shares_group.command("estimate")
@click.argument("scored", type=_READ)
@click.option(
    "--labelled",
    type=_READ,
    help="Labels by hand (id, label and, where it is, weight) of a random sample of the statements, as "
    "stance shares sample draws it; rows without a label are passed over.",
)
@click.option(
    "--predictions",
    type=_READ,
    help="Where there is no such sample: predictions of the same run with their gold, on other statements.",
)
@click.option(
    "--method",
    type=click.Choice(["acc", "em"]),
    help="With --predictions: adjusted counting of labels, or expectation maximisation, which takes their "
    "scores.  [default: acc]",
)
@click.option(
    "--prior",
    multiple=True,
    callback=_shares,
    metavar="LABEL=SHARE",
    help="Where there are no such predictions either: the proportions of labels that the scores hold for, "
    "as the run's prior; expectation maximisation. Repeatable.",
)
@click.option(
    "--by",
    type=click.Choice(["speaker", "affiliation", "kind", *_PERIODS]),
    help="The shares of each speaker, year … too.",
)
@_articles
@row_options
@common_options
def estimate_command(
    scored: Path,
    labelled: Path | None,
    predictions: Path | None,
    method: Literal["acc", "em"] | None,
    prior: dict[str, float],
    by: str | None,
    articles: tuple[str, ...],
    output: Path | None,
    format_: str | None,
    screen: Screen,
) -> None:
    """Estimate what share of the statements has each label, with 95% intervals.

    SCORED is a file that stance score wrote. With --labelled, predictions are corrected by how far they
    are off in a sample (prediction-powered inference); with --predictions, by how often the classifier
    takes one label for another (adjusted counting); with --prior, by what the scores themselves say
    of other proportions (expectation maximisation).
    """
    from stance.cli.output import emit_rows
    from stance.eval import read_predictions
    from stance.eval.shares import estimate_shares, render_shares

    if (labelled is not None) + (predictions is not None) + bool(prior) != 1:
        raise click.UsageError("name one of --labelled, --predictions and --prior")
    if method and not predictions:
        raise click.UsageError("--method goes with --predictions")
    _check_dates(by, articles)
    statements, dates = _read(scored, by, articles, screen)
    if labelled:
        labels, weights, empty = _labels(labelled)
        if empty:
            screen.note(
                f"Note: {empty:,} rows of {labelled} have no label yet, and are passed over."
            )
        shares = estimate_shares(statements, labels, weights=weights, by=by, dates=dates)
    else:
        judged = read_predictions(predictions) if predictions else None
        shares = estimate_shares(
            statements, judged, prior=prior or None, method=method, by=by, dates=dates
        )
    emit_rows(shares.rows(), output, format_, page=render_shares(shares))
    if output:
        screen.show(render_shares(shares))


def _check_dates(by: str | None, articles: Sequence[str]) -> None:
    if articles and by not in _PERIODS:
        raise click.UsageError("--articles tells dates: it goes with --by year or --by month")


def _read(
    path: Path, by: str | None, articles: Sequence[str], screen: Screen
) -> tuple[list[Statement], dict[str, str]]:
    """Read statements and, where they are grouped by period, the date of each article by its id."""
    from stance.articles import read_articles
    from stance.rows import text_of
    from stance.statement_rows import locate_statements

    statements: list[Statement] = []
    dates: dict[str, str] = {}
    for located, statement in locate_statements(path):
        statements.append(statement)
        if by in _PERIODS and (date := text_of(located.row.get("date"))):
            dates[statement.article] = date
    if articles:
        read = read_articles(articles, on_reject=lambda reject: screen.warn(str(reject)))
        dates |= {article.id: article.date for article in read if article.date}
    return statements, dates


def _labels(path: Path) -> tuple[dict[str, str], dict[str, float], int]:
    """Read labels and weights by id, and count the rows that have no label."""
    from stance.errors import StanceError
    from stance.rows import read_rows, text_of

    labels: dict[str, str] = {}
    weights: dict[str, float] = {}
    empty = 0
    for found in read_rows(path):
        name, label = text_of(found.row.get("id")), text_of(found.row.get("label"))
        where = f"{found.source}:{found.line}"
        if name is None:
            raise StanceError(f"{where}: it has no id; each label needs that of its statement")
        if name in labels:
            raise StanceError(f"{where}: {name} has a label already; each statement has one")
        if label is None:
            empty += 1
            continue
        labels[name] = label
        weight = found.row.get("weight")
        if weight not in (None, ""):
            try:
                weights[name] = float(weight)
            except (TypeError, ValueError):
                weights[name] = -1.0
            if not weights[name] > 0:
                raise StanceError(f"{where}: the weight {weight!r} is no number above 0")
    return labels, weights, empty
