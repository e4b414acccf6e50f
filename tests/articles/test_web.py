"""Pages from a real server, on this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from stance.articles import Article, read_articles, web
from stance.articles.web import fetch
from stance.errors import StanceError
from stance.paths import is_address

PAGE = "<html><body><article><h1>Shut</h1>" + "<p>The bridge stays shut, she said.</p>" * 20
ANSWERS = {
    "/page.html": (200, "text/html; charset=utf-8", PAGE.encode()),
    "/note.txt": (200, "text/plain; charset=latin-1", "Zoë said no.".encode("latin-1")),
    "/odd": (200, "text/plain; charset=none-such", "Zoë said no.".encode()),
    "/image": (200, "image/png", b"\x89PNG"),
    "/caf%C3%A9%20noir.txt": (200, "text/plain", b"It is shut."),
    "/large": (200, "text/plain", b"a" * 5_000),
    "/gone": (404, "text/plain", b"gone"),
}
REDIRECTS = {
    "/moved": "/note.txt",
    "/round": "/round?",
    "/round?": "/round",
    "/ftp": "ftp://x/a.txt",
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in REDIRECTS:
            self.send_response(302)
            self.send_header("Location", REDIRECTS[self.path])
            self.end_headers()
            return
        if self.path == "/drip":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            for _ in range(100):
                try:
                    self.wfile.write(b"a")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.05)
            return
        code, kind, body = ANSWERS[self.path]
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def test_only_web_addresses_are_fetched() -> None:
    assert is_address("https://oro.example/a")
    assert is_address("HTTP://oro.example/a")
    for other in ("file:///etc/passwd", "ftp://oro.example/a", "a.txt", "http.txt"):
        assert not is_address(other)


def test_a_page(server: str) -> None:
    (article,) = read_articles([f"{server}/page.html"])
    assert article.id == "page"
    assert article.url == f"{server}/page.html"
    assert "The bridge stays shut" in article.text


@pytest.mark.parametrize("path", ["/note.txt", "/odd", "/moved"])
def test_plain_text_in_the_encoding_it_names_or_has(server: str, path: str) -> None:
    article = fetch(f"{server}{path}")
    assert isinstance(article, Article)
    assert article.text == "Zoë said no."


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/gone", "answered 404"),
        ("/image", "it is image/png"),
        ("/large", "over 1,000 bytes"),
        ("/round", "infinite loop"),
        ("/ftp", "redirects to ftp://x/a.txt"),
    ],
)
def test_what_is_no_article_is_told(
    server: str, monkeypatch: pytest.MonkeyPatch, path: str, said: str
) -> None:
    monkeypatch.setattr(web, "LARGEST_PAGE", 1_000)
    with pytest.raises(StanceError, match=said) as caught:
        list(read_articles([f"{server}{path}"]))
    assert str(caught.value).count(path) == 1


def test_a_page_that_drips_for_ever_is_given_up(server: str) -> None:
    start = time.monotonic()
    with pytest.raises(StanceError, match="timed out"):
        fetch(f"{server}/drip", timeout=0.3)
    assert time.monotonic() - start < 3


def test_nobody_answers() -> None:
    with pytest.raises(StanceError, match="could not be fetched"):
        fetch("http://127.0.0.1:9/a", timeout=1)


def test_an_address_as_people_copy_it(server: str) -> None:
    address = f"{server}/café noir.txt"
    article = fetch(address)
    assert (article.id, article.url, article.text) == ("café noir", address, "It is shut.")
    assert fetch(f"{server}/caf%C3%A9%20noir.txt").id == "café noir"
