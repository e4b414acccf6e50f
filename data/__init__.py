"""The data that come with stance: invented statements and articles, and where they stand."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

_FOLDER = Path(str(resources.files(__name__)))

STATEMENTS = _FOLDER / "statements.jsonl"
ARTICLES = _FOLDER / "articles.jsonl"
ARTICLE_STATEMENTS = _FOLDER / "article_statements.jsonl"
CODINGS = _FOLDER / "codings.jsonl"
