"""What changed: items that a system fixes and breaks against the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from stance.errors import StanceError
from stance.eval.comparison.parts import SliceChange
from stance.eval.comparison.systems import Matched, System
from stance.labelled import LabelledStatement
from stance.labelled.statement import FIELDS

SLICES: Final = tuple(name for name in FIELDS if name not in {"id", "text", "label", "context"})
"""The columns of labelled statements by which changes can be counted; by label always."""

_UNKNOWN = "(not known)"
_NONE: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType({})


def check_slices(slices: Sequence[str], *, known: bool) -> None:
    """Refuse slices by what is no column, or where there are no labelled statements to tell.

    Raises
    ------
    StanceError
        In these cases.
    """
    for name in slices:
        if name not in SLICES:
            raise StanceError(f"no slices by {name!r}: there are {', '.join(SLICES)}")
    if slices and not known:
        raise StanceError(
            f"slices by {slices[0]} need the statements themselves: give them as data (--data)"
        )


def count_changes(
    matched: Matched,
    statements: Mapping[str, LabelledStatement],
    slices: Sequence[str] = (),
) -> list[SliceChange]:
    """Count what each system fixes and breaks against the first, by label and slice.

    Of a group of seeds, the label that most of them give is taken.

    Parameters
    ----------
    matched
        The systems.
    statements
        By id, where known.
    slices
        Columns of the statements.
    """
    groups = {
        ("label", label): np.flatnonzero(matched.gold == i)
        for i, label in enumerate(matched.labels)
    }
    for column in slices:
        members: dict[str, list[int]] = {}
        for i, name in enumerate(matched.ids):
            for value in _values(statements[name], column):
                members.setdefault(value, []).append(i)
        groups |= {(column, value): np.array(members[value]) for value in sorted(members)}
    first = matched.systems[0]
    changes = []
    for system in matched.systems[1:]:
        fixed, broken = fixed_and_broken(matched, first, system)
        changes += [
            SliceChange(
                system=system.name,
                against=first.name,
                column=column,
                value=value,
                n=len(items),
                fixed=int(fixed[items].sum()),
                broken=int(broken[items].sum()),
            )
            for (column, value), items in groups.items()
            if len(items)
        ]
    return changes


def list_changes(
    matched: Matched,
    statements: Mapping[str, LabelledStatement],
    words: Mapping[str, Mapping[str, Any]] = _NONE,
) -> list[dict[str, Any]]:
    """List the items that each system fixes or breaks against the first, as rows.

    Parameters
    ----------
    matched
        The systems.
    statements
        By id, where known.
    words
        Text and context of each item by id, where no statement is known.
    """
    first = matched.systems[0]
    rows = []
    for system in matched.systems[1:]:
        fixed, broken = fixed_and_broken(matched, first, system)
        for i in np.flatnonzero(fixed | broken):
            row: dict[str, Any] = {
                "id": matched.ids[i],
                "system": system.name,
                "against": first.name,
                "change": "fixed" if fixed[i] else "broken",
                "gold": matched.labels[matched.gold[i]],
                "before": matched.labels[first.voted[i]],
                "after": matched.labels[system.voted[i]],
                "article": matched.articles[i],
            }
            if matched.ids[i] in statements:
                record = statements[matched.ids[i]].to_record()
                row |= {name: value for name, value in record.items() if name not in row}
            else:
                row |= words.get(matched.ids[i], {})
            rows.append(row)
    return rows


def fixed_and_broken(
    matched: Matched, one: System, other: System
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Mark the items that only the other, and that only the one, labels rightly."""
    mine, theirs = one.voted == matched.gold, other.voted == matched.gold
    return theirs & ~mine, mine & ~theirs


def _values(statement: LabelledStatement, column: str) -> tuple[str, ...]:
    value = getattr(statement, column)
    if isinstance(value, tuple):
        return value or (_UNKNOWN,)
    return (_UNKNOWN if value is None else str(value),)
