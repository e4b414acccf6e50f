"""``stance tune``: the best entries of a recipe, searched for, and a run trained with them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from stance.cli.options import codebook_option, common_options, data_argument, data_options
from stance.cli.screen import Screen


@click.command("tune")
@data_argument
@click.option(
    "--recipe",
    default="linear",
    show_default=True,
    metavar="NAME|FILE",
    help="The recipe to begin with; what is not searched stays as it says.",
)
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override one entry of the recipe, as in target=act. Repeatable.",
)
@click.option(
    "--space",
    metavar="KIND|FILE",
    help="What is searched: a TOML file, or the kind whose space ships (linear, embedding, fewshot, "
    "transformer).  [default: the recipe's kind]",
)
@click.option(
    "--trials", type=click.IntRange(1), default=20, show_default=True, help="How many are tried."
)
@click.option(
    "--folds",
    type=click.IntRange(2),
    default=5,
    show_default=True,
    help="Folds of the training part that each trial is judged by.",
)
@codebook_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="The directory of the run.  [default: runs/<time>-<kind>-<fingerprint>]",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Go on with a search over the same data, recipe and space that was killed.",
)
@data_options
@common_options
def tune_command(
    data: tuple[str, ...],
    recipe: str,
    overrides: tuple[str, ...],
    space: str | None,
    trials: int,
    folds: int,
    codebook: str,
    output: Path | None,
    resume: bool,
    columns: Mapping[str, str],
    label_map: Mapping[str, str],
    split: str | None,
    offline: bool,
    rejects: Path | None,
    screen: Screen,
) -> None:
    """Search for the best entries of a recipe, and train a classifier with them.

    DATA is as for stance train. Each trial is judged by cross-validation within the training part, in
    folds that keep articles and disputes whole; the part held out decides nothing, and judges the
    best in the end. Takes the tune extra: pip install "stance[tune]".
    """
    from rich.console import Console

    from stance.cli.labelled import read_whole
    from stance.cli.output import finish
    from stance.eval import render
    from stance.rows import RejectLog
    from stance.training import load_recipe, resolve_codebook, tune

    plan = load_recipe(recipe, overrides)
    book = resolve_codebook(codebook)
    with RejectLog(rejects) as log:
        statements = read_whole(
            data,
            book,
            log,
            screen,
            columns=columns,
            label_map=label_map,
            split=split,
            offline=offline,
            rejects=rejects,
        )
        run = tune(
            statements,
            plan,
            book,
            out=output,
            space=space,
            trials=trials,
            folds=folds,
            resume=resume,
            offline=offline,
            on_note=screen.note,
        )
        Console().print(render(run.evaluation))
        screen.note(f"The run: {run.path}")
        finish(log, screen, rejects)
