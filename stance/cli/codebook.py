"""``stance codebook``: the codebooks that there are, and whether one is sound."""

from __future__ import annotations

import click

from stance.cli.options import common_options
from stance.cli.screen import Screen


@click.group("codebook")
def codebook_group() -> None:
    """List, show and check codebooks: labels, acts and what each means."""


@codebook_group.command("list")
@common_options
def list_(screen: Screen) -> None:  # noqa: ARG001
    """List the codebooks that ship with stance."""
    from stance.codebook import codebook_names, load_codebook

    for name in codebook_names():
        book = load_codebook(name)
        click.echo(f"{name}: {', '.join(book.label_names)} ({len(book.acts) or 'no'} acts)")


@codebook_group.command()
@click.argument("name", metavar="NAME|FILE")
@common_options
def show(name: str, screen: Screen) -> None:  # noqa: ARG001
    """Show a codebook: its labels and acts with their definitions."""
    from rich.console import Console

    from stance.cli.tables import codebook_table
    from stance.codebook import load_codebook

    Console().print(codebook_table(load_codebook(name)))


@codebook_group.command()
@click.argument("name", metavar="NAME|FILE")
@common_options
def check(name: str, screen: Screen) -> None:
    """Check a codebook of yours: exit code 0 if it is sound, else 1 and what is wrong."""
    from stance.codebook import load_codebook

    book = load_codebook(name)
    screen.note(f"{book.name}: sound ({len(book.labels)} labels, {len(book.acts)} acts).")
