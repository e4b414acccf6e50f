"""Mentions: the parts of the words that name a source."""

from __future__ import annotations

import re
from typing import Final

from stance.extraction.names import capitalised_runs
from stance.extraction.phrases import Phrase, Source, main_subject
from stance.extraction.segments import Tokens
from stance.extraction.sentences import Sentence
from stance.extraction.vocabulary import (
    ARTICLES,
    CONJUNCTIONS,
    GROUP_NOUNS,
    HE,
    IT,
    MEDIA_NAMES,
    ORGANISATION_WORDS,
    PERSON_NOUNS,
    PLURAL_PEOPLE,
    POSSESSIVES,
    PREPOSITIONS,
    SHE,
    SUBORDINATORS,
    THEY,
    TITLE_WORDS,
    VEHICLES,
)

_DOTTED: Final = re.compile(r"\b(?:[A-Z]\.){2,}|\b[A-Z]\.[A-Z]\b")
RELEASED: Final = frozenset({"released", "issued", "published", "carried", "posted", "signed"})
_BEFORE_SUBJECT: Final = SUBORDINATORS | CONJUNCTIONS | {","}
_PAIRS: Final = frozenset({"both", "sides", "two"})


def is_pronoun(tokens: Tokens, phrase: Phrase) -> bool:
    """Tell whether a source is a bare pronoun of the third person."""
    return phrase.last - phrase.first == 1 and tokens.low[phrase.first] in HE | SHE | IT | THEY


def subjects_before(
    tokens: Tokens, source: Source, sentence: Sentence, previous: Sentence | None
) -> list[Source]:
    """Return what a pronoun may point to: names in its sentence, then the subject before it.

    A possessive points to the nearest name, another pronoun to the first, the subject.
    """
    found = [] if previous is None else [main_subject(tokens, previous)]
    if not is_pronoun(tokens, source.phrase):
        return [s for s in found if s is not None]
    here = [
        Source(run)
        for run in capitalised_runs(tokens, sentence.first, source.phrase.first)
        if _may_be_subject(tokens, run, sentence)
    ]
    if tokens.low[source.phrase.first] in POSSESSIVES:
        here.reverse()
    return here + [s for s in found if s is not None]


def _may_be_subject(tokens: Tokens, run: Phrase, sentence: Sentence) -> bool:
    if tokens.quote[run.first] >= 0 or tokens.low[run.last] == "'s":
        return False
    before = run.first - 1
    if before >= sentence.first and tokens.low[before] in ARTICLES:
        before -= 1
    return before < sentence.first or tokens.low[before] in _BEFORE_SUBJECT


def medium(tokens: Tokens, head: Phrase) -> str | None:
    """Return the agency's own name in "the state news agency XYZ"."""
    described = any(tokens.low[k] in GROUP_NOUNS for k in range(head.first, head.last))
    names = [k for k in range(head.first, head.last) if tokens.low[k] in MEDIA_NAMES]
    return tokens.text[names[0]] if len(names) == 1 and described else None


def undotted(name: str) -> str:
    """Write "U.S." as "US", so that one actor has one name."""
    return _DOTTED.sub(lambda match: match.group().replace(".", ""), name)


def without_article(tokens: Tokens, phrase: Phrase, *, indefinite: bool = True) -> Phrase:
    """Return the phrase behind "the" and, with ``indefinite``, "a"."""
    articles = ARTICLES if indefinite else frozenset({"the"})
    if phrase.first < phrase.last and tokens.low[phrase.first] in articles:
        return Phrase(phrase.first + 1, phrase.last)
    return phrase


def head_of(tokens: Tokens, phrase: Phrase) -> Phrase:
    """Return the phrase without a possessor before and prepositional phrases behind."""
    low = tokens.low
    first, last = phrase.first, phrase.last
    for k in range(phrase.first, phrase.last):
        if low[k] in PREPOSITIONS:
            break
        if low[k] == "'s" and k + 1 < phrase.last:
            first = k + 1
    for k in range(first + 1, phrase.last):
        if low[k] in PREPOSITIONS and not _is_title_of(tokens, k, phrase.last):
            last = k
            break
    return Phrase(first, last)


def _is_title_of(tokens: Tokens, k: int, end: int) -> bool:
    """Tell "Secretary of State John Smith", where the name ends the phrase."""
    tail = tokens.text[k + 1 : end]
    return (
        tokens.low[k - 1] in TITLE_WORDS
        and tokens.text[k - 1][0].isupper()
        and len(tail) >= 2
        and all(w[0].isupper() for w in tail[-2:])
        and tokens.low[end - 1] not in ORGANISATION_WORDS | TITLE_WORDS
    )


def in_name(tokens: Tokens, k: int) -> bool:
    """Tell whether a token may be part of a name."""
    word = tokens.text[k]
    return (
        word[0].isupper()
        or word in ("bin", "al", "van", "von", "de", "der", "el")
        or "al-" in word[:3]
    )


def is_owned(tokens: Tokens, phrase: Phrase) -> bool:
    """Tell whether a possessor stands in a phrase: "Iran's", "his"."""
    return "'s" in tokens.low[phrase.first : phrase.last] or tokens.low[phrase.first] in POSSESSIVES


def sort_of(noun: str, words: set[str], first: str) -> str:
    """Tell what a described source is: a group, an unnamed person, a text or a body."""
    if noun in PLURAL_PEOPLE or words & _PAIRS:
        return "group"
    if noun in PERSON_NOUNS:
        return "unnamed"
    if noun in VEHICLES:
        return "vehicle"
    if noun in ORGANISATION_WORDS or words & MEDIA_NAMES or first.isupper():
        return "organisation"
    return "group" if noun.endswith("s") else "organisation"
