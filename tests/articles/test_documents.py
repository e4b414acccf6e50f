from __future__ import annotations

import pytest

from stance.articles.documents import from_html, from_markdown, from_text
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
    [("# Bridge shut #\n\nText.", "Bridge shut"), ("Intro\n\n## Later\n", "Later"), ("#no", None)],
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
