"""Prodigy JSONL: ``choice`` and ``classification`` tasks, and spans with relations.

After Prodigy's documentation of its interfaces: ``spans`` have ``start``, ``end``, ``label`` and,
where there are ``tokens``, ``token_start`` and ``token_end`` (the last token, included);
``relations`` have ``head`` and ``child`` (tokens), ``head_span``, ``child_span`` and ``label``;
choices have ``options`` and ``accept``; every annotated task has an ``answer``. Offsets are made in
Python: code points. Fields that Prodigy does not know pass through it. The coder is
``_annotator_id``, or ``_session_id``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from stance.annotation.annotated import ARTICLE_FIELDS, AnnotatedArticle, Annotation
from stance.annotation.carried import KEY, carried_in, carry, statements_of
from stance.annotation.fields import an_object, array, integer, objects, optional_string, string
from stance.annotation.marks import Graph, Mark, graph_of, role_of
from stance.annotation.offsets import Offsets
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
from stance.annotation.tokens import tokenise
from stance.errors import StanceError
from stance.labelled import FIELDS, LabelledStatement
from stance.rows import Located, write_rows

_ANSWERS: Final = {"reject": "annotation-rejected", "ignore": "annotation-skipped"}
_Place = tuple[int, int]


def _read(path: Path, reading: Reading) -> Iterator[Annotation]:
    return converted(path, "jsonl", lambda located: _from_row(located, reading), reading)


def _from_row(located: Located, reading: Reading) -> Iterator[Annotation]:
    row = located.row
    answer = optional_string(row, "answer")
    if answer in _ANSWERS:
        reading.on_warning(_ANSWERS[answer])
    elif answer not in {"accept", None}:
        raise StanceError(f"its answer is {answer!r}; it must be accept, reject or ignore")
    elif "spans" in row or "relations" in row:
        yield _article(located, reading)
    elif "accept" in row or isinstance(row.get("label"), str):
        yield _labelled(row, name_of(located))
    else:
        reading.on_warning("not-annotated")


def _coder(row: Mapping[str, Any]) -> str | None:
    return optional_string(row, "_annotator_id") or optional_string(row, "_session_id")


def _labelled(row: dict[str, Any], name: str) -> LabelledStatement:
    meta = an_object(row, "meta")
    fields = {field: row.get(field, meta.get(field)) for field in FIELDS}
    if "accept" in row:
        chosen = array(row, "accept")
        if len(chosen) != 1:
            raise StanceError(f"its choices are {chosen}; a statement has one label: choose")
        fields["label"] = chosen[0]
    return labelled_of(fields | {"coder": _coder(row) or fields["coder"]}, name)


def _article(located: Located, reading: Reading) -> AnnotatedArticle:
    row = located.row
    text = string(row, "text")
    meta = an_object(row, "meta")
    known = {field: row.get(field, meta.get(field)) for field in ("id", *ARTICLE_FIELDS)}
    article = article_of(known, text, name_of(located))
    carried = carried_in(row, article, reading.on_warning)
    spans = _Spans(text, objects(row, "tokens"), reading)
    for span in objects(row, "spans"):
        spans.add(span)
    for relation in objects(row, "relations"):
        spans.join(relation)
    return AnnotatedArticle(
        article=article,
        statements=statements_of(article, spans.graph, reading.on_warning, carried=carried),
        coder=_coder(row),
    )


class _Spans:
    """The spans of one task; relations know them by where they stand, or by a token."""

    def __init__(self, text: str, tokens: list[dict[str, Any]], reading: Reading) -> None:
        self.graph = Graph()
        self._offsets = Offsets(text)
        self._tokens = tokens
        self._reading = reading
        self._names: dict[tuple[str | None, _Place], str] = {}
        self._places: list[tuple[str | None, _Place]] = []

    def add(self, span: Mapping[str, Any]) -> None:
        key = self._key(span)
        role, place = key
        self._names.setdefault(key, str(len(self._places)))
        if role:
            self.graph.add(Mark(str(len(self._places)), role, *place))
        else:
            self._reading.on_warning("mark-unknown")
        self._places.append(key)

    def join(self, relation: Mapping[str, Any]) -> None:
        ends = [self._end(relation, end) for end in ("head", "child")]
        if any(role is None for role, _ in ends):
            self._reading.on_warning("relation-unknown")
            return
        one, other = (self._names[end] for end in ends)
        self.graph.join(one, other, self._reading.on_warning)

    def _end(self, relation: Mapping[str, Any], end: str) -> tuple[str | None, _Place]:
        if span := an_object(relation, f"{end}_span"):
            key = self._key(span)
            if key not in self._names:
                raise StanceError(
                    f"a relation's {end}_span is {dict(span)}, and there is no such span: "
                    "remove the relation"
                )
            return key
        token = self._token(integer(relation, end))
        around = [key for key in self._places if _holds(key[1], token)]
        if not around:
            raise StanceError(
                f"a relation's {end} is token {relation[end]}, and no span holds it: "
                "remove the relation"
            )
        return min(around, key=lambda key: key[1][1] - key[1][0])

    def _key(self, span: Mapping[str, Any]) -> tuple[str | None, _Place]:
        if span.get("start") is None and span.get("token_start") is not None:
            start = self._token(integer(span, "token_start"))[0]
            end = self._token(integer(span, "token_end"))[1]
        else:
            start, end = integer(span, "start"), integer(span, "end")
        units = self._reading.units or "code-points"
        here = self._offsets.span(start, end, units, optional_string(span, "text"))
        return role_of(optional_string(span, "label") or ""), (here.start, here.stop)

    def _token(self, number: int) -> _Place:
        if not 0 <= number < len(self._tokens):
            raise StanceError(f"there is no token {number}; there are {len(self._tokens)}")
        return integer(self._tokens[number], "start"), integer(self._tokens[number], "end")


def _holds(place: _Place, token: _Place) -> bool:
    return place[0] <= token[0] and token[1] <= place[1]


def _write(items: Iterable[Annotation], path: Path, writing: Writing) -> int:
    labels = writing.codebook.label_names if writing.codebook else ()
    return write_rows((_to_row(item, labels) for item in items), path, "jsonl")


def _to_row(item: Annotation, labels: Iterable[str]) -> dict[str, Any]:
    row = _of_labelled(item, labels) if isinstance(item, LabelledStatement) else _of_article(item)
    if item.coder is not None:
        row |= {"_annotator_id": item.coder, "_session_id": item.coder}
    return row | {"answer": "accept"}


def _of_labelled(item: LabelledStatement, labels: Iterable[str]) -> dict[str, Any]:
    row = item.to_record()
    row.pop("coder", None)
    label = row.pop("label")
    names = dict.fromkeys((*labels, label))
    options = [{"id": name, "text": name} for name in names]
    return {"text": row.pop("text"), "options": options, "accept": [label], "meta": row}


def _of_article(item: AnnotatedArticle) -> dict[str, Any]:
    text, graph = item.article.text, graph_of(item.statements)
    tokens = list(tokenise(text, ((mark.start, mark.end) for mark in graph.marks)))
    first = {token.start: number for number, token in enumerate(tokens)}
    last = {token.end: number for number, token in enumerate(tokens)}
    spans = {
        mark.id: {
            "start": mark.start, "end": mark.end,
            "token_start": first[mark.start], "token_end": last[mark.end], "label": mark.role,
        }
        for mark in graph.marks
    }  # fmt: skip
    return {
        "text": text,
        "tokens": [
            {"text": text[token.start : token.end], "start": token.start, "end": token.end,
             "id": number, "ws": token.space}
            for number, token in enumerate(tokens)
        ],
        "spans": list(spans.values()),
        "relations": [
            {"head": spans[link.head]["token_end"], "child": spans[link.child]["token_end"],
             "head_span": spans[link.head], "child_span": spans[link.child], "label": link.role}
            for link in graph.links
        ],
        "meta": article_fields(item.article),
        KEY: carry(item.statements),
    }  # fmt: skip


PRODIGY = Format(
    "prodigy", "Prodigy JSONL: choices, or spans with relations", True, True, False, ".jsonl",
    _read, _write,
)  # fmt: skip
