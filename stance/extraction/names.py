"""Names: runs of capitalised words, and which of them may name a person or a state."""

from __future__ import annotations

from collections.abc import Iterator

from stance.extraction.languages import Language
from stance.extraction.phrases import Phrase
from stance.extraction.places import Place
from stance.extraction.segments import Tokens


def capitalised_runs(tokens: Tokens, first: int = 0, end: int | None = None) -> Iterator[Phrase]:
    """Find runs of capitalised words, particles and "of" between them included."""
    text, low, count = tokens.text, tokens.low, len(tokens) if end is None else end
    language, particles = tokens.language, tokens.language.nouns.particles
    openers, never = language.words.sentence_openers, language.never_names
    i = first
    while i < count:
        if not text[i][0].isupper() or low[i] in openers or low[i] in never:
            i += 1
            continue
        last = i + 1
        while last < count and last - i < 14 and last not in tokens.paragraph_starts:
            if _goes_on(language, text[last], low[last]):
                last += 1
            elif (
                last + 1 < count
                and _joins(language, low, last)
                and _goes_on(language, text[last + 1], low[last + 1])
            ):
                last += 2
            elif (
                last + 2 < count
                and low[last] in particles
                and low[last + 1] in particles
                and text[last + 2][0].isupper()
            ):
                last += 3  # "van der Berg"
            else:
                break
        yield Phrase(i, last)
        i = last


def _goes_on(language: Language, word: str, low: str) -> bool:
    if word[0].isupper():
        return low not in language.never_names
    return is_particled(word, language.nouns.particles)


def is_particled(word: str, particles: frozenset[str]) -> bool:
    """Tell a name with a particle before its hyphen: "al-Harbi"."""
    if "-" not in word:
        return False
    prefix, _, rest = word.partition("-")
    return prefix in particles and rest[:1].isupper()


def _joins(language: Language, low: list[str], k: int) -> bool:
    if low[k] in language.nouns.particles:
        return True
    of = low[k] in language.words.genitive_prepositions
    return of and low[k - 1] in language.nouns.name_heads


def personal_name(tokens: Tokens, run: Phrase) -> Phrase | None:
    """Return the words of a run behind titles, offices and states, if they may name a person."""
    low, nouns, places = tokens.low, tokens.language.nouns, tokens.language.places
    genitives = tokens.language.words.genitive_prepositions
    first = run.first
    for k in range(run.first, run.last):
        word = low[k]
        inner = word in nouns.organisations and k + 1 < run.last
        if inner or word in nouns.titles or word in genitives:
            first = k + 1
    while first < run.last:
        found = places.at(low, first, run.last)
        if found is None or found[1] >= run.last:
            break
        first = found[1]
    if first >= run.last or not _may_be_person(tokens, Phrase(first, run.last)):
        return None
    return Phrase(first, run.last)


def _may_be_person(tokens: Tokens, name: Phrase) -> bool:
    low = tokens.low[name.first : name.last]
    last, nouns = tokens.text[name.last - 1], tokens.language.nouns
    if low[-1] in nouns.organisations or low[-1] in nouns.titles or low[-1] in nouns.people:
        return False
    if any(w in nouns.media_names for w in low) or (
        last.isupper() and len(last) > 1 and len(low) == 1
    ):
        return False
    return tokens.language.places.at(low, 0, len(low)) is None and not any(
        c.isdigit() for c in last
    )


def state_in(tokens: Tokens, phrase: Phrase) -> str | None:
    """Return the first state that a phrase names, by name, people, capital or seat."""
    for k in range(phrase.first, phrase.last):
        found = place_at(tokens, k, phrase.last)
        if found is not None:
            return found[0].state
    return None


def place_at(tokens: Tokens, k: int, end: int) -> tuple[Place, int] | None:
    """Return the place named at token ``k`` and where its name ends, if its capitals are right."""
    language = tokens.language
    if not (tokens.text[k][0].isupper() or not language.grammar.capitalised_demonyms):
        return None
    found = language.places.at(tokens.low, k, end)
    lower = found is not None and tokens.text[k][0].islower()
    return None if lower and found and found[0].sort != "demonym" else found
