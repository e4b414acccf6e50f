"""The noun: an article with the statements that a coder marked in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stance.annotation.fields import objects, optional_string, string
from stance.articles import Article
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.statements import Statement

ARTICLE_FIELDS = ("title", "date", "source", "url", "language")
"""What is known of an article besides its id and its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedArticle:
    """An article and the statements in it, as one coder marked them.

    Attributes
    ----------
    article
        The article; all offsets point into its text.
    statements
        In the order in which they are numbered.
    coder
        Who marked them, where known.
    """

    article: Article
    statements: tuple[Statement, ...] = ()
    coder: str | None = None

    def to_record(self) -> dict[str, Any]:
        """Return the JSON object that is written one a line, without what is not known."""
        known = {name: value for name, value in self.article.to_record().items() if value}
        known = {"id": self.article.id, "text": self.article.text} | known
        if self.coder is not None:
            known["coder"] = self.coder
        return known | {"statements": [record_of(statement) for statement in self.statements]}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> AnnotatedArticle:
        """Read an annotated article back from its JSON object.

        Raises
        ------
        StanceError
            If a field is missing or has the wrong form, or a span is not in the text.
        """
        article = Article(
            id=string(record, "id"),
            text=string(record, "text"),
            **{name: optional_string(record, name) for name in ARTICLE_FIELDS},
        )
        statements = []
        for row in objects(record, "statements"):
            statement = Statement.from_record({"article": article.id} | row)
            check_spans(statement, article.text)
            statements.append(statement)
        return cls(
            article=article, statements=tuple(statements), coder=optional_string(record, "coder")
        )


Annotation = AnnotatedArticle | LabelledStatement


def record_of(statement: Statement) -> dict[str, Any]:
    """Return a statement's JSON object, with an act that has no label as well."""
    record = statement.to_record()
    if statement.act is not None:
        record["act"] = statement.act
    return record


def check_spans(statement: Statement, text: str) -> None:
    """Make sure that a statement's spans are what the text has there.

    Raises
    ------
    StanceError
        If one is not.
    """
    for span in (statement.mention, statement.cue, *statement.content):
        if span and (span.start < 0 or text[span.start : span.end] != span.text):
            raise StanceError(
                f"statement {statement.id}: the text has {text[span.start : span.end]!r} at "
                f"{span.start}-{span.end}, and not {span.text!r}: offsets are Unicode code points "
                "into the article's text, which must not be changed"
            )


def annotate(
    articles: Iterable[Article], statements: Iterable[Statement], *, coder: str | None = None
) -> Iterator[AnnotatedArticle]:
    """Put statements, as `stance extract` or `stance score` wrote them, to their articles.

    Parameters
    ----------
    articles
        Run through once; an article without statements is given as well.
    statements
        All of them, in any order; they are held in memory.
    coder
        Who marked them.

    Raises
    ------
    StanceError
        If an article's text is not what the statements were found in, or an article is missing.
    """
    by_article: dict[str, list[Statement]] = {}
    for statement in statements:
        by_article.setdefault(statement.article, []).append(statement)
    for article in articles:
        own = by_article.pop(article.id, [])
        for statement in own:
            check_spans(statement, article.text)
        yield AnnotatedArticle(article=article, statements=tuple(own), coder=coder)
    if by_article:
        raise StanceError(
            f"{len(by_article):,} articles of the statements are not among the articles; the "
            f"first: {', '.join(list(by_article)[:5])}"
        )
