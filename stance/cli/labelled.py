"""Labelled statements that a command reads whole, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stance.cli.screen import Screen
    from stance.codebook import Codebook
    from stance.labelled import LabelledStatement
    from stance.rows import RejectLog


def read_whole(
    data: Sequence[str],
    codebook: Codebook | None,
    log: RejectLog,
    screen: Screen,
    *,
    columns: Mapping[str, str],
    label_map: Mapping[str, str],
    split: str | None,
    offline: bool,
    rejects: Path | None,
) -> list[LabelledStatement]:
    """Read labelled statements; stop at refused rows, unless there is a place named for them.

    The parameters are the options of `stance.cli.options.data_options`, and where refused rows
    and notes go.
    """
    from stance.cli.output import require_all
    from stance.labelled import read_labelled

    statements = read_labelled(
        data,
        codebook,
        columns=columns,
        label_map=label_map,
        split=split,
        offline=offline,
        on_reject=log,
        on_note=screen.note,
    )
    require_all(log, rejects)
    return statements
