"""Our own formats: JSON Lines, an article or a labelled statement a line; CSV, a statement a row.

In CSV, an article's own columns stand in the row of its first statement only; an article
without statements has one row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, Final

from stance.annotation.annotated import (
    ARTICLE_FIELDS,
    AnnotatedArticle,
    Annotation,
    check_spans,
)
from stance.annotation.losses import WarningHandler
from stance.annotation.protocol import Format, Reading, Writing, converted, labelled_of, name_of
from stance.articles import Article
from stance.errors import StanceError
from stance.labelled import FIELDS, LabelledStatement
from stance.rows import Located, Reject, open_text, read_rows_from, text_of, write_rows
from stance.statement_rows import COLUMNS, SCORED, flatten, unflatten
from stance.statements import Statement

_OF_ARTICLE: Final = ("text", *ARTICLE_FIELDS)
ARTICLE_COLUMNS: Final = {
    "article": str, **{f"article_{name}": str for name in _OF_ARTICLE}, "coder": str
}  # fmt: skip
_ALL_COLUMNS: Final = {**COLUMNS, **SCORED, "scores": str, **ARTICLE_COLUMNS}


def _read_json_lines(path: Path, reading: Reading) -> Iterator[Annotation]:
    return converted(path, "jsonl", _from_row, reading)


def _from_row(located: Located) -> Iterator[Annotation]:
    row = located.row
    if "statements" in row:
        yield AnnotatedArticle.from_record({"id": name_of(located)} | row)
    else:
        yield labelled_of(row, name_of(located))


def _write_json_lines(items: Iterable[Annotation], path: Path, _writing: Writing) -> int:
    return write_rows((item.to_record() for item in items), path, "jsonl")


def _write_csv(items: Iterable[Annotation], path: Path, writing: Writing) -> int:
    remaining = iter(items)
    first = next(remaining, None)
    items = chain([first] if first else [], remaining)
    if isinstance(first, AnnotatedArticle):
        counter = _Counted(items)
        write_rows(_article_rows(counter, writing.on_warning), path, "csv", columns=_ALL_COLUMNS)
        return counter.count
    return write_rows(_labelled_rows(items, writing.on_warning), path, "csv", columns=FIELDS)


class _Counted(Iterator[Annotation]):
    """Counts what is drawn: rows are more than articles."""

    def __init__(self, items: Iterable[Annotation]) -> None:
        self._items = iter(items)
        self.count = 0

    def __next__(self) -> Annotation:
        item = next(self._items)
        self.count += 1
        return item


def _labelled_rows(
    items: Iterable[Annotation], on_warning: WarningHandler
) -> Iterator[dict[str, Any]]:
    for item in items:
        if not isinstance(item, LabelledStatement):
            raise StanceError(_MIXED)
        row = item.to_record()
        _check_characters(row, on_warning)
        yield row


def _article_rows(
    items: Iterable[Annotation], on_warning: WarningHandler
) -> Iterator[dict[str, Any]]:
    for item in items:
        if not isinstance(item, AnnotatedArticle):
            raise StanceError(_MIXED)
        whole = {f"article_{name}": getattr(item.article, name) for name in _OF_ARTICLE}
        whole |= {"article": item.article.id, "coder": item.coder}
        for statement in item.statements:
            row = {**_flat(statement), **whole}
            _check_characters(row, on_warning)
            yield row
            whole = {"article": item.article.id}
        if not item.statements:
            _check_characters(whole, on_warning)
            yield whole


_MIXED: Final = (
    "a table holds either annotated articles or labelled statements: write JSON Lines, where each "
    "row has its own fields"
)


def _check_characters(row: dict[str, Any], on_warning: WarningHandler) -> None:
    if any(isinstance(value, str) and "\0" in value for value in row.values()):
        on_warning("characters-not-held")


def _flat(statement: Statement) -> dict[str, Any]:
    row = flatten(replace(statement, scores={}))
    row |= {name: getattr(statement, name) for name in SCORED}
    row["scores"] = dict(statement.scores) or None
    return row


def _read_csv(path: Path, reading: Reading) -> Iterator[Annotation]:
    with open_text(path, reading.on_note) as text:
        rows = read_rows_from(
            text, str(path), "csv", on_reject=reading.on_reject, on_note=reading.on_note
        )
        if reading.keep:
            rows = (located for located in rows if reading.keep(located.row))
        first = next(rows, None)
        if first is None:
            return
        rows = chain([first], rows)
        if "article_text" in first.row:
            yield from _articles(rows, reading)
            return
        for located in rows:
            try:
                yield labelled_of(located.row, name_of(located))
            except StanceError as error:
                reading.on_reject(Reject(*located[:2], str(error), located.content))


def _articles(rows: Iterable[Located], reading: Reading) -> Iterator[AnnotatedArticle]:
    """Gather rows into articles: the first row of each has the article's text."""
    article: Article | None = None
    coder: str | None = None
    statements: list[Statement] = []
    for located in rows:
        row = located.row
        begins = any(row.get(name) for name in ARTICLE_COLUMNS if name != "article")
        if begins or article is None or article.id != row.get("article"):
            if article:
                yield AnnotatedArticle(article=article, statements=tuple(statements), coder=coder)
            article, statements, coder = _article(row, located), [], text_of(row.get("coder"))
        try:
            statements += _statement(row, article)
        except StanceError as error:
            reading.on_reject(Reject(*located[:2], str(error), located.content))
    if article:
        yield AnnotatedArticle(article=article, statements=tuple(statements), coder=coder)


def _article(row: dict[str, Any], located: Located) -> Article:
    known = {name: text_of(row.get(f"article_{name}")) for name in ARTICLE_FIELDS}
    return Article(
        id=row.get("article") or name_of(located), text=row.get("article_text") or "", **known
    )


def _statement(row: dict[str, Any], article: Article) -> Iterator[Statement]:
    if row.get("content_spans"):
        known = {name: value for name, value in row.items() if name not in ARTICLE_COLUMNS}
        statement = unflatten(known | {"article": article.id})
        check_spans(statement, article.text)
        try:
            scores = json.loads(row.get("scores") or "{}")
            scores = {str(name): float(value) for name, value in scores.items()}
        except (ValueError, TypeError, AttributeError) as error:
            raise StanceError(f"its scores are no JSON object of numbers: {error}") from error
        yield replace(statement, scores=scores or statement.scores)


JSON_LINES = Format(
    "jsonl", "stance's own JSON Lines", True, True, False, ".jsonl",
    _read_json_lines, _write_json_lines,
)  # fmt: skip
CSV = Format("csv", "stance's own CSV", True, True, False, ".csv", _read_csv, _write_csv)
