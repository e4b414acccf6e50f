"""What the commands show on the terminal, as rich renderables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from stance.terminal import plain

if TYPE_CHECKING:
    from stance.codebook import Codebook
    from stance.summary import Estimate, SpeakerRow

SHOWN_SPEAKERS = 20
# From the codebook's highest value to its lowest: blue, grey, orange tell apart without red-green.
_LOW, _MIDDLE, _HIGH = "dark_orange3", "bright_black", "deep_sky_blue3"


def codebook_table(codebook: Codebook) -> Table:
    """Show labels and, under each, its acts."""
    table = Table(title=f"{codebook.title or codebook.name} (version {codebook.version})", box=None)
    table.add_column("label, act", style="bold", no_wrap=True)
    table.add_column("value", justify="right")
    table.add_column("definition")
    for label in codebook.labels:
        value = "" if label.value is None else f"{label.value:+g}"
        table.add_row(
            Text(plain(label.name), style=label_style(codebook, label.name)),
            value,
            Text(plain(label.definition), style="bold"),
        )
        for act in codebook.acts:
            if act.label == label.name:
                table.add_row(Text(f"  {plain(act.name)}"), "", Text(plain(act.definition)))
    return table


def speaker_table(rows: Sequence[SpeakerRow], codebook: Codebook) -> Table:
    """Show who said how much of what: the most quoted speakers, with intervals."""
    table = Table(
        title="Speakers, by number of statements",
        caption="[low, high]: 95% intervals for other statements of the same speaker; "
        "the classifier's errors are not in them.",
        box=None,
    )
    table.add_column("speaker", no_wrap=True, max_width=32)
    table.add_column("n", justify="right")
    for name in codebook.label_names:
        table.add_column(Text(plain(name), label_style(codebook, name)), justify="right")
    if codebook.values:
        table.add_column("mean posture", justify="right")
    for row in rows[:SHOWN_SPEAKERS]:
        cells = [Text(_name(row)), str(row.statements)]
        cells += [f"{row.shares[name].value:.0%}" for name in codebook.label_names]
        if row.posture:
            cells.append(_interval(row.posture))
        table.add_row(*cells)
    if len(rows) > SHOWN_SPEAKERS:
        table.add_row(Text(f"… and {len(rows) - SHOWN_SPEAKERS:,} more", style="dim"))
    return table


def label_style(codebook: Codebook, label: str) -> str:
    """Colour a label by its value: the ends of the scale apart, its middle grey."""
    if codebook.values is None:
        return "bold"
    value = codebook.values[codebook.label_names.index(label)]
    if value == max(codebook.values):
        return _HIGH
    return _LOW if value == min(codebook.values) else _MIDDLE


def _name(row: SpeakerRow) -> str:
    name = plain(row.speaker or "(no speaker named)")
    if row.affiliation and row.affiliation != row.speaker:
        return f"{name} ({plain(row.affiliation)})"
    return name


def _interval(estimate: Estimate) -> str:
    return f"{estimate.value:+.2f} [{estimate.low:+.2f}, {estimate.high:+.2f}]"
