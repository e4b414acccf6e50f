"""What a person sees while a command works: notes and progress, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

T = TypeVar("T")


class Screen:
    """Standard error, for people: standard output stays clean for the data.

    Parameters
    ----------
    quiet
        Show results and errors only.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet

    def note(self, text: str) -> None:
        """Say something that the user may want to know."""
        if not self.quiet:
            self._console().print(text, markup=False, highlight=False, soft_wrap=True)

    def warn(self, text: str) -> None:
        """Say something that the user must know, even when quiet."""
        self._console().print(text, style="yellow", markup=False, highlight=False, soft_wrap=True)

    def show(self, renderable: RenderableType) -> None:
        """Show a table or the like."""
        if not self.quiet:
            self._console().print(renderable)

    def track(self, items: Iterable[T], doing: str, unit: str) -> Iterator[T]:
        """Pass items through, counting them in a line on the terminal."""
        if self.quiet or not sys.stderr.isatty():
            yield from items
            return
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (
            SpinnerColumn(),
            TextColumn("{task.description} {task.completed} {task.fields[unit]}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self._console(), transient=True) as progress:
            task = progress.add_task(doing, total=None, unit=unit)
            for item in items:
                yield item
                progress.advance(task)

    @staticmethod
    def _console() -> Console:
        from rich.console import Console

        return Console(stderr=True)
