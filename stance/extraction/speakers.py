"""Speakers: from the words that name a source to its canonical name in the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from stance.extraction.mentions import (
    head_of,
    in_name,
    is_owned,
    is_pronoun,
    medium,
    sort_of,
    undotted,
    without_article,
)
from stance.extraction.names import personal_name, state_in
from stance.extraction.phrases import Phrase, Source, head_noun
from stance.extraction.registry import Entity, Gender, Registry
from stance.extraction.segments import Tokens
from stance.statements import Speaker

_LONGEST_NAME: Final = 12


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

    def resolve(self, source: Source | None, subjects: Sequence[Source] = ()) -> Resolved | None:
        """Return the speaker that a source names.

        Parameters
        ----------
        source
            The source, or None.
        subjects
            What a pronoun may point to, the likeliest first.
        """
        if source is None:
            return None
        resolved = self._resolve(source, subjects)
        if resolved is not None:
            self.spoken.append(resolved)
            del self.spoken[:-40]
        return resolved

    def last(self) -> Resolved | None:
        """Return whoever spoke last, whose name a verb without a subject leaves out."""
        return self.spoken[-1] if self.spoken else None

    def _resolve(self, source: Source, subjects: Sequence[Source]) -> Resolved | None:
        phrase = source.phrase
        if is_pronoun(self.tokens, phrase):
            return self._pronoun(self.tokens.low[phrase.first], subjects)
        named = self._named(phrase)
        if named is None and source.apposition is not None:
            named = self._named_person(head_of(self.tokens, source.apposition))
        if named is not None:
            return named
        return self._described(phrase, subjects)

    # Names ------------------------------------------------------------------------------------

    def _named(self, phrase: Phrase) -> Resolved | None:
        tokens, language = self.tokens, self.tokens.language
        phrase = without_article(tokens, phrase)
        if phrase.first >= phrase.last:
            return None
        pair = self._pair(phrase)
        if pair is not None:
            return pair
        words = tokens.low[phrase.first : phrase.last]
        half = self._half_of_country(words, phrase)
        if half is not None:
            return _state(half)
        place = language.places.whole(words)
        plural = words[-1].endswith(language.grammar.plural_endings)
        if place is not None and (place.sort != "demonym" or plural):
            return _state(place.state)
        owner = self._vehicle(phrase)
        if owner is not None:
            return owner
        return self._named_person(head_of(tokens, phrase))

    def _half_of_country(self, words: list[str], phrase: Phrase) -> str | None:
        """Resolve "the North" where the article is about North Korea."""
        if (
            len(words) != 1
            or words[0] not in self.tokens.language.nouns.halves
            or not self.tokens.text[phrase.first][0].isupper()
        ):
            return None
        return next((s for s in self.registry.states if s.lower().startswith(words[0] + " ")), None)

    def _pair(self, phrase: Phrase) -> Resolved | None:
        """Resolve "A and B" where both are names."""
        tokens = self.tokens
        for k in range(phrase.first + 1, phrase.last - 1):
            if tokens.low[k] not in tokens.language.words.and_words:
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
            return Resolved(Speaker(f" {tokens.low[k]} ".join(names)), "group")
        return None

    def _named_person(self, head: Phrase) -> Resolved | None:
        """Resolve a person's name at the end of a phrase."""
        tokens = self.tokens
        first = head.last
        while first > head.first and in_name(tokens, first - 1):
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
            w in tokens.language.nouns.titles for w in tokens.low[head.first : name.first]
        )
        if len(words) == 1 and not titled:
            return None
        person = Entity(" ".join(words), "person", affiliation=state_in(tokens, head))
        return _person(person)

    def _vehicle(self, phrase: Phrase) -> Resolved | None:
        """Resolve "a statement from X", "X's report", "the statement" to whoever issued it."""
        tokens, language = self.tokens, self.tokens.language
        low, constructions = tokens.low, language.constructions
        vehicles, genitive = language.nouns.vehicles, language.grammar.genitive
        at = next((k for k in range(phrase.first, phrase.last) if low[k] in vehicles), None)
        if at is None:
            return None
        behind = at + 1
        if behind < phrase.last and low[behind] in constructions.released:
            behind += 1
        if behind + 1 < phrase.last and low[behind] in constructions.issuer_prepositions:
            return self._named(Phrase(behind + 1, phrase.last)) or self._plain(
                Phrase(behind + 1, phrase.last)
            )
        if genitive in low[phrase.first : at]:
            end = low.index(genitive, phrase.first, at)
            return self._named(Phrase(phrase.first, end))
        owner = Phrase(phrase.first, at)
        while owner.last > owner.first and not tokens.text[owner.last - 1][0].isupper():
            owner = Phrase(owner.first, owner.last - 1)
        if owner.last > owner.first:
            return self._named(owner) or self._plain(owner)
        definite = phrase.first > 0 and low[phrase.first - 1] in constructions.issuer_determiners
        return self.spoken[-1] if definite and self.spoken else None

    # Descriptions -----------------------------------------------------------------------------

    def _described(self, phrase: Phrase, subjects: Sequence[Source]) -> Resolved | None:
        tokens, words = self.tokens, self.tokens.language.words
        nouns, first = tokens.language.nouns, tokens.low[phrase.first]
        head = head_of(tokens, phrase)
        noun = tokens.low[head_noun(tokens, head)] if head.last > head.first else ""
        owned, short = is_owned(tokens, phrase), head.last - head.first <= 2
        definite = first in words.definite_articles or first in words.demonstratives or owned
        titled = tokens.text[phrase.first][0].isupper()
        if (
            noun in nouns.persons
            and (definite or titled)
            and first not in words.indefinite_articles
        ):
            known = self._by_role(head, phrase)
            if known is not None:
                return known
        if definite and short and not owned and (noun in nouns.groups or noun in nouns.vehicles):
            known = self._body(noun, phrase)
            if known is not None and not tokens.text[head.last - 1][0].isupper():
                return known
        if definite and short and not owned and noun in nouns.persons:
            known = self._subject(subjects, {"person"}) or self._last_of({"person"})
            if known is not None and state_in(tokens, phrase) in (None, known.speaker.affiliation):
                return known
        return self._plain(phrase)

    def _body(self, noun: str, phrase: Phrase) -> Resolved | None:
        """Resolve "the firm", "the government", "the ministry" to the last one that fits."""
        nouns = self.tokens.language.nouns
        if noun in nouns.governments:
            state = self.registry.state_before(phrase.first)
            return _state(state) if state else None
        if noun in nouns.companies:
            return self._last_of({"organisation"})
        return self._last_of({"organisation", "state"})

    def _by_role(self, head: Phrase, phrase: Phrase) -> Resolved | None:
        tokens, titles = self.tokens, self.tokens.language.nouns.titles
        roles = {w for w in tokens.low[head.first : head.last] if w in titles}
        state = state_in(tokens, phrase)
        for spoken in reversed(self.spoken):
            fits = roles <= spoken.roles and (
                state is None or spoken.speaker.affiliation in (None, state)
            )
            if fits and spoken.sort in ("person", "unnamed"):
                return spoken
        known = self.registry.with_role(roles, state, phrase.first) if roles else None
        return _person(known) if known else None

    def _plain(self, phrase: Phrase) -> Resolved | None:
        """Keep a description as it is written."""
        tokens, language = self.tokens, self.tokens.language
        released = language.constructions.released
        phrase = without_article(tokens, phrase, indefinite=False)
        while phrase.last > phrase.first + 1 and tokens.low[phrase.last - 1] in released:
            phrase = Phrase(phrase.first, phrase.last - 1)
        if phrase.first >= phrase.last:
            return None
        head = head_of(tokens, phrase)
        noun = tokens.low[head_noun(tokens, head)] if head.last > head.first else ""
        name = self._text(phrase)
        name = undotted(self.registry.acronyms.get(name, name))
        agency = medium(tokens, head)
        if agency is not None:
            name = self.registry.acronyms.get(agency, agency)
        words = set(tokens.low[head.first : head.last])
        sort = sort_of(language, noun, words, tokens.text[head.first])
        gender: Gender | None = None
        roles = frozenset(words & language.nouns.titles) if sort == "unnamed" else frozenset()
        return Resolved(Speaker(name, state_in(tokens, phrase)), sort, gender, roles)

    def _text(self, phrase: Phrase) -> str:
        """Write a phrase out, its first article in lower case."""
        tokens = self.tokens
        last = min(phrase.last, phrase.first + _LONGEST_NAME)
        words = ""
        for k in range(phrase.first, last):
            glued = k == phrase.first or tokens.start[k] == tokens.end[k - 1]
            words += ("" if glued else " ") + tokens.text[k]
        first, closed = tokens.low[phrase.first], tokens.language.words
        if first in closed.sentence_openers or first in closed.determiners:
            return words[:1].lower() + words[1:]
        return words

    # Pronouns ---------------------------------------------------------------------------------

    def _pronoun(self, word: str, subjects: Sequence[Source]) -> Resolved | None:
        words = self.tokens.language.words
        if word in words.he or word in words.she:
            opposite = "" if word in words.he & words.she else "m" if word in words.she else "f"
            named = self._subject(subjects, {"person", "unnamed"}, opposite)
            if named is not None:
                return named
            return self._last_of({"person", "unnamed"}, opposite) or self._most_named(opposite)
        sorts = (
            {"organisation", "state"} if word in words.it else {"organisation", "state", "group"}
        )
        named = self._subject(subjects, sorts)
        return named or self._last_of(sorts) or (self.spoken[-1] if self.spoken else None)

    def _most_named(self, not_gender: str) -> Resolved | None:
        """Return whom the article names most, for a pronoun in a headline."""
        people = [e for e in self.registry.people.values() if e.gender != not_gender]
        return _person(max(people, key=lambda e: len(e.positions))) if people else None

    def _subject(
        self, subjects: Sequence[Source], sorts: set[str], not_gender: str = ""
    ) -> Resolved | None:
        """Return the first of the candidates that is of the right sort."""
        for subject in subjects:
            if is_pronoun(self.tokens, subject.phrase):
                return None
            resolved = self._resolve(subject, ())
            if resolved is not None and resolved.sort in sorts and resolved.gender != not_gender:
                return resolved
        return None

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
