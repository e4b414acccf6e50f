"""The page of an extraction evaluation, and its script in a real browser where there is one."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html
import pytest

from stance.annotation import AnnotatedArticle
from stance.articles import Article
from stance.errors import StanceError
from stance.eval.extraction import (
    ExtractionEvaluation,
    evaluate_extraction,
    write_extraction_page,
)
from stance.reports.excerpts import excerpts
from stance.statements import Span, Speaker, Statement

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOSTILE = "</mark><script>alert(1)</script>"
TEXT = f"Ada Voss said the gates {HOSTILE} would open on Monday.\n\nBen Ruhl warned of a long war."


def cut(words: str) -> Span:
    start = TEXT.index(words)
    return Span.cut(TEXT, start, start + len(words))


def said(words: str, speaker: str, mention: str, kind: str = "indirect") -> Statement:
    return Statement(
        id=f"a#{TEXT.index(words)}", article="a", text=words, kind=kind, content=(cut(words),),
        speaker=Speaker(speaker), mention=cut(mention),
    )  # fmt: skip


@pytest.fixture
def evaluation() -> ExtractionEvaluation:
    """One given to the wrong speaker and too short, one missed, one false find."""
    article = Article(id="a", text=TEXT, title=HOSTILE, language="en")
    gold = (
        said(f"the gates {HOSTILE} would open on Monday", HOSTILE, "Ada Voss"),
        said("of a long war", "Ben Ruhl", "Ben Ruhl", "direct"),
    )
    found = [
        said(f"the gates {HOSTILE} would open", "Ben Ruhl", "Ben Ruhl"),
        said("Ben Ruhl", "Ada Voss", "Ada Voss"),
    ]
    marked = AnnotatedArticle(article=article, statements=gold)
    return evaluate_extraction([marked], found, data=HOSTILE, resamples=10)


@pytest.fixture
def page(evaluation: ExtractionEvaluation, tmp_path: Path) -> str:
    write_extraction_page(evaluation, tmp_path / "page.html")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    return (tmp_path / "page.html").read_text(encoding="utf-8")


def test_every_mistake_is_there_without_a_script(page: str) -> None:
    root = lxml.html.fromstring(page)
    classes = [case.get("data-class") for case in root.xpath("//*[@class='case']")]
    assert classes == [
        "inexact: too short|wrong speaker: wrong mention",
        "false find: no overlap",
        "missed: no overlap",
    ]
    first = root.xpath("//*[@class='case']")[0]
    assert first.xpath(".//mark[@class='gold']")[0].text_content() == " on Monday"
    assert [tag.text_content() for tag in first.xpath(".//*[@class='tag']")] == [
        "gold source", "gold + found", "found source"
    ]  # fmt: skip
    told = " ".join(root.text_content().split())
    for words in ("50% of them were found", "there is one article only"):
        assert words in told


def test_nothing_of_the_articles_is_markup(page: str) -> None:
    assert page.count("<script>") == 2
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "default-src 'none'" in html.unescape(page)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)


def test_links_lead_somewhere(page: str) -> None:
    root = lxml.html.fromstring(page)
    ids = set(root.xpath("//@id"))
    assert len(ids) == len(root.xpath("//@id"))
    assert {link[1:] for link in root.xpath("//a/@href")} <= ids
    options = set(root.xpath("//select[@id='pick-class']/option/@value"))
    assert {json.loads(pick)["class"] for pick in root.xpath("//a/@data-pick")} <= options


def test_a_page_without_statements(tmp_path: Path) -> None:
    empty = evaluate_extraction([AnnotatedArticle(article=Article(id="a", text="Rain."))], [])
    write_extraction_page(empty, tmp_path / "page.html")
    told = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "There is no statement to be found in 1 article" in told
    assert "There is none." in told


def test_a_page_that_cannot_be_written(evaluation: ExtractionEvaluation, tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="cannot write the report"):
        write_extraction_page(evaluation, tmp_path / "missing" / "page.html")


def test_wrong_labels_are_a_class_of_mistake(tmp_path: Path) -> None:
    right, wrong = (
        replace(said(words, "Ada Voss", "Ada Voss"), label="neutral")
        for words in ("would open on Monday", "of a long war")
    )
    scores = {"neutral": 0.25, HOSTILE: 0.75}
    found = [right, replace(wrong, label=HOSTILE, scores=scores)]
    marked = AnnotatedArticle(article=Article(id="a", text=TEXT), statements=(right, wrong))
    write_extraction_page(evaluate_extraction([marked], found), tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    root = lxml.html.fromstring(page)
    (case,) = root.xpath("//*[@class='case']")
    name = f"wrong label: neutral taken for {HOSTILE}"
    assert case.get("data-class") == name
    assert root.xpath("//select[@id='pick-class']/option/@value") == ["", name]
    assert [json.loads(pick) for pick in root.xpath("//a/@data-pick")] == [{"class": name}]
    gold, other = (
        " ".join(one.text_content().split())
        for one in case.xpath(".//dt[text()='Label']/following-sibling::dd")
    )
    assert gold == "neutral"
    assert other == f"{HOSTILE}neutral 25% · {HOSTILE} 75%"
    told = " ".join(root.text_content().split())
    assert "Statement, speaker and label together reach an F1 of 0.50." in told
    assert "Which stage costs what" in told


def test_long_paragraphs_are_cut_to_what_is_marked() -> None:
    text = "word " * 400 + "here it is " + "word " * 400
    start = text.index("here")
    (piece,) = excerpts(text, {"gold": [Span.cut(text, start, start + 10)]})
    assert len(piece) < 800
    assert piece.startswith("… word")
    assert piece.endswith("word …")
    assert '<mark class="gold">here it is</mark>' in piece


def test_layers_that_cross() -> None:
    text = "one two three four"
    (piece,) = excerpts(text, {"gold": [Span.cut(text, 0, 7)], "found": [Span.cut(text, 4, 13)]})
    assert re.sub(r'<span class="tag">([^<]*)</span>', r"[\1]", piece) == (
        '[gold]<mark class="gold">one </mark>[found]<mark class="gold found">two</mark>'
        '<mark class="found"> three</mark> four'
    )


@pytest.mark.slow
@pytest.mark.usefixtures("page")
def test_the_filters_in_a_browser(visit: Callable[..., Page], tmp_path: Path) -> None:
    opened = visit(tmp_path / "page.html")

    def shown() -> list[str | None]:
        return [one.get_attribute("id") for one in opened.locator(".case:visible").all()]

    assert shown() == ["m1", "m2", "m3"]
    assert opened.inner_text("#shown") == "3 of 3 shown"
    opened.select_option("#pick-class", "wrong speaker: wrong mention")
    assert shown() == ["m1"]
    opened.select_option("#pick-kind", "direct")
    assert shown() == []
    assert opened.is_visible("#nothing")
    opened.click("#all")
    assert shown() == ["m1", "m2", "m3"]
    opened.fill("#pick-words", "ON MONDAY")
    assert shown() == ["m1"]
    opened.click("a[data-pick*='missed: no overlap']")
    assert shown() == ["m3"]
