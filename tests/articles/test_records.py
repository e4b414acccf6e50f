from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stance.articles.article import Article
from stance.articles.records import UnfitArticleError, from_row
from stance.errors import StanceError
from stance.rows import Located


def read(row: dict[str, Any], source: str = "news.jsonl", **names: str) -> Article:
    return from_row(Located(source, 3, row), names)


def test_numbers_and_dates_are_text_and_what_is_missing_is_none() -> None:
    row = {"id": 7, "text": " No. ", "date": date(2026, 1, 2), "title": "", "url": float("nan")}
    assert read(row) == Article(id="7", text=" No. ", date="2026-01-02")


def test_other_columns_are_left_alone() -> None:
    assert read({"text": "No.", "colour": "red"}) == Article(id="news-3", text="No.")


def test_other_names() -> None:
    row = {"text": "a teaser", "body": "No.", "id": "wrong", "key": "k"}
    assert read(row, text="body", id="key") == Article(id="k", text="No.")


@pytest.mark.parametrize("text", [None, "", " \n", 7, ["No."]])
def test_a_row_whose_text_is_none(text: object) -> None:
    with pytest.raises(UnfitArticleError, match=r"its text \(body\) is empty, or no text"):
        read({"body": text}, text="body")


@pytest.mark.parametrize("source", ["a.csv", "a.TSV", "a.parquet"])
def test_a_table_without_the_column_is_unfit_as_a_whole(source: str) -> None:
    with pytest.raises(StanceError, match=r"no column 'text'.*there are a, b. Name it") as caught:
        read({"a": 1, "b": 2}, source)
    assert not isinstance(caught.value, UnfitArticleError)


def test_a_line_without_the_field_is_unfit_alone() -> None:
    with pytest.raises(
        UnfitArticleError, match=r"there are none. Name it with --field text=COLUMN"
    ):
        read({})


def test_a_field_that_there_is_not() -> None:
    with pytest.raises(StanceError, match="no field body, tone; they have id, text"):
        read({"text": "No."}, tone="x", body="y")
