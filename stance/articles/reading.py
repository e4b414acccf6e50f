"""Articles in: files, folders, globs, web addresses and standard input."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Final

from stance.articles.article import Article
from stance.articles.documents import from_html, from_markdown, from_text
from stance.articles.records import UnfitArticleError, from_row
from stance.articles.web import fetch, is_address
from stance.errors import StanceError
from stance.paths import expand
from stance.rows import (
    READABLE,
    Located,
    RefusedError,
    Reject,
    RejectHandler,
    open_text,
    read_rows,
    read_rows_from,
    refuse,
)
from stance.rows.decoding import Note, decode

LONGEST: Final = 5_000_000
"""Characters an article may have: what is longer is no article, and would hold up the rest."""

LARGEST: Final = 50_000_000
"""Bytes the file of one article may have."""

_DOCUMENTS: Final[dict[str, Callable[[str, str], Article]]] = {
    ".txt": from_text,
    ".md": from_markdown,
    ".markdown": from_markdown,
    ".html": from_html,
    ".htm": from_html,
}
_SUFFIXES: Final = (*_DOCUMENTS, *READABLE)


def read_articles(
    paths: Iterable[str | Path],
    *,
    fields: Mapping[str, str] | None = None,
    on_reject: RejectHandler = refuse,
    on_note: Note | None = None,
    offline: bool = False,
) -> Iterator[Article]:
    """Read articles, one by one.

    Parameters
    ----------
    paths
        Files (text, Markdown, HTML, JSON, JSON Lines, CSV, TSV, Parquet), folders, globs,
        web addresses, or ``-`` for standard input (JSON Lines, or one text).
    fields
        The names that rows have for an article's fields: ``{"text": "body"}``.
    on_reject
        Called with each article that is refused; by default the first one raises.
    on_note
        Called with what a user should know.
    offline
        Refuse web addresses.

    Yields
    ------
    Article
        In the order given; ids are unique, a number is added where one comes again.

    Raises
    ------
    StanceError
        If a path leads to nothing, or rows lack the text's column.
    """
    seen: Counter[str] = Counter()
    for path in paths:
        for article in _read(path, fields or {}, on_reject, on_note, offline):
            yield _unique(article, seen, on_note)


def _read(
    path: str | Path,
    fields: Mapping[str, str],
    on_reject: RejectHandler,
    on_note: Note | None,
    offline: bool,
) -> Iterator[Article]:
    if str(path) == "-":
        yield from _standard_input(fields, on_reject, on_note)
    elif is_address(path):
        if offline:
            raise StanceError(f"{path} is on the network, and --offline was given")
        try:
            yield _fit(fetch(str(path), on_note))
        except StanceError as error:
            on_reject(Reject(str(path), None, str(error).removeprefix(f"{path}: ")))
    else:
        for file in expand(path, _SUFFIXES, what="articles", on_note=on_note):
            yield from _file(file, fields, on_reject, on_note)


def _file(
    path: Path, fields: Mapping[str, str], on_reject: RejectHandler, on_note: Note | None
) -> Iterator[Article]:
    """Read a file; a fault of the whole file refuses the file, and the others go on."""
    try:
        if document := _DOCUMENTS.get(path.suffix.lower()):
            yield _fit(document(_whole(path, on_note), path.stem))
        else:
            rows = read_rows(path, on_reject=on_reject, on_note=on_note)
            yield from _from_rows(rows, fields, on_reject)
    except RefusedError:
        raise
    except StanceError as error:
        on_reject(Reject(str(path), None, str(error).removeprefix(f"{path}: ")))


def _whole(path: Path, on_note: Note | None) -> str:
    """Read a file whole, unless it is far too large for an article, its markup included."""
    if (size := path.stat().st_size) > LARGEST:
        raise StanceError(f"it has {size:,} bytes; the most that is read is {LARGEST:,}")
    with open_text(path, on_note) as file:
        return file.read()


def _standard_input(
    fields: Mapping[str, str], on_reject: RejectHandler, on_note: Note | None
) -> Iterator[Article]:
    text = decode(sys.stdin.buffer.read(), "standard input", on_note)
    if _is_json_lines(text):
        rows = read_rows_from(StringIO(text), "stdin", "jsonl", on_reject=on_reject)
        yield from _from_rows(rows, fields, on_reject)
    else:
        yield _fit(from_text(text, "stdin"))


def _from_rows(
    rows: Iterable[Located], fields: Mapping[str, str], on_reject: RejectHandler
) -> Iterator[Article]:
    for located in rows:
        try:
            article = _fit(from_row(located, fields))
        except UnfitArticleError as error:
            text = str(located.row)[:2_000]
            on_reject(Reject(located.source, located.line, str(error), text))
        else:
            yield article


def _is_json_lines(text: str) -> bool:
    try:
        return isinstance(json.loads(text.lstrip().partition("\n")[0]), dict)
    except ValueError:
        return False


def _fit(article: Article) -> Article:
    """Return an article that has a text of a length to be read."""
    if not article.text.strip():
        raise UnfitArticleError("it has no text")
    if len(article.text) > LONGEST:
        raise UnfitArticleError(
            f"it has {len(article.text):,} characters; the most that is read is {LONGEST:,}"
        )
    return article


def _unique(article: Article, seen: Counter[str], on_note: Note | None) -> Article:
    """Add a number to an id that has been seen, and count on from there."""
    name = article.id
    while name in seen:
        seen[article.id] += 1
        name = f"{article.id}-{seen[article.id]}"
    seen[name] = 1
    if name == article.id:
        return article
    if on_note:
        on_note(f"Another article has the id {article.id}: this one is called {name}.")
    return replace(article, id=name)
