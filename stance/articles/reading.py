"""Articles in: files, folders, globs, web addresses and standard input."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from stance.articles.article import Article
from stance.articles.documents import LARGEST_PAGE, decode_page, from_html, from_markdown, from_text
from stance.articles.records import UnfitArticleError, from_row
from stance.errors import StanceError
from stance.paths import expand, is_address
from stance.rows import (
    READABLE,
    Located,
    RefusedError,
    Reject,
    RejectHandler,
    RowFilter,
    read_json_lines,
    read_rows,
    refuse,
)
from stance.rows.decoding import Note, decode, lines_of_stream, only_characters

LONGEST: Final = 5_000_000
"""Characters an article may have: what is longer is no article, and would hold up the rest."""

LARGEST: Final = 50_000_000
"""Bytes the file of one article may have; of a page, `LARGEST_PAGE`."""

_DOCUMENTS: Final[dict[str, Callable[[str, str], Article]]] = {
    ".txt": from_text,
    ".md": from_markdown,
    ".markdown": from_markdown,
    ".html": from_html,
    ".htm": from_html,
}
_SUFFIXES: Final = (*_DOCUMENTS, *READABLE)


class _Rows(NamedTuple):
    """How rows are read: by which names, and which of them."""

    fields: Mapping[str, str]
    keep: RowFilter | None


def read_articles(
    paths: Iterable[str | Path],
    *,
    fields: Mapping[str, str] | None = None,
    on_reject: RejectHandler = refuse,
    on_note: Note | None = None,
    offline: bool = False,
    keep: RowFilter | None = None,
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
    keep
        Called with each row of JSON, CSV and Parquet files; where it returns false, the row is
        passed over. By default all are read.

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
        for article in _read(path, _Rows(fields or {}, keep), on_reject, on_note, offline):
            yield _unique(article, seen, on_note)


def _read(
    path: str | Path,
    rows: _Rows,
    on_reject: RejectHandler,
    on_note: Note | None,
    offline: bool,
) -> Iterator[Article]:
    if str(path) == "-":
        yield from _standard_input(rows, on_reject, on_note)
    elif is_address(path):
        if offline:
            raise StanceError(f"{path} is on the network, and --offline was given")
        from stance.articles.web import fetch

        try:
            yield _fit(fetch(str(path), on_note))
        except StanceError as error:
            on_reject(Reject(str(path), None, str(error).removeprefix(f"{path}: ")))
    elif "://" in str(path):
        raise StanceError(f"{path}: of addresses, those that begin with http or https are read")
    else:
        for file in expand(path, _SUFFIXES, what="articles", on_note=on_note):
            yield from _file(file, rows, on_reject, on_note)


def _file(
    path: Path, rows: _Rows, on_reject: RejectHandler, on_note: Note | None
) -> Iterator[Article]:
    """Read a file; a fault of the whole file refuses the file, and the others go on."""
    try:
        if document := _DOCUMENTS.get(path.suffix.lower()):
            yield _fit(document(_whole(path, on_note), path.stem))
        else:
            found = read_rows(path, on_reject=on_reject, on_note=on_note)
            yield from _from_rows(found, rows, on_reject)
    except RefusedError:
        raise
    except StanceError as error:
        on_reject(Reject(str(path), None, str(error).removeprefix(f"{path}: ")))


def _whole(path: Path, on_note: Note | None) -> str:
    """Read a file whole, unless it is far too large for an article, its markup included."""
    is_page = _DOCUMENTS[path.suffix.lower()] is from_html
    most = min(LARGEST, LARGEST_PAGE) if is_page else LARGEST
    try:
        if (size := path.stat().st_size) > most:
            raise StanceError(f"it has {size:,} bytes; the most that is read is {most:,}")
        data = path.read_bytes()
    except OSError as error:
        raise StanceError(f"{path} cannot be read: {error.strerror}") from error
    return (decode_page if is_page else decode)(data, str(path), on_note)


def _standard_input(
    rows: _Rows, on_reject: RejectHandler, on_note: Note | None
) -> Iterator[Article]:
    """Read JSON Lines as they come, or else one text."""
    stream = sys.stdin.buffer
    head = []
    while line := stream.readline():
        head.append(line)
        if line.strip():
            break
    if head and _is_json_object(head[-1]):
        lines = lines_of_stream(stream, "standard input", on_note)
        first = [line.decode("utf-8-sig") for line in head]
        found = read_json_lines(chain(first, lines), "stdin", on_reject=on_reject)
        yield from _from_rows(found, rows, on_reject)
    else:
        data = b"".join([*head, stream.read()])
        yield _fit(from_text(decode(data, "standard input", on_note), "stdin"))


def _from_rows(
    found: Iterable[Located], rows: _Rows, on_reject: RejectHandler
) -> Iterator[Article]:
    for located in found:
        if rows.keep and not rows.keep(located.row):
            continue
        try:
            article = _fit(from_row(located, rows.fields))
        except UnfitArticleError as error:
            on_reject(Reject(located.source, located.line, str(error), located.content))
        else:
            yield article


def _is_json_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line.decode("utf-8-sig")), dict)
    except (ValueError, RecursionError):
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
    # The names of files may hold bytes that are no text.
    wanted = name = only_characters(article.id)
    while name in seen:
        seen[wanted] += 1
        name = f"{wanted}-{seen[wanted]}"
    seen[name] = 1
    if name != wanted and on_note:
        on_note(f"Another article has the id {wanted}: this one is called {name}.")
    return article if name == article.id else replace(article, id=name)
