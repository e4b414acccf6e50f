"""The page's script, run in a real browser where there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stance.articles.article import Article
from stance.codebook import Codebook
from stance.statements import Speaker, Statement

if TYPE_CHECKING:
    from playwright.sync_api import Page

Report = Callable[..., str]
Browse = Callable[[str, str], dict[str, Any]]
pytestmark = pytest.mark.slow

HELP = """
const $ = (id) => document.getElementById(id);
const all = (path) => [...document.querySelectorAll(path)];
const table = () => all("#table tbody tr").map((row) => row.dataset.n);
const change = (id, value, kind) => { $(id).value = value; $(id).dispatchEvent(new Event(kind)); };
const key = (target, name) => target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
const pause = (wait) => new Promise((done) => setTimeout(done, wait));
const found = {};
"""


@pytest.fixture
def browse(visit: Callable[..., Page], tmp_path: Path) -> Browse:
    """Open a page, run a script in it, and return what the script put into `found`."""

    def run(html: str, script: str) -> dict[str, Any]:
        (tmp_path / "copy.html").write_text(html, encoding="utf-8")
        page = visit(tmp_path / "copy.html", width=1280)
        found: dict[str, Any] = page.evaluate(f"async () => {{ {HELP} {script} return found; }}")
        return found

    return run


def test_the_policy_lets_the_pages_scripts_run(
    report: Report, article: Article, statements: list[Statement], posture: Codebook, browse: Browse
) -> None:
    page = report([article], statements, posture)
    found = browse(page, "found.seen = [document.documentElement.className, table().length];")
    assert found["seen"] == ["js", 3]


def test_the_table_filters_and_sorts(
    report: Report,
    article: Article,
    statements: list[Statement],
    posture: Codebook,
    browse: Browse,
) -> None:
    found = browse(
        report([article], statements, posture),
        """
        const heads = all("#table thead th");
        const head = (name) => heads.find((one) => one.textContent === name);
        found.first = table();
        head("Speaker").querySelector("button").click();
        found.bySpeaker = [table(), head("Speaker").getAttribute("aria-sort")];
        head("Speaker").querySelector("button").click();
        found.backwards = [table(), head("Speaker").getAttribute("aria-sort")];
        head("Label").querySelector("button").click();
        found.byLabel = [table(), head("Speaker").getAttribute("aria-sort")];
        change("f-text", "FERRY sáiled", "input");
        await pause(50);
        found.words = [table(), $("shown").textContent];
        change("f-text", "", "input");
        await pause(50);
        change("f-label", "2", "change");
        found.threats = table();
        change("f-text", "nowhere", "input");
        await pause(50);
        found.none = [table(), $("none").hidden, $("save").disabled];
        $("clear").click();
        found.cleared = [table().length, $("none").hidden];
        """,
    )
    assert found == {
        "first": ["0", "1", "2"],
        "bySpeaker": [["0", "1", "2"], "ascending"],
        "backwards": [["2", "1", "0"], "descending"],
        "byLabel": [["0", "2", "1"], None],
        "words": [["2"], "1 of 3 statements"],
        "threats": ["1"],
        "none": [[], False, True],
        "cleared": [3, True],
    }


def test_choosing_a_speaker_filters_the_text_and_the_table_and_again_clears(
    report: Report,
    article: Article,
    statements: list[Statement],
    posture: Codebook,
    browse: Browse,
) -> None:
    other = replace(article, id="sea", text="It rained.", title="Rain")
    found = browse(
        report([article, other], statements, posture),
        """
        const state = () => [all("mark.st[data-s]:not(.off)").map((mark) => mark.dataset.s), table(), all(".story:not([hidden])").length, $("only").textContent];
        const brandt = all("#side button").find((one) => one.textContent.includes("Brandt"));
        brandt.click();
        found.one = [...state(), brandt.getAttribute("aria-pressed")];
        brandt.click();
        found.all = [...state(), brandt.getAttribute("aria-pressed")];
        """,
    )
    assert found["one"] == [["1", "1"], ["1"], 1, "Only Minister Brandt ×", "true"]
    assert found["all"] == [["0", "1", "1", "2"], ["0", "1", "2"], 2, "", "false"]


def test_a_mark_opens_its_card_and_escape_closes_it(
    report: Report,
    article: Article,
    statements: list[Statement],
    posture: Codebook,
    browse: Browse,
) -> None:
    found = browse(
        report([article], statements, posture),
        """
        const tag = all(".tag[data-s='1']")[0];
        tag.focus();
        tag.click();
        found.open = [$("card").hidden, document.activeElement.id, $("card").innerText];
        found.parts = all("mark.on").length;
        key($("card"), "Escape");
        found.closed = [$("card").hidden, document.activeElement === tag, all(".on").length];
        """,
    )
    hidden, focus, words = found["open"]
    assert (hidden, focus) == (False, "card")
    for word in ("Minister Brandt", "Sylvania", "threaten", "direct", "lake#2", "80%", "Part 2"):
        assert word in words
    assert found["parts"] == 2
    assert found["closed"] == [True, True, 0]


def test_a_row_goes_to_its_place_in_the_article(
    report: Report,
    article: Article,
    statements: list[Statement],
    posture: Codebook,
    browse: Browse,
) -> None:
    found = browse(
        report([article], statements, posture),
        """
        all("#table tbody td")[0].click();
        await pause(900);
        found.at = [document.activeElement.dataset.s, $("card").hidden];
        """,
    )
    assert found["at"] == ["0", False]


def test_the_download_has_the_shown_rows_and_no_formulas(
    report: Report,
    article: Article,
    statements: list[Statement],
    posture: Codebook,
    browse: Browse,
) -> None:
    nasty = replace(statements[0], text='=HYPERLINK("http://x"),\n1', speaker=Speaker("'＝Ada"))
    found = browse(
        report([article], [nasty, *statements[1:]], posture),
        """
        let blob = null;
        URL.createObjectURL = (made) => { blob = made; return "#"; };
        change("f-label", "0", "change");
        $("save").click();
        found.text = await blob.text();
        """,
    )
    head, rest = found["text"].removeprefix("\ufeff").split("\r\n", 1)
    assert head.startswith("id,article,title,date,speaker,affiliation,")
    assert head.endswith(",score_conciliatory,score_neutral,score_threatening,run")
    assert rest.startswith("lake#1,lake,The gates at the lake,2026-03-14,''＝Ada,,")
    assert '"\'=HYPERLINK(""http://x""),\n1"' in rest
    assert rest.endswith(",offer,conciliatory,0.8,0.1,0.1,r\r\n")
