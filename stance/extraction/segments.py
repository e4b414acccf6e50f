"""Text cut into chapters, paragraphs and tokens, every offset a code point into the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from stance.extraction.languages import Language

CHAPTER: Final = 200_000
LONGEST_PARAGRAPH: Final = 8_000
LONGEST_WORD: Final = 60

_BREAK = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]+")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_WRAP = re.compile(r"[^\n]\r?\n[ \t]*(?=[^\W\d_])")
_WRAPPED_BEFORE_LOWER = re.compile(r"[^\n]\r?\n[ \t]*(?=[a-z])")


class Range(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


@cache
def token_pattern(language: Language) -> re.Pattern[str]:
    """Return the pattern of a token, which knows a language's abbreviations and genitive.

    A run longer than any word is cut into pieces, so that no word costs more than its length.
    """
    grammar = language.grammar
    abbreviations = "|".join(map(re.escape, grammar.abbreviations))
    letters = "".join(f"[{c}{c.upper()}]" for c in grammar.genitive.lstrip("'"))
    apart, genitive = (rf"(?!{letters}\b)", rf"|['’]{letters}\b") if letters else ("", "")
    return re.compile(
        r"[^\W\d_](?:\.[^\W\d_]){1,6}(?!\w)\.?(?:-\w{1,30}){0,3}"
        rf"|\b(?:{abbreviations})\."
        r"|[A-Z]\.(?=\s[A-Z])"
        r"|\d[\d,.]{0,30}\d\w{0,30}|\d\w{0,30}"
        rf"|[@#]?[^\W\d_]\w{{0,{LONGEST_WORD}}}(?:(?:-|['’]{apart}|&)\w{{1,{LONGEST_WORD}}}){{0,6}}"
        rf"{genitive}"
        r"|\.\.+|--+"
        r"|''|``|‘‘|’’"
        r"|\S"
    )


@dataclass(slots=True)
class Tokens:
    """The tokens of a chapter as parallel lists.

    Attributes
    ----------
    language
        The language that all stages read them by.
    text, low
        The token and the token in lower case, with a straight apostrophe.
    start, end
        Code points into the article's text.
    quote
        The number of the quotation that the token stands in (its marks included), else -1.
    paragraph_starts
        The tokens that begin a paragraph.
    """

    language: Language
    text: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    quote: list[int] = field(default_factory=list)
    paragraph_starts: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.text)

    def add(self, text: str, where: Range) -> Range:
        """Append the tokens of ``text[where.start:where.end]``; return their token range."""
        first = len(self.text)
        self.paragraph_starts.add(first)
        found = list(token_pattern(self.language).finditer(text, where.start, where.end))
        words = [m.group() for m in found]
        self.text += words
        self.low += [w.lower().replace("’", "'") for w in words]
        self.start += [m.start() for m in found]
        self.end += [m.end() for m in found]
        self.quote += [-1] * len(found)
        return Range(first, len(self.text))

    def touching(self, start: int, end: int) -> Range:
        """Return the range of the tokens that have a character of ``text[start:end]``."""
        return Range(bisect_right(self.end, start), bisect_left(self.start, end))


def paragraphs(text: str) -> Iterator[Range]:
    """Cut a text into paragraphs without white space around them.

    Every line is a paragraph, as crawlers write them, unless the text is hard-wrapped: then only
    a blank line ends a paragraph. A line that no paragraph is as long as is cut at white space.
    """
    position = 0
    divider = _BLANK_LINE if _is_wrapped(text) else _BREAK
    for match in divider.finditer(text):
        yield from _trimmed(text, position, match.start())
        position = match.end()
    yield from _trimmed(text, position, len(text))


def chapters(text: str) -> Iterator[list[Range]]:
    """Gather paragraphs into chapters of at most about `CHAPTER` characters.

    An ordinary article is one chapter; only what is longer than a book's chapter is read in
    several, so that memory stays bounded.
    """
    chapter: list[Range] = []
    for paragraph in paragraphs(text):
        if chapter and paragraph.end - chapter[0].start > CHAPTER:
            yield chapter
            chapter = []
        chapter.append(paragraph)
    if chapter:
        yield chapter


def _is_wrapped(text: str) -> bool:
    """Tell whether lines were broken to a width: they often go on in lower case."""
    sample = text[:20_000]
    breaks = sum(1 for _ in _WRAP.finditer(sample))
    lower = sum(1 for _ in _WRAPPED_BEFORE_LOWER.finditer(sample))
    return breaks >= 4 and lower * 3 > breaks


def _trimmed(text: str, start: int, end: int) -> Iterator[Range]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_PARAGRAPH:
        cut = text.rfind(" ", start + LONGEST_PARAGRAPH // 2, start + LONGEST_PARAGRAPH)
        cut = cut if cut > 0 else start + LONGEST_PARAGRAPH
        yield Range(start, cut)
        start = cut + 1 if text[cut] == " " else cut
    if start < end:
        yield Range(start, end)
