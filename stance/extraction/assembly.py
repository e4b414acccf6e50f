"""Assembly: from attributions over tokens to statements over characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from stance.extraction.phrases import Phrase
from stance.extraction.quotations import DASH, MARKS
from stance.extraction.segments import Range, Tokens
from stance.extraction.sentences import Sentence

DIRECT: Final = 0.95
MIXED: Final = 0.02
_LONGEST_CONTEXT: Final = 4_000
# Where speech goes on behind a remark: "—dijo—. Es tarde."
_BEHIND_DASH: Final = f"{DASH}.,;:"


def content_ranges(text: str, tokens: Tokens, content: Iterable[Phrase]) -> list[Range]:
    """Turn the content's token ranges into ranges of characters.

    Quotation marks and the comma or point inside them stay; outside them a comma, dash or colon at
    the edges goes, and so does the full stop. Spans that only white space parts are one.
    """
    ranges: list[Range] = []
    for span in sorted(content):
        trimmed = _trimmed(tokens, span)
        if trimmed is None:
            continue
        here = Range(tokens.start[trimmed.first], tokens.end[trimmed.last - 1])
        if ranges and here.start < ranges[-1].end:
            here = Range(ranges[-1].end, max(here.end, ranges[-1].end))
        if here.start >= here.end:
            continue
        if (
            ranges
            and not text[ranges[-1].end : here.start].strip()
            and "\n" not in text[ranges[-1].end : here.start]
        ):
            here = Range(ranges.pop().start, here.end)
        ranges.append(here)
    return ranges


def _trimmed(tokens: Tokens, span: Phrase) -> Phrase | None:
    first, last = span
    while first < last and _is_edge(tokens, first, opening=True):
        first += 1
    while last > first and _is_edge(tokens, last - 1, opening=False):
        last -= 1
    return Phrase(first, last) if first < last else None


def _is_edge(tokens: Tokens, k: int, *, opening: bool) -> bool:
    """Tell whether a token at the edge of a span is not part of the content."""
    word = tokens.text[k]
    if tokens.language.grammar.dialogue_dashes and word in (_BEHIND_DASH if opening else DASH):
        return True
    if word[0].isalnum() or tokens.quote[k] >= 0 or word in "$£€#@%":
        return False
    if opening:
        return word not in ("(", "[", "-", "¿", "¡")
    return not (word in (")", "]") or (word in MARKS and word not in '"“”'))


def kind_of(tokens: Tokens, content: Iterable[Phrase]) -> str:
    """Tell direct, mixed and indirect by the share of the content's letters in quotation marks."""
    inside = total = 0
    for span in content:
        for k in range(span.first, span.last):
            letters = sum(map(str.isalnum, tokens.text[k]))
            total += letters
            if tokens.quote[k] >= 0:
                inside += letters
    share = inside / total if total else 0.0
    return "direct" if share >= DIRECT else "mixed" if share >= MIXED else "indirect"


def words_of(text: str, ranges: Sequence[Range]) -> str:
    """Join spans by a space, without enclosing quotation marks and the comma before the last."""
    return " ".join(filter(None, (_bare(text[r.start : r.end]) for r in ranges)))


def _bare(content: str) -> str:
    bare = content.strip()
    if bare[:1] in MARKS and not _opens_only_first_words(bare):
        bare = bare[1:]
        if bare[-1:] in MARKS:
            bare = bare[:-1]
    return bare.strip().rstrip(",").rstrip()


def _opens_only_first_words(content: str) -> bool:
    """Tell '"Not now" is what', where the first mark does not enclose the whole."""
    return any(mark in content[1:-1] for mark in '"“”«»') and content[-1:] not in MARKS


def context_of(text: str, tokens: Tokens, sentences: Sequence[Sentence]) -> str:
    """Return the sentences that a statement stands in."""
    parts = []
    for first, last, _ in sorted(set(sentences)):
        parts.append(text[tokens.start[first] : tokens.end[last - 1]])
    return " ".join(parts)[:_LONGEST_CONTEXT]
