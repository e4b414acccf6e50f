"""Speakers: from the words that name a source to its canonical name in the article."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from stance.extraction.names import Entity, Gender, Registry, personal_name, state_in
from stance.extraction.places import gazetteer
from stance.extraction.segments import Tokens
from stance.extraction.sources import Phrase, Source
from stance.extraction.vocabulary import (
    ARTICLES,
    DETERMINERS,
    GROUP_NOUNS,
    HE,
    IT,
    MEDIA_NAMES,
    ORGANISATION_WORDS,
    PERSON_NOUNS,
    PLURAL_PEOPLE,
    POSSESSIVES,
    PREPOSITIONS,
    SENTENCE_OPENERS,
    SHE,
    THEY,
    TITLE_WORDS,
    VEHICLES,
)
from stance.statements import Speaker

_LONGEST_NAME: Final = 12
_FROM: Final = frozenset({"from", "by", "of", "in"})
_RELEASED: Final = frozenset("released issued published carried posted signed".split())
_DEMONSTRATIVE: Final = ARTICLES | {"this", "that", "these", "those"}
_PAIRS: Final = frozenset({"both", "sides", "two"})


@dataclass(frozen=True, slots=True)
class Resolved:
    """A speaker, and what a later pronoun or description needs to know of it."""

    speaker: Speaker
    sort: str
    gender: Gender | None = None
    roles: frozenset[str] = frozenset()


@dataclass(slots=True)
class Resolver:
    """Resolves sources in the order of the text, and remembers who spoke.

    Attributes
    ----------
    tokens, registry
        The chapter's tokens and its names.
    spoken
        The speakers so far, the latest last.
    """

    tokens: Tokens
    registry: Registry
    spoken: list[Resolved] = field(default_factory=list)

    def resolve(self, source: Source | None, subject: Source | None) -> Resolved | None:
        """Return the speaker that a source names.

        Parameters
        ----------
        source
            The source, or None.
        subject
            The subject of the sentence before, to which a pronoun may point.
        """
        if source is None:
            return None
        resolved = self._resolve(source, subject)
        if resolved is not None:
            self.spoken.append(resolved)
            del self.spoken[:-40]
        return resolved

    def _resolve(self, source: Source, subject: Source | None) -> Resolved | None:
        phrase = source.phrase
        low = self.tokens.low
        if phrase.last - phrase.first == 1 and low[phrase.first] in HE | SHE | IT | THEY:
            return self._pronoun(low[phrase.first], subject)
        named = self._named(phrase)
        if named is None and source.apposition is not None:
            named = self._named_person(_head(self.tokens, source.apposition))
        if named is not None:
            return named
        return self._described(phrase)

    # Names ------------------------------------------------------------------------------------

    def _named(self, phrase: Phrase) -> Resolved | None:
        tokens = self.tokens
        phrase = _without_article(tokens, phrase)
        if phrase.first >= phrase.last:
            return None
        pair = self._pair(phrase)
        if pair is not None:
            return pair
        words = tokens.low[phrase.first : phrase.last]
        place = gazetteer().whole(words)
        if place is not None and (place.sort != "demonym" or words[-1].endswith("s")):
            return _state(place.state)
        owner = self._vehicle(phrase)
        if owner is not None:
            return owner
        return self._named_person(_head(tokens, phrase))

    def _pair(self, phrase: Phrase) -> Resolved | None:
        """Resolve "A and B" where both are names."""
        tokens = self.tokens
        for k in range(phrase.first + 1, phrase.last - 1):
            if tokens.low[k] != "and":
                continue
            left = self._named(Phrase(phrase.first, k))
            right = self._named(Phrase(k + 1, phrase.last))
            if left is None and right is None:
                return None
            names = [
                side.speaker.name if side else self._text(part)
                for side, part in (
                    (left, Phrase(phrase.first, k)),
                    (right, Phrase(k + 1, phrase.last)),
                )
            ]
            return Resolved(Speaker(" and ".join(names)), "group")
        return None

    def _named_person(self, head: Phrase) -> Resolved | None:
        """Resolve a person's name at the end of a phrase."""
        tokens = self.tokens
        first = head.last
        while first > head.first and _in_name(tokens, first - 1):
            first -= 1
        if first >= head.last:
            return None
        name = personal_name(tokens, Phrase(first, head.last))
        if name is None:
            return None
        words = tokens.text[name.first : name.last]
        known = self.registry.person(words)
        if known is not None:
            return _person(known)
        titled = name.first > head.first and any(
            w in TITLE_WORDS for w in tokens.low[head.first : name.first]
        )
        if len(words) == 1 and not titled:
            return None
        person = Entity(" ".join(words), "person", affiliation=state_in(tokens, head))
        return _person(person)

    def _vehicle(self, phrase: Phrase) -> Resolved | None:
        """Resolve "a statement from X", "X's report", "the statement" to whoever issued it."""
        tokens = self.tokens
        low = tokens.low
        at = next((k for k in range(phrase.first, phrase.last) if low[k] in VEHICLES), None)
        if at is None:
            return None
        behind = at + 1
        if behind < phrase.last and low[behind] in _RELEASED:
            behind += 1
        if behind + 1 < phrase.last and low[behind] in _FROM:
            return self._named(Phrase(behind + 1, phrase.last)) or self._plain(
                Phrase(behind + 1, phrase.last)
            )
        if "'s" in low[phrase.first : at]:
            end = low.index("'s", phrase.first, at)
            return self._named(Phrase(phrase.first, end))
        owner = Phrase(phrase.first, at)
        while owner.last > owner.first and not tokens.text[owner.last - 1][0].isupper():
            owner = Phrase(owner.first, owner.last - 1)
        if owner.last > owner.first:
            return self._named(owner) or self._plain(owner)
        definite = phrase.first > 0 and low[phrase.first - 1] in ("the", "its", "their", "this")
        return self.spoken[-1] if definite and self.spoken else None

    # Descriptions -----------------------------------------------------------------------------

    def _described(self, phrase: Phrase) -> Resolved | None:
        tokens = self.tokens
        low = tokens.low
        head = _head(tokens, phrase)
        words = low[head.first : head.last]
        noun = words[-1] if words else ""
        definite = low[phrase.first] in _DEMONSTRATIVE - {"a", "an"} or _is_owned(tokens, phrase)
        titled = tokens.text[phrase.first][0].isupper() and noun in PERSON_NOUNS
        if noun in PERSON_NOUNS and (definite or titled) and low[phrase.first] not in ("a", "an"):
            known = self._by_role(head, phrase)
            if known is not None:
                return known
        if definite and noun in GROUP_NOUNS | VEHICLES and len(words) <= 2 and not _is_owned(tokens, phrase):
            known = self._last_of({"organisation", "state", "group"})
            if known is not None and not tokens.text[head.last - 1][0].isupper():
                return known
        return self._plain(phrase)

    def _by_role(self, head: Phrase, phrase: Phrase) -> Resolved | None:
        tokens = self.tokens
        roles = {w for w in tokens.low[head.first : head.last] if w in TITLE_WORDS}
        state = state_in(tokens, phrase)
        for spoken in reversed(self.spoken):
            fits = roles <= spoken.roles and state in (None, spoken.speaker.affiliation)
            if fits and spoken.sort in ("person", "unnamed"):
                return spoken
        known = self.registry.with_role(roles, state, phrase.first) if roles else None
        return _person(known) if known else None

    def _plain(self, phrase: Phrase) -> Resolved | None:
        """Keep a description as it is written."""
        tokens = self.tokens
        phrase = _without_article(tokens, phrase, indefinite=False)
        if phrase.first >= phrase.last:
            return None
        head = _head(tokens, phrase)
        noun = tokens.low[head.last - 1] if head.last > head.first else ""
        name = self._text(phrase)
        name = self.registry.acronyms.get(name, name)
        words = set(tokens.low[head.first : head.last])
        sort = _sort_of(noun, words, tokens.text[head.first])
        gender: Gender | None = None
        roles = frozenset(words & TITLE_WORDS) if sort == "unnamed" else frozenset()
        return Resolved(Speaker(name, state_in(tokens, phrase)), sort, gender, roles)

    def _text(self, phrase: Phrase) -> str:
        """Write a phrase out, its first article in lower case."""
        tokens = self.tokens
        last = min(phrase.last, phrase.first + _LONGEST_NAME)
        words = ""
        for k in range(phrase.first, last):
            glued = k == phrase.first or tokens.start[k] == tokens.end[k - 1]
            words += ("" if glued else " ") + tokens.text[k]
        first = tokens.low[phrase.first]
        if first in SENTENCE_OPENERS or first in DETERMINERS:
            return words[:1].lower() + words[1:]
        return words

    # Pronouns ---------------------------------------------------------------------------------

    def _pronoun(self, word: str, subject: Source | None) -> Resolved | None:
        if word in HE | SHE:
            gender: Gender = "f" if word in SHE else "m"
            opposite = {"f": "m", "m": "f"}[gender]
            named = self._subject(subject, {"person", "unnamed"})
            if named is not None and named.gender != opposite:
                return named
            return self._last_of({"person", "unnamed"}, opposite)
        sorts = {"organisation", "state", "group"}
        named = self._subject(subject, sorts)
        return named or self._last_of(sorts) or (self.spoken[-1] if self.spoken else None)

    def _subject(self, subject: Source | None, sorts: set[str]) -> Resolved | None:
        if subject is None or self.tokens.low[subject.phrase.first] in HE | SHE | IT | THEY:
            return None
        resolved = self._resolve(subject, None)
        return resolved if resolved is not None and resolved.sort in sorts else None

    def _last_of(self, sorts: set[str], not_gender: str = "") -> Resolved | None:
        for spoken in reversed(self.spoken):
            if spoken.sort in sorts and spoken.gender != not_gender:
                return spoken
        return None


