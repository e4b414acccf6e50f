from __future__ import annotations

import pytest

from stance.extraction.languages import language
from stance.extraction.places import read_gazetteer

STATES = language("en").places


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
    place = STATES.whole(words.split())
    assert place is not None
    assert (place.state, place.sort) == (state, sort)


def test_the_longest_entry_wins() -> None:
    found = STATES.at(["south", "sudan", "rebels"], 0, 3)
    assert found is not None
    assert (found[0].state, found[1]) == ("South Sudan", 2)


def test_nothing_is_made_of_other_words() -> None:
    assert STATES.whole(["atlantis"]) is None


def test_the_table_holds_the_worlds_states() -> None:
    assert len({place.state for place in STATES.entries.values()}) > 190


@pytest.mark.parametrize("table", ["state\tcapitals\n", "# no header\n"])
def test_a_table_without_its_header_is_refused(table: str) -> None:
    with pytest.raises(ValueError, match="the header must be state, aliases"):
        read_gazetteer(table)


def test_a_line_with_a_column_too_few_is_refused() -> None:
    table = "state\taliases\tdemonyms\tcapitals\tseats\nPeru\t\tPeruvian\tLima\n"
    with pytest.raises(ValueError, match="Peru: 4 columns; 5 are needed"):
        read_gazetteer(table)
