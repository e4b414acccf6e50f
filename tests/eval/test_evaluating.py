from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stance.errors import StanceError
from stance.eval import evaluate, evaluate_predictions
from stance.labelled import LabelledStatement
from stance.runs import LAYOUT, Run

Make = Callable[..., list[LabelledStatement]]


def rows(pairs: str, **scores: dict[str, float]) -> list[dict[str, Any]]:
    """Make predictions from ``gold:predicted`` pairs."""
    return [
        {"id": str(i), "gold": gold, "predicted": predicted, **scores}
        for i, (gold, predicted) in enumerate(pair.split(":") for pair in pairs.split())
    ]


def test_a_run_is_judged_on_other_data(run: Run, make_statements: Make) -> None:
    evaluation = evaluate(run, make_statements(60, seed=1))
    assert evaluation.run == "first"
    assert evaluation.n == 60
    assert evaluation.figures["accuracy"].value == 1
    assert evaluation.figures["accuracy"].baseline == pytest.approx(1 / 3)
    assert evaluation.intervals.unit == "article"
    assert [item.id for item in evaluation.predictions] == [f"s{i:04}" for i in range(60)]
    assert evaluate(run.path, make_statements(60, seed=1)) == evaluation


def test_without_data_its_held_out_part_is_judged(run: Run) -> None:
    for evaluation in (evaluate(run), evaluate(str(run.path))):
        assert evaluation.figures == run.evaluation.figures
        assert evaluation.predictions == run.evaluation.predictions
        assert evaluation.provenance is not None


def test_what_it_was_trained_on_is_left_out_and_counted(run: Run, make_statements: Make) -> None:
    seen = [
        replace(row, id=f"seen-{row.id}", text=f"“{row.text}.”") for row in make_statements()[:7]
    ]
    evaluation = evaluate(run, [*make_statements(60, seed=1), *seen])
    assert evaluation.n == 60
    assert "7 of 67 statements were in the run's training data and are left out" in evaluation.notes
    with pytest.raises(
        StanceError, match="every statement of these data was in the run's training"
    ):
        evaluate(run, seen)


def test_labels_that_the_run_does_not_know_are_refused(run: Run, make_statements: Make) -> None:
    data = [
        replace(row, label="rude") if row.label == "neutral" else row
        for row in make_statements(9, seed=1)
    ]
    with pytest.raises(
        StanceError, match=r"3 of 9 statements \(the first: s0002\).*does not know: rude"
    ):
        evaluate(run, data)


def test_ids_that_stand_twice_are_refused(run: Run, make_statements: Make) -> None:
    data = make_statements(9, seed=1)
    with pytest.raises(StanceError, match=r"9 ids stand more than once \(the first: s0000\)"):
        evaluate(run, data + data)


def test_no_data_judge_nothing(run: Run) -> None:
    with pytest.raises(StanceError, match="nothing to judge"):
        evaluate(run, [])


def test_a_file_of_predictions_has_its_gold(run: Run, make_statements: Make) -> None:
    path = run.path / LAYOUT.predictions
    assert evaluate(path).n == run.evaluation.n
    with pytest.raises(StanceError, match="has its own gold"):
        evaluate(path, make_statements(9))


def test_bare_predictions_have_the_baseline_of_their_gold() -> None:
    evaluation = evaluate_predictions(rows("a:a a:a a:b b:b"))
    assert evaluation.labels == ("a", "b")
    assert evaluation.confusion == ((2, 1), (0, 1))
    assert evaluation.figures["accuracy"].value == 0.75
    assert evaluation.figures["accuracy"].baseline == 0.75
    assert "of the gold itself" in evaluation.baseline
    assert "log_loss" not in evaluation.figures
    assert evaluation.intervals.unit == "item"


def test_scores_give_the_order_of_labels_and_more_figures() -> None:
    evaluation = evaluate_predictions(rows("a:a b:a", scores={"b": 0.25, "a": 0.75}))
    assert evaluation.labels == ("b", "a")
    assert evaluation.figures["calibration_error"].value == pytest.approx(0.25)
    assert evaluation.figures["log_loss"].value == pytest.approx(0.837, abs=0.001)


def test_a_label_that_is_not_there_has_no_recall_and_it_is_said() -> None:
    evaluation = evaluate_predictions(rows("a:a b:b a:b"), labels=("a", "b", "c"))
    absent = evaluation.by_label[2]
    assert (absent.support, absent.recall.value, absent.f1.value) == (0, None, None)
    assert any("no statement is labelled c" in note for note in evaluation.notes)
    assert evaluation.figures["macro_f1"].value == pytest.approx(2 / 3)


def test_few_units_are_told() -> None:
    assert any("3 items only" in note for note in evaluate_predictions(rows("a:a b:b a:b")).notes)
    assert not evaluate_predictions(rows("a:a b:b " * 20)).notes


def test_labels_that_are_not_named_are_refused() -> None:
    with pytest.raises(StanceError, match="1: gold 'b' is not a label; there are a, c"):
        evaluate_predictions(rows("a:a b:a"), labels=("a", "c"))


def test_files_of_data_are_read(run: Run, make_statements: Make, tmp_path: Path) -> None:
    import json

    path = tmp_path / "data.jsonl"
    lines = [json.dumps(row.to_record()) + "\n" for row in make_statements(30, seed=1)]
    path.write_text("".join(lines), encoding="utf-8")
    evaluation = evaluate(run, path)
    assert evaluation.n == 30
    assert evaluation.data == str(path)
