"""An article from a web address."""

from __future__ import annotations

from dataclasses import replace
from email.message import Message
from http.client import HTTPException, HTTPResponse
from pathlib import PurePosixPath
from time import monotonic
from typing import IO, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import stance
from stance.articles.article import Article
from stance.articles.documents import LARGEST_PAGE, decode_page, from_html, from_text
from stance.errors import StanceError
from stance.paths import is_address
from stance.rows.decoding import Note

SECONDS: Final = 20.0
"""How long to wait for an answer."""

_PAGES: Final = ("text/html", "application/xhtml+xml")


class _Redirects(HTTPRedirectHandler):
    """Follows a few redirects, and only over HTTP."""

    max_redirections = 5

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:
        if not is_address(newurl):
            fp.close()
            raise URLError(f"it redirects to {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def fetch(url: str, on_note: Note | None = None, *, timeout: float = SECONDS) -> Article:
    """Fetch a page and take the article out of it.

    Raises
    ------
    StanceError
        If there is no answer in time, it is an error, too large, no text, or holds no article.
    """
    # People copy addresses with letters and spaces that a request may not have.
    address = quote(url, safe="%/:=&?~#+!$,;'@()*[]")
    request = Request(address, headers={"User-Agent": f"stance/{stance.__version__}"})  # noqa: S310 - only addresses of http are fetched
    try:
        with build_opener(_Redirects).open(request, timeout=timeout) as answer:
            kind = answer.headers.get_content_type()
            charset = answer.headers.get_content_charset()
            if kind not in {*_PAGES, "text/plain"}:
                raise StanceError(f"{url}: it is {kind}; pages of HTML or plain text are read")
            data = _read(answer, monotonic() + timeout)
    except HTTPError as error:
        error.close()
        answered = f"{error.code} {error.reason}".partition("\n")[0]
        raise StanceError(f"{url}: the server answered {answered}") from error
    except (URLError, TimeoutError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise StanceError(f"{url}: it could not be fetched ({reason})") from error
    if len(data) > LARGEST_PAGE:
        raise StanceError(f"{url}: the page has over {LARGEST_PAGE:,} bytes")
    text = _decoded(data, charset, url, on_note)
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path)).stem or parts.netloc
    if kind in _PAGES:
        return from_html(text, name, url)
    return replace(from_text(text, name), url=url)


def _read(answer: HTTPResponse, deadline: float) -> bytes:
    """Read as much as is allowed; the timeout of a socket alone lets a page drip for ever."""
    data = bytearray()
    while len(data) <= LARGEST_PAGE and (block := answer.read1(1 << 16)):
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
    return decode_page(data, url, on_note)
