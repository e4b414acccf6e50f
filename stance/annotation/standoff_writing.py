"""From statements to the lines of a stand-off file: brat's and PolNeAR's alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from stance.annotation.annotated import AnnotatedArticle
from stance.annotation.brat_lines import parts_of, whole_of
from stance.annotation.losses import WarningHandler
from stance.annotation.marks import CONTENT, CUE, SOURCE
from stance.annotation.standoff import ATTRIBUTES, EVENT, SPANS
from stance.annotation.unheld import beyond, derived_of, warn_of
from stance.statements import Span, Statement

NO_SOURCE: Final = "Attribution-no-source"
_WORD: Final = re.compile(r"[^\s\ufeff]+")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def lines_of(
    item: AnnotatedArticle, on_warning: WarningHandler, *, published: bool = False
) -> Iterator[str]:
    """Give the lines of an article's .ann file.

    Parameters
    ----------
    item
        The article.
    on_warning
        Called with what the file cannot hold.
    published
        Write marks and events only, as PolNeAR was published.
    """
    writer = _Writer(item, on_warning)
    for statement, simple in zip(item.statements, derived_of(item), strict=True):
        known = beyond(statement, simple)
        if published:
            warn_of(known, on_warning)
            known = {}
        yield from writer.lines(statement, known, published=published)


class _Writer:
    """Numbers the lines of one file."""

    def __init__(self, item: AnnotatedArticle, on_warning: WarningHandler) -> None:
        self._text = item.article.text
        self._on_warning = on_warning
        self._known: dict[tuple[str, int, int], str] = {}
        self._last = dict.fromkeys("TEA#", 0)

    def lines(
        self, statement: Statement, known: Mapping[str, str], *, published: bool
    ) -> Iterator[str]:
        whole = [(span.start, span.end) for span in statement.content]
        content = list(parts_of(self._text, whole))
        if content != whole and (published or not content):
            self._on_warning("edges-not-held")
        if not content:
            return
        roles: list[tuple[str, str]] = []
        places: dict[str, list[tuple[int, int]]] = {CONTENT: content}
        for role, span in ((SOURCE, statement.mention), (CUE, statement.cue)):
            parts = self._parts(span) if span else []
            if not span or not parts:
                continue
            places[role] = parts
            key = (role, span.start, span.end)
            if key not in self._known:
                self._known[key] = self._next("T")
                yield self._bound(self._known[key], role, parts)
            roles.append((role, self._known[key]))
        roles.append((CONTENT, self._next("T")))
        yield self._bound(roles[-1][1], CONTENT, content)
        type_ = NO_SOURCE if published and SOURCE not in places else EVENT
        trigger, event = self._next("T"), self._next("E")
        yield self._bound(trigger, type_, places.get(CUE, content))
        yield f"{event}\t{type_}:{trigger} {' '.join(f'{role}:{name}' for role, name in roles)}"
        if content != whole and not published:
            spans = " ".join(f"{start}-{end}" for start, end in whole)
            yield self._more(SPANS, spans, event)
        for name, value in known.items():
            yield self._more(name, value, event)

    def _more(self, name: str, value: str, event: str) -> str:
        """Write an attribute, or a note where the value is more than a word."""
        type_ = name.capitalize()
        if name in ATTRIBUTES and _WORD.fullmatch(value) and not _CONTROL.search(value):
            return f"{self._next('A')}\t{type_} {event} {_encoded(value)}"
        return f"{self._next('#')}\t{type_} {event}\t{_encoded(value)}"

    def _parts(self, span: Span) -> list[tuple[int, int]]:
        whole = [(span.start, span.end)]
        parts = list(parts_of(self._text, whole))
        if whole_of(self._text, parts) != whole:
            self._on_warning("edges-not-held")
        return parts

    def _bound(self, name: str, type_: str, parts: list[tuple[int, int]]) -> str:
        places = ";".join(f"{start} {end}" for start, end in parts)
        return f"{name}\t{type_} {places}\t{' '.join(self._text[s:e] for s, e in parts)}"

    def _next(self, letter: str) -> str:
        self._last[letter] += 1
        return f"{letter}{self._last[letter]}"


def _encoded(value: str) -> str:
    """Write a value on one line: as a JSON string where it is not one line itself."""
    if value[:1] == '"' or value != value.strip() or _CONTROL.search(value) or not value:
        return json.dumps(value)
    return value
