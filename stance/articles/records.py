"""One row, one article: JSON, JSON Lines, CSV, TSV and Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields as fields_of
from datetime import date
from pathlib import PurePath
from typing import Any

from stance.articles.article import Article
from stance.errors import StanceError
from stance.rows import Located, Reject, RejectHandler

_TABLES = (".csv", ".tsv", ".parquet")
FIELDS = tuple(field.name for field in fields_of(Article))


def from_row(
    located: Located, names: Mapping[str, str], on_reject: RejectHandler
) -> Iterator[Article]:
    """Read the article of a row, or refuse the row.

    Raises
    ------
    StanceError
        If `names` names a field that articles do not have, or a table has no column of texts.
    """
    if unknown := set(names) - set(FIELDS):
        raise StanceError(
            f"articles have no field {', '.join(sorted(unknown))}; they have {', '.join(FIELDS)}"
        )
    source, line, row = located
    column = names.get("text", "text")
    if column not in row:
        lacks = (
            f"no column {column!r} with the article's text; there are "
            f"{', '.join(map(str, row)) or 'none'}. Name it with --field text=COLUMN"
        )
        # In a table, all rows lack it; in JSON Lines, each row has its own fields.
        if PurePath(source).suffix.lower() in _TABLES:
            raise StanceError(f"{source}: {lacks}")
        on_reject(Reject(source, line, lacks, str(row)[:2_000]))
        return
    values = {field: _text(row.get(names.get(field, field))) for field in FIELDS}
    if not isinstance(row[column], str) or not row[column].strip():
        on_reject(
            Reject(source, line, f"its text ({column}) is empty or no text", str(row)[:2_000])
        )
        return
    values["id"] = values["id"] or f"{PurePath(source).stem}-{line}"
    yield Article(**(values | {"text": row[column]}))


def _text(value: Any) -> str | None:
    match value:
        case None | "":
            return None
        case str():
            return value
        case date():
            return value.isoformat()
        case _:
            return str(value)
