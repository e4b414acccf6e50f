from __future__ import annotations

from collections.abc import Callable

import pytest

from stance.statements import Statement

Read = Callable[[str], list[Statement]]


def speakers(statements: list[Statement]) -> list[str | None]:
    return [s.speaker and s.speaker.name for s in statements if not s.nested]


@pytest.mark.parametrize(
    ("text", "name", "affiliation"),
    [
        ("Moscow said it would respond.", "Russia", "Russia"),
        ("The White House said it would respond.", "United States", "United States"),
        ("The U.S. said it would respond.", "United States", "United States"),
        ("Iran said it would respond.", "Iran", "Iran"),
        ("Peruvian Foreign Minister Ana Rojas said it was late.", "Ana Rojas", "Peru"),
        ("Peru's foreign minister, Ana Rojas, said it was late.", "Ana Rojas", "Peru"),
        ("Ana Rojas, the Peruvian foreign minister, said it was late.", "Ana Rojas", "Peru"),
        ("US Secretary of State Jane Poe said it was late.", "Jane Poe", "United States"),
        ("It was late, said Ana Rojas, a lawyer from Lima.", "Ana Rojas", "Peru"),
        ("A senior Peruvian official said it was late.", "a senior Peruvian official", "Peru"),
        ("Analysts said it was late.", "Analysts", None),
        ("The Peruvian foreign ministry said it was late.", "Peruvian foreign ministry", "Peru"),
        ("A statement from the Peruvian navy said it was late.", "Peruvian navy", "Peru"),
        ("Iran and Peru said it was late.", "Iran and Peru", None),
        ("U.S. officials said it was late.", "US officials", "United States"),
    ],
)
def test_names_titles_and_seats(read: Read, text: str, name: str, affiliation: str | None) -> None:
    [statement] = [s for s in read(text) if not s.nested]
    assert statement.speaker is not None
    assert (statement.speaker.name, statement.speaker.affiliation) == (name, affiliation)


def test_a_surname_is_the_full_name_before_and_after(read: Read) -> None:
    text = "Rojas said it was late.\n\nAna Rojas said it was cold.\n\nMs Rojas said it rained."
    assert speakers(read(text)) == ["Ana Rojas"] * 3


def test_a_family_name_may_come_first(read: Read) -> None:
    text = 'Han Min-jun said it was late.\n\n"It is cold," Han said.'
    assert speakers(read(text)) == ["Han Min-jun"] * 2


def test_a_title_is_whoever_holds_it(read: Read) -> None:
    text = (
        "Peru's foreign minister said it was late.\n\n"
        "Foreign Minister Ana Rojas met President Luis Vega.\n\n"
        "The president said it was cold.\n\nThe minister said it rained."
    )
    assert speakers(read(text)) == ["Ana Rojas", "Luis Vega", "Ana Rojas"]


def test_pronouns_follow_gender(read: Read) -> None:
    text = (
        "Mrs Ana Rojas said it was late.\n\nMr Luis Vega said it was cold.\n\n"
        '"It rained," she said.\n\n"It snowed," he said.'
    )
    assert speakers(read(text)) == ["Ana Rojas", "Luis Vega", "Ana Rojas", "Luis Vega"]


def test_it_is_a_body_and_not_a_person(read: Read) -> None:
    text = "Huma Corp said it was late.\n\nAna Rojas said it was cold.\n\nIt said it rained."
    assert speakers(read(text))[-1] == "Huma Corp"


def test_an_acronym_is_spelled_out(read: Read) -> None:
    text = "The Lima Harbour Board (LHB) met.\n\nThe LHB said it was late."
    assert speakers(read(text)) == ["Lima Harbour Board"]


def test_the_statement_belongs_to_whoever_issued_it(read: Read) -> None:
    text = 'A statement by the Peruvian navy said it was late.\n\n"It is cold," the statement said.'
    assert speakers(read(text)) == ["Peruvian navy"] * 2
