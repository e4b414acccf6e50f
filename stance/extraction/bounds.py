"""Bounds: where the content behind a cue ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from stance.extraction.phrases import Phrase, Source
from stance.extraction.placement import Attribution
from stance.extraction.segments import Tokens

_CLAUSE_STOPS: Final = frozenset({";"})


def is_pronominal(tokens: Tokens, source: Source | None) -> bool:
    """Tell whether a source is a pronoun, or begins with one."""
    return source is not None and tokens.low[source.phrase.first] in tokens.language.words.pronouns


def bound(tokens: Tokens, attribution: Attribution, later: Sequence[Attribution]) -> None:
    """End the content behind a cue where another attribution of the same rank begins."""
    if attribution.placement == "before":
        return
    span = attribution.spans[-1]
    end = _natural_end(tokens, span, clausal=_is_clausal(tokens, attribution))
    for other in later:
        stop = _break_before(tokens, other, span.first)
        if stop is not None and span.first < stop < end:
            end = stop
            break
    attribution.spans[-1] = Phrase(span.first, end)


def _is_clausal(tokens: Tokens, attribution: Attribution) -> bool:
    """Tell whether the content is a clause or quotation, and not the object of its cue."""
    cue, first = attribution.cue, attribution.spans[-1].first
    if cue is None or cue.type in ("preposition", "quoted") or tokens.quote[first] >= 0:
        return True
    before = tokens.low[first - 1]
    return "clause" in cue.frame or before == ":" or before in tokens.language.words.complementizers


def _natural_end(tokens: Tokens, span: Phrase, *, clausal: bool) -> int:
    """Return where content ends that no other attribution cuts short.

    Behind a clause everything up to the sentence's end belongs to it; behind an object a comma
    with a relative clause or a participle is the reporter's again.
    """
    low, constructions = tokens.low, tokens.language.constructions
    gerund = tokens.language.grammar.gerund_endings
    for k in range(span.first, span.last - 1):
        if tokens.quote[k] >= 0:
            continue
        if low[k] in _CLAUSE_STOPS:
            return k
        if low[k] != ",":
            continue
        if tuple(low[k + 1 : k + 3]) in constructions.afterthoughts:
            return k
        if not clausal and (
            low[k + 1] in constructions.remark_openers or low[k + 1].endswith(gerund)
        ):
            return k
    return span.last


def _break_before(tokens: Tokens, other: Attribution, start: int) -> int | None:
    """Return where content that began at ``start`` ends because of a later attribution."""
    at = other.left - 1
    if at <= start or other.cue is None or other.cue.type == "noun":
        return None
    word, words = tokens.low[at], tokens.language.words
    constructions = tokens.language.constructions
    if tokens.quote[at] >= 0:
        # The comma stands inside the quotation mark.
        return at + 1 if other.relation == "shared" or other.placement != "after" else None
    if other.placement in ("before", "around"):
        return at if word == "," or other.cue.type == "preposition" else None
    while at > start and word in words.adverbs:
        at -= 1
        word = tokens.low[at]
    comma = tokens.low[at - 1] == ","
    if other.relation == "shared":
        if word in constructions.predicate_joiners:
            return at - 1 if comma else at
        return at if word == "," and other.cue.form == "ing" else None
    if other.relation == "relative":
        return at if word == "," or comma else None
    if word not in constructions.clause_joiners:
        return None
    if comma:
        return at - 1
    pronoun = is_pronominal(tokens, other.source)
    return at if pronoun or word not in words.and_words else None
