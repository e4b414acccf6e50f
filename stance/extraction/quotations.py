"""Quotations: where quotation marks open and close, over paragraphs and odd marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from stance.extraction.languages import Language
from stance.extraction.segments import Range, Tokens

MARKS: Final = frozenset("\"“”„‟«»‹›‘’‚'`＂") | {"''", "``", "‘‘", "’’"}
_DOUBLE = re.compile("[\"“”„‟«»＂]|''|``|‘‘|’’")
_SINGLE = re.compile("(?<![‘’'])[‘’'](?![‘’'])|[‚‹›]")
_LOOK_AHEAD = 30
DASH: Final = "—"


@dataclass(slots=True)
class Quotation:
    """A quotation, its marks included.

    Attributes
    ----------
    start, end
        Code points into the article's text.
    paragraph
        The number of the paragraph in its chapter.
    closed
        Whether the closing mark is there; one that runs on into the next paragraph has none.
    single
        Whether the marks are single ones.
    """

    start: int
    end: int
    paragraph: int
    closed: bool = True
    single: bool = False


def find_quotations(text: str, paragraphs: Sequence[Range], language: Language) -> list[Quotation]:
    """Find the outermost quotations of paragraphs, in the order of the text.

    Single marks count outside double ones and guillemets, or around them, where they are neither
    apostrophes nor possessives. A quotation that is still open at the end of a paragraph
    is kept where it opened the paragraph or where the next one opens with a mark too, as long
    speeches are printed; otherwise the mark was a stray one. The time is linear in the text.
    """
    found: list[Quotation] = []
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        goes_on = following is not None and text[following.start] in '"“„«»'
        doubles = _doubles(text, paragraph, number, goes_on)
        singles = _singles(text, paragraph, number, doubles, language)
        if language.grammar.dialogue_dashes and text[paragraph.start] == DASH:
            doubles += _spoken(text, paragraph, number)
            doubles = _outermost(doubles)
        found += _outermost(doubles + singles) if singles else doubles
    return found


def _outermost(quotations: Sequence[Quotation]) -> list[Quotation]:
    kept: list[Quotation] = []
    for quotation in sorted(quotations, key=lambda q: q.start):
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return kept


def mark_tokens(tokens: Tokens, quotations: Sequence[Quotation]) -> None:
    """Write into ``tokens.quote`` which quotation each token stands in.

    Where the language has a genitive such as English ``'s``, a mark that closes none and follows
    its letter is one: its ``tokens.low`` is written so.
    """
    index, count = 0, len(tokens)
    for number, quotation in enumerate(quotations):
        while index < count and tokens.start[index] < quotation.start:
            index += 1
        while index < count and tokens.start[index] < quotation.end:
            tokens.quote[index] = number
            index += 1
    genitive = tokens.language.grammar.genitive
    for k in range(1, count) if genitive else ():
        stray = tokens.text[k] in ("'", "’") and tokens.quote[k] < 0
        if stray and tokens.low[k - 1][-1] == genitive[-1] and tokens.start[k] == tokens.end[k - 1]:
            tokens.low[k] = genitive


def _opens(text: str, i: int, where: Range, width: int = 1) -> bool:
    """Tell whether the mark at ``i`` stands where an opening one would."""
    after = text[i + width] if i + width < where.end else " "
    before = text[i - 1] if i > where.start else " "
    return not after.isspace() and not (before.isalnum() or before in ".,!?;%)…")


def _closes(text: str, i: int, where: Range, width: int = 1) -> bool:
    """Tell whether the mark at ``i`` stands where a closing one would."""
    before = text[i - 1] if i > where.start else " "
    after = text[i + width] if i + width < where.end else " "
    return not before.isspace() and not after.isalnum()


def _doubles(text: str, where: Range, number: int, goes_on: bool) -> list[Quotation]:
    found: list[Quotation] = []
    opened: int | None = None
    for match in _DOUBLE.finditer(text, where.start, where.end):
        i, mark = match.start(), match.group()
        if opened is None:
            opens = mark in "“„‟«" or _opens(text, i, where, len(mark))
            if opens or (mark == "”" and _glued(text, i, where)):
                opened = i
        elif _is_closing(text, i, mark, where, text[opened]):
            found.append(Quotation(opened, match.end(), number))
            opened = None
        elif mark in "“„«" or _opens(text, i, where, len(mark)):
            opened = i
    if opened is not None and (goes_on or opened == where.start):
        found.append(Quotation(opened, where.end, number, closed=False))
    return found


def _spoken(text: str, where: Range, number: int) -> list[Quotation]:
    """Find the speech that a dash opens and dashes interrupt: "—No iremos —dijo—. Es tarde.".

    Every other stretch between dashes is speech; the dash behind a remark belongs to the speech
    that goes on.
    """
    dashes = [where.start]
    while (i := text.find(DASH, dashes[-1] + 1, where.end)) >= 0:
        dashes.append(i)
    bounds = [*dashes, where.end]
    found: list[Quotation] = []
    for first in range(0, len(dashes), 2):
        start = bounds[first]
        end = min(bounds[first + 1] + 1, where.end)
        if any(map(str.isalnum, text[start:end])):
            found.append(Quotation(start, end, number))
    return found


def _glued(text: str, i: int, where: Range) -> bool:
    """Tell whether a mark stands between two letters: a space was lost before it."""
    return i + 1 < where.end and text[i + 1].isalnum()


def _is_closing(text: str, i: int, mark: str, where: Range, opener: str) -> bool:
    if mark == "”":
        return True
    if mark == "“":
        return opener in "„‟" or (_closes(text, i, where) and not _opens(text, i, where))
    if mark == "„":
        return False
    if mark in "«»":
        return mark != opener
    width = len(mark)
    return _closes(text, i, where, width) or not _opens(text, i, where, width)


@cache
def _elision(language: Language) -> re.Pattern[str]:
    """Return the pattern of what an apostrophe opens and no quotation: the '80s, 'twas."""
    words = "".join(rf"|{word}\b" for word in language.grammar.elisions)
    return re.compile(rf"['’‘](?:\d0s|\d\d\b{words})", re.IGNORECASE)


def _singles(
    text: str,
    where: Range,
    number: int,
    doubles: Sequence[Quotation],
    language: Language,
) -> list[Quotation]:
    starts = [q.start for q in doubles]
    marks = [
        m.start()
        for m in _SINGLE.finditer(text, where.start, where.end)
        if not _inside(m.start(), starts, doubles)
    ]
    found: list[Quotation] = []
    index = 0
    while index < len(marks):
        close = None
        if _opens_single(text, marks[index], where, language):
            close = _closer(text, marks, index, where, language)
        if close is None:
            index += 1
            continue
        found.append(Quotation(marks[index], marks[close] + 1, number, single=True))
        index = close + 1
    return found


def _inside(position: int, starts: Sequence[int], quotations: Sequence[Quotation]) -> bool:
    before = bisect_right(starts, position) - 1
    return before >= 0 and position < quotations[before].end


def _opens_single(text: str, i: int, where: Range, language: Language) -> bool:
    if text[i] == "’" and i > where.start and not text[i - 1].isspace():
        return False
    return _opens(text, i, where) and _elision(language).match(text, i) is None


def _closer(
    text: str, marks: Sequence[int], opener: int, where: Range, language: Language
) -> int | None:
    """Return the index of the mark that closes a single quotation, or None.

    A mark after an s may be a genitive ("the workers' demands") where the language has one: it
    closes only where no better one follows before the next quotation opens.
    """
    doubtful, letter = None, language.grammar.genitive[-1:]
    for index in range(opener + 1, min(len(marks), opener + _LOOK_AHEAD)):
        i = marks[index]
        opens = _opens_single(text, i, where, language) and not _closes(text, i, where)
        if opens or text[i] == "‘":
            break
        if not _closes(text, i, where):
            continue
        after = text[i + 1 : i + 3]
        if text[i - 1].lower() != letter or not (after[:1] == " " and after[1:].islower()):
            return index
        if doubtful is None:
            doubtful = index
    return doubtful
