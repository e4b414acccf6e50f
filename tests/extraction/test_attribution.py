from __future__ import annotations

from collections.abc import Callable

import pytest

from stance.statements import Statement

Read = Callable[[str], list[Statement]]


def contents(statements: list[Statement]) -> list[str]:
    return [" | ".join(span.text for span in s.content) for s in statements if not s.nested]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ('"We are ready to talk," Anna Berg said.', '"We are ready to talk,"'),
        ('"We are ready to talk," said Anna Berg, a minister.', '"We are ready to talk,"'),
        ('Anna Berg said: "We are ready."', '"We are ready."'),
        ('Anna Berg said on Monday, "We are ready."', '"We are ready."'),
        ("Anna Berg said that they were ready.", "they were ready"),
        ("Anna Berg said on Monday they were ready.", "they were ready"),
        ("They were ready, Anna Berg said on Monday.", "They were ready"),
        ("They were ready, said Anna Berg.", "They were ready"),
        ("According to Anna Berg, they were ready.", "they were ready"),
        ("They were ready, according to Anna Berg.", "They were ready"),
        ("Otherwise, Anna Berg said, they would leave.", "Otherwise | they would leave"),
        ('Anna Berg said they were "ready to talk".', 'they were "ready to talk"'),
    ],
)
def test_content_stands_before_behind_and_around(read: Read, text: str, content: str) -> None:
    assert contents(read(text)) == [content]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Oslo called on the rebels to lay down arms.", "the rebels to lay down arms"),
        ("Oslo urged both sides to talk.", "both sides to talk"),
        ('Oslo warned Bonn against "playing games".', 'Bonn against "playing games"'),
        ("Oslo told Bonn to withdraw.", "Bonn to withdraw"),
        ("Oslo threatened to leave.", "to leave"),
        ("Oslo rejected the offer.", "the offer"),
        ('Oslo described the plan as "a farce".', 'the plan as "a farce"'),
        ("Oslo called the plan a farce.", "the plan a farce"),
        ("Oslo accused Bonn of hiding arms.", "Bonn of hiding arms"),
        ("Oslo demanded an apology.", "an apology"),
        ("It ignored Oslo's demand that troops leave.", "troops leave"),
    ],
)
def test_each_cue_takes_what_its_frame_allows(read: Read, text: str, content: str) -> None:
    assert contents(read(text)) == [content]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Anna Berg said talks had failed, adding that more would follow.",
            ["talks had failed", "more would follow"],
        ),
        (
            "Oslo denounced the raid and said it would respond.",
            ["the raid", "it would respond"],
        ),
        (
            '"They left," Anna Berg said, adding: "They will be back."',
            ['"They left,"', '"They will be back."'],
        ),
        (
            "Oslo has criticised the plan, with minister Anna Berg calling it a farce.",
            ["the plan", "it a farce"],
        ),
    ],
)
def test_two_cues_are_two_statements(read: Read, text: str, expected: list[str]) -> None:
    assert contents(read(text)) == expected


def test_a_split_quotation_is_one_statement(read: Read) -> None:
    [statement] = read('"We came," said Anna Berg. "We will stay."')
    assert [span.text for span in statement.content] == ['"We came,"', '"We will stay."']
    [statement] = read('"We came," Anna Berg said, "and we will stay."')
    assert len(statement.content) == 2


def test_a_relay_is_not_the_speaker(read: Read) -> None:
    for text in (
        "Anna Berg said they were ready, the news agency reported.",
        "State radio quoted Anna Berg as saying they were ready.",
        "Anna Berg said they were ready, according to Reuters.",
    ):
        [statement] = read(text)
        assert str(statement.speaker) == "Anna Berg", text


def test_an_agency_speaks_on_its_own_account(read: Read) -> None:
    [statement] = read("Two ships sank, the Reuters news agency reported.")
    assert str(statement.speaker) == "Reuters"


def test_an_inner_statement_is_nested(read: Read) -> None:
    outer, inner = read("A spokesman said Anna Berg had told the rebels that talks would follow.")
    assert (outer.nested, inner.nested) == (False, True)
    assert str(inner.speaker) == "Anna Berg"


def test_a_passive_without_a_source_has_no_speaker(read: Read) -> None:
    [statement] = read("Oslo has been accused of hiding arms.")
    assert statement.speaker is None


def test_an_impersonal_report_has_no_speaker(read: Read) -> None:
    [statement] = read("It was announced that the talks would resume.")
    assert statement.speaker is None
    assert statement.text == "the talks would resume"


@pytest.mark.parametrize(
    "text",
    [
        "The storm threatened the harbour.",
        "He did not say whether it rained.",
        'She was angry about the so-called "reform".',
        "Oslo declined to comment.",
        'A ship called "Aurora" sank.',
    ],
)
def test_what_nobody_said_is_not_coded(read: Read, text: str) -> None:
    assert read(text) == []
