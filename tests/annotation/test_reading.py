from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import stance.data
from stance.annotation import AnnotatedArticle, read_annotated_articles, write_annotations
from stance.articles import Article
from stance.errors import StanceError
from stance.rows import Reject
from stance.statement_rows import write_statements
from stance.statements import Span, Statement

TEXT = "Voss said the bridge would stay shut."


def said(article: str = "a", number: int = 1, text: str = TEXT) -> Statement:
    words = "the bridge would stay shut"
    start = text.index(words)
    span = Span.cut(text, start, start + len(words))
    return Statement(
        id=f"{article}#{number}", article=article, text=words, kind="indirect", content=(span,)
    )


def rows(path: Path, found: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
    return path


def article(name: str, **rest: str) -> dict[str, Any]:
    return {"id": name, "text": TEXT, **rest}


@pytest.fixture
def marked() -> AnnotatedArticle:
    return AnnotatedArticle(article=Article(id="a", text=TEXT), statements=(said(),))


@pytest.mark.parametrize("format_", ["jsonl", "csv", "brat", "label-studio"])
def test_whatever_holds_annotated_articles_is_read(
    marked: AnnotatedArticle, format_: str, tmp_path: Path
) -> None:
    ending = {"brat": "", "label-studio": ".json"}.get(format_, f".{format_}")
    path = tmp_path / f"gold{ending}"
    write_annotations([marked], path, format_, on_warning=lambda _: None)
    for named in (None, format_):
        (found,) = read_annotated_articles([path], format_=named, on_warning=lambda _: None)
        assert found.article.text == TEXT
        assert [s.content for s in found.statements] == [said().content]


def test_statements_are_put_to_their_articles(tmp_path: Path) -> None:
    gold = tmp_path / "statements.jsonl"
    write_statements([said("b"), said("a")], gold, "jsonl")
    articles = rows(tmp_path / "articles.jsonl", [article("a"), article("b"), article("c")])
    found = list(read_annotated_articles([gold], articles=[articles]))
    assert [(one.article.id, len(one.statements)) for one in found] == [
        ("a", 1), ("b", 1), ("c", 0)
    ]  # fmt: skip


def test_the_bundled_articles_by_split() -> None:
    sizes = {}
    for split in (None, "train", "dev", "test"):
        found = list(
            read_annotated_articles(
                [stance.data.ARTICLE_STATEMENTS], articles=[stance.data.ARTICLES], split=split
            )
        )
        sizes[split] = len(found), sum(len(one.statements) for one in found)
    assert sizes[None] == (76, 1749)
    assert sizes["test"] == (12, 253)
    assert sum(sizes[name][1] for name in ("train", "dev", "test")) == 1749


def test_what_does_not_fit_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    moved = said("a", 2).to_record()
    moved["content"][0] |= {"start": 0, "end": 26}
    gold = rows(
        tmp_path / "gold.jsonl", [said("a").to_record(), moved, said("gone").to_record(), {"id": 1}]
    )
    articles = rows(tmp_path / "articles.jsonl", [article("a")])
    refused: list[Reject] = []
    (found,) = read_annotated_articles([gold], articles=[articles], on_reject=refused.append)
    assert [s.id for s in found.statements] == ["a#1"]
    assert sorted(reject.line or 0 for reject in refused) == [2, 3, 4]
    reasons = {reject.line: reject.reason for reject in refused}
    assert "code points" in reasons[2]
    assert "'gone' is not among the articles" in reasons[3]


@pytest.mark.parametrize("who", ["articles", "statements", "both"])
def test_the_split_may_be_told_by_articles_or_by_statements(tmp_path: Path, who: str) -> None:
    def told(role: str, split: str) -> dict[str, str]:
        return {"split": split} if who in (role, "both") else {}

    gold = rows(
        tmp_path / "gold.jsonl",
        [said(name).to_record() | told("statements", part) for name, part in PARTS[:2]],
    )
    articles = rows(
        tmp_path / "articles.jsonl",
        [article(name, **told("articles", part)) for name, part in PARTS],
    )
    found = read_annotated_articles([gold], articles=[articles], split="test")
    expected = [("b", 1)] if who == "statements" else [("b", 1), ("c", 0)]
    assert [(one.article.id, len(one.statements)) for one in found] == expected


PARTS = (("a", "train"), ("b", "test"), ("c", "test"))


def test_the_split_of_annotated_articles(marked: AnnotatedArticle, tmp_path: Path) -> None:
    record = marked.to_record()
    gold = rows(
        tmp_path / "gold.jsonl", [record | {"id": name, "split": part} for name, part in PARTS]
    )
    found = read_annotated_articles([gold], split="test")
    assert [one.article.id for one in found] == ["b", "c"]
    with pytest.raises(StanceError, match="nothing is of the split 'dev': there are train, test"):
        list(read_annotated_articles([gold], split="dev"))


def test_a_split_that_nothing_tells(tmp_path: Path) -> None:
    gold = rows(tmp_path / "gold.jsonl", [said().to_record()])
    articles = rows(tmp_path / "articles.jsonl", [article("a")])
    with pytest.raises(StanceError, match="column 'split', and none does"):
        list(read_annotated_articles([gold], articles=[articles], split="test"))


def test_formats_without_rows_have_no_splits(marked: AnnotatedArticle, tmp_path: Path) -> None:
    write_annotations([marked], tmp_path / "brat", "brat")
    with pytest.raises(StanceError, match="no rows with columns"):
        list(read_annotated_articles([tmp_path / "brat"], split="test"))


def test_statements_without_articles_are_an_error_with_the_cure(tmp_path: Path) -> None:
    for ending in ("jsonl", "csv", "parquet"):
        write_statements([said()], tmp_path / f"gold.{ending}", ending)
        with pytest.raises(StanceError, match="--articles FILE"):
            list(read_annotated_articles([tmp_path / f"gold.{ending}"]))
    labelled = rows(tmp_path / "labelled.jsonl", [{"id": "x", "text": "We agree", "label": "x"}])
    with pytest.raises(StanceError, match="--articles FILE"):
        list(read_annotated_articles([labelled]))


def test_articles_given_twice_over(marked: AnnotatedArticle, tmp_path: Path) -> None:
    write_annotations([marked], tmp_path / "gold.jsonl", "jsonl")
    articles = rows(tmp_path / "articles.jsonl", [article("a")])
    with pytest.raises(StanceError, match="leave --articles out"):
        list(read_annotated_articles([tmp_path / "gold.jsonl"], articles=[articles]))
    with pytest.raises(StanceError, match="leave out the format"):
        list(read_annotated_articles(["x.jsonl"], articles=[articles], format_="brat"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="no such file"):
        list(read_annotated_articles([tmp_path / "gold.jsonl"]))
