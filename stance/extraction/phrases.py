"""Noun phrases: read by closed-class words and capitals, leftwards or rightwards of a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from stance.extraction.lexicon import lexicon
from stance.extraction.quotations import MARKS
from stance.extraction.segments import Tokens
from stance.extraction.sentences import Sentence
from stance.extraction.vocabulary import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    CONJUNCTIONS,
    CONTENT_VERBS,
    DETERMINERS,
    PLURAL_PEOPLE,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIMES,
    VEHICLES,
    words,
)

LONGEST: Final = 25
_NOT_IN_PHRASE: Final = frozenset(",;:()[]{}–—.!?…|/") | MARKS
# Prepositions that tie a source's own words together: "head of", "spokesman for".
_TYING: Final = frozenset({"of", "for", "from", "at", "to", "with", "in"})
_FAMILIAR: Final = frozenset({"familiar", "close", "privy", "related"})
LEADING: Final = words(
    "but and or yet so meanwhile however also still now then earlier later separately "
    "instead previously otherwise recently although though while when as if after because "
    "since before that whereas where whether until unless once even only perhaps the-then "
    "today yesterday"
)


class Phrase(NamedTuple):
    """A range of tokens."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Source:
    """A noun phrase that names a source, and what stands in apposition to it.

    ``left`` and ``right`` bound the whole of it, appositions and commas between included.
    """

    phrase: Phrase
    apposition: Phrase | None = None

    @property
    def left(self) -> int:
        """The first token of the whole."""
        return min(
            self.phrase.first, self.apposition.first if self.apposition else self.phrase.first
        )

    @property
    def right(self) -> int:
        """The token behind the whole."""
        return max(self.phrase.last, self.apposition.last if self.apposition else self.phrase.last)


def is_finite(tokens: Tokens, k: int) -> bool:
    """Tell a word that is surely a finite verb."""
    word = tokens.low[k]
    if word in AUXILIARIES:
        return True
    if tokens.text[k][0].isupper():
        return False
    if word in CONTENT_VERBS:
        return True
    if len(word) > 4 and word.endswith("ed"):
        return tokens.low[k - 1] not in DETERMINERS if k else True
    form = lexicon().forms.get(word)
    if form is None or word in lexicon().nouns:
        return False
    return form.form in ("past", "present") or (form.form == "base" and _after_plural(tokens, k))


def _after_plural(tokens: Tokens, k: int) -> bool:
    return k > 0 and (tokens.low[k - 1] in PLURAL_PEOPLE or tokens.low[k - 1] == "they")


def leftwards(tokens: Tokens, sentence: Sentence, end: int) -> Source | None:
    """Read the noun phrase that ends before token ``end``."""
    low, text = tokens.low, tokens.text
    first = end
    floor = max(sentence.first, end - LONGEST)
    if end > floor and low[end - 1] in SUBJECT_PRONOUNS and tokens.quote[end - 1] < 0:
        return Source(Phrase(end - 1, end))
    while first > floor:
        k = first - 1
        word = low[k]
        if first < end and low[first] in ARTICLES and not _may_precede_article(tokens, k):
            break
        stops = text[k] in _NOT_IN_PHRASE and word != "'s"
        if stops or tokens.quote[k] >= 0 or (word == "-" and _is_dash(tokens, k)):
            break
        if word in SUBORDINATORS:
            break
        if is_finite(tokens, k) and not (word.endswith("ed") and _is_modifier(tokens, k, end)):
            break
        first = k
    return trimmed(tokens, first, end)


def _may_precede_article(tokens: Tokens, k: int) -> bool:
    """Tell "head of the bank" from "a claim the bank", where a second phrase begins."""
    word = tokens.low[k]
    return word in PREPOSITIONS or word in CONJUNCTIONS or word.endswith(("ed", "ing", "ly"))


def _is_dash(tokens: Tokens, k: int) -> bool:
    return k > 0 and tokens.start[k] > tokens.end[k - 1]


def _is_modifier(tokens: Tokens, k: int, end: int) -> bool:
    """Tell "a statement released by the ministry" and "the elected leader" from a clause."""
    if k + 1 >= end:
        return False
    after = tokens.low[k + 1]
    return after in ("by", "in", "on", "to") or (k > 0 and tokens.low[k - 1] in DETERMINERS)


def trimmed(tokens: Tokens, first: int, end: int) -> Source | None:
    """Drop what opens the clause and is not part of the noun phrase."""
    low = tokens.low
    while first < end:
        word = low[first]
        if word in LEADING or word in ADVERBS - DETERMINERS or word in CONJUNCTIONS:
            first += 1
        elif word in PREPOSITIONS:
            first = _past_preposition(tokens, first, end)
        else:
            break
    first = _right_conjunct(tokens, first, end)
    if first >= end or not any(w[0].isalnum() for w in low[first:end]):
        return None
    if low[end - 1] in PREPOSITIONS or low[end - 1] in ARTICLES:
        return None
    return Source(Phrase(first, end))


