"""Hearers: whoever is spoken to, between a cue and its content."""

from __future__ import annotations

from stance.extraction.adverbials import (
    QUESTIONS,
    begins_phrase,
    has_finite_verb,
    past_adverbial,
    past_adverbs,
)
from stance.extraction.cues import Cue
from stance.extraction.segments import Tokens
from stance.extraction.vocabulary import (
    AUXILIARIES,
    DETERMINERS,
    IT,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECT_PRONOUNS,
    TIMES,
)


def behind_hearer(tokens: Tokens, cue: Cue, k: int, end: int) -> int | None:
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
        at = past_adverbs(tokens, at, end)
        if at >= end:
            return end
        found = _after_hearer(tokens, cue, k, at, end)
        if found is not None:
            return found
        if low[at] not in PREPOSITIONS:
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
