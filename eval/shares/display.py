"""Shares on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from stance.eval.shares.corpus import PERIODS
from stance.terminal import plain

if TYPE_CHECKING:
    from rich.console import RenderableType

    from stance.eval.shares.shares import Shares

_GROUPS = 5
_PERIODS = 12


def render_shares(shares: Shares) -> RenderableType:
    """Show the shares as a table, in words, and what must be known of them.

    Returns
    -------
    rich renderable
        For ``rich.console.Console().print``.
    """
    table = Table(box=None)
    table.add_column("")
    table.add_column("n", justify="right")
    for name in ("as predicted", "corrected", "95% interval"):
        table.add_column(name, justify="right", no_wrap=True)
    names = list(dict.fromkeys(each.group for each in shares.shares))
    shown = set(names[: (_PERIODS if shares.by in PERIODS else _GROUPS) + 1])
    for each in shares.shares:
        if each.group in shown:
            name = f"{each.group}: {each.label}" if each.group else each.label
            table.add_row(
                Text(plain(name)),
                f"{each.statements:,}",
                f"{each.naive:.1%}",
                Text(f"{each.share:.1%}", style="bold"),
                f"[{100 * each.low:.1f}, {100 * each.high:.1f}]",
            )
    more = len(names) - len(shown)
    foot = [Text(f"… and {more:,} groups more", style="dim")] if more > 0 else []
    said = [Text(plain(line), style="dim") for line in shares.sentences()]
    notes = [Text(f"Note: {plain(note)}.", style="yellow") for note in shares.notes]
    return Group(table, *foot, *said, *notes)
