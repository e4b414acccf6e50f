"""The lines of brat's stand-off files: text-bound marks, events, relations, attributes, notes.

After brat's page on its format: a line is an identifier, a tab, and what its first letter says.
``T1 <tab> Type 12 20;30 34 <tab> text``; ``E1 <tab> Type:T4 Role:T1 Role:T2``;
``R1 <tab> Type Arg1:T1 Arg2:T2``; ``A1`` (or ``M1``) ``<tab> Type E1 value``;
``#1 <tab> Type E1 <tab> note``; ``N`` (normalisation) and ``*`` (equivalence) are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from stance.annotation.losses import WarningHandler
from stance.annotation.offsets import Offsets
from stance.errors import StanceError
from stance.rows import Reject, RejectHandler

BREAKS: Final = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""Where brat's reader sees the end of a line, which no span in a file can hold."""

_BOUND: Final = re.compile(r"(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)")


class Bound(NamedTuple):
    """A text-bound mark: its type and its parts."""

    line: int
    type: str
    parts: tuple[tuple[int, int], ...]


class Event(NamedTuple):
    """An event: its type, its trigger, and who has which role in it."""

    line: int
    type: str
    trigger: str
    roles: tuple[tuple[str, str], ...]


class Relation(NamedTuple):
    """A relation between two marks."""

    line: int
    ends: tuple[str, str]


@dataclass(slots=True)
class Annotations:
    """What one .ann file holds, by identifiers, in its order."""

    bound: dict[str, Bound] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    given: dict[str, dict[str, str]] = field(default_factory=dict)


def parse(
    lines: Iterable[str],
    text: str,
    name: str,
    *,
    on_reject: RejectHandler,
    on_warning: WarningHandler,
) -> Annotations:
    """Read the lines of a file; those that cannot be read are refused, and the rest goes on."""
    found = Annotations()
    parser = _Parser(found, Offsets(text), text, on_warning)
    for number, line in enumerate((line.rstrip("\r\n") for line in lines), start=1):
        if line.strip():
            try:
                parser.read(line, number)
            except StanceError as error:
                on_reject(Reject(name, number, str(error), line))
    return found


class _Parser:
    def __init__(
        self, found: Annotations, offsets: Offsets, text: str, on_warning: WarningHandler
    ) -> None:
        self._found, self._offsets, self._text = found, offsets, text
        self._on_warning = on_warning

    def read(self, line: str, number: int) -> None:
        name, tab, rest = line.partition("\t")
        if not tab:
            raise StanceError("no line of brat's: an identifier and a tab are needed")
        match name[:1]:
            case "T":
                self._bound(name, rest, number)
            case "E":
                self._event(name, rest, number)
            case "R":
                self._relation(rest, number)
            case "A" | "M":
                self._attribute(rest)
            case "#":
                self._note(rest)
            case "*":
                self._on_warning("relation-unknown")
            case "N":
                self._on_warning("attribute-unknown")
            case _:
                raise StanceError(f"no line of brat's: {name!r} is no identifier of T, E, R, A, #")

    def _bound(self, name: str, rest: str, number: int) -> None:
        head, _, quoted = rest.partition("\t")
        found = _BOUND.fullmatch(head)
        if not found:
            raise StanceError(f"{head!r} is no type with offsets, as in 'Cue 12 20;30 34'")
        if name in self._found.bound:
            raise StanceError(f"{name} stands twice: give each mark an identifier of its own")
        parts = []
        for part in found[2].split(";"):
            start, end = map(int, part.split())
            here = self._offsets.span(start, end, "code-points")
            parts.append((here.start, here.stop))
        marked = " ".join(self._text[start:end] for start, end in sorted(parts))
        if quoted and "".join(quoted.split()) != "".join(marked.split()):
            raise StanceError(
                f"the text has {marked!r} there, and the line says {quoted!r}: was the text "
                "changed after it was annotated?"
            )
        self._found.bound[name] = Bound(number, found[1], tuple(sorted(parts)))

    def _event(self, name: str, rest: str, number: int) -> None:
        pairs = [pair.partition(":") for pair in rest.split()]
        if not pairs or not all(pair[1] and pair[2] for pair in pairs):
            raise StanceError(f"{rest!r} is no event, as in 'Attribution:T4 Source:T1 Cue:T2'")
        if name in self._found.events:
            raise StanceError(f"{name} stands twice: give each event an identifier of its own")
        (type_, _, trigger), *others = pairs
        roles = tuple((role.rstrip("0123456789"), mark) for role, _, mark in others)
        self._found.events[name] = Event(number, type_, trigger, roles)

    def _relation(self, rest: str, number: int) -> None:
        ends = [end.partition(":")[2] for end in rest.split()[1:]]
        if len(ends) != 2 or not all(ends):
            raise StanceError(f"{rest!r} is no relation, as in 'Attribution Arg1:T1 Arg2:T2'")
        self._found.relations.append(Relation(number, (ends[0], ends[1])))

    def _attribute(self, rest: str) -> None:
        type_, _, more = rest.partition(" ")
        target, _, value = more.partition(" ")
        if not target:
            raise StanceError(f"{rest!r} is no attribute, as in 'Kind E1 direct'")
        self._give(target.strip(), type_, value.strip() or "true")

    def _note(self, rest: str) -> None:
        head, _, note = rest.partition("\t")
        type_, _, target = head.partition(" ")
        if not target:
            raise StanceError(f"{rest!r} is no note, as in 'AnnotatorNotes T1', a tab, the note")
        self._give(target.strip(), type_, note)

    def _give(self, target: str, type_: str, value: str) -> None:
        self._found.given.setdefault(target, {})[type_.lower()] = value


def parts_of(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut spans at the ends of lines, as brat does."""
    for start, end in spans:
        place = start
        for found in BREAKS.finditer(text, start, end):
            if place < found.start():
                yield place, found.start()
            place = found.end()
        if place < end:
            yield place, end


def whole_of(text: str, parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put parts together again that nothing but the end of a line keeps apart."""
    whole: list[tuple[int, int]] = []
    for start, end in parts:
        if whole and BREAKS.fullmatch(text, whole[-1][1], start):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole
