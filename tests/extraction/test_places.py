from __future__ import annotations

import pytest

from stance.extraction.places import gazetteer


@pytest.mark.parametrize(
    ("words", "state", "sort"),
    [
        ("moscow", "Russia", "capital"),
        ("white house", "United States", "seat"),
        ("u.s.", "United States", "name"),
        ("north korean", "North Korea", "demonym"),
        ("saudi arabia", "Saudi Arabia", "name"),
        ("addis ababa", "Ethiopia", "capital"),
    ],
)
def test_names_peoples_capitals_and_seats_stand_for_states(
    words: str, state: str, sort: str
) -> None:
    place = gazetteer().whole(words.split())
    assert place is not None
    assert (place.state, place.sort) == (state, sort)


def test_the_longest_entry_wins() -> None:
    found = gazetteer().at(["south", "sudan", "rebels"], 0, 3)
    assert found is not None
    assert (found[0].state, found[1]) == ("South Sudan", 2)


def test_nothing_is_made_of_other_words() -> None:
    assert gazetteer().whole(["atlantis"]) is None


def test_the_table_holds_the_worlds_states() -> None:
    assert len({place.state for place in gazetteer().entries.values()}) > 190
