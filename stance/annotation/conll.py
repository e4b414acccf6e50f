"""CoNLL: a token a line, its mark in BIO, and the number of its statement.

After CoNLL-U Plus: comments tell where an article begins, its text (as a JSON string, so that
white space is known) and the columns: the token, the mark, the statements that it belongs to (``_``
for none, ``1,4`` for several). Of files from elsewhere the first column is the token and the last
the tag; their text is the tokens, a space between two, a line a sentence. BIOES and BILOU are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from stance.annotation.annotated import AnnotatedArticle, Annotation
from stance.annotation.conll_tags import (
    COLUMNS,
    MARK,
    NONE,
    STATEMENT,
    Tagged,
    statements_of_tags,
    tags_of,
)
from stance.annotation.protocol import Format, Reading, Writing, only_articles
from stance.annotation.unheld import warn_of_article
from stance.articles import Article
from stance.errors import StanceError
from stance.rows import Reject, check_writable, open_text
from stance.rows.targets import written_aside

_COMMENT: Final = re.compile(r"#\s*(newdoc id|text|global\.columns|coder)\s*=\s?(.*)")


@dataclass(slots=True)
class _Document:
    """The lines of one article, as far as they are read."""

    name: str
    line: int
    text: str | None = None
    coder: str | None = None
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def _read(path: Path, reading: Reading) -> Iterator[Annotation]:
    with open_text(path, reading.on_note) as file:
        for document, columns in _documents(file, path, reading):
            try:
                yield _article(document, columns, reading)
            except StanceError as error:
                reading.on_reject(Reject(str(path), document.line, str(error), document.name))


def _documents(
    file: Iterable[str], path: Path, reading: Reading
) -> Iterator[tuple[_Document, list[str]]]:
    columns: list[str] = []
    count = 1
    document = _Document(f"{path.stem}-1", 1)
    for number, line in enumerate((line.rstrip("\r\n") for line in file), start=1):
        comment = _COMMENT.fullmatch(line)
        begins = line.startswith("-DOCSTART-") or (comment and comment[1] == "newdoc id")
        if begins and (document.rows or document.text is not None):
            yield document, columns
            count += 1
        if begins:
            document = _Document(f"{path.stem}-{count}", number)
        try:
            if comment and comment[1] == "global.columns":
                if any(cells for _, cells in document.rows):
                    raise StanceError("columns are named before the first token, not after it")
                columns = comment[2].split()
            elif comment:
                _note(document, comment[1], comment[2])
            elif not begins:
                document.rows.append((number, _cells(line, columns)))
        except StanceError as error:
            reading.on_reject(Reject(str(path), number, str(error), line))
    if any(cells for _, cells in document.rows) or document.text is not None:
        yield document, columns


def _note(document: _Document, name: str, value: str) -> None:
    try:
        words = json.loads(value) if value.startswith('"') else value
    except ValueError as error:
        raise StanceError(f"the comment {name} is no JSON string: {error}") from error
    if name == "text":
        document.text = words
    elif name == "coder":
        document.coder = words
    else:
        document.name = words


def _cells(line: str, columns: list[str]) -> list[str]:
    if not line.strip():
        return []
    cells = line.split("\t") if columns or "\t" in line else line.split()
    wanted = len(columns) or 2
    if len(cells) < wanted:
        raise StanceError(f"it has {len(cells)} columns, and {wanted} are needed: token, tag")
    return cells


def _article(document: _Document, columns: list[str], reading: Reading) -> AnnotatedArticle:
    ours = STATEMENT in columns
    tag = columns.index(MARK) if MARK in columns else -1
    words = [cells[0] if cells else "\n" for _, cells in document.rows]
    text = document.text if document.text is not None else _joined(words)
    tokens: list[Tagged | None] = []
    place = 0
    for line, cells in document.rows:
        if not cells:
            # In files from elsewhere no mark goes on in the next sentence.
            tokens += [] if ours else [None]
            continue
        start = text.find(cells[0], place)
        if start < 0 or text[place:start].strip():
            raise StanceError(
                f"the token {cells[0]!r} in line {line} is not the next in the article's text: "
                "the comment 'text' and the tokens must agree"
            )
        place = start + len(cells[0])
        numbers = cells[columns.index(STATEMENT)] if ours else NONE
        tokens.append(Tagged(start, place, cells[tag], numbers, line))
    article = Article(id=document.name, text=text)
    statements = statements_of_tags(article, tokens, reading.on_warning)
    return AnnotatedArticle(article=article, statements=statements, coder=document.coder)


def _joined(words: Iterable[str]) -> str:
    return " ".join(words).replace(" \n ", "\n").replace(" \n", "\n").strip()


def _write(items: Iterable[Annotation], path: Path, writing: Writing) -> int:
    check_writable(path)
    count = 0
    with written_aside(path) as file:
        file.write(f"# global.columns = {' '.join(COLUMNS)}\n")
        for item in only_articles(items, "CoNLL"):
            count += 1
            for line in _lines(item, writing):
                file.write(f"{line}\n")
            file.write("\n")
    return count


def _lines(item: AnnotatedArticle, writing: Writing) -> Iterator[str]:
    text = item.article.text
    warn_of_article(item, writing.on_warning, coder=True)
    yield f"# newdoc id = {json.dumps(item.article.id)}"
    if item.coder is not None:
        yield f"# coder = {json.dumps(item.coder)}"
    yield f"# text = {json.dumps(text, ensure_ascii=False)}"
    last = None
    for token in tags_of(item, writing.on_warning):
        if last is not None and "\n" in text[last : token.start]:
            yield ""
        last = token.end
        yield f"{text[token.start : token.end]}\t{token.tag}\t{token.numbers}"


CONLL = Format(
    "conll", "CoNLL, a token a line with BIO tags", True, False, False, ".conll", _read, _write
)
