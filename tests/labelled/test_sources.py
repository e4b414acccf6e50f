from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from stance.errors import StanceError
from stance.labelled import data_rows


def test_standard_input_is_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b'{"text": "We talk."}\n'), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stream)
    (located,) = data_rows(["-"])
    assert located.row == {"text": "We talk."}
    assert (located.source, located.line) == ("stdin", 1)


def test_a_split_is_picked_by_its_column(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    rows = [{"text": "a", "split": "train"}, {"text": "b", "split": "test"}, {"text": "c"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert [located.row["text"] for located in data_rows([path], split="test")] == ["b"]
    with pytest.raises(StanceError, match="no row is of the split 'dev'"):
        list(data_rows([path], split="dev"))
