from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stance.labelled import LabelledStatement
from stance.training.provenance import fingerprint, git_revision, run_name, versions

Make = Callable[..., list[LabelledStatement]]


def test_the_fingerprint_is_of_the_rows_and_not_of_their_order(make_statements: Make) -> None:
    rows = make_statements(12)
    assert fingerprint(rows) == fingerprint(rows[::-1])
    changed = [replace(rows[0], label="neutral"), *rows[1:]]
    assert fingerprint(rows) != fingerprint(changed)


def test_a_name_tells_time_kind_and_what_went_in() -> None:
    moment = datetime(2026, 11, 23, 10, 4, 11, tzinfo=UTC)
    name = run_name(moment, "linear", [{"seed": 1}, {"name": "posture"}, "data"])
    assert name.startswith("2026-11-23T10-04-11Z-linear-")
    assert len(name) == len("2026-11-23T10-04-11Z-linear-3f9a")
    assert name != run_name(moment, "linear", [{"seed": 2}, {"name": "posture"}, "data"])


def test_what_decides_predictions_has_its_version() -> None:
    assert {"numpy", "scikit-learn"} <= set(versions())


def test_without_git_there_is_no_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert git_revision() is None
    monkeypatch.setenv("PATH", "")
    assert git_revision() is None
