from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from stance.articles.article import Article
from stance.codebook import Codebook
from stance.errors import StanceError
from stance.reports import RunFacts, write_report
from stance.statements import Span, Speaker, Statement
from stance.summary import Estimate

Report = Callable[..., str]
NASTY = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>\"' {{ 7*7 }} &amp;"


def data_of(html: str) -> dict[str, Any]:
    (element,) = lxml.html.fromstring(html).xpath("//script[@id='data']")
    record: dict[str, Any] = json.loads(element.text)
    return record


def test_every_statement_is_in_the_text_in_the_table_and_in_the_data(
    report: Report, article: Article, statements: list[Statement], posture: Codebook
) -> None:
    html = report([article], statements, posture)
    root = lxml.html.fromstring(html)
    assert [mark.get("id") for mark in root.xpath("//mark[@id]")] == ["s0", "s1", "s2"]
    assert len(root.xpath("//noscript//tbody/tr")) == 3
    data = data_of(html)
    assert [row[0] for row in data["rows"]] == ["lake#1", "lake#2", "lake#3"]
    assert data["labels"] == list(posture.label_names)
    text = " ".join(root.text_content().split())
    for shown in ("The gates at the lake", "The Lakeside Post", "14 March 2026", "Minister Brandt"):
        assert shown in text
    for label in posture.labels:
        assert label.definition in text


def test_ids_are_unique_and_headings_in_order(
    report: Report, article: Article, statements: list[Statement], posture: Codebook
) -> None:
    root = lxml.html.fromstring(report([article], statements, posture))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    levels = [int(h.tag[1]) for h in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    targets = {href[1:] for href in root.xpath("//a/@href") if href.startswith("#")}
    assert targets <= set(ids)


def test_the_page_needs_and_loads_nothing_else(
    report: Report, article: Article, statements: list[Statement], posture: Codebook
) -> None:
    html = report([article], statements, posture)
    root = lxml.html.fromstring(html)
    assert not root.xpath("//@src | //@srcset | //@style | //iframe | //object | //embed | //base")
    assert not root.xpath("//@*[starts-with(name(), 'on')]")
    loads = [link.get("href") for link in root.iter("link")]
    assert all(href.startswith("data:") for href in loads)
    away = {href for href in root.xpath("//a/@href") if not href.startswith("#")}
    assert away == {"https://news.example/lake"}
    assert "@import" not in html
    assert "url(" not in html


def test_the_policy_allows_the_pages_own_scripts_and_styles_only(
    report: Report, article: Article, statements: list[Statement], posture: Codebook
) -> None:
    html = report([article], statements, posture)
    root = lxml.html.fromstring(html)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    pieces = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", html, re.DOTALL)
    assert len(pieces) == 3
    for piece in pieces:
        assert f"'sha256-{b64encode(sha256(piece.encode()).digest()).decode()}'" in policy


def test_nothing_from_an_article_becomes_markup(report: Report) -> None:
    text = f"{NASTY} she said."
    span = Span.cut(text, 0, len(NASTY))
    nasty = Article(
        id=NASTY, text=text, title=NASTY, date=NASTY, source=NASTY, language=NASTY, url=NASTY
    )
    codebook = Codebook.of_labels([NASTY, "plain"])
    statement = Statement(
        id=NASTY,
        article=NASTY,
        text=NASTY,
        kind="direct",
        content=(span,),
        speaker=Speaker(NASTY, NASTY),
        mention=span,
        cue=span,
        act=NASTY,
        label=NASTY,
        scores={NASTY: 1.0},
        run=NASTY,
    )
    lost = replace(statement, content=(Span("elsewhere", 0, 9),))
    run = RunFacts(NASTY, NASTY, 1, url="javascript:alert(3)")
    html = report([nasty], [statement, lost], codebook, run=run, title=NASTY)
    root = lxml.html.fromstring(html)
    assert len(root.xpath("//script")) == 3
    assert not root.xpath("//img | //@onerror | //comment()")
    assert "javascript:" not in " ".join(root.xpath("//@href"))
    assert "49" not in root.xpath("//h1")[0].text_content()
    assert root.xpath("//h1")[0].text_content() == NASTY
    row = data_of(html)["rows"][0]
    assert row[0] == row[11] == NASTY


def test_control_characters_are_dropped_everywhere(
    report: Report, article: Article, statements: list[Statement], posture: Codebook
) -> None:
    text = "It is \x1b[31mred\x00 now\ud800."
    content = (Span.cut(text, 0, 14),)
    one = replace(
        statements[0],
        text="\x07red",
        content=content,
        mention=None,
        cue=None,
        speaker=Speaker("A\x00da", "\x9bFreedonia"),
    )
    html = report([replace(article, text=text, title="A \x1b title")], [one], posture)
    assert not re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]|\\u00[01][0-9a-f]", html)
    assert data_of(html)["speakers"] == ["Ada"]


