"""The page of an extraction evaluation, and its script in a real browser where there is one."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

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

HOSTILE = "</mark><script>alert(1)</script>"
TEXT = f"Ada Voss said the gates {HOSTILE} would open on Monday.\n\nBen Ruhl warned of a long war."
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


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
    assert root.xpath("//a/@data-pick") == [name]
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


BROWSER = """<script>
const faults = [];
addEventListener("error", (event) => faults.push(event.message));
addEventListener("load", () => {
  const $ = (id) => document.getElementById(id);
  const shown = () => [...document.querySelectorAll(".case:not([hidden])")].map((one) => one.id);
  const choose = (id, value, kind) => { $(id).value = value; $(id).dispatchEvent(new Event(kind)); };
  const found = { all: shown() };
  choose("pick-class", "wrong speaker: wrong mention", "change"); found.speaker = shown();
  choose("pick-kind", "direct", "change"); found.none = [shown(), $("nothing").hidden, $("shown").textContent];
  $("all").click(); found.again = shown();
  choose("pick-words", "ON MONDAY", "input"); found.words = shown();
  document.querySelector("a[data-pick*='missed: no overlap']").click(); found.picked = shown();
  $("theme").click(); found.theme = document.documentElement.dataset.theme;
  found.faults = faults;
  document.body.append(Object.assign(document.createElement("pre"), { id: "told", textContent: JSON.stringify(found) }));
});
</script>"""


def dump(page: str, folder: Path) -> Any:
    """Open a page in a browser, and return what it then is."""
    (folder / "copy.html").write_text(page, encoding="utf-8")
    assert CHROMIUM is not None
    options = (
        *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        f"--user-data-dir={folder / 'profile'}",
        *("--window-size=1280,900", "--virtual-time-budget=6000", "--dump-dom"),
    )
    done = subprocess.run(
        [CHROMIUM, *options, (folder / "copy.html").as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return lxml.html.fromstring(done.stdout)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH")
def test_the_policy_lets_the_pages_scripts_run(page: str, tmp_path: Path) -> None:
    root = dump(page, tmp_path)
    assert root.get("class") == "js"
    assert root.xpath("string(//*[@id='shown'])") == "3 of 3 shown"


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH")
def test_the_filters_in_a_browser(page: str, tmp_path: Path) -> None:
    # Only the copy lets inline scripts in.
    copy = re.sub(r"script-src [^;]*;", "script-src 'unsafe-inline';", page, count=1)
    root = dump(copy.replace("<style>", BROWSER + "<style>", 1), tmp_path)
    found: dict[str, Any] = json.loads(root.xpath("string(//pre[@id='told'])"))
    assert found == {
        "all": ["m1", "m2", "m3"],
        "speaker": ["m1"],
        "none": [[], False, "0 of 3 shown"],
        "again": ["m1", "m2", "m3"],
        "words": ["m1"],
        "picked": ["m3"],
        "theme": "dark",
        "faults": [],
    }
