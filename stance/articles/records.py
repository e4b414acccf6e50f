"""One row, one article: JSON, JSON Lines, CSV, TSV and Parquet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of
from pathlib import PurePath

from stance.articles.article import Article
from stance.errors import StanceError
from stance.rows import Located, text_of

_TABLES = (".csv", ".tsv", ".parquet")
FIELDS = tuple(field.name for field in fields_of(Article))


class UnfitArticleError(StanceError):
    """One article cannot be read; others of the same file can."""


def from_row(located: Located, names: Mapping[str, str]) -> Article:
    """Read the article of a row.

    Parameters
    ----------
    located
        The row, and where it stands.
    names
        The names that the rows have for an article's fields.

    Raises
    ------
    UnfitArticleError
        If this row has no text.
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
        # In a table, all rows lack it; in JSON Lines, each row has its own fields.
        in_table = PurePath(source).suffix.lower() in _TABLES
        raise (StanceError if in_table else UnfitArticleError)(
            f"no column {column!r} with the article's text; there are "
            f"{', '.join(map(str, row)) or 'none'}. Name it with --field text=COLUMN"
        )
    if not isinstance(row[column], str) or not row[column].strip():
        raise UnfitArticleError(f"its text ({column}) is empty, or no text")
    values = {field: text_of(row.get(names.get(field, field))) for field in FIELDS}
    values["id"] = values["id"] or f"{PurePath(source).stem}-{line}"
    return Article(**(values | {"text": row[column]}))