def _state(name: str) -> Resolved:
    return Resolved(Speaker(name, name), "state")


def _person(entity: Entity) -> Resolved:
    speaker = Speaker(entity.name, entity.affiliation)
    return Resolved(speaker, "person", entity.gender, frozenset(entity.roles))


def _without_article(tokens: Tokens, phrase: Phrase, *, indefinite: bool = True) -> Phrase:
    articles = ARTICLES if indefinite else frozenset({"the"})
    if phrase.first < phrase.last and tokens.low[phrase.first] in articles:
        return Phrase(phrase.first + 1, phrase.last)
    return phrase


def _head(tokens: Tokens, phrase: Phrase) -> Phrase:
    """Return the phrase without a possessor before and prepositional phrases behind."""
    low = tokens.low
    first, last = phrase.first, phrase.last
    for k in range(phrase.first, phrase.last):
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


def _in_name(tokens: Tokens, k: int) -> bool:
    word = tokens.text[k]
    return word[0].isupper() or word in ("bin", "al", "van", "von", "de", "der", "el") or "al-" in word[:3]


def _is_owned(tokens: Tokens, phrase: Phrase) -> bool:
    return "'s" in tokens.low[phrase.first : phrase.last] or tokens.low[phrase.first] in POSSESSIVES


def _sort_of(noun: str, words: set[str], first: str) -> str:
    if noun in PLURAL_PEOPLE or words & _PAIRS:
        return "group"
    if noun in PERSON_NOUNS:
        return "unnamed"
    if noun in ORGANISATION_WORDS or words & MEDIA_NAMES or first.isupper():
        return "organisation"
    return "group" if noun.endswith("s") else "organisation"
