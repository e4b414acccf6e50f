from __future__ import annotations

import pytest

from stance.annotation import annotate
from stance.articles import Article
from stance.errors import StanceError
from stance.statements import Span, Statement

TEXT = "Voss said the bridge would stay shut."
ARTICLES = [Article(id="a", text=TEXT), Article(id="b", text="Nothing was said.")]


def statement(article: str = "a", start: int = 10) -> Statement:
    words = "the bridge would stay shut"
    return Statement(
        id=f"{article}#1", article=article, text=words, kind="indirect",
        content=(Span(words, start, start + len(words)),),
    )  # fmt: skip


def test_statements_go_to_their_articles() -> None:
    one, other = annotate(ARTICLES, [statement()], coder="ann")
    assert one.statements == (statement(),)
    assert one.coder == "ann"
    assert other.statements == ()


def test_what_does_not_fit_is_told() -> None:
    with pytest.raises(StanceError, match="offsets are Unicode code points"):
        list(annotate(ARTICLES, [statement(start=9)]))
    with pytest.raises(StanceError, match="not among the articles; the first: c"):
        list(annotate(ARTICLES, [statement("c")]))
