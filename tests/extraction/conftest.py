from __future__ import annotations

from collections.abc import Callable

import pytest

from stance.articles.article import Article
from stance.extraction import extract
from stance.statements import Statement


@pytest.fixture
def read() -> Callable[[str], list[Statement]]:
    def read_text(text: str) -> list[Statement]:
        return extract(Article(id="a", text=text))

    return read_text
