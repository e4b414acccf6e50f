"""Doccano: classification, sequence labelling, and sequence labelling with relations.

After doccano's own import and export code: a row has its ``text``; ``label`` is a list of names, or
of ``[start, end, name]``; with relations there are ``entities`` (``id``, ``label``,
``start_offset``, ``end_offset``) and ``relations`` (``id``, ``from_id``, ``to_id``, ``type``).
Other fields are kept as metadata, and come back at the row's top level. The offsets of its
interface are those of JavaScript: UTF-16 units. The export does not say who annotated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from stance.annotation.annotated import AnnotatedArticle, Annotation
from stance.annotation.carried import KEY, carried_in, carry, statements_of
from stance.annotation.fields import an_object, array, integer, objects, optional_string, string
from stance.annotation.losses import WarningHandler
from stance.annotation.marks import CUE, SOURCE, Graph, Mark, graph_of, role_of
from stance.annotation.offsets import UNITS, Offsets, Units
from stance.annotation.protocol import (
    Format,
    Reading,
    Writing,
    article_fields,
    article_of,
    converted,
    labelled_of,
    name_of,
)
from stance.errors import StanceError
from stance.rows import Located, write_rows
from stance.statements import Statement

UTF16: Final = "utf-16"


def _read(path: Path, reading: Reading) -> Iterator[Annotation]:
    return converted(path, "jsonl", lambda located: _from_row(located, reading), reading)


def _from_row(located: Located, reading: Reading) -> Iterator[Annotation]:
    row = located.row
    string(row, "text")
    labels = array(row, "label" if "label" in row else "labels")
    if "entities" in row or an_object(row, KEY) or (labels and isinstance(labels[0], list)):
        yield _article(row, labels, name_of(located), reading)
    elif not labels:
        reading.on_warning("not-annotated")
    elif len(labels) > 1:
        raise StanceError(f"it has the labels {labels}; a statement has one: choose")
    else:
        yield labelled_of(row | {"label": labels[0]}, name_of(located))


def _article(
    row: dict[str, Any], labels: list[Any], name: str, reading: Reading
) -> AnnotatedArticle:
    article = article_of(row, row["text"], name)
    carried = an_object(row, KEY)
    statements = carried_in(row, article, reading.on_warning)
    units = reading.units or _units(carried)
    offsets = Offsets(article.text)
    if offsets.differ and units is None:
        reading.on_warning("offsets-uncertain")
    graph = Graph()
    unknown: set[str] = set()
    for mark, label, start, end in _entities(row) if "entities" in row else _triples(labels):
        here = offsets.span(start, end, units or UTF16)
        if role := role_of(label):
            graph.add(Mark(mark, role, here.start, here.stop))
        else:
            unknown.add(mark)
            reading.on_warning("mark-unknown")
    if "entities" in row:
        for relation in objects(row, "relations"):
            ends = _name(relation, "from_id"), _name(relation, "to_id")
            if unknown & set(ends):
                reading.on_warning("relation-unknown")
            else:
                graph.join(*ends, reading.on_warning)
    else:
        _link_as_before(graph, statements, reading.on_warning)
    return AnnotatedArticle(
        article=article,
        statements=statements_of(article, graph, reading.on_warning, carried=statements),
        coder=optional_string(carried, "coder"),
    )


def _units(carried: Mapping[str, Any]) -> Units | None:
    found = carried.get("offsets")
    return found if found in UNITS else None


def _entities(row: Mapping[str, Any]) -> Iterator[tuple[str, str, int, int]]:
    for entity in objects(row, "entities"):
        yield (
            _name(entity, "id"),
            string(entity, "label"),
            integer(entity, "start_offset"),
            integer(entity, "end_offset"),
        )


def _triples(labels: Iterable[Any]) -> Iterator[tuple[str, str, int, int]]:
    for number, label in enumerate(labels):
        match label:
            case [int(start), int(end), str(name)]:
                yield str(number), name, start, end
            case _:
                raise StanceError(f"a label is {label!r}; [start, end, name] is needed")


def _name(row: Mapping[str, Any], field: str) -> str:
    name = optional_string(row, field)
    if name is None:
        raise StanceError(f"field {field!r} is missing in {dict(row)}; a number is needed")
    return name


def _link_as_before(
    graph: Graph, statements: Iterable[Statement], on_warning: WarningHandler
) -> None:
    """Link the marks of those statements that are all there still."""
    free: dict[tuple[str, int, int], list[str]] = {}
    for mark in graph.marks:
        free.setdefault(mark[1:], []).append(mark.id)
    for statement in statements:
        before = graph_of([statement])
        if not all(free.get(mark[1:]) for mark in before.marks):
            continue
        now: dict[str, str] = {}
        for mark in before.marks:
            names = free[mark[1:]]
            # Sources and cues may be shared.
            now[mark.id] = names[0] if mark.role in {SOURCE, CUE} else names.pop(0)
        for link in before.links:
            graph.join(now[link.head], now[link.child], on_warning)


def _write(items: Iterable[Annotation], path: Path, _writing: Writing, *, relations: bool) -> int:
    return write_rows((_to_row(item, relations=relations) for item in items), path, "jsonl")


def _to_row(item: Annotation, *, relations: bool) -> dict[str, Any]:
    if not isinstance(item, AnnotatedArticle):
        row = item.to_record()
        return {"text": row.pop("text"), "label": [row.pop("label")], **row}
    graph, offsets = graph_of(item.statements), Offsets(item.article.text)
    row = {"text": item.article.text, **article_fields(item.article)}
    numbers = {mark.id: number for number, mark in enumerate(graph.marks)}
    places = [
        (offsets.to_utf16(mark.start), offsets.to_utf16(mark.end), mark.role)
        for mark in graph.marks
    ]
    if relations:
        row["entities"] = [
            {"id": number, "label": role, "start_offset": start, "end_offset": end}
            for number, (start, end, role) in enumerate(places)
        ]
        row["relations"] = [
            {"id": k, "from_id": numbers[link.head], "to_id": numbers[link.child],
             "type": link.role}
            for k, link in enumerate(graph.links)
        ]  # fmt: skip
    else:
        row["label"] = [list(place) for place in places]
    more = {} if item.coder is None else {"coder": item.coder}
    row[KEY] = carry(item.statements, offsets=UTF16, **more)
    return row


DOCCANO = Format(
    "doccano", "doccano JSONL: classification, or spans with relations", True, True, False,
    ".jsonl", _read, partial(_write, relations=True),
)  # fmt: skip
DOCCANO_SPANS = Format(
    "doccano-spans", "doccano JSONL: classification, or spans without relations", True, True, False,
    ".jsonl", _read, partial(_write, relations=False),
)  # fmt: skip