def _past_preposition(tokens: Tokens, first: int, end: int) -> int:
    """Skip "in Moscow", "on Monday", "at the same time" before a subject."""
    k = first + 1
    if k < end and tokens.low[k] in DETERMINERS:
        k += 1
    begun = k
    while k < end:
        word = tokens.low[k]
        if k > begun and (word in DETERMINERS or word in SUBJECT_PRONOUNS):
            return k
        if k > begun and tokens.text[k][0].isupper() and not _same_case(tokens, k, begun):
            return k
        if k > begun and tokens.low[k - 1] in TIMES and word not in TIMES and not word[0].isdigit():
            return k
        k += 1
    return end


def _same_case(tokens: Tokens, k: int, begun: int) -> bool:
    """Tell whether a capitalised word goes on with the name that the preposition governs."""
    return tokens.text[begun][0].isupper() and k - begun < 1


def _right_conjunct(tokens: Tokens, first: int, end: int) -> int:
    """Keep "A and B" as one source, but cut "... was late and B"."""
    low = tokens.low
    for k in range(end - 2, first, -1):
        if low[k] not in ("and", "or"):
            continue
        left = range(first, k)
        tying = _TYING | {"by"} if any(low[m] in VEHICLES for m in left) else _TYING
        clausal = len(left) > 8 or any(low[m] in PREPOSITIONS and low[m] not in tying for m in left)
        if clausal or low[k + 1] in SUBJECT_PRONOUNS:
            return k + 1
    return first


def rightwards(tokens: Tokens, first: int, end: int) -> Source | None:
    """Read the noun phrase that begins at token ``first``, and an apposition behind a comma."""
    last = _phrase_end(tokens, first, end)
    if last <= first or tokens.low[first] in PREPOSITIONS:
        return None
    phrase = Phrase(first, last)
    if last + 1 < end and tokens.low[last] == "," and tokens.quote[last] < 0:
        tail = _phrase_end(tokens, last + 1, end)
        if tail > last + 1 and _may_describe(tokens, last + 1, tail, end):
            return Source(phrase, Phrase(last + 1, tail))
    return Source(phrase)


def _may_describe(tokens: Tokens, first: int, last: int, end: int) -> bool:
    word = tokens.low[first]
    if word in SUBJECT_PRONOUNS or word in PREPOSITIONS or word in ADVERBS or word.endswith("ing"):
        return False
    return last >= end or not is_finite(tokens, last) or tokens.low[last] == ","


def _phrase_end(tokens: Tokens, first: int, end: int) -> int:
    low, k = tokens.low, first
    limit = min(end, first + LONGEST)
    while k < limit:
        word = low[k]
        if (tokens.text[k] in _NOT_IN_PHRASE and word != "'s") or tokens.quote[k] >= 0:
            break
        if word in SUBORDINATORS:
            break
        if k > first and (_stops_phrase(tokens, k) or low[k - 1] in PRONOUNS - POSSESSIVES):
            break
        k += 1
    while k > first and (low[k - 1] in PREPOSITIONS or low[k - 1] in CONJUNCTIONS):
        k -= 1
    return k


def _stops_phrase(tokens: Tokens, k: int) -> bool:
    word, before = tokens.low[k], tokens.low[k - 1]
    if word in PREPOSITIONS:
        after = tokens.low[k + 1] if k + 1 < len(tokens) else ""
        if word in ("to", "with"):
            return before not in _FAMILIAR and before not in (
                "ambassador",
                "envoy",
                "adviser",
                "advisor",
            )
        return (
            word not in _TYING
            or after in TIMES
            or (after in ("a", "an", "response") and word == "in")
        )
    if word in TIMES and word not in ("last", "this") and not tokens.text[k][0].isupper():
        return word in ("yesterday", "today", "tonight", "late", "earlier")
    if word.capitalize() == tokens.text[k] and word in TIMES:
        return True
    if word in SUBJECT_PRONOUNS:
        return True
    if word in ADVERBS - DETERMINERS and word not in ("first", "then", "long"):
        return True
    if word.endswith("ly") and len(word) > 5 and tokens.text[k].islower():
        return word not in ("family", "early", "daily", "assembly", "elderly", "monthly", "weekly")
    return is_finite(tokens, k) and not _is_modifier(tokens, k, len(tokens))


def main_subject(tokens: Tokens, sentence: Sentence) -> Source | None:
    """Find the subject of the sentence's main clause."""
    low = tokens.low
    k = sentence.first
    while k < sentence.last and (low[k] in LEADING or low[k] in ADVERBS or low[k] == ","):
        k += 1
    if k < sentence.last and low[k] in PREPOSITIONS | SUBORDINATORS:
        comma = next(
            (
                m
                for m in range(k, min(sentence.last, k + 25))
                if low[m] == "," and tokens.quote[m] < 0
            ),
            None,
        )
        if comma is None:
            return None
        k = comma + 1
    while k + 1 < sentence.last and low[k] in PREPOSITIONS and low[k + 1] in TIMES:
        k += 2
    if k >= sentence.last or tokens.quote[k] >= 0:
        return None
    return rightwards(tokens, k, sentence.last)
