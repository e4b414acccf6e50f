"""A random sample of scored statements, to be labelled by hand."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

from stance.errors import StanceError
from stance.eval.shares.corpus import groups_of
from stance.statements import Statement

SAMPLED: Final[Mapping[str, type]] = {
    **dict.fromkeys(("id", "label", "text", "cue", "speaker", "context", "article"), str),
    "weight": float,
}


def draw_sample(
    statements: Sequence[Statement],
    number: int,
    *,
    by: str | None = None,
    dates: Mapping[str, str] | None = None,
    seed: int = 0,
) -> list[dict[str, Any]]:
    """Draw statements by chance, as rows whose label is empty.

    What the classifier thinks of a statement is not in its row: whoever labels should not know. Nested
    statements are left out, as they are from shares.

    Parameters
    ----------
    statements
        Scored ones.
    number
        How many to draw; with `by`, of each group as many, or all that there are.
    by
        ``label`` (as predicted), ``speaker``, ``affiliation``, ``kind``, ``year`` or ``month``: rare
        groups get as many as frequent ones, and each row a weight that sets that right.
    dates
        For the latter, the date of each article by its id, as ISO 8601.
    seed
        Of the draw.

    Raises
    ------
    StanceError
        If there are fewer statements, or no date tells the period.
    """
    whole = [each for each in statements if not each.nested]
    if len(whole) < number:
        raise StanceError(f"{number:,} statements cannot be drawn from {len(whole):,}")
    chance = random.Random(seed)  # noqa: S311
    groups: dict[str | None, list[Statement]] = {}
    names = [each.label for each in whole] if by == "label" else groups_of(whole, by, dates or {})
    for each, name in zip(whole, names, strict=True):
        groups.setdefault(name, []).append(each)
    share = number if by is None else max(1, number // len(groups))
    rows = []
    for members in groups.values():
        drawn = chance.sample(members, min(share, len(members)))
        weight = len(members) / len(drawn)
        rows += [_row(each, weight) for each in drawn]
    chance.shuffle(rows)
    return rows


def _row(statement: Statement, weight: float) -> dict[str, Any]:
    return {
        "id": statement.id,
        "label": None,
        "text": statement.text,
        "cue": statement.cue and statement.cue.text,
        "speaker": statement.speaker and statement.speaker.name,
        "context": statement.context,
        "article": statement.article,
        "weight": round(weight, 6),
    }
