"""``stance data check``: what is wrong with labelled data, before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from stance.cli.options import (
    codebook_option,
    columns_options,
    common_options,
    data_argument,
    row_options,
    source_options,
)
from stance.cli.screen import Screen


@click.command("check")
@data_argument
@codebook_option
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    help="Exit with code 1 at a finding of this severity, or a worse one.",
)
@click.option(
    "--skip",
    multiple=True,
    metavar="CODE",
    help="Do not look for CODE, as in likely-label-error. Repeatable.",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page (HTML) with the findings and their rows to this file.",
)
@columns_options
@source_options
@row_options
@common_options
def check_command(
    data: tuple[str, ...],
    codebook: str,
    fail_on: str | None,
    skip: tuple[str, ...],
    report: Path | None,
    columns: Mapping[str, str],
    label_map: Mapping[str, str],
    split: str | None,
    offline: bool,
    output: Path | None,
    format_: str | None,
    screen: Screen,
) -> None:
    """Check labelled data: labels, duplicates, leaks, give-aways, likely errors.

    Several files, or the values of a column split, are parts of the data, such as training and
    test: what stands in two of them is a leak. Each finding has a code that stays the same, a
    severity and a cure. As JSON, the whole of the report is given; else one row for each example.
    """
    from stance.cli.output import emit_rows
    from stance.reports import write_check_page
    from stance.rows import check_writable
    from stance.training import resolve_codebook
    from stance.training.checks import at_least, check, render_check

    if report:
        check_writable(report)
    found = check(
        data,
        resolve_codebook(codebook),
        columns=columns,
        label_map=label_map,
        split=split,
        offline=offline,
        skip=skip,
        on_note=screen.note,
    )
    if report:
        write_check_page(found, report)
        screen.note(f"The page: {report}")
    whole = (output.suffix == ".json") if output and not format_ else format_ == "json"
    rows = [found.model_dump(mode="json")] if whole else found.table()
    emit_rows(rows, output, format_, page=render_check(found))
    if fail_on and at_least(fail_on, found.findings):  # type: ignore[arg-type]
        raise click.exceptions.Exit(1)
