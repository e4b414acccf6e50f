"""The registry: who is who in an article, by full name, title, description and acronym."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final, Literal

from stance.extraction.names import capitalised_runs, personal_name, place_at, state_in
from stance.extraction.phrases import Phrase
from stance.extraction.segments import Tokens

Sort = Literal["person", "organisation", "state", "group"]
Gender = Literal["f", "m"]
_NEXT: Final = 60  # tokens


@dataclass(slots=True)
class Entity:
    """Somebody or something that the article names.

    Attributes
    ----------
    name
        The canonical name.
    sort
        What it is.
    roles
        The words of its titles and descriptions, in lower case.
    affiliation
        The state that its titles and descriptions give.
    gender
        Where a title or a first name tells.
    positions
        The tokens at which it is named, ascending.
    """

    name: str
    sort: Sort
    roles: set[str] = field(default_factory=set)
    affiliation: str | None = None
    gender: Gender | None = None
    positions: list[int] = field(default_factory=list)

    def last_before(self, position: int) -> int:
        """Return the last position before ``position`` at which it is named, else -1."""
        index = bisect_right(self.positions, position) - 1
        return self.positions[index] if index >= 0 else -1


class Registry:
    """The entities of a chapter, found by one pass over its capitalised words."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.nouns = tokens.language.nouns
        self.people: dict[str, Entity] = {}
        self.by_surname: defaultdict[str, list[Entity]] = defaultdict(list)
        self.acronyms: dict[str, str] = {}
        self.states: defaultdict[str, list[int]] = defaultdict(list)
        self._short: list[tuple[str, Phrase]] = []
        for run in capitalised_runs(tokens):
            self._note(run)
        for surname, run in self._short:
            known = self.by_surname.get(surname)
            if not known and self._is_titled(run):
                self._add(Phrase(run.last - 1, run.last), run)
            elif known:
                self._describe(known[-1], Phrase(run.first, run.last - 1), run)
                known[-1].positions.append(run.last - 1)
        for person in self.people.values():
            person.positions.sort()

    def person(self, words: list[str]) -> Entity | None:
        """Find the person that a full name or a surname names.

        Where a family name comes first ("Kim Il Sung"), the first word is the surname.
        """
        known = self.by_surname.get(words[-1].lower())
        if not known and len(words) == 1:
            first = words[0].lower()
            known = [e for e in self.people.values() if e.name.split()[0].lower() == first]
        if not known:
            return None
        wanted = {w.lower() for w in words}
        for entity in known:
            have = {w.lower() for w in entity.name.split()}
            if wanted <= have or have <= wanted:
                return entity
        return None

    def with_role(self, words: set[str], state: str | None, position: int) -> Entity | None:
        """Find the person whom a description fits: the last named before, else the next after."""
        fits = [
            e
            for e in self.people.values()
            if words <= e.roles and (state is None or e.affiliation in (None, state))
        ]
        if state is not None:
            introduced = [
                e
                for e in self._introduced(position)
                if (not e.roles or words <= e.roles) and e.affiliation in (None, state)
            ]
            fits = introduced or [e for e in fits if e.affiliation == state] or fits
        if not fits:
            return None
        before = [(e.last_before(position), e) for e in fits]
        best = max(before, key=lambda pair: pair[0])
        return (
            best[1]
            if best[0] >= 0
            else min(fits, key=lambda e: e.positions[0] if e.positions else 1 << 60)
        )

    def _introduced(self, position: int) -> list[Entity]:
        """Find whom the next paragraph introduces by name, as news reports do after a title."""
        later = [p for p in self.tokens.paragraph_starts if position < p < position + _NEXT]
        return [
            e
            for e in self.people.values()
            if any(0 <= e.positions[0] - p < 6 for p in later if e.positions)
        ]

    def state_before(self, position: int) -> str | None:
        """Return the state that was named last before a position."""
        last = [
            (places[bisect_right(places, position) - 1], name)
            for name, places in self.states.items()
            if places[0] <= position
        ]
        return max(last)[1] if last else None

    def _is_titled(self, run: Phrase) -> bool:
        words = self.tokens.low[run.first : run.last - 1]
        return any(w in self.nouns.titles for w in words) or self._titled_before(run.first)

    def _note(self, run: Phrase) -> None:
        tokens = self.tokens
        words = tokens.low[run.first : run.last]
        found = tokens.language.places.at(words, 0, len(words))
        if found is not None:
            self.states[found[0].state].append(run.first)
            if found[1] == len(words):
                return
        name = personal_name(tokens, run)
        if name is None:
            self._acronym(run)
            return
        length = name.last - name.first
        surname = tokens.low[name.last - 1]
        titled = name.first > run.first or self._titled_before(run.first)
        if length == 1:
            self._short.append((surname, Phrase(run.first, run.last)))
            if titled and tokens.low[name.first - 1] in self.nouns.royal:
                self._add(Phrase(name.first - 1, name.last), run)
            return
        if length <= 5:
            self._add(name, run)

    def _titled_before(self, first: int) -> bool:
        return first > 0 and self.tokens.low[first - 1] in self.nouns.persons

    def _add(self, name: Phrase, run: Phrase) -> None:
        tokens = self.tokens
        words = tokens.text[name.first : name.last]
        full = " ".join(words)
        entity = self.people.get(full) or self.person(words)
        if entity is None:
            entity = self.people[full] = Entity(full, "person")
            self.by_surname[words[-1].lower()].append(entity)
            entity.gender = "f" if words[0].lower() in self.nouns.female_names else None
        elif len(words) > len(entity.name.split()):
            entity.name = full
        entity.positions.append(name.last - 1)
        self._describe(entity, Phrase(run.first, name.first), run)

    def _describe(self, entity: Entity, title: Phrase, run: Phrase) -> None:
        """Learn from the title before a name and from the apposition behind it."""
        tokens = self.tokens
        first = title.first
        while first > 0 and title.first - first < 8 and _goes_before(tokens, first - 1):
            first -= 1
        self._learn(entity, first, title.last)
        low = tokens.low
        if first > 1 and low[first - 1] == ",":
            self._learn(entity, *_apposition_before(tokens, first - 1))
        if run.last + 1 < len(tokens) and low[run.last] == ",":
            self._learn(entity, *_apposition_behind(tokens, run.last + 1))

    def _learn(self, entity: Entity, first: int, last: int) -> None:
        low, nouns = self.tokens.low, self.nouns
        words = set(low[first:last])
        if not words & nouns.titles:
            return
        entity.roles |= {w for w in words if w in nouns.titles and w not in nouns.courtesy}
        if entity.gender is None:
            entity.gender = (
                "f" if words & nouns.feminine else "m" if words & nouns.masculine else None
            )
        if entity.affiliation is None:
            entity.affiliation = state_in(self.tokens, Phrase(first, last))

    def _acronym(self, run: Phrase) -> None:
        """Learn "Equipment Board (EB)"."""
        tokens = self.tokens
        words = tokens.text[run.first : run.last]
        if len(words) > 1:
            initials = "".join(w[0] for w in words if w[0].isupper())
            self.acronyms.setdefault(initials, " ".join(words))
        at = run.last
        if at + 2 < len(tokens) and tokens.text[at] == "(" and tokens.text[at + 2] == ")":
            short = tokens.text[at + 1]
            if short.isupper() and 1 < len(short) < 9:
                self.acronyms[short] = " ".join(tokens.text[run.first : run.last])


