from __future__ import annotations

import numpy as np
import pytest

from stance.errors import StanceError
from stance.eval import Prediction
from stance.eval.comparison import Entrant
from stance.eval.comparison.systems import Cost, System, match_items

GOLD = {"a": "up", "b": "down", "c": "up"}


def entrant(name: str, ids: str = "abc", article: str | None = None, **gold: str) -> Entrant:
    return Entrant(name, [[Prediction(i, (GOLD | gold)[i], "up", None, article) for i in ids]])


def test_items_are_lined_up_by_their_ids() -> None:
    other = [
        Prediction(i, GOLD[i], label) for i, label in [("c", "down"), ("a", "up"), ("b", "up")]
    ]
    matched = match_items([entrant("one", article="x"), Entrant("two", [other])])
    assert matched.labels == ("down", "up")
    assert matched.gold.tolist() == [1, 0, 1]
    assert matched.systems[1].predicted.tolist() == [[1, 1, 0]]
    assert matched.articles == ("x", "x", "x")


def test_other_items_are_named() -> None:
    with pytest.raises(StanceError, match="1 are in one only: c; 1 are in two only: d"):
        match_items([entrant("one"), entrant("two", "abd", d="up")])


def test_another_gold_is_named() -> None:
    with pytest.raises(StanceError, match=r"differs for 1 items: b \(down, up\)"):
        match_items([entrant("one"), entrant("two", b="up")])


@pytest.mark.parametrize(
    ("entrants", "told"),
    [
        ([entrant("one"), entrant("one")], "two systems are called one"),
        ([entrant("one", "aab"), entrant("two")], "1 ids stand more than once: a"),
        ([entrant("one", ""), entrant("two", "")], "no predictions"),
        ([entrant("one", article="x"), entrant("two", article="y")], "article x and y"),
    ],
)
def test_what_cannot_be_matched_is_refused(entrants: list[Entrant], told: str) -> None:
    with pytest.raises(StanceError, match=told):
        match_items(entrants)


def test_a_label_beyond_the_codebook_is_refused() -> None:
    with pytest.raises(StanceError, match="'up' of a is not a label; there are down, left"):
        match_items([entrant("one"), entrant("two")], ["down", "left"])


def test_seeds_vote_and_of_equals_the_first_label_wins() -> None:
    system = System("s", (), np.array([[0, 1, 2], [0, 2, 2], [1, 1, 0], [1, 2, 1]]), Cost())
    assert system.voted.tolist() == [0, 1, 2]


def test_a_mean_cost_needs_all_costs() -> None:
    costs = [Cost(10, 100, 1.0), Cost(20, 201, None)]
    assert Cost.mean(costs) == Cost(15, 150, None)
