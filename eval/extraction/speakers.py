"""Whether two names are of one speaker, by the places and titles that extraction knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from stance.extraction.languages import language

ACCEPTED: Final = "|"
"""Stands between the names that are right where a gold speaker has several."""

# Names are compared as English ones.
_ENGLISH: Final = language("en")
_LINKS: Final = _ENGLISH.words.articles | {"of", "for", "and"}
_RULERS: Final = frozenset({"government", "authorities", "administration", "regime", "state"})
_SHORTEST_ACRONYM: Final = 2
_POSSESSIVE: Final = re.compile(r"'s?(?=\s|$)", re.IGNORECASE)
_EDGES: Final = re.compile(r"^\W+|\W+$")


class _Name(NamedTuple):
    """What is compared of a name.

    Attributes
    ----------
    words
        All but links such as "of", sorted.
    proper
        Those that are no titles, in their order; empty where they are states only: "the Russian
        president" is not Russia.
    initials, acronym
        The capitals that its words begin with; the name itself, where it is one word of capitals.
    """

    words: tuple[str, ...]
    proper: tuple[str, ...]
    initials: str | None
    acronym: str | None


def same_speaker(gold: str | None, predicted: str | None) -> bool:
    """Tell whether a predicted name is that of the gold speaker, or one of the accepted names.

    Two names are the same

    - if their words are, in any order, once case, accents, articles, "of" and "'s" are gone, plurals
      of people are singular, and peoples, seats of government and other words for a state are its
      name: "Kremlin spokesman", "Russian spokesmen";
    - if the words of one, titles apart, are among those of the other, and both end alike:
      "President Ada Voss", "Voss";
    - if one is the acronym of the other.

    No name is the same as no name.

    Parameters
    ----------
    gold
        A name, several accepted ones with `ACCEPTED` between them, or None.
    predicted
        A name or None.
    """
    if not predicted:
        return not gold
    return any(_same(_name(name), _name(predicted)) for name in (gold or "").split(ACCEPTED))


def _same(one: _Name, other: _Name) -> bool:
    if one.words == other.words:
        return bool(one.words)
    for acronym, initials in ((one.acronym, other.initials), (other.acronym, one.initials)):
        if acronym is not None and acronym == initials:
            return True
    if not one.proper or not other.proper or one.proper[-1] != other.proper[-1]:
        return False
    mine, theirs = set(one.proper), set(other.proper)
    return mine <= theirs or theirs <= mine


@lru_cache(maxsize=10_000)
def _name(name: str) -> _Name:
    letters = unicodedata.normalize("NFKD", name.replace("’", "'"))
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    written = _POSSESSIVE.sub("", letters).split()
    written = [word for word in (_EDGES.sub("", word) for word in written) if word]
    words = [
        word for word in _with_states([w.casefold() for w in written]) if word.text not in _LINKS
    ]
    if len(words) == 2 and words[0].is_state and words[1].text in _RULERS:
        words = words[:1]
    # What is somebody's is not that person: a title at the end tells who it is.
    head = words[-1:] if _POSSESSIVE.search(letters) else []
    proper = [w for w in words if w.is_state or w in head or w.text not in _ENGLISH.nouns.titles]
    if all(word.is_state for word in proper):
        proper = []
    named = [word for word in written if word.casefold() not in _LINKS]
    return _Name(
        tuple(sorted(word.text for word in words)),
        tuple(word.text for word in proper),
        "".join(word[0] for word in named if word[0].isupper()) if len(named) > 1 else None,
        named[0] if len(named) == 1 and _is_acronym(named[0]) else None,
    )


def _is_acronym(word: str) -> bool:
    return word.isupper() and word.isalpha() and len(word) >= _SHORTEST_ACRONYM


class _Word(NamedTuple):
    text: str
    is_state: bool = False


def _with_states(words: Sequence[str]) -> Iterator[_Word]:
    """Put a state's name for each word for it, and others into the singular.

    A capital stands for its state only where it is all of the name: the mayor of London is no
    mayor of the United Kingdom.
    """
    low = list(words)
    first = next((i for i, word in enumerate(low) if word not in _ENGLISH.words.articles), 0)
    i = 0
    while i < len(low):
        found = _ENGLISH.places.at(low, i, len(low))
        if found and (found[0].sort != "capital" or (i, found[1]) == (first, len(low))):
            yield _Word(found[0].state.casefold(), is_state=True)
            i = found[1]
            continue
        word = _singular(low[i]) if low[i] in _ENGLISH.nouns.people else low[i]
        for part in [word] if word in _ENGLISH.nouns.titles else word.split("-"):
            yield _Word(part)
        i += 1


def _singular(word: str) -> str:
    return f"{word[:-3]}man" if word.endswith("men") else word.removesuffix("s")