def _goes_before(tokens: Tokens, k: int) -> bool:
    """Tell whether token ``k`` may belong to a title: "Israel's civil defence chief Smith"."""
    word, language = tokens.low[k], tokens.language
    if word == language.grammar.genitive or word in language.constructions.title_links:
        return True
    if word in language.words.prepositions or word in language.words.subordinators:
        return False
    return word[0].isalpha() and (
        word in language.nouns.titles
        or tokens.text[k][0].isupper()
        or word in language.constructions.title_determiners
        or place_at(tokens, k, k + 1) is not None
    )


def _apposition_before(tokens: Tokens, comma: int) -> tuple[int, int]:
    """Return the description before a comma and a name: "his deputy, Smith"."""
    first, persons = comma, tokens.language.nouns.persons
    while first > 0 and comma - first < 12 and _describes(tokens, first - 1):
        first -= 1
    described = any(tokens.low[k] in persons for k in range(first, comma))
    return (first, comma) if described else (comma, comma)


def _apposition_behind(tokens: Tokens, first: int) -> tuple[int, int]:
    """Return the description behind a name and a comma: "Smith, a former envoy,"."""
    last = first
    while last < len(tokens) and last - first < 14 and _describes(tokens, last):
        last += 1
    language = tokens.language
    begins = first < len(tokens) and (
        tokens.low[first] in language.constructions.apposition_openers
        or tokens.low[first] in language.nouns.titles
        or language.places.at(tokens.low, first, last) is not None
    )
    return (first, last) if begins else (first, first)


def _describes(tokens: Tokens, k: int) -> bool:
    word, language = tokens.low[k], tokens.language
    if word in language.constructions.never_described:
        return False
    return word[0].isalnum() or word in (language.grammar.genitive, "-")
