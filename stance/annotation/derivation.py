"""What the spans of a statement tell by themselves: its words, its kind, whether it is nested."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from stance.articles import Article
from stance.extraction.assembly import DIRECT, MIXED, words_of
from stance.extraction.languages import language, language_of
from stance.extraction.quotations import Quotation, find_quotations
from stance.extraction.segments import Range, paragraphs
from stance.statements import Span, Statement


class Derivation:
    """Derives what annotation tools do not hold from the article's text."""

    def __init__(self, article: Article) -> None:
        self._article = article

    @cached_property
    def _quotations(self) -> list[Quotation]:
        text = self._article.text
        spoken = language(language_of(text, self._article.language))
        return find_quotations(text, list(paragraphs(text)), spoken)

    @cached_property
    def _starts(self) -> list[int]:
        return [quotation.start for quotation in self._quotations]

    def statement(
        self, number: int, content: Sequence[Span], mention: Span | None, cue: Span | None
    ) -> Statement:
        """Make a statement of which nothing but the spans is known."""
        return Statement(
            id=f"{self._article.id}#{number}",
            article=self._article.id,
            text=words_of(self._article.text, [Range(span.start, span.end) for span in content]),
            kind=self.kind(content),
            content=tuple(content),
            mention=mention,
            cue=cue,
        )

    def kind(self, content: Iterable[Span]) -> str:
        """Tell the kind by the share of letters in quotation marks."""
        inside = total = 0
        for span in content:
            for place, character in enumerate(span.text, start=span.start):
                if character.isalnum():
                    total += 1
                    inside += self._is_quoted(place)
        share = inside / total if total else 0.0
        return "direct" if share >= DIRECT else "mixed" if share >= MIXED else "indirect"

    def _is_quoted(self, place: int) -> bool:
        before = bisect_right(self._starts, place) - 1
        return before >= 0 and place < self._quotations[before].end


def is_within(statement: Statement, others: Iterable[Statement]) -> bool:
    """Tell whether a statement stands inside another's content, and is not all of it."""
    first, last = statement.content[0].start, statement.content[-1].end
    return any(
        span.start <= first and last <= span.end and last - first < span.end - span.start
        for other in others
        if other is not statement
        for span in other.content
    )


def with_nesting(statements: Sequence[Statement], known: Iterable[int] = ()) -> list[Statement]:
    """Mark those statements as nested that are, but for the ones of which it is known."""
    kept = set(known)
    return [
        statement if number in kept else replace(statement, nested=is_within(statement, statements))
        for number, statement in enumerate(statements)
    ]
