"""Label Studio JSON: choices for labelled statements; labels, relations and choices for articles.

After Label Studio's documentation of its task format: a task has its ``data`` and ``annotations``,
each of these a ``result`` of labelled regions (``value`` with ``start``, ``end``, ``text``,
``labels``), of what was chosen or written for a region (the region's ``id``), and of relations
(``from_id``, ``to_id``). The names of the controls are those of `label_studio_config`. Offsets are
code points; versions before 1.4 counted UTF-16 units, which the ``text`` of a region gives
away. The coder is ``completed_by``: a number, or an e-mail address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from stance.annotation.annotated import AnnotatedArticle, Annotation
from stance.annotation.carried import EDITABLE, KEY, carried_in, carry, statements_of
from stance.annotation.fields import an_object, array, integer, objects, optional_string, string
from stance.annotation.marks import CONTENT, Draft, Graph, Mark, graph_of, role_of
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
from stance.errors import StanceError
from stance.rows import Located, write_rows
from stance.statements import Statement

TEXT: Final = "text"
MARKS: Final = "marks"
CHOICES: Final = ("kind", "label", "act")
WRITTEN: Final = ("speaker", "affiliation")
_REGIONS: Final = ("labels", "hypertextlabels")


def _read(path: Path, reading: Reading) -> Iterator[Annotation]:
    return converted(path, "json", lambda located: _from_task(located, reading), reading)


def _from_task(located: Located, reading: Reading) -> Iterator[Annotation]:
    task = located.row
    data = an_object(task, "data")
    if not data:
        raise StanceError("it has no data: export the project as JSON, not as JSON-MIN or CSV")
    data = {"id": optional_string(task, "id")} | data
    data["text"] = _text(data)
    done = objects(task, "annotations")
    if not done:
        reading.on_warning("not-annotated")
    for annotation in done:
        if annotation.get("was_cancelled") is True:
            reading.on_warning("annotation-skipped")
            continue
        here = data | {"coder": _coder(annotation) or optional_string(data, "coder")}
        results = objects(annotation, "result")
        spans = any(result.get("type") in _REGIONS for result in results)
        if spans or isinstance(data.get(KEY), dict):
            yield _article(here, results, name_of(located), reading)
        elif results:
            yield labelled_of(here | _chosen(results), name_of(located))
        else:
            reading.on_warning("not-annotated")


def _text(data: Mapping[str, Any]) -> str:
    """Find the text: the field ``text``, or the only one that is a string."""
    if TEXT in data:
        return string(data, TEXT)
    texts = [name for name, value in data.items() if isinstance(value, str) and name != "id"]
    if len(texts) != 1:
        raise StanceError(
            f"its data have no field 'text'; there are {', '.join(data)}. Call the one with the "
            "text so"
        )
    return string(data, texts[0])


def _coder(annotation: Mapping[str, Any]) -> str | None:
    match annotation.get("completed_by"):
        case {"email": str(email)}:
            return email
        case dict(person):
            return optional_string(person, "id")
        case _:
            return optional_string(annotation, "completed_by")


def _chosen(results: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Take label and act of a whole text from its choices."""
    controls: dict[str, str] = {}
    for result in results:
        if result.get("type") == "choices":
            controls[string(result, "from_name")] = _value(result, "choices")
    found: dict[str, str] = {name: controls[name] for name in ("label", "act") if name in controls}
    others = [name for name in controls if name not in found]
    if "label" not in found and len(others) == 1:
        found["label"] = controls[others[0]]
    elif "label" not in found and others:
        raise StanceError(
            f"it has the choices {', '.join(others)}, and none is called 'label': "
            "call the control with the label so"
        )
    return found


def _value(result: Mapping[str, Any], name: str) -> str:
    """Take the one value of a control."""
    value = an_object(result, "value").get(name)
    values = value if isinstance(value, list) else [value]
    if len(values) != 1 or not isinstance(values[0], str):
        raise StanceError(
            f"the control {result.get('from_name')!r} has {value!r}; one string is needed: "
            "choose one"
        )
    return values[0]


def _article(
    data: dict[str, Any], results: list[dict[str, Any]], name: str, reading: Reading
) -> AnnotatedArticle:
    article = article_of(data, data["text"], name)
    carried = carried_in(data, article, reading.on_warning)
    regions = _Regions(article.text, reading)
    for result in results:
        if result.get("type") in _REGIONS:
            regions.add(result)
    for result in results:
        if result.get("type") == "relation":
            regions.join(result)
        elif result.get("type") not in _REGIONS:
            regions.give(result)
    return AnnotatedArticle(
        article=article,
        statements=statements_of(
            article, regions.graph, reading.on_warning, carried=carried, given=regions.given
        ),
        coder=data["coder"],
    )


