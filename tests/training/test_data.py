from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.training.data import prepare

Make = Callable[..., list[LabelledStatement]]


def test_files_and_statements_are_read_alike(make_statements: Make, tmp_path: Path) -> None:
    rows = make_statements(30)
    path = tmp_path / "data.jsonl"
    lines = [json.dumps(row.to_record()) + "\n" for row in reversed(rows)]
    path.write_text("".join(lines), encoding="utf-8")
    expected = prepare(rows, "posture", "label")
    assert prepare(path, "posture", "label") == expected
    assert prepare([str(path)], "posture", "act") == expected


def test_the_labels_of_the_data_are_sorted(make_statements: Make) -> None:
    _, book = prepare(make_statements(30), "auto", "label")
    assert book.label_names == ("conciliatory", "neutral", "threatening")
    assert book.values is None


def test_one_act_only_is_refused(make_statements: Make) -> None:
    rows = [replace(row, label="neutral", act="inform") for row in make_statements(30)]
    with pytest.raises(StanceError, match="'neutral'"):
        prepare(rows, "posture", "act")
