from __future__ import annotations

import numpy as np
import pytest

from stance.errors import StanceError
from stance.eval import Prediction, slice_predictions
from stance.eval.slices import _against_the_rest

LABELS = ("no", "yes")


def made(n: int, *, worse: float = 0.0, seed: int = 0) -> list[Prediction]:
    """Make predictions that are right four times in five, and less often of what is indirect."""
    chance = np.random.default_rng(seed)
    items = []
    for i in range(n):
        kind = "indirect" if i % 4 == 0 else "direct"
        gold = LABELS[i % 2]
        right = chance.random() < 0.8 - (worse if kind == "indirect" else 0)
        columns = {
            "kind": kind,
            "date": f"{2020 + i % 2}-03-01",
            "text": "word " * (1 + i % 60),
            "tags": ["a", "b"][: i % 3],
        }
        items.append(
            Prediction(
                str(i), gold, gold if right else LABELS[1 - i % 2], None, f"a{i // 3}", columns
            )
        )
    return items


def test_the_worst_come_first_and_what_is_worse_is_told() -> None:
    slices = slice_predictions(made(400, worse=0.4), LABELS, ["kind", "date"])
    worst = slices.slices[0]
    assert (worst.column, worst.value, worst.n) == ("kind", "indirect", 100)
    assert worst.p < 0.001
    assert worst.difference.value is not None
    assert worst.difference.value < -0.2
    assert {(each.column, each.value) for each in slices.slices} == {
        ("kind", "direct"), ("kind", "indirect"), ("date", "2020"), ("date", "2021"),
    }  # fmt: skip
    row = slices.rows()[0]
    assert row["accuracy_low"] <= row["accuracy"] <= row["accuracy_high"]
    assert list(row) == list(worst.COLUMNS)


def test_where_all_slices_are_alike_few_are_called_worse() -> None:
    alarms = 0
    for seed in range(40):
        slices = slice_predictions(made(200, seed=seed), LABELS, ["kind", "date"], resamples=100)
        alarms += any(each.p < 0.05 for each in slices.slices)
    assert alarms <= 6


def test_the_difference_is_that_of_two_shares_and_its_error_known_by_hand() -> None:
    """Where each item is a unit, the error is that of two independent shares, up to n / (n - 1)."""
    right = np.array([1, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1], dtype=bool)
    inside = np.arange(12) < 4
    figure, p = _against_the_rest(right, inside, np.arange(12))
    assert figure.value == pytest.approx(0.75 - 5 / 8, abs=1e-9)
    error = np.sqrt(12 / 11 * (0.75 * 0.25 / 4 + 5 / 8 * 3 / 8 / 8))
    assert figure.high is not None
    reach = 2.200985 * error  # Student's 97.5% point of 11 degrees of freedom
    assert figure.high == pytest.approx(figure.value + reach, abs=1e-5)
    assert 0.6 < p < 0.75


def test_small_slices_are_counted_and_named() -> None:
    slices = slice_predictions(made(60), LABELS, ["length"])
    assert slices.small == {"length": (2, 20)}
    assert slices.notes == [
        "by length, 2 slices with 20 statements are too small to be judged, or too many"
    ]


def test_tags_count_in_each_of_their_slices() -> None:
    found = {each.value: each.n for each in slice_predictions(made(120), LABELS, ["tags"]).slices}
    assert found == {"a": 80, "b": 40}


def test_by_default_it_is_what_is_known() -> None:
    assert slice_predictions(made(60), LABELS).columns == ("kind", "date", "length")
    bare = [item._replace(columns={}) for item in made(60)]
    assert slice_predictions(bare, LABELS).slices == ()


def test_a_column_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(StanceError, match=r"no statement has a colour; .* date, kind, tags, text"):
        slice_predictions(made(6), LABELS, ["colour"])


def test_a_label_of_few_statements_of_a_slice_is_named() -> None:
    items = [
        item._replace(gold="yes" if item.columns["kind"] == "direct" or i < 16 else "no")
        for i, item in enumerate(made(120))
    ]
    slices = slice_predictions(items, LABELS, ["kind", "date"])
    by_value = {each.value: each.few for each in slices.slices}
    # Of the thirty indirect ones, every fourth, the first four are yes; of the direct all are.
    assert by_value["indirect"] == ("yes (4)",)
    assert by_value["direct"] == ()
    assert {row["value"]: row["few"] for row in slices.rows()}["indirect"] == "yes (4)"
    assert slices.notes[-1].startswith("in 1 of 4 slices, some label is that of fewer than 10")


def test_one_article_has_no_intervals() -> None:
    items = [item._replace(article="a") for item in made(80)]
    for each in slice_predictions(items, LABELS, ["kind"]).slices:
        assert (each.accuracy.low, each.p) == (None, 1)
