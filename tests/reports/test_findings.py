from __future__ import annotations

import html
from pathlib import Path

import pytest

from stance.errors import StanceError
from stance.reports import write_check_page
from stance.training.checks import CheckReport, Diversity, Example, Finding
from stance.training.checks.report import Ease, Part

HOSTILE = "</td><script>alert(1)</script>"


@pytest.fixture
def report() -> CheckReport:
    example = Example(place="a.jsonl:3", id="x", label="neutral", text=HOSTILE, detail="also b")
    return CheckReport(
        codebook="posture",
        rows=3,
        articles=0,
        parts=(Part(name=HOSTILE, rows=3, labels={"neutral": 2, "": 1}),),
        columns={"label": {"neutral": 2}, "kind": {"direct": 3}},
        diversity=Diversity(words=(4, 1, 9), distinct_2=0.9, top_4_grams=0.01, most_shared=0.2),
        ease=(Ease(target="label", rows=3, macro_f1=0.5, accuracy=0.5),),
        findings=(
            Finding(
                code="leak", severity="error", message="1 row", cure="Take it out.", count=9,
                examples=(example,),
            ),
        ),
    )  # fmt: skip


def test_the_page_shows_the_findings_with_their_rows(report: CheckReport, tmp_path: Path) -> None:
    write_check_page(report, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    for shown in ("leak", "Take it out.", "a.jsonl:3", "1 row of 9", "macro-F1 0.50", "direct"):
        assert shown in page
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_nothing_of_the_data_is_markup(report: CheckReport, tmp_path: Path) -> None:
    write_check_page(report, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("<script>") == 1
    assert "<script>alert" not in page
    assert "default-src 'none'" in html.unescape(page)


def test_a_page_that_cannot_be_written(report: CheckReport, tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="cannot write the report"):
        write_check_page(report, tmp_path / "missing" / "page.html")
