from __future__ import annotations

from collections.abc import Callable

from stance.statements import Statement

Read = Callable[[str], list[Statement]]


def test_he_added_a_paragraph_later(read: Read) -> None:
    first, second = read(
        'Ivan Petrov said the talks had failed.\n\n"We will not return to that table," he added.'
    )
    assert first.speaker == second.speaker
    assert str(second.speaker) == "Ivan Petrov"


def test_a_floating_quotation_goes_on_in_the_paragraph(read: Read) -> None:
    [statement] = read(
        '"We are tired," said Ivan Petrov, a miner. "We want to go home. We want peace."'
    )
    assert statement.text == "We are tired We want to go home. We want peace."


def test_a_quotation_in_the_next_paragraph_goes_on(read: Read) -> None:
    text = (
        '"No deal is perfect," said Ivan Petrov, a miner.\n\n'
        '"But this one is the best that we could have hoped for in these times."'
    )
    [statement] = read(text)
    assert len(statement.content) == 2
    assert "But this one" in statement.context


def test_paragraphs_that_open_a_quotation_without_closing_the_last(read: Read) -> None:
    text = (
        'Ivan Petrov said: "They came at night and took the boats.\n\n'
        '"They came again at dawn and took the nets that were left.\n\n'
        '"We have nothing now."\n\nThe boats were never found.'
    )
    [statement] = read(text)
    assert len(statement.content) == 3
    assert statement.kind == "direct"


def test_a_quoted_heading_is_not_speech(read: Read) -> None:
    [statement] = read("\"We are tired,\" said Ivan Petrov.\n\n'A long way to go'\n\nRain fell.")
    assert len(statement.content) == 1


def test_a_quotation_behind_a_colon_needs_no_cue(read: Read) -> None:
    [statement] = read('Ivan Petrov was blunt: "We have nothing left and nobody will help us now."')
    assert str(statement.speaker) == "Ivan Petrov"
    assert statement.cue is None


def test_an_embedded_post_belongs_to_its_signature(read: Read) -> None:
    [statement] = read("The harbour is burning tonight — Ivan Petrov (@ipetrov) May 3, 2016")
    assert statement.kind == "direct"
    assert str(statement.speaker) == "Ivan Petrov"
    assert statement.text == "The harbour is burning tonight"
