from __future__ import annotations

from io import StringIO

from rich.console import Console

from stance.eval import Evaluation, evaluate_predictions, render
from stance.runs import Run


def shown(evaluation: Evaluation) -> str:
    file = StringIO()
    Console(width=120, file=file).print(render(evaluation))
    return file.getvalue()


def test_figures_labels_confusions_and_method_are_shown(run: Run) -> None:
    text = shown(run.evaluation)
    for part in (
        "macro-F1",
        "1.00 [1.00, 1.00]",
        "conciliatory",
        "baseline: the majority",
        "2,000 resamples",
    ):
        assert part in text


def test_labels_are_shown_as_they_are_and_do_nothing() -> None:
    names = ("[bold]a[/bold]", "b\x1b[31m", "c" * 30)
    rows = [
        {
            "id": str(i),
            "gold": names[i % 3],
            "predicted": names[i % 2],
            "scores": dict.fromkeys(names, 1 / 3),
        }
        for i in range(12)
    ]
    text = shown(evaluate_predictions(rows))
    assert "[bold]a[/bold]" in text
    assert "\x1b" not in text


def test_what_is_undefined_is_a_dash() -> None:
    rows = [{"id": "1", "gold": "a", "predicted": "a", "scores": {"a": 1.0, "b": 0.0}}]
    text = shown(evaluate_predictions(rows))
    assert "–" in text
    assert "no intervals: there is one item only" in text
    assert "Note: no statement is labelled b" in text