class _Regions:
    """The regions of one annotation, and what was chosen and written for them."""

    def __init__(self, text: str, reading: Reading) -> None:
        self.graph = Graph()
        self._offsets = Offsets(text)
        self._reading = reading
        self._given: dict[str, dict[str, str]] = {}
        self._unknown: set[str] = set()

    def add(self, result: Mapping[str, Any]) -> None:
        name, value = string(result, "id"), an_object(result, "value")
        places = an_object(value, "globalOffsets") or value
        labels = array(value, str(result["type"]))
        here = self._offsets.span(
            integer(places, "start"), integer(places, "end"),
            self._reading.units or "code-points", optional_string(value, "text"),
        )  # fmt: skip
        roles = [role for label in labels if (role := role_of(str(label)))]
        if roles:
            self.graph.add(Mark(name, roles[0], here.start, here.stop))
        else:
            self._unknown.add(name)
            self._reading.on_warning("mark-unknown")

    def join(self, result: Mapping[str, Any]) -> None:
        ends = string(result, "from_id"), string(result, "to_id")
        if self._unknown & set(ends):
            self._reading.on_warning("relation-unknown")
        else:
            self.graph.join(*ends, self._reading.on_warning)

    def give(self, result: Mapping[str, Any]) -> None:
        control, kind = string(result, "from_name"), string(result, "type")
        name = optional_string(result, "id")
        if control in EDITABLE and kind in {"choices", "textarea"} and name:
            value = _value(result, "text" if kind == "textarea" else kind)
            self._given.setdefault(name, {})[control] = value
        else:
            self._reading.on_warning("attribute-unknown")

    def given(self, draft: Draft) -> dict[str, str]:
        found: dict[str, str] = {}
        for mark in draft.content:
            found = self._given.get(mark.id, {}) | found
        return found


def _write(items: Iterable[Annotation], path: Path, _writing: Writing) -> int:
    return write_rows((_to_task(item) for item in items), path, "json")


def _to_task(item: Annotation) -> dict[str, Any]:
    if not isinstance(item, AnnotatedArticle):
        data = item.to_record()
        chosen = {name: data.pop(name) for name in ("label", "act") if name in data}
        results = [
            _result(f"{name}1", name, "choices", {"choices": [value]})
            for name, value in chosen.items()
        ]
        return {"data": data, "annotations": [{"result": results}]}
    text, graph = item.article.text, graph_of(item.statements)
    results = [
        _result(mark.id, MARKS, "labels", _place(text, mark) | {"labels": [mark.role]})
        for mark in graph.marks
    ]
    contents = {mark.id: mark for mark in graph.marks if mark.role == CONTENT}
    for number, statement in enumerate(item.statements, start=1):
        results += _results(text, contents[f"c{number}"], statement)
    results += [
        {"type": "relation", "from_id": link.head, "to_id": link.child, "direction": "right",
         "labels": [link.role]}
        for link in graph.links
    ]  # fmt: skip
    data = {"text": text, **article_fields(item.article), KEY: carry(item.statements)}
    if item.coder is not None:
        data["coder"] = item.coder
    return {"data": data, "annotations": [{"result": results}]}


def _results(text: str, mark: Mark, statement: Statement) -> Iterator[dict[str, Any]]:
    """Give what is chosen and written for a statement's first region."""
    speaker = statement.speaker
    written = {
        "speaker": speaker and speaker.name,
        "affiliation": speaker and speaker.affiliation,
    }
    for name in CHOICES:
        if value := getattr(statement, name):
            yield _result(mark.id, name, "choices", _place(text, mark) | {"choices": [value]})
    for name, words in written.items():
        if words:
            yield _result(mark.id, name, "textarea", _place(text, mark) | {"text": [words]})


def _place(text: str, mark: Mark) -> dict[str, Any]:
    return {"start": mark.start, "end": mark.end, "text": text[mark.start : mark.end]}


def _result(name: str, control: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "from_name": control, "to_name": TEXT, "type": kind, "value": value}


LABEL_STUDIO = Format(
    "label-studio", "Label Studio JSON", True, True, False, ".json", _read, _write
)
