"""Marks and links: what a tool for spans shows of statements, and statements made of them.

A mark is one stretch of text with a role: content, cue or source. A link joins a content with its
cue or its source, or with a further part of the same content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from stance.annotation.losses import WarningHandler
from stance.errors import StanceError
from stance.statements import Span, Statement

CONTENT: Final = "Content"
CUE: Final = "Cue"
SOURCE: Final = "Source"
PART: Final = "Part"
ROLES: Final = (SOURCE, CUE, CONTENT)
_RANK: Final = {CONTENT: 0, CUE: 1, SOURCE: 2}
_LETTERS: Final = {SOURCE: "s", CUE: "q"}
_ALIASES: Final = {
    "content": CONTENT, "quote": CONTENT, "quotation": CONTENT, "statement": CONTENT,
    "cue": CUE, "verb": CUE,
    "source": SOURCE, "speaker": SOURCE, "mention": SOURCE,
}  # fmt: skip


def role_of(name: str) -> str | None:
    """Tell the role of a mark by the label that a tool gives it."""
    return _ALIASES.get(name.strip().lower())


class Mark(NamedTuple):
    """One stretch of text with a role, and the name that links know it by."""

    id: str
    role: str
    start: int
    end: int


class Link(NamedTuple):
    """A link from a content to its `Source`, its `Cue` or a further `Part` of it."""

    role: str
    head: str
    child: str


@dataclass(slots=True)
class Graph:
    """The marks in one article, and how they are linked."""

    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    _roles: dict[str, str] = field(default_factory=dict)

    def add(self, mark: Mark) -> None:
        """Add a mark.

        Raises
        ------
        StanceError
            If another has its name.
        """
        if mark.id in self._roles:
            raise StanceError(f"the mark {mark.id!r} stands twice: give each a name of its own")
        self._roles[mark.id] = mark.role
        self.marks.append(mark)

    def join(self, one: str, other: str, on_warning: WarningHandler) -> None:
        """Link two marks by what they are, whichever way round and by whatever name.

        Raises
        ------
        StanceError
            If there is no such mark.
        """
        for name in (one, other):
            if name not in self._roles:
                raise StanceError(
                    f"a relation leads to {name!r}, and there is no such mark: remove the relation"
                )
        # Content first, then the cue: a source may be linked to the cue only.
        one, other = sorted((one, other), key=lambda name: _RANK[self._roles[name]])
        pair = self._roles[one], self._roles[other]
        if pair == (CONTENT, CONTENT):
            self.links.append(Link(PART, one, other))
        elif pair[0] != pair[1]:
            self.links.append(Link(pair[1], one, other))
        else:
            on_warning("relation-unknown")

    def shape(self) -> tuple[Counter[tuple[str, int, int]], Counter[tuple[object, ...]]]:
        """Return marks and links by where they stand, whatever they are called."""
        places = {mark.id: mark[1:] for mark in self.marks}
        links = Counter[tuple[object, ...]]()
        for link in self.links:
            links[link.role, places[link.head], places[link.child]] += 1
        return Counter(places[mark.id] for mark in self.marks), links


@dataclass(slots=True)
class Draft:
    """A statement as far as marks and links tell it."""

    content: list[Mark]
    mention: Mark | None = None
    cue: Mark | None = None

    @property
    def key(self) -> tuple[tuple[int, int], ...]:
        """Where the content stands."""
        return tuple((mark.start, mark.end) for mark in self.content)

    def attach(self, mark: Mark, on_warning: WarningHandler) -> None:
        """Add a source or a cue; a second one is left out with a warning."""
        if mark.role == CUE:
            if self.cue not in {None, mark}:
                on_warning("second-cue-left-out")
            self.cue = self.cue or mark
        else:
            if self.mention not in {None, mark}:
                on_warning("second-source-left-out")
            self.mention = self.mention or mark


def graph_of(statements: Iterable[Statement]) -> Graph:
    """Lay statements out as marks and links; sources and cues that several share stand once."""
    graph = Graph()
    known: dict[tuple[str, int, int], str] = {}
    for number, statement in enumerate(statements, start=1):
        first = f"c{number}"
        for part, span in enumerate(statement.content, start=1):
            name = first if part == 1 else f"{first}.{part}"
            graph.add(Mark(name, CONTENT, span.start, span.end))
            if part > 1:
                graph.links.append(Link(PART, first, name))
        for role, mark in ((SOURCE, statement.mention), (CUE, statement.cue)):
            if mark is None:
                continue
            key = (role, mark.start, mark.end)
            if key not in known:
                known[key] = f"{_LETTERS[role]}{number}"
                graph.add(Mark(known[key], *key))
            graph.links.append(Link(role, first, known[key]))
    return graph


def drafts_of(graph: Graph, on_warning: WarningHandler) -> list[Draft]:
    """Put each content together with its parts, its source and its cue, in the order of the text.

    Sources and cues that belong to no content, and second ones, are left out with a warning.
    """
    marks = {mark.id: mark for mark in graph.marks}
    groups = _groups(graph)
    drafts = {first: Draft([]) for first in dict.fromkeys(groups.values())}
    for name, first in groups.items():
        drafts[first].content.append(marks[name])
    attached: set[str] = set()
    of_cue: dict[str, list[str]] = {}
    # Cues first: a source may be linked to the cue only.
    for role, head, child in sorted(graph.links, key=lambda link: _RANK.get(link.role, 0)):
        if role == PART:
            continue
        heads = [groups[head]] if head in groups else of_cue.get(head, [])
        for first in heads:
            attached.add(child)
            drafts[first].attach(marks[child], on_warning)
        if role == CUE:
            of_cue.setdefault(child, []).extend(heads)
    for mark in graph.marks:
        if mark.role != CONTENT and mark.id not in attached:
            on_warning("mark-unattached")
    for draft in drafts.values():
        draft.content.sort(key=lambda mark: (mark.start, mark.end))
    return sorted(drafts.values(), key=lambda draft: draft.key[0][0])


def _groups(graph: Graph) -> dict[str, str]:
    """Name, for each content, the first content that it is a part of."""
    whole = {mark.id: mark.id for mark in graph.marks if mark.role == CONTENT}

    def first(name: str) -> str:
        while whole[name] != name:
            whole[name] = whole[whole[name]]
            name = whole[name]
        return name

    for link in graph.links:
        if link.role == PART:
            whole[first(link.child)] = first(link.head)
    return {name: first(name) for name in whole}


def span_of(text: str, mark: Mark | None) -> Span | None:
    """Cut the span of a mark out of the text."""
    return mark and Span.cut(text, mark.start, mark.end)


def spans_of(text: str, marks: Sequence[Mark]) -> tuple[Span, ...]:
    """Cut the spans of marks out of the text."""
    return tuple(Span.cut(text, mark.start, mark.end) for mark in marks)
