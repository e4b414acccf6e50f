from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stance.classifiers import KINDS
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.runs import LAYOUT
from stance.training import load_recipe, tune
from stance.training.recipe_files import recipe_names
from stance.training.space import Range, as_tried, load_space, suggest

Make = Callable[..., list[LabelledStatement]]

SPACE = """
"params.c" = { low = 0.001, high = 10.0, log = true }
"params.words" = [[1, 1], [1, 2]]
"params.min_words" = { low = 1, high = 3 }
"""


@pytest.fixture
def space(tmp_path: Path) -> Path:
    path = tmp_path / "space.toml"
    path.write_text(SPACE, encoding="utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_best_of_what_was_tried_is_trained(
    make_statements: Make, space: Path, tmp_path: Path
) -> None:
    rows = make_statements(180)
    told: list[str] = []
    run = tune(rows, out=tmp_path / "run", space=space, trials=8, folds=3, on_note=told.append)
    tried = rows_of(run.path / LAYOUT.trials)
    assert [row["trial"] for row in tried] == [str(i) for i in range(1, 9)]
    best = max(
        (row for row in tried if row["folds"] == "3"), key=lambda row: float(row["macro_f1"])
    )
    assert run.recipe["params"]["c"] == float(best["params.c"])
    assert all(len(row["params.c"].strip("0.").replace(".", "")) <= 3 for row in tried)
    assert f"params.c={best['params.c']}" in "".join(told)
    assert str(run.recipe["params"]["words"]) == best["params.words"]
    assert run.recipe["params"]["balanced"] is True
    assert sum(line.startswith("Trial ") for line in told) == 8
    assert not list(tmp_path.glob(".unfinished-*"))


def test_the_part_held_out_decides_nothing(
    make_statements: Make, space: Path, tmp_path: Path
) -> None:
    rows = [
        replace(row, split="test" if i < 36 else "train")
        for i, row in enumerate(make_statements(180))
    ]
    # The labels of what is held out are turned round.
    others = [
        replace(row, label=one.label, act=one.act) if row.split == "test" else row
        for row, one in zip(rows, [*rows[1:36], rows[0], *rows[36:]], strict=True)
    ]
    runs = [
        tune(
            data, overrides=["split.by=given"], out=tmp_path / name, space=space, trials=4, folds=3
        )
        for name, data in (("one", rows), ("two", others))
    ]
    tried = [rows_of(run.path / LAYOUT.trials) for run in runs]
    assert tried[0] == tried[1]
    figures = [run.evaluation.figures["macro_f1"].value for run in runs]
    assert figures[0] != figures[1]


def test_a_search_that_was_killed_goes_on(
    make_statements: Make, space: Path, tmp_path: Path
) -> None:
    rows = make_statements(120)

    def die_in_the_third(text: str) -> None:
        if text.startswith("Trial 3"):
            raise KeyboardInterrupt

    options = {"out": tmp_path / "run", "space": space, "trials": 5, "folds": 3}
    with pytest.raises(KeyboardInterrupt) as interruption:
        tune(rows, on_note=die_in_the_third, **options)  # type: ignore[arg-type]
    (note,) = interruption.value.__notes__
    assert "the same command with --resume" in note
    assert not (tmp_path / "run").exists()
    with pytest.raises(StanceError, match="go on with --resume"):
        tune(rows, **options)  # type: ignore[arg-type]
    run = tune(rows, resume=True, **options)  # type: ignore[arg-type]
    # The two that had come to an end, the one that was killed, and three more.
    assert len(rows_of(run.path / LAYOUT.trials)) == 6
    assert not list(tmp_path.glob(".unfinished-*"))


class Ends:
    """Draws the first or the last of what may be drawn."""

    def __init__(self, end: int) -> None:
        self._end = end

    def suggest_categorical(self, name: str, values: list[str]) -> str:  # noqa: ARG002
        return values[self._end]

    def suggest_float(self, name: str, *ends: float, log: bool) -> float:  # noqa: ARG002
        return ends[self._end]

    suggest_int = suggest_float


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6), st.floats(0, 1))
def test_what_is_tried_has_three_digits_and_is_within_its_range(
    one: float, other: float, share: float
) -> None:
    assume(one != other)
    low, high = sorted((one, other))
    drawn = min(max(low + share * (high - low), low), high)
    tried = as_tried({"params.c": Range(low=low, high=high)}, {"params.c": drawn})["params.c"]
    assert low <= tried <= high
    assert tried in (float(f"{tried:.3g}"), low, high)
    assert tried == pytest.approx(drawn, rel=0.006)


def test_the_spaces_that_ship_suggest_what_recipes_take() -> None:
    for kind in recipe_names("stance.training.spaces"):
        assert kind in KINDS
        for end in (0, -1):
            load_recipe(kind, suggest(load_space(kind), Ends(end)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ('"params.c" = 3', "is not valid"),
        ('"params.c" = []', "is not valid"),
        ('"params.c" = { low = 3, high = 1 }', "low must be lower"),
        ('"params.c" = { low = 0, high = 1, log = true }', "low must be above 0"),
        ('"params.d" = [1, 2]', r"no recipe of kind linear has an entry 'params\.d'"),
        ('"params.c" = [-1]', "is not valid"),
        ("params.c = [1", "is not a TOML file"),
    ],
)
def test_a_space_that_cannot_be_searched_is_told(
    make_statements: Make, tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "space.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(StanceError, match=message):
        tune(make_statements(60), out=tmp_path / "run", space=path, trials=1)


def test_what_has_no_space_or_no_folds_is_told(make_statements: Make, tmp_path: Path) -> None:
    with pytest.raises(StanceError, match="no search space 'baseline'"):
        tune(make_statements(60), "baseline", out=tmp_path / "run")
    with pytest.raises(StanceError, match="cannot be cut into 5 folds"):
        tune(make_statements(18), out=tmp_path / "run", trials=1)
