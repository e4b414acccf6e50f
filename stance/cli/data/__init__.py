"""``stance data``: labelled data, checked, divided, converted and compared."""

from __future__ import annotations

import click

from stance.cli.data.agreement import agreement_command
from stance.cli.data.check import check_command
from stance.cli.data.convert import convert_command
from stance.cli.data.split import split_command


@click.group("data")
def data_group() -> None:
    """Check, split and convert labelled data, and measure how far coders agree."""


for command in (check_command, split_command, convert_command, agreement_command):
    data_group.add_command(command)
