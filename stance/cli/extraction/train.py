"""``stance extraction train``: annotated articles to a run that finds statements."""

from __future__ import annotations

from pathlib import Path

import click

from stance.cli.extraction.gold import annotated_options, read_annotated
from stance.cli.options import common_options, rejects_option
from stance.cli.screen import Screen


@click.command("train")
@annotated_options("DATA")
@click.option(
    "--encoder",
    metavar="NAME|FOLDER|ID",
    help="The encoder to begin with: minilm, a folder that save_pretrained wrote, or an id of the "
    "model hub.  [default: that of the recipe]",
)
@click.option(
    "--recipe",
    default="tagger",
    show_default=True,
    metavar="NAME|FILE",
    help="How to train: the recipe that ships (tagger) or a TOML file.",
)
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override one entry of the recipe, as in params.epochs=3. Repeatable.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="The directory of the run.  [default: runs/<time>-tagger-<fingerprint>]",
)
@click.option("--offline", is_flag=True, envvar="STANCE_OFFLINE", help="Never ask the model hub.")
@rejects_option
@common_options
def train_command(
    annotated: tuple[str, ...],
    articles: tuple[str, ...],
    from_: str | None,
    split: str | None,
    encoder: str | None,
    recipe: str,
    overrides: tuple[str, ...],
    output: Path | None,
    offline: bool,
    rejects: Path | None,
    screen: Screen,
) -> None:
    """Train an extractor on annotated articles, and judge it on articles held out.

    DATA is articles with the statements that are in them: files or folders in any format that
    stance data convert reads. Takes the neural extra: pip install "stance[neural]".
    """
    from rich.console import Console

    from stance.cli.output import finish, require_all
    from stance.eval.extraction import render_extraction
    from stance.rows import RejectLog
    from stance.training.extraction import load_tagger_recipe, train_extractor

    chosen = (*overrides, *([f'encoder="{encoder}"'] if encoder else ()))
    plan = load_tagger_recipe(recipe, chosen)
    with RejectLog(rejects) as log:
        marked = read_annotated(annotated, articles, from_, split, log, screen)
        require_all(log, rejects)
        run = train_extractor(marked, plan, out=output, offline=offline, on_note=screen.note)
        Console().print(render_extraction(run.evaluation))
        screen.note(f"The run: {run.path}")
        finish(log, screen, rejects)
