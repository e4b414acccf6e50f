"""``stance shares``: what share of the statements has each label, the classifier's errors corrected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stance.cli.options import common_options, row_options
from stance.cli.screen import Screen

if TYPE_CHECKING:
    from stance.statements import Statement

_READ = click.Path(exists=True, dir_okay=False, path_type=Path)


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
    type=click.Choice(["label", "speaker", "affiliation", "kind"]),
    help="As many of each label (as predicted), speaker …: rare ones get enough, and a weight sets "
    "that right.",
)
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
    rows = draw_sample(_read(scored), number, by=by, seed=seed)
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
    "--by",
    type=click.Choice(["speaker", "affiliation", "kind"]),
    help="The shares of each speaker … too.",
)
@row_options
@common_options
def estimate_command(
    scored: Path,
    labelled: Path | None,
    predictions: Path | None,
    by: str | None,
    output: Path | None,
    format_: str | None,
    screen: Screen,
) -> None:
    """Estimate what share of the statements has each label, with 95% intervals.

    SCORED is a file that stance score wrote. With --labelled, predictions are corrected by how far they
    are off in a sample (prediction-powered inference); with --predictions, by how often the classifier
    takes one label for another (adjusted counting).
    """
    from stance.cli.output import emit_rows
    from stance.eval import read_predictions
    from stance.eval.shares import estimate_shares, render_shares

    if (labelled is None) == (predictions is None):
        raise click.UsageError("name one of --labelled and --predictions")
    statements = _read(scored)
    if labelled:
        labels, weights, empty = _labels(labelled)
        if empty:
            screen.note(
                f"Note: {empty:,} rows of {labelled} have no label yet, and are passed over."
            )
        shares = estimate_shares(statements, labels, weights=weights, by=by)
    else:
        shares = estimate_shares(statements, read_predictions(predictions or ""), by=by)
    emit_rows(shares.rows(), output, format_, page=render_shares(shares))
    if output:
        screen.show(render_shares(shares))


def _read(path: Path) -> list[Statement]:
    from stance.statement_rows import read_statements

    return list(read_statements(path))


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
