"""What sort of words name a source: a name, a description, a pronoun, a body, a group."""

from __future__ import annotations

from typing import Final

from stance.extraction.languages import Language
from stance.extraction.mentions import head_of, in_name, sort_of, without_article
from stance.extraction.names import personal_name
from stance.extraction.phrases import Phrase
from stance.extraction.segments import Range, Tokens
from stance.statements import Statement

MENTION_TYPES: Final = {
    "name": "a person's name, with or without a title",
    "description": "a title or description without a name: the minister, a witness",
    "organisation": "a body, or a place for the state: the ministry, Moscow",
    "group": "several people: officials, both sides",
    "document": "a text: a statement, the report",
    "pronoun": "a pronoun",
    "none": "no words name the source",
}
_SORTS: Final = {
    "group": "group",
    "unnamed": "description",
    "vehicle": "document",
    "organisation": "organisation",
}


def mention_type(statement: Statement, spoken: Language) -> str:
    """Tell which of `MENTION_TYPES` a statement's mention is, by its words and their language.

    A single word with a capital may name a person or a body: it is a person's name where the
    statement's speaker has a longer one that it ends.
    """
    if statement.mention is None:
        return "none"
    tokens = Tokens(spoken)
    whole = Phrase(*tokens.add(statement.mention.text, Range(0, len(statement.mention.text))))
    phrase = without_article(tokens, whole)
    words = tokens.low[phrase.first : phrase.last]
    if not words or all(word in _pronouns(spoken) for word in words):
        return "pronoun"
    if _joined(words, spoken):
        return "group"
    place = spoken.places.whole(words)
    if place is not None:
        return "group" if place.sort == "demonym" and words[-1].endswith("s") else "organisation"
    head = head_of(tokens, phrase)
    noun = tokens.low[head.last - 1]
    if _names_person(tokens, head, statement):
        return "name"
    if (
        noun not in spoken.nouns.persons | spoken.nouns.people
        and tokens.text[head.last - 1][:1].isupper()
    ):
        return "organisation"
    described = set(tokens.low[head.first : head.last])
    return _SORTS[sort_of(spoken, noun, described, tokens.text[head.first])]


def _pronouns(spoken: Language) -> frozenset[str]:
    known = spoken.words
    return known.pronouns | known.first_person | known.relatives | known.demonstratives


def _joined(words: list[str], spoken: Language) -> bool:
    """Tell "A and B", where no title has the "and" in it: the minister of trade and industry."""
    place = next((k for k, word in enumerate(words) if word in spoken.words.and_words), None)
    if place is None or "," in words:
        return False
    before = set(words[:place])
    return not (before & spoken.nouns.persons and before & spoken.words.genitive_prepositions)


def _names_person(tokens: Tokens, head: Phrase, statement: Statement) -> bool:
    first = head.last
    while first > head.first and in_name(tokens, first - 1):
        first -= 1
    if first >= head.last:
        return False
    name = personal_name(tokens, Phrase(first, head.last))
    if name is None:
        return False
    if name.last - name.first > 1 or any(
        w in tokens.language.nouns.persons for w in tokens.low[head.first : first]
    ):
        return True
    if name.first > head.first:
        return True
    speaker = statement.speaker.name.casefold().split() if statement.speaker else []
    word = tokens.low[name.last - 1]
    return (len(speaker) > 1 and word in speaker) or not (
        speaker or _may_be_body(word, tokens.language)
    )


def _may_be_body(word: str, spoken: Language) -> bool:
    nouns = spoken.nouns
    return word in nouns.groups | nouns.organisations | nouns.people | nouns.vehicles
