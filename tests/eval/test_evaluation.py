from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from stance.errors import StanceError
from stance.eval import Evaluation, evaluate
from stance.labelled import LabelledStatement
from stance.runs import Run


def test_it_survives_json(run: Run) -> None:
    record = json.loads(json.dumps(run.evaluation.to_record(), allow_nan=False))
    again = Evaluation.from_record(record)
    assert again.to_record() == run.evaluation.to_record()
    assert again.predictions == ()


def test_the_schema_is_frozen(run: Run) -> None:
    record = run.evaluation.to_record()
    assert list(record) == [
        "format", "run", "data", "n", "labels", "values", "figures", "by_label", "confusion",
        "baseline", "intervals", "notes", "provenance",
    ]  # fmt: skip
    assert list(record["figures"]) == [
        "macro_f1", "macro_precision", "macro_recall",
        "weighted_precision", "weighted_recall", "weighted_f1", "micro_f1",
        "accuracy", "balanced_accuracy", "mcc", "kappa", "alpha", "posture_error", "sign_flips",
        "auroc", "average_precision",
        "log_loss", "brier", "calibration_error", "classwise_calibration_error",
    ]  # fmt: skip
    assert list(record["figures"]["mcc"]) == ["value", "low", "high", "baseline"]
    assert list(record["by_label"][0]) == [
        "label",
        "support",
        "predicted",
        "precision",
        "recall",
        "f1",
        "auroc",
        "average_precision",
    ]
    assert list(record["intervals"]) == ["method", "unit", "units", "resamples", "seed", "level"]


def test_the_frame_is_the_rows(run: Run) -> None:
    frame = run.evaluation.frame().set_index(["label", "figure"])
    assert frame.loc[("", "macro_f1"), "value"] == run.evaluation.figures["macro_f1"].value


def test_rows_are_flat_and_whole(run: Run) -> None:
    rows = run.evaluation.rows()
    assert len(rows) == 20 + 3 * 5
    assert all(
        list(row) == ["label", "figure", "value", "low", "high", "baseline", "n"] for row in rows
    )
    assert [row["label"] for row in rows[-15:]] == [label for label in run.labels for _ in range(5)]
    assert sum(row["n"] for row in rows if row["figure"] == "recall") == run.evaluation.n


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 2}, "newer stance"),
        ({"n": "many"}, "n: "),
        ({"labels": ["a", "b"]}, "does not fit the labels"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_record_is_told(run: Run, change: dict[str, Any], message: str) -> None:
    with pytest.raises(StanceError, match=message):
        Evaluation.from_record(run.evaluation.to_record() | change, "metrics.json")


@pytest.mark.parametrize("record", [None, [], "text", {}])
def test_what_is_no_evaluation_is_told(record: object) -> None:
    with pytest.raises(StanceError, match=r"metrics\.json is not a valid evaluation"):
        Evaluation.from_record(record, "metrics.json")


def test_a_record_of_an_older_stance_is_read(run: Run) -> None:
    record = run.evaluation.to_record()
    del record["values"], record["provenance"]
    assert Evaluation.from_record(record).figures == run.evaluation.figures


def test_what_was_judged_is_told_by_fingerprints(
    run: Run, make_statements: Callable[..., list[LabelledStatement]]
) -> None:
    rows = make_statements(30, seed=5)
    one = evaluate(run, rows, resamples=10).provenance
    assert one is not None
    assert one.run == sha256((run.path / "run.json").read_bytes()).hexdigest()
    assert one.kind == "linear"
    assert one.codebook == "posture, version 1"
    backwards = evaluate(run, rows[::-1], resamples=10).provenance
    fewer = evaluate(run, rows[1:], resamples=10).provenance
    assert backwards == one
    assert fewer is not None
    assert fewer.items != one.items


def test_a_notebook_shows_the_figures(run: Run) -> None:
    shown = run.evaluation._repr_html_()
    assert "macro-F1" in shown
    assert f"{run.evaluation.figures['macro_f1'].value:.3f}" in shown
    assert "<script" not in shown


def test_the_whole_is_one_page(run: Run) -> None:
    page = run.evaluation.to_html()
    assert page.startswith("<!DOCTYPE html>")
    assert page.rstrip().endswith("</html>")


def test_a_picture_that_there_is_not(run: Run) -> None:
    with pytest.raises(StanceError, match="no picture 'roc': there are labels, confusion,"):
        run.evaluation.plot("roc")
