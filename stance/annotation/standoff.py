"""From the lines of a stand-off file to statements: brat's and PolNeAR's alike.

An event is a statement: its roles are Source, Cue and Content, as in PolNeAR, whose trigger is
one more mark where the cue stands. Attributes and notes on the event hold the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from stance.annotation.brat_lines import Annotations, Bound, Event, parts_of, whole_of
from stance.annotation.carried import edited
from stance.annotation.derivation import Derivation, with_nesting
from stance.annotation.losses import WarningHandler
from stance.annotation.marks import (
    CONTENT,
    CUE,
    ROLES,
    SOURCE,
    Draft,
    Graph,
    Mark,
    drafts_of,
    role_of,
    span_of,
    spans_of,
)
from stance.articles import Article
from stance.errors import StanceError
from stance.rows import Reject, RejectHandler
from stance.statements import Span, Statement

EVENT: Final = "Attribution"
SPANS: Final = "spans"
_SPAN: Final = re.compile(r"(\d{1,12})-(\d{1,12})")


@dataclass(slots=True)
class Assembly:
    """Makes statements of the annotations in one file.

    Attributes
    ----------
    article, name
        The article; the file's name, for what is refused.
    on_reject, on_warning
        Called with events that are refused, and with what is left out.
    """

    article: Article
    name: str
    on_reject: RejectHandler
    on_warning: WarningHandler

    def statements(self, found: Annotations) -> tuple[Statement, ...]:
        """Make the statements: those of events first, in the order of the file."""
        derivation = Derivation(self.article)
        statements: list[Statement] = []
        known: list[int] = []
        for name, event in found.events.items():
            try:
                given = dict(found.given.get(name, {}))
                spans = given.pop(SPANS, "")
                number = len(statements) + 1
                statement = self._of_event(event, found, derivation, number, spans)
                if "nested" in given:
                    known.append(len(statements))
                statements.append(self._with(statement, given))
            except StanceError as error:
                self.on_reject(Reject(self.name, event.line, str(error), name))
        used = {event.trigger for event in found.events.values()}
        used |= {mark for event in found.events.values() for _, mark in event.roles}
        text = self.article.text
        for draft, more in self._linked(found, used):
            statement = derivation.statement(
                len(statements) + 1,
                spans_of(text, draft.content),
                span_of(text, draft.mention),
                span_of(text, draft.cue),
            )
            statements.append(self._with(statement, more))
        return tuple(with_nesting(statements, known))

    def _of_event(
        self, event: Event, found: Annotations, derivation: Derivation, number: int, spans: str
    ) -> Statement:
        marks: dict[str, list[tuple[tuple[int, int], ...]]] = {role: [] for role in ROLES}
        for role, name in (("", event.trigger), *event.roles):
            if name not in found.bound and name not in found.events:
                raise StanceError(
                    f"it leads to {name}, and there is no such mark: remove it, or put it right"
                )
            if role and name in found.bound and (known := role_of(role)):
                marks[known].append(found.bound[name].parts)
            elif role:
                self.on_warning("relation-unknown")
        if not marks[CUE] and not event.type.startswith(EVENT) and event.trigger in found.bound:
            marks[CUE].append(found.bound[event.trigger].parts)
        content = sorted({part for parts in marks[CONTENT] for part in parts})
        if not content:
            raise StanceError("the event has no Content: mark it, or remove the event")
        text = self.article.text
        return derivation.statement(
            number,
            [Span.cut(text, *place) for place in _noted(text, content, spans)],
            self._one(marks[SOURCE], "second-source-left-out"),
            self._one(marks[CUE], "second-cue-left-out"),
        )

    def _one(self, marks: list[tuple[tuple[int, int], ...]], warning: str) -> Span | None:
        if not marks:
            return None
        if len(marks) > 1:
            self.on_warning(warning)
        parts = whole_of(self.article.text, marks[0])
        if len(parts) > 1:
            self.on_warning("parts-left-out")
        return Span.cut(self.article.text, *parts[0])

    def _linked(
        self, found: Annotations, used: set[str]
    ) -> Iterator[tuple[Draft, Mapping[str, str]]]:
        """Give what marks and relations tell outside of events."""
        graph, first = Graph(), {}
        for name, bound in found.bound.items():
            role = role_of(bound.type)
            if role is None and name not in used:
                self.on_warning("mark-unknown")
            if role is None or name in used:
                continue
            first[name] = f"{name}/0"
            parts = self._parts(role, bound)
            for k, place in enumerate(parts):
                graph.add(Mark(f"{name}/{k}", role, *place))
                if k:
                    graph.join(first[name], f"{name}/{k}", self.on_warning)
        for relation in found.relations:
            try:
                self._join(graph, first, relation.ends, found)
            except StanceError as error:
                ends = " ".join(relation.ends)
                self.on_reject(Reject(self.name, relation.line, str(error), ends))
        for draft in drafts_of(graph, self.on_warning):
            names = {mark.id.rpartition("/")[0] for mark in draft.content}
            given = {k: v for name in names for k, v in found.given.get(name, {}).items()}
            yield draft, given

    def _parts(self, role: str, bound: Bound) -> list[tuple[int, int]]:
        if role == CONTENT:
            return list(bound.parts)
        parts = whole_of(self.article.text, bound.parts)
        if len(parts) > 1:
            self.on_warning("parts-left-out")
        return parts[:1]

    def _join(
        self, graph: Graph, first: Mapping[str, str], ends: tuple[str, str], found: Annotations
    ) -> None:
        for end in ends:
            if end not in found.bound and end not in found.events:
                raise StanceError(
                    f"the relation leads to {end}, and there is no such mark: remove it"
                )
        if all(end in first for end in ends):
            graph.join(first[ends[0]], first[ends[1]], self.on_warning)
        else:
            self.on_warning("relation-unknown")

    def _with(self, statement: Statement, given: Mapping[str, str]) -> Statement:
        """Put what attributes and notes say into a statement."""
        values = {name: _decoded(value) for name, value in given.items()}
        for name in values.keys() - _KNOWN:
            del values[name]
            self.on_warning("attribute-unknown")
        scores = values.get("scores")
        statement = edited(statement, values)
        changes: dict[str, Any] = {
            name: values[name] for name in ("id", "text", "context") if name in values
        }
        if "nested" in values:
            changes["nested"] = values["nested"] != "false"
        try:
            known = {str(k): float(v) for k, v in json.loads(scores or "{}").items()}
        except (ValueError, TypeError, AttributeError) as error:
            raise StanceError(f"its scores are no JSON object of numbers: {error}") from error
        return replace(statement, scores=known, run=values.get("run"), **changes)


def _noted(text: str, parts: list[tuple[int, int]], spans: str) -> list[tuple[int, int]]:
    """Return the spans that a note tells, if they are those of the parts still."""
    found = [(int(one), int(other)) for one, other in _SPAN.findall(spans)]
    inside = all(0 <= start < end <= len(text) for start, end in found)
    return found if inside and found and sorted(parts_of(text, found)) == parts else parts


ATTRIBUTES: Final = ("kind", "label", "act", "nested")
NOTES: Final = ("speaker", "affiliation", "id", "text", "context", "scores", "run")
_KNOWN: Final = frozenset({*ATTRIBUTES, *NOTES})


def _decoded(value: str) -> str:
    if value[:1] == '"' and value[-1:] == '"' and len(value) > 1:
        try:
            return str(json.loads(value))
        except ValueError:
            return value
    return value
