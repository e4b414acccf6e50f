from __future__ import annotations

import itertools
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stance.errors import StanceError
from stance.rows import Reject, read_rows, refuse


def rows(path: Path) -> list[dict[str, object]]:
    return [located.row for located in read_rows(path)]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_json_lines_are_located(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"x": 1}\n\n{"x": 2}\n')
    assert [(located.line, located.row) for located in read_rows(path)] == [
        (1, {"x": 1}),
        (3, {"x": 2}),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"x": ', "not a JSON object"),
        ("[1]", "this is a list"),
        ('"x"', "this is a string"),
        ("7", "this is a number"),
        ("null", "this is null"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_line_is_refused_and_the_rest_goes_on(
    tmp_path: Path, line: str, reason: str
) -> None:
    path = write(tmp_path / "a.jsonl", f'{{"x": 1}}\n{line}\n{{"x": 3}}\n')
    refused: list[Reject] = []
    assert [located.row["x"] for located in read_rows(path, on_reject=refused.append)] == [1, 3]
    (reject,) = refused
    assert reason in str(reject)
    assert str(reject).startswith(f"{path}:2: ")
    assert reject.content
    with pytest.raises(StanceError, match=r"a\.jsonl:2"):
        list(read_rows(path, on_reject=refuse))


def test_a_file_is_drawn_line_by_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", '{"x": 1}\n{"x": 2}\n{broken')
    first = list(itertools.islice(read_rows(path), 2))
    assert [located.row for located in first] == [{"x": 1}, {"x": 2}]


@pytest.mark.parametrize("text", ['[{"x": 1}, {"x": 2}]', '[\n{"x": 1},\n{"x": 2}\n]'])
def test_a_json_list(tmp_path: Path, text: str) -> None:
    assert rows(write(tmp_path / "a.json", text)) == [{"x": 1}, {"x": 2}]


def test_one_json_object_is_one_row(tmp_path: Path) -> None:
    assert rows(write(tmp_path / "a.json", '{"x": 1}')) == [{"x": 1}]


def test_what_is_no_json_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match=r"a\.json:2: not JSON"):
        rows(write(tmp_path / "a.json", '[{"x": 1},\n{"x" 2}]'))


def test_csv_cells_are_text_and_empty_ones_are_none(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'x,y\n1,"a, ""b""\nc"\n,z\n')
    assert rows(path) == [{"x": "1", "y": 'a, "b"\nc'}, {"x": None, "y": "z"}]


def test_tsv(tmp_path: Path) -> None:
    assert rows(write(tmp_path / "a.tsv", "x\ty\n1\ta,b\n")) == [{"x": "1", "y": "a,b"}]


def test_a_csv_row_of_the_wrong_length_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "x,y\n1,2\n3\n4,5\n")
    refused: list[Reject] = []
    assert len(list(read_rows(path, on_reject=refused.append))) == 2
    assert [(reject.line, reject.content) for reject in refused] == [(3, "3")]
    assert "1 fields where the header has 2" in refused[0].reason


def test_the_line_of_a_csv_row_is_where_it_begins(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'x\n"a\nb"\nc\n')
    assert [located.line for located in read_rows(path)] == [2, 4]


def test_a_column_that_stands_twice(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="column x stands twice"):
        rows(write(tmp_path / "a.csv", "x,y,x\n1,2,3\n"))


def test_a_cell_of_any_length(tmp_path: Path) -> None:
    (row,) = rows(write(tmp_path / "a.csv", f"x\n{'a' * 1_000_000}\n"))
    assert len(str(row["x"])) == 1_000_000


def test_parquet(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": [1, 2], "y": ["a", None]}), tmp_path / "a.parquet")
    assert rows(tmp_path / "a.parquet") == [{"x": 1, "y": "a"}, {"x": 2, "y": None}]


def test_what_is_no_parquet(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="cannot be read as Parquet"):
        rows(write(tmp_path / "a.parquet", "words"))


def test_an_unknown_ending_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match=r"\.xlsx.*\.jsonl"):
        rows(write(tmp_path / "a.xlsx", json.dumps({})))


@pytest.mark.parametrize("ending", ["jsonl", "json", "csv", "parquet"])
def test_no_such_file(tmp_path: Path, ending: str) -> None:
    with pytest.raises(StanceError, match=f"none.{ending}"):
        rows(tmp_path / f"none.{ending}")


def test_json_in_a_file_of_json_lines_is_told(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match=r"a\.jsonl is JSON.*end in \.json"):
        rows(write(tmp_path / "a.jsonl", '[\n{"x": 1}\n]'))


def test_an_element_of_a_json_list_that_is_not_fit_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '[{"x": 1}, {"x": NaN}, 7, {"x": 4}]')
    refused: list[Reject] = []
    assert [located.line for located in read_rows(path, on_reject=refused.append)] == [1, 4]
    assert [reject.line for reject in refused] == [2, 3]


def test_half_a_character_from_json_can_be_written(tmp_path: Path) -> None:
    found = rows(write(tmp_path / "a.jsonl", '{"x": "a\\ud83d"}\n'))
    assert found == [{"x": "a\ufffd"}]
