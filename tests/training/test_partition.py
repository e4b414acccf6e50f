from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stance.training.partition import assign, count, group


def test_rows_are_one_group_if_others_link_them() -> None:
    codes = group([["a"], ["b"], ["a", "c"], ["c"], []])
    assert codes[0] == codes[2] == codes[3]
    assert len({codes[0], codes[1], codes[4]}) == 3


def test_rows_are_counted_by_group_and_stratum() -> None:
    counts = count(np.array([0, 0, 1]), ["x", "y", "y"])
    assert counts.tolist() == [[1, 1], [0, 1]]


def test_parts_have_their_shares_of_each_stratum() -> None:
    counts = np.random.default_rng(1).poisson([3.0, 1.0, 0.3], size=(200, 3)).astype(float)
    parts = assign(counts, [0.7, 0.15, 0.15])
    for part, share in enumerate((0.7, 0.15, 0.15)):
        np.testing.assert_allclose(
            counts[parts == part].sum(axis=0), counts.sum(axis=0) * share, rtol=0.1
        )


def test_the_seed_decides_between_groups_of_one_size() -> None:
    counts = np.ones((40, 1))
    one, same, other = (assign(counts, [0.5, 0.5], seed=seed) for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


@given(
    st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), max_size=30),
    st.integers(2, 4),
)
def test_every_group_goes_to_one_of_the_parts(counts: list[list[int]], number: int) -> None:
    table = np.array(counts, dtype=float).reshape(-1, 2)
    parts = assign(table, [1 / number] * number)
    assert parts.shape == (len(table),)
    assert set(parts) <= set(range(number))
