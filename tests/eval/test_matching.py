from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stance.eval.matching import jaccard, match

CONTENTS = st.lists(st.frozensets(st.integers(0, 12)), max_size=6)


def test_the_likest_are_paired_first() -> None:
    one = [frozenset({1, 2, 3, 4}), frozenset({3, 4})]
    other = [frozenset({3, 4, 5}), frozenset({1, 2, 3, 4, 5})]
    assert match(one, other, lambda *_: True) == [(0, 1), (1, 0)]
    assert match(one, other, lambda a, b: a == b) == []


@given(CONTENTS, CONTENTS)
def test_pairs_are_one_to_one_and_share_words(
    one: list[frozenset[int]], other: list[frozenset[int]]
) -> None:
    pairs = match(one, other, lambda a, b: jaccard(a, b) >= 0.5)
    assert len({i for i, _ in pairs}) == len({k for _, k in pairs}) == len(pairs)
    assert all(one[i] & other[k] for i, k in pairs)
