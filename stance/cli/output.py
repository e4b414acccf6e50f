"""Where a command's rows go, and how a command that refused some of its input ends."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from stance.cli.options import SOME_REFUSED
from stance.errors import StanceError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from stance.articles import Article
    from stance.cli.screen import Screen
    from stance.rows import RejectLog
    from stance.statements import Statement


T = TypeVar("T")


class ReadArticles:
    """Articles on their way through a command, counted.

    Iterating raises `StanceError` at the end if there was none: a command that could read nothing
    has failed.
    """

    def __init__(self, articles: Iterable[Article], log: RejectLog) -> None:
        self.count = 0
        self._articles = articles
        self._log = log

    def __iter__(self) -> Iterator[Article]:
        for article in self._articles:
            self.count += 1
            yield article
        if not self.count:
            raise StanceError(
                "no article could be read" + "".join(f"\n  {reject}" for reject in self._log.first)
            )


def keep(items: Iterable[T], kept: list[T] | None) -> Iterator[T]:
    """Pass items through, and keep them where a list for them is given."""
    for item in items:
        if kept is not None:
            kept.append(item)
        yield item


def emit_statements(
    statements: Iterable[Statement], output: Path | None, format_: str | None
) -> int:
    """Write statements to the output file, or to standard output; return how many."""
    from stance.statement_rows import write_statements

    return write_statements(statements, *_target(output, format_))


def require_all(log: RejectLog, rejects: Path | None) -> None:
    """Stop at refused rows of labelled data, unless the user wants to go on without them.

    A classifier that learns from less than its user thinks is worse than none.

    Raises
    ------
    StanceError
        If some were refused and no file is named for them.
    """
    if log.count and not rejects:
        shown = "".join(f"\n  {reject}" for reject in log.first)
        more = f"\n  … and {log.count - len(log.first):,} more" * (log.count > len(log.first))
        raise StanceError(
            f"{log.count:,} rows of the data are not fit:{shown}{more}\n"
            "Put them right, or go on without them: --rejects FILE writes them aside"
        )


def finish(log: RejectLog, screen: Screen, rejects: Path | None) -> None:
    """End a command that went through: exit code 3, and say so, if some input was refused."""
    if not log.count:
        return
    for reject in log.first:
        screen.warn(str(reject))
    where = f"They are in {rejects}." if rejects else "Write them to a file with --rejects FILE."
    screen.warn(f"{log.count:,} refused, the rest is done. {where}")
    raise click.exceptions.Exit(SOME_REFUSED)


def emit_rows(
    rows: Iterable[dict[str, Any]],
    output: Path | None,
    format_: str | None,
    *,
    page: RenderableType,
) -> None:
    """Write rows to the output file, or to standard output; as a table there, show the page."""
    from rich.console import Console

    from stance.rows import write_rows

    target, format_ = _target(output, format_)
    if format_ == "table" and not output:
        Console().print(page)
    else:
        write_rows(rows, target, format_)


def _target(output: Path | None, format_: str | None) -> tuple[Any, str]:
    """Resolve where rows go, and in which form."""
    from stance.rows import format_of

    if output:
        return output, format_ or format_of(output)
    format_ = format_ or ("table" if sys.stdout.isatty() else "jsonl")
    return (sys.stdout.buffer if format_ == "parquet" else sys.stdout), format_
