"""Sentences: runs of tokens that end outside quotations, so that a quotation stays whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from stance.extraction.quotations import MARKS
from stance.extraction.segments import Range, Tokens

TERMINAL: Final = frozenset(".!?…")
_CLOSERS = MARKS | frozenset(")]}")
_OPENERS = MARKS | frozenset("([{-–—•*¿¡")
_LONGEST = 400
_TAIL = 8
# "DOHA, Qatar (Agency) - " before the first sentence of a report.
_DATELINE = re.compile(
    r"[A-Z][\w.'’/-]*(?:,? [A-Z0-9][\w.'’/-]*){0,4} ?(?:\([^()]{1,30}\) ?)?(?:[-–—]+ |--+ ?)"
)
_AGENCY_DATELINE = re.compile(r"\([A-Z]{2,12}[^()]{0,20}\) ?[-–—]+ ?")


class Sentence(NamedTuple):
    """A range of tokens and the number of its paragraph in the chapter."""

    first: int
    last: int
    paragraph: int


def sentences(tokens: Tokens, where: Range, paragraph: int, skip: int = 0) -> Iterator[Sentence]:
    """Cut a paragraph's tokens, from ``where.start + skip``, into sentences."""
    first = where.start + skip
    index = first
    while index < where.end:
        if _ends(tokens, index, where):
            after = _past_closers(tokens, index + 1, where.end)
            if after >= where.end or _begins(tokens, index, after):
                yield Sentence(first, after, paragraph)
                first = after
            index = max(after, index + 1)
        elif index - first >= _LONGEST:
            yield Sentence(first, index, paragraph)
            first = index
            index += 1
        else:
            index += 1
    if first < where.end:
        yield Sentence(first, where.end, paragraph)


def dateline(text: str, where: Range) -> int:
    """Return where the first sentence begins behind a dateline, else the start."""
    match = _DATELINE.match(text, where.start, min(where.end, where.start + 80))
    if match is None or not any(mark in match.group() for mark in "(,"):
        match = _AGENCY_DATELINE.match(text, where.start, min(where.end, where.start + 40))
    return match.end() if match else where.start


def _ends(tokens: Tokens, i: int, where: Range) -> bool:
    """Tell whether a sentence may end with token ``i``."""
    word = tokens.text[i]
    if word[0] in TERMINAL:
        return True
    if not (word[-1] == "." and len(word) > 2 and "." in word[:-1]):
        return False
    # "U.S." may end a sentence where the next word usually begins one.
    language = tokens.language
    after = _past_closers(tokens, i + 1, where.end)
    return after >= where.end or (
        tokens.text[after][0].isupper()
        and tokens.low[after] in language.words.sentence_openers
        and tokens.low[after] not in language.constructions.never_after_abbreviation
    )


def _past_closers(tokens: Tokens, i: int, end: int) -> int:
    while i < end and tokens.start[i] == tokens.end[i - 1]:
        if tokens.text[i] not in _CLOSERS and tokens.text[i][0] not in TERMINAL:
            break
        i += 1
    return i


def _begins(tokens: Tokens, i: int, after: int) -> bool:
    """Tell whether a new sentence begins with token ``after``, behind a possible end ``i``."""
    inside = tokens.quote[i]
    if inside >= 0 and tokens.quote[after] == inside:
        return False
    if tokens.start[after] == tokens.end[after - 1] and tokens.text[after] not in MARKS:
        return False
    initial = tokens.text[after][0]
    if not (initial.isupper() or initial.isdigit() or initial in _OPENERS or initial in "@#"):
        return False
    return inside < 0 or not _is_tail(tokens, after)


def _is_tail(tokens: Tokens, i: int) -> bool:
    """Tell whether a short attribution such as "Smith said." begins at token ``i``."""
    forms, genitive = tokens.language.lexicon.forms, tokens.language.grammar.genitive
    end = min(len(tokens), i + _TAIL)
    for k in range(i, end):
        word = tokens.low[k]
        if tokens.quote[k] >= 0 or not (word[0].isalnum() or word in (genitive, "-")):
            return False
        if word in forms and forms[word].form in ("past", "present") and k > i:
            return _ends_attribution(tokens, k + 1)
    return False


def _ends_attribution(tokens: Tokens, k: int) -> bool:
    if k >= len(tokens):
        return True
    words, word = tokens.language.words, tokens.low[k]
    if word in words.subject_pronouns or word in words.complementizers:
        return False
    return not word[0].isalnum() or word in words.prepositions or word in words.times
