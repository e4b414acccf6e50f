from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from stance.rows import Reject, RejectLog, write_rows

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links differ on Windows")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def received(pipe: Path) -> tuple[threading.Thread, list[str]]:
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    return reader, lines


def test_a_pipe_is_written_to_and_not_replaced(pipe: Path) -> None:
    reader, lines = received(pipe)
    write_rows([{"x": 1}], pipe, "jsonl")
    reader.join(5)
    assert lines == ['{"x": 1}\n']
    assert pipe.is_fifo()


def test_nor_is_it_by_refused_input(pipe: Path) -> None:
    with RejectLog(pipe):
        pass
    assert pipe.is_fifo()
    reader, lines = received(pipe)
    with RejectLog(pipe) as log:
        log(Reject("a.csv", 1, "no"))
    reader.join(5)
    assert '"reason": "no"' in lines[0]
    assert pipe.is_fifo()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.jsonl").touch()
    link = tmp_path / "link.jsonl"
    link.symlink_to("real.jsonl")
    write_rows([{"x": 1}], link, "jsonl")
    assert link.is_symlink()
    assert (tmp_path / "real.jsonl").read_text(encoding="utf-8") == '{"x": 1}\n'
