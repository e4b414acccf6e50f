"""Rows as they are checked: read leniently, so that what is wrong with them can be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stance.codebook import Codebook
from stance.labelled import FIELDS, data_rows
from stance.rows import SPLIT, Located, RejectHandler, text_of
from stance.rows.decoding import Note
from stance.training.checks.findings import Example


@dataclass(frozen=True, slots=True)
class Row:
    """A row of labelled data, whatever it holds.

    Attributes
    ----------
    source, line
        Where it stands.
    part
        The split that it names or, where no row names one, its file.
    text
        Without spaces around; may be empty.
    id, label, act
        As they stand, labels mapped; None where there is nothing.
    values
        All its columns.
    """

    source: str
    line: int | None
    part: str
    text: str
    id: str | None
    label: str | None
    act: str | None
    values: Mapping[str, Any]

    @property
    def place(self) -> str:
        """Where it stands, as ``file:line``."""
        return self.source if self.line is None else f"{self.source}:{self.line}"

    def value(self, name: str) -> str | None:
        """Return a column as text; of a span, its words."""
        value = self.values.get(name)
        if isinstance(value, Mapping) and "text" in value:
            value = value["text"]
        return text_of(value)

    def example(self, detail: str = "") -> Example:
        """Return the row as a finding shows it."""
        return Example(
            place=self.place,
            id=self.id or "",
            label=self.act or self.label or "",
            text=self.text,
            detail=detail,
        )


@dataclass(frozen=True, slots=True)
class Data:
    """What is checked: rows that should have labels, and articles that they may be from."""

    rows: Sequence[Row]
    articles: Mapping[str, str]


def read_data(
    paths: Iterable[str | Path],
    codebook: Codebook | None,
    *,
    columns: Mapping[str, str],
    label_map: Mapping[str, str],
    split: str | None,
    offline: bool,
    on_reject: RejectHandler,
    on_note: Note | None,
) -> Data:
    """Read rows, and the articles among them: files in which nothing is labelled, next to others.

    Files in which every row names its coder are left out next to what was settled from them.
    """
    by_source: dict[str, list[Located]] = {}
    for located in data_rows(
        paths, split=split, offline=offline, on_reject=on_reject, on_note=on_note
    ):
        by_source.setdefault(located.source, []).append(located)
    names = {field: columns.get(field, field) for field in FIELDS}
    articles: dict[str, str] = {}
    labelled: list[Located] = []
    settled = any(not _are_codings(of_source, names) for of_source in by_source.values())
    for source, of_source in by_source.items():
        if len(by_source) > 1 and _are_articles(of_source, names):
            articles |= {
                str(located.row["id"]): str(located.row[names["text"]]) for located in of_source
            }
            if on_note:
                on_note(f"{source} has no labels: taken for the articles of the others.")
        elif settled and _are_codings(of_source, names):
            if on_note:
                on_note(f"{source} has who coded what: left to stance data agreement.")
        else:
            labelled += of_source
    named = any(located.row.get(SPLIT) for located in labelled)
    return Data(list(_rows(labelled, names, codebook, label_map, named)), articles)


def _are_codings(rows: Sequence[Located], names: Mapping[str, str]) -> bool:
    return all(located.row.get(names["coder"]) for located in rows)


def _are_articles(rows: Sequence[Located], names: Mapping[str, str]) -> bool:
    labels = {names["label"], names["act"]}
    return all(
        "id" in located.row and names["text"] in located.row and not labels & set(located.row)
        for located in rows
    )


def _rows(
    rows: Sequence[Located],
    names: Mapping[str, str],
    codebook: Codebook | None,
    label_map: Mapping[str, str],
    named: bool,
) -> Iterator[Row]:
    for located in rows:

        def cell(field: str, row: Mapping[str, Any] = located.row) -> str | None:
            value = row.get(names[field])
            if isinstance(value, Mapping) and "text" in value:
                value = value["text"]
            return (text_of(value) or "").strip() or None

        act, label = cell("act"), cell("label")
        label = label_map.get(label, label) if label else None
        if label is None and act and codebook:
            label = codebook.roll_up.get(act)
        yield Row(
            source=located.source,
            line=located.line,
            part=cell("split") or "(no part)" if named else located.source,
            text=cell("text") or "",
            id=cell("id"),
            label=label,
            act=act if codebook is None or codebook.acts else None,
            values={**located.row, **{field: located.row.get(at) for field, at in names.items()}},
        )
