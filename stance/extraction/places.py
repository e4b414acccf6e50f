"""States by their names, peoples, capitals and seats of government."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Sort = Literal["name", "demonym", "capital", "seat"]


@dataclass(frozen=True, slots=True)
class Place:
    """A state, and by which sort of word it was named."""

    state: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The words that stand for states.

    Attributes
    ----------
    entries
        Words in lower case, as a tuple -> the state and how it is named.
    longest
        Number of words of the longest entry that begins with each word.
    """

    entries: dict[tuple[str, ...], Place]
    longest: dict[str, int]

    def at(self, words: list[str], first: int, last: int) -> tuple[Place, int] | None:
        """Find the longest entry at ``words[first]``; return it and where it ends."""
        for length in range(min(self.longest.get(words[first], 0), last - first), 0, -1):
            place = self.entries.get(tuple(words[first : first + length]))
            if place is not None:
                return place, first + length
        return None

    def whole(self, words: list[str]) -> Place | None:
        """Return the place that all the words together name."""
        return self.entries.get(tuple(words))


@cache
def gazetteer() -> Gazetteer:
    """Load the table of states that comes with the package."""
    table = files(__package__).joinpath("places.tsv").read_text(encoding="utf-8")
    entries: dict[tuple[str, ...], Place] = {}
    longest: dict[str, int] = {}
    for line in table.splitlines()[1:]:
        state, aliases, demonyms, capitals, seats = line.split("\t")
        columns: tuple[tuple[Sort, str], ...] = (
            ("name", f"{state};{aliases}"),
            ("demonym", demonyms),
            ("capital", capitals),
            ("seat", seats),
        )
        for sort, cell in columns:
            for form in filter(None, cell.split(";")):
                words = tuple(form.lower().replace("’", "'").split())
                entries.setdefault(words, Place(state, sort))
                longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return Gazetteer(entries, longest)
