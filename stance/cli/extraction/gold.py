"""Options for annotated articles, and reading them: what training and evaluation share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from stance.cli.data.convert import FORMATS

if TYPE_CHECKING:
    from stance.annotation import AnnotatedArticle
    from stance.cli.screen import Screen
    from stance.rows import RejectLog

Command = Callable[..., None]


def annotated_options(name: str) -> Callable[[Command], Command]:
    """Add the argument for annotated articles, called `name`, and how to read them.

    They are passed as ``annotated``, ``articles``, ``from_`` and ``split``.
    """

    def add(command: Command) -> Command:
        for option in (
            click.option("--split", metavar="NAME", help="Take only what has NAME as its split."),
            click.option(
                "--from",
                "from_",
                type=click.Choice(FORMATS),
                help=f"What {name} is in.  [default: told by its name and content, where that is "
                "certain]",
            ),
            click.option(
                "--articles",
                multiple=True,
                metavar="ARTICLE",
                help=f"{name} holds statements only: their articles are here, and are put to them "
                "by their id. Repeatable.",
            ),
            click.argument("annotated", nargs=-1, required=True, metavar=f"{name}..."),
        ):
            command = option(command)
        return command

    return add


def read_annotated(
    annotated: Sequence[str],
    articles: Sequence[str],
    from_: str | None,
    split: str | None,
    log: RejectLog,
    screen: Screen,
) -> list[AnnotatedArticle]:
    """Read what the options name; what a format could not hold is told on the screen."""
    from stance.annotation import WarningCounts, read_annotated_articles

    lost = WarningCounts()
    marked = list(
        read_annotated_articles(
            annotated,
            articles=articles,
            format_=from_,
            split=split,
            on_reject=log,
            on_warning=lost,
            on_note=screen.note,
        )
    )
    for line in lost.lines():
        screen.warn(line)
    return marked
