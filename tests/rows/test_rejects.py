from __future__ import annotations

import json
from pathlib import Path

import pytest

from stance.errors import StanceError
from stance.rows import Reject, RejectLog, refuse

REJECT = Reject("a.csv", 3, "it is empty", "x" * 5_000)


def test_a_reject_reads_as_a_place_and_a_reason() -> None:
    assert str(REJECT) == "a.csv:3: it is empty"
    assert str(Reject("a.csv", None, "no")) == "a.csv: no"


def test_the_log_counts_and_writes_aside(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    with RejectLog(path) as log:
        for _ in range(7):
            log(REJECT)
    assert log.count == 7
    assert len(log.first) == 5
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 7
    assert set(lines[0]) == {"source", "line", "reason", "content"}
    assert len(lines[0]["content"]) == 2_000


def test_where_nothing_is_refused_there_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text("of an earlier run", encoding="utf-8")
    with RejectLog(path):
        pass
    assert not path.exists()


def test_a_file_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="cannot write"):
        RejectLog(tmp_path / "no" / "bad.jsonl")


def test_without_a_log_the_first_one_stops() -> None:
    with pytest.raises(StanceError, match=r"a\.csv:3: it is empty"):
        refuse(REJECT)
