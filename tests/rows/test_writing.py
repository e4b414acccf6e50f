from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import StanceError
from stance.rows import check_writable, format_of, read_rows, write_rows

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
CELLS = st.one_of(st.none(), TEXTS.filter(bool))
FILES = ["jsonl", "json", "csv", "tsv", "parquet"]


@pytest.mark.parametrize("format_", FILES)
@given(values=st.lists(st.fixed_dictionaries({"x": CELLS, "y": CELLS}), min_size=1, max_size=5))
def test_rows_come_back(
    tmp_path_factory: pytest.TempPathFactory, format_: str, values: list[dict[str, str | None]]
) -> None:
    path = tmp_path_factory.mktemp("rows") / f"a.{format_}"
    # A file of nothing but white space is as good as empty.
    values = [{"x": "x", "y": "y"}, *values]
    assert write_rows(values, path, format_) == len(values)
    assert [located.row for located in read_rows(path)] == values


@pytest.mark.parametrize("format_", FILES)
def test_nested_values_and_numbers(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"a.{format_}"
    write_rows([{"n": 1, "f": 0.5, "b": True, "l": ["a"]}], path, format_)
    (located,) = read_rows(path)
    if format_ in {"csv", "tsv"}:
        assert located.row == {"n": "1", "f": "0.5", "b": "true", "l": '["a"]'}
    else:
        assert located.row == {"n": 1, "f": 0.5, "b": True, "l": ["a"]}


def test_a_formula_is_made_harmless_in_csv_and_a_number_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_rows([{"x": "=1+1", "y": -0.5, "z": "'-quoted"}], path, "csv")
    assert path.read_bytes() == b"x,y,z\r\n'=1+1,-0.5,''-quoted\r\n"


def test_a_column_that_is_empty_at_first_in_parquet(tmp_path: Path) -> None:
    rows = [{"x": None}] * 10_000 + [{"x": "late"}]
    write_rows(rows, tmp_path / "a.parquet", "parquet")
    assert pq.read_table(tmp_path / "a.parquet")["x"].to_pylist()[-1] == "late"


@pytest.mark.parametrize("format_", FILES)
def test_no_rows(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"a.{format_}"
    assert write_rows([], path, format_, columns=["x"]) == 0
    assert path.exists()


def test_a_table_is_for_eyes_and_neutral() -> None:
    file = io.StringIO()
    write_rows([{"x": "a\x1b[2Jb", "y": 0.12345, "z": None}], file, "table")
    assert "\x1b[2J" not in file.getvalue()
    assert "\\u001b[2J" in file.getvalue()
    assert "0.123" in file.getvalue()


def failing(error: BaseException) -> Iterator[dict[str, Any]]:
    yield {"x": 1}
    raise error


@pytest.mark.parametrize("format_", FILES)
def test_an_error_leaves_nothing_behind(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"a.{format_}"
    path.write_text("what was there before", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write_rows(failing(RuntimeError("no")), path, format_)
    assert path.read_text(encoding="utf-8") == "what was there before"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_keeps_what_is_done(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with pytest.raises(KeyboardInterrupt) as caught:
        write_rows(failing(KeyboardInterrupt()), path, "jsonl")
    part = tmp_path / "a.jsonl.part"
    assert not path.exists()
    assert part.read_text(encoding="utf-8") == '{"x": 1}\n'
    assert caught.value.__notes__ == [f"What was written so far is in {part}."]


def test_a_target_that_cannot_be_written_is_told_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="name a file in a folder that exists"):
        write_rows(failing(RuntimeError("drawn")), tmp_path / "no" / "a.jsonl", "jsonl")


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="it is a folder"):
        check_writable(tmp_path)


def test_checking_leaves_the_rows_of_an_interrupted_run(tmp_path: Path) -> None:
    part = tmp_path / "a.jsonl.part"
    part.write_text("kept", encoding="utf-8")
    check_writable(tmp_path / "a.jsonl")
    assert part.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("a.JSONL", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.json", "json"),
        ("b.csv", "csv"),
        ("b.tsv", "tsv"),
    ],
)
def test_the_ending_tells_the_format(name: str, format_: str) -> None:
    assert format_of(Path(name)) == format_


def test_an_ending_that_tells_none() -> None:
    with pytest.raises(StanceError, match=r"a\.xlsx: its ending tells no format.*--format"):
        format_of(Path("a.xlsx"))


@pytest.mark.parametrize(
    ("rows", "format_", "said"),
    [
        ([{"x": 1}, {"x": 1, "y": 2}], "csv", "row 2 has y"),
        ([{"x": 1}, {"x": 1, "y": 2}], "parquet", "row 2 has y"),
        ([{"x": 1}, {"x": "a"}], "parquet", "rows 1 to 2 do not fit"),
        ([{"x": None}] * 10_000 + [{"x": 1}], "parquet", "rows 10,001 to 10,001 do not fit"),
        ([{"x": 0.5}, {"x": float("nan")}], "jsonl", "row 2 .* holds NaN"),
        ([{"x": 1}], "xlsx", "no format 'xlsx'"),
    ],
)
def test_rows_that_do_not_fit_the_format(
    tmp_path: Path, rows: list[dict[str, Any]], format_: str, said: str
) -> None:
    with pytest.raises(StanceError, match=said):
        write_rows(rows, tmp_path / "a", format_)
    assert list(tmp_path.iterdir()) == []


def test_columns_may_have_their_types(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write_rows([{"n": None}], path, "parquet", columns={"n": int, "s": str})
    assert [str(field.type) for field in pq.read_schema(path)] == ["int64", "string"]


def test_what_csv_cannot_hold_is_replaced(tmp_path: Path) -> None:
    write_rows([{"x": "a\0b"}], tmp_path / "a.csv", "csv")
    assert [located.row for located in read_rows(tmp_path / "a.csv")] == [{"x": "a\ufffdb"}]
