"""Pieces of an article with contents and sources marked, those of the gold and those found.

What covers a character is told by the classes of its mark, so that marks never have to nest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from stance.reports.marking import clean, paragraphs
from stance.statements import Span

AROUND: Final = 240
"""Characters of a paragraph that are shown before its first mark and after its last."""

NAMES: Final = {
    "gold": "gold",
    "found": "found",
    "gold-source": "gold source",
    "found-source": "found source",
}


class _Mark(NamedTuple):
    start: int
    end: int
    layer: str


def excerpts(text: str, layers: Mapping[str, Iterable[Span]]) -> list[Markup]:
    """Cut out of a text the paragraphs in which something is marked.

    Parameters
    ----------
    text
        The article's text.
    layers
        What is to be marked, by the names in `NAMES`.

    Returns
    -------
    list of Markup
        A piece for each paragraph with a mark, long ones cut to what is around their marks. Each
        mark begins with its name in words.
    """
    marks = [_Mark(span.start, span.end, name) for name, spans in layers.items() for span in spans]
    pieces = []
    for start, end in paragraphs(text):
        inside = [
            _Mark(max(start, mark.start), min(end, mark.end), mark.layer)
            for mark in marks
            if mark.start < end and start < mark.end
        ]
        if inside:
            pieces.append(_piece(text, start, end, inside))
    return pieces


def _piece(text: str, start: int, end: int, marks: list[_Mark]) -> Markup:
    low = _at_word(text, start, min(mark.start for mark in marks) - AROUND)
    high = _at_word(text, max(mark.end for mark in marks) + AROUND, end, forward=True)
    edges = {low, high, *(mark.start for mark in marks), *(mark.end for mark in marks)}
    parts = ["… " if low > start else ""]
    for here, there in pairwise(sorted(edges)):
        names = [
            name
            for name in NAMES
            if any(
                mark.layer == name and mark.start <= here and there <= mark.end for mark in marks
            )
        ]
        words = escape(clean(text[here:there]))
        if not names:
            parts.append(words)
            continue
        begun = [
            NAMES[name]
            for name in names
            if any(mark.layer == name and mark.start == here for mark in marks)
        ]
        tag = Markup('<span class="tag">{}</span>').format(" + ".join(begun)) if begun else ""
        parts.append(Markup('{}<mark class="{}">{}</mark>').format(tag, " ".join(names), words))
    parts.append(" …" if high < end else "")
    return Markup("").join(parts)


def _at_word(text: str, first: int, last: int, *, forward: bool = False) -> int:
    """Return an edge of an excerpt that cuts no word: the paragraph's, if that is near."""
    if forward:
        place, end = first, last
        if place >= end:
            return end
        blank = text.find(" ", place, end)
        return end if blank < 0 else blank
    start, place = first, last
    if place <= start:
        return start
    blank = text.rfind(" ", start, place)
    return start if blank < 0 else blank + 1
