"""Two extractors in one: what the first finds, and what the second finds besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stance.extraction.chapter import Chapter
    from stance.extraction.finding import Extractor, Finding


@dataclass(frozen=True, slots=True)
class Both:
    """Joins two extractors; where they find the same words, the first is right.

    Attributes
    ----------
    first, second
        The extractors.
    """

    first: Extractor
    second: Extractor

    def find(self, chapter: Chapter) -> list[Finding]:
        """Return all findings of the first, and those of the second that share no word with them."""
        found = list(self.first.find(chapter))
        taken = {word for one in found for word in _words(one)}
        return found + [one for one in self.second.find(chapter) if taken.isdisjoint(_words(one))]


def _words(finding: Finding) -> set[int]:
    return {word for part in finding.content for word in range(part.first, part.last)}
