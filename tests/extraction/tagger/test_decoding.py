from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from stance.extraction.tagger.decoding import find_cues, likeliest_roles, read_roles
from stance.extraction.tagger.network import (
    ANCHOR,
    BEGIN,
    CONTENT,
    INSIDE,
    NEITHER,
    OUTSIDE,
    SOURCE,
)


def sure_of(*tags: int, of: int) -> np.ndarray:
    return np.where(np.arange(of) == np.array(tags)[:, None], 0.9, 0.1 / (of - 1)).astype("f4")


def test_cues_are_runs_that_begin() -> None:
    tags = sure_of(OUTSIDE, BEGIN, INSIDE, BEGIN, OUTSIDE, ANCHOR, INSIDE, of=4)
    found = [(cue.first, cue.last, cue.anchor) for cue in find_cues(tags, 0, 7, 0.5)]
    assert found == [(1, 3, False), (3, 4, False), (5, 6, True), (6, 7, False)]


def test_only_cues_that_begin_in_the_part_are_read() -> None:
    tags = sure_of(BEGIN, INSIDE, BEGIN, OUTSIDE, BEGIN, of=4)
    assert [cue.first for cue in find_cues(tags, 1, 4, 0.5)] == [2]


def test_a_doubtful_cue_is_none() -> None:
    tags = sure_of(BEGIN, of=4)
    assert list(find_cues(tags, 0, 1, 0.98)) == []


def cost(roles: tuple[int, ...], probabilities: np.ndarray, switch: float) -> float:
    total, before = 0.0, NEITHER
    for role, row in zip(roles, probabilities, strict=True):
        total -= float(np.log(max(row[role], 1e-9)))
        if role != before:
            total += {NEITHER: 0.0, CONTENT: switch, SOURCE: switch / 2}[role]
        before = role
    return total


@given(
    arrays.arrays(np.float64, (2, 5, 3), elements=st.floats(0.05, 1)),
    st.sampled_from([0.0, 0.5, 2.0]),
)
def test_the_roles_are_the_likeliest_of_all(weights: np.ndarray, switch: float) -> None:
    probabilities = (weights / weights.sum(axis=2, keepdims=True)).astype("f4")
    places = np.tile(np.arange(5), (2, 1))
    for found, rows in zip(
        likeliest_roles(probabilities, places, switch), probabilities, strict=True
    ):
        best = min(cost(roles, rows, switch) for roles in itertools.product(range(3), repeat=5))
        assert cost(tuple(found), rows, switch) == pytest.approx(best, abs=1e-6)


def test_a_doubtful_word_does_not_break_a_content_in_two() -> None:
    rows = sure_of(CONTENT, CONTENT, NEITHER, CONTENT, CONTENT, of=3)
    rows[2] = [0.55, 0.4, 0.05]
    places = np.arange(5)[None]
    assert set(likeliest_roles(rows[None], places, 2.0)[0]) == {CONTENT}
    assert likeliest_roles(rows[None], places, 0.0)[0][2] == NEITHER


def test_contents_may_be_split_and_the_longest_source_is_taken() -> None:
    roles = np.array([CONTENT, NEITHER, SOURCE, NEITHER, SOURCE, SOURCE, CONTENT, CONTENT])
    places = np.array([-1, 10, 11, 12, 13, 14, 15, 16])
    content, source = read_roles(roles, places)
    assert content == (range(15, 17),)
    assert source == range(13, 15)
    assert read_roles(np.array([NEITHER]), np.array([3])) == ((), None)
