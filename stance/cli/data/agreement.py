"""``stance data agreement``: how far coders agree, and what is to hold where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from stance.cli.options import (
    codebook_option,
    columns_options,
    common_options,
    data_argument,
    rejects_option,
    row_options,
)
from stance.cli.screen import Screen


@click.command("agreement")
@data_argument
@codebook_option
@click.option(
    "--item",
    default="id",
    show_default=True,
    metavar="COLUMN",
    help="The column that tells what was coded, the same for all coders.",
)
@click.option(
    "--spans",
    is_flag=True,
    help="Each file is what one coder marked in articles (statements with offsets): compare "
    "where, and who is said to speak.",
)
@click.option(
    "--adjudicate",
    type=click.Choice(["majority", "first"]),
    help="Emit the settled rows in place of the figures: by most coders (ties stay open), or by "
    "the first.",
)
@click.option(
    "--disagreements",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the items on which coders differ to this file, to be settled.",
)
@columns_options
@rejects_option
@row_options
@common_options
def agreement_command(
    data: tuple[str, ...],
    codebook: str,
    item: str,
    spans: bool,
    adjudicate: str | None,
    disagreements: Path | None,
    columns: Mapping[str, str],
    label_map: Mapping[str, str],
    rejects: Path | None,
    output: Path | None,
    format_: str | None,
    screen: Screen,
) -> None:
    """Measure how far coders agree: Krippendorff's alpha, kappa, by label, with 95% intervals.

    Rows tell their coder in a column coder; where they do not, each file is one coder's.
    """
    from stance.cli.output import emit_rows, finish, require_all
    from stance.eval import agreement as room
    from stance.rows import RejectLog, check_writable, format_of, write_rows
    from stance.training import resolve_codebook

    if spans:
        if adjudicate or disagreements:
            raise click.UsageError("--spans gives figures only")
        marked = room.agree_on_spans(room.read_marked(data, on_note=screen.note))
        rows = [row for pair in marked for row in pair.rows()]
        emit_rows(rows, output, format_, page=room.render_spans(marked))
        return
    if disagreements:
        check_writable(disagreements)
    with RejectLog(rejects) as log:
        codings = room.read_codings(
            data,
            resolve_codebook(codebook),
            item=item,
            columns=columns,
            label_map=label_map,
            on_reject=log,
            on_note=screen.note,
        )
        require_all(log, rejects)
        found = [room.agree(codings, "label")]
        if (codings.values("act") >= 0).sum(axis=1).max(initial=0) > 1:
            found.append(room.agree(codings, "act"))
        differing = list(room.disagreements(codings))
        if disagreements:
            write_rows(differing, disagreements, format_of(disagreements))
        page = room.render_agreement(found, differing)
        rows = [row for agreement in found for row in agreement.rows()]
        if adjudicate:
            screen.show(page)
            settled = room.adjudicate(codings, adjudicate)  # type: ignore[arg-type]
            if settled.open:
                screen.warn(
                    f"{len(settled.open):,} items stay open, for the coders are divided; the first: "
                    f"{', '.join(settled.open[:5])}. Write them to a file with --disagreements."
                )
            rows = settled.rows
        emit_rows(rows, output, format_, page=page)
        finish(log, screen, rejects)
