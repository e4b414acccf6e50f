"""Annotated articles, from whatever holds them: what an extractor learns from, or is judged by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from stance.annotation.annotated import AnnotatedArticle, check_spans
from stance.annotation.formats import read_annotations
from stance.annotation.losses import WarningHandler, warn
from stance.articles import read_articles
from stance.errors import StanceError
from stance.paths import expand
from stance.rows import (
    READABLE,
    SPLIT,
    Located,
    Reject,
    RejectHandler,
    read_rows,
    refuse,
    text_of,
)
from stance.rows.decoding import Note
from stance.statement_rows import locate_statements
from stance.statements import Statement

_Placed = tuple[Located, Statement]
_CONTENT: Final = frozenset({"content", "content_spans"})
_WITHOUT_ARTICLES: Final = (
    "statements without their articles: name the file that the articles are in, too "
    "(--articles FILE)"
)


def read_annotated_articles(
    paths: Iterable[str | Path],
    *,
    articles: Sequence[str | Path] = (),
    format_: str | None = None,
    split: str | None = None,
    on_reject: RejectHandler = refuse,
    on_warning: WarningHandler = warn,
    on_note: Note | None = None,
) -> Iterator[AnnotatedArticle]:
    """Read articles with the statements in them.

    Parameters
    ----------
    paths
        Files or folders that `read_annotations` reads; or, with `articles`, files of statements as
        `stance.statement_rows.write_statements` writes them.
    articles
        Where the statements' articles are: all that `stance.articles.read_articles` takes. The two
        are put together by the articles' ids. An article without statements is given as well.
    format_
        As in `read_annotations`.
    split
        Take only what is of this split, by the column ``split`` of the rows: of the articles and of
        the statements, where they are apart. Articles whose rows have no such column are taken
        where a statement of theirs is.
    on_reject
        Called with each row that is refused: with broken ones, and with statements whose article is
        not there or whose spans are not in its text.
    on_warning, on_note
        As in `read_annotations`.

    Raises
    ------
    StanceError
        If a file holds no annotated articles, or nothing is of the split.
    """
    if articles:
        if format_:
            raise StanceError(
                f"statements with their articles apart are stance's own, and no {format_}: leave "
                "out the format, or the articles"
            )
        yield from _joined(paths, articles, split, on_reject, on_note)
        return
    wanted = _OfSplit(split)
    for path in map(Path, paths):
        _require_articles(path, format_)
        for item in read_annotations(
            path,
            format_,
            on_reject=on_reject,
            on_warning=on_warning,
            on_note=on_note,
            keep=wanted if split is not None else None,
        ):
            if not isinstance(item, AnnotatedArticle):
                raise StanceError(f"{path} holds {_WITHOUT_ARTICLES}")
            yield item
    wanted.require_some()


class _OfSplit:
    """Keeps rows of a split, or all, and remembers which splits there are."""

    def __init__(self, split: str | None) -> None:
        self.split = split
        self.known: dict[str, None] = {}

    def __call__(self, row: Mapping[str, Any]) -> bool:
        name = text_of(row.get(SPLIT))
        if name is not None:
            self.known[name] = None
        return self.split in (None, name)

    def or_unsaid(self, row: Mapping[str, Any]) -> bool:
        """Keep rows that do not tell their split, too."""
        return self(row) or text_of(row.get(SPLIT)) is None

    def require_some(self) -> None:
        if self.split is not None and self.split not in self.known:
            there_is = (
                f"there are {', '.join(self.known)}"
                if self.known
                else f"rows tell theirs in the column {SPLIT!r}, and none does"
            )
            raise StanceError(f"nothing is of the split {self.split!r}: {there_is}")


def _joined(
    paths: Iterable[str | Path],
    articles: Sequence[str | Path],
    split: str | None,
    on_reject: RejectHandler,
    on_note: Note | None,
) -> Iterator[AnnotatedArticle]:
    """Put statements to their articles; those that do not fit are refused, and the rest goes on."""
    of_statements, of_articles = _OfSplit(split), _OfSplit(split)
    waiting = _gather(paths, of_statements, on_reject, on_note)
    for article in read_articles(
        articles, on_reject=on_reject, on_note=on_note, keep=of_articles.or_unsaid
    ):
        own = waiting.pop(article.id, [])
        # Where the articles' rows tell no split, their statements do.
        if of_articles.known or split is None or (own and split in of_statements.known):
            yield AnnotatedArticle(
                article=article, statements=tuple(_fitting(own, article.text, on_reject))
            )
    of_articles.known |= of_statements.known
    of_articles.require_some()
    for located, statement in (placed for left in waiting.values() for placed in left):
        if split is None or text_of(located.row.get(SPLIT)) is not None:
            reason = (
                f"its article {statement.article!r} is not among the articles: name its file, too"
            )
            _refuse(located, reason, on_reject)


def _gather(
    paths: Iterable[str | Path],
    wanted: _OfSplit,
    on_reject: RejectHandler,
    on_note: Note | None,
) -> dict[str, list[_Placed]]:
    """Read statements, and hold them by their article's id."""
    waiting: dict[str, list[_Placed]] = {}
    for path in paths:
        for file in expand(path, READABLE, what="statements", on_note=on_note):
            _require_statements(file)
            for placed in locate_statements(
                file, on_reject=on_reject, on_note=on_note, keep=wanted.or_unsaid
            ):
                waiting.setdefault(placed[1].article, []).append(placed)
    return waiting


def _fitting(placed: Iterable[_Placed], text: str, on_reject: RejectHandler) -> Iterator[Statement]:
    """Pass statements on whose spans are in the text, and refuse the others."""
    for located, statement in placed:
        try:
            check_spans(statement, text)
        except StanceError as error:
            _refuse(located, str(error), on_reject)
        else:
            yield statement


def _refuse(located: Located, reason: str, on_reject: RejectHandler) -> None:
    on_reject(Reject(located.source, located.line, reason, located.content))


def _require_articles(path: Path, format_: str | None) -> None:
    """Tell statements without articles from annotated articles before their format is guessed."""
    row = _first_row(path)
    if format_ is None and row is not None and _is_statement(row):
        raise StanceError(f"{path} holds {_WITHOUT_ARTICLES}")


def _require_statements(path: Path) -> None:
    row = _first_row(path)
    if row is not None and (isinstance(row.get("statements"), list) or "article_text" in row):
        raise StanceError(f"{path} holds articles with their statements: leave --articles out")


def _is_statement(row: Mapping[str, Any]) -> bool:
    return "article" in row and "article_text" not in row and bool(_CONTENT & row.keys())


def _first_row(path: Path) -> Mapping[str, Any] | None:
    """Look at the first row of a file that has rows."""
    if not path.is_file() or path.suffix.lower() not in READABLE:
        return None
    return next((found.row for found in read_rows(path, on_reject=lambda _: None)), None)
