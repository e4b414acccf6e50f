"""Clauses: where the content behind a cue begins."""

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
    IT,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECT_PRONOUNS,
    TIMES,
)

QUESTIONS: Final = frozenset("whether how why what when where who if".split())
_IDLE_ANSWERS: Final = frozenset(
    "comment say elaborate answer respond discuss give name identify disclose provide confirm be "
    "speculate specify reply".split()
)
_CLAUSAL: Final = frozenset({"clause", "that", "quote", "question", "hearer"})
# Behind these stands the content of something else: "responded with tariffs".
_NEVER_SKIPPED: Final = frozenset({"with", "into", "like", "than", "as", "per"})
_HEARERS: Final = frozenset(
    "reporters journalists lawmakers him her them me us the a his its".split()
)
# What may follow a cue but is no clause of its own.
_ASIDES: Final = frozenset("according speaking citing referring quoting adding noting".split())
_LONGEST_ADVERBIAL: Final = 12
_SEARCH: Final = 40


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
        return first if first < end and _begins_phrase(tokens, first) else None
    k = first
    for _ in range(4):
        k = _past_adverbs(tokens, k, end)
        if k >= end:
            return None
        found = _explicit(tokens, cue, k, end)
        if found is not None:
            return found if found < end else None
        after = _past_adverbial(tokens, k, end) if _may_skip(tokens, cue, k) else k
        if after == k:
            break
        k = after
    return _implicit(tokens, cue, k, end) if bare and k < end else None


def has_finite_verb(tokens: Tokens, first: int, end: int, *, sure: bool = False) -> bool:
    """Tell whether a clause, and not only a phrase, stands in a range of tokens.

    With ``sure``, a word that may as well be a noun in the plural does not count.
    """
    for k in range(first, min(end, first + _SEARCH)):
        word = tokens.low[k]
        if word in AUXILIARIES or word in CONTENT_VERBS or ("'" in word[1:] and word != "'s"):
            return True
        if len(word) > 3 and word.endswith(("ed", "s")) and k > first and not word.endswith("ss"):
            if word.endswith("ed") or tokens.low[k - 1] in PRONOUNS:
                return True
            if not sure and tokens.text[k].islower():
                return True
    return False


def _of_noun(tokens: Tokens, cue: Cue, first: int, end: int) -> int | None:
    if first >= end or tokens.low[first] not in cue.frame.prepositions:
        return None
    start = first if tokens.low[first] == "to" else first + 1
    return start if start < end else None


def _past_adverbs(tokens: Tokens, k: int, end: int) -> int:
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


def _explicit(tokens: Tokens, cue: Cue, k: int, end: int) -> int | None:
    """Find content that a mark or a word opens for certain."""
    word, frame = tokens.low[k], cue.frame
    clausal = bool(frame.frames & _CLAUSAL)
    if tokens.quote[k] >= 0:
        # Directly behind "called" a quotation is a name, not a judgement.
        return None if frame.frames <= {"naming", "that"} and k == cue.last else k
    if word == ":":
        return k + 1 if clausal or "naming" in frame else None
    if word == ",":
        return k + 1 if clausal and k + 1 < end and tokens.quote[k + 1] >= 0 else None
    if word == "that" and clausal:
        return k + 1
    if word in QUESTIONS and ("question" in frame or "clause" in frame):
        return k
    if word in frame.prepositions:
        return k
    if word == "to" and "infinitive" in frame:
        idle = k + 1 < end and tokens.low[k + 1] in _IDLE_ANSWERS
        return end if idle else k
    if frame.frames & {"hearer", "bid"} and _begins_phrase(tokens, k):
        return _behind_hearer(tokens, cue, k, end)
    return None


def _may_skip(tokens: Tokens, cue: Cue, k: int) -> bool:
    """Tell whether "in a statement", "on Friday" may stand before the content."""
    word = tokens.low[k]
    if word not in PREPOSITIONS or word in _NEVER_SKIPPED or not cue.frame.frames & _CLAUSAL:
        return False
    if word == "to" and k + 1 < len(tokens):
        return tokens.text[k + 1][0].isupper() or tokens.low[k + 1] in _HEARERS
    return True


def _past_adverbial(tokens: Tokens, k: int, end: int) -> int:
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
        if k > begun and _begins_clause(tokens, k, begun):
            break
        k += 1
    return k


