from __future__ import annotations

import logging

import pytest

from stance.articles.documents import decode_page, from_html, from_markdown, from_text
from stance.errors import StanceError

PAGE = """\
<!doctype html>
<html lang="en-GB"><head><title>Bridge stays shut | Oro Post</title>
<meta property="og:site_name" content="Oro Post">
<meta property="article:published_time" content="2026-03-04T10:00:00Z">
<script>alert("never")</script></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Bridge stays shut</h1>
<p>The bridge at Oro will stay shut through the spring, Interior Minister Ada Voss said on Monday
after a meeting of the cabinet that lasted until the early hours of the morning.</p>
<p>“We will reopen it the day the barricades are gone,” Voss told reporters who had waited outside
the ministry in the rain. She added that talks with the other bank could begin within a week.</p>
<p>Commander Ben Ruhl, whose men hold the eastern end of the bridge, said he had heard such
promises before and that his barricades were made of better stuff.</p></article>
<footer>Copyright. All rights reserved. Subscribe to our newsletter.</footer></body></html>
"""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A headline\n\nThe text.", "A headline"),
        ("\nA headline\r\n\r\nThe text.", "A headline"),
        ("No headline.\nThe text goes on.", None),
        ("Only one line", None),
        ("x" * 300 + "\n\nThe text.", None),
        ("", None),
    ],
)
def test_a_short_first_line_with_a_blank_one_below_is_the_title(
    text: str, title: str | None
) -> None:
    article = from_text(text, "a")
    assert (article.title, article.text) == (title, text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Bridge shut #\n\nText.", "Bridge shut"),
        ("Intro\n\n## Later\n", "Later"),
        ("#no", None),
        ("# a" + " " * 60_000 + "b", "a" + " " * 60_000 + "b"),
    ],
)
def test_the_first_heading_is_the_title(text: str, title: str | None) -> None:
    article = from_markdown(text, "a")
    assert (article.title, article.text) == (title, text)


def test_a_page_is_reduced_to_its_article() -> None:
    article = from_html(PAGE, "a", "https://oro.example/bridge")
    assert article.title == "Bridge stays shut"
    assert article.source == "Oro Post"
    assert article.date == "2026-03-04"
    assert article.language == "en-GB"
    assert article.url == "https://oro.example/bridge"
    assert "“We will reopen it the day the barricades are gone,”" in article.text
    for noise in ("alert", "Sport", "newsletter"):
        assert noise not in article.text


@pytest.mark.parametrize("html", ["<html><body></body></html>", "no markup", "<p></p>"])
def test_a_page_without_an_article(html: str) -> None:
    with pytest.raises(StanceError, match="no article text"):
        from_html(html, "a")


def test_a_page_without_an_article_says_nothing_to_the_screen(capfd: pytest.CaptureFixture) -> None:
    with pytest.raises(StanceError):
        from_html("<html></html>", "a")
    assert logging.getLogger("trafilatura").handlers
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "cp1251"),
        ('<meta charset="windows-1251">', "utf-8"),
        ("", "utf-16"),
    ],
)
def test_a_page_is_decoded_as_it_declares_unless_it_is_unicode(
    declared: str, encoding: str
) -> None:
    page = f"<html><head>{declared}</head><p>Мост закрыт</p></html>"
    assert decode_page(page.encode(encoding), "a.html") == page


@pytest.mark.parametrize("declared", ["no-such", "ascii"])
def test_a_page_that_declares_nonsense(declared: str) -> None:
    page = f"<meta charset={declared}><p>café</p>"
    assert decode_page(page.encode("cp1252"), "a.html") == page
