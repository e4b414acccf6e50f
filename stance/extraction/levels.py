"""Levels: statements that are not nested in others never claim the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from stance.extraction.phrases import Phrase

if TYPE_CHECKING:
    from stance.extraction.finding import Finding


def apart(findings: Sequence[Finding]) -> list[Finding]:
    """Take from each finding the words that an earlier one of its level has.

    Parameters
    ----------
    findings
        The one that keeps what two of them claim comes first.

    Returns
    -------
    list of Finding
        In the same order; without those that nothing is left of. Nested ones are as they were.
    """
    parts = sorted(part for one in findings if not one.nested for part in one.content)
    if all(earlier.last <= later.first for earlier, later in pairwise(parts)):
        return list(findings)
    taken: set[int] = set()
    kept = []
    for one in findings:
        if one.nested:
            kept.append(one)
            continue
        words = {word for part in one.content for word in range(part.first, part.last)} - taken
        taken |= words
        if words:
            kept.append(replace(one, content=tuple(_runs(sorted(words)))))
    return kept


def _runs(words: Sequence[int]) -> Iterator[Phrase]:
    first = words[0]
    for word, following in zip(words, [*words[1:], -1], strict=True):
        if following != word + 1:
            yield Phrase(first, word + 1)
            first = following
