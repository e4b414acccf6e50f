"""Every page, in a real browser where there is one: whole, quiet, readable by all, at every width."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stance.annotation import AnnotatedArticle
from stance.eval import evaluate
from stance.eval.comparison import Cost, Entrant, compare
from stance.eval.comparison.page import write_comparison_page
from stance.eval.errors import find_mistakes
from stance.eval.extraction import evaluate_extraction, write_extraction_page
from stance.eval.page import write_evaluation_page
from stance.extraction import extract
from stance.labelled import LabelledStatement
from stance.reports import write_check_page, write_report
from stance.runs import Run
from stance.scoring import score
from stance.summary import Tally
from stance.training.checks import check

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

PAGES = ("report", "findings", "extraction", "evaluation", "comparison")
SERIOUS = {"serious", "critical"}
Visit = Callable[..., "Page"]


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory,
    run: Run,
    make_statements: Callable[..., list[LabelledStatement]],
    make_articles: Callable[..., list[AnnotatedArticle]],
) -> Path:
    """Write every page that stance writes into one folder."""
    folder = tmp_path_factory.mktemp("pages")
    marked = make_articles(8)
    articles = [item.article for item in marked]
    scored = list(score(articles, run))
    tally = Tally(run.codebook)
    for one in scored:
        tally.add(one)
    write_report(
        folder / "report.html", articles, scored, run=run, summary=tally.speakers(),
        total=tally.total(),
    )  # fmt: skip
    found = [one for article in articles[::2] for one in extract(article)]
    write_extraction_page(
        evaluate_extraction(marked, found, resamples=50), folder / "extraction.html"
    )
    others = make_statements(120, seed=5)
    puzzling = [
        row if i % 4 else replace(row, label="neutral", act="inform")
        for i, row in enumerate(others)
    ]
    evaluation = evaluate(run, puzzling, resamples=100)
    write_evaluation_page(
        evaluation,
        folder / "evaluation.html",
        mistakes=find_mistakes(evaluation.predictions, make_statements()),
    )
    other = [
        item if i % 5 else item._replace(predicted="neutral")
        for i, item in enumerate(evaluation.predictions)
    ]
    compared = compare(
        Entrant("first", [evaluation.predictions], cost=Cost(900.0, 1_000_000, 2.0)),
        Entrant("other", [other], cost=Cost(90.0, 9_000_000, 200.0)),
        data=puzzling,
        slices=["kind"],
        rank=True,
        resamples=100,
    )
    write_comparison_page(compared, folder / "comparison.html")
    data = folder / "puzzling.jsonl"
    data.write_text("\n".join(json.dumps(row.to_record()) for row in puzzling), encoding="utf-8")
    write_check_page(check([data], skip=["other-language"]), folder / "findings.html")
    return folder


@pytest.fixture
def visit(visit: Callable[..., Page], pages: Path) -> Visit:
    """Open one of the pages by its name."""
    return lambda name, **how: visit(pages / f"{name}.html", **how)


@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows(visit: Visit, name: str, width: int) -> None:
    page = visit(name, width=width)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.className") == "js"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(visit: Visit, name: str, dark: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(name, dark=dark)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = Axe().run(page).response["violations"]
    assert [
        (each["id"], node["html"][:200])
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ] == []


@pytest.mark.parametrize("name", PAGES)
def test_the_theme_can_be_switched_and_is_kept(visit: Visit, name: str) -> None:
    page = visit(name)
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.click("#theme")
    assert page.evaluate(paper) != light
    page.reload()
    assert page.evaluate(paper) != light
    assert page.inner_text("#theme") == "Light"


@pytest.mark.parametrize("name", PAGES)
def test_every_section_is_where_its_link_leads(visit: Visit, name: str) -> None:
    page = visit(name)
    for link in page.locator("nav a").all():
        link.click()
        target = page.locator(link.get_attribute("href") or "")
        top = target.evaluate("(one) => one.getBoundingClientRect().top")
        last = page.evaluate("innerHeight + scrollY >= document.documentElement.scrollHeight - 2")
        assert 0 <= top < 120 or last, link.inner_text()


def test_a_confusion_leads_to_its_items(visit: Visit) -> None:
    page = visit("evaluation")
    shown = page.locator(".case:visible")
    everything = shown.count()
    cell = page.locator(".confusion td:not(.same) a").first
    pick = cell.get_attribute("data-pick")
    cell.click()
    assert 0 < shown.count() < everything
    assert page.input_value("#pick-gold") in (pick or "")
    golds = {one.get_attribute("data-gold") for one in shown.all()}
    assert golds == {page.input_value("#pick-gold")}
    assert page.inner_text("#shown") == f"{shown.count()} of {everything} shown"
    page.fill("#pick-words", "no such words")
    assert page.is_visible("#nothing")
    page.click("#all")
    assert shown.count() == everything


def test_the_items_can_be_chosen_by_slices_with_the_keyboard(visit: Visit) -> None:
    page = visit("evaluation")
    page.focus("#pick-outcome")
    page.keyboard.press("m")  # "mistake"
    assert page.input_value("#pick-outcome") == "mistake"
    assert page.locator(".case[data-outcome=right]:visible").count() == 0
    page.select_option("#pick-act", "inform")
    acts = {one.get_attribute("data-act") for one in page.locator(".case:visible").all()}
    assert acts == {"inform"}


def test_pictures_follow_the_theme(visit: Visit) -> None:
    colour = """getComputedStyle(document.querySelector('.plot text')).fill"""
    assert visit("evaluation").evaluate(colour) != visit("evaluation", dark=True).evaluate(colour)


def test_changed_items_can_be_chosen(visit: Visit) -> None:
    page = visit("comparison")
    shown = page.locator(".case:visible")
    everything = shown.count()
    page.select_option("#pick-change", "broken")
    assert 0 < shown.count() < everything
    assert {one.get_attribute("data-change") for one in shown.all()} == {"broken"}
