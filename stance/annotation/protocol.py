"""What every format is: a name, what it can hold, a reader and a writer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from stance.annotation.annotated import ARTICLE_FIELDS, AnnotatedArticle, Annotation
from stance.annotation.fields import optional_string
from stance.annotation.losses import WarningHandler
from stance.annotation.offsets import Units
from stance.articles import Article
from stance.codebook import Codebook
from stance.errors import StanceError
from stance.labelled import FIELDS, LabelledStatement
from stance.rows import Located, Reject, RejectHandler, RowFilter, open_text, read_rows_from
from stance.rows.decoding import Note
from stance.statements import KINDS


class Reading(NamedTuple):
    """How a reader is to go about it."""

    on_reject: RejectHandler
    on_warning: WarningHandler
    on_note: Note | None = None
    units: Units | None = None
    keep: RowFilter | None = None


class Writing(NamedTuple):
    """How a writer is to go about it."""

    on_warning: WarningHandler
    codebook: Codebook | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format that annotations are read from and written in.

    Attributes
    ----------
    name, title
        What a user calls it; and for a list of formats.
    articles, labelled
        Whether it holds annotated articles, labelled statements, or both.
    folder
        Whether it is a folder of files rather than one.
    suffix
        How a file of it ends; none for a folder.
    read, write
        `read` gives what there is, one by one; `write` takes a path and returns how many there were.
    """

    name: str
    title: str
    articles: bool
    labelled: bool
    folder: bool
    suffix: str
    read: Callable[[Path, Reading], Iterator[Annotation]]
    write: Callable[[Iterable[Annotation], Path, Writing], int]


def converted(
    path: Path,
    rows: str,
    convert: Callable[[Located], Iterator[Annotation]],
    reading: Reading,
) -> Iterator[Annotation]:
    """Read the rows of a file (``jsonl``, ``json``, ``csv``), and convert each.

    A row that cannot be converted is refused as a whole, and the rest goes on.
    """
    with open_text(path, reading.on_note) as text:
        for located in read_rows_from(
            text, str(path), rows, on_reject=reading.on_reject, on_note=reading.on_note
        ):
            if reading.keep and not reading.keep(located.row):
                continue
            try:
                found = list(convert(located))
            except StanceError as error:
                reading.on_reject(Reject(located.source, located.line, str(error), located.content))
            else:
                yield from found


def only_articles(items: Iterable[Annotation], name: str) -> Iterator[AnnotatedArticle]:
    """Pass annotated articles on.

    Raises
    ------
    StanceError
        If there is anything else.
    """
    for item in items:
        if not isinstance(item, AnnotatedArticle):
            raise StanceError(
                f"{name} holds spans in articles, and no labelled statements: write these as "
                "label-studio, doccano, prodigy, jsonl or csv"
            )
        yield item


def name_of(located: Located) -> str:
    """Name what a row without an id holds."""
    return f"{PurePath(located.source).stem}:{located.line}"


def article_of(row: dict[str, Any], text: str, name: str) -> Article:
    """Make the article that a row tells of, with the id that it has or `name`."""
    known = {field: optional_string(row, field) for field in ARTICLE_FIELDS}
    return Article(id=optional_string(row, "id") or name, text=text, **known)


def article_fields(article: Article) -> dict[str, str]:
    """Return the id of an article, and what else is known of it but its text."""
    values = {name: getattr(article, name) for name in ("id", *ARTICLE_FIELDS)}
    return {name: value for name, value in values.items() if value is not None}


def labelled_of(row: dict[str, Any], name: str) -> LabelledStatement:
    """Make the labelled statement that a row of our fields tells of.

    Raises
    ------
    StanceError
        If it has no text or no label, or its kind is none.
    """
    values = {field: optional_string(row, field) for field in FIELDS if field != "difficulty"}
    if not (values["text"] or "").strip():
        raise StanceError("its text is empty: remove it, or fill it in")
    if not values["label"]:
        raise StanceError("it has no label: label it, or remove it")
    if values["kind"] is not None and values["kind"] not in KINDS:
        raise StanceError(f"its kind is {values['kind']!r}; it must be {', '.join(KINDS)}")
    values["id"] = values["id"] or name
    return LabelledStatement(difficulty=_tags(row), **values)  # type: ignore[arg-type]


def _tags(row: dict[str, Any]) -> tuple[str, ...]:
    """Take the tags of a row: a list, or the JSON text that a table has of one."""
    value = row.get("difficulty")
    if isinstance(value, str):
        with suppress(ValueError):
            value = json.loads(value)
    if value is not None and not isinstance(value, list):
        raise StanceError(f"its difficulty is {value!r}; a list of tags is needed")
    return tuple(map(str, value or ()))