def _begins_clause(tokens: Tokens, k: int, begun: int) -> bool:
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


def _implicit(tokens: Tokens, cue: Cue, k: int, end: int) -> int | None:
    """Find a clause without "that", or a noun phrase."""
    frame = cue.frame
    if tokens.low[k] == "that" or not _begins_phrase(tokens, k):
        return k if tokens.low[k] == "that" and "object" in frame else None
    if "clause" in frame and has_finite_verb(tokens, k, end):
        return k
    if "naming" in frame and _names(tokens, k, end):
        return k
    if "as" in frame and _has_as(tokens, k, end):
        return k
    return k if "object" in frame else None


def _begins_phrase(tokens: Tokens, k: int) -> bool:
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


def _names(tokens: Tokens, k: int, end: int) -> bool:
    """Tell "called it a mistake" from "called the leader on Friday"."""
    for m in range(k + 1, min(end, k + 10)):
        word = tokens.low[m]
        if tokens.quote[m] >= 0:
            return True
        if word in ("a", "an") or (word == "the" and m - k <= 2):
            return tokens.low[m - 1] not in PREPOSITIONS
        if not (word[0].isalnum() or word == "'s"):
            return False
    return False


def _has_as(tokens: Tokens, k: int, end: int) -> bool:
    return any(tokens.low[m] == "as" for m in range(k + 1, min(end, k + _SEARCH)))


def _behind_hearer(tokens: Tokens, cue: Cue, k: int, end: int) -> int | None:
    """Find the content behind whoever is spoken to: "told reporters (that)", "urged X to".

    Returns ``end`` where the hearer closes the sentence: then the content stands before.
    """
    low, frame = tokens.low, cue.frame
    if low[k] in SUBJECT_PRONOUNS | IT and k + 1 < end and low[k + 1] in AUXILIARIES:
        return k if "clause" in frame else end
    behind = _hearer_end(tokens, k, end)
    if behind < end and low[behind] in AUXILIARIES and "clause" in frame:
        return k
    at = behind
    for _ in range(4):
        at = _past_adverbs(tokens, at, end)
        if at >= end:
            return end
        found = _after_hearer(tokens, cue, k, at, end)
        if found is not None:
            return found
        if low[at] not in PREPOSITIONS:
            break
        at = _past_adverbial(tokens, at, end)
    if (
        at < end
        and "hearer" in frame
        and _begins_phrase(tokens, at)
        and has_finite_verb(tokens, at, end)
    ):
        return at
    return k if "object" in frame else end


def _after_hearer(tokens: Tokens, cue: Cue, k: int, at: int, end: int) -> int | None:
    word = tokens.low[at]
    if tokens.quote[at] >= 0:
        return at
    if word in ("that", ":"):
        return at + 1
    if word == ",":
        return at + 1 if at + 1 < end and tokens.quote[at + 1] >= 0 else end
    if word == "to" or (word == "not" and at + 1 < end and tokens.low[at + 1] == "to"):
        return k if "bid" in cue.frame else None
    if word in QUESTIONS:
        return at
    return k if word in cue.frame.prepositions else None


def _hearer_end(tokens: Tokens, k: int, end: int) -> int:
    low = tokens.low
    if low[k] in PRONOUNS and low[k] not in DETERMINERS:
        return k + 1
    m = k + 1
    while m < end and low[m] in DETERMINERS and low[m - 1] in DETERMINERS:
        m += 1
    while m < min(end, k + 20):
        word = low[m]
        if tokens.quote[m] >= 0 or not (word[0].isalnum() or word in ("'s", "-", "'")):
            break
        stops = word in PREPOSITIONS and word not in ("of", "and")
        if stops or word in QUESTIONS or word in ("that", "not") or word in AUXILIARIES:
            break
        if word in SUBJECT_PRONOUNS or (word in DETERMINERS and low[m - 1] not in ("and", "of")):
            break
        if word in TIMES and tokens.text[m][0].isupper():
            break
        if (
            tokens.text[m][0].isupper()
            and tokens.text[m - 1][0].islower()
            and _is_plain(low[m - 1])
        ):
            break
        m += 1
    return m


def _is_plain(word: str) -> bool:
    """Tell a noun in the plural, behind which a name begins a new phrase, from a modifier."""
    return word.endswith("s") and word != "'s" and word not in DETERMINERS