def test_text_that_turns_direction_is_isolated(
    report: Report, article: Article, statements: list[Statement], posture: Codebook
) -> None:
    turned = "\u202egnp.exe\u2067"
    one = replace(statements[0], speaker=Speaker(turned, turned), text=turned)
    html = report([replace(article, title=turned, source=turned)], [one], posture)
    root = lxml.html.fromstring(html)
    for element in root.xpath("//body//*[not(self::script or self::noscript)]"):
        if "\u202e" in (element.text or ""):
            isolated = element.tag in ("bdi", "h3")
            assert isolated, lxml.html.tostring(element)
        assert "\u202e" not in (element.tail or "")


def test_statements_without_labels_have_nothing_of_labels(
    report: Report, article: Article, statements: list[Statement], posture: Codebook
) -> None:
    bare = [replace(one, label=None, act=None, scores={}, run=None) for one in statements]
    html = report([article], bare, posture, summary=[])
    root = lxml.html.fromstring(html)
    assert len(root.xpath("//mark[@id]")) == 3
    words = " ".join(root.xpath("string(//main)").split())
    for name in posture.label_names:
        assert name not in words
    assert "not labelled yet" in root.xpath("string(//header)")
    assert not root.xpath("//section[@id='overview'] | //select[@id='f-label'] | //svg")
    ranked = [" ".join(row.text_content().split()) for row in root.xpath("//tbody/tr/th")]
    assert ranked == ["Ada Voss Freedonia", "Minister Brandt Sylvania", "No source given"]


def test_labels_without_values_have_no_mean(
    report: Report, article: Article, statements: list[Statement]
) -> None:
    codebook = Codebook.of_labels(["blame", "credit", "other"])
    names = iter(["blame", "credit", "other"])
    relabelled = [replace(one, label=next(names), scores={}) for one in statements]
    root = lxml.html.fromstring(report([article], relabelled, codebook))
    assert not root.xpath("//*[contains(@class, 'whisker')]")
    assert "Mean" not in root.xpath("string(//main)")
    assert [dt.text_content()[1:] for dt in root.xpath("//dl[@class='legend']//dt")] == [
        "blame",
        "credit",
        "other",
    ]


def test_a_label_that_the_codebook_lacks_is_refused(
    report: Report, article: Article, statements: list[Statement]
) -> None:
    with pytest.raises(StanceError, match=r"lake#1.*conciliatory.*'auto'"):
        report([article], statements, Codebook.of_labels(["x", "y"]), summary=[])


def test_the_run_and_what_intervals_leave_out_are_said(
    report: Report, article: Article, statements: list[Statement], posture: Codebook
) -> None:
    run = RunFacts("monday", "linear", 1234, Estimate(0.712, 0.661, 0.758))
    head = lxml.html.fromstring(report([article], statements, posture, run=run)).xpath(
        "string(//header)"
    )
    for fact in ("monday", "linear", "1,234", "0.71", "0.66 to 0.76", "do not cover"):
        assert fact in " ".join(head.split())


