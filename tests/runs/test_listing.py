from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stance.errors import StanceError
from stance.runs import Run, list_runs


def test_runs_are_listed_with_their_figures_and_broken_ones_with_their_fault(
    run: Run, tmp_path: Path
) -> None:
    shutil.copytree(run.path, tmp_path / "good")
    shutil.copytree(run.path, tmp_path / "bad")
    (tmp_path / "bad" / "metrics.json").unlink()
    shutil.copytree(run.path, tmp_path / ".half.part-1")
    (tmp_path / "letters").mkdir()
    (tmp_path / "note.txt").touch()
    good, bad = list_runs(tmp_path)
    assert good.kind == "linear"
    assert good.fault is None
    assert good.macro_f1 == run.evaluation.figures["macro_f1"].value
    assert bad.name == "bad"
    assert bad.fault is not None
    assert "lacks metrics.json" in bad.fault
    assert good.to_record()["path"] == str(tmp_path / "good")


def test_a_folder_without_runs_is_empty(tmp_path: Path) -> None:
    assert list_runs(tmp_path) == []


def test_no_such_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match=r"no folder .*stance train"):
        list_runs(tmp_path / "runs")
