from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.runs import LAYOUT, CurvePoint, Run
from stance.runs.curve import last_gain
from stance.training import train

Make = Callable[..., list[LabelledStatement]]


def test_shares_of_the_training_part_are_fitted_and_judged(
    make_statements: Make, tmp_path: Path
) -> None:
    run = train(make_statements(120), out=tmp_path / "run", curve=True)
    curve = run.learning_curve
    training = sum(run.info.data.training.values())
    assert [point.share for point in curve] == [*[0.1] * 3, *[0.25] * 3, *[0.5] * 3, *[0.75] * 3, 1]
    assert all(point.rows == round(point.share * training) for point in curve)
    assert curve[-1].macro_f1 == run.evaluation.figures["macro_f1"].value
    assert curve[0].macro_f1 < curve[-1].macro_f1
    again = train(make_statements(120), out=tmp_path / "again", curve=True)
    assert again.learning_curve == curve


def test_without_it_there_is_none(run: Run) -> None:
    assert run.learning_curve == []
    assert not (run.path / LAYOUT.curve).exists()


def test_a_broken_curve_is_told(make_statements: Make, tmp_path: Path) -> None:
    run = train(make_statements(60), out=tmp_path / "run", curve=True)
    (run.path / LAYOUT.curve).write_text("share,rows\na,b\n", encoding="utf-8")
    with pytest.raises(StanceError, match=r"learning-curve\.csv cannot be read"):
        Run.open(run.path).learning_curve  # noqa: B018


def test_the_last_doubling_is_from_half_to_all() -> None:
    points = [CurvePoint(0.5, 5, 1, 0.4), CurvePoint(0.5, 5, 2, 0.6), CurvePoint(1, 10, 1, 0.7)]
    assert last_gain(points) == pytest.approx(0.2)
    assert last_gain(points[:2]) is None
