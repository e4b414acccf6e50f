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
    help="How to train: a recipe that ships (linear, news, lexicon, embedding, fewshot, transformer, zeroshot, blend, baseline) or a TOML file.",
)
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override one entry of the recipe, as in params.c=2 or target=act. Repeatable.",
)
@click.option(
    "--seeds",
    type=click.IntRange(1, 100),
    metavar="N",
    help="Train N classifiers of different seeds: short for --set seeds=N. With keep=ensemble the "
    "mean of all is kept.",
)
@click.option(
    "--encoder",
    metavar="NAME|FOLDER|ID",
    help="The encoder to begin with, of recipes that have one: minilm, a folder that "
    "save_pretrained wrote, or an id of the model hub. Short for --set params.encoder=…",
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
    help="Go on with a training of the same data and recipe that was killed.",
)
@click.option(
    "--learning-curve",
    "curve",
    is_flag=True,
    help="Train on shares of the training part too, three draws of each, to see whether more labels "
    "would help. Takes about six times as long.",
)
@click.option(
    "--mlflow",
    metavar="URI",
    envvar="STANCE_MLFLOW",
    help="Log the run to MLflow too: the address of a tracking server, or sqlite:///FILE. Takes the "
    "mlflow extra.",
)
@data_options
@common_options
def train_command(
    data: tuple[str, ...],
    recipe: str,
    overrides: tuple[str, ...],
    seeds: int | None,
    encoder: str | None,
    codebook: str,
    output: Path | None,
    resume: bool,
    curve: bool,
    mlflow: str | None,
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

    from stance.cli.labelled import read_whole
    from stance.cli.output import finish
    from stance.cli.tables import curve_table
    from stance.eval import render
    from stance.rows import RejectLog
    from stance.training import load_recipe, resolve_codebook, train

    short = {"seeds": seeds, "params.encoder": encoder}
    given = [f"{key}={value}" for key, value in short.items() if value is not None]
    plan = load_recipe(recipe, [*overrides, *given])
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
        run = train(
            statements,
            plan,
            book,
            out=output,
            resume=resume,
            offline=offline,
            curve=curve,
            mlflow=mlflow,
            on_note=screen.note,
        )
        console = Console()
        console.print(render(run.evaluation))
        if run.learning_curve:
            console.print(curve_table(run.learning_curve))
        screen.note(f"The run: {run.path}")
        finish(log, screen, rejects)
