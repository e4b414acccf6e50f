from __future__ import annotations

from pathlib import Path

import pytest

from stance.errors import StanceError
from stance.rows import Reject, delimited, read_rows


def read(
    path: Path, text: str, notes: list[str] | None = None
) -> tuple[list[dict[str, object]], list[Reject]]:
    path.write_text(text, encoding="utf-8", newline="")
    refused: list[Reject] = []
    on_note = None if notes is None else notes.append
    return [
        located.row for located in read_rows(path, on_reject=refused.append, on_note=on_note)
    ], refused


def test_a_quotation_mark_that_is_left_open_is_named_with_all_that_it_takes(
    tmp_path: Path,
) -> None:
    rows, (reject,) = read(tmp_path / "a.csv", 'x,y\n1,2\n3,"4\n5,6\n7,8\n')
    assert rows == [{"x": "1", "y": "2"}]
    assert reject.line == 3
    assert "down to line 5: is a quotation mark left open" in reject.reason
    assert reject.content == '3,"4\n5,6\n7,8'


def test_a_quotation_mark_within_a_cell_is_not_lost_in_silence(tmp_path: Path) -> None:
    rows, (reject,) = read(tmp_path / "a.csv", 'x,y\n"No," she said,2\n3,4\n')
    assert rows == [{"x": "3", "y": "4"}]
    assert (reject.line, reject.content) == (2, '"No," she said,2')


def test_a_row_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "LONGEST_LINE", 1_000)
    with pytest.raises(StanceError, match=r"a\.csv:2: .*quotation mark left open"):
        read(tmp_path / "a.csv", 'x\n"' + "word\n" * 1_000)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_what_spreadsheets_write_in_place_of_commas(tmp_path: Path, delimiter: str) -> None:
    notes: list[str] = []
    text = f"id{delimiter}text\n1{delimiter}a, b\n"
    rows, refused = read(tmp_path / "a.csv", text, notes)
    assert rows == [{"id": "1", "text": "a, b"}]
    assert refused == []
    assert len(notes) == 1


def test_columns_without_a_name_are_left_out(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", ",x,,\n0,1,,\n") == ([{"x": "1"}], [])


def test_lines_are_counted_from_the_top_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('\n\nx\n\n"a\nb"\nc\n', encoding="utf-8")
    assert [located.line for located in read_rows(path)] == [5, 7]
