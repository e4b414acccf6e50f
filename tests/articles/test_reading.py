from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stance.articles import Article, read_articles, reading
from stance.errors import StanceError
from stance.rows import Reject

TEXT = "A headline\r\n\r\n“No,” Ada Voss said.\r\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def ids(*paths: Path | str) -> list[str]:
    return [article.id for article in read_articles(paths)]


def test_the_fields_are_the_published_ones() -> None:
    names = [field.name for field in fields(Article)]
    assert names == ["id", "text", "title", "date", "source", "url", "language"]
    assert list(Article(id="a", text="b").to_record()) == names


def test_plain_text_is_the_decoded_file_unmodified(tmp_path: Path) -> None:
    (article,) = read_articles([write(tmp_path / "a.txt", TEXT)])
    assert article == Article(id="a", text=TEXT, title="A headline")


@pytest.mark.parametrize("ending", ["jsonl", "json", "csv", "parquet"])
def test_rows_with_other_names(tmp_path: Path, ending: str) -> None:
    row = {"doc": "7", "body": "“No,” she said.", "when": "2026-01-02"}
    path = tmp_path / f"a.{ending}"
    match ending:
        case "parquet":
            pq.write_table(pa.Table.from_pylist([row]), path)
        case "csv":
            write(path, 'doc,body,when\n7,"“No,” she said.",2026-01-02\n')
        case _:
            write(path, json.dumps(row) + "\n")
    names = {"id": "doc", "text": "body", "date": "when"}
    (article,) = read_articles([path], fields=names)
    assert article == Article(id="7", text=row["body"], date="2026-01-02")


def test_rows_without_an_id_are_named_by_file_and_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "x"}\n{"text": "y"}\n')
    assert ids(path) == ["a-1", "a-2"]


def test_ids_are_made_unique_and_it_is_noted(tmp_path: Path) -> None:
    for folder in ("one", "two", "three"):
        write(tmp_path / folder / "a.txt", "text")
    write(tmp_path / "two" / "a-2.txt", "text")
    notes: list[str] = []
    found = [article.id for article in read_articles([tmp_path], on_note=notes.append)]
    assert len(set(found)) == 4
    assert any("called a-" in note for note in notes)


def test_folders_files_and_globs_in_the_order_given(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", "text")
    write(tmp_path / "sub" / "a.md", "text")
    assert ids(tmp_path / "sub", f"{tmp_path}/*.txt") == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT, ["stdin"]),
        ('{"id": "a", "text": "x"}\n{"text": "y"}\n', ["a", "stdin-2"]),
        ('{"broken', ["stdin"]),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, text: str, expected: list[str]) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stdin)
    assert ids("-") == expected


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "")
    (tmp_path / "b.txt").write_bytes(b"\0\1")
    write(tmp_path / "c.txt", "text")
    refused: list[Reject] = []
    found = [article.id for article in read_articles([tmp_path], on_reject=refused.append)]
    assert found == ["c"]
    assert [Path(reject.source).name for reject in refused] == ["a.txt", "b.txt"]
    with pytest.raises(StanceError, match=r"a\.txt"):
        ids(tmp_path)


@pytest.mark.parametrize(
    "row", ['{"text": ""}', '{"text": 7}', '{"id": "x"}', "{", '{"text": null}']
)
def test_a_bad_row_is_refused_once_with_its_line(tmp_path: Path, row: str) -> None:
    path = write(tmp_path / "a.jsonl", f'{{"text": "x"}}\n{row}\n{{"text": "z"}}\n')
    refused: list[Reject] = []
    assert len(list(read_articles([path], on_reject=refused.append))) == 2
    assert [reject.line for reject in refused] == [2]
    with pytest.raises(StanceError) as caught:
        ids(path)
    assert str(caught.value).count("a.jsonl") == 1


def test_a_table_without_texts_lists_its_columns(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match=r"there are doc, body\. Name it with --field"):
        ids(write(tmp_path / "a.csv", "doc,body\n1,x\n"))


def test_a_field_that_there_is_not(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "x"}\n')
    with pytest.raises(StanceError, match="no field body; they have id, text"):
        list(read_articles([path], fields={"body": "text"}))


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_what_is_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(reading, "LONGEST", 100)
    text = "x" * 101
    path = write(tmp_path / name, text if name == "a.txt" else json.dumps({"text": text}))
    with pytest.raises(StanceError, match=rf"{name}.*101 characters; the most that is read is 100"):
        ids(path)


def test_a_file_that_is_far_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST", 100)
    with pytest.raises(StanceError, match="101 bytes"):
        ids(write(tmp_path / "a.html", "x" * 101))


def test_articles_are_drawn_one_by_one(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"text": "x"}\n{broken\n')
    articles = read_articles([path])
    assert next(articles).text == "x"
    articles.close()


def test_offline_no_address_is_tried() -> None:
    with pytest.raises(StanceError, match="--offline was given"):
        list(read_articles(["http://127.0.0.1:9/a"], offline=True))


def test_rows_of_standard_input_are_drawn_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    data = io.BytesIO(b'\n{"id": "a", "text": "x"}\n' + b'{"id": "b", "text": "y"}\n' * 1_000)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(data, encoding="utf-8"))
    articles = read_articles(["-"])
    assert next(articles).id == "a"
    assert data.tell() < 100
    articles.close()


def test_other_addresses_are_not_read() -> None:
    for address in ("ftp://oro.example/a.txt", "file:///etc/hosts"):
        with pytest.raises(StanceError, match="begin with http or https"):
            ids(address)


def test_numbers_and_objects_in_the_fields_of_a_row(tmp_path: Path) -> None:
    row = {"id": 7.0, "text": "x", "source": {"name": "Oro Post"}}
    (article,) = read_articles([write(tmp_path / "a.jsonl", json.dumps(row))])
    assert (article.id, article.source) == ("7", '{"name": "Oro Post"}')


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the names of files are text")
def test_a_file_whose_name_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.txt"))
    assert ids(write(path, "text")) == ["caf\ufffd"]
