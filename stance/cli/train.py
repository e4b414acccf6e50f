"""``stance train``: labelled statements to a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from stance.cli.options import codebook_option, common_options, data_argument, data_options
from stance.cli.screen import Screen


@click.command("train")
@data_argument
@click.option(
    "--recipe",
    default="linear",
    show_default=True,
    metavar="NAME|FILE",
    help="How to train: a recipe that ships (linear, news, baseline) or a TOML file.",
)
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override one entry of the recipe, as in params.c=2 or target=act. Repeatable.",
)
@codebook_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="The directory of the run.  [default: runs/<time>-<kind>-<fingerprint>]",
)
@data_options
@common_options
def train_command(
    data: tuple[str, ...],
    recipe: str,
    overrides: tuple[str, ...],
    codebook: str,
    output: Path | None,
    columns: Mapping[str, str],
    label_map: Mapping[str, str],
    split: str | None,
    offline: bool,
    rejects: Path | None,
    screen: Screen,
) -> None:
    """Train a classifier on labelled statements, and judge it on a part held out.

    DATA is one or more files of labelled statements (JSON Lines, JSON, CSV, TSV, Parquet), folders,
    globs, - for JSON Lines from standard input, directories that the datasets library saved, or ids
    of its hub (owner/name); each row has a text and a label.
    """
    from rich.console import Console

    from stance.cli.output import finish, require_all
    from stance.eval import render
    from stance.labelled import read_labelled
    from stance.rows import RejectLog
    from stance.training import load_recipe, resolve_codebook, train

    plan = load_recipe(recipe, overrides)
    book = resolve_codebook(codebook)
    with RejectLog(rejects) as log:
        statements = read_labelled(
            data,
            book,
            columns=columns,
            label_map=label_map,
            split=split,
            offline=offline,
            on_reject=log,
            on_note=screen.note,
        )
        require_all(log, rejects)
        run = train(statements, plan, book, out=output, on_note=screen.note)
        Console().print(render(run.evaluation))
        screen.note(f"The run: {run.path}")
        finish(log, screen, rejects)
