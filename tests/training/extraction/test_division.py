from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from stance.annotation import AnnotatedArticle
from stance.errors import StanceError
from stance.training.extraction.division import divide_articles
from stance.training.extraction.recipe import ArticleSplit

MakeArticles = Callable[..., list[AnnotatedArticle]]


def ids(articles: tuple[AnnotatedArticle, ...]) -> set[str]:
    return {item.article.id for item in articles}


def test_every_article_is_in_one_part_by_its_share(make_articles: MakeArticles) -> None:
    marked = make_articles(40)
    parts = divide_articles(marked, ArticleSplit(test=0.25, dev=0.25), seed=1)
    found = [ids(parts.training), ids(parts.development), ids(parts.held_out)]
    assert set().union(*found) == ids(tuple(marked))
    assert sum(map(len, found)) == 40
    assert 8 <= len(found[1]) <= 12
    assert 8 <= len(found[2]) <= 12
    assert parts == divide_articles(marked, ArticleSplit(test=0.25, dev=0.25), seed=1)


def test_small_parts_are_not_made_of_poor_articles(make_articles: MakeArticles) -> None:
    marked = [
        replace(item, statements=item.statements[: 1 if place % 2 else 6])
        for place, item in enumerate(make_articles(80))
    ]
    parts = divide_articles(marked, ArticleSplit(test=0.1, dev=0.1), seed=1)
    every = sum(len(item.statements) for item in marked) / len(marked)
    for part in (parts.training, parts.development, parts.held_out):
        mean = sum(len(item.statements) for item in part) / len(part)
        assert mean == pytest.approx(every, rel=0.15)


def test_the_same_text_stays_together(make_articles: MakeArticles) -> None:
    marked = make_articles(20)
    copies = [
        replace(item, article=replace(item.article, id=f"copy-{item.article.id}"))
        for item in marked
    ]
    parts = divide_articles([*marked, *copies], ArticleSplit(), seed=1)
    for part in (parts.training, parts.development, parts.held_out):
        texts = [item.article.text for item in part]
        assert all(texts.count(text) == 2 for text in texts)


def test_too_few_articles_are_refused(make_articles: MakeArticles) -> None:
    with pytest.raises(StanceError, match="annotated articles found: 3"):
        divide_articles(make_articles(3), ArticleSplit(), seed=1)


def test_articles_without_statements_teach_nothing(make_articles: MakeArticles) -> None:
    marked = [replace(item, statements=()) for item in make_articles(12)]
    with pytest.raises(StanceError, match="no statement is left to train on"):
        divide_articles(marked, ArticleSplit(), seed=1)
