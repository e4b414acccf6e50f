"""One file, one article: plain text, Markdown and HTML."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from typing import Final

from stance.articles.article import Article
from stance.errors import StanceError
from stance.rows.decoding import Note, decode

LARGEST_PAGE: Final = 10_000_000
"""Bytes that a page may have."""

LONGEST_TITLE: Final = 200
_HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*)$", re.MULTILINE)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?\bcharset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)

# It reports pages without an article to its log, which goes to the screen if nobody listens.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def from_text(text: str, name: str) -> Article:
    """Read plain text, which stays as it is; a short first line with a blank one below is the title."""
    first, second, *_ = [*text.lstrip("\r\n").split("\n", 2), "", ""]
    is_title = (
        0 < len(first.strip()) <= LONGEST_TITLE and not second.strip() and "\n" in text.strip()
    )
    return Article(id=name, text=text, title=first.strip() if is_title else None)


def from_markdown(text: str, name: str) -> Article:
    """Read Markdown, which stays as it is; the first heading is the title."""
    heading = _HEADING.search(text)
    return Article(id=name, text=text, title=heading[1].rstrip("# \t\r") if heading else None)


def decode_page(data: bytes, name: str, on_note: Note | None = None) -> str:
    """Decode a web page: one that is not UTF-8 in the encoding that it declares, if it does.

    Raises
    ------
    StanceError
        If it is empty, or not text.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if declared := _DECLARED.search(data[:4_096]):
            with suppress(LookupError, UnicodeDecodeError):
                return data.decode(declared[1].decode("ascii"))
    return decode(data, name, on_note)


def from_html(html: str, name: str, url: str | None = None) -> Article:
    """Take the article out of a web page: text, title, date, outlet.

    Raises
    ------
    StanceError
        If there is none in it.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(
        html, url=url, include_comments=False, include_tables=False, with_metadata=True
    )
    if not isinstance(found, Document) or not (found.text or "").strip():
        raise StanceError("no article text was found in this page")
    language = re.search(r"<html[^>]*\blang=[\"']?([A-Za-z-]{2,12})", html[:5_000])
    return Article(
        id=name,
        text=found.text or "",
        title=found.title,
        date=found.date,
        source=found.sitename,
        url=url or found.url,
        language=language[1] if language else None,
    )
