from __future__ import annotations

import csv
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from stance.errors import StanceError
from stance.eval.comparison import Comparison, Cost, Entrant, compare_entrants
from stance.eval.comparison.costs import COSTS, duration, size, speed
from stance.reports.plots import Plot

MakeEntrant = Callable[..., Entrant]


@pytest.fixture
def comparison(make_entrant: MakeEntrant) -> Comparison:
    costs = [Cost(100, 10**7, 5.0), Cost(10, 10**8, 500.0), Cost(5, 10**8, None)]
    entrants = [
        Entrant(one.name, one.predictions, cost=cost)
        for one, cost in zip(
            [
                make_entrant("small", 0.5),
                make_entrant("large", 0.9),
                make_entrant("slow", 0.52, seed=9),
            ],
            costs,
            strict=True,
        )
    ]
    return compare_entrants(entrants, data="d", rank=True, resamples=200)


def test_there_is_a_picture_of_all_that_is_known(comparison: Comparison) -> None:
    names = [plot.name for plot in comparison.plots()]
    assert names == ["differences", "ranking", "changes", "speed", "size", "training"]
    assert comparison.plot().name == "differences"
    with pytest.raises(StanceError, match="no picture 'roc': there are differences, ranking,"):
        comparison.plot("roc")


def test_without_costs_or_ranks_there_are_fewer(make_entrant: MakeEntrant) -> None:
    entrants = [make_entrant("one"), make_entrant("two", seed=2)]
    costly = [entrants[0], Entrant("two", entrants[1].predictions, cost=Cost(5, 10, 2.0))]
    for each in (entrants, costly):
        found = compare_entrants(each, data="d", resamples=100).plots()
        assert [plot.name for plot in found] == ["differences", "changes"]


def test_they_stand_in_one_page(comparison: Comparison) -> None:
    ids: list[str] = []
    for plot in comparison.plots():
        svg = str(plot.svg())
        assert "style=" not in svg
        root = ET.fromstring(svg)
        assert root.get("aria-label") == plot.alt
        ids += [name for each in root.iter() if (name := each.get("id"))]
        for defined in root.iter("defs"):
            assert not any(each.get("fill") or each.get("stroke") for each in defined.iter())
    assert len(ids) == len(set(ids))


def test_the_differences_say_which_are_told_apart(comparison: Comparison) -> None:
    plot = comparison.plot("differences")
    assert len(plot.rows) == 6
    (row,) = [r for r in plot.rows if (r["system"], r["against"]) == ("large", "small")]
    assert row["told_apart"]
    assert row["difference_low"] < row["difference"] < row["difference_high"]
    assert f"large − small: +{row['difference']:.3f} (" in plot.alt
    assert "slow − small" in plot.alt
    assert "not told apart." in plot.alt


def test_changes_are_counted(comparison: Comparison) -> None:
    rows = comparison.plot("changes").rows
    assert sum(row["fixed"] for row in rows if row["system"] == "large") == next(
        pair.fixed for pair in comparison.pairs if (pair.system, pair.against) == ("large", "small")
    )


def test_costs_are_of_those_that_are_known(comparison: Comparison) -> None:
    assert [row["system"] for row in comparison.plot("training").rows] == ["small", "large"]
    on_front = {row["system"]: row["on_front"] for row in comparison.plot("speed").rows}
    assert on_front == {"small": True, "large": True, "slow": False}
    assert "large: macro-F1" in comparison.plot("size").alt
    assert "at 100 MB, on the front." in comparison.plot("size").alt


@pytest.mark.parametrize("name", ["speed", "size", "training"])
def test_names_at_the_points_do_not_overlap(make_entrant: MakeEntrant, name: str) -> None:
    entrants = [
        Entrant(f"system {i}", make_entrant("x", 0.4 + 0.07 * i, seed=i).predictions,
                cost=Cost(100 + 3 * i, 10**7 + i, 60.0 + i))
        for i in range(6)
    ]  # fmt: skip
    plot = compare_entrants(entrants, data="d", resamples=100).plot(name)
    (axes,) = plot.figure().axes
    boxes = [text.get_window_extent() for text in axes.texts if text.get_text()]
    assert len(boxes) == 6
    for one, other in combinations(boxes, 2):
        assert not one.overlaps(other)


def test_the_same_comparison_gives_the_same_files(comparison: Comparison, tmp_path: Path) -> None:
    for plot in comparison.plots():
        first, second = (
            [path.read_bytes() for path in plot.save(tmp_path / name)] for name in "ab"
        )
        assert first == second
        with (tmp_path / "a" / f"{plot.name}.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == len(plot.rows)


def test_many_pairs_and_parts_are_cut_and_counted(make_entrant: MakeEntrant) -> None:
    entrants = [make_entrant(f"system {i}", labels=15, seed=i) for i in range(9)]
    comparison = compare_entrants(entrants, data="d", resamples=100)
    differences, changes = comparison.plot("differences"), comparison.plot("changes")
    assert differences.alt.endswith(" 12 more pairs not shown.")
    assert len(differences.rows) == 36
    assert "more parts not shown." in changes.alt
    assert all(plot.height < 12 for plot in (differences, changes))


@pytest.mark.parametrize(
    ("told", "value", "words"),
    [
        (size, 900, "0.9 kB"),
        (size, 24.3e6, "24 MB"),
        (size, 1.24e9, "1.2 GB"),
        (duration, 0.42, "0.42 s"),
        (duration, 59, "59 s"),
        (duration, 90, "1.5 min"),
        (duration, 7200, "2 h"),
        (speed, 12345, "12,345/s"),
    ],
)
def test_costs_in_words(told: Callable[[float], str], value: float, words: str) -> None:
    assert told(value) == words


def test_axes_have_round_values() -> None:
    _, _, training = COSTS
    assert training.ticks(8, 8000) == [10, 60, 600, 3600]
    assert training.ticks(50, 700) == [50, 60, 120, 300, 600]
    assert training.ticks(1e-3, 1e6)[1:] != []
    assert len(training.ticks(1e-3, 1e6)) <= 6


def test_a_notebook_shows_differences_and_claims(comparison: Comparison) -> None:
    shown = comparison._repr_html_()
    assert "large − small" in shown
    assert "may be called better" in shown
    assert "..<" not in shown
    assert isinstance(comparison.plots()[0], Plot)
    assert comparison.to_html().rstrip().endswith("</html>")
