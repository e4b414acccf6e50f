from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stance.articles.article import Article
from stance.extraction import Both, Rules, extract
from stance.extraction.chapter import Chapter
from stance.extraction.finding import Finding
from stance.extraction.phrases import Phrase

TEXT = "It was late. Anna Berg said that they were ready."


@dataclass
class Marker:
    """Finds the words that it is told to."""

    parts: Sequence[tuple[int, int]]

    def find(self, chapter: Chapter) -> list[Finding]:
        sentence = chapter.sentences[0]
        return [
            Finding((Phrase(*part),), None, None, None, (sentence,), False, "marked")
            for part in self.parts
        ]


def found(extractor: Both) -> list[tuple[str, str | None]]:
    statements = extract(Article(id="a", text=TEXT), extractor, explain=True)
    return [(statement.text, statement.reason) for statement in statements]


def test_the_second_adds_what_shares_no_word() -> None:
    texts = found(Both(Rules(), Marker([(0, 3), (9, 10)])))
    assert [text for text, _ in texts] == ["It was late", "they were ready"]
    assert texts[0][1] == "marked"


def test_the_first_is_right_where_both_find() -> None:
    assert ("were", "marked") in found(Both(Marker([(9, 10)]), Rules()))
    assert len(found(Both(Marker([(9, 10)]), Rules()))) == 1
