"""Settling what coders disagree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, NamedTuple

from stance.eval.agreement.codings import Coding, Codings

Rule = Literal["majority", "first"]
RULES: Final[tuple[Rule, ...]] = ("majority", "first")


class Settled(NamedTuple):
    """The rows that are settled, without their coder, and the ids of the items that are not."""

    rows: list[dict[str, Any]]
    open: list[str]


def adjudicate(codings: Codings, rule: Rule, *, coder_column: str = "coder") -> Settled:
    """Settle every item.

    Parameters
    ----------
    codings
        Who coded what.
    rule
        ``first`` takes the coder who comes first in `Codings.coders`; ``majority`` the label that
        most gave and, of those who did, the act that most gave. A tie of labels leaves an item
        open; a tie of acts leaves its act empty.
    coder_column
        Taken out of the rows.

    Returns
    -------
    Settled
        In each row stand the columns that the first of its coders had, with what is settled as
        ``label`` and ``act``.
    """
    settled = Settled([], [])
    for name, of_item in codings.items.items():
        ranked = [of_item[coder] for coder in codings.coders if coder in of_item]
        decided = _first(ranked) if rule == "first" else _majority(ranked)
        if decided is None:
            settled.open.append(name)
            continue
        label, act = decided
        row = {key: value for key, value in ranked[0].row.items() if key != coder_column}
        row["label"] = label
        if codings.codebook.acts and ("act" in row or act):
            row["act"] = act
        settled.rows.append(row)
    return settled


def _first(ranked: Sequence[Coding]) -> tuple[str | None, str | None]:
    return ranked[0].label, ranked[0].act


def _majority(ranked: Sequence[Coding]) -> tuple[str | None, str | None] | None:
    label = _most(coding.label for coding in ranked)
    if label is None:
        return None
    return label, _most(coding.act for coding in ranked if coding.label == label and coding.act)


def _most(values: Iterable[str | None]) -> str | None:
    """Return the value that is there more often than any other; None if there is none."""
    ranking = Counter(values).most_common(2)
    if not ranking or (len(ranking) > 1 and ranking[0][1] == ranking[1][1]):
        return None
    return ranking[0][0]
