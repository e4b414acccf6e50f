"""The noun: an article."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A news article.

    Attributes
    ----------
    id
        Unique within a corpus; for a file its name without the ending.
    text
        The text that all offsets point into: for a plain-text file the decoded file, unmodified.
    title, source, url
        Headline, outlet and address, where they are known.
    date
        As ISO 8601 (``2026-11-23``), where it is known.
    language
        As BCP 47 (``en``), where it is known.
    """

    id: str
    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None

    def to_record(self) -> dict[str, Any]:
        """Return the article as the JSON object that is written one a line."""
        return asdict(self)
