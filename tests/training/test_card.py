from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from stance.labelled import LabelledStatement
from stance.runs import Run
from stance.training import train

Make = Callable[..., list[LabelledStatement]]


def test_the_card_says_what_a_reader_needs(run: Run) -> None:
    for part in (
        "# first", "## Data", "90 labelled statements of 30 articles in 10 disputes",
        run.info.data.fingerprint, "macro-F1", "95% interval", "baseline", "No dispute stands in both",
        "stance score ARTICLE --run", "Run.open(", "## Licence", "conciliatory",
    ):  # fmt: skip
        assert part in run.card


def test_names_from_data_can_not_break_the_card(make_statements: Make, tmp_path: Path) -> None:
    names = {"conciliatory": "<script>x</script>", "neutral": "a | b", "threatening": "c\nd"}
    rows = [replace(row, label=names[row.label], act=None) for row in make_statements()]
    card = train(rows, "baseline", "auto", out=tmp_path / "run").card
    assert "<script>" not in card
    assert "a | b" not in card
    assert "c\nd" not in card
