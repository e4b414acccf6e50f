"""The rows of a training run: read, checked, and the codebook that fits them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from stance.codebook import Codebook
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.training.recipe import resolve_codebook

Data = Sequence[LabelledStatement] | str | Path | Sequence[str | Path]

# Fewer rows teach nothing, and judge nothing.
FEWEST_ROWS: Final = 10


def prepare(
    data: Data, codebook: str | Path | Codebook | None, target: str
) -> tuple[list[LabelledStatement], Codebook]:
    """Read the rows where files are given, and check that a run can be trained on them.

    Parameters
    ----------
    data
        Labelled statements, or the files that hold them.
    codebook
        A codebook, its name or its file; ``auto`` or None for the labels of the data.
    target
        ``label`` or ``act``.

    Returns
    -------
    rows, codebook
        The rows in the order of their ids, so that the order of the files changes nothing.

    Raises
    ------
    StanceError
        If the rows are too few, of one label only, of labels or acts that the codebook does not
        know, or share an id.
    """
    book = resolve_codebook(codebook)
    rows = sorted(_rows(data, book), key=lambda row: row.id)
    if len(rows) < FEWEST_ROWS:
        raise StanceError(
            f"labelled statements found: {len(rows)}; training takes {FEWEST_ROWS} at the very least, "
            "and some hundreds to be of use"
        )
    _refuse_repeated_ids(rows)
    labels = sorted({row.label for row in rows})
    if len(labels) < 2:
        raise StanceError(
            f"all {len(rows)} statements are labelled {labels[0]!r}: a classifier needs statements "
            "of at least two labels"
        )
    book = book or Codebook.of_labels(labels)
    if unknown := set(labels) - set(book.label_names):
        raise StanceError(
            f"the data have labels that the codebook {book.name} does not know: "
            f"{', '.join(sorted(unknown))}; it knows {', '.join(book.label_names)}. Map the ones to "
            "the others, name another codebook, or take the labels of the data with codebook=auto"
        )
    if target == "act":
        _check_acts(rows, book)
    return rows, book


def _rows(data: Data, book: Codebook | None) -> list[LabelledStatement]:
    if isinstance(data, (str, Path)):
        data = [data]
    rows = [item for item in data if isinstance(item, LabelledStatement)]
    paths = [item for item in data if not isinstance(item, LabelledStatement)]
    if paths:
        from stance.labelled import read_labelled

        rows += read_labelled(paths, book)
    return rows


def _refuse_repeated_ids(rows: Sequence[LabelledStatement]) -> None:
    twice = [name for name, times in Counter(row.id for row in rows).items() if times > 1]
    if twice:
        raise StanceError(
            f"{len(twice)} ids stand more than once in the data (the first: {twice[0]!r}): "
            "give each row an id of its own, or leave the ids out and have the rows numbered"
        )


def _check_acts(rows: Sequence[LabelledStatement], book: Codebook) -> None:
    if not book.acts:
        raise StanceError(
            f"the codebook {book.name} has no acts to be the target: set target=label, or name a "
            "codebook with acts, as posture"
        )
    without = [row.id for row in rows if row.act is None]
    if without:
        raise StanceError(
            f"{len(without)} of {len(rows)} rows have no act (the first: {without[0]}): "
            "set target=label, or code an act for every row"
        )
    for row in rows:
        label = book.roll_up.get(row.act or "")
        if label is None:
            raise StanceError(
                f"{row.id}: the codebook {book.name} has no act {row.act!r}; "
                f"it has {', '.join(book.act_names)}"
            )
        if label != row.label:
            raise StanceError(
                f"{row.id}: act {row.act!r} rolls up to {label!r}, and the row is labelled "
                f"{row.label!r}: correct the one or the other"
            )
    if len({row.act for row in rows}) < 2:
        raise StanceError("all rows have one act: a classifier needs at least two")
