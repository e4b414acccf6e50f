"""Which statement found is which statement of the gold: by the words of their contents."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from stance.statements import Statement

IOU: Final = 0.5
"""Contents that share so much of their words (Jaccard) are partly the same."""

Words = frozenset[int]

_WORD = re.compile(r"\w+")


def words_of(statement: Statement) -> Words:
    """Return where the words of a statement's content begin in the article's text."""
    return frozenset(
        span.start + word.start()
        for span in statement.content
        for word in _WORD.finditer(span.text)
    )


def jaccard(one: Words, other: Words) -> float:
    """Return the share of words that both contents have; 0 where neither has any."""
    return len(one & other) / (len(one | other) or 1)


def match(
    one: Sequence[Words],
    other: Sequence[Words],
    fits: Callable[[Words, Words], bool],
    likeness: Callable[[Words, Words], float] = jaccard,
) -> list[tuple[int, int]]:
    """Pair the contents of two readings of an article, one to one, the likest first.

    Parameters
    ----------
    one, other
        The contents' words, as `words_of` gives them.
    fits
        Whether two may be paired at all; those without a common word never are.
    likeness
        What makes a pair come before others; of equals, the earlier.

    Returns
    -------
    list of (int, int)
        Places in the two sequences.
    """
    pairs = sorted(
        (-likeness(mine, theirs), i, k)
        for i, mine in enumerate(one)
        for k, theirs in enumerate(other)
        if mine & theirs and fits(mine, theirs)
    )
    taken: set[int] = set()
    given: set[int] = set()
    chosen = []
    for _, i, k in pairs:
        if i not in taken and k not in given:
            taken.add(i)
            given.add(k)
            chosen.append((i, k))
    return chosen
