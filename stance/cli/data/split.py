"""``stance data split``: data divided into parts for good."""

from __future__ import annotations

from pathlib import Path

import click

from stance.cli.options import common_options, data_argument, source_options
from stance.cli.screen import Screen


def _shares(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> dict[str, float] | None:
    if value is None:
        return None
    shares = {}
    for part in value.split(","):
        name, sign, share = part.strip().partition("=")
        try:
            shares[name] = float(share)
        except ValueError:
            sign = ""
        if not (name and sign):
            raise click.BadParameter(f"{part!r} has not the form NAME=SHARE")
    return shares


@click.command("split")
@data_argument
@click.option(
    "--by",
    multiple=True,
    metavar="COLUMN",
    help="Never part rows with the same value here: article, speaker, dispute, … Repeatable.",
)
@click.option(
    "--parts",
    callback=_shares,
    metavar="NAME=SHARE,…",
    help="The parts and their shares.  [default: train=0.7,dev=0.15,test=0.15]",
)
@click.option("--folds", type=click.IntRange(2), help="So many equal parts instead.")
@click.option(
    "--stratify",
    default="label",
    show_default=True,
    metavar="COLUMN|none",
    help="Every part has the values of this column in proportion.",
)
@click.option("--text-column", default="text", show_default=True, help="Where the text stands.")
@click.option("--seed", default=0, show_default=True, help="Same data, same seed: same parts.")
@click.option(
    "--tolerance",
    type=click.FloatRange(0, 1),
    default=0.05,
    show_default=True,
    help="How far a part may be from its share; what cannot be balanced is refused.",
)
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path),
    help="A directory, for one file (JSON Lines) a part; or a file, for all rows with their part "
    "in the column split.",
)
@source_options
@common_options
def split_command(
    data: tuple[str, ...],
    by: tuple[str, ...],
    parts: dict[str, float] | None,
    folds: int | None,
    stratify: str,
    text_column: str,
    seed: int,
    tolerance: float,
    output: Path,
    split: str | None,
    offline: bool,
    screen: Screen,
) -> None:
    """Divide labelled data into parts that share no group and no text, not even nearly.

    Rows are written as they stand, with all their columns. Data that cannot be balanced as asked
    for are refused, with figures.
    """
    from stance.cli.tables import division_table
    from stance.labelled import data_rows
    from stance.training.division import SHARES, divide, folds_of, write_parts

    if parts and folds:
        raise click.UsageError("--parts and --folds exclude each other")
    rows = [
        located.row
        for located in data_rows(data, split=split, offline=offline, on_note=screen.note)
    ]
    division = divide(
        rows,
        folds_of(folds) if folds else parts or SHARES,
        by=by,
        stratify=None if stratify == "none" else stratify,
        text=text_column,
        seed=seed,
        tolerance=tolerance,
    )
    write_parts(rows, division, output)
    screen.show(division_table(division))
    screen.note(f"Written to {output}.")
