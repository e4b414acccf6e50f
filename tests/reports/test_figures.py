from __future__ import annotations

import pytest

from stance.codebook import Codebook, Label, load_codebook
from stance.reports.figures import Scale, between, day, percent, segments, signed
from stance.reports.palette import label_styles


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2020-02-14", "14 February 2020"),
        ("2020-02-14T10:00:00Z", "14 February 2020"),
        ("2020-02", "February 2020"),
        ("1987", "1987"),
        ("2020-13-40", "2020-13-40"),
        ("last week", "last week"),
        ("", ""),
    ],
)
def test_dates_are_written_as_a_reader_says_them(text: str, read: str) -> None:
    assert day(text) == read


def test_a_range_of_one_day_is_that_day() -> None:
    assert between("2020-02-14", "2020-02-14") == "14 February 2020"
    assert between("2019", "2020-02") == "2019 to February 2020"


def test_figures_have_true_signs_and_show_little_as_little() -> None:
    assert [signed(0.324), signed(-0.1), signed(-0.001)] == ["+0.32", "−0.10", "0.00"]
    assert [percent(0), percent(0.001), percent(0.184), percent(1)] == ["0%", "<1%", "18%", "100%"]


def test_a_bar_has_the_codebooks_order_and_no_gaps() -> None:
    codebook = load_codebook("posture")
    laid = segments(label_styles(codebook), {"threatening": 1, "conciliatory": 3})
    assert [(part.style.name, part.start, part.width) for part in laid] == [
        ("conciliatory", 0, 75),
        ("threatening", 75, 25),
    ]
    assert segments(label_styles(codebook), {}) == []


def test_the_scale_runs_from_the_lowest_value_to_the_highest() -> None:
    scale = Scale.of(load_codebook("posture"))
    assert scale is not None
    assert (scale.lowest, scale.middle, scale.highest) == ("threatening", 0, "conciliatory")
    assert scale.place(-1) < scale.place(0) == 50 < scale.place(1)
    assert scale.place(7) == scale.place(1)


def test_labels_without_an_order_have_no_scale() -> None:
    assert Scale.of(Codebook.of_labels("ab")) is None
    same = Codebook(name="c", labels=(Label(name="a", value=1), Label(name="b", value=1)))
    assert Scale.of(same) is None
