"""Tokens for tools that mark by the token: words and signs, cut where a span begins or ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

_PIECE: Final = re.compile(r"\w+|[^\w\s]| |[^\S ]+")


class Token(NamedTuple):
    """A token, and whether one space follows it that is no token."""

    start: int
    end: int
    space: bool


def tokenise(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Token]:
    """Cut a text into tokens, so that every span is made of whole ones.

    A single space after a token is none itself, unless a span begins or ends with it; all other
    white space is.
    """
    starts, ends = set(), set()
    for start, end in spans:
        starts.add(start)
        ends.add(end)
    cuts = sorted(starts | ends)
    last: Token | None = None
    for start, end in _pieces(text, cuts):
        if text[start:end] == " " and last and not (start in starts or end in ends):
            yield last._replace(space=True)
            last = None
            continue
        if last:
            yield last
        last = Token(start, end, space=False)
    if last:
        yield last


def _pieces(text: str, cuts: list[int]) -> Iterator[tuple[int, int]]:
    k = 0
    for found in _PIECE.finditer(text):
        start, end = found.span()
        while k < len(cuts) and cuts[k] <= start:
            k += 1
        while k < len(cuts) and cuts[k] < end:
            yield start, cuts[k]
            start = cuts[k]
            k += 1
        yield start, end
