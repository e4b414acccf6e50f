"""What commands share: their common options, how they end, and the options for rows."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from stance.cli.screen import Screen
from stance.errors import StanceError
from stance.terminal import plain

INTERRUPTED = 130
SOME_REFUSED = 3

Command = Callable[..., None]


def common_options(command: Command) -> Command:
    """Add the options of every command, and end it as the user expects.

    The command is called with a `Screen` as ``screen``. A `StanceError` ends it with its message
    and exit code 1, an interruption with 130; only ``--debug`` shows a traceback.
    """

    @click.option(
        "--quiet", "-q", is_flag=True, envvar="STANCE_QUIET", help="No notes, no progress."
    )
    @click.option(
        "--debug", is_flag=True, envvar="STANCE_DEBUG", help="Show a traceback on errors."
    )
    @functools.wraps(command)
    def run(*args: Any, quiet: bool, debug: bool, **kwargs: Any) -> None:
        try:
            command(*args, screen=Screen(quiet=quiet), **kwargs)
        except (click.exceptions.Exit, click.ClickException, BrokenPipeError):
            raise
        except KeyboardInterrupt as interruption:
            for line in ("Interrupted.", *getattr(interruption, "__notes__", ())):
                click.echo(line, err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None
        except Exception as error:
            if debug:
                raise
            raise click.ClickException(_message(error)) from error

    return run


def _message(error: Exception) -> str:
    match error:
        case StanceError():
            return plain(str(error), keep_newlines=True)
        case OSError():
            return plain(str(error))
        case _:
            return plain(
                f"stance failed where it should not have ({type(error).__name__}: {error}). "
                "Run it again with --debug and report what it shows."
            )


def article_options(command: Command) -> Command:
    """Add what every command that reads articles takes."""
    for option in (
        click.argument("articles", nargs=-1, required=True, metavar="ARTICLE..."),
        click.option(
            "--field",
            "fields",
            multiple=True,
            metavar="FIELD=NAME",
            callback=_pairs,
            help="The article's FIELD (id, text, title, date, source, url, language) stands under "
            "NAME in JSON, CSV and Parquet files. Repeatable.",
        ),
        click.option(
            "--offline",
            is_flag=True,
            envvar="STANCE_OFFLINE",
            help="Never try the network.",
        ),
        rejects_option,
    ):
        command = option(command)
    return command


def data_argument(command: Command) -> Command:
    """Add the data that a command reads."""
    return click.argument("data", nargs=-1, required=True, metavar="DATA...")(command)


def source_options(command: Command) -> Command:
    """Add what decides which rows of the data are read."""
    for option in (
        click.option(
            "--split",
            metavar="NAME",
            help="Read this split only: of data sets, or by the rows' column split.",
        ),
        click.option(
            "--offline", is_flag=True, envvar="STANCE_OFFLINE", help="Never try the network."
        ),
    ):
        command = option(command)
    return command


def columns_options(command: Command) -> Command:
    """Add what tells where text, label and the rest stand in the data, as ``columns``."""

    @click.option(
        "--text-column", metavar="NAME", help="The text stands in the column NAME: text=NAME."
    )
    @click.option(
        "--label-column", metavar="NAME", help="The label stands in the column NAME: label=NAME."
    )
    @click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="FIELD=NAME",
        callback=_pairs,
        help="FIELD (id, text, label, act, cue, kind, speaker, article, ...) stands in the "
        "column NAME of the data. Repeatable.",
    )
    @click.option(
        "--map",
        "label_map",
        multiple=True,
        metavar="THEIRS=OURS",
        callback=_pairs,
        help="The data's label THEIRS is the codebook's OURS. Repeatable.",
    )
    @functools.wraps(command)
    def run(
        *args: Any,
        text_column: str | None,
        label_column: str | None,
        columns: dict[str, str],
        **kwargs: Any,
    ) -> None:
        named = {"text": text_column, "label": label_column}
        columns |= {field: name for field, name in named.items() if name}
        command(*args, columns=columns, **kwargs)

    return run


def data_options(command: Command) -> Command:
    """Add what every command that learns from labelled statements, or judges by them, takes."""
    return columns_options(source_options(rejects_option(command)))


def codebook_option(command: Command) -> Command:
    """Add ``--codebook``."""
    return click.option(
        "--codebook",
        default="posture",
        show_default=True,
        metavar="NAME|FILE|auto",
        help="What the labels are; auto takes those in the data, sorted.",
    )(command)


def rejects_option(command: Command) -> Command:
    """Add ``--rejects``."""
    return click.option(
        "--rejects",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write the refused input to this file (JSON Lines), with the reason for each.",
    )(command)


def run_option(command: Command) -> Command:
    """Add ``--run``."""
    return click.option(
        "--run",
        type=click.Path(path_type=Path),
        default="default",
        show_default=True,
        envvar="STANCE_RUN",
        help="The run that labels: a directory that stance train made, or default, the one that ships.",
    )(command)


def row_options(command: Command) -> Command:
    """Add ``-o`` and ``--format`` to a command that emits rows."""
    for option in (
        click.option(
            "--output",
            "-o",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write the rows to this file; its ending tells the format.",
        ),
        click.option(
            "--format",
            "format_",
            type=click.Choice(
                ["jsonl", "csv", "tsv", "json", "parquet", "markdown", "latex", "table"]
            ),
            help="The form of the rows. [default: by the file's ending; on a terminal a table, "
            "in a pipe jsonl]",
        ),
    ):
        command = option(command)
    return command


def page_options(command: Command) -> Command:
    """Add ``--report`` and ``--figures`` to a command that judges."""
    for option in (
        click.option(
            "--figures",
            type=click.Path(file_okay=False, path_type=Path),
            metavar="DIR",
            help="Write each picture as PNG, SVG and PDF, and the data behind it as CSV, into this "
            "folder.",
        ),
        click.option(
            "--report",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write a page (HTML) with all of it, item by item, to this file.",
        ),
    ):
        command = option(command)
    return command


def _pairs(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    pairs = {}
    for value in values:
        name, sign, other = value.partition("=")
        if not (name and sign and other):
            raise click.BadParameter(f"{value!r} has not the form NAME=NAME")
        pairs[name] = other
    return pairs


def extractor_option(command: Command) -> Command:
    """Add ``--extractor``, what finds the statements; it is passed as ``extractor``."""
    return click.option(
        "--extractor",
        default="rules",
        show_default=True,
        metavar="rules|RUN|rules+RUN|RUN+rules",
        help="What finds the statements: the rules, a run of stance extraction train, or the one and "
        "what the other finds besides.",
    )(command)
