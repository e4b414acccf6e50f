"""Scored statements as arrays, and the groups that they fall into."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from stance.errors import StanceError
from stance.eval.bootstrap import units_of
from stance.statements import Statement

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

PERIODS: Final[Mapping[str, re.Pattern[str]]] = {
    "year": re.compile(r"\d{4}(?!\d)"),
    "month": re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?!\d)"),
}
"""How a date (ISO 8601) begins that tells the period."""

FEWEST_ARTICLES: Final = 5
"""Of a group in fewer articles, nothing can be said of others like it: it is left out."""

_NO_DATES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Corpus:
    """The statements that have scores, as arrays.

    Attributes
    ----------
    ids
        Of each statement.
    labels
        In the order of the scores.
    likely
        The probability of each label, shape (statements, labels); rows sum to 1.
    articles
        The number of each statement's article, from 0, shape (statements,).
    groups
        What each statement belongs to; None where that is not known.
    by
        What the groups are, or None.
    """

    ids: Sequence[str]
    labels: Sequence[str]
    likely: Floats
    articles: Places
    groups: Sequence[str | None]
    by: str | None

    @classmethod
    def of(
        cls, statements: Sequence[Statement], by: str | None, dates: Mapping[str, str] = _NO_DATES
    ) -> Self:
        """Take the statements that count: scored, and not nested.

        Raises
        ------
        StanceError
            If there are none, they are scored by different labels, or cannot be grouped so.
        """
        scored = [each for each in statements if each.scores and not each.nested]
        if not scored:
            raise StanceError(
                "no statement has scores: label them first, with stance score (nested ones do not count)"
            )
        labels = tuple(scored[0].scores)
        if strange := next((each for each in scored if tuple(each.scores) != labels), None):
            raise StanceError(
                f"{strange.id} has scores for {', '.join(strange.scores)}, and {scored[0].id} for "
                f"{', '.join(labels)}: take statements that one run has scored"
            )
        likely = np.array([list(each.scores.values()) for each in scored], dtype=np.float64)
        return cls(
            ids=[each.id for each in scored],
            labels=labels,
            # Written with four digits, they do not sum to 1 quite.
            likely=likely / likely.sum(axis=1, keepdims=True),
            articles=units_of([each.article for each in scored]),
            groups=groups_of(scored, by, dates),
            by=by,
        )

    def parts(self) -> tuple[dict[str, NDArray[np.bool_]], list[str]]:
        """Return which statements the whole and each group has, and what is in none.

        The whole comes first, under no name; then periods in their order, other groups by size.
        """
        members: dict[str, list[int]] = defaultdict(list)
        for i, name in enumerate(self.groups):
            if name is not None:
                members[name].append(i)
        parts = {"": np.ones(len(self.ids), dtype=bool)}
        ordered = (
            sorted(members)
            if self.by in PERIODS
            else sorted(members, key=lambda n: -len(members[n]))
        )
        for name in ordered:
            if len(np.unique(self.articles[members[name]])) >= FEWEST_ARTICLES:
                parts[name] = np.zeros(len(self.ids), dtype=bool)
                parts[name][members[name]] = True
        notes = []
        if left_out := len(members) - len(parts) + 1:
            notes.append(
                f"{left_out:,} groups are in fewer than {FEWEST_ARTICLES} articles, too few to say anything of "
                "them"
            )
        undated = sum(name is None for name in self.groups)
        if self.by in PERIODS and undated:
            notes.append(
                f"{undated:,} statements have no date that tells the {self.by}: they are in none"
            )
        return parts, notes


def groups_of(
    statements: Sequence[Statement], by: str | None, dates: Mapping[str, str] = _NO_DATES
) -> list[str | None]:
    """Return the group that each statement belongs to; None where that is not known.

    Parameters
    ----------
    statements
        Any.
    by
        ``speaker``, ``affiliation``, ``kind``, or ``year`` or ``month`` of its article's date.
    dates
        Of the articles, by their ids, as ISO 8601.

    Raises
    ------
    StanceError
        If statements cannot be grouped so, or no date is known.
    """
    groups = [_group(each, by, dates) for each in statements]
    if by in PERIODS and not any(groups):
        raise StanceError(
            f"no date tells the {by} of any of these statements: name the articles that were scored "
            "(--articles), or give the statements a column date (ISO 8601, such as 2026-11-23)"
        )
    return groups


def _group(statement: Statement, by: str | None, dates: Mapping[str, str]) -> str | None:
    if by is None:
        return None
    if by in PERIODS:
        found = PERIODS[by].match(dates.get(statement.article) or "")
        return found.group() if found else None
    speaker = statement.speaker
    known: dict[str, Any] = {
        "speaker": speaker and speaker.name,
        "affiliation": speaker and speaker.affiliation,
        "kind": statement.kind,
    }
    if by not in known:
        raise StanceError(f"no groups by {by!r}: there are {', '.join((*known, *PERIODS))}")
    return known[by] or None
