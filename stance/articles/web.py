"""An article from a web address."""

from __future__ import annotations

from http.client import HTTPException, HTTPResponse
from pathlib import Path, PurePosixPath
from time import monotonic
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import stance
from stance.articles.article import Article
from stance.articles.documents import from_html, from_text
from stance.errors import StanceError
from stance.rows.decoding import Note, decode

SECONDS: Final = 20.0
"""How long to wait for an answer."""

LARGEST: Final = 10_000_000
"""Bytes that a page may have."""

_SCHEMES: Final = ("http://", "https://")


def is_address(path: str | Path) -> bool:
    """Tell web addresses from paths."""
    return str(path).lower().startswith(_SCHEMES)


def fetch(url: str, on_note: Note | None = None, *, timeout: float = SECONDS) -> Article:
    """Fetch a page and take the article out of it.

    Raises
    ------
    StanceError
        If there is no answer in time, it is an error, too large, no text, or holds no article.
    """
    request = Request(url, headers={"User-Agent": f"stance/{stance.__version__}"})  # noqa: S310 - is_address
    try:
        with urlopen(request, timeout=timeout) as answer:  # noqa: S310 - is_address
            kind = answer.headers.get_content_type()
            charset = answer.headers.get_content_charset()
            data = _read(answer, monotonic() + timeout)
    except HTTPError as error:
        error.close()
        raise StanceError(f"{url}: the server answered {error.code} {error.reason}") from error
    except (URLError, TimeoutError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise StanceError(f"{url}: it could not be fetched ({reason})") from error
    if len(data) > LARGEST:
        raise StanceError(f"{url}: the page has over {LARGEST:,} bytes")
    text = _decoded(data, charset, url, on_note)
    parts = urlsplit(url)
    name = PurePosixPath(parts.path).stem or parts.netloc
    match kind:
        case "text/html" | "application/xhtml+xml":
            return from_html(text, name, url)
        case "text/plain":
            return from_text(text, name)
        case _:
            raise StanceError(f"{url}: it is {kind}; pages of HTML or plain text are read")


def _read(answer: HTTPResponse, deadline: float) -> bytes:
    """Read as much as is allowed; the timeout of a socket alone lets a page drip for ever."""
    data = bytearray()
    while len(data) <= LARGEST and (block := answer.read1(1 << 16)):
        data += block
        if monotonic() > deadline:
            raise TimeoutError("timed out")
    return bytes(data)


def _decoded(data: bytes, charset: str | None, url: str, on_note: Note | None) -> str:
    if charset:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, url, on_note)
