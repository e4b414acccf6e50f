"""What several coders made of the same items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from stance.codebook import Codebook
from stance.errors import StanceError
from stance.labelled import data_rows
from stance.rows import Located, Reject, RejectHandler, refuse, text_of
from stance.rows.decoding import Note

Field = Literal["label", "act"]


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder made of one item: the row as it stands, the label and the act in it."""

    row: Mapping[str, Any]
    label: str | None
    act: str | None


@dataclass(frozen=True, slots=True)
class Codings:
    """Items by coders.

    Attributes
    ----------
    codebook
        Labels in order, and the acts.
    coders
        By name, in the order in which they were met.
    items
        For each item, by its id, the codings of those who coded it.
    """

    codebook: Codebook
    coders: tuple[str, ...]
    items: Mapping[str, Mapping[str, Coding]]

    def names(self, field: Field) -> tuple[str, ...]:
        """Return all values that a field can have, in the codebook's order."""
        return self.codebook.label_names if field == "label" else self.codebook.act_names

    def values(self, field: Field) -> NDArray[np.intp]:
        """Return the number of each value in `names`, shape (items, coders); -1 where not coded."""
        places = {name: number for number, name in enumerate(self.names(field))}
        values = np.full((len(self.items), len(self.coders)), -1, dtype=np.intp)
        for i, of_item in enumerate(self.items.values()):
            for k, coder in enumerate(self.coders):
                if coder in of_item:
                    values[i, k] = places.get(getattr(of_item[coder], field) or "", -1)
        return values

    def column(self, name: str) -> list[str | None]:
        """Return a column of each item: of the first coder whose row has something there."""
        return [
            next(
                (text for coding in of_item.values() if (text := text_of(coding.row.get(name)))),
                None,
            )
            for of_item in self.items.values()
        ]


def read_codings(
    paths: Sequence[str | Path],
    codebook: Codebook | None,
    *,
    item: str = "id",
    columns: Mapping[str, str] | None = None,
    label_map: Mapping[str, str] | None = None,
    on_reject: RejectHandler = refuse,
    on_note: Note | None = None,
) -> Codings:
    """Read who coded what.

    Parameters
    ----------
    paths
        What `stance.labelled.data_rows` takes. A row's coder is in its column ``coder``; where
        there is none, each file is a coder by the file's name.
    codebook
        None for the labels that are met, sorted, and no acts.
    item
        The column that tells what was coded: the same for all coders.
    columns, label_map
        As in `stance.labelled.read_labelled`.
    on_reject
        Called with each row that has no item or label, or one that the codebook does not have, or
        that its coder has coded before.
    on_note
        Called with what a user should know.

    Raises
    ------
    StanceError
        If there is one coder only, or no item that two of them coded.
    """
    named = dict(columns or {})
    found: list[tuple[str, str, Coding]] = []
    for located in data_rows(paths, on_reject=on_reject, on_note=on_note):
        try:
            found.append(_coding(located, codebook, item, named, label_map or {}))
        except StanceError as error:
            on_reject(Reject(located.source, located.line, str(error), located.content))
    book = codebook or Codebook.of_labels(sorted({coding.label or "" for *_, coding in found}))
    codings = _gather(found, book, item)
    _check(codings, item)
    return codings


def _coding(
    located: Located,
    codebook: Codebook | None,
    item: str,
    columns: Mapping[str, str],
    label_map: Mapping[str, str],
) -> tuple[str, str, Coding]:
    row = located.row

    def cell(field: str) -> str | None:
        text = (text_of(row.get(columns.get(field, field))) or "").strip()
        return text or None

    name = text_of(row.get(item))
    if not name:
        raise StanceError(
            f"nothing in the column {item!r} tells what was coded; there are "
            f"{', '.join(map(str, row))}. Name the column with --item"
        )
    act = cell("act")
    label = cell("label")
    label = label_map.get(label, label) if label else None
    if codebook is not None:
        label = label or codebook.roll_up.get(act or "")
        for what, value, known in (
            ("label", label, codebook.label_names),
            ("act", act, codebook.act_names),
        ):
            if value is not None and known and value not in known:
                raise StanceError(
                    f"its {what} is {value!r}; the codebook {codebook.name} has {', '.join(known)}"
                )
    if label is None:
        raise StanceError("it has no label: fill it in, or name its column with --column label=…")
    coder = cell("coder") or PurePath(located.source).stem
    return name, coder, Coding(row, label, act if codebook and codebook.acts else None)


def _gather(found: Iterable[tuple[str, str, Coding]], book: Codebook, item: str) -> Codings:
    items: dict[str, dict[str, Coding]] = {}
    coders: dict[str, None] = {}
    for name, coder, coding in found:
        coders.setdefault(coder)
        if coder in items.setdefault(name, {}):
            raise StanceError(
                f"{coder} coded the item {name!r} twice: keep one of the two, or name another "
                f"column than {item!r} with --item"
            )
        items[name][coder] = coding
    return Codings(book, tuple(coders), items)


def _check(codings: Codings, item: str) -> None:
    if len(codings.coders) < 2:
        who = ", ".join(codings.coders) or "nobody"
        raise StanceError(
            f"there is one coder only ({who}): give a file for each, or name the column that "
            "tells the coder with --column coder=…"
        )
    if not any(len(of_item) > 1 for of_item in codings.items.values()):
        raise StanceError(
            f"no item was coded by two coders: their {item!r} have nothing in common. "
            "Name the column that tells what was coded with --item"
        )
