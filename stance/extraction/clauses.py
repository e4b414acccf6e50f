"""Clauses: where the content behind a cue begins."""

from __future__ import annotations

from stance.extraction.adverbials import (
    CLAUSAL,
    SEARCH,
    begins_phrase,
    has_finite_verb,
    may_skip,
    past_adverbial,
    past_adverbs,
)
from stance.extraction.cues import Cue
from stance.extraction.hearers import behind_hearer
from stance.extraction.segments import Tokens


def content_start(
    tokens: Tokens, cue: Cue, first: int, end: int, *, bare: bool = True
) -> int | None:
    """Return the token that the content begins with, behind a cue; None if there is none.

    Parameters
    ----------
    tokens, cue
        The chapter's tokens, and the cue.
    first, end
        Where to look: behind the cue, or behind the source where that follows.
    bare
        Whether a clause without "that" may follow.
    """
    if cue.type == "noun":
        return _of_noun(tokens, cue, first, end)
    if cue.type == "light":
        return first if first < end and begins_phrase(tokens, first) else None
    k = first
    for _ in range(4):
        k = past_adverbs(tokens, k, end)
        if k >= end:
            return None
        found = _explicit(tokens, cue, k, end)
        if found is not None:
            return found if found < end else None
        after = past_adverbial(tokens, k, end) if may_skip(tokens, cue, k) else k
        if after == k:
            break
        k = after
    return _implicit(tokens, cue, k, end) if bare and k < end else None


def _of_noun(tokens: Tokens, cue: Cue, first: int, end: int) -> int | None:
    if first >= end or tokens.low[first] not in cue.frame.prepositions:
        return None
    if tokens.low[first] in tokens.language.words.infinitive_markers:
        return first
    start = max(first + 1, _past_complementizer(tokens, first, end))
    return start if start < end else None


def _past_complementizer(tokens: Tokens, k: int, end: int) -> int:
    """Return the token behind "de que" at ``k`` where a language has the like, else ``k``."""
    language = tokens.language
    if not language.grammar.clauses_behind_prepositions or k + 1 >= end:
        return k
    return k + 2 if tokens.low[k + 1] in language.words.complementizers else k


def _explicit(tokens: Tokens, cue: Cue, k: int, end: int) -> int | None:
    """Find content that a mark or a word opens for certain."""
    word, frame, words = tokens.low[k], cue.frame, tokens.language.words
    clausal = bool(frame.frames & CLAUSAL)
    if tokens.quote[k] >= 0:
        # Directly behind "called" a quotation is a name, not a judgement.
        return None if frame.frames <= {"naming", "that"} and k == cue.last else k
    if word == ":":
        return k + 1 if clausal or "naming" in frame else None
    if word == ",":
        return k + 1 if clausal and k + 1 < end and tokens.quote[k + 1] >= 0 else None
    if word in words.complementizers and clausal:
        return k + 1
    if word in words.questions and ("question" in frame or "clause" in frame):
        return k
    if word in frame.prepositions:
        return _past_complementizer(tokens, k, end)
    infinitive = word.endswith(tokens.language.grammar.infinitive_endings)
    if "infinitive" in frame and (infinitive or word in words.infinitive_markers):
        idle = k + 1 < end and tokens.low[k + 1] in tokens.language.constructions.idle_answers
        return end if idle else k
    if frame.frames & {"hearer", "bid"} and begins_phrase(tokens, k):
        return behind_hearer(tokens, cue, k, end)
    return None


def _implicit(tokens: Tokens, cue: Cue, k: int, end: int) -> int | None:
    """Find a clause without "that", or a noun phrase."""
    frame = cue.frame
    that = tokens.low[k] in tokens.language.words.complementizers
    if that or not begins_phrase(tokens, k):
        return k if that and "object" in frame else None
    if "clause" in frame and has_finite_verb(tokens, k, end):
        return k
    if "naming" in frame and _names(tokens, k, end):
        return k
    if "as" in frame and _has_as(tokens, k, end):
        return k
    return k if "object" in frame else None


def _names(tokens: Tokens, k: int, end: int) -> bool:
    """Tell "called it a mistake" from "called the leader on Friday"."""
    words, genitive = tokens.language.words, tokens.language.grammar.genitive
    for m in range(k + 1, min(end, k + 10)):
        word = tokens.low[m]
        if tokens.quote[m] >= 0:
            return True
        if word in words.indefinite_articles or (word in words.definite_articles and m - k <= 2):
            return tokens.low[m - 1] not in words.prepositions
        if not (word[0].isalnum() or word == genitive):
            return False
    return False


def _has_as(tokens: Tokens, k: int, end: int) -> bool:
    markers = tokens.language.words.role_markers
    return any(tokens.low[m] in markers for m in range(k + 1, min(end, k + SEARCH)))
