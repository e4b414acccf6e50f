"""Names: runs of capitalised words, and which of them may name a person or a state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stance.extraction.phrases import Phrase
from stance.extraction.places import gazetteer
from stance.extraction.segments import Tokens
from stance.extraction.vocabulary import (
    MEDIA_NAMES,
    MONTHS,
    ORGANISATION_WORDS,
    PLURAL_PEOPLE,
    PRONOUNS,
    SENTENCE_OPENERS,
    TITLE_WORDS,
    WEEKDAYS,
    words,
)

PARTICLES: Final = words(
    "al bin ben ibn abu de da dos del della der den di du la le el van von ter ten zu af e y"
)
_NEVER_NAMES: Final = WEEKDAYS | MONTHS | PRONOUNS | {"i'm", "i'll", "i've", "i'd"}
# Nouns that "of" ties to the name behind them: "Ministry of Justice".
_OF_NOUNS: Final = words(
    "secretary minister ministry chief head house bank university department council court "
    "republic board bureau institute league kingdom office chamber union confederation "
    "president speaker"
)


def capitalised_runs(tokens: Tokens, first: int = 0, end: int | None = None) -> Iterator[Phrase]:
    """Find runs of capitalised words, particles and "of" between them included."""
    text, low, count = tokens.text, tokens.low, len(tokens) if end is None else end
    i = first
    while i < count:
        if not _begins_run(text[i], low[i]):
            i += 1
            continue
        last = i + 1
        while last < count and last - i < 14 and last not in tokens.paragraph_starts:
            if _goes_on(text[last], low[last]):
                last += 1
            elif last + 1 < count and _joins(low, last) and _goes_on(text[last + 1], low[last + 1]):
                last += 2
            elif last + 2 < count and low[last] in PARTICLES and _bridges(text, low, last):
                last += 3
            else:
                break
        yield Phrase(i, last)
        i = last


def _begins_run(word: str, low: str) -> bool:
    return word[0].isupper() and low not in SENTENCE_OPENERS and low not in _NEVER_NAMES


def _goes_on(word: str, low: str) -> bool:
    if "-" in word and word[0].islower():
        prefix, _, rest = word.partition("-")
        return prefix in PARTICLES and rest[:1].isupper()
    return word[0].isupper() and low not in _NEVER_NAMES


def _joins(low: list[str], k: int) -> bool:
    return low[k] in PARTICLES or (low[k] == "of" and low[k - 1] in _OF_NOUNS)


def _bridges(text: list[str], low: list[str], k: int) -> bool:
    """Tell two particles in a row: "van der Berg"."""
    return low[k + 1] in PARTICLES and text[k + 2][0].isupper()


def personal_name(tokens: Tokens, run: Phrase) -> Phrase | None:
    """Return the words of a run behind titles, offices and states, if they may name a person."""
    low = tokens.low
    first = run.first
    for k in range(run.first, run.last):
        word = low[k]
        if word in TITLE_WORDS or word == "of" or (word in ORGANISATION_WORDS and k + 1 < run.last):
            first = k + 1
    while first < run.last:
        found = gazetteer().at(low, first, run.last)
        if found is None or found[1] >= run.last:
            break
        first = found[1]
    if first >= run.last or not _may_be_person(tokens, Phrase(first, run.last)):
        return None
    return Phrase(first, run.last)


def _may_be_person(tokens: Tokens, name: Phrase) -> bool:
    low = tokens.low[name.first : name.last]
    last = tokens.text[name.last - 1]
    if low[-1] in ORGANISATION_WORDS or low[-1] in TITLE_WORDS or low[-1] in PLURAL_PEOPLE:
        return False
    if any(w in MEDIA_NAMES for w in low) or (last.isupper() and len(last) > 1 and len(low) == 1):
        return False
    return gazetteer().at(low, 0, len(low)) is None and not any(c.isdigit() for c in last)


def state_in(tokens: Tokens, phrase: Phrase) -> str | None:
    """Return the first state that a phrase names, by name, people, capital or seat."""
    k = phrase.first
    while k < phrase.last:
        if tokens.text[k][0].isupper():
            found = gazetteer().at(tokens.low, k, phrase.last)
            if found is not None:
                return found[0].state
        k += 1
    return None
