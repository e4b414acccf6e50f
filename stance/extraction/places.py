"""States by their names, peoples, capitals and seats of government."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

Sort = Literal["name", "demonym", "capital", "seat"]
_HEADER: Final = ["state", "aliases", "demonyms", "capitals", "seats"]


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


def read_gazetteer(table: str) -> Gazetteer:
    """Read a table of states, its columns parted by tabs and what stands in one by semicolons.

    Raises
    ------
    ValueError
        If a line has not the columns of the header.
    """
    lines = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    if lines[:1] != [_HEADER]:
        raise ValueError(f"the header must be {', '.join(_HEADER)}, parted by tabs")
    entries: dict[tuple[str, ...], Place] = {}
    longest: dict[str, int] = {}
    for cells in lines[1:]:
        if len(cells) != len(_HEADER):
            raise ValueError(f"{cells[0]}: {len(cells)} columns; {len(_HEADER)} are needed")
        state, aliases, *others = cells
        for sort, cell in zip(get_args(Sort), (f"{state};{aliases}", *others), strict=True):
            for form in filter(None, cell.split(";")):
                words = tuple(form.lower().replace("’", "'").split())
                entries.setdefault(words, Place(state, cast("Sort", sort)))
                longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return Gazetteer(entries, longest)
