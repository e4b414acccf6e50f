"""An article's text, in paragraphs, with its statements marked in place.

Spans may nest, touch or overlap in any way: the text is swept from boundary to boundary, and a
mark that would cross another is closed and opened again, so that the HTML is always well nested.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import Final, Literal, NamedTuple

from markupsafe import Markup, escape

from stance.statements import Span, Statement

# What HTML cannot hold or a screen cannot show; white space stays.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")
_BLANK_LINES: Final = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_SENTENCE_END: Final = re.compile(r"[.!?:…。！？؟।][\"'”’»)\]]*$")


Role = Literal["statement", "mention", "cue"]


class Layer(NamedTuple):
    """Something that is marked from `start` to `end` of the article's text.

    For a statement, `part` of `parts` says which piece of its content this is, from 1.
    """

    start: int
    end: int
    role: Role
    statement: int
    part: int = 1
    parts: int = 1


class Open(NamedTuple):
    """A mark begins, or begins `again` after it gave way to one that it crosses."""

    layer: Layer
    again: bool


class Close(NamedTuple):
    """A mark ends: for good, or to be opened again at once."""

    layer: Layer
    for_good: bool


class Stretch(NamedTuple):
    """Text between two boundaries."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Face:
    """What a statement's mark shows: its class and glyph, a word or two, and who speaks."""

    css: str
    glyph: str
    tag: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Note:
    """A line in the margin beside a paragraph; `continued` where the statement began earlier."""

    statement: int
    face: Face
    continued: bool


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its HTML, and a note for each statement in it."""

    html: Markup
    notes: list[Note] = field(default_factory=list)


def clean(text: str) -> str:
    """Drop control characters, and replace what UTF-8 cannot hold."""
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Find the paragraphs of a text.

    Blank lines part them. In a text without blank lines every line is a paragraph, unless most
    lines end amid a sentence: then it is wrapped, and one paragraph.

    Returns
    -------
    list of (int, int)
        Start and end of each, without the white space around it; none is empty.
    """
    breaks = [match.span() for match in _BLANK_LINES.finditer(text.rstrip())]
    if not breaks:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        whole = sum(bool(_SENTENCE_END.search(line)) for line in lines)
        if whole * 2 >= len(lines):
            breaks = [match.span() for match in re.finditer(r"\n", text)]
    edges = [0, *(edge for found in breaks for edge in found), len(text)]
    trimmed = (_trim(text, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    return [(start, end) for start, end in trimmed if start < end]


def mark_up(
    text: str, numbered: Sequence[tuple[int, Statement]], faces: Sequence[Face]
) -> tuple[list[Paragraph], list[int]]:
    """Mark an article's statements in its text.

    Parameters
    ----------
    text
        The article's text, which the spans point into.
    numbered
        The article's statements, each with its number on the page.
    faces
        What each mark shows, in the same order.

    Returns
    -------
    list of Paragraph
        The text.
    list of int
        The numbers of statements that have no place in the text: where the words at a span's
        offsets are not the span's.
    """
    bounds = paragraphs(text)
    layers: list[list[Layer]] = [[] for _ in bounds]
    unplaced = []
    for number, statement in numbered:
        pieces = [piece for span in statement.content for piece in _pieces(text, bounds, span)]
        if not pieces or not all(_stands(text, span) for span in statement.content):
            unplaced.append(number)
            continue
        for part, (where, start, end) in enumerate(pieces, start=1):
            layers[where].append(Layer(start, end, "statement", number, part, len(pieces)))
        named: tuple[tuple[Role, Span | None], ...]
        named = ("mention", statement.mention), ("cue", statement.cue)
        for role, span in named:
            if span and _stands(text, span):
                for where, start, end in _pieces(text, bounds, span):
                    layers[where].append(Layer(start, end, role, number))
    shown = {number: face for (number, _), face in zip(numbered, faces, strict=True)}
    return [
        Paragraph(_html(text, sweep(marks, *bound), shown), _notes(marks, shown))
        for bound, marks in zip(bounds, layers, strict=True)
    ], unplaced


def sweep(layers: Sequence[Layer], start: int, end: int) -> Iterator[Open | Close | Stretch]:
    """Turn layers into well-nested marks, between two places of the text.

    Every character from `start` to `end` is in exactly one `Stretch`, under exactly those layers
    that cover it; every `Open` has its `Close`, last opened first closed. Empty layers, and what
    lies outside, are left out.
    """
    starting: dict[int, list[Layer]] = defaultdict(list)
    edges = {start, end}
    for layer in layers:
        if max(layer.start, start) < min(layer.end, end):
            starting[max(layer.start, start)].append(layer)
            edges |= {layer.start, layer.end}
    opened: list[Layer] = []
    for here, there in pairwise(sorted(edge for edge in edges if start <= edge <= end)):
        depth = next((i for i, layer in enumerate(opened) if layer.end <= here), len(opened))
        for layer in reversed(opened[depth:]):
            yield Close(layer, layer.end <= here)
        again = [layer for layer in opened[depth:] if layer.end > here]
        del opened[depth:]
        # The one that ends last goes outermost: that splits the fewest.
        for layer in sorted(again + starting[here], key=_outermost_first):
            yield Open(layer, layer in again)
            opened.append(layer)
        yield Stretch(here, there)
    for layer in reversed(opened):
        yield Close(layer, for_good=True)


def _outermost_first(layer: Layer) -> tuple[int, bool, int, int]:
    return -layer.end, layer.role != "statement", layer.start, layer.statement


def _html(text: str, events: Iterator[Open | Close | Stretch], faces: dict[int, Face]) -> Markup:
    parts: list[Markup] = []
    for event in events:
        match event:
            case Stretch(start, end):
                parts.append(escape(clean(text[start:end])))
            case Open(layer, again):
                parts.append(_open(layer, faces[layer.statement], again))
            case Close(layer, for_good) if layer.role == "statement":
                if for_good:
                    parts.append(_tag(layer, faces[layer.statement]))
                parts.append(Markup("</mark>"))
            case Close():
                parts.append(Markup("</span>"))
    return Markup("").join(parts)


def _open(layer: Layer, face: Face, again: bool) -> Markup:
    if layer.role != "statement":
        return Markup('<span class="{}" data-s="{}">').format(layer.role, layer.statement)
    first = layer.part == 1 and not again
    place = Markup(' id="s{}"').format(layer.statement) if first else ""
    return Markup('<mark class="st {}" data-s="{}"{}>').format(face.css, layer.statement, place)


def _tag(layer: Layer, face: Face) -> Markup:
    """Name the label in words, for readers who see no colour and for those who see nothing."""
    part = f" {layer.part}/{layer.parts}" if layer.parts > 1 else ""
    return Markup(
        '<a class="tag" href="#r{0}" data-s="{0}"><span class="g" aria-hidden="true">{1}</span>'
        '<bdi class="t">{2}</bdi>{3}<span class="vh">: <bdi>{4}</bdi></span></a>'
    ).format(layer.statement, face.glyph, clean(face.tag), part, clean(face.speaker))


def _notes(layers: Sequence[Layer], faces: dict[int, Face]) -> list[Note]:
    first: dict[int, Layer] = {}
    for layer in sorted(layers):
        if layer.role == "statement":
            first.setdefault(layer.statement, layer)
    return [Note(number, faces[number], layer.part > 1) for number, layer in first.items()]


def _pieces(
    text: str, bounds: Sequence[tuple[int, int]], span: Span
) -> Iterator[tuple[int, int, int]]:
    """Cut a span at the paragraphs: which paragraph, and from where to where."""
    first = bisect_right(bounds, span.start, key=itemgetter(1))
    for where in range(first, bisect_left(bounds, span.end, key=itemgetter(0))):
        low, high = bounds[where]
        start, end = _trim(text, max(low, span.start), min(high, span.end))
        if start < end:
            yield where, start, end


def _stands(text: str, span: Span) -> bool:
    return span.start >= 0 and text[span.start : span.end] == span.text


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
