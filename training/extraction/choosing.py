"""Choosing by the dev part: the threshold of a tagger, and how good it is with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stance.eval.extraction import evaluate_extraction
from stance.extraction import extract

if TYPE_CHECKING:
    from stance.annotation import AnnotatedArticle
    from stance.articles import Article
    from stance.extraction.chapter import Chapter
    from stance.extraction.finding import Finding
    from stance.extraction.tagger import Tagger
    from stance.extraction.tagger.contents import Content
    from stance.statements import Statement

THRESHOLDS: Final = (0.3, 0.4, 0.5, 0.6, 0.7)


def choose_threshold(tagger: Tagger, articles: Sequence[AnnotatedArticle]) -> tuple[float, float]:
    """Find the threshold with the best end-to-end F1 on some articles.

    Returns
    -------
    threshold, figure
        Of equally good ones, that nearest to a half.
    """
    once = _ReadOnce(tagger)
    found = {threshold: once.judge(articles, threshold) for threshold in THRESHOLDS}
    best = max(found, key=lambda threshold: (found[threshold], -abs(threshold - 0.5)))
    return best, found[best]


class _ReadOnce:
    """A tagger that keeps what it tagged, to be read with several thresholds."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self._kept: dict[tuple[str, int], list[Content]] = {}

    def judge(self, articles: Sequence[AnnotatedArticle], threshold: float) -> float:
        self._tagger = self._tagger.with_threshold(threshold)

        def read(article: Article) -> list[Statement]:
            return extract(article, self)

        evaluation = evaluate_extraction(articles, extract=read, resamples=1)
        return evaluation.figures["end_to_end_f1"].value or 0.0

    def find(self, chapter: Chapter) -> list[Finding]:
        start = chapter.tokens.start[0] if len(chapter.tokens) else 0
        key = (chapter.text, start)
        if key not in self._kept:
            self._kept[key] = self._tagger.tag(chapter)
        return self._tagger.findings(chapter, self._kept[key])
