"""``stance extraction``: what finds the statements, judged."""

from __future__ import annotations

import click

from stance.cli.extraction.evaluate import evaluate_command


@click.group("extraction")
def extraction_group() -> None:
    """Judge what finds statements in articles."""


for command in (evaluate_command,):
    extraction_group.add_command(command)
