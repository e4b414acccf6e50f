"""Write docs/cli.md from the commands themselves: ``python docs/generate_cli.py``."""

from __future__ import annotations

from pathlib import Path

import click

from stance.cli import main

PAGE = Path(__file__).with_name("cli.md")
HEAD = """\
# The command line

Made from the commands themselves by `python docs/generate_cli.py`; a test checks that it is true.
"""


def pages() -> str:
    """Render the whole reference as Markdown."""
    return "\n".join([HEAD, *_sections(main, "stance", None)])


def _sections(command: click.Command, name: str, parent: click.Context | None) -> list[str]:
    context = click.Context(
        command, info_name=name, parent=parent, **command.context_settings, terminal_width=96
    )
    sections = [f"## `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            sections += _sections(command.commands[below], below, context)
    return sections


if __name__ == "__main__":
    PAGE.write_text(pages(), encoding="utf-8")
