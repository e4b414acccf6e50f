"""Hearers: whoever is spoken to, between a cue and its content."""

from __future__ import annotations

from stance.extraction.adverbials import (
    begins_phrase,
    has_finite_verb,
    past_adverbial,
    past_adverbs,
)
from stance.extraction.cues import Cue
from stance.extraction.segments import Tokens


def behind_hearer(tokens: Tokens, cue: Cue, k: int, end: int) -> int | None:
    """Find the content behind whoever is spoken to: "told reporters (that)", "urged X to".

    Returns ``end`` where the hearer closes the sentence: then the content stands before.
    """
    low, frame, words = tokens.low, cue.frame, tokens.language.words
    pronoun = low[k] in words.subject_pronouns or low[k] in words.it
    if pronoun and k + 1 < end and low[k + 1] in words.auxiliaries:
        return k if "clause" in frame else end
    behind = _hearer_end(tokens, k, end)
    if behind < end and low[behind] in words.auxiliaries and "clause" in frame:
        return k
    at = behind
    for _ in range(4):
        at = past_adverbs(tokens, at, end)
        if at >= end:
            return end
        found = _after_hearer(tokens, cue, k, at, end)
        if found is not None:
            return found
        if low[at] not in words.prepositions:
            break
        at = past_adverbial(tokens, at, end)
    if (
        at < end
        and "hearer" in frame
        and begins_phrase(tokens, at)
        and has_finite_verb(tokens, at, end)
    ):
        return at
    return k if "object" in frame else end


def _after_hearer(tokens: Tokens, cue: Cue, k: int, at: int, end: int) -> int | None:
    word, words = tokens.low[at], tokens.language.words
    if tokens.quote[at] >= 0:
        return at
    if word == ":" or word in words.complementizers:
        return at + 1
    if word == ",":
        return at + 1 if at + 1 < end and tokens.quote[at + 1] >= 0 else end
    to = at + 1 if word in words.negators else at
    if to < end and tokens.low[to] in words.infinitive_markers:
        return k if "bid" in cue.frame else None
    if word in words.questions:
        return at
    return k if word in cue.frame.prepositions else None


def _hearer_end(tokens: Tokens, k: int, end: int) -> int:
    low, words, genitive = tokens.low, tokens.language.words, tokens.language.grammar.genitive
    tying = words.genitive_prepositions | words.and_words
    if low[k] in words.pronouns and low[k] not in words.determiners:
        return k + 1
    m = k + 1
    while m < end and low[m] in words.determiners and low[m - 1] in words.determiners:
        m += 1
    while m < min(end, k + 20):
        word = low[m]
        if tokens.quote[m] >= 0 or not (word[0].isalnum() or word in (genitive, "-", "'")):
            break
        if word in words.hearer_stops:
            break
        if word in words.determiners and low[m - 1] not in tying:
            break
        if word in words.times and tokens.text[m][0].isupper():
            break
        if (
            tokens.text[m][0].isupper()
            and tokens.text[m - 1][0].islower()
            and _is_plain(tokens, m - 1)
        ):
            break
        m += 1
    return m


def _is_plain(tokens: Tokens, k: int) -> bool:
    """Tell a noun in the plural, behind which a name begins a new phrase, from a modifier."""
    word, grammar = tokens.low[k], tokens.language.grammar
    plural = word.endswith(grammar.plural_endings) and word != grammar.genitive
    return plural and word not in tokens.language.words.determiners
