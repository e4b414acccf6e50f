"""``stance extraction``: what finds the statements, trained and judged."""

from __future__ import annotations

import click

from stance.cli.extraction.evaluate import evaluate_command
from stance.cli.extraction.train import train_command


@click.group("extraction")
def extraction_group() -> None:
    """Train what finds statements in articles, and judge it."""


for command in (train_command, evaluate_command):
    extraction_group.add_command(command)
