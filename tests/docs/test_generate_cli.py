from __future__ import annotations

import runpy
from pathlib import Path

import click

from stance.cli import main

DOCS = Path(__file__).parents[2] / "docs"


def commands(group: click.Group, path: str) -> list[tuple[str, click.Command]]:
    found = []
    for name, command in group.commands.items():
        found.append((f"{path} {name}", command))
        if isinstance(command, click.Group):
            found += commands(command, f"{path} {name}")
    return found


def test_the_reference_is_what_the_commands_say() -> None:
    pages = runpy.run_path(str(DOCS / "generate_cli.py"))["pages"]
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == pages(), (
        "docs/cli.md is out of date: run python docs/generate_cli.py"
    )


def test_every_command_and_option_has_help() -> None:
    for path, command in commands(main, "stance"):
        assert command.help, path
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{path} {parameter.opts[0]}"
