"""``stance compare``: which of several runs is better, and whether that may be chance."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stance.cli.options import common_options, data_options, page_options, row_options
from stance.cli.screen import Screen

if TYPE_CHECKING:
    from stance.eval.comparison import Comparison


def _groups(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for value in values:
        name, sign, members = value.partition("=")
        if not (name and sign and members):
            raise click.BadParameter(f"{value!r} has not the form NAME=RUN,RUN")
        if name in groups:
            raise click.BadParameter(f"the group {name} is named twice")
        groups[name] = [member for member in members.split(",") if member]
    return groups


@click.command("compare")
@click.argument(
    "candidates", nargs=-1, type=click.Path(path_type=Path), metavar="RUN|PREDICTIONS..."
)
@click.option(
    "--data",
    multiple=True,
    metavar="FILE",
    help="Labelled statements to judge the runs on; without, the parts held out in their training, if "
    "they are the same. Repeatable.",
)
@click.option(
    "--group",
    "groups",
    multiple=True,
    metavar="NAME=RUN,RUN",
    callback=_groups,
    help="These runs or predictions are the seeds of one recipe. Repeatable; runs whose recipes differ "
    "in the seed only are a group without it.",
)
@click.option(
    "--separately", is_flag=True, help="Compare each run for itself, also the seeds of one recipe."
)
@click.option(
    "--codebook",
    metavar="NAME|FILE",
    help="Gives the labels of predictions files order and values, and with them the figures of "
    "posture.  [default: that of the runs]",
)
@click.option(
    "--slice",
    "slices",
    multiple=True,
    metavar="COLUMN",
    help="Count what changed by this column of the data too (kind, speaker, source, ...). Repeatable.",
)
@click.option(
    "--changes",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the items that each fixes or breaks against the first to this file (JSON Lines).",
)
@page_options
@click.option(
    "--rank", is_flag=True, help="Put them in order, with the majority baseline among them."
)
@click.option(
    "--no-worse-than",
    "margin",
    type=click.FloatRange(min=0),
    metavar="MARGIN",
    help="Exit with 1 unless the 95% interval shows that the first is not worse than the others by "
    "MARGIN or more.",
)
@click.option(
    "--on",
    type=click.Choice(["macro_f1", "accuracy", "mcc", "posture_error", "sign_flips"]),
    default="macro_f1",
    show_default=True,
    help="The figure of --no-worse-than.",
)
@click.option(
    "--cluster",
    default="article",
    show_default=True,
    metavar="COLUMN",
    help="Resample and swap the items of one article, speaker, dispute … together, or of any column of "
    "the data or the predictions.",
)
@click.option(
    "--resamples",
    type=click.IntRange(min=100),
    help="Of the bootstrap and of the randomisation test.  [default: 2000]",
)
@data_options
@row_options
@common_options
def compare_command(
    candidates: tuple[Path, ...],
    data: tuple[str, ...],
    groups: Mapping[str, list[str]],
    separately: bool,
    codebook: str | None,
    slices: tuple[str, ...],
    changes: Path | None,
    report: Path | None,
    figures: Path | None,
    rank: bool,
    margin: float | None,
    on: str,
    cluster: str,
    resamples: int | None,
    columns: Mapping[str, str],
    label_map: Mapping[str, str],
    split: str | None,
    offline: bool,
    rejects: Path | None,
    output: Path | None,
    format_: str | None,
    screen: Screen,
) -> None:
    """Compare runs on the same items: differences with 95% intervals and paired tests.

    The first is what the others are held against. In place of a run may stand a file of predictions
    from any tool: one JSON object a line with id, gold, predicted and, where known, article.
    """
    from stance.cli.labelled import read_whole
    from stance.cli.output import emit_rows, finish
    from stance.codebook import load_codebook
    from stance.eval.bootstrap import RESAMPLES
    from stance.eval.comparison import compare, render_comparison, render_ranking
    from stance.eval.comparison.gathering import open_candidates, shared_codebook
    from stance.eval.comparison.page import write_comparison_page
    from stance.rows import RejectLog, check_folder, check_writable, write_rows

    for target in filter(None, (changes, report)):
        check_writable(target)
    if figures:
        check_folder(figures)
    opened = open_candidates(candidates)
    named = {name: open_candidates(members) for name, members in groups.items()}
    everyone = [*opened, *(one for members in named.values() for one in members)]
    coded = load_codebook(codebook) if codebook else shared_codebook(everyone)
    with RejectLog(rejects) as log:
        statements = None
        if data:
            statements = read_whole(
                data,
                coded,
                log,
                screen,
                columns=columns,
                label_map=label_map,
                split=split,
                offline=offline,
                rejects=rejects,
            )
        comparison = compare(
            *opened,
            data=statements,
            groups=named,
            separately=separately,
            codebook=coded,
            slices=slices,
            rank=rank,
            cluster=cluster,
            resamples=resamples or RESAMPLES,
        )
        if changes:
            write_rows(comparison.changed_items, changes, "jsonl")
        whole = (output.suffix == ".json") if output and not format_ else format_ == "json"
        rows = comparison.ranking_rows() if rank else comparison.rows()
        emit_rows(
            [comparison.to_record()] if whole else rows,
            output,
            format_,
            page=(render_ranking if rank else render_comparison)(comparison),
        )
        if report:
            write_comparison_page(comparison, report)
            screen.note(f"The page: {report}")
        if figures:
            for plot in comparison.plots():
                plot.save(figures)
            screen.note(f"The pictures: {figures}")
        if margin is not None:
            _judge(comparison, margin, on, screen)
        finish(log, screen, rejects)


def _judge(comparison: Comparison, margin: float, on: str, screen: Screen) -> None:
    """End with exit code 1 unless the first is no worse than the others."""
    from stance.eval.comparison import no_worse_than

    verdict = no_worse_than(comparison, margin, on)
    for reason in verdict.reasons:
        (screen.note if verdict.passed else screen.warn)(f"Gate {reason}.")
    if not verdict.passed:
        raise click.exceptions.Exit(1)
