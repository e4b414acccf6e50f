"""Adverbials: what may stand between a cue and its content, and how a clause is told."""

from __future__ import annotations

from typing import Final

from stance.extraction.cues import Cue
from stance.extraction.segments import Tokens

CLAUSAL: Final = frozenset({"clause", "that", "quote", "question", "hearer"})
_LONGEST_ADVERBIAL: Final = 12
SEARCH: Final = 40


def has_finite_verb(tokens: Tokens, first: int, end: int, *, sure: bool = False) -> bool:
    """Tell whether a clause, and not only a phrase, stands in a range of tokens.

    With ``sure``, a word that may as well be a noun in the plural does not count.
    """
    words, grammar = tokens.language.words, tokens.language.grammar
    for k in range(first, min(end, first + SEARCH)):
        word = tokens.low[k]
        if word in words.auxiliaries or word in words.content_verbs:
            return True
        if "'" in word[1:] and word != grammar.genitive:
            return True
        if len(word) <= 3:
            continue
        if word.endswith(grammar.sure_endings):
            return True
        if k == first:
            continue
        if word.endswith(grammar.finite_endings):
            return True
        allowed = tokens.low[k - 1] in words.pronouns or (not sure and tokens.text[k].islower())
        if allowed and grammar.is_doubtful(word):
            return True
    return False


def past_adverbs(tokens: Tokens, k: int, end: int) -> int:
    """Return the token behind adverbs and days: "said later on Friday"."""
    low, words, grammar = tokens.low, tokens.language.words, tokens.language.grammar
    while k < end and tokens.quote[k] < 0:
        word = low[k]
        if word in words.time_modifiers:
            owner = k + 2 < end and low[k + 2] == grammar.genitive
            if owner or k + 1 >= end or low[k + 1] not in words.times:
                break
            k += 2
        elif word in words.skipped_adverbs or word in words.lone_times or grammar.is_adverb(word):
            k += 1
        else:
            break
    return k


def may_skip(tokens: Tokens, cue: Cue, k: int) -> bool:
    """Tell whether "in a statement", "on Friday" may stand before the content."""
    word, words = tokens.low[k], tokens.language.words
    constructions = tokens.language.constructions
    if word not in words.prepositions or word in constructions.content_prepositions:
        return False
    if not cue.frame.frames & CLAUSAL:
        return False
    if word in constructions.hearer_prepositions and k + 1 < len(tokens):
        return tokens.text[k + 1][0].isupper() or tokens.low[k + 1] in constructions.hearers
    return True


def past_adverbial(tokens: Tokens, k: int, end: int) -> int:
    """Return the token behind a prepositional phrase that is not content."""
    low, words, genitive = tokens.low, tokens.language.words, tokens.language.grammar.genitive
    begun = k + 1
    if begun < end and low[begun] in words.determiners:
        begun += 1
    k = begun
    limit = min(end, begun + _LONGEST_ADVERBIAL)
    while k < limit and tokens.quote[k] < 0:
        word = low[k]
        if not (word[0].isalnum() or word in (genitive, "-")) or word in words.complementizers:
            break
        if k > begun and _begins_clause(tokens, k):
            break
        k += 1
    return k


def _begins_clause(tokens: Tokens, k: int) -> bool:
    word, before, words = tokens.low[k], tokens.low[k - 1], tokens.language.words
    if word in words.prepositions or word in words.subject_pronouns or word in words.questions:
        return True
    if word in words.determiners:
        return True
    if before in words.times and word not in words.times and not word[0].isdigit():
        return True
    upper = tokens.text[k][0].isupper()
    if before in (tokens.language.grammar.genitive, "-") or before in words.conjunctions:
        return False
    return upper and word not in words.times and tokens.text[k - 1][0].islower()


def begins_phrase(tokens: Tokens, k: int) -> bool:
    """Tell whether a noun phrase or a clause may begin with a token."""
    word, words = tokens.low[k], tokens.language.words
    if tokens.quote[k] >= 0:
        return True
    return (
        (word[0].isalnum() or word[0] in "$£€#@")
        and word not in words.prepositions
        and word not in words.conjunctions
        and word not in words.auxiliaries
        and word not in tokens.language.constructions.participial_asides
    )
