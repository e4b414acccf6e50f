"""``stance train``: labelled statements to a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from stance.cli.options import common_options, data_options
from stance.cli.screen import Screen


@click.command("train")
@click.argument("data", nargs=-1, required=True, metavar="DATA...")
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
@click.option(
    "--codebook",
    default="posture",
    show_default=True,
    metavar="NAME|FILE|auto",
    help="What the labels are; auto takes those in the data, sorted.",
)
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
    rejects: Path | None,
    screen: Screen,
) -> None:
    """Train a classifier on labelled statements, and judge it on a part held out.

    DATA is one or more files of labelled statements (JSON Lines, JSON, CSV, TSV, Parquet), folders
    or globs; each row has a text and a label.
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
            on_reject=log,
            on_note=screen.note,
        )
        require_all(log, rejects)
        run = train(statements, plan, book, out=output, on_note=screen.note)
        Console().print(render(run.evaluation))
        screen.note(f"The run: {run.path}")
        finish(log, screen, rejects)
