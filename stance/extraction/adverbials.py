"""Adverbials: what may stand between a cue and its content, and how a clause is told."""

from __future__ import annotations

from typing import Final

from stance.extraction.cues import Cue
from stance.extraction.segments import Tokens
from stance.extraction.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    CONTENT_VERBS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECT_PRONOUNS,
    TIMES,
    words,
)

QUESTIONS: Final = frozenset({"whether", "how", "why", "what", "when", "where", "who", "if"})
CLAUSAL: Final = frozenset({"clause", "that", "quote", "question", "hearer"})
# Behind these stands the content of something else: "responded with tariffs".
_NEVER_SKIPPED: Final = frozenset({"with", "into", "like", "than", "as", "per"})
_HEARERS: Final = words("reporters journalists lawmakers him her them me us the a his its")
# What may follow a cue but is no clause of its own.
_ASIDES: Final = frozenset(
    {"according", "speaking", "citing", "referring", "quoting", "adding", "noting"}
)
_LONGEST_ADVERBIAL: Final = 12
SEARCH: Final = 40


def has_finite_verb(tokens: Tokens, first: int, end: int, *, sure: bool = False) -> bool:
    """Tell whether a clause, and not only a phrase, stands in a range of tokens.

    With ``sure``, a word that may as well be a noun in the plural does not count.
    """
    for k in range(first, min(end, first + SEARCH)):
        word = tokens.low[k]
        if word in AUXILIARIES or word in CONTENT_VERBS or ("'" in word[1:] and word != "'s"):
            return True
        if len(word) > 3 and word.endswith(("ed", "s")) and k > first and not word.endswith("ss"):
            if word.endswith("ed") or tokens.low[k - 1] in PRONOUNS:
                return True
            if not sure and tokens.text[k].islower():
                return True
    return False


def past_adverbs(tokens: Tokens, k: int, end: int) -> int:
    """Return the token behind adverbs and days: "said later on Friday"."""
    low = tokens.low
    while k < end and tokens.quote[k] < 0:
        word = low[k]
        plain = word in ADVERBS and word not in (
            "all",
            "both",
            "each",
            "there",
            "not",
            "only",
            "no",
        )
        if plain or word in TIMES - {"last", "this", "late", "early", "week"} or _is_ly(word):
            k += 1
        elif word in ("last", "this", "late", "early") and k + 1 < end and low[k + 1] in TIMES:
            if k + 2 < end and low[k + 2] == "'s":
                break
            k += 2
        else:
            break
    return k


def _is_ly(word: str) -> bool:
    return word.endswith("ly") and word not in ("italy", "only", "family", "july", "early")


def may_skip(tokens: Tokens, cue: Cue, k: int) -> bool:
    """Tell whether "in a statement", "on Friday" may stand before the content."""
    word = tokens.low[k]
    if word not in PREPOSITIONS or word in _NEVER_SKIPPED or not cue.frame.frames & CLAUSAL:
        return False
    if word == "to" and k + 1 < len(tokens):
        return tokens.text[k + 1][0].isupper() or tokens.low[k + 1] in _HEARERS
    return True


def past_adverbial(tokens: Tokens, k: int, end: int) -> int:
    """Return the token behind a prepositional phrase that is not content."""
    low = tokens.low
    begun = k + 1
    if begun < end and low[begun] in DETERMINERS:
        begun += 1
    k = begun
    limit = min(end, begun + _LONGEST_ADVERBIAL)
    while k < limit and tokens.quote[k] < 0:
        word = low[k]
        if not (word[0].isalnum() or word in ("'s", "-")) or word == "that":
            break
        if k > begun and _begins_clause(tokens, k):
            break
        k += 1
    return k


def _begins_clause(tokens: Tokens, k: int) -> bool:
    word, before = tokens.low[k], tokens.low[k - 1]
    if word in PREPOSITIONS or word in SUBJECT_PRONOUNS or word in QUESTIONS:
        return True
    if word in DETERMINERS:
        return True
    if before in TIMES and word not in TIMES and not word[0].isdigit():
        return True
    upper = tokens.text[k][0].isupper()
    if before in ("'s", "-") or before in CONJUNCTIONS:
        return False
    return upper and word not in TIMES and tokens.text[k - 1][0].islower()


def begins_phrase(tokens: Tokens, k: int) -> bool:
    """Tell whether a noun phrase or a clause may begin with a token."""
    word = tokens.low[k]
    if tokens.quote[k] >= 0:
        return True
    return (
        (word[0].isalnum() or word[0] in "$£€#@")
        and word not in PREPOSITIONS
        and word not in CONJUNCTIONS
        and word not in AUXILIARIES
        and word not in _ASIDES
    )
