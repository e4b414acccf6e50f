"""Labelled statements, read from rows: columns and labels mapped, what is unfit refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path, PurePath
from typing import Any

from stance.codebook import Codebook
from stance.errors import StanceError
from stance.labelled.sources import data_rows
from stance.labelled.statement import FIELDS, LabelledStatement
from stance.rows import Located, Reject, RejectHandler, refuse, text_of
from stance.rows.decoding import Note
from stance.statements import KINDS


def read_labelled(
    paths: Iterable[str | Path],
    codebook: Codebook | None,
    *,
    columns: Mapping[str, str] | None = None,
    label_map: Mapping[str, str] | None = None,
    split: str | None = None,
    offline: bool = False,
    on_reject: RejectHandler = refuse,
    on_note: Note | None = None,
) -> list[LabelledStatement]:
    """Read labelled statements from files, folders, standard input or data sets.

    Parameters
    ----------
    paths
        What `stance.labelled.data_rows` takes.
    codebook
        Which labels and acts there are; None takes any. A row with an act and no label has the
        label that its act rolls up to.
    columns
        The names that the rows have for our fields: ``{"text": "sentence"}``.
    label_map
        Other people's labels, and ours: ``{"favor": "conciliatory"}``.
    split, offline
        As in `stance.labelled.data_rows`.
    on_reject
        Called with each row that is refused; by default the first one raises.
    on_note
        Called with what a user should know.

    Returns
    -------
    list of LabelledStatement
        In the order of the files. Rows without an id are called ``<file>:<line>``; of JSON and
        Parquet, ``<file>:<row>``.

    Raises
    ------
    StanceError
        If there is no such file, or a row is not fit and `on_reject` raises.
    """
    reader = _Reader(codebook, columns or {}, label_map or {})
    statements: list[LabelledStatement] = []
    rows = data_rows(paths, split=split, offline=offline, on_reject=on_reject, on_note=on_note)
    for located in rows:
        try:
            statements.append(reader.read(located))
        except StanceError as error:
            on_reject(Reject(located.source, located.line, str(error), located.content))
    return statements


class _Reader:
    """Reads one row after the other, by the same codebook and the same names."""

    def __init__(
        self, codebook: Codebook | None, columns: Mapping[str, str], label_map: Mapping[str, str]
    ) -> None:
        if unknown := set(columns) - set(FIELDS):
            raise StanceError(
                f"labelled statements have no field {', '.join(sorted(unknown))}; "
                f"they have {', '.join(FIELDS)}"
            )
        self._codebook = codebook
        self._columns = {field: columns.get(field, field) for field in FIELDS}
        self._texts = {name: at for name, at in self._columns.items() if name != "difficulty"}
        self._label_map = label_map
        self._places: dict[str, str] = {}

    def read(self, located: Located) -> LabelledStatement:
        """Read a row; what is wrong with it is raised."""
        row = located.row
        if (column := self._columns["text"]) not in row:
            raise StanceError(
                f"no column {column!r} with the text; there are {', '.join(map(str, row))}. "
                "Name it with --column text=COLUMN"
            )
        values = {field: _words(row.get(name), name) for field, name in self._texts.items()}
        if not (values["text"] or "").strip():
            raise StanceError(f"its text ({column}) is empty: remove the row, or fill it in")
        if values["kind"] is not None and values["kind"] not in KINDS:
            raise StanceError(f"its kind is {values['kind']!r}; it must be {', '.join(KINDS)}")
        values["act"] = self._act(values["act"])
        values["label"] = self._label(values["label"], values["act"], row)
        values["id"] = self._id(values["id"], located)
        difficulty = _tags(row.get(self._columns["difficulty"]))
        return LabelledStatement(difficulty=difficulty, **values)  # type: ignore[arg-type]

    def _id(self, given: str | None, located: Located) -> str:
        """Return the row's id, or one made of where it stands; no other row has had it."""
        place = f"{located.source}:{located.line}"
        name = given or f"{PurePath(located.source).stem}:{located.line}"
        if not given and name in self._places:
            # A file of the same name in another folder.
            name = place
        if before := self._places.get(name):
            raise StanceError(f"its id {name!r} stands at {before} already: ids are unique")
        self._places[name] = place
        return name

    def _act(self, act: str | None) -> str | None:
        act = (act or "").strip() or None
        if act is None or self._codebook is None or not self._codebook.acts:
            return act
        return _one_of("act", act, self._codebook.act_names, self._codebook.name)

    def _label(self, label: str | None, act: str | None, row: Mapping[str, Any]) -> str:
        label = (label or "").strip() or None
        label = self._label_map.get(label, label) if label else None
        rolled_up = self._codebook.roll_up.get(act or "") if self._codebook else None
        if label is None and rolled_up is None:
            column = self._columns["label"]
            has = (
                "is empty" if column in row else f"is missing; there are {', '.join(map(str, row))}"
            )
            raise StanceError(f"its label ({column}) {has}. Name it with --column label=COLUMN")
        if self._codebook and label is not None:
            _one_of("label", label, self._codebook.label_names, self._codebook.name)
        if label is not None and rolled_up is not None and label != rolled_up:
            raise StanceError(
                f"its label is {label!r}, and its act {act!r} rolls up to {rolled_up!r}: "
                "put one of the two right"
            )
        return str(label or rolled_up)


def _one_of(what: str, value: str, known: Iterable[str], codebook: str) -> str:
    known = list(known)
    if value in known:
        return value
    near = get_close_matches(value.lower(), known, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    mapped = (
        " (map it with --map, or train on other labels with --codebook)" if what == "label" else ""
    )
    raise StanceError(
        f"its {what} is {value!r}; the codebook {codebook} has {', '.join(known)}.{hint}{mapped}"
    )


def _words(value: Any, column: str) -> str | None:
    """Take a cell as text; of a span, its words."""
    value = value["text"] if isinstance(value, Mapping) and "text" in value else value
    if isinstance(value, (Mapping, list, bytes)):
        raise StanceError(f"its {column} is no text: {text_of(value)}")
    return text_of(value)


def _tags(value: Any) -> tuple[str, ...]:
    """Take a cell as tags: a list, or what CSV makes of one."""
    if isinstance(value, str) and value.startswith("["):
        with suppress(ValueError):
            value = json.loads(value)
    tags = value if isinstance(value, list) else (text_of(value) or "").split(",")
    return tuple(tag for tag in (str(tag).strip() for tag in tags) if tag)
