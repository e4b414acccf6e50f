from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from stance.eval.comparison.front import fronts
from stance.eval.comparison.ranking import rank_systems
from stance.eval.comparison.systems import Cost


def p_values(apart: set[str], names: str) -> dict[frozenset[str], float | None]:
    return {
        frozenset(pair): 0.01 if "".join(pair) in apart else 0.5 for pair in combinations(names, 2)
    }


def test_groups_are_the_longest_stretches_not_told_apart() -> None:
    draws = np.array([[4.0, 3, 2, 1], [3, 4, 2, 1]])
    ranking = rank_systems("abcd", [0.9, 0.8, 0.7, 0.6], draws, p_values({"ac", "ad"}, "abcd"))
    assert ranking.groups == (("a", "b"), ("b", "c", "d"))
    assert [ranked.mean_rank for ranked in ranking.ranked] == [1.5, 1.5, 3, 4]


def test_one_that_differs_from_all_stands_alone() -> None:
    apart = {"ab", "ac"}
    ranking = rank_systems("abc", [0.1, 0.8, 0.7], np.ones((3, 3)), p_values(apart, "abc"))
    assert [ranked.system for ranked in ranking.ranked] == ["b", "c", "a"]
    assert ranking.groups == (("b", "c"), ("a",))
    assert {ranked.mean_rank for ranked in ranking.ranked} == {2}


def test_equals_share_a_place_and_without_resamples_there_is_no_mean_rank() -> None:
    ranking = rank_systems("ab", [0.5, 0.5], np.zeros((0, 2)), {frozenset("ab"): None})
    assert [(r.place, r.mean_rank) for r in ranking.ranked] == [(1, None), (1, None)]
    assert ranking.groups == (("a", "b"),)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [([10, 5, 20], [True, True, False]), ([10, 10, 10], [True, False, False])],
)
def test_the_front_has_what_no_other_beats(seconds: list[float], expected: list[bool]) -> None:
    costs = [Cost(training_seconds=value) for value in seconds]
    found = fronts([0.9, 0.8, 0.7], costs)
    assert [("training_seconds" in names) for names in found] == expected
    assert not any("model_bytes" in names for names in found)


def test_of_speed_more_is_better() -> None:
    found = fronts([0.9, 0.8], [Cost(statements_per_second=50), Cost(statements_per_second=40)])
    assert found == [("statements_per_second",), ()]
