from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from stance.annotation import AnnotatedArticle
from stance.articles import Article
from stance.statements import Span, Speaker, Statement

TEXT = (
    "Ada Voss said the bridge would stay shut until the barricades were gone. "
    "“We will talk,” the minister added. “And soon.” Ben Ruhl warned of war. "
    "Officials denied that the ferry had sailed."
)
Say = Callable[..., Statement]
Mark = Callable[..., AnnotatedArticle]
Copies = Callable[[AnnotatedArticle, int], list[AnnotatedArticle]]


def cut(words: str) -> Span:
    start = TEXT.index(words)
    return Span.cut(TEXT, start, start + len(words))


@pytest.fixture
def say() -> Say:
    """Make a statement in `TEXT` of the words given, each part a span."""

    def make(*parts: str, by: str | None = "Ada Voss", at: str | None = None, **rest: Any) -> Any:
        fields: dict[str, Any] = {
            "id": f"a#{TEXT.index(parts[0])}",
            "article": "a",
            "text": " ".join(parts),
            "kind": "indirect",
            "content": tuple(map(cut, parts)),
            "speaker": Speaker(by) if by else None,
            "mention": cut(at) if at else None,
        }
        return Statement(**fields | rest)

    return make


@pytest.fixture
def mark() -> Mark:
    """Make an annotated article of `TEXT`."""

    def make(*statements: Statement, name: str = "a") -> AnnotatedArticle:
        return AnnotatedArticle(article=Article(id=name, text=TEXT), statements=statements)

    return make


@pytest.fixture
def copies() -> Copies:
    """Make articles that are alike but for their ids: a0, a1 and so on."""

    def make(item: AnnotatedArticle, number: int) -> list[AnnotatedArticle]:
        return [
            replace(
                item,
                article=replace(item.article, id=f"a{i}"),
                statements=tuple(replace(one, article=f"a{i}") for one in item.statements),
            )
            for i in range(number)
        ]

    return make