def test_nested_statements_are_marked_but_not_counted(
    report: Report, article: Article, statements: list[Statement], posture: Codebook
) -> None:
    inner = replace(
        statements[0], id="lake#4", nested=True, content=(Span.cut(article.text, 14, 30),)
    )
    root = lxml.html.fromstring(report([article], [*statements, inner], posture))
    assert root.xpath("//mark[@id='s0']//mark[@id='s3']")
    assert "3 statements; 1 more stands inside another" in root.xpath("string(//main)")
    assert "nested: conciliatory" in root.xpath("string(//mark[@id='s3'])")


def test_a_statement_without_its_place_is_listed_below_the_article(
    report: Report, article: Article, statements: list[Statement], posture: Codebook
) -> None:
    lost = replace(statements[0], content=(Span("not the words", 3, 16),))
    root = lxml.html.fromstring(report([article], [lost], posture))
    assert "the gates would open on Monday" in root.xpath("string(//*[@class='unplaced'])")


def test_beyond_the_limit_the_articles_with_most_statements_are_shown_and_all_are_listed(
    report: Report, posture: Codebook
) -> None:
    articles, statements = [], []
    for number in range(6):
        text = "They said yes. " * 3
        articles.append(Article(id=f"a{number}", text=text, title=f"Title {number}"))
        for i in range(1 + number % 3):
            content = (Span.cut(text, 15 * i + 10, 15 * i + 13),)
            statements.append(
                Statement(
                    id=f"a{number}#{i}",
                    article=f"a{number}",
                    text="yes",
                    kind="indirect",
                    content=content,
                    label="neutral",
                )
            )
    html = report(articles, statements, posture, full_text=3)
    root = lxml.html.fromstring(html)
    assert root.xpath("//article//h3/text()") == ["Title 1", "Title 2", "Title 5"]
    assert "3 articles of 6 in full" in root.xpath("string(//main)")
    data = data_of(html)
    assert len(data["rows"]) == 12
    assert [title for _, title, *_ in data["articles"]] == [f"Title {i}" for i in range(6)]


def test_beyond_the_limit_of_statements_the_rest_is_counted(
    report: Report,
    article: Article,
    statements: list[Statement],
    posture: Codebook,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("stance.reports.report.STATEMENTS", 2)
    html = report([article], statements, posture)
    assert len(data_of(html)["rows"]) == 2
    assert "first 2 of 3 statements" in html
    assert "<mark id" not in html


def test_a_headline_that_the_text_repeats_stands_once(
    report: Report, article: Article, posture: Codebook
) -> None:
    text = "The gates at the lake\n\nIt rained."
    root = lxml.html.fromstring(report([replace(article, text=text)], [], posture))
    assert root.xpath("string(//article)").count("The gates at the lake") == 1


def test_nothing_read_still_gives_a_page(report: Report, posture: Codebook) -> None:
    html = report([], [], posture, summary=[])
    assert "0 statements by 0 speakers in 0 articles." in html
    assert "There are no articles to show." in html


def test_language_is_told_and_direction_left_to_the_text(
    report: Report, article: Article, posture: Codebook
) -> None:
    hebrew = replace(article, text="שלום לכם.", language="he")
    broken = replace(article, id="b", language='x" onclick="')
    root = lxml.html.fromstring(report([hebrew, broken], [], posture))
    assert root.xpath("//div[@class='text']/@lang") == ["he"]
    assert set(root.xpath("//div[@class='text']//p/@dir")) == {"auto"}


def test_an_unwritable_target_is_told_before_anything_is_read(
    tmp_path: Path, posture: Codebook
) -> None:
    def never() -> Any:
        raise AssertionError("read")
        yield

    target = tmp_path / "missing" / "report.html"
    with pytest.raises(StanceError, match=r"cannot write the report .*report\.html"):
        write_report(target, never(), never(), codebook=posture, summary=[])


def test_a_failed_report_leaves_the_earlier_one(tmp_path: Path, posture: Codebook) -> None:
    def broken() -> Any:
        raise StanceError("a bad line")
        yield

    target = tmp_path / "report.html"
    target.write_text("earlier")
    with pytest.raises(StanceError, match="a bad line"):
        write_report(target, [], broken(), codebook=posture, summary=[])
    assert target.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [target]
