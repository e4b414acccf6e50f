"""Mentions: the parts of the words that name a source."""

from __future__ import annotations

import re
from typing import Final

from stance.extraction.languages import Language
from stance.extraction.names import capitalised_runs, is_particled
from stance.extraction.phrases import Phrase, Source, main_subject, rightwards, trimmed
from stance.extraction.segments import Tokens
from stance.extraction.sentences import Sentence

_DOTTED: Final = re.compile(r"\b(?:[A-Z]\.){2,}|\b[A-Z]\.[A-Z]\b")


def is_pronoun(tokens: Tokens, phrase: Phrase) -> bool:
    """Tell whether a source is a bare pronoun of the third person."""
    alone = phrase.last - phrase.first == 1
    return alone and tokens.low[phrase.first] in tokens.language.words.third_person


def source_of(tokens: Tokens, mention: Phrase) -> Source:
    """Read words that are known to name a source as a name or description, with its apposition."""
    first, last = mention
    return rightwards(tokens, first, last) or trimmed(tokens, first, last) or Source(mention)


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
    if tokens.low[source.phrase.first] in tokens.language.words.possessives:
        here.reverse()
    return here + [s for s in found if s is not None]


def _may_be_subject(tokens: Tokens, run: Phrase, sentence: Sentence) -> bool:
    language = tokens.language
    if tokens.quote[run.first] >= 0 or tokens.low[run.last] == language.grammar.genitive:
        return False
    before = run.first - 1
    if before >= sentence.first and tokens.low[before] in language.words.articles:
        before -= 1
    if before < sentence.first or tokens.low[before] == ",":
        return True
    return tokens.low[before] in language.before_subject


def medium(tokens: Tokens, head: Phrase) -> str | None:
    """Return the agency's own name in "the state news agency XYZ"."""
    nouns = tokens.language.nouns
    described = any(tokens.low[k] in nouns.groups for k in range(head.first, head.last))
    names = [k for k in range(head.first, head.last) if tokens.low[k] in nouns.media_names]
    return tokens.text[names[0]] if len(names) == 1 and described else None


def undotted(name: str) -> str:
    """Write "U.S." as "US", so that one actor has one name."""
    return _DOTTED.sub(lambda match: match.group().replace(".", ""), name)


def without_article(tokens: Tokens, phrase: Phrase, *, indefinite: bool = True) -> Phrase:
    """Return the phrase behind a definite and, with ``indefinite``, an indefinite article."""
    words = tokens.language.words
    articles = words.articles if indefinite else words.definite_articles
    if phrase.first < phrase.last and tokens.low[phrase.first] in articles:
        return Phrase(phrase.first + 1, phrase.last)
    return phrase


def head_of(tokens: Tokens, phrase: Phrase) -> Phrase:
    """Return the phrase without a possessor before and prepositional phrases behind."""
    low, language = tokens.low, tokens.language
    prepositions = language.words.prepositions
    first, last = phrase.first, phrase.last
    for k in range(phrase.first, phrase.last):
        if low[k] in prepositions:
            break
        if low[k] == language.grammar.genitive and k + 1 < phrase.last:
            first = k + 1
    for k in range(first + 1, phrase.last):
        if low[k] in prepositions and not _is_title_of(tokens, k, phrase.last):
            last = k
            break
    return Phrase(first, last)


def _is_title_of(tokens: Tokens, k: int, end: int) -> bool:
    """Tell "Secretary of State John Smith", where the name ends the phrase."""
    tail, language = tokens.text[k + 1 : end], tokens.language
    nouns, capitalised = language.nouns, language.grammar.capitalised_titles
    return (
        tokens.low[k - 1] in nouns.titles
        and (tokens.text[k - 1][0].isupper() or not capitalised)
        and len(tail) >= 2
        and all(w[0].isupper() for w in tail[-2:])
        and tokens.low[end - 1] not in nouns.organisations
        and tokens.low[end - 1] not in nouns.titles
    )


def in_name(tokens: Tokens, k: int) -> bool:
    """Tell whether a token may be part of a name."""
    word, nouns = tokens.text[k], tokens.language.nouns
    return word[0].isupper() or word in nouns.inner_particles or is_particled(word, nouns.particles)


def is_owned(tokens: Tokens, phrase: Phrase) -> bool:
    """Tell whether a possessor stands in a phrase: "Iran's", "his"."""
    low, language = tokens.low, tokens.language
    owner = language.grammar.genitive in low[phrase.first : phrase.last]
    return owner or low[phrase.first] in language.words.possessives


def sort_of(language: Language, noun: str, words: set[str], first: str) -> str:
    """Tell what a described source is: a group, an unnamed person, a text or a body."""
    nouns = language.nouns
    if noun in nouns.people or words & nouns.pairs:
        return "group"
    if noun in nouns.persons:
        return "unnamed"
    if noun in nouns.vehicles:
        return "vehicle"
    if noun in nouns.organisations or words & nouns.media_names or first.isupper():
        return "organisation"
    return "group" if noun.endswith(language.grammar.plural_endings) else "organisation"
