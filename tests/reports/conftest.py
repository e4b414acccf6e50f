from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stance.articles.article import Article
from stance.codebook import Codebook, load_codebook
from stance.reports import write_report
from stance.statements import Span, Speaker, Statement
from stance.summary import Tally

TEXT = (
    "Ada Voss said the gates would open on Monday.\n\n"
    "“We are glad of it,” Minister Brandt said. “We will answer every shot.”\n\n"
    "Officials reported that the ferry had sailed."
)


def cut(text: str, part: str) -> Span:
    start = text.index(part)
    return Span.cut(text, start, start + len(part))


def statement(number: int, text: str, *parts: str, **rest: Any) -> Statement:
    content = tuple(cut(text, part) for part in parts)
    fields: dict[str, Any] = {
        "id": f"lake#{number}",
        "article": "lake",
        "text": " ".join(parts),
        "kind": "direct",
        "content": content,
    }
    return Statement(**fields | rest)


def scores(label: str) -> dict[str, float]:
    return {
        name: 0.8 if name == label else 0.1 for name in ("conciliatory", "neutral", "threatening")
    }


@pytest.fixture
def posture() -> Codebook:
    return load_codebook("posture")


@pytest.fixture
def article() -> Article:
    return Article(
        id="lake",
        text=TEXT,
        title="The gates at the lake",
        source="The Lakeside Post",
        date="2026-03-14",
        language="en",
        url="https://news.example/lake",
    )


@pytest.fixture
def statements() -> list[Statement]:
    return [
        statement(
            1,
            TEXT,
            "the gates would open on Monday",
            kind="indirect",
            speaker=Speaker("Ada Voss", "Freedonia"),
            mention=cut(TEXT, "Ada Voss"),
            cue=cut(TEXT, "said"),
            act="offer",
            label="conciliatory",
            scores=scores("conciliatory"),
            run="r",
        ),
        statement(
            2,
            TEXT,
            "“We are glad of it,”",
            "“We will answer every shot.”",
            speaker=Speaker("Minister Brandt", "Sylvania"),
            act="threaten",
            label="threatening",
            scores=scores("threatening"),
            run="r",
        ),
        statement(
            3,
            TEXT,
            "the ferry had sailed",
            kind="indirect",
            act="inform",
            label="neutral",
            scores=scores("neutral"),
            run="r",
        ),
    ]


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., str]:
    """Write a report of articles and statements, and read it back."""

    def write(
        articles: list[Article], statements: list[Statement], codebook: Codebook, **rest: Any
    ) -> str:
        if "summary" not in rest:
            tally = Tally(codebook)
            for one in statements:
                tally.add(one)
            rest |= {"summary": tally.speakers(), "total": tally.total()}
        target = tmp_path / "report.html"
        write_report(
            target,
            iter(articles),
            iter(statements),
            codebook=codebook,
            **rest,
        )
        return target.read_text(encoding="utf-8")

    return write
