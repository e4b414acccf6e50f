"""What some tool found: statements in any of our forms, checked against the gold's texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from stance.annotation.annotated import check_spans
from stance.articles import Article
from stance.errors import StanceError
from stance.paths import expand
from stance.rows import READABLE, Reject, RejectHandler, refuse
from stance.rows.decoding import Note
from stance.statement_rows import locate_statements
from stance.statements import Statement


def read_predicted(
    paths: Iterable[str | Path],
    articles: Mapping[str, Article],
    *,
    on_reject: RejectHandler = refuse,
    on_note: Note | None = None,
) -> Iterator[Statement]:
    """Read statements that are to be judged.

    Parameters
    ----------
    paths
        Files, folders or globs of statements, as ``stance extract -o`` writes them.
    articles
        The gold's, by id. A statement whose spans are not in its article's text is refused; one
        of another article is given as it is.
    on_reject, on_note
        As in `stance.rows.read_rows`.
    """
    for path in paths:
        for file in expand(path, READABLE, what="statements", on_note=on_note):
            for located, statement in locate_statements(file, on_reject=on_reject, on_note=on_note):
                try:
                    if statement.article in articles:
                        check_spans(statement, articles[statement.article].text)
                except StanceError as error:
                    on_reject(Reject(located.source, located.line, str(error), located.content))
                else:
                    yield statement
