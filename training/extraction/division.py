"""Articles divided: to train on, to choose by, and held out to judge by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from stance.duplicates import near_duplicates, normalised
from stance.errors import StanceError
from stance.training.partition import assign, count, group

if TYPE_CHECKING:
    from stance.annotation import AnnotatedArticle
    from stance.training.extraction.recipe import ArticleSplit

FEWEST: Final = 8
"""Fewer articles teach nothing, and judge nothing."""


@dataclass(frozen=True, slots=True)
class ArticleParts:
    """Three parts of the articles that share no text.

    Attributes
    ----------
    training, development, held_out
        The articles of each.
    """

    training: tuple[AnnotatedArticle, ...]
    development: tuple[AnnotatedArticle, ...]
    held_out: tuple[AnnotatedArticle, ...]


def divide_articles(
    articles: Sequence[AnnotatedArticle], split: ArticleSplit, *, seed: int
) -> ArticleParts:
    """Divide annotated articles; what is nearly the same text stays together.

    The parts have their shares of the statements and of the articles: by statements alone, the
    small parts would be made of short articles.

    Raises
    ------
    StanceError
        If there are too few articles, or a part comes out empty or without a statement.
    """
    if len(articles) < FEWEST:
        raise StanceError(
            f"annotated articles found: {len(articles)}; training takes {FEWEST} at the very least, "
            "and some dozens to be of use"
        )
    texts = [item.article.text for item in articles]
    keys: list[list[tuple[str, object]]] = [[("text", normalised(text))] for text in texts]
    for pair in near_duplicates(texts):
        keys[pair.other].append(("near", pair.one))
        keys[pair.one].append(("near", pair.one))
    codes = group(keys)
    rows = list(range(len(articles)))
    strata = ["article"] * len(articles)
    for place, item in enumerate(articles):
        rows += [place] * len(item.statements)
        strata += ["statement"] * len(item.statements)
    counts = count(codes[rows], strata)
    shares = [1 - split.dev - split.test, split.dev, split.test]
    parts = assign(counts, shares, seed=seed)[codes]
    training, development, held_out = (
        tuple(item for item, part in zip(articles, parts, strict=True) if part == number)
        for number in range(3)
    )
    for name, found in (("train on", training), ("choose by", development), ("judge by", held_out)):
        if not any(not s.nested for item in found for s in item.statements):
            raise StanceError(
                f"of the {len(articles)} articles no statement is left to {name}: give more "
                "annotated articles, or set split.test and split.dev otherwise"
            )
    return ArticleParts(training, development, held_out)
